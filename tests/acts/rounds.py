"""What officials and auditors send about seats that came free, and about a draw with fictional people."""

from __future__ import annotations

from collections.abc import Mapping

from participation import db
from participation.panels import drawing
from tests import rounds, towns
from tests.acts import Act
from tests.acts.panels import COMES, DESK, DRAW, SEEN, Prepare, facts, panel
from tests.towns import Town


def opened(title: str, as_far_as: str = "opened") -> Prepare:
    """A drawn panel with a round that is open; calculated, or proposed with a number that is still to come."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug, _, staying, left = rounds.drawn_panel(town, leave=1, title=f"{title} {town.slug}")
        rounds.open_round(town, slug, staying, left)
        if as_far_as != "opened":
            towns.calculate(town, slug)
        if as_far_as == "proposed":
            with db.write() as session:
                found = towns.changing(session, town, slug)
                source = drawing.declare_source(
                    "balls", "Council hall", COMES, drawing.panels_to_draw_from(session, found)
                )
                drawing.propose(session, found, source=source, seed_at=COMES, by=town.first, at=towns.START)
        return {**facts(town, slug), "sequence": 2, "number": 2}

    return prepare


SOURCE = {"kind": "balls", "name": "Council hall", "at": "2199-12-04T20:00"}

ACTS = [
    # Each time with other people, and in the journal.
    Act(
        "desk.rehearse",
        DESK + "/rehearsal",
        {"people": "20"},
        prepare=panel("targets", "Proef"),
        status=200,
        once=False,
    ),
    Act("desk.give_up_round", DESK + "/rounds/{number}/give-up", prepare=opened("Sas")),
    Act("desk.start_calculation", DESK + "/calculation/start", prepare=opened("Wiel")),
    Act("desk.propose", DESK + "/promise", SOURCE, prepare=opened("Zwin", "calculated")),
    Act("desk.confirm", DRAW + "/confirm", SEEN, "second", prepare=opened("Laak", "proposed")),
    # Every copy that leaves the house is in the journal.
    Act(
        "desk.openings",
        DESK + "/openings.json",
        {"draw": "{sequence}"},
        "auditor",
        opened("Geul", "proposed"),
        200,
        once=False,
    ),
]
