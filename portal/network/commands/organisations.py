"""Changing what an organisation says of itself."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.facts import announce
from portal.core.ids import digest
from portal.core.policy import require
from portal.core.sentences import say
from portal.network import policy, topics
from portal.network.actors import Actor
from portal.network.commands.details import (
    CountryDetails,
    OrganisationDetails,
    checked_country,
    checked_website,
    clean_line,
    clean_text,
    language_tag,
)
from portal.network.commands.networks import refuse_own_branch
from portal.network.facts import OrganisationChanged, SideDeclared
from portal.network.models import Organisation, OrganisationCountry, Side


def touch(organisation: Organisation) -> None:
    """Note that the directory's picture of it is older now than the organisation."""
    organisation.changed_at = clock.now()


def details_of(organisation: Organisation) -> OrganisationDetails:
    """What `change_organisation` may change, as it stands."""
    return OrganisationDetails(
        side=organisation.side,
        kind=organisation.kind,
        city=organisation.city,
        website=organisation.website,
        ecosoc_status=organisation.ecosoc_status,
        languages=tuple(organisation.languages),
        topics=tuple(organisation.topics),
    )


def version_of(organisation: Organisation) -> str:
    """Changes whenever one of its details does: what a form began from."""
    return digest(repr(details_of(organisation)))[:16]


def change_organisation(
    session: Session,
    organisation: Organisation,
    details: OrganisationDetails,
    *,
    by: Actor,
    base: str = "",
) -> None:
    """Change what it says of itself besides its names.

    Raises Refused, Invalid, and Conflict where `base` is no longer what stands.
    """
    require(policy.may_edit_organisation(by, organisation))
    before = details_of(organisation)
    after = OrganisationDetails(
        side=details.side,
        kind=details.kind,
        city=clean_line(details.city, 120),
        website=checked_website(details.website),
        ecosoc_status=details.ecosoc_status,
        languages=tuple(dict.fromkeys(map(language_tag, details.languages))),
        topics=tuple(topics.known(details.topics)),
    )
    changed = tuple(name for name, value in vars(after).items() if value != getattr(before, name))
    if not changed:
        return
    if base and base != version_of(organisation):
        raise Conflict(
            say(
                "Someone changed these details of the organisation while you were writing. "
                "Compare the two versions, then change what still needs it."
            ),
            mine=_told(after),
            theirs=_told(before),
        )
    if "side" in changed:
        declare_side(session, organisation, after.side, by=by)
    organisation.kind = after.kind
    organisation.city = after.city
    organisation.website = after.website
    organisation.ecosoc_status = after.ecosoc_status
    organisation.languages = list(after.languages)
    organisation.topics = list(after.topics)
    touch(organisation)
    others = tuple(name for name in changed if name != "side")
    if others:
        _changed(session, organisation, others, by)


def _told(details: OrganisationDetails) -> str:
    return "\n".join(
        str(value if isinstance(value, str) else getattr(value, "value", None) or ", ".join(value))
        for value in vars(details).values()
        if value
    )


def declare_side(session: Session, organisation: Organisation, side: Side, *, by: Actor) -> None:
    """Say on which side it works; only its own people may. Raises Refused."""
    require(policy.may_declare_side(by, organisation))
    before, organisation.side = organisation.side, side
    touch(organisation)
    announce(
        session,
        SideDeclared(
            subject=organisation.id,
            by=by.person_id,
            organisation=acted_for(by, organisation),
            side=side.value,
            before=before.value,
        ),
    )


def set_parent(
    session: Session, organisation: Organisation, parent: Organisation | None, *, by: Actor
) -> None:
    """Make it a branch of `parent`, or of nobody. Raises Refused, Invalid for a circle."""
    require(policy.may_set_parent(by, organisation, parent))
    refuse_own_branch(session, organisation, parent)
    organisation.parent_id = parent.id if parent else None
    touch(organisation)
    _changed(session, organisation, ("parent",), by)


def write_about(
    session: Session,
    organisation: Organisation,
    language: str,
    text: str,
    *,
    by: Actor,
    base: str | None = None,
) -> None:
    """Say in one language what it does; an empty text takes that language away.

    Raises Refused, Invalid, and Conflict where another text than `base` stands by now.
    """
    require(policy.may_edit_organisation(by, organisation))
    tag, words = language_tag(language), clean_text(text)
    if tag == "und":
        sentence = say("Choose the language that this text is in.")
        raise Invalid(sentence, {"language": sentence})
    standing = organisation.about.get(tag, "")
    if standing == words:
        return
    if base is not None and clean_text(base) != standing:
        raise Conflict(
            say(
                "Someone changed this text while you were writing. Both versions are kept "
                "below: bring them together and save again."
            ),
            mine=words,
            theirs=standing,
            base=base,
            language=tag,
        )
    about = {key: value for key, value in organisation.about.items() if key != tag or words}
    if words:
        about[tag] = words
    organisation.about = about
    touch(organisation)
    _changed(session, organisation, (f"about:{tag}",), by)


def set_countries(
    session: Session, organisation: Organisation, countries: Sequence[CountryDetails], *, by: Actor
) -> None:
    """Say which countries it is linked to, in its order, each under the name that it chose.

    Raises Refused, Invalid.
    """
    require(policy.may_edit_organisation(by, organisation))
    wanted = {item.code: item for item in map(checked_country, countries)}
    kept = {row.code: row for row in organisation.countries}
    for code, row in kept.items():
        if code not in wanted:
            organisation.countries.remove(row)
    for position, item in enumerate(wanted.values()):
        row = kept.get(item.code) or OrganisationCountry(code=item.code)
        row.shown_as, row.position = item.shown_as, position
        if item.code not in kept:
            organisation.countries.append(row)
    touch(organisation)
    _changed(session, organisation, ("countries",), by)
    session.flush()
    session.expire(organisation, ["countries"])


def acted_for(by: Actor, organisation: Organisation) -> str | None:
    """Whose act this was: the organisation's own, or (None) the secretariat's."""
    return organisation.id if by.belongs_to(organisation.id) else None


def _changed(
    session: Session, organisation: Organisation, what: tuple[str, ...], by: Actor
) -> None:
    announce(
        session,
        OrganisationChanged(
            subject=organisation.id,
            by=by.person_id,
            organisation=acted_for(by, organisation),
            what=what,
        ),
    )
