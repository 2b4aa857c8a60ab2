"""Giving roles, changing their last day, ending them at once; closing accounts. For administrators."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.messages.actions import send
from participation.people import factors, queries, sessions
from participation.people.models import HeldRole, Invitation, Person
from participation.permissions import Actor, Role


def check_days(starts_on: date, ends_on: date | None, *, today: date) -> None:
    """A role ends on or after its first day, and not in the past."""
    if ends_on is not None and ends_on < max(starts_on, today):
        raise Refused("last_day_too_early", field="ends_on")


def has_or_gets(session: Session, municipality_id: int, person_id: int, role: Role, *, at: datetime) -> bool:
    """Whether somebody has this role today or from a later day on."""
    today = local(at).date()
    return (
        session.scalar(
            select(HeldRole.id).where(
                HeldRole.municipality_id == municipality_id,
                HeldRole.person_id == person_id,
                HeldRole.role == role,
                or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= today),
            )
        )
        is not None
    )


def give(
    session: Session,
    municipality_id: int,
    person_id: int,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None,
    given_by: int | None,
    at: datetime,
) -> None:
    """Give somebody a role; who had it before has it anew."""
    held = _held(session, municipality_id, person_id, role)
    if held is None:
        held = HeldRole(municipality_id=municipality_id, person_id=person_id, role=role.value)
        session.add(held)
    held.starts_on, held.ends_on, held.given_by = starts_on, ends_on, given_by
    by = f"person:{given_by}" if given_by else "operator"
    _record(session, municipality_id, "role.given", person_id, by=by, at=at, role=role.value)


def set_last_day(
    session: Session,
    municipality_id: int,
    person_id: int,
    role: Role,
    ends_on: date | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Let a role end on another day; None: until it is taken away. Raises NotFound."""
    if person_id == by.person_id:
        raise Refused("own_role", field="ends_on")
    today = local(at).date()
    if role == Role.ADMINISTRATOR and ends_on is not None:
        _check_another_stays(session, municipality_id, person_id, after=ends_on, today=today)
    held = _held_now(session, municipality_id, person_id, role, today=today)
    check_days(held.starts_on, ends_on, today=today)
    if held.ends_on == ends_on:
        return
    held.ends_on = ends_on
    last = str(ends_on) if ends_on else ""
    _record(session, municipality_id, "role.changed", person_id, by=by, at=at, role=role.value, last_day=last)


def end(session: Session, municipality_id: int, person_id: int, role: Role, *, by: Actor, at: datetime) -> None:
    """End a role at once, on every device. Raises NotFound."""
    today = local(at).date()
    yesterday = today - timedelta(days=1)
    if role == Role.ADMINISTRATOR:
        _check_another_stays(session, municipality_id, person_id, after=yesterday, today=today)
    held = _held_now(session, municipality_id, person_id, role, today=today)
    if held.starts_on >= today:
        session.delete(held)
    else:
        held.ends_on = yesterday
    sessions.end_all(session, municipality_id, person_id)
    if role == Role.ADMINISTRATOR:
        _withdraw_offers(session, municipality_id, person_id, by=by, at=at)
    entry = _record(session, municipality_id, "role.ended", person_id, by=by, at=at, role=role.value)
    told = queries.recipient(session, municipality_id, person_id)
    send(session, municipality_id, "role_ended", to=told, key=f"role-ended:{entry}", facts={"role": role}, at=at)


def close_account(session: Session, municipality_id: int, person_id: int, *, by: Actor, at: datetime) -> None:
    """Nobody signs in to this account until it is opened again; whoever is signed in is so no longer."""
    today = local(at).date()
    _check_another_stays(session, municipality_id, person_id, after=today - timedelta(days=1), today=today)
    person = _somebody_else(session, municipality_id, person_id, by=by)
    if person.disabled_at is not None:
        return
    person.disabled_at = at
    sessions.end_all(session, municipality_id, person_id)
    _withdraw_offers(session, municipality_id, person_id, by=by, at=at)
    _record(session, municipality_id, "account.closed", person_id, by=by, at=at)


