"""Lists of organisations: uploaded, previewed, and decided on line by line."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import languages as tongues
from portal.core import web
from portal.core.paging import Page
from portal.core.sentences import Sentence, say, say_n
from portal.network import policy
from portal.network.commands import imports as commands
from portal.network.commands.imports import OPEN, Choice, Decision
from portal.network.forms.admin import MannerForm, UploadForm
from portal.network.imports import NOTES
from portal.network.models import ImportLine, ImportLineState, Organisation, OrganisationImport
from portal.network.names import Shown, display_name
from portal.network.queries import admission as queries
from portal.network.views.admin import pages
from portal.network.views.blaming import Blamed, blaming
from portal.network.views.blueprint import bp

STATES: dict[ImportLineState, Sentence] = {
    ImportLineState.NEW: say("New"),
    ImportLineState.PERHAPS_KNOWN: say("Perhaps known"),
    ImportLineState.UNUSABLE: say("No organisation, it seems"),
    ImportLineState.CREATED: say("Created"),
    ImportLineState.LINKED: say("The same as one known"),
    ImportLineState.SKIPPED: say("Skipped"),
}


@bp.route("/admin/import", methods=["GET", "POST"])
@web.guarded(policy.may_import)
def imports() -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        sent = form.file.data
        with closing(sent.stream) as stream:
            data = stream.read()
        try:
            with blaming(form, "file"), web.transaction() as session:
                listed = commands.upload_list(
                    session,
                    data,
                    sent.filename or "",
                    by=web.actor(),
                    encoding=form.encoding.data or "",
                )
            return web.go("network.import_preview", key=listed.id)
        except Blamed:
            pass
    page = queries.imports(web.reading(), web.page_number())
    return render_template(
        "network/imports.html",
        tabs=pages("network.imports"),
        form=form,
        page=Page(page.items, page.number, page.total, page.per_page, web.page_address()),
    )


@dataclass(frozen=True)
class Option:
    """One answer for a line."""

    value: str
    label: Sentence
    name: Shown | None = None
    slug: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the preview."""

    row: ImportLine
    name: str
    lang: str
    dir: str
    others: list[tuple[str, str]]
    country: str
    remarks: list[Sentence]
    state: Sentence
    is_open: bool
    options: list[Option]
    chosen: str
    organisation: Organisation | None
    organisation_name: Shown | None


@bp.route("/admin/import/<key>", methods=["GET", "POST"])
@web.guarded(policy.may_import)
def import_preview(key: str) -> ResponseReturnValue:
    listed = commands.import_by_id(web.reading(), key)
    form = MannerForm()
    if form.validate_on_submit():
        try:
            with blaming(form, "side"), web.transaction() as session:
                found = commands.import_by_id(session, key)
                if "all_new" in request.form:
                    done = commands.accept_all_new(session, found, form.manner(), by=web.actor())
                else:
                    done = commands.decide_lines(
                        session, found, _decisions(), form.manner(), by=web.actor()
                    )
            _report(done)
            return web.go("network.import_preview", key=key, **_kept_arguments())
        except Blamed:
            pass
    return _preview(listed, form)


@bp.post("/admin/import/<key>/again")
@web.guarded(policy.may_import)
def import_again(key: str) -> ResponseReturnValue:
    """Compare the open lines once more, with whoever has joined since."""
    with web.transaction() as session:
        found = commands.import_by_id(session, key)
        changed = commands.look_again(session, found, by=web.actor())
    web.tell(
        say_n(
            "Compared again: %(num)s line changed.",
            "Compared again: %(num)s lines changed.",
            changed,
        )
    )
    return web.go("network.import_preview", key=key)


def _preview(listed: OrganisationImport, form: MannerForm) -> str:
    session = web.reading()
    asked = request.args.get("state", "")
    state = next((item for item in ImportLineState if item.value == asked), None)
    page = queries.import_lines(session, listed, state, web.page_number())
    organisations = queries.linked_organisations(session, page.items)
    counts = queries.import_counts(session, listed)
    return render_template(
        "network/import.html",
        listed=listed,
        form=form,
        counts=counts,
        open_count=sum(counts[item] for item in OPEN),
        states=STATES,
        state=state,
        page=Page(
            [_line(row, organisations) for row in page.items],
            page.number,
            page.total,
            page.per_page,
            web.page_address(),
        ),
        total=sum(counts.values()),
    )


def _line(row: ImportLine, organisations: dict[str, Organisation]) -> Line:
    languages = web.reader_languages()
    names = row.parsed.get("names", [])
    first = names[0] if names else {"text": "", "language": "und"}
    organisation = organisations.get(row.organisation_id or "")
    options = [Option("create", say("A new organisation"))]
    for item in row.candidates:
        known = organisations.get(str(item["organisation"]))
        if known is not None:
            options.append(
                Option(
                    f"same:{known.id}",
                    say(
                        "The same as %(name)s (%(score)s of 100 alike)",
                        name=item["name"],
                        score=item["score"],
                    ),
                    display_name(known, languages),
                    known.slug,
                )
            )
    options.append(Option("skip", say("Skip this line")))
    return Line(
        row=row,
        name=str(first["text"]),
        lang=str(first["language"]),
        dir=tongues.direction(str(first["language"])),
        others=[(str(name["text"]), str(name["language"])) for name in names[1:]],
        country=str(row.parsed.get("country", "")),
        remarks=[NOTES[note] for note in row.parsed.get("notes", ()) if note in NOTES],
        state=STATES[row.state],
        is_open=row.state in OPEN,
        options=options,
        chosen=request.form.get(f"line-{row.id}", ""),
        organisation=organisation,
        organisation_name=display_name(organisation, languages) if organisation else None,
    )


def _decisions() -> dict[str, Decision]:
    """What was said of each line; a line without an answer stays open."""
    found: dict[str, Decision] = {}
    for field, value in request.form.items():
        if not field.startswith("line-") or not value:
            continue
        key = field.removeprefix("line-")
        kind, _, organisation = value.partition(":")
        choice = next((item for item in Choice if item.value == kind), None)
        if choice is not None:
            found[key] = Decision(choice, organisation, request.form.get(f"name-{key}", ""))
    return found


def _kept_arguments() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name in {"state", "page"}}


def _report(done: Counter[ImportLineState]) -> None:
    """Say what came of the decisions."""
    if not done:
        web.tell(say("No line was decided. Choose an answer for at least one of them."), "warning")
        return
    sentences = {
        ImportLineState.CREATED: say_n(
            "%(num)s organisation is created.",
            "%(num)s organisations are created.",
            done[ImportLineState.CREATED],
        ),
        ImportLineState.LINKED: say_n(
            "%(num)s line is noted as one known already.",
            "%(num)s lines are noted as ones known already.",
            done[ImportLineState.LINKED],
        ),
        ImportLineState.SKIPPED: say_n(
            "%(num)s line is skipped.", "%(num)s lines are skipped.", done[ImportLineState.SKIPPED]
        ),
    }
    for state, sentence in sentences.items():
        if done[state]:
            web.tell(sentence)
