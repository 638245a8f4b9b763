"""Signing on behalf of a list: upload or paste, look at each line, say the basis, hand in."""

from contextlib import closing
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import languages as tongues
from portal.core import web
from portal.core.errors import HALF_SENT, Invalid, NotFound
from portal.core.paging import Page
from portal.core.policy import Verdict, require
from portal.core.sentences import Sentence, say, say_n
from portal.network.forms.choices import optional_country_choices
from portal.network.imports import NOTES
from portal.network.models import Organisation
from portal.network.names import Shown, display_name
from portal.statements import policy
from portal.statements.commands import (
    LineChange,
    Read,
    change_lines,
    drop_list,
    hand_in_list,
    upload_signatures,
)
from portal.statements.forms.signing import HandInForm, UploadListForm
from portal.statements.models import (
    SignatoryKind,
    SignatureList,
    SignatureListLine,
    SignatureListState,
    Statement,
)
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import list_lines, lists_of, organisations_by, problem_counts
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, tabs
from portal.statements.views.reading import asked_language
from portal.statements.words import LIST_PROBLEMS, SIGNATORY_KINDS

_KINDS = (SignatoryKind.EXTERNAL, SignatoryKind.INDIVIDUAL, SignatoryKind.COLLECTIVE)


@bp.route("/<slug>/lists", methods=["GET", "POST"])
@web.members_only
def lists(slug: str) -> ResponseReturnValue:
    """The lists of a statement, and the form for a new one."""
    statement = open_statement(slug)
    actor = web.actor()
    verdict = _may_look(statement)
    form = UploadListForm()
    if form.validate_on_submit():
        sent = form.file.data
        data, filename = (form.pasted.data or "").encode(), ""
        if sent and getattr(sent, "filename", ""):
            with closing(sent.stream) as stream:
                data, filename = stream.read(), sent.filename or ""
        try:
            with web.transaction() as session:
                listed = upload_signatures(
                    session,
                    statement.id,
                    data,
                    filename,
                    by=actor,
                    # What was pasted came through the page, which is always in this encoding.
                    encoding=(form.encoding.data or "") if filename else "utf-8",
                )
        except Invalid as error:
            form.blame("file", error.sentence)
            statement = open_statement(slug)
        else:
            return web.go("statements.list_preview", slug=slug, list_id=listed.id)
    session = web.reading()
    found = lists_of(session, statement)
    names = organisations_by(session, [listed.organisation_id for listed, _ in found])
    return render_template(
        "statements/lists.html",
        statement=statement,
        form=form,
        verdict=verdict,
        lists=[(listed, count, _name(names, listed.organisation_id)) for listed, count in found],
        tabs=tabs(statement),
    ), 422 if form.errors else 200


def _may_look(statement: Statement) -> Verdict:
    """Whether she may bring a list; refused outright to whoever may not even look at them."""
    verdict = policy.may_list(web.actor(), statement)
    if not verdict:
        require(policy.may_review(web.actor(), statement))
    return verdict


def _name(names: dict[str, Organisation], key: str | None) -> Shown | None:
    found = names.get(key or "")
    return display_name(found, web.reader_languages()) if found else None


@dataclass(frozen=True)
class Line:
    """One line of the preview."""

    row: SignatureListLine
    name: str
    lang: str
    dir: str
    country: str
    problem: Sentence | None
    remarks: list[Sentence]
    members: list[tuple[str, str, int]]
    member: Shown | None