def open_account(session: Session, municipality_id: int, person_id: int, *, by: Actor, at: datetime) -> None:
    """A closed account can be signed in to again."""
    person = _somebody_else(session, municipality_id, person_id, by=by)
    if person.disabled_at is None:
        return
    person.disabled_at = None
    _record(session, municipality_id, "account.opened", person_id, by=by, at=at)


def check_may_go(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> None:
    """Refuse where somebody who wants to be forgotten is the last administrator."""
    today = local(at).date()
    _check_another_stays(session, municipality_id, person_id, after=today - timedelta(days=1), today=today)


def remove_lost_factor(session: Session, municipality_id: int, person_id: int, *, by: Actor, at: datetime) -> None:
    """Somebody lost their telephone and their paper codes: they set up a second factor anew when they come in."""
    _somebody_else(session, municipality_id, person_id, by=by)
    factors.remove_all(session, municipality_id, person_id, by=by, at=at)


def _withdraw_offers(session: Session, municipality_id: int, person_id: int, *, by: Actor, at: datetime) -> None:
    """What an administrator offered is taken back when they go: nobody comes back in by a link to themselves."""
    theirs = select(Invitation).where(
        Invitation.municipality_id == municipality_id,
        Invitation.invited_by == person_id,
        Invitation.accepted_at.is_(None),
    )
    for found in session.scalars(theirs.order_by(Invitation.id).with_for_update()).all():
        record(
            session,
            municipality_id,
            "role.invitation_withdrawn",
            subject=f"invitation:{found.id}",
            by=f"person:{by.person_id}",
            at=at,
            facts={"role": found.role},
        )
        session.delete(found)


def _somebody_else(session: Session, municipality_id: int, person_id: int, *, by: Actor) -> Person:
    if person_id == by.person_id:
        raise Refused("own_account")
    return queries.person_to_change(session, municipality_id, person_id)


def _held(session: Session, municipality_id: int, person_id: int, role: Role) -> HeldRole | None:
    return session.scalar(
        select(HeldRole)
        .where(
            HeldRole.municipality_id == municipality_id,
            HeldRole.person_id == person_id,
            HeldRole.role == role,
        )
        .with_for_update()
    )


def _held_now(session: Session, municipality_id: int, person_id: int, role: Role, *, today: date) -> HeldRole:
    held = _held(session, municipality_id, person_id, role)
    if held is None:
        raise NotFound
    if held.ends_on is not None and held.ends_on < today:
        raise Refused("role_over")
    return held


def _check_another_stays(session: Session, municipality_id: int, person_id: int, *, after: date, today: date) -> None:
    """An administrator who goes leaves another one behind, today and after that day.

    All their rows are taken, before any other: two who end each other's role at the same moment stand in one queue."""
    administrators = session.execute(
        select(HeldRole.person_id)
        .join(Person, (Person.municipality_id == HeldRole.municipality_id) & (Person.id == HeldRole.person_id))
        .where(
            HeldRole.municipality_id == municipality_id,
            HeldRole.role == Role.ADMINISTRATOR,
            HeldRole.starts_on <= today,
            or_(HeldRole.ends_on.is_(None), HeldRole.ends_on > after),
            Person.disabled_at.is_(None),
        )
        .order_by(HeldRole.id)
        .with_for_update()
    ).scalars()
    if set(administrators) == {person_id}:
        raise Refused("last_administrator")


def _record(
    session: Session, municipality_id: int, event: str, person_id: int, *, by: Actor | str, at: datetime, **facts: str
) -> int:
    who = by if isinstance(by, str) else f"person:{by.person_id}"
    return record(session, municipality_id, event, subject=f"person:{person_id}", by=who, at=at, facts=dict(facts)).seq
