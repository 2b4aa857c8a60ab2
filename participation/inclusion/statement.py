"""The accessibility statement of a municipality, as it follows from what is known: for everybody who reads it, people
and programs.

It has the parts of the model in Implementing Decision (EU) 2018/1523. Nobody writes that all is well: it is said when the
automatic checks found nothing, nothing is on the list of known problems, and a person has looked within the last year.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_, NotFound
from participation.inclusion import enforcement
from participation.inclusion.models import KnownProblem, StatementReview
from participation.municipalities import queries as municipalities

STANDARD = "EN 301 549 v3.2.1 (WCAG 2.1 AA)"
REVIEW_EVERY = timedelta(days=365)
REMINDED_AFTER = timedelta(days=335)

NONCOMPLIANCE, BURDEN, SCOPE = "noncompliance", "burden", "scope"
# Why something cannot be used by everybody, in the order of the model.
REASONS: dict[str, str] = {
    NONCOMPLIANCE: N_("It does not yet meet the rules, and we are putting it right"),
    BURDEN: N_("Putting it right would cost more than it is reasonable to ask"),
    SCOPE: N_("The rules do not cover it"),
}
SELF, OTHER = "self", "other"
METHODS: dict[str, str] = {
    SELF: N_("We looked ourselves"),
    OTHER: N_("Somebody from outside looked"),
}


class Status(StrEnum):
    """How far the pages comply."""

    FULLY = "fully"
    PARTIALLY = "partially"
    NOT = "not"


@dataclass(frozen=True)
class Results:
    """What the automatic checks found: of this version of Samenspraak, on every page, as `run.py test --long` kept it.

    violations: from the name of a rule to the number of pages on which it was broken; pages_with: how many pages broke any
    """

    day: date
    version: str
    pages: int
    looks: int
    roles: Sequence[str]
    languages: Sequence[str]
    renderings: Sequence[str]
    rules: Sequence[str]
    checks: int
    pages_with: int
    violations: Mapping[str, int]


@dataclass(frozen=True)
class Problem:
    """Something that not everybody can use yet. what, alternative: per language; mark: changes whenever it does"""

    id: int
    what: dict[str, str]
    alternative: dict[str, str]
    reason: str
    noted_at: datetime
    mark: str


@dataclass(frozen=True)
class Review:
    """Somebody went through the pages and this statement. note: what they did, per language"""

    id: int
    method: str
    note: dict[str, str]
    day: date


@dataclass(frozen=True)
class Statement:
    """Everything that the statement says, but for the municipality's own name and address."""

    status: Status
    results: Results
    problems: Sequence[Problem]
    reviews: Sequence[Review]
    enforced_by: enforcement.Body
    prepared_on: date
    review_due: bool
    country: str

    @property
    def reviewed_on(self) -> date | None:
        return self.reviews[0].day if self.reviews else None

    def problems_because(self, reason: str) -> list[Problem]:
        return [problem for problem in self.problems if problem.reason == reason]


@lru_cache
def results() -> Results:
    """The automatic results that came with this version."""
    kept = json.loads((Path(__file__).parent / "accessibility_results.json").read_text())
    return Results(**{**kept, "day": date.fromisoformat(kept["day"])})


def statement(session: Session, municipality_id: int, *, at: datetime) -> Statement:
    """The statement of a municipality as it is now."""
    values = municipalities.values(session, municipality_id)
    found, known, reviews = results(), problems(session, municipality_id), _reviews(session, municipality_id)
    today = local(at).date()
    last = reviews[0].day if reviews else None
    changed = [local(problem.noted_at).date() for problem in known]
    return Statement(
        status=status(found, known, last, today=today),
        results=found,
        problems=known,
        reviews=reviews,
        enforced_by=enforcement.body(values),
        prepared_on=max([found.day, *changed, *[review.day for review in reviews[:1]]]),
        review_due=last is None or today - last > REMINDED_AFTER,
        country=values["place.country"],
    )


def status(found: Results, known: Sequence[Problem], last_review: date | None, *, today: date) -> Status:
    """How far the pages comply. What the rules do not cover counts for nothing; most pages broken counts as not at all."""
    if found.pages_with * 2 > found.pages:
        return Status.NOT
    reviewed = last_review is not None and today - last_review <= REVIEW_EVERY
    if found.pages_with or not reviewed or any(problem.reason != SCOPE for problem in known):
        return Status.PARTIALLY
    return Status.FULLY


def problems(session: Session, municipality_id: int) -> list[Problem]:
    """What is known and not solved yet, the longest known first."""
    rows = session.scalars(
        select(KnownProblem)
        .where(KnownProblem.municipality_id == municipality_id, KnownProblem.solved_at.is_(None))
        .order_by(KnownProblem.id)
    )
    return [_problem(row) for row in rows]


def problem(session: Session, municipality_id: int, problem_id: int) -> Problem:
    """One that is not solved yet. Raises NotFound."""
    found = next((one for one in problems(session, municipality_id) if one.id == problem_id), None)
    if found is None:
        raise NotFound
    return found


def _reviews(session: Session, municipality_id: int) -> list[Review]:
    rows = session.scalars(
        select(StatementReview)
        .where(StatementReview.municipality_id == municipality_id)
        .order_by(StatementReview.reviewed_on.desc(), StatementReview.id.desc())
    )
    return [Review(row.id, row.method, row.note, row.reviewed_on) for row in rows]


def _problem(row: KnownProblem) -> Problem:
    told = json.dumps([row.what, row.alternative, row.reason], sort_keys=True)
    mark = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Problem(row.id, row.what, row.alternative, row.reason, row.noted_at, mark)
