"""Letting one person into the pool of a panel, changing what they said of themselves, or letting them out again: for the
rooms in which people say yes one by one.

Whoever would rather not say a feature has `rules.UNSAID` there. It is a feature as any other, so it needs a target: one
that asks for nobody and stands in nobody's way is added when the first person needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.lottery.codes import new_codes
from participation.lottery.commitment import commit, new_salt
from participation.panels import queries
from participation.panels.models import Candidate, Panel
from participation.panels.rules import UNSAID

MOST_TRIES = 20


def admit(
    session: Session,
    panel: Panel,
    features: Mapping[str, str],
    household: str | None,
    number_key: str | None,
    *,
    reference: str,
    by: str,
    at: datetime,
    via: str = "web",
) -> str:
    """Somebody joins the pool of a panel that was taken to be changed; returns their code.

    features: category to feature, "" where they would rather not say; household: a pseudonym of the address
    reference: by which the desk knows them; by: as in the journal, such as `person:7`
    Raises Refused once the draw is proposed, and for a feature that the targets do not know.
    """
    _check_open(session, panel)
    values = _values(panel, features)
    candidate = _with_a_code(session, panel, reference)
    candidate.household, candidate.number_key = household, number_key
    _seal(panel, candidate, values)
    session.flush()
    _count(panel, values, 1, at=at)
    panel.pool = {**panel.pool, "households": panel.pool["households"] or household is not None}
    _record(session, panel, "panel.person_admitted", candidate, by=by, via=via, at=at)
    return candidate.code


def put_right(
    session: Session, panel: Panel, code: str, features: Mapping[str, str], *, by: str, at: datetime, via: str = "web"
) -> None:
    """Somebody of the pool says something else of themselves: the same code, another seal. Raises as `admit`."""
    _check_open(session, panel)
    candidate = _candidate(session, panel, code)
    values = _values(panel, features)
    if candidate.features == values:
        return
    _count(panel, candidate.features or [], -1, at=at)
    _count(panel, values, 1, at=at)
    _seal(panel, candidate, values)
    _record(session, panel, "panel.person_changed", candidate, by=by, via=via, at=at)


def dismiss(session: Session, panel: Panel, code: str, *, by: str, at: datetime, via: str = "web") -> None:
    """Somebody leaves the pool. Raises Refused once the draw is proposed."""
    _check_open(session, panel)
    candidate = _candidate(session, panel, code)
    _count(panel, candidate.features or [], -1, at=at)
    _record(session, panel, "panel.person_dismissed", candidate, by=by, via=via, at=at)
    session.execute(
        delete(Candidate).where(Candidate.municipality_id == panel.municipality_id, Candidate.id == candidate.id)
    )
    if not panel.pool["count"]:
        panel.pool, panel.people_at = {}, None


def _check_open(session: Session, panel: Panel) -> None:
    if not queries.takes_people(session, panel.municipality_id, panel.id):
        raise Refused("panel_is_frozen")


def _candidate(session: Session, panel: Panel, code: str) -> Candidate:
    found = session.scalar(
        select(Candidate).where(
            Candidate.municipality_id == panel.municipality_id, Candidate.panel_id == panel.id, Candidate.code == code
        )
    )
    if found is None:
        raise NotFound
    return found


def _with_a_code(session: Session, panel: Panel, reference: str) -> Candidate:
    """A new row in the pool, under a code that nobody else in it has. Raises Refused where the reference is taken."""
    for _ in range(MOST_TRIES):
        candidate = Candidate(
            municipality_id=panel.municipality_id,
            panel_id=panel.id,
            code=new_codes(1)[0],
            reference=reference,
            leaf="",
        )
        try:
            with session.begin_nested():
                session.add(candidate)
            return candidate
        except IntegrityError:
            continue
    raise Refused("pool_reference_taken")


def _values(panel: Panel, features: Mapping[str, str]) -> list[str]:
    """The features in the order of the categories."""
    known: dict[str, set[str]] = {}
    for target in panel.targets:
        known.setdefault(target["category"], set()).add(target["feature"])
    values = [features.get(category) or UNSAID for category in known]
    for category, value in zip(known, values, strict=True):
        if value == UNSAID and value not in known[category]:
            panel.targets = _with_unsaid(panel.targets, category, panel.seats)
        elif value not in known[category]:
            raise Refused("feature_unknown", category=category)
    return values


def _with_unsaid(targets: Sequence[Mapping[str, Any]], category: str, seats: int) -> list[dict[str, Any]]:
    """The targets with one more at the end of its category: for whoever would rather not say, from none to all seats."""
    free = {"category": category, "feature": UNSAID, "min": 0, "max": seats, "min_flex": None, "max_flex": None}
    last = max(row for row, target in enumerate(targets) if target["category"] == category)
    return [*map(dict, targets[: last + 1]), free, *map(dict, targets[last + 1 :])]


def _seal(panel: Panel, candidate: Candidate, values: list[str]) -> None:
    """A new commitment to what they say of themselves now."""
    categories = list(dict.fromkeys(target["category"] for target in panel.targets))
    salt = new_salt()
    candidate.features, candidate.salt = values, salt.hex()
    candidate.leaf = commit(salt, dict(zip(categories, values, strict=True)), candidate.household or "")


def _count(panel: Panel, values: Sequence[str], by: int, *, at: datetime) -> None:
    """Keep the summary of the pool right without reading the pool, and everything that was found out of date."""
    categories = dict.fromkeys(target["category"] for target in panel.targets)
    pool = panel.pool or {"count": 0, "of": {}, "households": False}
    of = {category: dict(pool["of"].get(category, {})) for category in categories}
    for category, value in zip(of, values, strict=False):
        of[category][value] = of[category].get(value, 0) + by
        if not of[category][value]:
            del of[category][value]
    panel.pool = {**pool, "count": pool["count"] + by, "of": of}
    panel.people_at = panel.people_at or at
    panel.outlook = {}
    panel.version += 1


def _record(
    session: Session, panel: Panel, event: str, candidate: Candidate, *, by: str, via: str, at: datetime
) -> None:
    # The seal says nothing without its salt: it tells only that this one was there, as it was.
    facts: dict[str, str | int] = {"code": candidate.code, "seal": candidate.leaf}
    record(session, panel.municipality_id, event, subject=f"panel:{panel.id}", by=by, via=via, facts=facts, at=at)
