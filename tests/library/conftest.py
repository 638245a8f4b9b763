"""Two organisations with editors, a reviewer, and a secretariat, as the library's tests need them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from portal.core.orm import Database
from portal.library.commands import (
    Catalogue,
    confirm_publication,
    create_work,
    give_consent,
    propose_publication,
)
from portal.library.models import Channel, Openness, WorkKind
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Person, Role, Side
from portal.texts.commands import (
    NewBlock,
    review_translation,
    save_translation,
    submit_translation,
)
from portal.texts.models import BlockKind, Text, Version
from tests.factories import make_membership, make_organisation, make_person


@dataclass
class Network:
    korean: Organisation
    khmer: Organisation
    sora: Person
    """Edits for the Korean organisation."""
    dara: Person
    """Edits for the Khmer organisation."""
    member: Person
    """A member who edits nothing."""

    def actor(self, database: Database, person: Person) -> Actor:
        with database.reading() as session:
            found = actor_for(session, person.id, second_factor=True)
        assert found is not None
        return found


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        korean = make_organisation(
            session, "강다리", language="ko", side=Side.RECEIVING, countries=("KR",)
        )
        khmer = make_organisation(session, "ខ្លែងមេគង្គ", language="km", countries=("KH",))
        sora = make_person(session, "이소라", languages=["ko", "en"])
        dara = make_person(session, "ដារ៉ា", languages=["km", "en"])
        member = make_person(session, "Member", languages=["km"])
        make_membership(session, sora, korean, Role.EDITOR)
        make_membership(session, dara, khmer, Role.EDITOR)
        make_membership(session, member, khmer, Role.MEMBER)
    return Network(korean, khmer, sora, dara, member)


LEAFLET = ("일터에서 당신의 권리", "임금은 매달 받습니다.", "하루 여덟 시간 일합니다.")
IN_KHMER = (
    "សិទ្ធិរបស់អ្នកនៅកន្លែងធ្វើការ",
    "អ្នកទទួលប្រាក់ឈ្នួលរៀងរាល់ខែ។",
    "អ្នកធ្វើការប្រាំបីម៉ោងក្នុងមួយថ្ងៃ។",
)


@dataclass
class Made:
    id: str
    slug: str
    text_id: str
    blocks: list[str]


@pytest.fixture
def make_work(database: Database, network: Network) -> Callable[..., Made]:
    """Makes a Korean leaflet, published by two people unless told otherwise."""

    def make(
        *,
        words: tuple[str, ...] = LEAFLET,
        language: str = "ko",
        kind: WorkKind = WorkKind.KNOW_YOUR_RIGHTS,
        openness: Openness = Openness.PUBLIC,
        consents: dict[str, set[Channel]] | None = None,
        slug: str | None = None,
        **catalogue: object,
    ) -> Made:
        sora, dara = network.actor(database, network.sora), network.actor(database, network.dara)
        with database.transaction() as session:
            work = create_work(
                session,
                title=NewBlock(words[0], language),
                blocks=[NewBlock(body, language, BlockKind.PARAGRAPH) for body in words[1:]],
                catalogue=Catalogue(kind=kind, **catalogue),
                by=sora,
                slug=slug,
            )
            for tag, channels in (consents or {}).items():
                give_consent(session, work.id, language=tag, channels=channels, by=sora)
            if openness is not Openness.DRAFT:
                propose_publication(session, work.id, openness=openness, by=sora)
                confirm_publication(session, work.id, by=dara)
            text = session.get_one(Text, work.text_id)
            return Made(work.id, work.slug, work.text_id, list(text.order))

    return make


@pytest.fixture
def translate(database: Database, network: Network) -> Callable[..., None]:
    """Translates a work's blocks in order; None leaves one out. Reviewed by a second person."""

    def translate(
        made: Made,
        language: str,
        bodies: tuple[str | None, ...],
        *,
        submitted: bool = True,
        reviewed: bool = True,
    ) -> None:
        dara, sora = network.actor(database, network.dara), network.actor(database, network.sora)
        with database.transaction() as session:
            for block_id, body in zip(made.blocks, bodies, strict=False):
                if body is None:
                    continue
                source = (
                    session.query(Version)
                    .filter_by(block_id=block_id)
                    .order_by("changed_at")
                    .first()
                )
                assert source is not None
                save_translation(
                    session,
                    block_id,
                    language=language,
                    body=body,
                    based_on_id=source.revision_id,
                    base_revision_id=None,
                    by=dara,
                )
                if submitted:
                    submit_translation(
                        session, block_id, language=language, by=dara, differences_seen=True
                    )
                if submitted and reviewed:
                    review_translation(session, block_id, language=language, by=sora)

    return translate


@pytest.fixture
def in_khmer() -> dict[str, str]:
    """What the browser of a reader of Khmer says."""
    return {"Accept-Language": "km"}
