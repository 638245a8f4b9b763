"""The cover letter of a pack: a proposal in an interface language, which is edited before it is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.core import locales
from portal.core.languages import direction
from portal.core.locales import ngettext
from portal.core.sentences import say
from portal.network.labels import ECOSOC
from portal.statements.queries.publishing import Adoption, Count
from portal.texts.documents.written import WrittenBlock, WrittenDocument


@dataclass(frozen=True)
class Holder:
    """A named signer with consultative status."""

    name: str
    status: str
    """A key of `network.labels.ECOSOC`."""


@dataclass(frozen=True)
class Letter:
    """What the letter speaks of."""

    title: str
    address: str
    caller: str
    addressee: str
    reference: str
    contact: str
    count: Count
    adoption: Adoption | None
    holders: Sequence[Holder]
    day: date


def propose(letter: Letter) -> str:
    """The letter in the present interface language, its paragraphs parted by blank lines."""
    to = letter.addressee or str(say("(name of the body)"))
    parts = [
        locales.format_date(letter.day),
        str(say("To: %(addressee)s", addressee=to)),
    ]
    if letter.reference:
        parts.append(str(say("Reference: %(reference)s", reference=letter.reference)))
    parts.append(
        str(
            say(
                "We hand you the statement “%(title)s” for the organisations that have signed it.",
                title=letter.title,
            )
        )
    )
    if letter.adoption:
        parts.append(
            str(
                say(
                    "It was drafted together by organisations of countries that migrants leave and of countries where they arrive. Both sides adopted it on %(day)s, each by its own vote.",
                    day=locales.format_date(letter.adoption.closed_at),
                )
            )
        )
    parts.append(_signers(letter))
    if letter.holders:
        names = [f"{holder.name} ({ECOSOC[holder.status]!s})" for holder in letter.holders]
        parts.append(
            str(
                say(
                    "Among them are in consultative status with the Economic and Social Council: %(names)s.",
                    names=locales.format_list(names),
                )
            )
        )
    parts.append(
        str(
            say(
                "Anyone can read the statement, see who has signed it and check both here: %(address)s",
                address=letter.address,
            )
        )
    )
    parts.append(str(say("We ask you to consider it, and to tell us what comes of it.")))
    parts.append(letter.caller)
    if letter.contact:
        parts.append(str(say("Contact: %(contact)s", contact=letter.contact)))
    return "\n\n".join(parts)


def _signers(letter: Letter) -> str:
    return ngettext(
        "As at %(day)s it bears %(num)s signature, which stands for %(bodies)s organisations. The list is enclosed.",
        "As at %(day)s it bears %(num)s signatures, which stand for %(bodies)s organisations. The list is enclosed.",
        letter.count.lines,
        day=locales.format_date(letter.day),
        bodies=locales.format_number(letter.count.bodies),
    )


def letter_document(language: str, blocks: Sequence[WrittenBlock]) -> WrittenDocument:
    """The letter as it was edited."""
    return WrittenDocument(
        title=str(say("Cover letter")),
        language=language,
        direction=direction(language),
        blocks=blocks,
        credits_language=language,
    )
