"""What people of the demo ask for, and a letter of which somebody may want a copy: so that the desk has something to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from participation import db
from participation.demo.towns import Founded
from participation.inclusion import actions
from participation.messages import actions as messages
from participation.messages import printing
from participation.messages.recipients import LETTER, Recipient
from participation.sheets import sheet

Answers = Mapping[str, Any]
On = Callable[[int, int, str], datetime]

MONDAY, TUESDAY, THURSDAY, FRIDAY = 0, 1, 3, 4

CALL: Answers = {
    "name": "Godelieve Claes",
    "phone": "016 01 23 71",
    "moment": "morning",
    "language": "nl",
    "about": "Mijn man kan de trap niet op. Is de raadzaal op het gelijkvloers?",
}
SUPPORT: Answers = {
    "needs": ["vgt", "breaks"],
    "interpreter": "",
    "day": None,
    "more": "Ik zit graag vooraan, zodat ik de tolk goed zie.",
    "contact": "ruben.smets@lindedorp.example",
    "name": "Ruben Smets",
}
CHILDREN: Answers = {
    "needs": ["childcare", "interpreter"],
    "interpreter": "العربية",
    "day": None,
    "more": "",
    "contact": "016 01 23 88",
    "name": "Amira",
}
COPY: Answers = {
    "name": "Claire Dumont",
    "day": None,
    "about": "Ma carte d’identité",
    "contact": "02 012 34 71",
    "language": "fr",
}
CLAIRE = Recipient(
    None,
    "Claire Dumont",
    LETTER,
    address={"street": "Kapelstraat 21 / Rue de la Chapelle 21", "postcode": "1659", "town": "Sint-Linde-Rode"},
    language="fr",
)


def story(towns: Mapping[str, Founded], on: On) -> list[tuple[datetime, Callable[[datetime], object]]]:
    """What was asked, and when. on: (weeks from the present one, weekday, hour) -> moment"""
    village, rode = towns["lindedorp"], towns["sint-linde-rode"]
    return [
        (on(-2, TUESDAY, "10:12"), partial(ask, village, "support", "nl", SUPPORT)),
        (on(-1, MONDAY, "16:40"), partial(ask, village, "call-back", "nl", CALL)),
        (on(-1, FRIDAY, "19:05"), partial(ask, village, "support", "nl", CHILDREN)),
        (on(-1, TUESDAY, "09:30"), partial(print_letter, rode, CLAIRE)),
        (on(-1, FRIDAY, "11:20"), partial(ask, rode, "copy", "fr", COPY)),
    ]


def ask(town: Founded, kind: str, language: str, answers: Answers, at: datetime) -> None:
    """Somebody sends a form on the website."""
    typed = {
        name: list(value) if isinstance(value, list) else [value] if value else [] for name, value in answers.items()
    }
    with db.within(town.id), db.write() as session:
        actions.enter(session, town.id, sheet(kind), subject="", typed=typed, answers=answers, language=language, at=at)


def print_letter(town: Founded, to: Recipient, at: datetime) -> None:
    """A letter to somebody goes onto paper."""
    with db.within(town.id), db.write() as session:
        messages.send(session, town.id, "checked", to=to, key="demo:letter", at=at)
        batch = printing.take_letters(session, town.id, by=town.first, at=at)
        printing.note_printed(session, town.id, batch, by=town.first, at=at)
