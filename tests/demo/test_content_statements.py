"""The demo's statements follow the rules by which statements live."""

import zoneinfo
from collections import Counter
from datetime import time

from portal.demo.reading import Content
from portal.demo.reading.statements import ENDS, Statement
from portal.statements.models import PUBLIC, Stage

RELEASED = PUBLIC | {Stage.TRANSLATIONS_CHECKED}


def test_one_statement_stands_in_each_stage(content: Content) -> None:
    stages = Counter(statement.about.stage for statement in content.statements)
    assert stages == Counter(stage.value for stage in Stage)


def test_what_statements_name_exists(content: Content) -> None:
    organisations = {one.key for one in content.organisations}
    topics = {topic.key for topic in content.topics}
    keys = {statement.about.key for statement in content.statements}
    members = {p.key: {m.organisation for m in p.memberships} for p in content.people}
    for statement in content.statements:
        about = statement.about
        assert {*about.callers, *about.roster} <= organisations
        assert set(about.drafters) <= set(members)
        assert set(about.topics) <= topics
        assert set(about.required_languages) <= set(about.titles)
        assert about.superseded_by is None or about.superseded_by in keys - {about.key}
        said = [(one.organisation, one.author, one.block) for one in about.comments]
        amendments = [*about.amendments, *(about.revision.amendments if about.revision else ())]
        said += [(one.organisation, one.author, one.block) for one in amendments]
        for organisation, author, block in said:
            assert organisation in members[author], (about.key, author)
            assert 1 <= block <= len(statement.text.blocks)
        for amendment in amendments:
            assert set(amendment.supporters) <= organisations - {amendment.organisation}
            assert (amendment.body is None) == (amendment.kind in {"delete", "move", "merge"})
            assert (amendment.second_body is None) == (amendment.kind != "split")
            assert (amendment.target is None) == (amendment.kind not in {"move", "merge"})
            assert (amendment.answer is None) == (amendment.outcome in {"pending", "withdrawn"})
            assert (amendment.taken is None) == (amendment.outcome != "accepted_with_changes")
            assert amendment.objection is None or amendment.taken is not None
        for commitment in about.commitments:
            assert commitment.organisation in organisations
            assert 1 <= commitment.block <= len(statement.text.blocks)
            assert (commitment.state == "open") == (commitment.outcome is None)
            assert about.published_days is not None
            assert commitment.due_days > about.published_days + 7
        for deadline in about.deadlines:
            zoneinfo.ZoneInfo(deadline.zone)
            time.fromisoformat(deadline.time)
            assert bool(deadline.reason) == (deadline.step == "consultation_opens")
            assert deadline.days > 1 or ENDS[deadline.step] != about.stage, about.key


def test_both_sides_draft_every_statement(content: Content) -> None:
    sides = {one.key: one.side for one in content.organisations}
    homes = {p.key: {sides[m.organisation] for m in p.memberships} for p in content.people}
    for statement in content.statements:
        found = {side for key in statement.about.drafters for side in homes[key]}
        assert "both" in found or {"sending", "receiving"} <= found, statement.about.key


def test_answers_follow_the_rule_of_equals(content: Content) -> None:
    sides = {one.key: one.side for one in content.organisations}
    adopted = {stage.value for stage in RELEASED | {Stage.ADOPTED}}
    for statement in content.statements:
        about = statement.about
        answered = Counter(answer.organisation for answer in about.answers)
        assert set(answered) <= set(about.roster)
        assert set(answered.values()) <= {1}
        for answer in about.answers:
            assert answer.answer != "block" or (answer.block and answer.offered and answer.body)
        if about.stage not in adopted:
            continue
        assert not [a for a in about.answers if a.answer == "block"]
        for side in ("sending", "receiving"):
            entitled = {key for key in about.roster if sides[key] == side}
            assert entitled, (about.key, side)
            assert len(entitled & set(answered)) >= 0.6 * len(entitled), (about.key, side)


def test_signatures_stand_under_texts_that_may_be_signed(content: Content) -> None:
    organisations = {one.key for one in content.organisations}
    signable = {stage.value for stage in PUBLIC}
    for statement in content.statements:
        about = statement.about
        assert bool(about.signatures) == (about.stage in signable), about.key
        signers = Counter(s.organisation for s in about.signatures if s.organisation)
        assert set(signers) <= organisations
        assert set(signers.values()) <= {1}
        for signature in about.signatures:
            assert (signature.organisation is None) != (signature.external is None)
            assert signature.language in about.titles
            assert signature.signed_days < 0
            if signature.organisation is None:
                assert signature.role not in {"caller", "co_signer"}
                assert (signature.claimed_count is None) == (signature.role != "collective")
                continue
            assert signature.mandate_days is not None
            assert signature.mandate_days <= signature.signed_days
            assert not set(signature.members) & withheld(statement)
    every = [s for statement in content.statements for s in statement.about.signatures]
    assert any(s.withheld for s in every)
    assert any(s.withdrawn_days for s in every)
    assert any(not s.confirmed for s in every if s.external)
    assert any(not s.confirmed for s in every if s.organisation)
    assert any(not s.reviewed for s in every)
    assert {s.role for s in every if s.external} == {"endorser", "individual", "collective"}


def withheld(statement: Statement) -> set[str]:
    """Organisations that no network may name as its members under this statement."""
    return {s.organisation for s in statement.about.signatures if s.organisation and s.withheld}


def test_one_side_proposes_and_the_other_confirms(content: Content) -> None:
    sides = {one.key: one.side for one in content.organisations}
    pairs = [
        (one.organisation, one.confirmed_by)
        for statement in content.statements
        for one in (*statement.about.errata, statement.about.revision)
        if one is not None
    ]
    assert len(pairs) > 2
    for proposes, confirms in pairs:
        assert {sides[proposes], sides[confirms]} == {"sending", "receiving"}


def test_no_decision_opens_before_every_amendment_is_answered(content: Content) -> None:
    before = {"draft", "consultation", "amendments_closed", "merge_review"}
    for statement in content.statements:
        about = statement.about
        settled = [] if about.stage in before else [*about.amendments]
        settled += about.revision.amendments if about.revision else []
        assert all(one.outcome != "pending" for one in settled), about.key


def test_required_languages_are_whole_where_the_text_is_released(content: Content) -> None:
    for statement in released(content):
        for block in statement.text.blocks:
            assert set(statement.about.required_languages) <= set(block.bodies)
        for one in statement.text.translations():
            if one.language in statement.about.required_languages:
                assert one.state in {"reviewed", "approved"}, (statement.about.key, one.language)
                assert one.stale is None


def released(content: Content) -> list[Statement]:
    stages = {stage.value for stage in RELEASED}
    return [statement for statement in content.statements if statement.about.stage in stages]
