"""The names of one body on one line, and what else the line tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from portal.core.scripts import language_of, script_of
from portal.network.imports.places import country_of, is_place

_BULLET = regex.compile(r"^\s*(?:[•‣◦▪●○■□◆◇★☆※–—*·-]\s+|[\u2460-\u2473\u3251-\u325f]\s*)+")
NUMBERING = regex.compile(r"^\s*[(\[（]?\d{1,4}[.)\]:、）．]\s*(?=\S)")
_LEGAL = regex.compile(
    r"(?:사|재|주|사단법인|재단법인|비영리|社|財|株|有|一社|公社|公財|特非|NPO|NGO|CSO|INGO|CBO|法人|"
    r"e\.? ?V\.?|Inc\.?|Ltd\.?|LLC|gGmbH|GmbH|Pty|Co\.?|Corp\.?|asbl|a\.?s\.?b\.?l\.?|o\.?z\.?|z\.?s\.?)",
    flags=regex.IGNORECASE,
)
_SHORT_FOR = regex.compile(
    r"^(?:약칭|이하|略称|簡稱|简称|short(?:ly)?|abbr\.?|a\.?k\.?a\.?)[:\s,]*",
    flags=regex.IGNORECASE,
)
_ACRONYM = regex.compile(
    r"[\p{Lu}\p{N}][\p{Lu}\p{N}.&+/\- ]{0,12}\p{Ll}?[\p{Lu}\p{N}.]?(?: ?[+!])?"
)
_BODY_WORD = regex.compile(
    r"\b(?:associ\w+|asoci\w+|network|netzwerk|verein\w*|union|center|centre|centro|centar|foundation|"
    r"fondaci\w+|committee|coalition|alliance|federation|council|society|group|collecti\w+|kolektiv|"
    r"egyesület\w*|alapítvány\w*|udruženje|organiz\w+|organis\w+|réseau|comité|forum|platform\w*|"
    r"inicijativa|initiative|mreža|društvo|savez|stowarzyszenie|fundacja|sdružení|dernek|derneği|vakfı)\b",
    flags=regex.IGNORECASE,
)
_PERSON = regex.compile(
    r"^\[individual|\bindividual\b|^(?:(?:Asst|Assoc)\.? )?(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sr|Sra|Fr|Rev|Adv|Atty|Sister|Father|Dipl)\b\.?\s+\p{Lu}|"
    r"\((?:individual|personal capacity|in a personal capacity|개인|個人)\)|"
    r"^\S{1,4} ?\S{0,4}\s*(?:교수|변호사|목사|신부|수녀|박사|활동가)$|(?:弁護士|教授|牧師|司祭|律師)$|^개인\b|"
    r",\s*(?:professor|lawyer|researcher|journalist|writer|phd|lecturer|student|activist|attorney)\b",
    flags=regex.IGNORECASE,
)
_HEADING = regex.compile(
    r"(?:signed(?: by)?|signatories|signatures|endorsed by|unterschriften|firmantes|signataires|"
    r"potpisnici|공동주최(?: 및 연명)?|연명|연명단체|참여단체|서명단체|賛同団体|呼びかけ団体|連署團體|chữ ký)\s*(?:[:：(].*)?",
    flags=regex.IGNORECASE,
)
_KINDS: Sequence[tuple[str, "regex.Pattern[str]"]] = (
    ("union", regex.compile(r"\b(?:trade union|labou?r union|sindicat\w*|syndicat|gewerkschaft|sindikat|serikat|unison)\b|노조|노동조합|労働組合|労組|工會|工会|công đoàn", flags=regex.IGNORECASE)),
    ("network", regex.compile(r"\b(?:network|netzwerk|réseau|mreža|coalition|coalición|alliance|bündnis|federation|confederation|plattform|mạng lưới|jaringan|liên minh)\b|네트워크|연대회의|협의회|연합회|연락회|ネットワーク|連絡会|聯盟|联盟|網絡|网络|聯合會", flags=regex.IGNORECASE)),
    ("shelter", regex.compile(r"\b(?:shelter|frauenhaus|refuge)\b|쉼터|シェルター|庇護|nhà tạm lánh", flags=regex.IGNORECASE)),
    ("faith", regex.compile(r"\b(?:church|kirche\w*|caritas|diocese|sisters of|jesuit|islamic|mosque|missionar\w+|parish|diakonie)\b|교회|성당|수녀회|교구|원불교|教会|教會|カトリック", flags=regex.IGNORECASE)),
    ("collective", regex.compile(r"\b(?:colectiv\w*|collective|kollektiv|kolektiv|collectif|asamblea)\b", flags=regex.IGNORECASE)),
)  # fmt: skip
_OPENING, _CLOSING = "(（[【", ")）]】"
_STROKE = regex.compile(r"\s+[/|]\s+|／|(?<=\S)/(?=\S)|\s+[—–|]\s+")
_TWO_SCRIPTS = regex.compile(
    r"^(?P<east>[^\p{Script=Latin}]*[\p{Script=Hangul}\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Khmer}]{2}[^\p{Script=Latin}]*)\s+"
    r"(?P<latin>\p{Script=Latin}[^\p{Script=Hangul}\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Khmer}]*\s\S+)$"
)


@dataclass(frozen=True)
class ListedName:
    """One name that a line gives a body; `kind` is *official* or *short*."""

    text: str
    language: str
    kind: str = "official"


@dataclass(frozen=True)
class Body:
    """What one line tells."""

    names: tuple[ListedName, ...]
    kind: str = ""
    country: str = ""
    notes: tuple[str, ...] = ()


def read_body(text: str, *, numbered: bool = False, company: str = "") -> Body:
    """The names on one line. `numbered` says that the list numbers its lines itself."""
    plain = _BULLET.sub("", " ".join(text.split()))
    if numbered:
        plain = NUMBERING.sub("", plain)
    plain = plain.strip(" ,;\u3000")
    if not any(character.isalnum() for character in plain):
        return Body((), notes=("empty",))
    if plain.endswith((":", "：")) or _HEADING.fullmatch(plain) or _is_sentence(plain):
        return Body((_named(plain, company),), "heading", notes=("heading",))
    notes: list[str] = []
    names = _several(plain, notes, company)
    country = _country_at_end(plain, notes)
    kind = _kind(plain)
    if _PERSON.search(plain):
        kind = "individual"
        notes.append("individual")
    return Body(tuple(names), kind, country, tuple(dict.fromkeys(notes)))


def _named(text: str, company: str, kind: str = "official") -> ListedName:
    return ListedName(text.strip(" ,;"), language_of(text, company=company), kind)


def _is_sentence(text: str) -> bool:
    return len(text) > 120 and text[-1] in ".。!" and len(text.split()) > 20


def _several(text: str, notes: list[str], company: str) -> list[ListedName]:
    bracket = trailing_bracket(text)
    if bracket is not None and any(map(str.isalnum, bracket[0])):
        outside, inside = bracket
        second = _name_in_brackets(outside, inside, notes, company)
        if second is not None:
            notes.append("several_names")
            return [*_several(outside, notes, company), second]
        if "members" in notes:
            return _several(outside, notes, company)
    parts = [part.strip() for part in _STROKE.split(text) if part.strip()]
    if 1 < len(parts) <= 4:
        scripts = {script_of(part) for part in parts}
        if len(scripts) == len(parts):
            notes.append("several_names")
            return [_named(part, company) for part in parts]
        if "/" in text or "／" in text:
            notes.append("perhaps_several")
    both = _TWO_SCRIPTS.match(text)
    if both is not None and len(both["latin"].split()) >= 2:
        notes.append("several_names")
        return [_named(both["east"], company), _named(both["latin"], company)]
    return [_named(text, company)]


def trailing_bracket(text: str) -> tuple[str, str] | None:
    """What stands before the last pair of brackets and what inside; None where none ends the text."""
    plain = text.rstrip(" .,;·")
    if not plain or plain[-1] not in _CLOSING:
        return None
    depth = 0
    for at in range(len(plain) - 1, -1, -1):
        depth += (plain[at] in _CLOSING) - (plain[at] in _OPENING)
        if depth == 0:
            return plain[:at].strip(), plain[at + 1 : -1].strip()
    return None


def _name_in_brackets(
    outside: str, inside: str, notes: list[str], company: str
) -> ListedName | None:
    """What stands in brackets, where it is another name of the same body."""
    if not inside or _LEGAL.fullmatch(inside) or is_place(inside):
        return None
    if sum(inside.count(sign) for sign in ",、·;，") >= 2:
        notes.append("members")
        return None
    short = _SHORT_FOR.match(inside)
    if short is not None:
        rest = inside[short.end() :]
        return _named(rest, company, "short") if rest else None
    if len(inside) > 1 and _ACRONYM.fullmatch(inside) and not inside.isdigit():
        return _named(inside, company, "short")
    return _named(inside, company) if _is_another_name(outside, inside) else None


def _is_another_name(outside: str, inside: str) -> bool:
    """In another script, or in the same with a word that only names of bodies have."""
    scripts = script_of(outside), script_of(inside)
    if all(scripts) and scripts[0] != scripts[1] and len(inside) > 2:
        return True
    return scripts == ("Latin", "Latin") and _BODY_WORD.search(inside) is not None


def _country_at_end(text: str, notes: list[str]) -> str:
    bracket = trailing_bracket(text)
    ends = [bracket[1]] if bracket is not None else []
    if "," in text:
        ends.append(text.rsplit(",", 1)[1])
    for end in ends:
        if is_place(end):
            notes.append("place")
            return country_of(end)
    return ""


def _kind(text: str) -> str:
    return next((kind for kind, words in _KINDS if words.search(text)), "")
