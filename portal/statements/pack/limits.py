"""What bodies of the United Nations ask of a written statement: languages, length, consultative status.

Lengths and status follow Economic and Social Council resolution 1996/31, paragraphs 36, 37 and 61 ff.
(2,000 words with general status; 500 to the Council and 1,500 to its commissions with special
status or on the roster). Committees ask no status; what they take is in their own guidelines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.core.languages import choose
from portal.core.markdown import plain_text
from portal.core.sentences import Sentence, say
from portal.texts.engine import is_word, tokenise
from portal.texts.queries import ReadText

UN_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
ANY_STATUS = frozenset({"general", "special", "roster"})


@dataclass(frozen=True)
class Occasion:
    """Where it is handed in: how many words are taken, and which status one signer must have."""

    label: Sentence
    words: int
    status: frozenset[str] = frozenset()


OCCASIONS: Mapping[str, Occasion] = {
    "committee": Occasion(
        say("A committee that watches over a treaty (such as CEDAW or CERD)"), 1_500
    ),
    "council": Occasion(
        say("The Economic and Social Council, with special status or on the roster"),
        500,
        ANY_STATUS,
    ),
    "commission": Occasion(
        say(
            "A commission of the Council (such as on the status of women), with special status or on the roster"
        ),
        1_500,
        ANY_STATUS,
    ),
    "general": Occasion(
        say("The Council or a commission, with general status"), 2_000, frozenset({"general"})
    ),
}


@dataclass(frozen=True)
class Measured:
    """One language that is asked for: which of the release's it is, and how long that is."""

    asked: str
    language: str | None
    words: int
    limit: int

    @property
    def over(self) -> int:
        """By how many words it is too long."""
        return max(0, self.words - self.limit) if self.language else 0


def words_in(text: ReadText) -> int:
    """Words of title and text, where a word in Chinese, Japanese, Khmer or Thai is what a
    segmenter takes for one.
    """
    return sum(
        is_word(token)
        for block in (text.title, *text.blocks)
        for token in tokenise(plain_text(block.body), block.language)
    )


def found_language(asked: str, offered: Sequence[str]) -> str | None:
    """The release's language for one that is asked for, or one so near that its readers read it.

    Chinese is asked for in simplified characters; a text in traditional ones does not stand for it.
    """
    return choose([asked], offered)
