"""Cutting a block into text, code, breaks, links and runs of `*` and `_`, each character looked at once or twice."""

import re
import unicodedata
from dataclasses import dataclass, field

MAX_ADDRESS = 2_000

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_PUNCTUATION = re.escape(PUNCTUATION)
_BARE = r"https?://[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+"
_TOKEN = re.compile(
    rf"(?P<escape>\\[{_PUNCTUATION}])"
    r"|(?P<code>`+)"
    r"|(?P<run>\*+|_+)"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\])"
    r"|<(?P<angle>(?:https?://|mailto:|tel:)[^\s<>]+)>"
    r"|<(?P<mail>[^\s<>@]{1,200}@[^\s<>@]{1,200})>"
    r"|(?P<newline> *\n *)"
    rf"|(?P<bare>{_BARE})",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\(\s{0,9}(?:<([^<>\n]*)>|((?:[^\s()<>]|\([^\s()<>]*\))*))\s{0,9}\)")
_ALLOWED = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\])|#)[^\s\\]*\Z", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([" + _PUNCTUATION + "])")
_MARKUP = re.compile(
    rf"(?P<bare>{_BARE})"
    rf"|\\(?=[{_PUNCTUATION}]|\Z)"
    r"|`|\*+|_+|\[|\]"
    r"|<(?=https?://|mailto:|tel:|[^\s<>@]{1,200}@|\Z)",
    re.IGNORECASE,
)


def escape(text: str, *, in_link: bool = False, before: str = "", after: str = "") -> str:
    """Write plain text so that the grammar reads it back as exactly that text.

    Only what would be read as markup is escaped, since people will see it in their editor. `before` and
    `after` are the characters that will stand around it.
    """
    whole = before + text + after
    shift = len(before)

    def written(found: re.Match[str]) -> str:
        value = found.group()
        start, end = found.start() + shift, found.end() + shift
        around = whole[start - 1 : start], whole[end : end + 1]
        if found.group("bare"):
            # A web address stays one: its writer expects the link.
            address = _trimmed(value)
            rest = value[len(address) :]
            return address + escape(rest, in_link=in_link, before=address[-1:], after=around[1])
        match value[0]:
            case "\\":
                needed = bool(around[1]) and around[1] in PUNCTUATION
            case "<":
                needed = not (found.end() == len(text) and around[1] in {"", " ", "\n"})
            case "[":
                needed = in_link
            case "]":
                needed = in_link or around[1] == "("
            case "*" | "_":
                run = _run(whole, start, end)
                needed = run.opens or run.closes or value[0] in around
            case _:
                needed = True
        return "".join(f"\\{letter}" for letter in value) if needed else value

    return _MARKUP.sub(written, text)


def is_allowed(address: str) -> bool:
    """Whether a link may lead to `address`: web, mail, telephone, or a place on this site."""
    return len(address) <= MAX_ADDRESS and _ALLOWED.match(address) is not None


def is_bare_address(text: str) -> bool:
    """Whether the text alone is read as a web address, whole."""
    return re.fullmatch(_BARE, text, re.IGNORECASE) is not None and _trimmed(text) == text


@dataclass(slots=True)
class Token:
    """A piece of the block."""

    kind: str
    text: str = ""
    address: str = ""


@dataclass(slots=True)
class Run(Token):
    """A run of `*` or `_`, what is left of it, and the tags that pairing found at its ends."""

    left: int = 0
    length: int = 0
    opens: bool = False
    closes: bool = False
    closing: list[str] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)


def tokens_of(body: str) -> list[Token]:
    """Cut a block into text, code, breaks, links and delimiter runs; brackets are resolved to links."""
    return _Reader(body).read()


