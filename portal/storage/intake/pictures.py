"""Pictures: decoded and encoded anew, so that no place, camera, comment or hidden file comes along."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.storage.intake.refusals import BOMB, DAMAGED, MOVING, NotTaken

MAX_PIXELS = 40_000_000
MAX_SIDE = 4_000
"""Larger pictures are made smaller: nobody reads them on a phone."""
_MODES = {
    "JPEG": ("RGB", "L"),
    "PNG": ("RGB", "RGBA", "L", "LA", "P", "1"),
    "WEBP": ("RGB", "RGBA"),
}


def clean_picture(data: bytes, form: str) -> bytes:
    """The pixels, turned upright, in the same format and without anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[form]) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise NotTaken(BOMB)
                if getattr(opened, "n_frames", 1) > 1:
                    raise NotTaken(MOVING)
                picture = ImageOps.exif_transpose(opened)
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotTaken(BOMB) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise NotTaken(DAMAGED) from None
    if max(picture.size) > MAX_SIDE:
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
    if picture.mode not in _MODES[form]:
        picture = picture.convert("RGBA" if form != "JPEG" and "A" in picture.getbands() else "RGB")
    bare = Image.new(picture.mode, picture.size)
    if picture.mode == "P" and (palette := picture.getpalette()):
        bare.putpalette(palette)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, form, **({"quality": 88, "optimize": True} if form == "JPEG" else {}))
    return out.getvalue()


def without_notes(data: bytes) -> bytes:
    """A JPEG inside a document without its notes (EXIF, XMP, comments); its pixels untouched."""
    if not data.startswith(b"\xff\xd8"):
        return data
    out, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            break
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        # Colour profile (APP2) and Adobe's transform (APP14) are needed to show it rightly.
        is_note = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker not in {0xE2, 0xEE})
        if not is_note:
            out += data[at : at + length]
        at += length
    end = data.rfind(b"\xff\xd9")
    return bytes(out) + (data[at : end + 2] if end > at else data[at:])
