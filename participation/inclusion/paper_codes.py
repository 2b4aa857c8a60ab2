"""The short codes on paper forms, KRTW-4071: they say which form it is, and whether its questions are still the same.

Nothing is kept of a form that is printed. The four letters follow from the form and what it is about, the digits from its
questions; the last digit is a check, as in the codes of a draw. It is no secret: whoever has the code has the form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from sqlalchemy.orm import Session

from participation import keys
from participation.errors import Refused
from participation.i18n import SOURCE
from participation.inclusion.questions import questions
from participation.lottery.codes import LETTERS, read_code, with_check
from participation.sheets import Sheet, sheets
from participation.web.context import speaking


@dataclass(frozen=True)
class Printed:
    """What a code on paper stands for. same_version: whether the questions are those that were printed."""

    sheet: Sheet
    subject: str
    same_version: bool


def code_of(session: Session, municipality_id: int, sheet: Sheet, subject: str = "") -> str:
    """The code on this form as it is printed today; the same in every language and size."""
    letters = _letters(municipality_id, sheet, subject)
    version = _version(session, municipality_id, sheet, subject)
    for tried in count():
        number = int(keys.keyed(f"{letters}/{version}/{tried}", "paper", municipality_id), 16) % 1000
        if code := with_check(f"{letters}{number:03}"):
            return code
    raise AssertionError  # pragma: no cover - counting never ends


def form_of_code(session: Session, municipality_id: int, typed: str) -> Printed:
    """The form with this code, however it is typed.

    Raises `lottery.faults.Fault` where it is no code or a sign must be wrong, Refused where no form here has it.
    """
    code = read_code(typed)
    found = [
        (sheet, subject, code_of(session, municipality_id, sheet, subject) == code)
        for sheet, subject in _all(session, municipality_id)
        if _letters(municipality_id, sheet, subject) == code[:4]
    ]
    same = [one for one in found if one[2]]
    # Where two forms have the same letters, only the whole code tells them apart.
    if len(same or found) != 1:
        raise Refused("paper_code_unknown")
    return Printed(*(same or found)[0])


def _all(session: Session, municipality_id: int) -> Iterator[tuple[Sheet, str]]:
    """Every form, with everything that it is or was about."""
    for sheet in sheets():
        for subject in {*sheet.about(session, municipality_id), *sheet.was_about(session, municipality_id)}:
            yield sheet, subject


def _letters(municipality_id: int, sheet: Sheet, subject: str) -> str:
    number = int(keys.keyed(f"{sheet.name}/{subject}", "paper", municipality_id), 16)
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(4))


def _version(session: Session, municipality_id: int, sheet: Sheet, subject: str) -> str:
    """A digest of all questions, in the words they were written in: a better translation is no other question."""
    # As they stand in the code, whatever the language of the page.
    with speaking(SOURCE):
        asked = questions(sheet.asks(session, municipality_id, subject)(formdata=None, meta={"csrf": False}))
        told = [
            [one.name, str(one.kind), one.label, one.hint, one.required, [list(choice) for choice in one.choices]]
            for one in asked
        ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
