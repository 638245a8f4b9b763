"""PDF: written anew without author, programs, attached files and the notes of its photographs."""

import io
import re
import zlib
from typing import Any

import pikepdf

from portal.storage.intake.pictures import without_notes
from portal.storage.intake.refusals import BOMB, DAMAGED, ENCRYPTED, NotTaken

MAX_PACKED_OBJECTS = 40_000_000
"""Bytes that the packed lists of objects may become: qpdf unpacks these on opening."""
_LISTS = re.compile(rb"/(?:ObjStm|XRef)\b.{0,600}?stream\r?\n", re.DOTALL)
_ROOT = ("/OpenAction", "/AA", "/Metadata", "/PieceInfo", "/Collection", "/Perms", "/DSS")
_ANYWHERE = ("/AA", "/Metadata", "/PieceInfo", "/LastModified", "/JS")
_PROGRAMS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/Rendition",
    "/GoToE",
    "/RichMediaExecute",
}
_CARRIERS = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def clean_pdf(data: bytes) -> bytes:
    """The pages and their words. Raises NotTaken."""
    _refuse_bomb(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise NotTaken(ENCRYPTED)
            if not len(pdf.pages):
                raise NotTaken(DAMAGED)
            _strip(pdf)
            out = io.BytesIO()
            pdf.remove_unreferenced_resources()
            pdf.save(
                out,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
            )
    except pikepdf.PasswordError:
        raise NotTaken(ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError):
        raise NotTaken(DAMAGED) from None
    return out.getvalue()


def _strip(pdf: pikepdf.Pdf) -> None:
    for key in _ROOT:
        _drop(pdf.Root, key)
    names = pdf.Root.get("/Names")
    if names is not None:
        _drop(names, "/JavaScript")
        _drop(names, "/EmbeddedFiles")
    form = pdf.Root.get("/AcroForm")
    if form is not None:
        _drop(form, "/XFA")
    _drop(pdf.trailer, "/Info")
    for item in pdf.objects:
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            _strip_object(item)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if isinstance(annotation, pikepdf.Dictionary):
                _strip_annotation(annotation)


def _strip_object(item: Any) -> None:
    for key in _ANYWHERE:
        _drop(item, key)
    _disarm(item)
    if item.get("/Type") == "/Annot":
        _strip_annotation(item)
    if isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/DCTDecode":
        item.write(without_notes(item.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
    if item.get("/Type") in {"/Filespec", "/F"}:
        _drop(item, "/EF")


def _strip_annotation(annotation: Any) -> None:
    if str(annotation.get("/Subtype", "")) in _CARRIERS:
        for key in ("/FS", "/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/3DD"):
            _drop(annotation, key)
    # On a field this is its name; on a remark it is whoever made it.
    if annotation.get("/Subtype") != "/Widget":
        _drop(annotation, "/T")
    _drop(annotation, "/AA")
    action = annotation.get("/A")
    if isinstance(action, pikepdf.Dictionary):
        _disarm(action)


def _disarm(item: Any) -> None:
    """Let an action that runs or sends something do nothing."""
    if str(item.get("/S", "")) in _PROGRAMS:
        for key in ("/S", "/JS", "/F", "/Win", "/Unix", "/Mac"):
            _drop(item, key)


def _drop(item: Any, key: str) -> None:
    if key in item:
        del item[key]


def _refuse_bomb(data: bytes) -> None:
    left = MAX_PACKED_OBJECTS
    for found in _LISTS.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            left -= len(unpacker.decompress(data[found.end() :], left + 1))
        except zlib.error:
            continue
        if left < 0:
            raise NotTaken(BOMB)
