"""The library is read without an account, in the reader's language, and says honestly what it shows."""

import gzip
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import lxml.html
import pytest
from flask.testing import FlaskClient

from portal.core import locales
from portal.core.orm import Database
from portal.library.commands import Author
from portal.library.models import Openness, WorkKind
from portal.texts.commands import edit_block
from portal.texts.engine import Significance
from portal.texts.models import Version
from tests.library.conftest import IN_KHMER, LEAFLET, Made, Network
from tests.pages import open_page

Make = Callable[..., Made]


def test_a_leaflet_is_read_in_khmer_without_an_account(
    client: FlaskClient, make_work: Make, translate: Callable[..., None], in_khmer: dict[str, str]
) -> None:
    made = make_work(slug="rights")
    translate(made, "km", IN_KHMER)
    page = open_page(client, "/library/rights", headers=in_khmer)
    assert page.status == 200
    heading = page.document.xpath("//h1/span")[0]
    assert heading.text_content() == IN_KHMER[0]
    assert heading.get("lang") == "km"
    assert [block.text_content() for block in page.document.xpath("//*[@class='block']/p")] == [
        *IN_KHMER[1:]
    ]
    assert "Set-Cookie" not in page.response.headers


def test_who_reads_another_language_gets_the_original_and_may_ask_for_hers(
    client: FlaskClient, make_work: Make
) -> None:
    make_work(slug="rights")
    page = open_page(client, "/library/rights", headers={"Accept-Language": "th"})
    assert "You read the original, in Korean" in page.text
    assert page.document.xpath("//h1/span")[0].get("lang") == "ko"
    (ask,) = page.links("/ask")
    asked = open_page(client, ask).submit("/wish")
    assert "Your wish for Thai is counted" in asked.text
    assert asked.address.endswith("/library/rights")


def test_each_paragraph_says_when_its_translation_is_out_of_date(
    client: FlaskClient,
    database: Database,
    network: Network,
    make_work: Make,
    translate: Callable[..., None],
    in_khmer: dict[str, str],
) -> None:
    made = make_work(slug="rights")
    translate(made, "km", IN_KHMER)
    sora = network.actor(database, network.sora)
    with database.transaction() as session:
        version = session.get_one(Version, (made.blocks[2], "ko"))
        edit_block(
            session,
            made.blocks[2],
            body="하루 일곱 시간 일합니다.",
            base_revision_id=version.revision_id,
            by=sora,
            significance=Significance.MEANING,
        )
    page = open_page(client, "/library/rights", headers=in_khmer)
    blocks = page.document.xpath("//*[@class='block']")
    with locales.speaking("km"):
        stale = locales.gettext("Out of date")
    assert stale not in blocks[0].text_content()
    assert stale in blocks[1].text_content()
    assert IN_KHMER[2] in blocks[1].text_content()
    (changed,) = page.links("/changed/")
    difference = open_page(client, changed)
    assert [each.text_content() for each in difference.document.xpath("//ins")] == ["일곱"]


def test_what_safety_depends_on_is_withheld_once_it_is_out_of_date(
    client: FlaskClient,
    database: Database,
    network: Network,
    make_work: Make,
    translate: Callable[..., None],
    in_khmer: dict[str, str],
) -> None:
    made = make_work(slug="rights")
    translate(made, "km", IN_KHMER)
    sora = network.actor(database, network.sora)
    with database.transaction() as session:
        version = session.get_one(Version, (made.blocks[2], "ko"))
        edit_block(
            session,
            made.blocks[2],
            body="전화 000-555-0199",
            base_revision_id=version.revision_id,
            by=sora,
            significance=Significance.SAFETY,
        )
    page = open_page(client, "/library/rights", headers=in_khmer)
    assert IN_KHMER[2] not in page.text
    assert "000-555-0199" in page.text


def test_a_draft_translation_is_its_translators_own(
    client: FlaskClient, make_work: Make, translate: Callable[..., None], in_khmer: dict[str, str]
) -> None:
    made = make_work(slug="rights")
    translate(made, "km", IN_KHMER, submitted=False)
    assert IN_KHMER[1] not in open_page(client, "/library/rights", headers=in_khmer).text


def test_a_work_past_its_day_says_so(client: FlaskClient, make_work: Make) -> None:
    make_work(slug="old", valid_until=date(2020, 1, 31))
    make_work(slug="fresh", valid_until=date(2999, 1, 31))
    assert "expected to hold until" in open_page(client, "/library/old").text
    assert "expected to hold until" not in open_page(client, "/library/fresh").text


