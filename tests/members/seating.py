"""Makers of tables: a plan for a session, wishes about it, and what is kept of both."""

from __future__ import annotations

from participation import db
from participation.members import table_rules as rules
from participation.members import tabling
from participation.members.queries import tables as queries
from participation.members.queries.tables import PlanView
from participation.members.table_rules import Wish
from participation.panels import queries as panels
from tests.members.meeting import NOW, changing, look, members
from tests.towns import Town

SEED = "00000000000000000000000000000001"


def arrange(
    town: Town, slug: str, *, tables: int = 2, rounds: int = 2, balance: tuple[str, ...] = (), seed: str = SEED
) -> PlanView:
    """A plan for the first session, for everybody who took a seat."""
    with db.read() as session:
        panel = panels.panel(session, town.id, slug)
        guests = queries.guests(session, town.id, panel, balance=balance)
        asked = queries.wishes(session, town.id, panel.id)
    made = rules.arranged(
        guests,
        asked,
        tables=tables,
        rounds=rounds,
        balance=balance,
        facilitators=[],
        note_takers=[],
        seed=seed,
    )
    before = plan(town, slug)
    with db.write() as session:
        found = changing(session, town, slug, 1)
        tabling.keep(session, found, made, seen=before.version if before else 0, by=town.first, at=NOW)
    found_plan = plan(town, slug)
    assert found_plan
    return found_plan


def plan(town: Town, slug: str) -> PlanView | None:
    with db.read() as session:
        return queries.plan(session, town.id, look(town, slug).id)


def ask(town: Town, slug: str, kind: str, *places: int, table: int | None = None) -> None:
    """A wish about members, by their place among all."""
    people = members(town, slug)
    wish = Wish(kind, tuple(people[place].id for place in places), table)
    with db.write() as session:
        beside = queries.wishes(session, town.id, panels.panel(session, town.id, slug).id)
        tabling.ask(session, town.id, slug, wish, beside=beside, by=town.first, at=NOW)


def wishes(town: Town, slug: str) -> list[Wish]:
    with db.read() as session:
        return queries.wishes(session, town.id, panels.panel(session, town.id, slug).id)
