"""The background job that finds the fair chances and the numbered panels, between two transactions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from participation import clock, db
from participation.journal.actions import record
from participation.panels import queries, rules
from participation.panels.models import Calculation, Chance, NumberedPanel
from participation.panels.queries import PanelView
from participation.sortition.calculation import Calculation as Outcome
from participation.sortition.calculation import GaveUp, Infeasible
from participation.sortition.calculation import calculate as find_chances
from participation.sortition.feasibility import Misfit, misfits
from participation.sortition.problem import Problem
from participation.sortition.progress import Cancelled, Progress

LONGEST_SECONDS = 3600.0
SECONDS_BETWEEN_REPORTS = 0.7


class TookTooLong(Exception):
    """The calculation went on for longer than anybody would wait."""


def calculate(calculation_id: int, *, now: Callable[[], datetime] = clock.now) -> None:
    """Do one calculation. Done again after a sudden end, it starts afresh; done twice, it has one effect."""
    with db.write() as session:
        calculation = session.get_one(Calculation, calculation_id)
        if calculation.state not in ("waiting", "running"):
            return
        calculation.state, calculation.started_at = "running", now()
        panel = queries.panel_by_id(session, calculation.municipality_id, calculation.panel_id)
        problem, number_of_panels = _asked(session, calculation, panel)
    try:
        outcome = find_chances(problem, panel.objective, number_of_panels, report=_Watch(calculation_id))
        _keep(calculation_id, problem, outcome, misfits(problem), now())
    except Cancelled:
        _end(calculation_id, "cancelled", now())
    except TookTooLong:
        _end(calculation_id, "failed", now(), {"code": "took_too_long", "facts": {}})
    except (Infeasible, GaveUp) as trouble:
        _end(calculation_id, "failed", now(), trouble.as_dict())
    except Exception:
        # A calculation that stayed "running" would stand in the way of the next one for ever.
        _end(calculation_id, "failed", now(), {"code": "broke_off", "facts": {}})
        raise


def _asked(session: Session, calculation: Calculation, panel: PanelView) -> tuple[Problem, int]:
    """What is to be solved, and into how many numbered panels the chances are divided."""
    rounds = queries.rounds(session, calculation.municipality_id, panel.id)
    of = queries.round_numbered(rounds, calculation.round)
    if of is None:
        return queries.problem(session, calculation.municipality_id, panel), panel.number_of_panels
    problem = queries.problem(session, calculation.municipality_id, queries.in_round(panel, of), among=of.pool)
    return problem, rules.panels_for(panel.number_of_panels, of.seats, len(problem.people))


class _Watch:
    """Writes down how far the calculation is, now and then, and hears when an official wants it to stop."""

    def __init__(self, calculation_id: int) -> None:
        self.calculation_id = calculation_id
        self.last = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.seconds > LONGEST_SECONDS:
            raise TookTooLong
        if time.monotonic() - self.last < SECONDS_BETWEEN_REPORTS:
            return
        self.last = time.monotonic()
        with db.write() as session:
            calculation = session.get_one(Calculation, self.calculation_id)
            if calculation.stop_asked:
                raise Cancelled
            calculation.stage, calculation.seconds = progress.stage, progress.seconds
            calculation.bound, calculation.gap = progress.bound, progress.gap


def _keep(calculation_id: int, problem: Problem, outcome: Outcome, left_out: Sequence[Misfit], at: datetime) -> None:
    """Keep what was found, all of it or nothing."""
    codes = [person.id for person in problem.people]
    panels = outcome.numbered.members.tolist()
    exact = outcome.distribution.chance_of_person.tolist()
    with db.write() as session:
        calculation = session.get_one(Calculation, calculation_id)
        if calculation.state != "running":
            return
        if calculation.stop_asked:
            calculation.state, calculation.finished_at = "cancelled", at
            return
        its = {"municipality_id": calculation.municipality_id, "calculation_id": calculation_id}
        for table in (NumberedPanel, Chance):
            session.execute(delete(table).filter_by(**its))
        session.execute(
            insert(NumberedPanel),
            [
                {**its, "number": number, "codes": sorted(codes[one] for one in panel)}
                for number, panel in enumerate(panels)
            ],
        )
        session.execute(
            insert(Chance),
            [
                {**its, "code": code, "chance": chance, "panels": count}
                for code, chance, count in zip(codes, exact, outcome.numbered.counts.tolist(), strict=True)
            ],
        )
        calculation.state, calculation.stage, calculation.finished_at = "done", "done", at
        calculation.seconds = outcome.report["seconds"]
        calculation.gap = outcome.report["certified_gap"]
        calculation.bound = outcome.report["lottery"]["lowest"]
        calculation.report = {
            **outcome.as_dict(),
            "misfits": [{"code": codes[one.person], "reason": one.reason, "facts": one.facts} for one in left_out],
        }
        _record(session, calculation, at)


def _end(calculation_id: int, state: str, at: datetime, trouble: dict[str, Any] | None = None) -> None:
    with db.write() as session:
        calculation = session.get_one(Calculation, calculation_id)
        if calculation.state == "running":
            calculation.state, calculation.finished_at, calculation.trouble = state, at, trouble or {}


def _record(session: Session, calculation: Calculation, at: datetime) -> None:
    record(
        session,
        calculation.municipality_id,
        "panel.calculated",
        subject=f"panel:{calculation.panel_id}",
        by="worker",
        via="job",
        at=at,
        facts={"calculation": calculation.id},
    )