def test_authors_are_named_as_they_wish(
    client: FlaskClient, network: Network, make_work: Make, database: Database
) -> None:
    make_work(
        slug="by-many",
        authors=[
            Author(organisation_id=network.korean.id),
            Author(person_id=network.member.id),
            Author(name="Plain Name"),
            Author(withheld=True),
        ],
    )
    page = open_page(client, "/library/by-many")
    assert "강다리" in page.text
    assert "Plain Name" in page.text
    # A person whom only members may see is not named to the public.
    assert "Member" not in page.document.xpath("//div[@class='lede']")[0].text_content()
    assert page.text.count("Name withheld") == 2


def test_a_draft_is_hidden_and_a_members_work_is_for_members(
    client: FlaskClient, sign_in: Any, network: Network, make_work: Make
) -> None:
    make_work(slug="draft", openness=Openness.DRAFT)
    make_work(slug="inside", openness=Openness.MEMBERS)
    reader = sign_in(network.member)
    keeper = sign_in(network.sora)
    assert client.get("/library/draft").status_code == 403
    assert client.get("/library/inside").status_code == 403
    assert reader.get("/library/draft").status_code == 403
    assert reader.get("/library/inside").status_code == 200
    assert keeper.get("/library/draft").status_code == 200
    for browser, count in ((client, 0), (reader, 1), (keeper, 2)):
        cards = open_page(browser, "/library/").document.xpath("//li[@class='card']")
        assert len(cards) == count


def test_every_page_of_the_library_has_the_way_out(
    client: FlaskClient, sign_in: Any, network: Network, make_work: Make
) -> None:
    make_work(slug="guide", kind=WorkKind.HOTLINE_GUIDE, neutral_title={"en": "Soup recipes"})
    pages = ["/library/", "/library/guide", "/library/guide/ask?lang=th"]
    kept = ["/library/new", "/library/waiting"] + [
        f"/library/guide/{name}" for name in ("catalogue", "files", "publish")
    ]
    keeper = sign_in(network.sora)
    for browser, address in [(client, page) for page in pages] + [(keeper, page) for page in kept]:
        page = open_page(browser, address)
        (way,) = page.document.xpath("//a[@data-exit]")
        assert way.get("href").startswith("https://"), address


def test_a_sensitive_work_leaves_no_trace(
    client: FlaskClient, sign_in: Any, network: Network, make_work: Make
) -> None:
    make_work(
        kind=WorkKind.HOTLINE_GUIDE, slug="soup", neutral_title={"ko": "국 끓이는 법", "en": "Soup"}
    )
    page = open_page(client, "/library/soup", headers={"Accept-Language": "en"})
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.response.headers
    # The original is Korean, so what the tab shows is Korean too.
    assert page.document.xpath("//title")[0].text == "국 끓이는 법"
    assert LEAFLET[0] in page.document.xpath("//h1")[0].text_content()
    keeper = sign_in(network.sora)
    for name in ("catalogue", "files", "publish"):
        kept = open_page(keeper, f"/library/soup/{name}")
        assert LEAFLET[0] not in kept.html
        assert kept.document.xpath("//title")[0].text in {"국 끓이는 법", "Soup"}
    beside = open_page(client, client_text(client))
    assert LEAFLET[0] not in beside.document.xpath("//title")[0].text


def client_text(client: FlaskClient) -> str:
    page = open_page(client, "/library/soup")
    return page.links("/export/")[0].replace("/export/ko.pdf", "/beside")


def test_an_unnamed_sensitive_work_has_an_address_that_tells_nothing(make_work: Make) -> None:
    made = make_work(kind=WorkKind.HOTLINE_GUIDE)
    assert re.fullmatch("[0-9a-z]{8}", made.slug)


def test_a_page_is_sent_once_and_changes_with_what_it_shows(
    client: FlaskClient,
    make_work: Make,
    translate: Callable[..., None],
    in_khmer: dict[str, str],
) -> None:
    made = make_work(slug="rights")
    for address in ("/library/rights", "/library/"):
        first = client.get(address, headers=in_khmer)
        tag = first.headers["ETag"]
        again = client.get(address, headers={**in_khmer, "If-None-Match": tag})
        assert again.status_code == 304
        translate(made, "km", IN_KHMER) if address == "/library/rights" else make_work()
        changed = client.get(address, headers={**in_khmer, "If-None-Match": tag})
        assert changed.status_code == 200
    assert IN_KHMER[0] in client.get("/library/rights", headers=in_khmer).get_data(as_text=True)


def test_reviewed_languages_alone_are_offered_to_search_engines(
    client: FlaskClient, make_work: Make, translate: Callable[..., None]
) -> None:
    made = make_work(slug="rights")
    translate(made, "km", IN_KHMER)
    translate(made, "en", ("Rights", "Pay comes monthly.", "Eight hours."), reviewed=False)
    page = open_page(client, "/library/rights")
    alternates = page.document.xpath("//link[@rel='alternate']/@hreflang")
    assert set(alternates) == {"ko", "km"}


