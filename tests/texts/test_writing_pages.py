"""Writing through the real forms: one paragraph at a time, and no word is ever lost."""

from portal.texts.models import Revision
from portal.texts.queries import read_text
from tests.pages import Page, open_page
from tests.texts.conftest import BODIES, Desk


def edit(desk: Desk, at: int, name: str = "seoul") -> Page:
    return desk.page(name, f"/texts/blocks/{desk.blocks[at].id}/edit")


def arrange(page: Page, block_id: str, act: str) -> Page:
    """Press one of the buttons under a paragraph."""
    button = page.document.xpath(
        f"//form[contains(@action, '/{block_id}/arrange')]//button[@value='{act}']"
    )
    assert button, f"no button {act} for {block_id}"
    response = page.client.post(
        button[0].getparent().get("action"),
        data={"csrf_token": page.token, "act": act},
        follow_redirects=True,
    )
    return Page(page.client, response, page.address)


def test_an_edit_is_saved_and_both_wordings_stay_in_the_history(desk: Desk) -> None:
    page = edit(desk, 0).submit(body="We reject this law.")
    assert page.status == 200
    assert "The paragraph is saved." in page.text
    assert desk.bodies[0] == "We reject this law."
    history = desk.page("hanoi", f"/texts/blocks/{desk.blocks[0].id}/history")
    assert "oppose" in history.text
    assert "reject" in history.text


def test_two_edits_of_different_words_are_joined(desk: Desk) -> None:
    hers, theirs = edit(desk, 0, "seoul"), edit(desk, 0, "hanoi")
    hers.submit(body=BODIES[0].replace("oppose", "reject"))
    page = theirs.submit(body=BODIES[0].replace("summer", "winter"))
    assert page.status == 200
    assert desk.bodies[0] == BODIES[0].replace("oppose", "reject").replace("summer", "winter")


def test_two_edits_of_the_same_words_show_both_and_lose_nothing(desk: Desk) -> None:
    hers, theirs = edit(desk, 0, "seoul"), edit(desk, 0, "hanoi")
    hers.submit(body=BODIES[0].replace("oppose", "reject"))
    mine = BODIES[0].replace("oppose", "welcome")
    page = theirs.submit(body=mine)
    assert page.status == 409
    assert page.form().fields["body"].strip() == mine
    assert "reject" in page.text
    assert [each.text_content() for each in page.document.xpath("//ins")] == ["welcome"]
    assert desk.bodies[0] == BODIES[0].replace("oppose", "reject")

    page = page.submit(body=BODIES[0].replace("oppose", "do not welcome"))
    assert page.status == 200
    assert "do not welcome" in desk.bodies[0]


def test_an_edit_of_a_paragraph_that_was_taken_out_keeps_what_was_typed(desk: Desk) -> None:
    theirs = edit(desk, 2, "hanoi")
    arrange(desk.write(), desk.blocks[2].id, "out")
    page = theirs.submit(body="No woman and no child is left alone.")
    assert page.status == 422
    assert "taken out of the text while you wrote" in page.text
    assert "no child" in page.form().fields["body"]


def test_an_edit_says_what_it_means_for_translators(desk: Desk) -> None:
    page = edit(desk, 1)
    assert page.form().fields["significance"] == "meaning"
    page.submit(body="Call 1366 by 5 May 2027.", significance="safety")
    with desk.database.reading() as session:
        revision = session.get_one(Revision, desk.blocks[1].revision_id)
        assert revision.significance.value == "safety"


def test_a_paragraph_that_is_too_long_is_given_back_whole(desk: Desk) -> None:
    long = "word " * 20_000
    page = edit(desk, 0).submit(body=long)
    assert page.status == 422
    assert "split it into several paragraphs" in page.text
    assert page.form().fields["body"].strip() == long.strip()
    assert desk.bodies[0] == BODIES[0]


def test_an_empty_paragraph_is_refused_beside_its_field(desk: Desk) -> None:
    page = edit(desk, 0).submit(body="   ")
    assert page.status == 422
    assert "This is needed." in page.text
    assert desk.bodies[0] == BODIES[0]


def test_a_paragraph_is_added_in_its_authors_language(desk: Desk) -> None:
    block = desk.blocks[0]
    page = desk.page("hanoi", f"/texts/{desk.text_id}/insert?after={block.id}")
    assert page.form().fields["language"] == "vi"
    page = page.submit(body="Không ai bị bỏ lại.", kind="heading")
    assert page.status == 200
    added = desk.blocks[1]
    assert (added.body, added.language, added.kind.value, added.level) == (
        "Không ai bị bỏ lại.",
        "vi",
        "heading",
        2,
    )
    shown = page.document.xpath(f"//*[@id='b-{added.id}']/h2")
    assert [(each.get("lang"), each.get("dir")) for each in shown] == [("vi", "ltr")]


