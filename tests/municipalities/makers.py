"""Makers for tests of a municipality as a whole: its administrators, its decisions, a picture."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from PIL import Image

from participation import clock, db
from participation.municipalities import actions, erasing
from participation.people import actions as people
from participation.people import sessions
from participation.permissions import Actor, Role
from tests.towns import START, Town

SOURCE = {"source_nl": "Reglement participatie, artikel 4", "source_fr": "Règlement", "source_date": "2025-06-24"}
SIGNATURES = {"value_below_0": "", "value_amount_0": "2,5", "value_unit_0": "percent"}


def with_second_administrator(town: Town) -> tuple[Town, Actor]:
    """The town, and one more administrator who is signed in."""
    with db.write() as session:
        person = people.welcome(
            session,
            email=f"flo@{town.slug}.example",
            name=f"flo {town.slug}",
            municipality_id=town.id,
            roles=[Role.ADMINISTRATOR],
            at=START,
        )
        secret = sessions.open_session(session, person, device="", strong=True, at=clock.now())
        actor = Actor(person.id, person.name, town.id, frozenset({Role.ADMINISTRATOR}))
    return replace(town, secrets={**town.secrets, actor.person_id: secret}), actor


def decide(town: Town, key: str, value: object, **asked: object) -> None:
    """A decision of the administrator."""
    with db.write() as session:
        actions.decide(
            session,
            town.id,
            key,
            value,
            **{
                "source": {"nl": "Reglement participatie"},
                "source_date": date(2025, 6, 24),
                "by": town.administrator,
                "at": clock.now(),
                **asked,
            },
        )


def ask_erasure(town: Town, by: Actor) -> None:
    with db.write() as session:
        erasing.ask(session, town.id, "We merge with our neighbour.", by=by, at=clock.now())


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 300), **extra: object) -> bytes:
    """A picture with two colours."""
    made = Image.new("RGB", size, "navy")
    made.paste("gold", (0, 0, size[0] // 2, size[1]))
    told = io.BytesIO()
    made.save(told, kind, **extra)
    return told.getvalue()
