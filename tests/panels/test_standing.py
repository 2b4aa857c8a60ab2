"""Where a panel stands, as the person who looks sees it: in words, with the one act that comes next."""

import pytest

from participation import db
from participation.panels import actions, drawing, queries
from participation.panels.desk.standing import Standing, standing
from tests import towns as make
from tests.towns import AFTER, START
from tests.visitors import Visitor

# Stage, what the one who proposed is offered, what a colleague is offered, and whom of the two it awaits.
STANDINGS = [
    ("empty", "Write what it is asked and promised", "Write what it is asked and promised", (False, False)),
    ("targets", "Upload the people", "Upload the people", (False, False)),
    ("people", "Calculate the fair chances", "Calculate the fair chances", (False, False)),
    ("calculated", "Promise the draw", "Promise the draw", (True, True)),
    ("proposed", "Look at what is proposed", "Look and confirm", (False, True)),
    ("promised", "Look at the promise", "Look at the promise", (False, False)),
    ("drawn", "See the panel", "See the panel", (False, False)),
]


def stands(app, town, who, now=START) -> Standing:
    with app.test_request_context(f"/{town.slug}/desk", headers={"Accept-Language": "en"}):
        app.preprocess_request()
        with db.read() as session:
            ((panel, calculation, draw),) = queries.panels(session, town.id)
            has_remit = queries.remit(session, town.id, panel.id) is not None
        return standing(panel, calculation, draw, seen_by=who.person_id, now=now, has_remit=has_remit)


@pytest.mark.parametrize(("stage", "first", "second", "awaits"), STANDINGS)
def test_each_official_is_offered_the_act_that_comes_next(app, towns, stage, first, second, awaits):
    town, _ = towns
    make.make_panel(town, stage)
    seen = [stands(app, town, who) for who in (town.first, town.second)]
    assert [one.act for one in seen] == [first, second]
    assert tuple(bool(one.awaits) for one in seen) == awaits
    for who, one in zip((town.first, town.second), seen, strict=True):
        Visitor(app, town, who).get(one.href)


def test_once_it_is_known_what_is_asked_the_targets_come_next(app, towns):
    town, _ = towns
    make.write_remit(town, make.make_panel(town))
    seen = stands(app, town, town.first)
    assert seen.act == "Set the targets"
    Visitor(app, town, town.first).get(seen.href)


def test_from_its_moment_on_the_number_is_due(app, towns):
    town, _ = towns
    make.make_panel(town, "promised")
    assert stands(app, town, town.first).words == "Promised"
    due = stands(app, town, town.first, AFTER)
    assert (due.words, due.act) == ("The number is due", "Enter the number")


def test_changed_targets_ask_for_another_calculation(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "calculated")
    with db.write() as session:
        actions.accept_targets(session, make.changing(session, town, slug), make.TARGETS, by=town.first, at=START)
    assert stands(app, town, town.first).act == "Calculate the fair chances again"


def test_a_calculation_under_way_asks_nothing(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "people")
    with db.write() as session:
        actions.ask_calculation(session, make.changing(session, town, slug), by=town.first, at=START)
    seen = stands(app, town, town.first)
    assert (seen.words, seen.awaits) == ("Calculating", "")


def test_a_request_to_cancel_awaits_the_colleague_and_a_cancelled_draw_is_no_longer_in_the_way(app, towns):
    town, _ = towns
    slug = make.make_panel(town, "promised")
    with db.write() as session:
        drawing.ask_cancellation(
            session, make.changing(session, town, slug), 1, "The hall flooded.", by=town.first, at=START
        )
    assert not stands(app, town, town.first).awaits
    assert "needs your yes" in stands(app, town, town.second).awaits
    with db.write() as session:
        drawing.confirm_cancellation(session, make.changing(session, town, slug), 1, by=town.second, at=START)
    assert stands(app, town, town.first).act == "Promise the draw"
