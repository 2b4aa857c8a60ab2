"""Drawing a picture anew from what somebody uploaded, so that nothing of the file itself is ever shown to anybody.

Size and kind are looked at before the picture is unfolded: a small file can unfold to more than a machine can hold.
"""

from __future__ import annotations

import io
import struct
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from participation.errors import Refused

LARGEST_FILE = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What a reader of pictures breaks on when a file is not what it says.
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, struct.error)
KINDS = ("PNG", "JPEG", "WEBP", "GIF")
PNG, JPEG = "image/png", "image/jpeg"
# As fine as a screen shows it, and light enough for a telephone.
QUALITY = 80
FEW = 64


class Drawn(NamedTuple):
    """A picture of ours and its size in pixels."""

    image: bytes
    width: int
    height: int
    content_type: str


def drawn_anew(content: bytes, width: int, height: int, *, photo: bool = False, few_colours: bool = False) -> Drawn:
    """The picture at most so large, without anything but its pixels, as a PNG. Raises Refused.

    photo: a JPEG, which is many times smaller for what a camera made, unless the picture is transparent
    few_colours: a PNG of a few colours, many times smaller for a drawing in plain colours
    """
    if not content:
        raise Refused("picture_missing", field="file")
    if len(content) > LARGEST_FILE:
        raise Refused("picture_too_large", field="file")
    if b"<svg" in content[:4096].lower() or content[:5].lower() == b"<?xml":
        raise Refused("picture_is_svg", field="file")
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("picture_too_large", field="file")
            small = ImageOps.exif_transpose(picture).convert("RGBA")
        small.thumbnail((width, height))
        return _drawn(small, photo=photo, few_colours=few_colours)
    except (*BROKEN, *BOMBS):
        raise Refused("picture_unreadable", field="file") from None


def _drawn(small: Image.Image, *, photo: bool, few_colours: bool) -> Drawn:
    as_jpeg = photo and small.getchannel("A").getextrema() == (255, 255)
    # Onto a new canvas: nothing that came with the file comes along.
    canvas = Image.new("RGB" if as_jpeg else "RGBA", small.size)
    canvas.paste(small)
    told = io.BytesIO()
    if as_jpeg:
        canvas.save(told, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    else:
        plain = canvas.quantize(FEW, Image.Quantize.FASTOCTREE) if few_colours else canvas
        plain.save(told, "PNG", optimize=True)
    return Drawn(told.getvalue(), *small.size, JPEG if as_jpeg else PNG)
