"""The demo's organisations, networks, people and working groups."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from portal.core import locales
from portal.demo.making.story import Story
from portal.demo.reading import Content
from portal.demo.reading.network import Group, Membership, Organisation, Person
from portal.network import models
from portal.network.actors import PORTAL
from portal.network.commands.admission import admit, new_organisation
from portal.network.commands.details import (
    ApplicationDetails,
    CountryDetails,
    NameDetails,
    OrganisationDetails,
)
from portal.network.commands.groups import add_to_group, found_group
from portal.network.commands.memberships import begin_membership
from portal.network.commands.networks import add_to_network
from portal.network.commands.organisations import set_parent

NETWORK = "two-banks"
"""The network whose portal this is."""


def lay_network(story: Story, content: Content) -> None:
    """From the network's founding to the newest member of a group."""
    founded = {one.key: _first_day(one.founded) for one in content.organisations}
    begun = {one.key: max(founded[one.key], founded[NETWORK]) for one in content.organisations}
    network = next(one for one in content.organisations if one.key == NETWORK)
    story.on(_morning(founded[NETWORK], 0), _open_portal, story, network)
    for organisation in content.organisations:
        _lay_organisation(story, organisation, begun)
    starts = _starts(content, begun, _first_acts(story, content))
    for person in content.people:
        _lay_person(story, person, starts)
    for group in content.groups:
        _lay_group(story, group, content.people, starts)


def _open_portal(story: Story, network: Organisation) -> None:
    names = {name.language: name.text for name in network.names if name.kind == "official"}
    story.session.add(models.Portal(names=names, is_demo=True))
    story.session.flush()


# --- organisations ---------------------------------------------------------------------------------


def _lay_organisation(story: Story, one: Organisation, begun: dict[str, date]) -> None:
    def found() -> None:
        made = new_organisation(story.session, _details(one), models.Standing.APPLIED)
        made.slug = one.key
        story.organisations[one.key] = made.id
        admit(story.session, made, by=PORTAL)

    def become_branch() -> None:
        if one.parent is not None:
            set_parent(
                story.session,
                _organisation(story, one.key),
                _organisation(story, one.parent),
                by=PORTAL,
            )

    def join(network: str) -> None:
        add_to_network(
            story.session, _organisation(story, network), _organisation(story, one.key), by=PORTAL
        )

    story.on(_morning(begun[one.key], 1), found)
    if one.parent is not None:
        story.on(_morning(max(begun[one.key], begun[one.parent]), 2), become_branch)
    for network in one.member_of:
        story.on(_morning(max(begun[one.key], begun[network]), 3), join, network)


def _details(one: Organisation) -> ApplicationDetails:
    return ApplicationDetails(
        names=[
            NameDetails(
                text=name.text,
                language=name.language,
                kind=models.NameKind(name.kind),
                valid_from=_first_day(name.since) if name.since else None,
                valid_until=_last_day(name.until) if name.until else None,
            )
            for name in one.names
        ],
        organisation=OrganisationDetails(
            side=models.Side(one.side),
            kind=models.OrganisationKind(one.kind),
            city=one.city,
            languages=one.languages,
            topics=one.topics,
        ),
        countries=[CountryDetails(code) for code in one.countries],
        about=one.about,
    )


def _organisation(story: Story, key: str) -> models.Organisation:
    return story.session.get_one(models.Organisation, story.organisations[key])


# --- people ----------------------------------------------------------------------------------------


def _first_acts(story: Story, content: Content) -> dict[str, date]:
    """The first day on which someone answered or signed for each organisation."""
    found: dict[str, int] = {}
    for about in (statement.about for statement in content.statements):
        for answer in about.answers:
            found[answer.organisation] = min(found.get(answer.organisation, 0), answer.days)
        for signature in about.signatures:
            if signature.organisation is not None:
                found[signature.organisation] = min(
                    found.get(signature.organisation, 0), signature.signed_days
                )
    return {organisation: story.date(days - 1) for organisation, days in found.items()}


def _starts(
    content: Content, begun: dict[str, date], acted: dict[str, date]
) -> dict[tuple[str, str], date]:
    """Since when each person belongs to each of her organisations."""
    return {
        (person.key, membership.organisation): max(
            begun[membership.organisation],
            min(_first_day(membership.since), acted.get(membership.organisation, date.max)),
        )
        for person in content.people
        for membership in person.memberships
    }


def _lay_person(story: Story, one: Person, starts: dict[tuple[str, str], date]) -> None:
    def arrive() -> None:
        person = models.Person(
            name=one.name,
            name_language=one.reads[0],
            reading=one.reading,
            email=one.email,
            locale=next((tag for tag in one.reads if tag in locales.LOCALES), "en"),
            time_zone=one.zone,
            languages=list(one.reads),
            visibility=models.Visibility(one.visibility),
            is_secretariat="secretariat" in one.duties,
        )
        story.session.add(person)
        story.session.flush()
        story.people[one.key] = person.id

    def join(membership: Membership) -> None:
        begin_membership(
            story.session,
            _organisation(story, membership.organisation),
            story.session.get_one(models.Person, story.people[one.key]),
            role=models.Role(membership.role),
            powers=[models.Power(power) for power in membership.powers],
            by=PORTAL,
        )
        story.forget_actors()

    first = min(starts[one.key, membership.organisation] for membership in one.memberships)
    story.on(_morning(first, 4), arrive)
    for membership in one.memberships:
        story.on(
            _morning(starts[one.key, membership.organisation], 5),
            join,
            membership,
        )


# --- groups ----------------------------------------------------------------------------------------


def _lay_group(
    story: Story, group: Group, people: Iterable[Person], starts: dict[tuple[str, str], date]
) -> None:
    """Founded when it says; each of its people joins it once she belongs to her organisation."""
    home = {person.key: person.memberships[0].organisation for person in people}
    founded = _first_day(group.founded)
    story.on(_morning(founded, 6), _found_group, story, group)
    for key in (*group.coordinators, *group.members):
        joined = max(founded, starts[key, home[key]])
        story.on(_morning(joined, 7), _join_group, story, group, key, home[key])


def _found_group(story: Story, group: Group) -> None:
    made = found_group(
        story.session,
        names=group.names,
        mandate={
            language: group.mandate[language] for language in (group.mandate_source, *group.mandate)
        },
        host_id=story.organisations[group.organisation],
        by=PORTAL,
    )
    made.slug = group.slug
    story.groups[group.key] = made.id


def _join_group(story: Story, group: Group, person: str, organisation: str) -> None:
    add_to_group(
        story.session,
        story.session.get_one(models.WorkingGroup, story.groups[group.key]),
        story.session.get_one(models.Person, story.people[person]),
        organisation_id=story.organisations[organisation],
        coordinates=person in group.coordinators,
        by=PORTAL,
    )
    story.forget_actors()


# --- days ------------------------------------------------------------------------------------------


def _first_day(written: str) -> date:
    """The first day of a date as precise as it is written: a year, a month or a day."""
    return date.fromisoformat(
        written + "-01-01"[len(written) - 4 :] if len(written) < 10 else written
    )


def _last_day(written: str) -> date:
    year, *rest = (int(part) for part in written.split("-"))
    if not rest:
        return date(year, 12, 31)
    if len(rest) == 2:
        return date(year, *rest)
    month = rest[0]
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _morning(day: date, place: int) -> datetime:
    """That day's morning; the place orders what begins on one day."""
    return datetime.combine(day, time(6, place), UTC)
