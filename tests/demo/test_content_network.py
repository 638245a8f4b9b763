"""The demo network is two-sided, and every person and group in it belongs somewhere."""

import zoneinfo
from collections import Counter

from portal.demo.reading import Content

COUNTRIES = frozenset(
    ["KR", "JP", "TW", "HK", "TH", "VN", "KH", "PH", "NP", "MN", "ID", "BD", "PK"]
)


def test_organisations_stand_on_both_sides_in_thirteen_countries(content: Content) -> None:
    organisations = {one.key: one for one in content.organisations}
    topics = {topic.key for topic in content.topics}
    assert {code for one in organisations.values() for code in one.countries} == COUNTRIES
    sides = Counter(one.side for one in organisations.values())
    assert min(sides["sending"], sides["receiving"]) >= 8
    assert any(len(one.countries) == 2 for one in organisations.values())
    for one in organisations.values():
        assert set(one.topics) <= topics
        assert one.parent is None or one.parent in organisations
        assert all(organisations[key].side for key in one.member_of)
        official = {name.language for name in one.names if name.kind == "official"}
        assert official & set(one.languages), f"{one.key} has no official name in its own language"
        assert any(language in one.languages for language in one.about), one.key
    networks = [one for one in organisations.values() if one.kind == "network"]
    assert any(set(one.member_of) & {n.key for n in networks} for one in networks)


def test_no_organisation_belongs_to_itself_through_others(content: Content) -> None:
    above = {
        one.key: {*one.member_of, *filter(None, [one.parent])} for one in content.organisations
    }
    for key, nearest in above.items():
        seen: set[str] = set()
        waiting = set(nearest)
        while waiting:
            seen |= waiting
            waiting = {up for one in waiting for up in above[one]} - seen
        assert key not in seen


def test_people_belong_to_organisations_and_every_role_can_be_tried(content: Content) -> None:
    organisations = {one.key for one in content.organisations}
    assert Counter(person.demo for person in content.people if person.demo) == dict.fromkeys(
        (
            "secretariat",
            "coordinator",
            "representative_receiving",
            "representative_sending",
            "editor",
            "member",
            "translator",
            "interpreter",
        ),
        1,
    )
    for person in content.people:
        assert person.memberships
        assert {m.organisation for m in person.memberships} <= organisations
        assert all(not m.powers or m.role == "representative" for m in person.memberships)
        assert person.email.endswith(".example.org")
        zoneinfo.ZoneInfo(person.zone)


def test_demo_representatives_come_from_their_sides(content: Content) -> None:
    sides = {one.key: one.side for one in content.organisations}
    for side in ("receiving", "sending"):
        person = next(p for p in content.people if p.demo == f"representative_{side}")
        assert {sides[m.organisation] for m in person.memberships} == {side}
        assert {"sign", "decide"} <= set(person.memberships[0].powers)


def test_working_groups_are_coordinated_from_both_sides(content: Content) -> None:
    sides = {one.key: one.side for one in content.organisations}
    homes = {p.key: {sides[m.organisation] for m in p.memberships} for p in content.people}
    assert {group.key for group in content.groups} >= {"gender-task-force"}
    for group in content.groups:
        assert group.organisation in sides
        assert group.mandate_source in group.mandate
        assert set(group.coordinators).isdisjoint(group.members)
        assert {*group.coordinators, *group.members} <= set(homes)
    force = next(group for group in content.groups if group.key == "gender-task-force")
    assert {"sending", "receiving"} <= {side for key in force.coordinators for side in homes[key]}
    assert next(p for p in content.people if p.demo == "coordinator").key in force.coordinators
