"""Drawing a logo anew from what somebody uploaded, so that nothing of the file itself is ever shown to anybody.

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
HEIGHT, WIDTH = 176, 704
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What a reader of pictures breaks on when a file is not what it says.
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, struct.error)
KINDS = ("PNG", "JPEG", "WEBP", "GIF")


class Drawn(NamedTuple):
    """A PNG and its size in pixels."""

    image: bytes
    width: int
    height: int


def drawn_anew(content: bytes) -> Drawn:
    """The picture as a PNG of at most 704 by 176 pixels, without anything but its pixels. Raises Refused."""
    if not content:
        raise Refused("logo_missing", field="file")
    if len(content) > LARGEST_FILE:
        raise Refused("logo_too_large", field="file")
    if b"<svg" in content[:4096].lower() or content[:5].lower() == b"<?xml":
        raise Refused("logo_is_svg", field="file")
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("logo_too_large", field="file")
            small = ImageOps.exif_transpose(picture).convert("RGBA")
        small.thumbnail((WIDTH, HEIGHT))
        # Onto a new canvas: nothing that came with the file comes along.
        canvas = Image.new("RGBA", small.size)
        canvas.paste(small)
        told = io.BytesIO()
        canvas.save(told, "PNG", optimize=True)
    except (*BROKEN, *BOMBS):
        raise Refused("logo_unreadable", field="file") from None
    return Drawn(told.getvalue(), *small.size)