def test_a_place_that_is_gone_keeps_the_new_paragraph_in_the_form(desk: Desk) -> None:
    gone = desk.blocks[1]
    page = desk.page("hanoi", f"/texts/{desk.text_id}/insert?after={gone.id}")
    arrange(desk.write(), gone.id, "out")
    page = page.submit(body="Kept words.", language="en")
    assert page.status == 422
    assert page.form().fields["body"].strip() == "Kept words."
    page = page.submit(body="Kept words.", after=desk.blocks[0].id)
    assert "Kept words." in desk.bodies


def test_paragraphs_move_up_and_down_and_never_above_the_title(desk: Desk) -> None:
    first, second, third = (block.id for block in desk.blocks)
    arrange(desk.write(), first, "down")
    assert [block.id for block in desk.blocks] == [second, first, third]
    arrange(desk.write(), third, "up")
    assert [block.id for block in desk.blocks] == [second, third, first]
    arrange(desk.write(), second, "up")
    assert [block.id for block in desk.blocks] == [second, third, first]
    arrange(desk.write(), first, "down")
    assert [block.id for block in desk.blocks] == [second, third, first]


def test_the_title_cannot_be_moved_or_taken_out(desk: Desk) -> None:
    page = desk.write()
    title = desk.read().title
    assert not page.document.xpath(f"//form[contains(@action, '/{title.id}/arrange')]")
    for act in ("up", "out", "join"):
        answer = page.client.post(
            f"/texts/blocks/{title.id}/arrange", data={"csrf_token": page.token, "act": act}
        )
        assert answer.status_code in {303, 400}
    assert desk.read().title.body == "The right to report"
    assert desk.bodies == list(BODIES)


def test_a_paragraph_is_split_and_joined_again(desk: Desk) -> None:
    first = desk.blocks[0]
    page = desk.page("seoul", f"/texts/blocks/{first.id}/split")
    assert page.form().fields["first"].strip() == BODIES[0]
    refused = page.submit(first=BODIES[0], second="")
    assert refused.status == 422
    assert refused.form().fields["first"].strip() == BODIES[0]
    page = refused.submit(first="We oppose this law,", second="and we ask for a hearing.")
    assert page.status == 200
    assert desk.bodies[:2] == ["We oppose this law,", "and we ask for a hearing."]
    assert desk.blocks[0].id == first.id

    arrange(desk.write(), first.id, "join")
    assert desk.bodies[0].split() == [
        "We",
        "oppose",
        "this",
        "law,",
        "and",
        "we",
        "ask",
        "for",
        "a",
        "hearing.",
    ]
    assert len(desk.blocks) == 3


def test_a_split_of_words_that_changed_meanwhile_overwrites_nobody(desk: Desk) -> None:
    first = desk.blocks[0]
    page = desk.page("hanoi", f"/texts/blocks/{first.id}/split")
    edit(desk, 0).submit(body="We reject this law, and we ask for a hearing.")
    page = page.submit(first="We oppose this law,", second="and we ask for a hearing.")
    assert page.status == 409
    assert page.form().fields["first"].strip() == "We oppose this law,"
    assert page.form().fields["second"].strip() == "and we ask for a hearing."
    assert "reject" in page.text
    assert desk.bodies[0] == "We reject this law, and we ask for a hearing."


def test_a_paragraph_is_taken_out_and_brought_back_from_the_history(desk: Desk) -> None:
    gone = desk.blocks[1]
    page = arrange(desk.write(), gone.id, "out")
    assert "taken out" in page.text
    assert gone.body not in desk.bodies
    history = desk.page("hanoi", f"/texts/{desk.text_id}/history")
    page = arrange(history, gone.id, "back")
    assert page.status == 200
    assert gone.body in desk.bodies
    assert not open_page(page.client, history.address).document.xpath("//button[@value='back']")


def test_a_paragraph_is_written_anew_in_another_language(desk: Desk) -> None:
    block = desk.blocks[2]
    page = desk.page("hanoi", f"/texts/blocks/{block.id}/rewrite")
    assert BODIES[2] in page.text
    assert page.form().fields["language"] == "vi"
    page = page.submit(body="Không người phụ nữ nào bị bỏ lại.")
    assert page.status == 200
    with desk.database.reading() as session:
        now = read_text(session, desk.text_id, [], as_written=True).blocks[2]
    assert (now.language, now.body) == ("vi", "Không người phụ nữ nào bị bỏ lại.")
    assert desk.read("en", drafts=True).blocks[2].badge.value in {"stale", "draft"}


def test_an_older_wording_is_brought_back_as_a_new_one(desk: Desk) -> None:
    edit(desk, 0).submit(body="A slip.")
    page = desk.page("seoul", f"/texts/blocks/{desk.blocks[0].id}/history")
    page = page.submit("/restore")
    assert page.status == 200
    assert desk.bodies[0] == BODIES[0]
    assert "A slip." in page.text


def test_only_the_drafting_group_writes(desk: Desk) -> None:
    block = desk.blocks[0].id
    for address in (
        f"/texts/{desk.text_id}/write",
        f"/texts/blocks/{block}/edit",
        f"/texts/{desk.text_id}/insert",
        f"/texts/{desk.text_id}/import",
    ):
        page = desk.page("stranger", address)
        assert page.status == 403
        assert "drafting group" in page.text