class _Reader:
    def __init__(self, body: str) -> None:
        self.body = body
        self.position = 0
        self.tokens: list[Token] = []
        # Places in `tokens` of brackets that may still open a link.
        self.brackets: list[int] = []
        self.code_runs = _code_runs(body)

    def read(self) -> list[Token]:
        takers = {
            "escape": self._take_escape,
            "code": self._take_code,
            "run": self._take_run,
            "open": self._take_open,
            "close": self._take_close,
            "angle": self._take_angle,
            "mail": self._take_angle,
            "newline": self._take_newline,
            "bare": self._take_bare,
        }
        while found := _TOKEN.search(self.body, self.position):
            self._text(self.body[self.position : found.start()])
            self.position = found.end()
            takers[found.lastgroup or ""](found)
        self._text(self.body[self.position :])
        return self.tokens

    def _text(self, value: str) -> None:
        if value:
            self.tokens.append(Token("text", value))

    def _take_escape(self, found: re.Match[str]) -> None:
        self._text(found.group()[1])

    def _take_code(self, found: re.Match[str]) -> None:
        length = len(found.group())
        end = _closing_run(self.code_runs, length, self.position)
        if end is None:
            self._text(found.group())
        else:
            self.tokens.append(Token("code", _code_text(self.body[self.position : end])))
            self.position = end + length

    def _take_run(self, found: re.Match[str]) -> None:
        self.tokens.append(_run(self.body, found.start(), found.end()))

    def _take_open(self, found: re.Match[str]) -> None:
        self.brackets.append(len(self.tokens))
        self._text(found.group())

    def _take_close(self, found: re.Match[str]) -> None:
        target = _TARGET.match(self.body, self.position) if self.brackets else None
        address = _address(target) if target else ""
        if target is None or not is_allowed(address):
            if self.brackets:
                self.brackets.pop()
            self._text(found.group())
            return
        start = self.brackets.pop()
        if start == len(self.tokens) - 1:
            self._text(address)
        self.tokens[start] = Token("link", address=address)
        self.tokens.append(Token("endlink"))
        # A link holds no link: brackets further out stay text.
        self.brackets.clear()
        self.position = target.end()

    def _take_angle(self, found: re.Match[str]) -> None:
        address = found.group("angle") or f"mailto:{found.group('mail')}"
        if is_allowed(address):
            self.tokens.append(Token("autolink", _shown(address), address))
        else:
            self._text(found.group())

    def _take_newline(self, found: re.Match[str]) -> None:  # noqa: ARG002 -- one signature for all
        self.tokens.append(Token("break"))

    def _take_bare(self, found: re.Match[str]) -> None:
        address = _trimmed(found.group())
        self.position = found.start() + len(address)
        if is_allowed(address) and not address.endswith("//"):
            self.tokens.append(Token("autolink", address, address))
        else:
            self._text(address)


def _code_runs(body: str) -> dict[int, list[int]]:
    """Where the runs of backticks start, by length, the last first."""
    runs: dict[int, list[int]] = {}
    for found in re.finditer("`+", body):
        runs.setdefault(len(found.group()), []).append(found.start())
    for starts in runs.values():
        starts.reverse()
    return runs


def _closing_run(runs: dict[int, list[int]], length: int, position: int) -> int | None:
    starts = runs.get(length, [])
    while starts and starts[-1] < position:
        starts.pop()
    return starts[-1] if starts else None


def _code_text(text: str) -> str:
    text = text.replace("\n", " ")
    if text.startswith(" ") and text.endswith(" ") and text.strip(" "):
        return text[1:-1]
    return text


def _address(target: re.Match[str]) -> str:
    return _ESCAPED.sub(r"\1", target.group(1) if target.group(1) is not None else target.group(2))


def _shown(address: str) -> str:
    scheme, _, rest = address.partition(":")
    return rest if scheme.lower() in {"mailto", "tel"} else address


def _trimmed(address: str) -> str:
    """A bare address without the punctuation of the sentence around it."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last not in "?!.,:;*_~'":
            break
        end -= 1
    return address[:end]


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _run(body: str, start: int, end: int) -> Run:
    before = body[start - 1] if start else " "
    after = body[end] if end < len(body) else " "
    opens, closes = not after.isspace(), not before.isspace()
    if body[start] == "_":
        opens, closes = opens and not _is_word(before), closes and not _is_word(after)
    length = end - start
    return Run("run", body[start], left=length, length=length, opens=opens, closes=closes)
