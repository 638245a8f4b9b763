"""Passwords: kept as Argon2id (RFC 9106), refused when they could be guessed."""

import unicodedata
from functools import cache
from typing import NewType

import regex
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.core.errors import Invalid
from portal.core.sentences import Sentence, say

Kept = NewType("Kept", str)
"""An Argon2id hash with its salt and parameters: what commands take instead of a password."""
SHORTEST = 12
LONGEST = 256

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's second choice of parameters: 19 MiB and two passes hold on a small server."""

_COMMON = frozenset(
    [
        "abc",
        "abcd",
        "abcde",
        "abcdef",
        "access",
        "admin",
        "administrator",
        "adobe",
        "amanda",
        "andrew",
        "angel",
        "anhyeu",
        "anthony",
        "apple",
        "asdf",
        "asdfasdf",
        "asdfgh",
        "asdfghjkl",
        "ashley",
        "august",
        "autumn",
        "baby",
        "bailey",
        "banana",
        "baseball",
        "batman",
        "bismillah",
        "blink",
        "buster",
        "butterfly",
        "charlie",
        "cheese",
        "chocolate",
        "computer",
        "cookie",
        "daniel",
        "default",
        "december",
        "demo",
        "doctor",
        "dragon",
        "dragonball",
        "family",
        "flower",
        "football",
        "forever",
        "freedom",
        "friday",
        "friend",
        "friends",
        "ginger",
        "google",
        "guest",
        "gwerty",
        "hacker",
        "happy",
        "hello",
        "hellohello",
        "hottie",
        "hunter",
        "iloveu",
        "iloveyou",
        "iloveyouiloveyou",
        "indonesia",
        "jasmine",
        "jennifer",
        "jessica",
        "jesus",
        "jordan",
        "joshua",
        "justin",
        "kathmandu",
        "killer",
        "korea",
        "letmein",
        "liverpool",
        "login",
        "lovely",
        "loveme",
        "loverboy",
        "lovelove",
        "magic",
        "master",
        "matthew",
        "melissa",
        "michael",
        "michelle",
        "mickey",
        "migrant",
        "monday",
        "monkey",
        "monkeymonkey",
        "mother",
        "mustang",
        "mypassword",
        "naruto",
        "nepal",
        "nicole",
        "ninja",
        "nothing",
        "october",
        "orange",
        "pakistan",
        "passpass",
        "passphrase",
        "password",
        "passwordpassword",
        "passwd",
        "pepper",
        "philippines",
        "phoenix",
        "pikachu",
        "pokemon",
        "portal",
        "princess",
        "purple",
        "qazwsx",
        "qazwsxedc",
        "qwer",
        "qwerasdf",
        "qwerasdfzxcv",
        "qwert",
        "qwerty",
        "qwertyqwerty",
        "qwertyui",
        "qwertyuiop",
        "qwertyuiopasdf",
        "qwertyuiopasdfghjkl",
        "rainbow",
        "samsung",
        "sarang",
        "saranghae",
        "secret",
        "seoul",
        "september",
        "service",
        "shadow",
        "solidarity",
        "solidarityportal",
        "soccer",
        "sophie",
        "spring",
        "starwars",
        "statement",
        "summer",
        "sunday",
        "sunshine",
        "superman",
        "superstar",
        "sweety",
        "system",
        "taiwan",
        "taylor",
        "test",
        "testing",
        "thailand",
        "thomas",
        "tigger",
        "trustno",
        "uniqlo",
        "user",
        "vietnam",
        "victoria",
        "welcome",
        "welcomewelcome",
        "whatever",
        "winter",
        "wonderland",
        "yamaha",
        "zaqwsx",
        "zaq",
        "zxcv",
        "zxcvbn",
        "zxcvbnm",
    ]
)
_AS_LETTERS = str.maketrans("013457@$!€", "oieastasie")
_RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)


def _same(password: str) -> str:
    """One spelling for each password, however a keyboard composed it (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def choose(password: str, *known: str) -> Kept:
    """What is stored of a new password; takes some 20 ms, so not inside a transaction.

    Raises Invalid for one that could be guessed.
    """
    weak = weakness(password, *known)
    if weak is not None:
        raise Invalid(weak, {"password": weak})
    return keep(password)


def keep(password: str) -> Kept:
    """The same without asking whether it could be guessed."""
    return Kept(_hasher.hash(_same(password)))


def fits(kept: str | None, password: str) -> bool:
    """Whether the password is the kept one; takes as long where nothing is kept."""
    try:
        return _hasher.verify(kept or _dummy(), _same(password)[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy() -> Kept:
    return keep("no account has this password")


def weakness(password: str, *known: str) -> Sentence | None:
    """Why a password is refused, or None; `known` are the mail address, the name and the like."""
    plain = _same(password)
    if len(plain) < SHORTEST:
        return say(
            "Use at least %(shortest)s characters. A few words in your own language are easy to "
            "remember and hard to guess.",
            shortest=SHORTEST,
        )
    if len(plain) > LONGEST:
        return say("Use at most %(longest)s characters.", longest=LONGEST)
    low = plain.casefold()
    for word in known:
        whole = _same(word).casefold()
        for part in (whole, whole.partition("@")[0]):
            if len(part) >= 4 and part in low and len(low) - len(part) < 8:
                return say("Do not use your name or your mail address as the password.")
    if _is_common(low):
        return say("This password is among the first that others would try. Choose another.")
    return None


def _is_common(low: str) -> bool:
    """Common words with digits and signs around them, keyboard runs, and few different signs."""
    if len(set(low)) < 5 or any(low in run or low in run * 2 for run in _RUNS):
        return True
    if regex.fullmatch(r"(.{1,4})\1+.{0,3}", low) or (
        regex.fullmatch(r"[\d\W_]+", low) and len(low) < 16
    ):
        return True
    core = regex.sub(r"^[\d\W_]+|[\d\W_]+$", "", low)
    return any(
        word in _COMMON or not word
        for word in (
            regex.sub(r"[\W\d_]+", "", low),
            regex.sub(r"[\W\d_]+", "", low.translate(_AS_LETTERS)),
            regex.sub(r"[\W\d_]+", "", core.translate(_AS_LETTERS)),
        )
    )
