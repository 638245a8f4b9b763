"""Files in and out: Word, ODT, Markdown and plain text in; the same and PDF, EPUB out."""

import json
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.core import languages, locales, web
from portal.core.errors import Invalid, NotFound
from portal.core.languages import direction
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.core.slugs import slugify
from portal.texts import policy
from portal.texts.commands import NewBlock, import_wording
from portal.texts.documents.read import REASONS, REMARKS, UnreadableDocument
from portal.texts.documents.read import BlockKind as WrittenKind
from portal.texts.documents.reading import read_document
from portal.texts.documents.writing import write_document
from portal.texts.documents.written import Format, WrittenBlock, WrittenDocument
from portal.texts.forms import ImportForm
from portal.texts.models import BlockKind
from portal.texts.places import Place
from portal.texts.queries import Badge, ReadText, read_text
from portal.texts.views.blueprint import bp
from portal.texts.views.opening import open_text

BADGES: dict[Badge, Sentence] = {
    Badge.MISSING: say(
        "Not wholly translated: some paragraphs are in the language they were written in"
    ),
    Badge.MACHINE_DRAFT: say("Machine draft, not checked"),
    Badge.DRAFT: say("Draft translation"),
    Badge.OUT_OF_DATE: say("Parts of this translation are out of date"),
    Badge.SUBMITTED: say("Translation that waits for review"),
    Badge.REVIEWED: say("Reviewed translation"),
    Badge.APPROVED: say("Translation approved by a native speaker"),
    Badge.ORIGINAL: say("Original"),
}
_KINDS: dict[BlockKind, WrittenKind] = {
    BlockKind.HEADING: "heading",
    BlockKind.LIST_ITEM: "list_item",
    BlockKind.QUOTATION: "quotation",
    BlockKind.CAPTION: "caption",
}


@bp.route("/<text_id>/import", methods=["GET", "POST"])
@web.members_only
def bring(text_id: str) -> ResponseReturnValue:
    """Choose a file; what was understood of it is shown before anything changes."""
    opened = open_text(text_id)
    require(opened.may_write)
    form = ImportForm()
    if request.method == "GET":
        form.language.data = next(iter(web.reader_languages()), None)
    if form.validate_on_submit():
        file = form.file.data
        try:
            document = read_document(file.read(), file.filename or "")
        except UnreadableDocument as error:
            form.blame("file", REASONS[error.reason])
        else:
            language = form.language.data
            blocks = [
                {"kind": block.kind, "level": block.level, "body": block.body}
                for block in document.blocks
                if block.body
            ]
            title = document.title or (blocks.pop(0)["body"] if blocks else "")
            return render_template(
                "texts/import_preview.html",
                opened=opened,
                title=title,
                blocks=blocks,
                language=language,
                dir=direction(language),
                remarks=[REMARKS[remark] for remark in document.warnings],
                other=document.language
                if document.language and document.language != language
                else None,
                packed=json.dumps(
                    {"title": title, "language": language, "blocks": blocks}, ensure_ascii=False
                ),
            )
    return render_template(
        "texts/import.html", opened=opened, form=form
    ), 422 if form.errors else 200


@bp.post("/<text_id>/import/confirm")
@web.members_only
def bring_in(text_id: str) -> ResponseReturnValue:
    """Replace the wording by what the preview showed."""
    blocks = _unpacked(request.form.get("packed", ""))
    with web.transaction() as session:
        result = import_wording(session, text_id, blocks=blocks, by=web.actor())
    web.tell(
        say(
            "The file is in: %(kept)s paragraphs as they were, %(changed)s changed, %(added)s added, "
            "%(gone)s taken out. Everything that stood here before is in the history.",
            kept=result.kept,
            changed=result.changed,
            added=result.added,
            gone=result.gone,
        )
    )
    return web.go("texts.write", text_id=text_id)


_DAMAGED: Sentence = say(
    "The preview did not come back whole. Choose the file again; nothing was changed."
)


def _unpacked(packed: str) -> list[NewBlock]:
    """The blocks that a preview sent back; Invalid when it is not one."""
    try:
        raw: Any = json.loads(packed)
        language, title = str(raw["language"]), str(raw["title"])
        blocks = [
            NewBlock(str(each["body"]), language, BlockKind(each["kind"]), int(each["level"]))
            for each in raw["blocks"]
        ]
    except (ValueError, KeyError, TypeError):
        raise Invalid(_DAMAGED) from None
    if not title.strip() or any(block.kind is BlockKind.TITLE for block in blocks):
        raise Invalid(_DAMAGED)
    return [NewBlock(title, language, BlockKind.TITLE), *blocks]


@bp.get("/<text_id>/export/<language>.<form>")
@web.public
def export(text_id: str, language: str, form: str) -> ResponseReturnValue:
    """The text in one language as a file; paragraphs without a translation keep their own."""
    opened = open_text(text_id)
    try:
        wanted = Format(form)
    except ValueError:
        raise NotFound from None
    read = read_text(web.reading(), text_id, [language], exactly=language)
    require(policy.may_take_along(web.reading(), web.actor(), opened.text, read.language))
    data = write_document(written(read, opened.place), wanted)
    words = opened.place.title if opened.place.sensitive else read.title.body
    name = f"{slugify(words) or 'text'}-{read.language}.{wanted.value}"
    answer = Response(data, mimetype=wanted.media_type.partition(";")[0])
    web.attached(answer, name)
    if opened.place.sensitive:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def written(read: ReadText, place: Place) -> WrittenDocument:
    """A text as the writers take it, with its state and address in the lines under the title."""
    lines = [f"{languages.autonym(read.language)} · {BADGES[read.badge]!s}"]
    lines.append(web.settings().address + place.url)
    return WrittenDocument(
        title=read.title.body,
        language=read.language,
        direction=read.title.dir,
        blocks=[
            WrittenBlock(
                kind=_KINDS.get(block.kind, "paragraph"),
                body=block.body,
                language=block.language,
                direction=block.dir,
                level=block.level,
            )
            for block in read.blocks
        ],
        credits=lines,
        credits_language=locales.current().tag,
    )
