"""One of each thing that the portal holds, and a person of each role, made by the real commands."""

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import time_machine
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import commands as accounts
from portal.accounts.models import PasswordReset
from portal.commitments import commands as commitments
from portal.core import clock
from portal.core.ids import digest
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.events import commands as events
from portal.events.models import Audience, GatheringKind
from portal.forums import commands as forums
from portal.forums.models import Day
from portal.library import commands as library
from portal.library.models import Channel, WorkKind
from portal.log.commands import register_witness, seal_batch
from portal.log.models import LogWitness
from portal.log.notes import encoded, public_of
from portal.mail.models import OutboxMessage
from portal.network.actors import PORTAL, Actor, actor_for
from portal.network.commands import admission
from portal.network.commands import imports as lists
from portal.network.commands.details import (
    ApplicationDetails,
    CountryDetails,
    NameDetails,
    OrganisationDetails,
)
from portal.network.models import (
    NetworkMembership,
    Organisation,
    OrganisationKind,
    Person,
    Role,
    Side,
    Visibility,
)
from portal.statements import commands as statements
from portal.statements.commands.errata import objection_token
from portal.statements.commands.proving import add_key
from portal.statements.commands.room import open_room
from portal.statements.models import (
    AmendmentKind,
    Choice,
    OrganisationKey,
    SignatoryKind,
    Signature,
    Statement,
)
from portal.statements.sealing import link_token
from portal.storage import store_for
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.models import BlockKind
from portal.texts.queries import read_text
from tests.factories import (
    make_group,
    make_group_membership,
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.harness.time import Traveller

ROLES = (
    "anonymous",
    "outsider",
    "member",
    "editor",
    "sending",
    "receiving",
    "coordinator",
    "secretary",
    "secretary_without",
)
"""Who walks the house: `outsider` has signed in and belongs to no organisation; `sending` and
`receiving` are representatives with every power; `secretary_without` shows no second factor."""
WITHHELD = "Canary Shelter of Mount Withheld"
"""The name that its owner keeps from the public."""
DRAFT_TITLE = "draft 안전하게 신고할 권리"
ADDRESSES = ("canary-contact@example.org", "canary-person@example.org")
"""Mail addresses that only those see whom they concern."""


@dataclass
class Seed:
    """What was made: values of addresses by name, and who walks."""

    things: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def __setitem__(self, name: str, value: str) -> None:
        self.things[name] = value

    def __getitem__(self, name: str) -> str:
        return self.things[name]


def plant(database: Database, settings: Settings) -> Seed:
    """Fill an empty database; the portal's story begins ninety days ago and ends now."""
    seed = Seed()
    begin = datetime.now(UTC) - timedelta(days=90)
    with database.transaction() as session:
        with time_machine.travel(begin, tick=True) as moment:
            make_portal(session, en="A network")
            network = Network(session, seed)
            plant_accounts(session, seed, network)
            plant_network(session, seed, network)
            made = plant_released(session, seed, network, moment)
        plant_waiting(session, seed, network, made)
        plant_log(session, seed, network)
        plant_gatherings(session, seed, network)
        plant_forums(session, seed, network)
        plant_library(session, seed, network, settings)
        seed["message"] = session.scalars(select(OutboxMessage.id)).first() or ""
    return seed


class Network:
    """Two organisations on each side and one that withholds its name, with their people."""

    def __init__(self, session: Session, seed: Seed) -> None:
        self.session = session
        self.seoul = make_organisation(
            session,
            "바다건너 여성의집",
            language="ko",
            slug="across-the-sea",
            side=Side.RECEIVING,
            countries=("KR",),
            languages=["ko", "en"],
            about={"ko": "우리는 서울에 있습니다."},
        )
        self.tokyo = make_organisation(
            session, "Harbour", slug="harbour", side=Side.RECEIVING, countries=("JP",)
        )
        self.hanoi = make_organisation(
            session,
            "Bến Về",
            language="vi",
            slug="ben-ve",
            countries=("VN",),
            contact_email="canary-contact@example.org",
        )
        self.canary = make_organisation(session, WITHHELD, slug="canary", countries=("KH",))
        self.alliance = make_organisation(
            session,
            "An alliance",
            slug="alliance",
            side=Side.BOTH,
            kind=OrganisationKind.NETWORK,
            countries=(),
        )
        self.people = {
            item.id: make_representative(session, item)
            for item in (self.tokyo, self.canary, self.alliance)
        }
        roles: dict[str, tuple[Organisation | None, Role, dict[str, object]]] = {
            "member": (self.hanoi, Role.MEMBER, {"languages": ["km", "vi"]}),
            "editor": (self.hanoi, Role.EDITOR, {"languages": ["vi"]}),
            "coordinator": (self.seoul, Role.MEMBER, {"languages": ["ko"]}),
            "outsider": (None, Role.MEMBER, {}),
            "secretary": (None, Role.MEMBER, {"is_secretariat": True}),
            "secretary_without": (None, Role.MEMBER, {"is_secretariat": True}),
        }
        for role, (organisation, kind, values) in roles.items():
            person = make_person(session, f"The {role}", **values)
            if organisation:
                make_membership(session, person, organisation, kind)
            seed.people[role] = person.id
        for role, organisation in (("sending", self.hanoi), ("receiving", self.seoul)):
            person = make_representative(
                session, organisation, languages=["vi" if role == "sending" else "ko", "en"]
            )
            self.people[organisation.id] = person
            seed.people[role] = person.id
        self.shown = make_person(
            session,
            "Her name is shown",
            visibility=Visibility.PUBLIC,
            email="canary-person@example.org",
        )
        shown = make_membership(session, self.shown, self.hanoi, Role.MEMBER)
        self.group = make_group(session, "Gender Task Force", slug="gender-task-force")
        coordinator = session.get_one(Person, seed.people["coordinator"])
        make_group_membership(session, self.group, coordinator, self.seoul, coordinates=True)
        in_group = make_group_membership(session, self.group, self.shown, self.hanoi)
        session.add(
            NetworkMembership(
                member_id=self.hanoi.id, network_id=self.alliance.id, since=date(2020, 1, 1)
            )
        )
        session.flush()
        seed["organisation"] = self.hanoi.slug
        seed["name"] = self.hanoi.names[0].id
        seed["country"] = "VN"
        seed["membership"] = shown.id
        seed["group"] = self.group.slug
        seed["group_membership"] = in_group.id

    def actor(self, organisation: Organisation) -> Actor:
        found = actor_for(self.session, self.people[organisation.id].id, second_factor=True)
        assert found is not None
        return found

    def person(self, seed: Seed, role: str) -> Actor:
        found = actor_for(self.session, seed.people[role], second_factor=True)
        assert found is not None
        return found


def plant_accounts(session: Session, seed: Seed, network: Network) -> None:
    organisation = session.get_one(Organisation, network.hanoi.id)
    for name, email in (("token", "invited@example.org"), ("other", "other@example.org")):
        sent = accounts.invite(
            session, email=email, organisation=organisation, role=Role.MEMBER, by=PORTAL
        )
        sent.invitation.ends_at = clock.now() + timedelta(days=900)
        seed[f"invitation_{name}"] = sent.address.rpartition("/")[2]
        seed[f"invitation_{name}_id"] = sent.invitation.id
    session.add(
        PasswordReset(
            digest=digest("a reset"),
            person_id=network.shown.id,
            ends_at=clock.now() + timedelta(days=900),
        )
    )
    seed["reset"] = "a reset"
    seed["role"] = "secretariat"


def plant_network(session: Session, seed: Seed, network: Network) -> None:
    secretary = network.person(seed, "secretary")
    application = admission.apply(
        session,
        ApplicationDetails(
            organisation=OrganisationDetails(side=Side.SENDING, kind=OrganisationKind.NGO),
            names=[NameDetails(text="An applicant", language="en")],
            countries=[CountryDetails(code="NP")],
            contact_name="A contact",
            contact_email="applicant@example.org",
        ),
    )
    seed["application"] = application.id
    seed["applicant"] = application.organisation.slug
    listed = lists.upload_list(
        session, "Harbour\nA new one (Nepal)\nBến Vê\n".encode(), "list.txt", by=secretary
    )
    seed["import"] = listed.id
    between = session.scalars(select(NetworkMembership)).one()
    seed["network_membership"] = between.id


def plant_released(
    session: Session, seed: Seed, network: Network, moment: Traveller
) -> dict[str, Statement]:
    """Statements at every stage to be; those that are open and published go all their way."""
    made = {
        stage: _draft(session, network, f"{stage} 안전하게 신고할 권리")
        for stage in ("published", "open", "decision", "review", "consultation", "draft")
    }
    for name, statement in made.items():
        seed[name] = statement.slug
        seed[f"{name}_text"] = statement.text_id
        block = read_text(session, statement.text_id, [], as_written=True).blocks[0]
        seed[f"{name}_block"] = block.id
        seed[f"{name}_revision"] = block.revision_id
    lead = network.actor(network.seoul)
    gone_on = [made[name] for name in ("published", "open", "decision", "review")]
    for statement in gone_on:
        statements.open_consultation(
            session, statement.id, deadline=clock.now() + timedelta(days=3), by=lead
        )
    _amend(session, seed, network, made["review"], seed["review_block"], seed["review_revision"])
    moment.shift(timedelta(days=4))
    for statement in gone_on:
        statements.close_amendments(session, statement.id, by=lead)
        statements.begin_merge_review(session, statement.id, by=lead)
    for statement in gone_on[:2]:
        _adopt(session, network, statement)
        for organisation in (network.tokyo, network.canary, network.seoul):
            sign(
                session,
                statement,
                network.actor(organisation),
                withheld=organisation is network.canary,
            )
    statements.publish(session, made["published"].id, by=lead)
    seed["submission"] = statements.record_submission(
        session,
        made["published"].id,
        addressee="CEDAW",
        language="en",
        submitted_on=clock.today(),
        reference="CEDAW/1",
        by=lead,
    ).id
    seed["signature"] = session.scalars(
        select(Signature.id).where(
            Signature.release_id == made["open"].releases[-1].id,
            Signature.organisation_id == network.seoul.id,
        )
    ).one()
    return made


def _amend(
    session: Session, seed: Seed, network: Network, statement: Statement, block: str, base: str
) -> None:
    """Two amendments to one paragraph that meet, one of them supported."""
    for number, (body, language) in enumerate(
        (("Mọi người đều được báo cáo an toàn.", "vi"), ("모든 사람은 신고할 수 있습니다.", "ko")),
        1,
    ):
        made = statements.propose_amendment(
            session,
            statement.id,
            statements.Proposal(
                AmendmentKind.REPLACE, block, base, language, body, reason=f"{body} {number}"
            ),
            by=network.actor(network.hanoi),
        )
    statements.support_amendment(session, made.amendment.id, by=network.actor(network.tokyo))
    seed["number"] = "1"


def _adopt(session: Session, network: Network, statement: Statement) -> None:
    lead = network.actor(network.seoul)
    decision = statements.open_decision(
        session, statement.id, ends_at=clock.now() + timedelta(days=8), by=lead
    )
    for language in ("ko", "ur"):
        _translate(session, network, statement, language)
    everyone = (network.seoul, network.tokyo, network.hanoi, network.canary, network.alliance)
    for organisation in everyone:
        statements.answer(
            session, decision.id, choice=Choice.CONSENT, by=network.actor(organisation)
        )
    statements.close_decision(session, decision.id, by=lead)
    statements.release(session, statement.id, by=lead)
    statements.open_signing(session, statement.id, deadline=None, by=lead)


def plant_log(session: Session, seed: Seed, network: Network) -> None:
    """What was released and signed is in the log; one organisation witnesses it and holds a key."""
    by = network.actor(network.hanoi)
    for name, seed_bytes in (("witness", b"w" * 32), ("own_key", b"o" * 32)):
        public = encoded(public_of(seed_bytes))
        made: LogWitness | OrganisationKey = (
            register_witness(session, name="witness.example.org", public_key=public, by=by)
            if name == "witness"
            else add_key(session, public_key=public, label="", by=by)
        )
        seed[name] = made.id
    checkpoint = seal_batch(session, force=True)
    assert checkpoint is not None
    seed["log_size"] = str(checkpoint.size)


def plant_waiting(
    session: Session, seed: Seed, network: Network, made: dict[str, Statement]
) -> None:
    """A decision that somebody blocks, a consultation with a comment, a draft with a history."""
    lead = network.actor(network.seoul)
    erratum = statements.propose_erratum(
        session,
        made["open"].id,
        block_id=seed["open_block"],
        language="ko",
        body="모든 여성은 안전하게 신고할 수 있어야 합니다!",
        reason="A mark was missing.",
        reason_language="en",
        by=lead,
    )
    statements.confirm_erratum(session, erratum.id, by=network.actor(network.hanoi))
    seed["erratum"] = erratum.id
    seed["objection"] = objection_token(session, erratum.id, seed["signature"])
    decision = statements.open_decision(
        session, made["decision"].id, ends_at=clock.now() + timedelta(days=60), by=lead
    )
    seed["answer"] = statements.answer(
        session,
        decision.id,
        choice=Choice.BLOCK,
        words="Từ khác.",
        language="vi",
        block_id=seed["decision_block"],
        by=network.actor(network.hanoi),
    ).id
    statements.open_consultation(
        session,
        made["consultation"].id,
        deadline=clock.now() + timedelta(days=60),
        by=lead,
    )
    _amend(
        session,
        seed,
        network,
        made["consultation"],
        seed["consultation_block"],
        seed["consultation_revision"],
    )
    seed["comment"] = statements.comment(
        session,
        made["consultation"].id,
        block_id=seed["consultation_block"],
        revision_id=seed["consultation_revision"],
        body="Đúng vậy.",
        language="vi",
        by=network.actor(network.hanoi),
    ).id
    seed["commitment"] = commitments.pledge(
        session,
        seed["open_block"],
        revision_id=seed["open_revision"],
        body="Chúng tôi mở một đường dây bằng hai thứ tiếng.",
        language="vi",
        due_on=clock.today() + timedelta(days=30),
        by=network.actor(network.hanoi),
    ).id
    _write_on(session, seed, network, made["draft"])
    seed["sign_token"] = sign_on_outside(session, made["open"])
    seed["signature_list"] = bring_list(session, network, made["open"])
    seed["listed_signature"] = take_over_list(session, network, made["open"])


def _write_on(session: Session, seed: Seed, network: Network, statement: Statement) -> None:
    """A history for the draft: an edit after a translation, and a paragraph that was taken out."""
    hanoi, seoul = network.actor(network.hanoi), network.actor(network.seoul)
    block, old = seed["draft_block"], seed["draft_revision"]
    texts.save_translation(
        session,
        block,
        language="vi",
        body="Mọi phụ nữ 12.",
        based_on_id=old,
        base_revision_id=None,
        by=hanoi,
    )
    texts.submit_translation(session, block, language="vi", by=hanoi, differences_seen=True)
    edited = texts.edit_block(
        session, block, body="모든 여성은 두려움 없이.", base_revision_id=old, by=seoul
    )
    gone = texts.insert_block(
        session, statement.text_id, NewBlock("사라질 글", "ko"), after=block, by=seoul
    )
    texts.delete_block(session, gone.id, by=seoul)
    seed["draft_old"], seed["draft_new"] = old, edited.id
    open_room(session, statement.id, place="Closing session", languages=["ko", "vi"], by=seoul)


def _draft(session: Session, network: Network, title: str) -> Statement:
    return statements.draft_statement(
        session,
        title=NewBlock(title, "ko"),
        blocks=[
            NewBlock("모든 여성은 안전하게 신고할 수 있어야 합니다.", "ko"),
            NewBlock("우리의 요구", "ko", BlockKind.HEADING, 2),
            NewBlock("Mọi phụ nữ phải được báo cáo an toàn.", "vi"),
            NewBlock("첫째", "ko", BlockKind.LIST_ITEM),
            NewBlock("인용한 글", "ko", BlockKind.QUOTATION),
        ],
        drafters=[network.hanoi.id],
        zone="Asia/Seoul",
        by=network.actor(network.seoul),
    )


def _translate(session: Session, network: Network, statement: Statement, language: str) -> None:
    one, other = network.actor(network.canary), network.actor(network.tokyo)
    read = read_text(session, statement.text_id, [], as_written=True)
    for block in (read.title, *read.blocks):
        if block.source_language != language:
            texts.save_translation(
                session,
                block.id,
                language=language,
                body="تمام خواتین" if language == "ur" else "번역한 글",
                based_on_id=block.revision_id,
                base_revision_id=None,
                by=one,
            )
            texts.submit_translation(session, block.id, language=language, by=one)
            texts.review_translation(session, block.id, language=language, by=other)


def plant_forums(session: Session, seed: Seed, network: Network) -> None:
    """A series with one edition to come, its programme published."""
    secretary = network.person(seed, "secretary")
    series = forums.found_series(
        session,
        names={"en": "Women's forum"},
        by=secretary,
        group_id=network.group.id,
        every_years=2,
        slug="womens-forum",
    )
    first_day = clock.today() + timedelta(days=400)
    edition = forums.add_edition(
        session,
        series,
        forums.EditionDetails(
            year=first_day.year,
            number=1,
            hosts=[forums.Host(organisation_id=network.seoul.id)],
            country="KR",
            city={"ko": "서울"},
            zone="Asia/Seoul",
            languages=["ko", "vi"],
            host_language="ko",
            first_day=first_day,
            last_day=first_day,
        ),
        by=secretary,
    )
    day = session.scalars(select(Day.id).where(Day.edition_id == edition.id)).one()
    room = forums.add_room(session, edition.id, names={"ko": "큰방"}, by=secretary)
    entry = forums.add_session(
        session,
        edition.id,
        forums.SessionDetails(titles={"ko": "여는 말"}, floor_language="ko"),
        forums.Slot(day_id=day, start=time(10), end=time(11), rooms=[room.id]),
        by=secretary,
    )
    forums.publish_programme(session, edition.id, by=secretary)
    seed["series"], seed["edition"], seed["session"] = series.slug, edition.address, entry.id


def plant_library(session: Session, seed: Seed, network: Network, settings: Settings) -> None:
    """A public hotline guide with a file, and the draft of a testimony with consent."""
    editor, second = network.person(seed, "editor"), network.actor(network.tokyo)
    guide = library.create_work(
        session,
        title=NewBlock("Gọi ai khi cần", "vi"),
        blocks=[NewBlock("Gọi 1345.", "vi"), NewBlock("Ở đâu", "vi", BlockKind.HEADING, 2)],
        catalogue=library.Catalogue(
            kind=WorkKind.HOTLINE_GUIDE,
            countries=["KR"],
            authors=[library.Author(organisation_id=network.hanoi.id)],
        ),
        slug="guide",
        by=editor,
    )
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    held = library.attach_file(
        session,
        guide.id,
        data=picture.getvalue(),
        filename="guide.png",
        language="vi",
        by=editor,
        store=store_for(settings),
        limit=settings.max_upload,
    )
    library.propose_publication(session, guide.id, by=editor)
    library.confirm_publication(session, guide.id, by=second)
    testimony = library.create_work(
        session,
        title=NewBlock("Chuyện của tôi", "vi"),
        blocks=[NewBlock("Tôi đến năm 2010.", "vi")],
        catalogue=library.Catalogue(
            kind=WorkKind.TESTIMONY, authors=[library.Author(withheld=True)]
        ),
        slug="testimony",
        by=editor,
    )
    library.give_consent(session, testimony.id, language="vi", channels=[Channel.PAGE], by=editor)
    seed["work"], seed["attachment"], seed["work_text"] = guide.slug, held.id, guide.text_id
    seed["testimony"] = testimony.slug


def sign(session: Session, statement: Statement, by: Actor, **values: object) -> Signature:
    """Sign the newest release in its first language."""
    release = statement.releases[-1]
    read = release.languages[0]
    return statements.sign(
        session,
        statement.id,
        release_id=release.id,
        text_root=release.text_root,
        language=read.language,
        language_root=read.language_root,
        by=by,
        **values,
    )


def sign_on_outside(session: Session, statement: Statement) -> str:
    """Two sign-ons from outside, one of which answered its mail; gives the link of the other."""
    release = statement.releases[-1]
    read = release.languages[0]
    for name in ("waiting", "unanswered"):
        statements.sign_on(
            session,
            statement.id,
            statements.SignOn(
                kind=SignatoryKind.EXTERNAL,
                name=f"An {name} alliance",
                language="en",
                email=f"canary-{name}@example.org",
                contact="A contact",
                members=("One", "Another"),
            ),
            statements.Read(release.id, release.text_root, read.language, read.language_root),
        )
        key = session.scalars(
            select(Signature.id).where(Signature.name == f"An {name} alliance")
        ).one()
        if name == "waiting":
            statements.confirm_sign_on(session, link_token(session, key))
    return link_token(session, key)


def bring_list(session: Session, network: Network, statement: Statement) -> str:
    """A list of signatures in its preview, with a member, a double and a person on it."""
    return statements.upload_signatures(
        session,
        statement.id,
        b"Harbour\nAn association\nAn association\nDr. Kim Jimin\n80 women activists\n",
        "list.txt",
        by=network.actor(network.seoul),
    ).id


def take_over_list(session: Session, network: Network, statement: Statement) -> str:
    """A list of one, handed in by one side and accepted by the other; gives its signature."""
    listed = statements.upload_signatures(
        session, statement.id, b"A listed house\n", "list.txt", by=network.actor(network.seoul)
    )
    release = statement.releases[-1]
    read = release.languages[0]
    statements.hand_in_list(
        session,
        listed.id,
        statements.Read(release.id, release.text_root, read.language, read.language_root),
        basis="On paper.",
        by=network.actor(network.seoul),
    )
    key = session.scalars(select(Signature.id).where(Signature.name == "A listed house")).one()
    statements.accept_signatures(session, statement.id, [key], by=network.actor(network.hanoi))
    return key


def plant_gatherings(session: Session, seed: Seed, network: Network) -> None:
    for name, audience in (("gathering", Audience.PUBLIC), ("meeting", Audience.MEMBERS)):
        planned = events.plan_gathering(
            session,
            events.Plan(
                wording=events.Wording(
                    titles={"en": f"The {name}"}, kind=GatheringKind.RALLY, audience=audience
                ),
                when=events.When(
                    day=clock.today() + timedelta(days=30),
                    zone="Asia/Seoul",
                    start=time(10),
                    minutes=60,
                ),
                group_id=network.group.id,
            ),
            by=PORTAL,
        )
        seed[name] = planned.slug
