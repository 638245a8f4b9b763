"""Translating through the real forms: a second person reviews, a native speaker approves."""

from sqlalchemy import select

from portal.texts.models import TranslationRequest, TranslationState, Version
from tests.pages import Page, open_page
from tests.texts.conftest import BODIES, Desk

TRANSLATION = "Không người phụ nữ nào bị bỏ lại."


def block_page(desk: Desk, at: int = 2, name: str = "translator") -> Page:
    return desk.page(name, f"/texts/blocks/{desk.blocks[at].id}/translate/vi")


def send(page: Page, button: str, **values: str) -> Page:
    """Press one of the two buttons of the form."""
    form = page.form()
    fields = {**dict(form.form_values()), **values}
    fields.pop("submit", None)
    fields.pop("save", None)
    response = page.client.post(page.address, data={**fields, button: "1"}, follow_redirects=True)
    return Page(page.client, response, page.address)


def submitted(desk: Desk, at: int = 2, body: str = TRANSLATION) -> None:
    page = send(block_page(desk, at), "submit", body=body)
    assert page.status == 200, page.text


def state(desk: Desk, at: int = 2) -> TranslationState:
    with desk.database.reading() as session:
        return session.get_one(Version, (desk.blocks[at].id, "vi")).state


def review_page(desk: Desk, name: str) -> Page:
    return desk.page(name, f"/texts/{desk.text_id}/translate/vi")


def buttons(page: Page, act: str) -> list[str]:
    return page.document.xpath(f"//button[@name='act'][@value='{act}']/ancestor::form/@action")


def press(page: Page, act: str, **values: str) -> Page:
    (address,) = buttons(page, act)
    response = page.client.post(
        address,
        data={"csrf_token": page.token, "act": act, **values},
        follow_redirects=True,
    )
    return Page(page.client, response, page.address)


def test_a_draft_is_saved_and_seen_by_translators_alone(desk: Desk) -> None:
    page = send(block_page(desk), "save", body=TRANSLATION)
    assert "Your draft is saved." in page.text
    assert state(desk) is TranslationState.DRAFT
    assert TRANSLATION in review_page(desk, "reader").text
    assert "vi" not in desk.read("vi").languages
    page = block_page(desk)
    assert page.form().fields["body"].strip() == TRANSLATION


def test_a_translation_is_submitted_reviewed_and_approved_by_three_people(desk: Desk) -> None:
    submitted(desk)
    assert state(desk) is TranslationState.SUBMITTED

    hers = review_page(desk, "translator")
    assert not buttons(hers, "reviewed")
    assert "a second person has to review it" in hers.text

    page = press(review_page(desk, "reader"), "reviewed")
    assert "marked as reviewed" in page.text
    assert state(desk) is TranslationState.REVIEWED
    assert not buttons(review_page(desk, "reader"), "approved")

    page = press(review_page(desk, "native"), "approved")
    assert "approved by a native speaker" in page.text
    assert state(desk) is TranslationState.APPROVED


def test_who_translated_cannot_review_by_any_address(desk: Desk) -> None:
    submitted(desk)
    page = review_page(desk, "translator")
    block = desk.blocks[2].id
    for address in (f"/texts/blocks/{block}/review/vi", f"/texts/{desk.text_id}/review/vi"):
        page.client.post(address, data={"csrf_token": page.token, "act": "reviewed"})
    assert state(desk) is TranslationState.SUBMITTED


def test_a_translation_goes_back_with_a_reason_and_not_without(desk: Desk) -> None:
    submitted(desk)
    page = press(review_page(desk, "reader"), "return", reason=" ")
    assert page.status == 400
    assert "Say what should change" in page.text
    assert state(desk) is TranslationState.SUBMITTED
    page = press(review_page(desk, "reader"), "return", reason="“Left alone” is missing.")
    assert "went back to its translator" in page.text
    assert state(desk) is TranslationState.DRAFT


def test_the_translator_reads_why_her_translation_came_back(desk: Desk) -> None:
    submitted(desk)
    press(review_page(desk, "reader"), "return", reason="“Left alone” is missing.")
    assert "“Left alone” is missing." in block_page(desk).text
    submitted(desk, body=f"{TRANSLATION} Một mình.")
    assert "“Left alone” is missing." not in block_page(desk).text


def test_all_that_was_read_is_reviewed_at_once_but_for_ones_own(desk: Desk) -> None:
    submitted(desk, 0, "Chúng tôi phản đối luật này.")
    page = block_page(desk, 2, "reader")
    send(page, "submit", body=TRANSLATION)
    page = review_page(desk, "reader").submit(f"/texts/{desk.text_id}/review/vi")
    assert page.status == 200
    assert state(desk, 0) is TranslationState.REVIEWED
    assert state(desk, 2) is TranslationState.SUBMITTED


