"""Forgetting people of a pool: at their own wish, because they object, or when their time is over.

As long as nothing was promised, whoever is forgotten is simply no longer in the pool. Once the draw was promised their
code and leaf stay, for the promise covers them; without its salt the leaf says nothing, and the draw still verifies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from participation import erasures, events
from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.panels import queries, rules, tallies
from participation.panels.models import Calculation, Candidate, Draw, Panel, Round, Upload
from participation.permissions import Actor

EMPTY: dict[str, Any] = {"reference": None, "features": None, "household": None, "number_key": None, "salt": None}


def forget(session: Session, panel: Panel, code: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Forget one person of the pool of a panel that was taken to be changed. Raises NotFound, Refused."""
    if reason not in rules.REASONS:
        raise Refused("reason_missing", field="reason")
    found = session.scalar(select(Candidate).where(_of(panel), Candidate.code == code))
    if found is None:
        raise NotFound
    if found.forgotten_at is not None:
        raise Refused("already_forgotten")
    _forget(session, panel, [code], by=f"person:{by.person_id}", via="web", at=at, reason=reason)


def forget_number(
    session: Session, municipality_id: int, number_key: str, *, but_promised: bool = False, by: str, at: datetime
) -> None:
    """Forget whoever has this keyed number, in every pool here. but_promised: leave pools alone whose draw is promised."""
    rows = session.execute(
        select(Candidate.panel_id, Candidate.code).where(
            Candidate.municipality_id == municipality_id, Candidate.number_key == number_key
        )
    ).all()
    for panel_id, code in rows:
        panel = _taken(session, municipality_id, panel_id)
        if not (but_promised and _is_promised(session, panel)):
            _forget(session, panel, [code], by=by, via="web", at=at, reason="objected" if but_promised else "asked")


def forget_again(session: Session, municipality_id: int, panel_id: int, code: str, *, at: datetime) -> bool:
    """Forget somebody whom an old backup brought back. Returns whether they were there."""
    found = session.scalar(
        select(Candidate.id).where(
            Candidate.municipality_id == municipality_id,
            Candidate.panel_id == panel_id,
            Candidate.code == code,
            Candidate.forgotten_at.is_(None),
        )
    )
    if found is None:
        return False
    panel = _taken(session, municipality_id, panel_id)
    _forget(session, panel, [code], by="operator", via="command", at=at, reason="asked")
    return True


def empty(session: Session, panel: Panel, codes: Sequence[str], *, at: datetime) -> None:
    """Keep only code and leaf of these people, and in counts which features they had."""
    if not codes:
        return
    # Before their features go, so that other rooms can count by them whatever they know of these people.
    events.tell(
        session, "panel.forgetting", municipality_id=panel.municipality_id, panel_id=panel.id, codes=tuple(codes)
    )
    view = queries.panel_by_id(session, panel.municipality_id, panel.id)
    counts = queries.pool_counts(session, panel.municipality_id, view, among=codes)
    tallies.keep(session, panel.municipality_id, panel.id, queries.of_features(counts))
    for some in batched(codes):
        session.execute(update(Candidate).where(_of(panel), Candidate.code.in_(some)).values(**EMPTY, forgotten_at=at))
    # Why somebody fits in no panel tells a feature of theirs.
    gone = set(codes)
    for calculation in session.scalars(
        select(Calculation).where(
            Calculation.municipality_id == panel.municipality_id, Calculation.panel_id == panel.id
        )
    ):
        misfits = calculation.report.get("misfits", [])
        if any(one["code"] in gone for one in misfits):
            kept = [one for one in misfits if one["code"] not in gone]
            calculation.report = {**calculation.report, "misfits": kept}


def clear(session: Session, panel: Panel) -> None:
    """The panel has no pool any more, and no file that waits to become one."""
    session.execute(delete(Candidate).where(_of(panel)))
    session.execute(delete(Upload).where(Upload.municipality_id == panel.municipality_id, Upload.panel_id == panel.id))
    panel.pool, panel.people_at, panel.outlook = {}, None, {}
    panel.version += 1


def leave_out_the_forgotten(session: Session, panel: Panel, number: int) -> None:
    """A draw was cancelled: of whom only code and leaf were left, is no longer in the pool of the next."""
    tallies.drop(session, panel.municipality_id, panel.id, rules.DRAWN, str(number))
    if number != queries.FIRST:
        # The first draw still counts, and its promise covers everybody.
        gone = session.scalars(select(Candidate.code).where(_of(panel), Candidate.forgotten_at.is_not(None))).all()
        _leave_round(session, panel, number, gone)
        return
    tallies.drop(session, panel.municipality_id, panel.id, rules.POOL)
    if session.execute(
        delete(Candidate).where(_of(panel), Candidate.forgotten_at.is_not(None)).returning(Candidate.id)
    ).all():
        _count_anew(session, panel)


def leave_open_round(session: Session, panel: Panel, codes: Sequence[str], *, by: str, via: str, at: datetime) -> None:
    """Whoever is forgotten can no longer be drawn for a seat that came free, as long as that draw is not promised."""
    number = queries.round_now(queries.rounds(session, panel.municipality_id, panel.id))
    if number == queries.FIRST:
        return
    waiting = queries.active_draw_to_change(session, panel.municipality_id, panel.id, number)
    if waiting is not None and waiting.promised_at is not None:
        return
    if _leave_round(session, panel, number, codes) and waiting is not None:
        # It was made of chances that no longer are.
        take_proposal_back(session, waiting, by=by, via=via, at=at)


