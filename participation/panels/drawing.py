"""The acts of a draw: propose, promise, draw, cancel. Two officials where one alone must not decide."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from participation import events
from participation.clock import local
from participation.content import actions as content
from participation.errors import Refused
from participation.journal.actions import record
from participation.lottery import draw as lottery
from participation.lottery.sources import (
    check_sources,
    declare_balls,
    declare_beacon,
    declare_numbers,
    round_after,
    written_time,
)
from participation.panels import forgetting, queries, rules
from participation.panels.models import Draw, NumberedPanel, Panel, Round, Upload
from participation.people import queries as people
from participation.permissions import Actor


def declare_source(
    kind: str, name: str, when: datetime, panels: int, *, count: int = 6, lowest: int = 1, highest: int = 45
) -> dict[str, Any]:
    """Where the number will come from, as it stands in the promise; the last three are for a public lottery."""
    if kind == "balls":
        return declare_balls(name, local(when), panels)
    if kind == "numbers":
        return declare_numbers(name, local(when), count=count, lowest=lowest, highest=highest)
    return declare_beacon(name, round_after(when))


def panels_to_draw_from(session: Session, panel: Panel) -> int:
    """How many numbered panels the next number decides between. Raises Refused before there are any."""
    number = queries.round_now(queries.rounds(session, panel.municipality_id, panel.id))
    found = queries.calculation(session, panel.municipality_id, panel.id, number)
    if found is None or found.state != "done":
        raise Refused("no_calculation")
    panels: int = queries.report(session, panel.municipality_id, found.id)["panels"]
    return panels


def propose(
    session: Session, panel: Panel, *, source: Mapping[str, Any], seed_at: datetime, by: Actor, at: datetime
) -> Draw:
    """Write down what will be promised. From here on nothing changes, unless the proposal is taken back."""
    _check_no_interest(session, panel, by)
    content.check_public(session, panel.municipality_id, queries.subject_of(panel.id))
    rounds = queries.rounds(session, panel.municipality_id, panel.id)
    number = queries.round_now(rounds)
    newest = queries.calculation(session, panel.municipality_id, panel.id, number)
    done = newest is not None and newest.state == "done"
    rules.check_may_propose(
        has_chances=done,
        is_current=newest is not None and newest.version == panel.version,
        draw_exists=queries.active_draw_to_change(session, panel.municipality_id, panel.id, number) is not None,
        seed_at=seed_at,
        at=at,
    )
    assert newest
    panels = panels_to_draw_from(session, panel)
    check_sources([source], written_time(local(at)), panels)
    last = session.scalar(
        select(func.max(Draw.sequence)).where(Draw.municipality_id == panel.municipality_id, Draw.panel_id == panel.id)
    )
    draw = Draw(
        municipality_id=panel.municipality_id,
        panel_id=panel.id,
        calculation_id=newest.id,
        round=number,
        sequence=(last or 0) + 1,
        number_of_panels=panels,
        source=dict(source),
        seed_at=seed_at,
        proposed_by=by.person_id,
        proposed_at=at,
    )
    session.add(draw)
    session.execute(delete(Upload).where(Upload.municipality_id == panel.municipality_id, Upload.panel_id == panel.id))
    session.flush()
    _record(session, draw, "draw.proposed", by=by, at=at, calculation=newest.id)
    return draw


def withdraw(session: Session, panel: Panel, sequence: int, *, by: Actor, at: datetime) -> None:
    """Take a proposal back before anything has been promised."""
    draw = queries.draw_to_change(session, panel.municipality_id, panel.id, sequence)
    if draw.promised_at is not None:
        raise Refused("not_waiting_for_confirmation")
    _record(session, draw, "draw.withdrawn", by=by, at=at)
    session.delete(draw)


def confirm(
    session: Session, panel: Panel, sequence: int, *, municipality: str, title: str, by: Actor, at: datetime
) -> Draw:
    """The second official's yes: the promise is made and published, and nothing can change any more."""
    _check_no_interest(session, panel, by)
    draw = queries.draw_to_change(session, panel.municipality_id, panel.id, sequence)
    if draw.promised_at is not None or draw.cancelled_at is not None:
        raise Refused("not_waiting_for_confirmation")
    content.check_public(session, panel.municipality_id, queries.subject_of(panel.id))
    rules.check_second_official(draw.proposed_by, by.person_id)
    rules.check_seed_comes_later(draw.seed_at, at)
    of = _round(session, draw)
    among = None if of is None else of.pool
    pool = {one.code: one.leaf for one in queries.everybody(session, panel.municipality_id, panel.id, among=among)}
    targets = panel.targets if of is None else of.targets
    panels = session.scalars(
        select(NumberedPanel.codes)
        .where(
            NumberedPanel.municipality_id == draw.municipality_id,
            NumberedPanel.calculation_id == draw.calculation_id,
        )
        .order_by(NumberedPanel.number)
    ).all()
    commitment = lottery.promise(
        draw=f"{panel.slug}-{draw.sequence}",
        municipality=municipality,
        title=title,
        pool=pool,
        panels=panels,
        targets=targets,
        seats=panel.seats if of is None else of.seats,
        sources=[draw.source],
        time=local(at),
        facts=_certificate(session, draw),
        one_per_household=panel.one_per_household,
    )
    draw.promised_by, draw.promised_at = by.person_id, at
    draw.digest = lottery.commitment_digest(commitment)
    _publish(draw, lottery.publish(commitment, pool, panels, targets))
    _record(session, draw, "draw.promised", by=by, at=at, promise=draw.digest)
    return draw