@bp.route("/<slug>/lists/<list_id>", methods=["GET", "POST"])
@web.members_only
def list_preview(slug: str, list_id: str) -> ResponseReturnValue:
    """Each line as it came and as it was understood; saved page by page, handed in whole."""
    statement = open_statement(slug)
    verdict = _may_look(statement)
    session = web.reading()
    listed = session.get(SignatureList, list_id)
    if listed is None or all(listed.release_id != each.id for each in statement.releases):
        raise NotFound
    own = verdict.allowed and web.actor().belongs_to(listed.organisation_id)
    read = _read(statement)
    form = HandInForm(
        release=read.release_id,
        text_root=read.text_root,
        language_read=read.language,
        language_root=read.language_root,
    )
    problem: Sentence | None = None
    if form.validate_on_submit():
        act = request.form.get("act", "")
        if act not in {"save", "hand_in", "drop"}:
            raise Invalid(HALF_SENT)
        try:
            done = _do(act, list_id, form)
        except Invalid as error:
            problem = error.sentence
            form.blame_all(error, None)
            session = web.reading()
            statement = open_statement(slug)
            listed = session.get_one(SignatureList, list_id)
            # Whatever was in the way, she goes on from what stands now.
            form.now_shows(_read(statement))
        else:
            web.tell(done)
            if act in {"hand_in", "drop"}:
                return web.go("statements.lists", slug=slug)
            return web.go(
                "statements.list_preview",
                slug=slug,
                list_id=list_id,
                page=web.page_number(),
                **({"show": "problems"} if request.args.get("show") else {}),
            )
    only_problems = request.args.get("show") == "problems"
    page = list_lines(session, list_id, web.page_number(), only_problems=only_problems)
    counts = problem_counts(session, list_id)
    names = organisations_by(
        session, [listed.organisation_id, *(line.organisation_id for line in page)]
    )
    return render_template(
        "statements/list.html",
        statement=statement,
        listed=listed,
        brought_by=_name(names, listed.organisation_id),
        page=Page(
            [_line(line, names) for line in page],
            page.number,
            page.total,
            page.per_page,
            web.page_address(),
        ),
        editable=own and listed.state is SignatureListState.PREVIEW,
        form=form,
        problem=problem,
        only_problems=only_problems,
        taken=sum(
            count
            for (code, skipped), count in counts.items()
            if not skipped and code not in {"empty", "member"}
        ),
        asked=counts.get(("member", False), 0),
        left_out=sum(count for (code, skipped), count in counts.items() if skipped),
        with_problem=sum(count for (code, _), count in counts.items() if code),
        total=sum(counts.values()),
        kinds=[(kind.value, SIGNATORY_KINDS[kind]) for kind in _KINDS],
        countries=optional_country_choices(),
        tabs=tabs(statement),
    ), 422 if problem else 200


def _read(statement: Statement) -> Read:
    """The release that is open, as she reads it."""
    release = statement.released
    if release is None:
        raise NotFound
    text = read_release(web.reading(), release, web.reader_languages(), exactly=asked_language())
    roots = {item.language: item.language_root for item in release.languages}
    return Read(release.id, release.text_root, text.language, roots.get(text.language, ""))


def _do(act: str, list_id: str, form: HandInForm) -> Sentence:
    actor = web.actor()
    if act == "drop":
        with web.transaction() as session:
            drop_list(session, list_id, by=actor)
        return say("The list is given up, and its lines are deleted.")
    # What was corrected on this page is kept, whatever comes of handing it in.
    with web.transaction() as session:
        change_lines(session, list_id, _changes(), by=actor)
    if act != "hand_in":
        return say("The lines of this page are saved.")
    with web.transaction() as session:
        listed = hand_in_list(session, list_id, form.read(), basis=form.basis.data or "", by=actor)
        handed = sum(line.signature_id is not None for line in listed.lines)
    return say_n(
        "The list is handed in: %(num)s signature waits for a person of the other side.",
        "The list is handed in: %(num)s signatures wait for a person of the other side.",
        handed,
    )


def _changes() -> dict[str, LineChange]:
    """What this page says of its lines."""
    found = {key: _change(key) for key in request.form.getlist("line")}
    return {key: change for key, change in found.items() if change is not None}


def _change(key: str) -> LineChange | None:
    def value(name: str) -> str:
        return request.form.get(f"{name}-{key}", "")

    kind = next((item for item in _KINDS if item.value == value("kind")), None)
    if kind is None:
        return None
    people = value("people").strip()
    return LineChange(
        kind=kind,
        name=value("name"),
        taken=bool(value("taken")),
        language=value("language") or "und",
        country=value("country").upper(),
        affiliation=value("affiliation"),
        people=int(people) if people.isdecimal() and len(people) < 8 else None,
        members=value("members").split("\n"),
        member=value("member"),
    )


def _line(row: SignatureListLine, names: dict[str, Organisation]) -> Line:
    language = str(row.parsed.get("language") or "und")
    return Line(
        row=row,
        name=str(row.parsed.get("name") or ""),
        lang=language,
        dir=tongues.direction(language) if language != "und" else "auto",
        country=str(row.parsed.get("country") or ""),
        problem=LIST_PROBLEMS.get(row.problem),
        remarks=[
            NOTES[note]
            for note in row.parsed.get("notes", ())
            if note in NOTES and note not in {"individual", "repeated"}
        ],
        members=[
            (str(item["organisation"]), str(item["name"]), int(item["score"]))
            for item in row.candidates
        ],
        member=_name(names, row.organisation_id),
    )
