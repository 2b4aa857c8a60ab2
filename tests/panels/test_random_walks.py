"""Officials who press anything in any order: a panel and its draws never come into a state that is not on the table."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation import db
from participation.errors import NotFound, Refused
from participation.journal import queries as journal
from participation.lottery.faults import Fault
from participation.panels import actions, drawing
from participation.panels.models import Calculation, Draw, Panel
from participation.panels.rules import Terms
from tests import towns as make


def propose(session, panel, who, at):
    source = drawing.declare_source("balls", "Council hall", make.SEED_AT, panel.number_of_panels)
    drawing.propose(session, panel, source=source, seed_at=make.SEED_AT, by=who, at=at)


def confirm(session, panel, who, at):
    drawing.confirm(session, panel, newest(session), municipality="Town", title="Panel", by=who, at=at)


def change_terms(session, panel, who, at):
    terms = Terms(make.SEATS, one_per_household=not panel.one_per_household, number_of_panels=100)
    actions.change(
        session, panel, title={"nl": "X"}, question={"nl": "Y"}, summary={"nl": "Z"}, terms=terms, by=who, at=at
    )


def newest(session) -> int:
    return session.query(Draw.sequence).order_by(Draw.sequence.desc()).limit(1).scalar() or 1


ACTS = {
    "propose": propose,
    "confirm": confirm,
    "withdraw": lambda session, panel, who, at: drawing.withdraw(session, panel, newest(session), by=who, at=at),
    "number": lambda session, panel, who, at: drawing.enter_number(
        session, panel, newest(session), "42", by=who, at=at
    ),
    "ask to cancel": lambda session, panel, who, at: drawing.ask_cancellation(
        session, panel, newest(session), "Flooded.", by=who, at=at
    ),
    "cancel": lambda session, panel, who, at: drawing.confirm_cancellation(
        session, panel, newest(session), by=who, at=at
    ),
    "change": change_terms,
    "targets": lambda session, panel, who, at: actions.accept_targets(session, panel, make.TARGETS, by=who, at=at),
}
# Mostly before the number can exist, at times after it.
STEPS = st.tuples(st.sampled_from([*ACTS, "calculate"]), st.sampled_from(["first", "second"]), st.booleans())
# Most walks of any length end in front of a door that is shut: these begin where one is open.
BEGINNINGS = st.sampled_from([[], ["propose"], ["propose", "confirm"], ["propose", "confirm", "number"]])


def test_whatever_is_pressed_in_whatever_order_a_draw_stays_what_was_promised(databases):
    with databases.fresh_database() as url:
        db.bind(url)
        town = make.make_town("ourtown")
        slug = make.make_panel(town, "calculated")
        db.unbind()
        saved = databases.save(url)

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(BEGINNINGS, st.lists(STEPS, max_size=8))
        def walk(beginning, steps):
            databases.restore(url, saved)
            db.bind(url)
            try:
                known: dict[int, tuple[object, ...]] = {}
                opening = [(name, "second" if name == "confirm" else "first", name == "number") for name in beginning]
                for name, who, late in [*opening, *steps]:
                    press(town, slug, name, who, late)
                    look(town, known)
            finally:
                db.unbind()

        walk()


def press(town, slug, name, who, late) -> None:
    at = make.AFTER if late else make.START + timedelta(hours=1)
    try:
        if name == "calculate":
            make.calculate(town, slug)
            return
        with db.write() as session:
            ACTS[name](session, make.changing(session, town, slug), getattr(town, who), at)
    except (Refused, Fault, NotFound):
        pass


def look(town, known: dict[int, tuple[object, ...]]) -> None:
    """Everything that must hold of a panel and its draws, at any time."""
    with db.read() as session:
        panel = session.query(Panel).one()
        draws = session.query(Draw).order_by(Draw.sequence).all()
        assert [draw.sequence for draw in draws if not draw.cancelled_at][1:] == []
        for draw in draws:
            if draw.promised_at:
                assert draw.promised_by != draw.proposed_by
                assert draw.promised_at < draw.seed_at
                assert draw.digest
                assert draw.document
                assert known.setdefault(draw.id, (draw.digest, draw.proposed_by)) == (draw.digest, draw.proposed_by)
            else:
                assert (draw.digest, draw.number, draw.cancelled_at) == (None, None, None)
            if draw.number is not None:
                assert 0 <= draw.number < draw.number_of_panels
                assert draw.drawn_at >= draw.seed_at
                assert known.setdefault(-draw.id, (draw.number,)) == (draw.number,)
            if draw.cancelled_at:
                assert draw.cancelled_by != draw.cancel_asked_by
                assert draw.reason
            else:
                # Nothing under a promise moves.
                assert session.get_one(Calculation, draw.calculation_id).version == panel.version
        assert {number for number in known if number > 0} <= {draw.id for draw in draws}
        assert journal.first_broken(session, town.id) is None
