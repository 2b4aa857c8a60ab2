"""The promise on one sheet of paper, in every language in which this municipality tells things to everybody, in its
order: for witnesses."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, render_template
from markupsafe import Markup

from participation.errors import N_
from participation.i18n import say
from participation.panels.queries import DrawView
from participation.web.context import as_written, here
from participation.web.speaking import speaking

# What stands on the sheet once, in all its languages beside each other.
ONCE = {
    "title": N_("Promise of a draw by lot"),
    "fingerprint": N_("The fingerprint of this promise"),
    "signed": N_("Signed before the number was drawn"),
    "former": N_("a former official"),
    "official": N_("official"),
    "second": N_("second official"),
    "witness": N_("witness: name and signature"),
}


@dataclass(frozen=True)
class Piece:
    """What the sheet says in one language, as it is printed."""

    language: str
    text: Markup


def pieces(*, draw: DrawView, **about: object) -> list[Piece]:
    """The promise in each language."""
    found = []
    for code, source in zip(here().languages, _each(draw.source["name"]), strict=True):
        with speaking(code):
            text = render_template("panels/notice_piece.html", names=g.place.names, draw=draw, source=source, **about)
        found.append(Piece(code, Markup(text)))  # noqa: S704 - it comes from our own template, escaped there
    return found


def once() -> dict[str, Markup]:
    """Short words in all languages at once, each marked with its own."""
    return {name: _in_all(sentence) for name, sentence in ONCE.items()}


def _each(name: str) -> list[str | Markup]:
    """What an official wrote once for everybody, for each language: its own part where there is one for each."""
    own, parts = here().languages, name.split(" / ")
    return [*parts] if len(parts) == len(own) else [as_written(name)] * len(own)


def _in_all(sentence: str) -> Markup:
    said = [Markup('<span lang="{}">{}</span>').format(code, say(sentence, code)) for code in here().languages]
    return Markup(" / ").join(said)