def enter_number(session: Session, panel: Panel, sequence: int, typed: str, *, by: Actor, at: datetime) -> Draw:
    """Enter what the source gave: it decides the panel, once. A cancelled draw tells what it would have given."""
    _check_no_interest(session, panel, by)
    draw = queries.draw_to_change(session, panel.municipality_id, panel.id, sequence)
    rules.check_may_draw(promised=draw.promised_at is not None, number_known=draw.number is not None)
    document = lottery.draw(_document(session, draw), [typed], time=local(at))
    draw.values, draw.number = document["result"]["values"], document["result"]["number"]
    draw.drawn_by, draw.drawn_at = by.person_id, at
    _publish(draw, document)
    _record(session, draw, "draw.drawn", by=by, at=at, number=draw.number, document=document["digest"])
    if draw.cancelled_at is None:
        _close_round(session, draw, at)
        _tell(session, "panel.drawn", draw, document["result"]["panel"], by=by, at=at)
    return draw


def ask_cancellation(session: Session, panel: Panel, sequence: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Ask to cancel a promised draw, with a reason that everybody will read."""
    _check_no_interest(session, panel, by)
    draw = _promised(session, panel, sequence)
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    draw.cancel_asked_by, draw.cancel_asked_at, draw.reason = by.person_id, at, reason.strip()
    _record(session, draw, "draw.cancellation_asked", by=by, at=at)


def confirm_cancellation(session: Session, panel: Panel, sequence: int, *, by: Actor, at: datetime) -> None:
    """The second official's yes to cancelling. The draw stays public, with its reason and what it gives."""
    _check_no_interest(session, panel, by)
    draw = _promised(session, panel, sequence)
    if draw.cancel_asked_by is None or draw.reason is None:
        raise Refused("cancellation_not_asked")
    rules.check_second_official(draw.cancel_asked_by, by.person_id)
    _check_nothing_rests_on(session, draw)
    document = lottery.cancel(_document(session, draw), draw.reason, time=local(at))
    draw.cancelled_by, draw.cancelled_at = by.person_id, at
    _publish(draw, document)
    _record(session, draw, "draw.cancelled", by=by, at=at, document=document["digest"])
    session.flush()
    forgetting.leave_out_the_forgotten(session, panel, draw.round)
    _close_round(session, draw, None)
    if draw.number is not None:
        _tell(session, "panel.undrawn", draw, document["result"]["panel"], by=by, at=at)


def _check_no_interest(session: Session, panel: Panel, by: Actor) -> None:
    people.check_no_interest(session, panel.municipality_id, by.person_id, f"panel:{panel.id}")


def _promised(session: Session, panel: Panel, sequence: int) -> Draw:
    draw = queries.draw_to_change(session, panel.municipality_id, panel.id, sequence)
    if draw.promised_at is None:
        raise Refused("not_promised_yet")
    if draw.cancelled_at is not None:
        raise Refused("draw_cancelled")
    return draw


def _round(session: Session, draw: Draw) -> Round | None:
    """The round that a draw is of, where it is not the first."""
    return session.scalar(
        select(Round).where(
            Round.municipality_id == draw.municipality_id, Round.panel_id == draw.panel_id, Round.number == draw.round
        )
    )


def _close_round(session: Session, draw: Draw, at: datetime | None) -> None:
    """The seats that came free are drawn; or, with None, they are not after all."""
    of = _round(session, draw)
    if of is not None:
        of.closed_at = at


def _check_nothing_rests_on(session: Session, draw: Draw) -> None:
    """Who stays on the panel decided what a later round was about: first that is cancelled or given up."""
    later = [one for one in queries.rounds(session, draw.municipality_id, draw.panel_id) if one.number > draw.round]
    drawn = {one.round for one in queries.draws(session, draw.municipality_id, draw.panel_id) if not one.cancelled_at}
    if any(one.is_open or one.number in drawn for one in later):
        raise Refused("later_round_first")


def _tell(session: Session, event: str, draw: Draw, codes: list[str], *, by: Actor, at: datetime) -> None:
    events.tell(
        session,
        event,
        municipality_id=draw.municipality_id,
        panel_id=draw.panel_id,
        round=draw.round,
        codes=codes,
        by=by,
        at=at,
    )


def _certificate(session: Session, draw: Draw) -> dict[str, str]:
    """What is promised about the calculation, as text: numbers with a fraction have no one way to be written."""
    report = queries.report(session, draw.municipality_id, draw.calculation_id)
    facts = {name: str(report[name]) for name in ("objective", "lowest_chance", "certified_gap")}
    return facts if draw.round == queries.FIRST else {**facts, "round": str(draw.round)}


def _document(session: Session, draw: Draw) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(queries.document(session, draw.municipality_id, draw.id))
    return found


def _publish(draw: Draw, document: Mapping[str, Any]) -> None:
    draw.document = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _record(session: Session, draw: Draw, event: str, *, by: Actor, at: datetime, **facts: str | int) -> None:
    record(
        session,
        draw.municipality_id,
        event,
        subject=f"panel:{draw.panel_id}/draw:{draw.sequence}",
        by=f"person:{by.person_id}",
        at=at,
        facts=facts,
    )
