"""Doing: what members are paid, from who was there to the file for the bookkeeper.

Noted by one official, approved by another, taken along by an administrator. Nobody is paid twice for the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.members import session_rules as rules
from participation.members import wording
from participation.members.models import Allowance, BankDetail, Member, PanelSession
from participation.members.queries import money
from participation.members.queries import sessions as queries
from participation.members.reaching import write_to
from participation.municipalities import queries as municipalities
from participation.permissions import Actor

# What a municipality decides, by the key of `municipalities.settings`.
AMOUNTS = {
    rules.SESSION: "panel.session_cents",
    rules.TRAVEL: "panel.travel_cents",
    rules.CHILDCARE: "panel.childcare_cents",
    rules.INTERPRETER: "panel.interpreter_cents",
}
PART_PERCENT = "panel.part_percent"


def propose(session: Session, found: PanelSession, *, by: Actor, at: datetime) -> int:
    """Note for everybody who was at a session what they get for it, once. Returns how many were new.

    Left out are those who want no money, and those who were not there.
    """
    values = municipalities.values(session, found.municipality_id)
    amount, percent = int(values[AMOUNTS[rules.SESSION]] or 0), int(values[PART_PERCENT] or 0)
    refused = set(_without_money(session, found.municipality_id))
    there = {
        member_id: cents
        for member_id, one in queries.attendance(session, found.municipality_id, found.id).items()
        if member_id not in refused and (cents := rules.due(one.state, amount=amount, part_percent=percent))
    }
    once = {member_id: _once(rules.SESSION, found.id, member_id) for member_id in there}
    known = set(
        session.scalars(
            select(Allowance.once).where(
                Allowance.municipality_id == found.municipality_id, Allowance.once.in_(once.values())
            )
        )
    )
    new = [member_id for member_id in there if once[member_id] not in known]
    for member_id in new:
        session.add(_line(found, member_id, rules.SESSION, there[member_id], by=by, at=at))
    if new:
        session.flush()
        facts: dict[str, str | int] = {
            "session": found.number,
            "lines": len(new),
            "cents": sum(there[member_id] for member_id in new),
        }
        _note(session, found.municipality_id, found.panel_id, "allowances.proposed", facts, by=by, at=at)
    return len(new)


def note(
    session: Session,
    found: PanelSession,
    member_id: int,
    kind: str,
    cents: int,
    words: str,
    *,
    by: Actor,
    at: datetime,
) -> Allowance:
    """Note by hand what somebody gets: travel, childcare, an interpreter. Raises Refused where it stands there already."""
    if kind not in rules.ALLOWANCES:
        raise ValueError(kind)
    rules.check_amount(cents)
    _check_member(session, found, member_id)
    made = _line(found, member_id, kind, cents, words=words, by=by, at=at)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused("allowance_noted_already") from None
    facts: dict[str, str | int] = {"session": found.number, "allowance": made.id, "kind": kind, "cents": cents}
    _note(session, found.municipality_id, found.panel_id, "allowance.noted", facts, by=by, at=at)
    return made


def drop(session: Session, municipality_id: int, panel_id: int, allowance_id: int, *, by: Actor, at: datetime) -> None:
    """Take back what was noted and nobody has approved. Raises NotFound, and Refused once it was approved."""
    found = next(iter(_lines(session, municipality_id, panel_id, [allowance_id])), None)
    if found is None:
        raise NotFound
    if found.state != rules.NOTED:
        raise Refused("allowance_approved_already")
    session.delete(found)
    session.flush()
    _note(session, municipality_id, panel_id, "allowance.dropped", {"allowance": allowance_id}, by=by, at=at)


def approve(
    session: Session, municipality_id: int, panel_id: int, allowance_ids: Collection[int], *, by: Actor, at: datetime
) -> int:
    """A second official says that these are right. Returns how many; those approved before stay as they are.

    Raises Refused where one of them was noted by the same official.
    """
    waiting = [row for row in _lines(session, municipality_id, panel_id, allowance_ids) if row.state == rules.NOTED]
    for row in waiting:
        rules.check_second(row.noted_by, by.person_id)
        row.state, row.approved_by, row.approved_at = rules.APPROVED, by.person_id, at
    if waiting:
        session.flush()
        facts: dict[str, str | int] = {"lines": len(waiting), "cents": sum(row.cents for row in waiting)}
        _note(session, municipality_id, panel_id, "allowances.approved", facts, by=by, at=at)
    return len(waiting)


def export(session: Session, municipality_id: int, panel_id: int, *, by: Actor, at: datetime) -> int:
    """Put everything that is approved, and for which we know an account, in a file for the bookkeeper, once.

    Returns the number of the file. Raises Refused where there is nothing to pay.
    """
    known = set(
        session.scalars(
            select(BankDetail.member_id).where(
                BankDetail.municipality_id == municipality_id, BankDetail.account.is_not(None)
            )
        )
    )
    ready = [
        row
        for row in _lines(session, municipality_id, panel_id)
        if row.state == rules.APPROVED and row.member_id in known
    ]
    if not ready:
        raise Refused("nothing_to_pay")
    number = _last_export(session, municipality_id, panel_id) + 1
    for row in ready:
        row.state, row.export = rules.EXPORTED, number
    session.flush()
    facts: dict[str, str | int] = {"file": number, "lines": len(ready), "cents": sum(row.cents for row in ready)}
    _note(session, municipality_id, panel_id, "allowances.exported", facts, by=by, at=at)
    return number


def take_along(
    session: Session, municipality_id: int, panel_id: int, export: int, *, by: Actor, at: datetime
) -> list[money.Payment]:
    """The file for the bookkeeper leaves the house; each time it does is in the journal. Raises NotFound."""
    rows = money.payments(session, municipality_id, panel_id, export)
    _note(session, municipality_id, panel_id, "allowances.taken_along", {"file": export}, by=by, at=at)
    return rows


def mark_paid(session: Session, municipality_id: int, panel_id: int, export: int, *, by: Actor, at: datetime) -> int:
    """The bookkeeper paid a file: each member is told, once. Returns how many were told. Raises NotFound."""
    rows = [row for row in _lines(session, municipality_id, panel_id) if row.export == export]
    if not rows:
        raise NotFound
    if all(row.state == rules.PAID for row in rows):
        return 0
    sums: Counter[int] = Counter()
    for row in rows:
        row.state = rules.PAID
        sums[row.member_id] += row.cents
    session.flush()
    told = sum(
        write_to(
            session,
            member,
            "allowance_paid",
            key=f"{panel_id}:{export}",
            at=at,
            amount=wording.euros(sums[member.id], member.language),
        )
        for member in _members(session, municipality_id, panel_id, sums)
    )
    facts: dict[str, str | int] = {"file": export, "members": len(sums), "told": told}
    _note(session, municipality_id, panel_id, "allowances.paid", facts, by=by, at=at)
    return told


def _once(kind: str, session_id: int, member_id: int) -> str:
    return f"{kind}:{session_id}:{member_id}"


def _line(
    found: PanelSession, member_id: int, kind: str, cents: int, *, words: str = "", by: Actor, at: datetime
) -> Allowance:
    return Allowance(
        municipality_id=found.municipality_id,
        member_id=member_id,
        session_id=found.id,
        kind=kind,
        cents=cents,
        note=words,
        once=_once(kind, found.id, member_id),
        state=rules.NOTED,
        noted_by=by.person_id,
        noted_at=at,
    )


def _check_member(session: Session, found: PanelSession, member_id: int) -> None:
    theirs = session.scalar(
        select(Member.id).where(
            Member.municipality_id == found.municipality_id, Member.panel_id == found.panel_id, Member.id == member_id
        )
    )
    if theirs is None:
        raise Refused("not_a_member", field="member")


def _lines(
    session: Session, municipality_id: int, panel_id: int, only: Collection[int] | None = None
) -> Sequence[Allowance]:
    """The lines of a panel, or some of them, taken so that nobody else changes them until this transaction ends."""
    wanted = (
        select(Allowance)
        .join(Member, Member.id == Allowance.member_id)
        .where(
            Allowance.municipality_id == municipality_id,
            Member.municipality_id == municipality_id,
            Member.panel_id == panel_id,
        )
        .order_by(Allowance.id)
    )
    wanted = wanted.with_for_update(of=Allowance)
    return session.scalars(wanted if only is None else wanted.where(Allowance.id.in_(only))).all()


def _members(session: Session, municipality_id: int, panel_id: int, ids: Collection[int]) -> Sequence[Member]:
    return session.scalars(
        select(Member)
        .where(Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.id.in_(ids))
        .order_by(Member.id)
    ).all()


def _without_money(session: Session, municipality_id: int) -> Sequence[int]:
    return session.scalars(
        select(BankDetail.member_id).where(BankDetail.municipality_id == municipality_id, BankDetail.account.is_(None))
    ).all()


def _last_export(session: Session, municipality_id: int, panel_id: int) -> int:
    highest = session.scalar(
        select(func.max(Allowance.export))
        .join(Member, Member.id == Allowance.member_id)
        .where(
            Allowance.municipality_id == municipality_id,
            Member.municipality_id == municipality_id,
            Member.panel_id == panel_id,
        )
    )
    return highest or 0


def _note(
    session: Session,
    municipality_id: int,
    panel_id: int,
    event: str,
    facts: dict[str, str | int],
    *,
    by: Actor,
    at: datetime,
) -> None:
    subject, who = f"panel:{panel_id}", f"person:{by.person_id}"
    record(session, municipality_id, event, subject=subject, by=who, facts=facts, at=at)
