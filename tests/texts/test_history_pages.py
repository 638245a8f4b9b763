"""A text's history: everything that happened, who may see which wording, and what changed."""

from tests.pages import open_page
from tests.texts.conftest import BODIES, Desk


def edited(desk: Desk) -> tuple[str, str]:
    """The old and the new revision of the first paragraph."""
    block = desk.blocks[0]
    desk.page("seoul", f"/texts/blocks/{block.id}/edit").submit(
        body=BODIES[0].replace("oppose", "reject")
    )
    return block.revision_id, desk.blocks[0].revision_id


def test_the_history_tells_each_act_with_its_author(desk: Desk) -> None:
    edited(desk)
    block = desk.blocks[1]
    page = desk.write()
    page.client.post(
        f"/texts/blocks/{block.id}/arrange", data={"csrf_token": page.token, "act": "out"}
    )
    history = desk.page("hanoi", f"/texts/{desk.text_id}/history")
    who = desk.people["seoul"].name
    assert f"{who} changed a paragraph in English." in history.text
    assert f"{who} took a paragraph out." in history.text
    assert history.text.index("took a paragraph out") < history.text.index("changed a paragraph")
    assert len(history.document.xpath("//ol/li//time[@datetime]")) >= 6


def test_a_paragraphs_history_marks_words_taken_out_and_put_in(desk: Desk) -> None:
    edited(desk)
    page = desk.page("hanoi", f"/texts/blocks/{desk.blocks[0].id}/history")
    assert [each.text_content() for each in page.document.xpath("//li[1]//del")] == ["oppose"]
    assert [each.text_content() for each in page.document.xpath("//li[1]//ins")] == ["reject"]
    assert page.document.xpath("//p[contains(@class, 'changes')][@lang='en'][@dir='ltr']")


def test_what_changed_between_two_wordings_has_its_address(desk: Desk) -> None:
    old, new = edited(desk)
    block = desk.blocks[0].id
    page = desk.page("hanoi", f"/texts/blocks/{block}/changed/{old}/{new}")
    assert page.status == 200
    assert "reject" in page.text
    other = desk.blocks[1].revision_id
    assert desk.page("hanoi", f"/texts/blocks/{block}/changed/{other}/{new}").status == 404
    assert desk.page("hanoi", f"/texts/blocks/{block}/changed/{old}/nothing").status == 404


def test_one_wording_stands_at_its_own_address_for_those_who_work_on_it(desk: Desk) -> None:
    old, new = edited(desk)
    for revision in (old, new):
        page = desk.page("hanoi", f"/texts/revisions/{revision}")
        assert page.status == 200
        assert page.document.xpath("//code")[0].text_content().strip()
    assert desk.page("stranger", f"/texts/revisions/{old}").status == 403
    anonymous = open_page(desk.by("seoul").application.test_client(), f"/texts/revisions/{old}")
    assert anonymous.status == 403
    assert BODIES[0] not in anonymous.html


def test_a_paragraph_without_a_wording_in_a_language_says_so(desk: Desk) -> None:
    page = desk.page("hanoi", f"/texts/blocks/{desk.blocks[0].id}/history?lang=km")
    assert page.status == 200
    assert "no wording in this language" in page.text


def test_only_who_writes_brings_an_older_wording_back(desk: Desk) -> None:
    old, _ = edited(desk)
    page = desk.page("stranger", "/settings")
    answer = page.client.post(f"/texts/revisions/{old}/restore", data={"csrf_token": page.token})
    assert answer.status_code == 403
    assert "reject" in desk.bodies[0]
