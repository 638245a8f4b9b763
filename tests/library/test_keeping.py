"""Works are added, catalogued and published by two people through their real forms, consent and files too."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.errors import Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.library.commands import (
    confirm_publication,
    propose_publication,
    set_valid_until,
    withdraw_consent,
)
from portal.library.models import Attachment, Channel, Openness, Work, WorkKind
from portal.texts.queries import read_texts_titles
from tests.library.conftest import IN_KHMER, LEAFLET, Made, Network
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]
Make = Callable[..., Made]


def acts(database: Database, work: str) -> list[str]:
    with database.reading() as session:
        return list(
            session.scalars(
                select(AuditEntry.act).where(AuditEntry.subject_id == work).order_by(AuditEntry.at)
            )
        )


def test_a_work_is_added_catalogued_and_published_by_two_people(
    client: FlaskClient, sign_in: SignIn, network: Network, database: Database
) -> None:
    sora, dara = sign_in(network.sora), sign_in(network.dara)
    page = open_page(sora, "/library/new").submit(
        kind="know_your_rights",
        language="ko",
        title="일터에서 당신의 권리",
        body="임금은 매달 받습니다.\n\n하루 여덟 시간 일합니다.",
    )
    assert page.address.endswith("/catalogue")
    slug = page.address.split("/")[2]
    page = page.submit(
        topics=["wages"],
        countries=["KR"],
        authors=[f"org:{network.korean.id}"],
        names="Kim",
        licence="CC0-1.0",
        valid_until="2999-12-31",
        source="https://example.org/rights",
    )
    assert page.address == f"/library/{slug}"
    for words in ("강다리", "Kim", "Wages and working hours", "South Korea", "Free for any use"):
        assert words in page.text
    assert client.get(f"/library/{slug}").status_code == 403

    publication = f"/library/{slug}/publish"
    page = open_page(sora, publication).submit("/publish", **{"propose-openness": "public"})
    assert "publishing takes a second person" in page.text
    assert client.get(f"/library/{slug}").status_code == 403

    (waiting,) = open_page(dara, "/library/waiting").links(slug)
    assert "waits for you as the second person" in open_page(dara, waiting).text
    page = open_page(dara, publication)
    assert "이소라" in page.text
    page.submit("/publish")
    assert client.get(f"/library/{slug}").status_code == 200
    with database.reading() as session:
        work = session.query(Work).one()
    assert acts(database, work.id) == [
        "WorkCreated", "CatalogueChanged", "PublicationProposed", "WorkPublished",
    ]  # fmt: skip

    open_page(sora, publication).submit("/publish")  # taking back takes one
    assert client.get(f"/library/{slug}").status_code == 403


def test_the_second_person_is_another_one_with_a_second_factor(
    sign_in: SignIn, network: Network, database: Database, make_work: Make
) -> None:
    made = make_work(openness=Openness.DRAFT, slug="draft")
    sora, dara = network.actor(database, network.sora), network.actor(database, network.dara)
    member = network.actor(database, network.member)
    with database.transaction() as session:
        propose_publication(session, made.id, by=sora)
    for actor in (sora, member):
        with database.transaction() as session, pytest.raises(Refused):
            confirm_publication(session, made.id, by=actor)
    without = sign_in(network.dara, second_factor=False)
    page = open_page(without, "/library/draft/publish")
    assert "second factor" in page.text
    assert not page.document.xpath("//input[@value='confirm']")
    answer = without.post(
        "/library/draft/publish", data={"act": "confirm", "csrf_token": page.token}
    )
    assert answer.status_code == 403
    # The last guard is the database's own.
    with database.transaction() as session:
        session.get_one(Work, made.id).published_by_id = sora.person_id
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
    with database.transaction() as session:
        confirm_publication(session, made.id, by=dara)


def test_the_second_person_gives_it_back_with_a_reason(
    sign_in: SignIn, network: Network, database: Database, make_work: Make
) -> None:
    make_work(openness=Openness.DRAFT, slug="draft")
    sora, dara = sign_in(network.sora), sign_in(network.dara)
    open_page(sora, "/library/draft/publish").submit("/publish", **{"propose-openness": "members"})
    page = open_page(dara, "/library/draft/publish")
    back = {"act": "return", "csrf_token": page.token, "return-reason": ""}
    assert dara.post("/library/draft/publish", data=back).status_code == 422
    dara.post("/library/draft/publish", data={**back, "return-reason": "The number is wrong."})
    with database.reading() as session:
        work = session.query(Work).one()
        assert work.openness is Openness.DRAFT
        assert not work.waits_for_second


def test_nobody_else_changes_a_work(
    sign_in: SignIn, client: FlaskClient, network: Network, make_work: Make
) -> None:
    make_work(slug="rights")
    dara = sign_in(network.dara)
    for name in ("catalogue", "files"):
        assert dara.get(f"/library/rights/{name}").status_code == 403
        assert client.get(f"/library/rights/{name}").status_code == 303
    assert sign_in(network.member).get("/library/new").status_code == 403


def test_the_catalogue_says_what_is_wrong_and_keeps_what_was_typed(
    sign_in: SignIn, network: Network, make_work: Make
) -> None:
    make_work(slug="rights")
    make_work(slug="pay")
    sora = sign_in(network.sora)
    page = open_page(sora, "/library/rights/catalogue")
    wrong = page.submit(related="/library/nowhere", source="typed")
    assert wrong.status == 422
    assert "There is no work at this address: nowhere" in wrong.text
    assert wrong.document.xpath("//input[@name='source']/@value") == ["typed"]
    assert "does not begin with the code" in page.submit(neutral_title="!! words").text
    assert page.submit(source="javascript:alert(1)").status == 422
    page.submit(related="http://portal.test/library/pay?lang=ko")
    assert open_page(sora, "/library/rights").links("/library/pay")
    again = open_page(sora, "/library/rights/catalogue").submit()
    assert again.status == 200
    assert open_page(sora, "/library/rights").links("/library/pay")


def test_how_long_a_work_holds_can_be_set_anew(
    network: Network, database: Database, make_work: Make
) -> None:
    made = make_work()
    sora = network.actor(database, network.sora)
    with database.transaction() as session:
        set_valid_until(session, made.id, day=None, by=sora)
    assert acts(database, made.id)[-1] == "WorkPublished"


# --- consent ---------------------------------------------------------------------------------------

PAGE, PRINT = {Channel.PAGE}, {Channel.PAGE, Channel.PRINT}


def test_a_testimony_is_read_only_as_its_speaker_consents(
    client: FlaskClient, make_work: Make, translate: Callable[..., None], in_khmer: dict[str, str]
) -> None:
    made = make_work(
        kind=WorkKind.TESTIMONY, slug="light", neutral_title={"en": "Notes"}, consents={"ko": PAGE}
    )
    translate(made, "km", IN_KHMER)
    for address in (
        "/library/light",
        "/library/light?lang=km",
        "/library/",
        f"/texts/{made.text_id}/beside?right=km",
    ):
        page = client.get(address, headers=in_khmer)
        assert page.status_code == 200
        assert not any(words in page.get_data(as_text=True) for words in IN_KHMER), address
    for form in ("docx", "txt"):
        assert client.get(f"/texts/{made.text_id}/export/ko.{form}").status_code == 403
        assert client.get(f"/texts/{made.text_id}/export/km.{form}").status_code == 403
    assert "/export/" not in client.get("/library/light").get_data(as_text=True)


def test_consent_taken_back_closes_the_language_everywhere_at_once(
    client: FlaskClient,
    sign_in: SignIn,
    network: Network,
    database: Database,
    make_work: Make,
    translate: Callable[..., None],
    in_khmer: dict[str, str],
) -> None:
    made = make_work(kind=WorkKind.TESTIMONY, slug="light", consents={"ko": PAGE, "km": PRINT})
    translate(made, "km", IN_KHMER)
    addresses = [
        "/library/light",
        "/library/light?lang=km",
        "/library/",
        f"/texts/{made.text_id}/beside?left=ko&right=km",
        f"/texts/{made.text_id}/export/km.txt",
    ]

    def shown() -> list[bool]:
        pages = [client.get(address, headers=in_khmer) for address in addresses]
        return [any(words in page.get_data(as_text=True) for words in IN_KHMER) for page in pages]

    assert shown() == [True] * 5
    sora = sign_in(network.sora)
    open_page(sora, "/library/light/consent").submit("/withdraw")  # the first that stands
    with database.reading() as session:
        standing = {item.language for item in session.query(Work).one().consents if item.stands}
    if standing == {"km"}:
        # The original went first: its translation stays, and no word of the original is shown.
        for address in addresses[:4]:
            page = client.get(address, headers={"Accept-Language": "ko"}).get_data(as_text=True)
            assert not any(words in page for words in LEAFLET), address
        with database.transaction() as session:
            withdraw_consent(
                session, made.id, language="km", by=network.actor(database, network.sora)
            )
    else:
        assert shown() == [False] * 5
        with database.transaction() as session:
            withdraw_consent(
                session, made.id, language="ko", by=network.actor(database, network.sora)
            )
    # With the last language the work is a draft again.
    assert client.get("/library/light").status_code == 403
    assert shown() == [False] * 5
    with database.reading() as session:
        assert read_texts_titles(session, [made.text_id], ["km", "ko"]) == {}
    kept = open_page(sora, "/library/light")
    assert "No language of this testimony is open" in kept.text
    member = sign_in(network.member)
    assert member.get(f"/texts/{made.text_id}/translate/km").status_code == 403


def test_a_testimony_without_consent_is_not_published(
    sign_in: SignIn, network: Network, make_work: Make, database: Database
) -> None:
    make_work(kind=WorkKind.TESTIMONY, openness=Openness.DRAFT, slug="light")
    sora = sign_in(network.sora)
    page = open_page(sora, "/library/light/publish").submit(
        "/publish", **{"propose-openness": "public"}
    )
    assert "A testimony is published as its speaker consents" in page.text
    page = open_page(sora, "/library/light/consent")
    assert page.submit(language="ko", channels=[], given_on="2026-01-05").status == 422
    page.submit(language="ko", channels=["page", "print"], given_on="2026-01-05")
    page.submit(language="ko", channels=["page"], given_on="2026-02-05")
    with database.reading() as session:
        consents = session.query(Work).one().consents
        assert [(item.stands, item.in_print) for item in consents] == [(False, True), (True, False)]
    open_page(sora, "/library/light/publish").submit("/publish", **{"propose-openness": "public"})
    assert acts(database, consents[0].work_id)[-1] == "PublicationProposed"


# --- files -----------------------------------------------------------------------------------------


def a_pdf() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = "CANARY"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_file_is_served_as_an_attachment_and_taken_out_softly(
    client: FlaskClient, sign_in: SignIn, network: Network, make_work: Make, database: Database
) -> None:
    make_work(slug="rights")
    sora = sign_in(network.sora)
    upload = (io.BytesIO(a_pdf()), '../권리 "x".pdf')
    page = open_page(sora, "/library/rights/files")
    answer = sora.post(
        "/library/rights/files",
        data={"csrf_token": page.token, "file": upload, "language": "ko"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    (link,) = open_page(client, "/library/rights").links("/files/")
    served = client.get(link)
    assert served.mimetype == "application/pdf"
    assert served.headers["Content-Disposition"].startswith("attachment;")
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert b"CANARY" not in served.data
    open_page(sora, "/library/rights/files").submit("/remove")
    assert client.get(link).status_code == 404
    with database.reading() as session:
        assert session.query(Attachment).one().removed_at is not None


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"<html><script>1</script>", "report.pdf", "This is a web page"),
        (b"%PDF-1.4 broken", "report.pdf", "damaged"),
        (b"", "report.pdf", "empty"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_leaves_nothing(
    sign_in: SignIn, network: Network, make_work: Make, database: Database, settings: Any,
    data: bytes, name: str, said: str,
) -> None:  # fmt: skip
    make_work(slug="rights")
    sora = sign_in(network.sora)
    page = open_page(sora, "/library/rights/files")
    answer = sora.post(
        "/library/rights/files",
        data={"csrf_token": page.token, "file": (io.BytesIO(data), name), "language": "und"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with database.reading() as session:
        assert session.query(Attachment).count() == 0
    assert not list((settings.data / "files").rglob("*.*"))


def test_files_of_a_testimony_need_consent_for_their_language(
    client: FlaskClient, sign_in: SignIn, network: Network, make_work: Make
) -> None:
    make_work(kind=WorkKind.TESTIMONY, slug="light", consents={"ko": PRINT, "vi": PAGE})
    sora = sign_in(network.sora)
    for tag in ("ko", "vi", "und"):
        out = io.BytesIO()
        Image.new("RGB", (9, 9), (len(tag), ord(tag[0]), 7)).save(out, "PNG")
        page = open_page(sora, "/library/light/files")
        sora.post(
            "/library/light/files",
            data={"csrf_token": page.token, "file": (io.BytesIO(out.getvalue()), f"{tag}.png"), "language": tag},
            content_type="multipart/form-data",
        )  # fmt: skip
    (link,) = open_page(client, "/library/light").links("/files/")
    assert client.get(link).headers["Cache-Control"] == "no-store"
