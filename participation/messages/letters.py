"""Letters on paper: many letters become one accessible PDF for the printer of the town hall."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from participation import config
from participation.clock import local
from participation.errors import N_
from participation.i18n import say
from participation.messages import wording
from participation.municipalities.queries import Place

TEMPLATE = config.ROOT / "templates" / "messages" / "letter.typ"
# In points. The larger one is what the Dutch and Belgian leagues of the blind ask for in large print.
ORDINARY, LARGE = 12, 18
ANSWER = N_("A question? Call %(phone)s, come to %(street)s, %(postcode)s %(town)s, or write to %(email)s.")
TITLE = N_("Letters")


@dataclass(frozen=True)
class Letter:
    """A letter as it is printed. lines: of the envelope; body: paragraphs with an empty line between."""

    language: str
    lines: list[str]
    subject: str
    body: str
    made_at: datetime
    large: bool = False


def pdf(letters: Sequence[Letter], place: Place, *, large: bool = False) -> bytes:
    """One PDF (PDF/UA-1) of letters, on A4 for envelopes with a window at the right; each begins on a new page.

    large: all of them in large print; else those of people who asked for it
    """
    # The file is the printer's: in the language in which we work.
    own = place.values["language.internal"][0]
    words = {
        "letters": json.dumps([_said(letter, place, large=large) for letter in letters], ensure_ascii=False),
        "title": f"{say(TITLE, own)} – {wording.name_of(place, own)}",
    }
    return typeset(TEMPLATE, words)


def typeset(template: Path, words: Mapping[str, str]) -> bytes:
    """A PDF (PDF/UA-1) of a template and the words in it."""
    # Loaded only where something is printed: it takes a while.
    import typst

    try:
        printed = typst.compile(str(template), format="pdf", pdf_standards="ua-1", sys_inputs=dict(words))
    except typst.TypstError:
        # A name with signs that no font here has: it is printed all the same, only without the promise of PDF/UA.
        printed = typst.compile(str(template), format="pdf", sys_inputs=dict(words))
    assert isinstance(printed, bytes)
    return printed


def _said(letter: Letter, place: Place, *, large: bool) -> dict[str, object]:
    office = {name: str(place.office.get(name, "")) for name in ("phone", "street", "postcode", "town", "email")}
    return {
        "language": letter.language,
        "size": LARGE if large or letter.large else ORDINARY,
        "sender": wording.name_of(place, letter.language),
        "office": [office["street"], f"{office['postcode']} {office['town']}", office["phone"]],
        "address": letter.lines,
        "date": wording.day_in_words(local(letter.made_at).date(), letter.language),
        "subject": letter.subject,
        "paragraphs": [
            {"text": text, "code": _is_to_be_typed(text)} for text in letter.body.split("\n\n") if text.strip()
        ],
        "answer": say(ANSWER, letter.language, office),
    }


def _is_to_be_typed(paragraph: str) -> bool:
    """Whether a paragraph is one word on its own, such as a code: it is typed over, sign by sign."""
    return " " not in paragraph.strip() and "://" not in paragraph and not paragraph.endswith(",")
