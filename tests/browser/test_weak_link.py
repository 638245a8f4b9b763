"""What is typed is not lost when the link breaks in the middle of an edit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.core.orm import Database
from portal.network.actors import actor_for
from portal.network.models import Side
from portal.statements import commands
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.queries import read_text
from portal.wiring import REACTIONS
from tests.factories import PASSWORD, make_organisation, make_portal, make_representative
from tests.harness.serving import Portal

pytestmark = pytest.mark.browser

RUNS = 30
KHMER = "ស្ត្រីគ្រប់រូបមានសិទ្ធិរាយការណ៍ដោយសុវត្ថិភាព"


def test_an_edit_outlives_a_broken_link(
    live_server: Portal, new_reader: Callable[..., Page]
) -> None:
    database = Database(f"sqlite:///{live_server.data / 'portal.db'}", REACTIONS)
    with database.transaction() as session:
        make_portal(session, is_demo=True)
        here = make_organisation(session, "Here", side=Side.BOTH)
        person = make_representative(session, here, email="writer@example.org", languages=["km"])
        other = make_representative(session, here, email="other@example.org", languages=["km"])
        by = actor_for(session, person.id, second_factor=True)
        colleague = actor_for(session, other.id, second_factor=True)
        assert by is not None
        assert colleague is not None
        statement = commands.draft_statement(
            session,
            title=NewBlock("សិទ្ធិ", "km"),
            blocks=[NewBlock(f"{KHMER}។ ពាក្យចុងក្រោយ។", "km")],
            by=by,
        )
    page = new_reader(locale="en", width=320)
    page.goto(f"{live_server.url}/en/sign-in")
    page.get_by_label("Mail address").fill("writer@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    with database.reading() as session:
        block = read_text(session, statement.text_id, ["km"]).blocks[0].id
    for run in range(RUNS):
        page.goto(f"{live_server.url}/texts/blocks/{block}/edit")
        field = page.get_by_label("Words of this paragraph")
        typed = f"{KHMER} {run} {field.input_value()[-18:]}"
        field.fill(typed)
        page.context.set_offline(offline=True)
        way = run % 3
        if way < 2:
            page.get_by_role("button", name="Save the paragraph").click()
            expect(
                page.get_by_role("heading", name="Changes that wait to be sent: 1")
            ).to_be_visible()
        page.context.set_offline(offline=False)
        if way > 0:
            # She does not wait for the link, but opens the page again.
            page.goto(f"{live_server.url}/texts/blocks/{block}/edit")
        if way == 2:
            # Nothing was sent: what she typed stands in the field again.
            expect(page.get_by_label("Words of this paragraph")).to_have_value(typed)
            page.get_by_role("button", name="Save the paragraph").click()
            expect(page.get_by_text("The paragraph is saved.")).to_be_visible()
        page.wait_for_function(
            "() => !Object.keys(localStorage).some((key) => key.startsWith('queue:'))"
        )
        with database.reading() as session:
            assert read_text(session, statement.text_id, ["km"]).blocks[0].body == typed

    # Meanwhile a colleague changed the same words: both are shown, nothing is lost.
    page.goto(f"{live_server.url}/texts/blocks/{block}/edit")
    page.get_by_label("Words of this paragraph").fill("ពាក្យរបស់ខ្ញុំ")
    with database.transaction() as session:
        now = read_text(session, statement.text_id, ["km"]).blocks[0]
        texts.edit_block(
            session, block, body="ពាក្យរបស់នាង", base_revision_id=now.revision_id, by=colleague
        )
    page.get_by_role("button", name="Save the paragraph").click()
    expect(page.get_by_text("Two people changed the same words")).to_be_visible()
    expect(page.get_by_label("Words of this paragraph")).to_have_value("ពាក្យរបស់ខ្ញុំ")
    assert "ពាក្យរបស់នាង" in page.content()
    database.dispose()
