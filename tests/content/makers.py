"""Makers of what is told: words in a language, a picture, and files that are films as far as anybody can tell."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from participation import db
from participation.content import actions, media, queries, rules
from participation.content.queries import Content
from participation.panels import queries as panels
from tests.municipalities.makers import picture
from tests.towns import START, Town

VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\nWelkom op het plein.\n"
TRANSCRIPT = "Een vrouw staat op het plein. Ze zegt: Welkom op het plein."
ALT = {"nl": "Een plein met bomen", "fr": "Une place avec des arbres"}


def subject_of(town: Town, slug: str) -> str:
    """What a panel is called where other rooms speak of it."""
    with db.read() as session:
        return panels.panel(session, town.id, slug).subject


def told(town: Town, subject: str) -> Content:
    with db.read() as session:
        return queries.content(session, town.id, subject)


def write(town: Town, subject: str, language: str, **texts: str) -> None:
    with db.write() as session:
        actions.write(session, town.id, subject, language, texts, by=town.first, at=START)


def add(town: Town, subject: str, medium: Mapping[str, object]) -> int:
    """Put a medium with something; returns its number."""
    with db.write() as session:
        return actions.add_medium(session, town.id, subject, medium, by=town.first, at=START)


def a_picture(kind: str = "picture", *, decoration: bool = False) -> dict[str, object]:
    return media.picture(kind, picture(), {} if decoration else ALT, ["nl", "fr"], decoration=decoration)


def a_film(*, sound: bool = True, note: bytes = b"") -> dict[str, object]:
    return media.film("film", "nl", mp4(sound=sound, note=note), ALT, ["nl", "fr"], captions=VTT, transcript=TRANSCRIPT)


def box(kind: bytes, content: bytes = b"") -> bytes:
    """A box of MP4."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def mp4(*, pictures: bool = True, sound: bool = True, note: bytes = b"") -> bytes:
    """What an MP4 begins with and is made of, with nothing to see or hear in it."""
    tracks = [b"vide"] * pictures + [b"soun"] * sound
    notes = box(b"udta", box(b"\xa9xyz", note)) if note else b""
    trak = b"".join(box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(12))) + notes) for kind in tracks)
    return (
        box(b"ftyp", b"isom" + bytes(4))
        + box(b"moov", box(b"mvhd", bytes(100)) + trak + notes)
        + box(b"mdat", b"x" * 500)
    )


def webm(*, pictures: bool = True, sound: bool = True) -> bytes:
    tracks = b"\x83\x81\x01" * pictures + b"\x83\x81\x02" * sound
    return b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + bytes(40) + b"\x16\x54\xae\x6b" + tracks + bytes(500)


def mark(town: Town, subject: str, language: str) -> str:
    """What the form about these words says that it saw."""
    return rules.mark(told(town, subject).written, language)
