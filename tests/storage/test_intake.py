"""What people upload is known by its content, is rewritten without what it hides, or gets one clear sentence."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.core.errors import NotFound
from portal.core.settings import Settings
from portal.storage import store_for, take
from portal.storage.intake import NotTaken

CANARY = b"CANARY-Nguyen-Thi-Lan"


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> bytes:
    drawn = Image.new(mode, size)
    drawn.putdata([(n * 7 % 256, n % 256, 90)[: len(mode)] for n in range(size[0] * size[1])])
    exif = Image.Exif()
    exif[0x013B] = CANARY.decode()  # artist
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"  # place
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 58.0)
    out = io.BytesIO()
    drawn.save(out, form, exif=exif, **({"comment": CANARY} if form == "JPEG" else {}))
    return out.getvalue()


def pdf(photograph: bytes = b"", *, encrypted: bool = False) -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    page = made.pages[0]
    made.docinfo["/Author"] = CANARY.decode()
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = [CANARY.decode()]
    made.Root.OpenAction = made.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CANARY-Nguyen-Thi-Lan')")
    )
    made.attachments["list.txt"] = CANARY
    page.obj.Annots = pikepdf.Array(
        [
            made.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Text,
                    Rect=[0, 0, 9, 9],
                    T=CANARY.decode(),
                    Contents="A remark",
                )
            ),
            made.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 9, 9],
                    A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="CANARY-Nguyen-Thi-Lan.exe"),
                )
            ),
        ]
    )
    if photograph:
        drawn = pikepdf.Stream(made, b"")
        drawn.write(photograph, filter=pikepdf.Name.DCTDecode)
        drawn.update({"/Type": "/XObject"})
        drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        drawn.Width, drawn.Height, drawn.BitsPerComponent = 60, 40, 8
        drawn.ColorSpace = pikepdf.Name.DeviceRGB
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawn))
    out = io.BytesIO()
    options = {"encryption": pikepdf.Encryption(user="u", owner="o")} if encrypted else {}
    made.save(out, compress_streams=False, **options)
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


def word(**more: bytes) -> bytes:
    return package(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b'<w:document><w:ins w:author="'
            + CANARY
            + b'">words</w:ins></w:document>',
            "docProps/core.xml": b"<dc:creator>" + CANARY + b"</dc:creator>",
            "docProps/app.xml": b"<Company>" + CANARY + b"</Company>",
            "word/media/image1.jpeg": picture("JPEG"),
            **{name.replace("__", "/"): part for name, part in more.items()},
        }
    )


def everything_in(data: bytes) -> bytes:
    """The bytes, and those of all parts packed within."""
    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            found += [packed.read(name) for name in packed.namelist()]
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as opened:
            for item in opened.objects:
                if isinstance(item, pikepdf.Stream):
                    found.append(item.read_raw_bytes())
                    if item.get("/Filter") != "/DCTDecode":
                        found.append(item.read_bytes())
                found.append(repr(item).encode())
    return b"\n".join(found)


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (lambda: picture("JPEG"), "Photo.JPG", "jpg"),
        (lambda: picture("PNG"), "photo.png", "png"),
        (lambda: picture("WEBP"), "photo.webp", "webp"),
        (lambda: pdf(picture("JPEG")), "report.pdf", "pdf"),
        (word, "report.docx", "docx"),
    ],
)
def test_a_file_comes_in_without_author_place_and_programs(
    make: Callable[[], bytes], name: str, kind: str
) -> None:
    sent = make()
    assert CANARY in everything_in(sent)
    taken = take(sent, f"../../etc/{name}")
    assert taken.kind == kind
    assert "/" not in taken.name
    kept = everything_in(taken.data)
    assert CANARY not in kept
    assert b"JavaScript" not in kept
    assert b"Exif" not in kept


def test_a_picture_keeps_its_pixels_upright() -> None:
    with Image.open(io.BytesIO(take(picture("PNG"), "a.png").data)) as seen:
        assert seen.size == (40, 60)
        assert len(set(seen.get_flattened_data())) > 100


def test_a_pdf_keeps_its_pages_and_remarks() -> None:
    with pikepdf.open(io.BytesIO(take(pdf(), "a.pdf").data)) as kept:
        assert len(kept.pages) == 1
        assert str(kept.pages[0].obj.Annots[0].Contents) == "A remark"
        assert "/Info" not in kept.trailer
        assert not kept.attachments


def test_what_is_put_behind_a_document_stays_outside() -> None:
    taken = take(pdf() + b"\n" + CANARY * 3, "a.pdf")
    assert CANARY not in taken.data


def bomb() -> bytes:
    return word(word__more=b"0" * 80_000_000)


def png_bomb() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"0" * 99))
        + chunk(b"IEND", b"")
    )


def pdf_bomb() -> bytes:
    packed = zlib.compress(b"0 " * 40_000_000, 9)
    return (
        b"%PDF-1.7\n1 0 obj <</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream endobj\n%%EOF"
    )


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (lambda: b"", "empty.pdf", "empty"),
        (lambda: b"<!DOCTYPE html><script>alert(1)</script>", "report.pdf", "web page"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "logo.png", "web page"),
        (lambda: picture("JPEG"), "report.pdf", "ends with .pdf, but it is JPG"),
        (lambda: b"<html>" + pdf(), "report.pdf", "web page"),
        (lambda: b"GIF89a" + pdf(), "report.pdf", "two kinds"),
        (lambda: pdf() + package({"payload.exe": b"MZ"}), "report.pdf", "two kinds"),
        (lambda: picture("JPEG") + package({"a.html": b"<script>"}), "photo.jpg", "two kinds"),
        (lambda: pdf(encrypted=True), "secret.pdf", "password"),
        (lambda: pdf()[:300], "half.pdf", "damaged"),
        (lambda: picture("PNG")[:200], "half.png", "damaged"),
        (lambda: word()[:400], "half.docx", "damaged"),
        (lambda: word(word__vbaProject=b"x"), "report.docx", "macros"),
        (bomb, "bomb.docx", "far too large"),
        (png_bomb, "bomb.png", "far too large"),
        (pdf_bomb, "bomb.pdf", "far too large"),
        (lambda: package({"a.txt": b"a"}), "a.zip", "not taken here"),
        (lambda: b"MZ" + random.Random(1).randbytes(900), "setup.pdf", "not taken here"),
        (lambda: b"\0" * 50, "nothing.pdf", "empty"),
    ],
)  # fmt: skip
def test_what_is_not_taken_gets_a_clear_sentence(
    make: Callable[[], bytes], name: str, said: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        take(make(), name)
    assert said in str(refused.value.sentence)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotTaken) as refused:
        take(pdf(), "a.pdf", limit=100)
    assert "larger than this site takes" in str(refused.value.sentence)


def test_random_bytes_never_break_the_gate() -> None:
    chance = random.Random(7)
    heads = [
        b"%PDF-1.4\n",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"ID3",
        b"RIFF\0\0\0\0WEBP",
    ]
    for _ in range(120):
        data = chance.choice(heads) + chance.randbytes(chance.randrange(400))
        with pytest.raises(NotTaken):
            take(data, "file")


def test_objects_are_kept_and_taken_out(tmp_path: Path) -> None:
    store = store_for(Settings(data=tmp_path))
    store.put("attachments/one", b"bytes")
    assert store.get("attachments/one") == b"bytes"
    assert (tmp_path / "files" / "attachments" / "one").read_bytes() == b"bytes"
    store.delete("attachments/one")
    store.delete("attachments/one")
    with pytest.raises(NotFound):
        store.get("attachments/one")
