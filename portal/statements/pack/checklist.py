"""What is in a pack and what it still lacks, in sentences: on the page, and in the pack itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.core import languages, locales
from portal.core.sentences import Sentence, say, say_n
from portal.statements.pack.letter import Holder
from portal.statements.pack.limits import Measured, Occasion


@dataclass(frozen=True)
class Check:
    done: bool
    words: Sentence


def checks(
    measured: Sequence[Measured],
    occasion: Occasion,
    holders: Sequence[Holder],
    *,
    addressee: str,
    contact: str,
) -> list[Check]:
    """Every point, whether it is met or not."""
    found = [_language(each) for each in measured]
    if not measured:
        found.append(Check(False, say("No language was chosen.")))
    if occasion.status:
        found.append(_status(occasion, holders))
    found.append(
        Check(True, say("Addressed to %(addressee)s.", addressee=addressee))
        if addressee
        else Check(False, say("It is not said yet to whom it goes."))
    )
    found.append(
        Check(True, say("The letter says whom to ask."))
        if contact
        else Check(
            False, say("The letter names nobody to ask: no contact for the press is written down.")
        )
    )
    return found


def _language(each: Measured) -> Check:
    name = languages.name(each.language or each.asked, locales.current().tag)
    if each.language is None:
        return Check(
            done=False,
            words=say("%(language)s is missing: the release is not there in it.", language=name),
        )
    words, limit = locales.format_number(each.words), locales.format_number(each.limit)
    if each.over:
        return Check(
            done=False,
            words=say_n(
                "%(language)s has %(words)s words: %(num)s more than the %(limit)s that are taken.",
                "%(language)s has %(words)s words: %(num)s more than the %(limit)s that are taken.",
                each.over,
                language=name,
                words=words,
                limit=limit,
            ),
        )
    return Check(
        done=True,
        words=say(
            "%(language)s has %(words)s words of the %(limit)s that are taken.",
            language=name,
            words=words,
            limit=limit,
        ),
    )


def _status(occasion: Occasion, holders: Sequence[Holder]) -> Check:
    fitting = [holder.name for holder in holders if holder.status in occasion.status]
    if fitting:
        return Check(
            done=True,
            words=say(
                "These signers have the consultative status that is asked for: %(names)s.",
                names=locales.format_list(fitting),
            ),
        )
    return Check(
        done=False,
        words=say(
            "No signer that shows its name has the consultative status that is asked for. One that has it must hand it in."
        ),
    )


def checklist(points: Sequence[Check], files: Sequence[str]) -> str:
    """The points and the files as plain text."""
    lines = [str(say("Checklist")), ""]
    lines += [f"[{'x' if point.done else ' '}] {point.words!s}" for point in points]
    lines += ["", str(say("In this pack:")), *files]
    return "\r\n".join(lines) + "\r\n"
