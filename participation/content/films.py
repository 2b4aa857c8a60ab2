"""What a film or recording really is, read from its own bytes; and where it was made, taken out of it.

MP4: ISO/IEC 14496-12; WebM: https://www.webmproject.org/docs/container/ ; Ogg: RFC 3533; MP3: ISO/IEC 11172-3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from participation.errors import Refused

LARGEST_FILE = 20 * 1024 * 1024

# In MP4 a handler says what a track holds, eight bytes after its name.
MP4_PICTURES, MP4_SOUND = re.compile(rb"hdlr.{8}vide", re.DOTALL), re.compile(rb"hdlr.{8}soun", re.DOTALL)
# In WebM a track says its type: 1 for pictures, 2 for sound.
WEBM_PICTURES, WEBM_SOUND = b"\x83\x81\x01", b"\x83\x81\x02"
WEBM_HEAD = 64 * 1024
# Boxes of MP4 that hold others, from the outside in, and those that telephones fill with the place, the maker and the day.
HOLDERS, TOLD = (b"moov", b"trak"), (b"udta", b"meta", b"uuid")


class Film(NamedTuple):
    """A film or recording as it is kept, and what is in it."""

    content: bytes
    content_type: str
    has_pictures: bool
    has_sound: bool


def read(content: bytes) -> Film:
    """What this file is, whatever it is called. Raises Refused."""
    if not content:
        raise Refused("film_missing", field="file")
    if len(content) > LARGEST_FILE:
        raise Refused("film_too_large", field="file")
    if content[4:8] == b"ftyp":
        return _mp4(content)
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return _webm(content)
    if content.startswith(b"OggS") and (b"OpusHead" in content[:64] or b"\x01vorbis" in content[:64]):
        return Film(content, "audio/ogg", has_pictures=False, has_sound=True)
    if content.startswith(b"ID3") or re.match(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]", content):
        return Film(content, "audio/mpeg", has_pictures=False, has_sound=True)
    raise Refused("film_unreadable", field="file")


def _mp4(content: bytes) -> Film:
    pictures, sound = bool(MP4_PICTURES.search(content)), bool(MP4_SOUND.search(content))
    if not (pictures or sound):
        raise Refused("film_unreadable", field="file")
    return Film(without_notes(content), "video/mp4" if pictures else "audio/mp4", pictures, sound)


def _webm(content: bytes) -> Film:
    head = content[:WEBM_HEAD]
    pictures, sound = WEBM_PICTURES in head, WEBM_SOUND in head
    if not (pictures or sound):
        raise Refused("film_unreadable", field="file")
    return Film(content, "video/webm" if pictures else "audio/webm", pictures, sound)


def without_notes(content: bytes) -> bytes:
    """An MP4 of the same length in which the boxes with notes, such as where it was filmed, are empty room."""
    emptied = bytearray(content)
    for start, end in _notes(content, 0, len(content), HOLDERS):
        emptied[start + 4 : start + 8] = b"free"
        emptied[start + 8 : end] = bytes(end - start - 8)
    return bytes(emptied)


def _notes(content: bytes, start: int, end: int, holders: tuple[bytes, ...]) -> Iterator[tuple[int, int]]:
    """Where each box with notes begins and ends. holders: the boxes to look into here, and in those, and so on."""
    while start + 8 <= end:
        size, kind, head = int.from_bytes(content[start : start + 4]), content[start + 4 : start + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[start + 8 : start + 16]), 16
        size = size or end - start
        if size < head or start + size > end:
            return
        if kind in TOLD and head == 8:
            yield start, start + size
        elif kind in holders[:1]:
            yield from _notes(content, start + head, start + size, holders[1:])
        start += size
