"""Amendments out of a Word or OpenDocument file with tracked changes: chosen, shown, proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Conflict, Invalid
from portal.core.keys import keys_of
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.statements import commands, policy
from portal.statements.commands import Proposal
from portal.statements.forms.amending import AmendmentFileForm, BringForm
from portal.statements.models import AmendmentKind, Statement
from portal.statements.tracked import Existing, FileChanges, Offered, file_changes
from portal.statements.views.amended import WORDS, open_amended, read_paragraphs
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import tabs
from portal.texts.documents.reading import read_document
from portal.texts.engine import Change, diff
from portal.texts.models import BlockKind
from portal.texts.queries import ReadText, read_text

_DAMAGED: Sentence = say(
    "The preview did not come back whole. Choose the file again; nothing was proposed."
)


@bp.route("/<slug>/amendments/file", methods=["GET", "POST"])
@web.members_only
def amendments_file(slug: str) -> ResponseReturnValue:
    """Choose a file; what it would change is shown before anything is proposed."""
    statement = open_amended(slug)
    verdict = policy.may_amend(web.actor(), statement)
    form = AmendmentFileForm()
    if request.method == "GET":
        form.language.data = next(iter(web.reader_languages()), None)
    elif form.validate():
        require(verdict)
        file, said = form.file.data, form.language.data
        try:
            document = read_document(file.read(), file.filename or "")
            found = file_changes(document, said, _readings(statement, said))
        except Invalid as error:
            form.blame("file", error.sentence)
        else:
            packed = _pack(found.offered, statement.id)
            return _preview(statement, found.offered, packed, found=found), 200
    text, _paragraphs = read_paragraphs(statement)
    return render_template(
        "statements/amend_file.html",
        statement=statement,
        tabs=tabs(statement),
        title=text.title,
        form=form,
        verdict=verdict,
    ), 422 if form.errors else 200


def _readings(statement: Statement, said: str) -> dict[str, Sequence[Existing]]:
    """The text as it is read in each of its languages, and in the one that was said."""
    session = web.reading()
    here = read_text(session, statement.text_id, [], as_written=True, drafts=True)
    found = {
        language: read_text(
            session, statement.text_id, [], exactly=language, drafts=True, insist=True
        )
        for language in dict.fromkeys([*here.languages, said])
    }
    return {language: _existing(text) for language, text in found.items()}


def _existing(text: ReadText) -> list[Existing]:
    return [
        Existing(
            block.id,
            block.language,
            block.body,
            block.revision_id,
            is_title=block.kind is BlockKind.TITLE,
        )
        for block in (text.title, *text.blocks)
    ]


@dataclass(frozen=True)
class Line:
    """One change as the preview shows it."""

    number: int
    offered: Offered
    changes: Sequence[Change]


def _preview(
    statement: Statement,
    offered: Sequence[Offered],
    packed: str,
    *,
    found: FileChanges | None = None,
    problem: Sentence | None = None,
    form: BringForm | None = None,
) -> str:
    text, paragraphs = read_paragraphs(statement)
    lines = [
        Line(
            number,
            each,
            diff(each.before, each.body, each.language)
            if each.kind in {AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE}
            else (),
        )
        for number, each in enumerate(offered)
    ]
    return render_template(
        "statements/amend_file_preview.html",
        statement=statement,
        tabs=tabs(statement),
        title=text.title,
        paragraphs=paragraphs,
        lines=lines,
        found=found,
        problem=problem,
        packed=packed,
        reason=form.reason.data if form else "",
        ticked=set(form.chosen.data or ())
        if form
        else {line.number for line in lines if line.offered.certain},
        **WORDS,
    )


@bp.post("/<slug>/amendments/file/confirm")
@web.members_only
def bring_amendments(slug: str) -> ResponseReturnValue:
    """Propose what was ticked in the preview: all of it, or nothing."""
    statement = open_amended(slug)
    require(policy.may_amend(web.actor(), statement))
    form = BringForm()
    packed = form.packed.data or ""
    offered = _unpack(packed, statement.id)
    chosen = [offered[at] for at in form.chosen.data or () if 0 <= at < len(offered)]
    try:
        with web.transaction() as session:
            made = commands.bring_amendments(
                session,
                statement.id,
                [_proposal(each, form.reason.data or "") for each in chosen],
                by=web.actor(),
            )
            new = sum(each.is_new for each in made)
    except (Conflict, Invalid) as error:
        page = _preview(open_amended(slug), offered, packed, problem=error.sentence, form=form)
        return page, 409 if isinstance(error, Conflict) else 422
    web.tell(
        say(
            "The file is in: %(new)s new amendments, %(known)s that your organisation had proposed "
            "already.",
            new=new,
            known=len(made) - new,
        )
    )
    return web.go("statements.amendments", slug=slug, sort="newest")


def _proposal(offered: Offered, reason: str) -> Proposal:
    return Proposal(
        kind=offered.kind,
        block_id=offered.block_id,
        base_revision_id=offered.revision_id,
        language=offered.language,
        body=offered.body,
        target_block_id=offered.target_id,
        block_kind=offered.block_kind,
        reason=reason,
        written_by=offered.written_by,
        written_at=offered.written_at,
    )


def _pack(offered: Sequence[Offered], statement_id: str) -> str:
    """Sealed, so that nobody puts words under another author's name on the way back."""
    return keys_of(web.reading()).seal(
        {"statement": statement_id, "changes": [_plain(each) for each in offered]}
    )


def _plain(offered: Offered) -> dict[str, Any]:
    return {
        "kind": offered.kind.value,
        "block": offered.block_id,
        "revision": offered.revision_id,
        "language": offered.language,
        "before": offered.before,
        "body": offered.body,
        "target": offered.target_id,
        "block_kind": offered.block_kind.value,
        "by": offered.written_by,
        "at": offered.written_at.isoformat() if offered.written_at else None,
        "certain": offered.certain,
    }


def _unpack(packed: str, statement_id: str) -> list[Offered]:
    """What a preview sent back; Invalid where it is not one of this statement."""
    try:
        raw = keys_of(web.reading()).unseal(packed)
        if raw["statement"] != statement_id:
            raise Invalid(_DAMAGED)
        return [
            Offered(
                kind=AmendmentKind(each["kind"]),
                block_id=each["block"],
                revision_id=each["revision"],
                language=each["language"],
                before=each["before"],
                body=each["body"],
                target_id=each["target"],
                block_kind=BlockKind(each["block_kind"]),
                written_by=each["by"],
                written_at=datetime.fromisoformat(each["at"]) if each["at"] else None,
                certain=each["certain"],
            )
            for each in raw["changes"]
        ]
    except (ValueError, KeyError, TypeError):
        raise Invalid(_DAMAGED) from None
