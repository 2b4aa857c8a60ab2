"""Makers of panels of which seats came free after the draw."""

from __future__ import annotations

from dataclasses import asdict

from participation import db
from participation.panels import drawing, queries, rounds
from tests import towns as make
from tests.towns import SEED_AT, START, Town

Codes = list[str]


def drawn_panel(town: Town, *, leave: int, title: str = "Dorpskern") -> tuple[str, Codes, Codes, Codes]:
    """A drawn panel that some members leave: its short name, and the codes of who goes, who stays and who was not drawn."""
    slug = make.make_panel(town, "drawn", title=title)
    with db.read() as session:
        panel = queries.panel(session, town.id, slug)
        draw = queries.draw(session, town.id, panel.id, 1)
        members = queries.members(session, town.id, draw.calculation_id, draw.number or 0)
        left = [one.code for one in queries.everybody(session, town.id, panel.id) if one.code not in members]
        # Only those who can still be drawn: nobody lives with a member.
        found = queries.whats_left(session, town.id, panel, staying=members, left=left)
    return slug, members[:leave], members[leave:], [one.id for one in found.people]


def open_round(town: Town, slug: str, staying: Codes, left: Codes) -> int:
    """Open the draw for the free seats."""
    with db.write() as session:
        panel = make.changing(session, town, slug)
        view = queries.panel(session, town.id, slug)
        found = queries.whats_left(session, town.id, view, staying=staying, left=left)
        return rounds.open_round(
            session,
            panel,
            seats=found.seats,
            targets=[asdict(target) for target in found.targets],
            relaxed=[asdict(one) for one in found.relaxed],
            pool=[one.id for one in found.people],
            by=town.first,
            at=START,
        )


def second_round(town: Town, slug: str, as_far_as: str) -> int:
    """Propose the draw of the round that is open, or `promise` it too; returns its number."""
    with db.write() as session:
        panel = make.changing(session, town, slug)
        panels = drawing.panels_to_draw_from(session, panel)
        source = drawing.declare_source("balls", "Council hall", SEED_AT, panels)
        sequence = drawing.propose(session, panel, source=source, seed_at=SEED_AT, by=town.first, at=START).sequence
    if as_far_as == "promise":
        make.confirm(town, slug, sequence)
    return sequence