def _leave_round(session: Session, panel: Panel, number: int, codes: Sequence[str]) -> bool:
    """Take these people out of the pool of a round; returns whether anybody of them was in it."""
    of = session.scalars(
        select(Round).where(
            Round.municipality_id == panel.municipality_id, Round.panel_id == panel.id, Round.number == number
        )
    ).one()
    gone = set(codes) & set(of.pool)
    if gone:
        of.pool = [code for code in of.pool if code not in gone]
        panel.version += 1
    return bool(gone)


def leave_draws(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> None:
    """An official is forgotten: what waits for a second one is taken back, and the rest keeps its moment only."""
    here = Draw.municipality_id == municipality_id
    for draw in session.scalars(select(Draw).where(here, Draw.proposed_by == person_id, Draw.promised_at.is_(None))):
        take_proposal_back(session, draw, by=f"person:{person_id}", via="web", at=at)
    session.flush()
    session.execute(
        update(Draw)
        .where(here, Draw.cancel_asked_by == person_id, Draw.cancelled_at.is_(None))
        .values(cancel_asked_by=None, cancel_asked_at=None, reason=None)
    )
    for column in ("proposed_by", "promised_by", "drawn_by", "cancel_asked_by", "cancelled_by"):
        session.execute(update(Draw).where(here, getattr(Draw, column) == person_id).values({column: None}))
    session.execute(
        update(Round)
        .where(Round.municipality_id == municipality_id, Round.opened_by == person_id)
        .values(opened_by=None)
    )


def take_proposal_back(session: Session, draw: Draw, *, by: str, via: str, at: datetime) -> None:
    """A draw that nobody promised yet is as if it had never been proposed."""
    subject = f"panel:{draw.panel_id}/draw:{draw.sequence}"
    record(session, draw.municipality_id, "draw.withdrawn", subject=subject, by=by, via=via, at=at)
    session.delete(draw)


def _forget(
    session: Session, panel: Panel, codes: Sequence[str], *, by: str, via: str, at: datetime, reason: str
) -> None:
    # Before their places go, so that every room that knows them by their code forgets them too.
    events.tell(
        session,
        "place.forgotten",
        municipality_id=panel.municipality_id,
        panel_id=panel.id,
        codes=tuple(codes),
        at=at,
    )
    if _is_promised(session, panel):
        empty(session, panel, codes, at=at)
        leave_open_round(session, panel, codes, by=by, via=via, at=at)
    else:
        _take_out(session, panel, codes, by=by, via=via, at=at)
    subject = f"panel:{panel.id}"
    for code in codes:
        facts: dict[str, str | int] = {"code": code, "reason": reason}
        record(
            session,
            panel.municipality_id,
            "panel.person_forgotten",
            subject=subject,
            by=by,
            via=via,
            at=at,
            facts=facts,
        )
        erasures.note(session, panel.municipality_id, f"candidate:{panel.id}:{code}", at=at)


def _take_out(session: Session, panel: Panel, codes: Sequence[str], *, by: str, via: str, at: datetime) -> None:
    waiting = session.scalar(_active(panel))
    if waiting is not None:
        # It was made of chances that no longer are.
        take_proposal_back(session, waiting, by=by, via=via, at=at)
    session.execute(delete(Candidate).where(_of(panel), Candidate.code.in_(codes)))
    # A file that waits may name them still.
    session.execute(delete(Upload).where(Upload.municipality_id == panel.municipality_id, Upload.panel_id == panel.id))
    _count_anew(session, panel)


def _count_anew(session: Session, panel: Panel) -> None:
    rows = session.execute(select(Candidate.features, Candidate.household).where(_of(panel))).all()
    categories = list(dict.fromkeys(target["category"] for target in panel.targets))
    of = {category: dict(Counter(row.features[index] for row in rows)) for index, category in enumerate(categories)}
    panel.pool = {"count": len(rows), "of": of, "households": any(row.household for row in rows)} if rows else {}
    panel.outlook = {}
    panel.version += 1


def _taken(session: Session, municipality_id: int, panel_id: int) -> Panel:
    return session.scalars(
        select(Panel).where(Panel.municipality_id == municipality_id, Panel.id == panel_id).with_for_update()
    ).one()


def _is_promised(session: Session, panel: Panel) -> bool:
    return session.scalar(_active(panel).where(Draw.promised_at.is_not(None))) is not None


def _active(panel: Panel) -> Any:
    return select(Draw).where(
        Draw.municipality_id == panel.municipality_id, Draw.panel_id == panel.id, Draw.cancelled_at.is_(None)
    )


def batched(codes: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """Pieces that fit in one statement: databases count its parameters."""
    return (codes[start : start + size] for start in range(0, len(codes), size))


def _of(panel: Panel) -> ColumnElement[bool]:
    return (Candidate.municipality_id == panel.municipality_id) & (Candidate.panel_id == panel.id)
