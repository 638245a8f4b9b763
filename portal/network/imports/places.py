"""Countries and cities at the end of a name, as a guess for a person to confirm."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

import babel

from portal.network.folding import fold

_LOCALES = (
    "en", "ko", "vi", "km", "ur", "ja", "zh", "zh_Hant", "id", "fil", "th", "ne", "bn", "my", "mn",
    "de", "fr", "es", "hr",
)  # fmt: skip
_ALSO: Mapping[str, str] = {
    "uk": "GB", "u k": "GB", "england": "GB", "scotland": "GB", "britain": "GB",
    "great britain": "GB", "usa": "US", "u s a": "US", "us": "US", "united states of america": "US",
    "korea": "KR", "south korea": "KR", "republic of korea": "KR", "rok": "KR", "한국": "KR",
    "viet nam": "VN", "việt nam": "VN", "burma": "MM", "holland": "NL",
    "the netherlands": "NL", "macedonia": "MK", "bosnia": "BA", "bih": "BA", "turkey": "TR",
    "hong kong": "HK", "hongkong": "HK", "홍콩": "HK", "香港": "HK", "macau": "MO", "台湾": "TW",
    "臺灣": "TW", "台灣": "TW", "timor leste": "TL", "east timor": "TL", "the philippines": "PH",
    "u a e": "AE", "uae": "AE",
}  # fmt: skip


@cache
def _countries() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for tag in _LOCALES:
        for code, name in babel.Locale.parse(tag).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
            ):
                found.setdefault(fold(name), code)
    found.update({fold(name): code for name, code in _ALSO.items()})
    found.pop("", None)
    return found


@cache
def _cities() -> frozenset[str]:
    """The places that name time zones."""
    names = (
        zone.rsplit("/", 1)[-1].replace("_", " ") for zone in available_timezones() if "/" in zone
    )
    return frozenset(
        fold(name) for name in names if len(name) > 3 and name.isascii() and "GMT" not in name
    )


def country_of(text: str) -> str:
    """The ISO 3166 code of a country by one of its names, or ''. Two capitals may be a code."""
    plain = text.strip()
    if not plain or len(plain) > 60:
        return ""
    if len(plain) == 2 and plain.isascii() and plain.isupper():
        code = plain if plain in set(_countries().values()) else ""
        return _ALSO.get(fold(plain), code)
    return _countries().get(fold(plain), "")


def is_place(text: str) -> bool:
    """Whether the text is nothing but the name of a country or a well-known city."""
    plain = text.strip().rstrip(".")
    if (
        not plain
        or len(plain) > 60
        or (len(plain) == 2 and plain.isascii() and not plain.isupper())
    ):
        return False
    return bool(country_of(plain)) or fold(plain) in _cities()
