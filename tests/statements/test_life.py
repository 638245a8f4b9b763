"""A statement goes from its draft to signatures, stage by stage, and no other way."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Conflict, Invalid, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Power, Role, Side
from portal.statements import commands
from portal.statements.models import Choice, Outcome, Signature, Stage, Statement
from portal.statements.queries.deciding import latest_decision
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import signatories_of, signed_openly_by
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.models import Significance
from portal.texts.queries import read_text
from tests.factories import make_membership, make_organisation, make_person, make_representative
from tests.harness.time import Traveller


class Network:
    """Two organisations on each side, with a representative each."""

    def __init__(self, session: Session) -> None:
        self.seoul = make_organisation(
            session, "바다건너 여성의집", language="ko", side=Side.RECEIVING, countries=("KR",)
        )
        self.tokyo = make_organisation(session, "Harbour", side=Side.RECEIVING, countries=("JP",))
        self.hanoi = make_organisation(session, "Bến Về", language="vi", countries=("VN",))
        self.khmer = make_organisation(session, "ផ្ទះសង្ឃឹម", language="km", countries=("KH",))
        self.people = {
            organisation.id: make_representative(session, organisation)
            for organisation in (self.seoul, self.tokyo, self.hanoi, self.khmer)
        }
        session.flush()

    def actor(
        self, session: Session, organisation: Organisation, *, second_factor: bool = True
    ) -> Actor:
        person = self.people[organisation.id]
        found = actor_for(session, person.id, second_factor=second_factor)
        assert found is not None
        return found


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        return Network(session)


def draft(session: Session, network: Network) -> Statement:
    return commands.draft_statement(
        session,
        title=NewBlock("안전하게 신고할 권리", "ko"),
        blocks=[
            NewBlock("모든 여성은 안전하게 신고할 수 있어야 합니다.", "ko"),
            NewBlock("Mọi phụ nữ phải được báo cáo an toàn.", "vi"),
        ],
        drafters=[network.hanoi.id],
        zone="Asia/Seoul",
        by=network.actor(session, network.seoul),
    )


def consult(session: Session, network: Network, statement: Statement) -> None:
    commands.open_consultation(
        session,
        statement.id,
        deadline=clock.now() + timedelta(days=3),
        by=network.actor(session, network.seoul),
    )


def reach_decision(
    session: Session, network: Network, statement: Statement, moment: Traveller
) -> None:
    lead = network.actor(session, network.seoul)
    consult(session, network, statement)
    moment.shift(timedelta(days=4))
    commands.close_amendments(session, statement.id, by=lead)
    commands.begin_merge_review(session, statement.id, by=lead)
    commands.open_decision(session, statement.id, ends_at=clock.now() + timedelta(days=8), by=lead)


def all_consent(session: Session, network: Network, statement: Statement) -> None:
    decision = latest_decision(session, statement.id)
    assert decision is not None
    for organisation in (network.seoul, network.tokyo, network.hanoi, network.khmer):
        commands.answer(
            session, decision.id, choice=Choice.CONSENT, by=network.actor(session, organisation)
        )
    commands.close_decision(session, decision.id, by=network.actor(session, network.seoul))


def translate(session: Session, network: Network, statement: Statement, language: str) -> None:
    """Translate what is not written in a language; a second person reviews each paragraph."""
    one, other = network.actor(session, network.khmer), network.actor(session, network.tokyo)
    read = read_text(session, statement.text_id, [], as_written=True)
    for block in (read.title, *read.blocks):
        if block.source_language == language:
            continue
        texts.save_translation(
            session,
            block.id,
            language=language,
            body=f"{language}: …",
            based_on_id=block.revision_id,
            base_revision_id=None,
            by=one,
        )
        texts.submit_translation(session, block.id, language=language, by=one)
        with pytest.raises(Refused, match="second person"):
            texts.review_translation(session, block.id, language=language, by=one)
        texts.review_translation(session, block.id, language=language, by=other)


def open_for_signature(session: Session, network: Network, moment: Traveller) -> Statement:
    statement = draft(session, network)
    reach_decision(session, network, statement, moment)
    translate(session, network, statement, "ko")
    all_consent(session, network, statement)
    lead = network.actor(session, network.seoul)
    commands.release(session, statement.id, by=lead)
    commands.open_signing(session, statement.id, deadline=None, by=lead)
    return statement


def sign(
    session: Session,
    network: Network,
    statement: Statement,
    organisation: Organisation,
    **values: object,
) -> Signature:
    release = statement.releases[-1]
    language = values.pop("language", None) or release.languages[0].language
    roots = {item.language: item.language_root for item in release.languages}
    given = {
        "release_id": release.id,
        "text_root": release.text_root,
        "language": language,
        "language_root": roots[language],
        "by": network.actor(session, organisation),
        **values,
    }
    return commands.sign(session, statement.id, **given)


def test_a_statement_goes_all_the_way_to_a_public_page_with_signatures(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        sign(
            session,
            network,
            statement,
            network.seoul,
            mandate_body="총회",
            mandate_date=date(2026, 1, 5),
        )
        sign(session, network, statement, network.khmer, withheld=True)
        commands.publish(session, statement.id, by=network.actor(session, network.seoul))
        commands.record_submission(
            session,
            statement.id,
            addressee="CEDAW Committee",
            submitted_on=clock.today(),
            reference="X/1",
            by=network.actor(session, network.seoul),
        )
        assert statement.stage is Stage.SUBMITTED
        signed = signatories_of(session, statement.releases[-1].id)
        assert signed.total == 2
        assert [item.name for item in signed.named] == ["바다건너 여성의집"]
        assert signed.withheld == 1
        assert signed.withheld_by_country == {}


def test_consultation_needs_drafters_of_both_sides(database: Database, network: Network) -> None:
    with database.transaction() as session:
        statement = commands.draft_statement(
            session,
            title=NewBlock("One side", "en"),
            blocks=[],
            by=network.actor(session, network.seoul),
        )
        with pytest.raises(Invalid, match="one side only"):
            consult(session, network, statement)
        commands.name_drafters(
            session,
            statement.id,
            organisations=[network.hanoi.id],
            by=network.actor(session, network.seoul),
        )
        consult(session, network, statement)
        assert statement.stage is Stage.CONSULTATION


def test_no_stage_can_be_jumped_not_even_by_the_secretariat(
    database: Database, network: Network
) -> None:
    with database.transaction() as session:
        statement = draft(session, network)
        lead = network.actor(session, network.seoul)
        with pytest.raises(Invalid):
            commands.publish(session, statement.id, by=lead)
        with pytest.raises(Invalid):
            commands.release(session, statement.id, by=lead)
        secretary = make_person(session, is_secretariat=True)
        actor = actor_for(session, secretary.id, second_factor=True)
        assert actor is not None
        with pytest.raises(Refused):
            commands.publish(session, statement.id, by=actor)
        assert statement.stage is Stage.DRAFT


def test_consultation_is_kept_open_until_its_promised_end(
    database: Database, network: Network
) -> None:
    with database.transaction() as session:
        statement = draft(session, network)
        consult(session, network, statement)
        with pytest.raises(Invalid, match="promised until its deadline"):
            commands.close_amendments(
                session, statement.id, by=network.actor(session, network.seoul)
            )


def test_a_comment_keeps_the_wording_it_was_made_on(database: Database, network: Network) -> None:
    with database.transaction() as session:
        statement = draft(session, network)
        consult(session, network, statement)
        block = read_text(session, statement.text_id, ["ko"]).blocks[0]
        made = commands.comment(
            session,
            statement.id,
            block_id=block.id,
            revision_id=block.revision_id,
            body="ត្រូវបន្ថែមពាក្យ។",
            language="km",
            by=network.actor(session, network.khmer),
        )
        assert made.revision_id == block.revision_id
        assert made.language == "km"
        commands.answer_comment(
            session,
            made.id,
            answer="고맙습니다.",
            language="ko",
            by=network.actor(session, network.seoul),
        )
        assert made.answered_at is not None


def test_silence_is_never_consent_and_both_sides_must_answer(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = draft(session, network)
        reach_decision(session, network, statement, moment)
        decision = latest_decision(session, statement.id)
        assert decision is not None
        for organisation in (network.seoul, network.tokyo):
            commands.answer(
                session, decision.id, choice=Choice.CONSENT, by=network.actor(session, organisation)
            )
        with pytest.raises(Invalid, match="may still answer"):
            commands.close_decision(session, decision.id, by=network.actor(session, network.seoul))
        moment.shift(timedelta(days=9))
        result = commands.close_decision(session, decision.id, by=None)
        assert "answers-sending" in result.lacking
        assert decision.outcome is Outcome.LAPSED
        assert statement.stage is Stage.LAPSED


def test_a_block_names_a_paragraph_and_offers_words_and_returns_the_text(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = draft(session, network)
        reach_decision(session, network, statement, moment)
        decision = latest_decision(session, statement.id)
        assert decision is not None
        with pytest.raises(Invalid) as refused:
            commands.answer(
                session, decision.id, choice=Choice.BLOCK, by=network.actor(session, network.khmer)
            )
        assert set(refused.value.fields) == {"block_id", "words"}
        block = read_text(session, statement.text_id, ["ko"]).blocks[0]
        commands.answer(
            session,
            decision.id,
            choice=Choice.BLOCK,
            words="ពាក្យថ្មី",
            language="km",
            block_id=block.id,
            by=network.actor(session, network.khmer),
        )
        for organisation in (network.seoul, network.tokyo, network.hanoi):
            commands.answer(
                session, decision.id, choice=Choice.CONSENT, by=network.actor(session, organisation)
            )
        commands.close_decision(session, decision.id, by=network.actor(session, network.seoul))
        assert statement.stage is Stage.RETURNED


def test_what_is_released_is_what_was_decided_on(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = draft(session, network)
        block = read_text(session, statement.text_id, ["ko"]).blocks[0]
        texts.edit_block(
            session,
            block.id,
            body="모든 여성은 두려움 없이 신고할 수 있어야 합니다.",
            base_revision_id=block.revision_id,
            by=network.actor(session, network.hanoi),
        )
        reach_decision(session, network, statement, moment)
        with pytest.raises(Refused, match="not being written"):
            texts.edit_block(
                session,
                block.id,
                body="바꾼 글",
                base_revision_id=block.revision_id,
                by=network.actor(session, network.hanoi),
            )
        all_consent(session, network, statement)
        with pytest.raises(Invalid, match="any one language"):
            commands.release(session, statement.id, by=network.actor(session, network.seoul))
        translate(session, network, statement, "ko")
        made = commands.release(session, statement.id, by=network.actor(session, network.seoul))
        read = read_release(session, made, ["ko"])
        assert read.blocks[0].body == "모든 여성은 두려움 없이 신고할 수 있어야 합니다."


def test_a_required_language_holds_the_release_back(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = draft(session, network)
        statement.required_languages = ["km"]
        reach_decision(session, network, statement, moment)
        all_consent(session, network, statement)
        lead = network.actor(session, network.seoul)
        translate(session, network, statement, "ko")
        with pytest.raises(Invalid, match="required languages"):
            commands.release(session, statement.id, by=lead)
        translate(session, network, statement, "km")
        made = commands.release(session, statement.id, by=lead)
        assert "km" in {item.language for item in made.languages}


def test_a_typo_after_translation_does_not_hold_it_back_a_change_of_meaning_does(
    database: Database, network: Network
) -> None:
    with database.transaction() as session:
        statement = draft(session, network)
        seoul, khmer = network.actor(session, network.seoul), network.actor(session, network.khmer)
        del khmer
        hanoi = network.actor(session, network.hanoi)
        block = read_text(session, statement.text_id, [], as_written=True).blocks[0]
        texts.save_translation(
            session,
            block.id,
            language="vi",
            body="Bản dịch.",
            based_on_id=block.revision_id,
            base_revision_id=None,
            by=hanoi,
        )
        typo = texts.edit_block(
            session,
            block.id,
            body=block.body + "!",
            base_revision_id=block.revision_id,
            by=seoul,
            significance=Significance.TYPO,
        )
        read = read_text(session, statement.text_id, ["vi"], exactly="vi", drafts=True)
        assert read.blocks[0].stale is None
        texts.edit_block(
            session, block.id, body="다른 뜻의 글입니다.", base_revision_id=typo.id, by=seoul
        )
        skeleton = read_text(session, statement.text_id, ["ko"], drafts=True).completeness
        assert "vi" not in skeleton or skeleton["vi"].badges[1].value == "stale"


def test_an_organisation_signs_a_release_once(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        sign(session, network, statement, network.hanoi)
        with pytest.raises(Refused, match="already"):
            sign(session, network, statement, network.hanoi)


def test_only_a_representative_with_the_power_and_a_second_factor_signs(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        with pytest.raises(Refused, match="second factor"):
            sign(
                session,
                network,
                statement,
                network.hanoi,
                by=network.actor(session, network.hanoi, second_factor=False),
            )
        member = make_person(session)
        make_membership(session, member, network.hanoi, Role.REPRESENTATIVE, (Power.DECIDE,))
        actor = actor_for(session, member.id, second_factor=True)
        with pytest.raises(Refused, match="power to sign"):
            sign(session, network, statement, network.hanoi, by=actor)


def test_only_the_text_that_is_open_now_can_be_signed(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        with pytest.raises(Invalid, match="Nothing was signed"):
            sign(session, network, statement, network.hanoi, text_root="0" * 64)


def test_signing_can_be_frozen_and_goes_on(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        seoul = network.actor(session, network.seoul)
        commands.freeze_signing(session, statement.id, frozen=True, by=seoul)
        with pytest.raises(Refused, match="paused"):
            sign(session, network, statement, network.hanoi)
        commands.freeze_signing(session, statement.id, frozen=False, by=seoul)
        assert sign(session, network, statement, network.hanoi).counts


def test_a_withdrawal_is_dated_shown_and_counts_no_more(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        signature = sign(session, network, statement, network.hanoi)
        with pytest.raises(Refused):
            commands.withdraw_signature(
                session, signature.id, reason="", by=network.actor(session, network.seoul)
            )
        commands.withdraw_signature(
            session, signature.id, reason="", by=network.actor(session, network.hanoi)
        )
        signed = signatories_of(session, statement.releases[-1].id)
        assert signed.total == 0
        assert [item.name for item in signed.withdrawn] == ["Bến Về"]


def test_a_withheld_signer_is_in_no_audit_entry(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        before = set(session.scalars(select(AuditEntry.id)))
        sign(session, network, statement, network.khmer, withheld=True)
        session.flush()
        entries = session.scalars(select(AuditEntry).where(AuditEntry.id.not_in(before))).all()
        assert [entry.act for entry in entries] == ["StatementSigned"]
        shown = str([vars(entry) for entry in entries])
        assert network.khmer.id not in shown
        assert network.people[network.khmer.id].id not in shown


def test_two_edits_of_one_paragraph_merge_or_show_both(
    database: Database, network: Network
) -> None:
    with database.transaction() as session:
        statement = commands.draft_statement(
            session,
            title=NewBlock("A title", "en"),
            blocks=[
                NewBlock(
                    "We oppose this law, and we ask for a hearing before the summer ends.", "en"
                )
            ],
            drafters=[network.hanoi.id],
            by=network.actor(session, network.seoul),
        )
        block = read_text(session, statement.text_id, ["en"]).blocks[0]
        base = block.revision_id
        seoul, hanoi = network.actor(session, network.seoul), network.actor(session, network.hanoi)
        texts.edit_block(
            session,
            block.id,
            base_revision_id=base,
            by=seoul,
            body="We reject this law, and we ask for a hearing before the summer ends.",
        )
        merged = texts.edit_block(
            session,
            block.id,
            base_revision_id=base,
            by=hanoi,
            body="We oppose this law, and we ask for a hearing before the winter ends.",
        )
        assert merged.body == "We reject this law, and we ask for a hearing before the winter ends."
        with pytest.raises(Conflict) as conflict:
            texts.edit_block(
                session,
                block.id,
                base_revision_id=base,
                by=hanoi,
                body="We welcome this law, and we ask for a hearing before the summer ends.",
            )
        assert "reject" in conflict.value.theirs
        assert "welcome" in conflict.value.mine


def test_an_organisations_page_lists_what_it_signed_in_the_open_only(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        sign(session, network, statement, network.hanoi)
        sign(session, network, statement, network.khmer, withheld=True)
        signed = signed_openly_by(session, network.hanoi.id, ["vi", "ko"])
        assert [(item.slug, item.language) for item in signed] == [(statement.slug, "ko")]
        assert signed_openly_by(session, network.khmer.id, ["km"]) == []
