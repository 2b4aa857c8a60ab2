"""Drawing a logo anew from what somebody uploaded: small enough for the head of every page."""

from __future__ import annotations

from typing import NamedTuple

from participation import pictures

LARGEST_FILE = pictures.LARGEST_FILE
HEIGHT, WIDTH = 176, 704


class Drawn(NamedTuple):
    """A PNG and its size in pixels."""

    image: bytes
    width: int
    height: int


def drawn_anew(content: bytes) -> Drawn:
    """The picture as a PNG of at most 704 by 176 pixels, without anything but its pixels. Raises Refused."""
    image, width, height, _ = pictures.drawn_anew(content, WIDTH, HEIGHT)
    return Drawn(image, width, height)