def test_works_are_found_by_kind_country_topic_and_language(
    client: FlaskClient, make_work: Make, translate: Callable[..., None]
) -> None:
    rights = make_work(slug="rights", countries=["KR"], topics=["wages"])
    translate(rights, "km", IN_KHMER)
    make_work(
        slug="brief", kind=WorkKind.POLICY_BRIEF, countries=["VN", "KR"], topics=["recruitment"]
    )

    def found(query: str) -> set[str]:
        page = open_page(client, f"/library/?{query}")
        return {
            a.get("href").rpartition("/")[2] for a in page.document.xpath("//li[@class='card']//a")
        }

    assert found("") == {"rights", "brief"}
    assert found("kind=policy_brief") == {"brief"}
    assert found("country=VN") == {"brief"}
    assert found("country=KR") == {"rights", "brief"}
    assert found("topic=wages&country=KR") == {"rights"}
    assert found("language=km") == {"rights"}
    assert found("language=ko") == {"rights", "brief"}
    assert found("kind=nonsense&country=99&topic=x&language=%00") == {"rights", "brief"}
    assert found("kind=minutes") == set()


def test_the_list_shows_titles_in_the_readers_language_with_their_state(
    client: FlaskClient, make_work: Make, translate: Callable[..., None], in_khmer: dict[str, str]
) -> None:
    made = make_work()
    translate(made, "km", (IN_KHMER[0], IN_KHMER[1], None))
    (card,) = open_page(client, "/library/", headers=in_khmer).document.xpath("//li[@class='card']")
    link = card.xpath(".//a")[0]
    assert (link.text, link.get("lang")) == (IN_KHMER[0], "km")
    assert card.xpath(".//*[contains(@class, 'badge')]/@class") == ["badge missing"]


def test_lists_and_pages_send_few_statements(
    client: FlaskClient, statements: Any, make_work: Make, translate: Callable[..., None]
) -> None:
    made = make_work(slug="first", authors=[Author(name="Someone"), Author(withheld=True)])
    translate(made, "km", IN_KHMER)

    def sent(address: str) -> int:
        client.application.extensions["portal_pages"].clear()
        with statements() as gathered:
            assert client.get(address).status_code == 200
        return len([line for line in gathered if line.lstrip().startswith(("SELECT", "WITH"))])

    one = sent("/library/")
    others = [make_work(countries=["KR"]).id for _ in range(29)]
    make_work(slug="last", related=others[:4])
    assert sent("/library/") == one <= 5
    assert sent("/library/first") <= 5
    assert sent("/library/last") <= 5


def test_an_organisations_page_shows_its_works(
    client: FlaskClient, network: Network, make_work: Make
) -> None:
    make_work(slug="hers", authors=[Author(organisation_id=network.korean.id)])
    make_work(
        slug="draft", openness=Openness.DRAFT, authors=[Author(organisation_id=network.korean.id)]
    )
    page = open_page(client, f"/network/{network.korean.slug}")
    assert page.links("/library/hers")
    assert not page.links("/library/draft")


@pytest.mark.parametrize("locale", ["en", "km", "ur"])
def test_the_first_view_of_a_leaflet_is_light(
    client: FlaskClient, make_work: Make, translate: Callable[..., None], locale: str
) -> None:
    long = (LEAFLET[0], *(f"{LEAFLET[1]} {n}" for n in range(25)))
    made = make_work(slug="rights", words=long, topics=["wages"], countries=["KR"])
    translate(made, "km", (IN_KHMER[0], *(f"{IN_KHMER[1]} {n}" for n in range(25))))
    for address in ("/library/", "/library/rights"):
        page = client.get(f"/{locale}{address}")
        html = page.get_data()
        document = lxml.html.document_fromstring(page.get_data(as_text=True))
        (sheet,) = document.xpath("//link[@rel='stylesheet']/@href")
        style = client.get(sheet, headers={"Accept-Encoding": "identity"}).get_data()
        weight = len(gzip.compress(html, 6)) + len(gzip.compress(style, 9))
        assert weight <= 14 * 1024, (address, locale, weight)


def test_every_page_of_a_sensitive_text_can_be_left_and_is_kept_by_no_browser(
    client: FlaskClient, make_work: Callable[..., Made]
) -> None:
    made = make_work(slug="somewhere-safe", sensitive=True)
    for address in (f"/texts/{made.text_id}/beside", f"/texts/{made.text_id}/export/ko.txt"):
        page = client.get(address)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
    assert "data-exit" in client.get(f"/texts/{made.text_id}/beside").text
