"""The forms that people fill in: each is defined once, and then is a page, a numbered paper form, a script to read aloud
on the telephone, and what an official types at the desk.

A room that asks people something has a drawer `sheets.py` with `SHEETS`; `wiring` registers them, and `inclusion` makes
every way of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from participation.errors import N_, NotFound

WEB, TEXT, PAPER, PHONE, DESK = "web", "text", "paper", "phone", "desk"

# Every way in which somebody can take part, and what it is called in a list of counts.
CHANNEL_NAMES: dict[str, str] = {
    WEB: N_("on the website"),
    TEXT: N_("by text message"),
    PAPER: N_("on paper"),
    PHONE: N_("by telephone"),
    DESK: N_("at the desk"),
    "visit": N_("at home"),
    "library": N_("in the library"),
    "welfare": N_("at the social welfare centre"),
    "digibank": N_("at the digital help point"),
}
# Those in which an official enters it for somebody.
ASSISTED = tuple(channel for channel in CHANNEL_NAMES if channel not in (WEB, TEXT))

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Sent:
    """A form that was filled in, as its room takes it.

    entry_id: stays the same when it is corrected; subject: what it is about, such as `panel:7`, or ""
    answers: by the name of the field, as `form.data` has them
    person_id: whose form it is; None where nobody needs to be known
    by: who entered it, such as `person:7`; "" for somebody without an account
    """

    municipality_id: int
    entry_id: int
    subject: str
    answers: Mapping[str, Any]
    person_id: int | None
    channel: str
    language: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Texted:
    """What a text message with a code from a letter fills in.

    typed: by the name of the field; language: of whom the letter was for, "" where that is not known
    thanks: the kind of message that answers it, which may say `answer` and `code`
    """

    subject: str
    typed: Mapping[str, list[str]]
    language: str = ""
    thanks: str = "text_taken"


@dataclass(frozen=True)
class Key:
    """A secret code from a letter that opens a form in place of an account. It is asked first, in the field `code`; who
    tries many is slowed down.

    opens: (session, municipality_id, subject, code, at) -> a sentence to know before going on, or ""; raises Refused where
    this code does not open this form
    texted: (session, municipality_id, code, word, phone) -> what "YES KRTW-4071-PMNX-2208" from this telephone fills in,
    word being YES or NO; None where the code is of something else
    """

    opens: Callable[[Session, int, str, str, datetime], str]
    texted: Callable[[Session, int, str, str, str], Texted | None]


def _about_nothing(_session: Session, _municipality_id: int) -> Sequence[str]:
    return ("",)


def _never(_session: Session, _municipality_id: int) -> Sequence[str]:
    return ()


def _tells_no_more(_session: Session, _municipality_id: int, _entry_id: int) -> Sequence[tuple[str, str | date]]:
    return ()


def _knows_nothing(_session: Session, _municipality_id: int, _person_id: int) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Sheet:
    """One form, in all its ways.

    name: in its address, `/forms/<name>`; title, intro, after: sentences: what it is called, what it is for, what happens
    once we have it
    asks: (session, municipality_id, subject) -> the FlaskForm class with its questions. Label and `description` (the
        hint) say the same on screen, on paper and aloud. A class attribute `STEPS`, pairs of a sentence and the names of
        fields, spreads it over several pages
    take: (session, sent): does what it is for; may refuse at a field. Must be one whole: called once per entry
    take_back: (session, sent): undoes it while it can be corrected; None where it cannot be undone, only done anew
    act: of `permissions.ACTS` where one must be known that well; None: anybody, without an account
    about: (session, municipality_id) -> everything that it can be about now; "" is nothing in particular
    was_about: (session, municipality_id) -> what it was about before, and is not now: its paper still comes in
    known: (session, municipality_id, person_id) -> what their own form on the website begins with
    yes_no: the name of the one field (choices YES and NO) that a text message can answer
    ballot: on paper it is entered twice, by two officials, before it counts
    linked: whether it is offered in the list of forms; not where it is only reached from its subject
    discreet: that somebody sent it says much about them: the journal does not say who
    key: where a code from a letter opens it
    tells: (session, municipality_id, entry_id) -> what its receipt says besides, pairs of a sentence and words or a date
    next_forms: names of forms that somebody may want after this one
    """

    name: str
    title: str
    intro: str
    after: str
    asks: Callable[[Session, int, str], type[Any]]
    take: Callable[[Session, Sent], None]
    take_back: Callable[[Session, Sent], None] | None = None
    act: str | None = None
    about: Callable[[Session, int], Sequence[str]] = _about_nothing
    was_about: Callable[[Session, int], Sequence[str]] = _never
    known: Callable[[Session, int, int], Mapping[str, Any]] = _knows_nothing
    yes_no: str = ""
    ballot: bool = False
    linked: bool = True
    discreet: bool = False
    key: Key | None = None
    tells: Callable[[Session, int, int], Sequence[tuple[str, str | date]]] = _tells_no_more
    next_forms: tuple[str, ...] = ()


def always(form: type[Any]) -> Callable[[Session, int, str], type[Any]]:
    """The same questions whatever it is about."""
    return lambda _session, _municipality_id, _subject: form


class _Register:
    sheets: dict[str, Sheet] = {}  # noqa: RUF012 - filled once for the whole process


def register(sheets: Sequence[Sheet]) -> None:
    """Say which forms there are in all rooms together, once for the whole process."""
    _Register.sheets = {sheet.name: sheet for sheet in sheets}


def sheets() -> tuple[Sheet, ...]:
    """Every form, room by room."""
    return tuple(_Register.sheets.values())


def offered(session: Session, municipality_id: int) -> list[Sheet]:
    """The forms that this municipality offers in its list, in order."""
    return [one for one in sheets() if one.linked and "" in one.about(session, municipality_id)]


def sheet(name: str) -> Sheet:
    """The form with this name. Raises NotFound."""
    if name not in _Register.sheets:
        raise NotFound
    return _Register.sheets[name]