def test_figures_that_differ_ask_for_a_confirming_word(desk: Desk) -> None:
    page = send(block_page(desk, 1), "submit", body="Gọi 1354 trước ngày 5 tháng 5 năm 2027.")
    assert page.status == 422
    assert "1345" in page.text
    assert "1354" in page.text
    assert page.form().fields["body"].strip() == "Gọi 1354 trước ngày 5 tháng 5 năm 2027."
    assert state(desk, 1) is TranslationState.DRAFT

    page = send(page, "submit", differences_seen="y")
    assert page.status == 200, page.text
    assert state(desk, 1) is TranslationState.SUBMITTED


def test_the_same_figures_in_the_readers_own_way_need_no_confirmation(desk: Desk) -> None:
    submitted(desk, 1, "Gọi 1345 trước ngày 5 tháng 5 năm 2027.")
    assert state(desk, 1) is TranslationState.SUBMITTED


def test_a_meaning_edit_shows_the_translator_what_changed(desk: Desk) -> None:
    submitted(desk)
    desk.page("seoul", f"/texts/blocks/{desk.blocks[2].id}/edit").submit(
        body="No woman and no child is left alone."
    )
    assert desk.read("vi", drafts=True).blocks[2].badge.value == "stale"
    page = block_page(desk)
    assert "and no child" in "".join(each.text_content() for each in page.document.xpath("//ins"))
    send(page, "submit", body="Không phụ nữ và trẻ em nào bị bỏ lại.")
    assert desk.read("vi", drafts=True).blocks[2].badge.value == "submitted"


def test_a_typo_leaves_translations_as_they_are(desk: Desk) -> None:
    submitted(desk)
    desk.page("seoul", f"/texts/blocks/{desk.blocks[2].id}/edit").submit(
        body="No woman is left  alone!", significance="typo"
    )
    assert desk.read("vi", drafts=True).blocks[2].stale is None


def test_two_translators_of_one_paragraph_lose_no_word(desk: Desk) -> None:
    hers, other = block_page(desk), block_page(desk, name="reader")
    send(hers, "save", body=TRANSLATION)
    page = send(other, "save", body="Một câu khác hẳn.")
    assert page.status == 409
    assert page.form().fields["body"].strip() == "Một câu khác hẳn."
    assert TRANSLATION in page.text
    page = send(page, "save", body=f"{TRANSLATION} Một câu khác hẳn.")
    assert page.status == 200


def test_an_empty_translation_is_refused_beside_its_field(desk: Desk) -> None:
    page = send(block_page(desk), "save", body="  ")
    assert page.status == 422
    assert "The translation is empty" in page.text


def test_after_a_submission_the_next_paragraph_that_waits_is_opened(desk: Desk) -> None:
    page = block_page(desk, 0)
    fields = dict(page.form().form_values())
    answer = page.client.post(page.address, data={**fields, "body": "Dịch.", "submit": "1"})
    assert answer.status_code == 303
    assert desk.blocks[1].id in answer.location


def test_readers_wishes_are_counted_and_nobody_is_named(desk: Desk) -> None:
    client = desk.by("hanoi")
    page = open_page(client, f"/statements/{desk.slug}/ask?lang=tl")
    page = page.submit("/wish")
    assert "Your wish" in page.text
    open_page(client, f"/statements/{desk.slug}/ask?lang=tl").submit("/wish")
    with desk.database.reading() as session:
        wish = session.scalars(select(TranslationRequest)).one()
        assert wish.count == 2
        assert wish.language in {"tl", "fil"}


def test_what_waits_is_listed_in_the_languages_that_she_reads(desk: Desk) -> None:
    page = desk.page("translator", "/texts/wanted")
    assert "The right to report" in page.text
    assert page.links(f"/texts/{desk.text_id}/translate/vi")
    assert "The right to report" not in desk.page("stranger", "/texts/wanted").text


def test_the_two_languages_stand_side_by_side_with_their_own_direction(desk: Desk) -> None:
    page = desk.page("translator", f"/texts/blocks/{desk.blocks[0].id}/translate/ur")
    assert page.document.xpath("//textarea[@name='body'][@lang='ur'][@dir='rtl']")
    page = desk.page("hanoi", f"/texts/{desk.text_id}/beside")
    assert page.status == 200
    assert len(page.document.xpath("//table//tbody/tr")) == 1 + len(BODIES)


def test_an_address_of_no_language_is_no_page(desk: Desk) -> None:
    assert desk.page("translator", f"/texts/{desk.text_id}/translate/nonsense-tag").status == 404
