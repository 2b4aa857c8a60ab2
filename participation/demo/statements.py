"""The accessibility statements of the demo: one town knows of problems, one of none, and
in one nobody has looked yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from participation import clock, db
from participation.demo.towns import Founded
from participation.inclusion import reviewing

Words = Mapping[str, str]
On = Callable[[int, int, str], datetime]

MONDAY, THURSDAY = 0, 3

SCANNED = {"nl": "Het verslag van de startavond van 2024 is een foto van papier: een schermlezer leest er niets van."}
READ_ALOUD = {"nl": "Bel ons: we lezen het je voor, of sturen je de tekst."}
LIVE = {"nl": "Bij een vergadering die live te volgen is, staan nog geen ondertitels."}
MINUTES = {"nl": "Binnen drie werkdagen staat het verslag in gewone tekst op deze pagina’s."}
BY_HAND: dict[str, Words] = {
    "lindedorp": {
        "nl": "Met het toetsenbord, met een schermlezer (NVDA) en op de grootste letters door alle pagina’s gegaan."
    },
    "sint-linde-rode": {
        "nl": "Een bureau keek samen met vier mensen met een beperking naar de pagina’s en de brieven.",
        "fr": "Un bureau a regardé les pages et les lettres avec quatre personnes en situation de handicap.",
    },
}


def look_through(town: Founded, slug: str, method: str, at: datetime) -> None:
    """An official, or somebody from outside, goes through the pages."""
    with db.within(town.id), db.write() as session:
        reviewing.review(
            session, town.id, method=method, note=BY_HAND[slug], day=clock.local(at).date(), by=town.first, at=at
        )


def note(town: Founded, what: Words, alternative: Words, reason: str, at: datetime) -> None:
    """An official notes what does not work for everybody yet."""
    with db.within(town.id), db.write() as session:
        reviewing.note_problem(
            session, town.id, what=what, alternative=alternative, reason=reason, by=town.second, at=at
        )


def story(towns: Mapping[str, Founded], on: On) -> list[tuple[datetime, Callable[[datetime], object]]]:
    """What happened, and when. on: (weeks from the present one, weekday, hour) -> moment"""
    village, rode = towns["lindedorp"], towns["sint-linde-rode"]
    return [
        (on(-8, MONDAY, "15:20"), partial(look_through, village, "lindedorp", "self")),
        (on(-8, MONDAY, "15:45"), partial(note, village, SCANNED, READ_ALOUD, "noncompliance")),
        (on(-8, MONDAY, "15:55"), partial(note, village, LIVE, MINUTES, "scope")),
        (on(-7, THURSDAY, "11:05"), partial(look_through, rode, "sint-linde-rode", "other")),
    ]
