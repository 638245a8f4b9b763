"""The numbers of list items, which are part of what a text says: "Article 2 (b)" has to lead somewhere."""

import re
from dataclasses import dataclass

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_NUMBER = re.compile(r"(\(?)([0-9]{1,3}|[a-z]|[A-Z]|[ivxlc]{1,7}|[IVXLC]{1,7})([.)]) +(?=\S)")
_FORMS = {(".", ""): "Period", (")", ""): "OneParen", (")", "("): "TwoParens"}


@dataclass(frozen=True)
class Numbered:
    """A list item's number as pandoc has it, and where the text after it begins."""

    number: int
    style: str
    delimiter: str
    end: int


def numeral(number: int, style: str, delimiter: str) -> str:
    """The number of an item as it is shown: `2.`, `(b)`, `iv)`."""
    match style:
        case "LowerAlpha":
            shown = _letters(number)
        case "UpperAlpha":
            shown = _letters(number).upper()
        case "LowerRoman":
            shown = _roman(number)
        case "UpperRoman":
            shown = _roman(number).upper()
        case _:
            shown = str(number)
    match delimiter:
        case "OneParen":
            return f"{shown})"
        case "TwoParens":
            return f"({shown})"
        case _:
            return f"{shown}."


def number_of(body: str, *, after: "Numbered | None" = None) -> Numbered | None:
    """The number that a list item's body begins with; `after` is the item before, which tells (i) from (i)."""
    found = _NUMBER.match(body)
    if found is None:
        return None
    opening, shown, closing = found.groups()
    delimiter = _FORMS.get((closing, opening))
    if delimiter is None:
        return None
    for style in ("Decimal", "LowerAlpha", "UpperAlpha", "LowerRoman", "UpperRoman"):
        number = _value(shown, style)
        if number and numeral(number, style, delimiter) == found.group().strip():
            read = Numbered(number, style, delimiter, found.end())
            if follows(read, after) or (after is None and number == 1) or style == "Decimal":
                return read
    for style in ("LowerRoman", "UpperRoman", "LowerAlpha", "UpperAlpha"):
        number = _value(shown, style)
        if number and numeral(number, style, delimiter) == found.group().strip():
            return Numbered(number, style, delimiter, found.end())
    return None


def follows(later: Numbered, earlier: Numbered | None) -> bool:
    return earlier is not None and (later.number, later.style, later.delimiter) == (
        earlier.number + 1,
        earlier.style,
        earlier.delimiter,
    )


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters or "0"


def _roman(number: int) -> str:
    shown = ""
    for value, letters in _ROMAN:
        while number >= value:
            shown += letters
            number -= value
    return shown or "0"


def _value(shown: str, style: str) -> int:
    """The number that is shown so in a style, 0 where none is."""
    if style == "Decimal":
        return int(shown) if shown.isdigit() else 0
    if shown.isdigit() or shown.isupper() != style.startswith("Upper"):
        return 0
    limit = range(1, 27) if style.endswith("Alpha") else range(1, 400)
    write = _letters if style.endswith("Alpha") else _roman
    return next((number for number in limit if write(number) == shown.lower()), 0)
