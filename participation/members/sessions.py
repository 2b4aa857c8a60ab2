"""Doing: a session is planned, described, moved or cancelled, and members hear of it. For the officials of a panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_, Refused
from participation.i18n import say
from participation.journal.actions import record
from participation.members import session_rules as rules
from participation.members import wording
from participation.members.models import Material, Member, PanelSession, SessionChange
from participation.members.queries.seats import confirmed_members
from participation.members.reaching import write_to
from participation.members.session_rules import About, Plan
from participation.messages import queries as messages
from participation.municipalities import queries as municipalities
from participation.permissions import Actor

ON_YOUR_PAGE = N_("How you take part stands on your page.")


def plan(
    session: Session,
    municipality_id: int,
    panel_id: int,
    number: int,
    *,
    about: About,
    plan: Plan,
    by: Actor,
    at: datetime,
) -> PanelSession:
    """Plan a session under this number. Nobody is written to yet. Raises Refused where the number is taken meanwhile."""
    rules.check_plan(plan)
    rules.check_about(about, plan.mode)
    made = PanelSession(municipality_id=municipality_id, panel_id=panel_id, number=number, state=rules.PLANNED)
    _describe(made, about)
    _hold(made, plan)
    made.changes = 0
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Refused("session_planned_already") from None
    _note(session, made, "session.planned", by=by, at=at)
    return made


def describe(session: Session, found: PanelSession, about: About, *, by: Actor, at: datetime) -> None:
    """Change what a session is called, what happens there, and what is ready if it cannot be held so."""
    rules.check_still_planned(found.state)
    rules.check_about(about, found.mode)
    before = about_of(found)
    _describe(found, about)
    if about_of(found) != before:
        found.changes += 1
        _note(session, found, "session.described", by=by, at=at)


def move(
    session: Session, found: PanelSession, plan: Plan, reason: Mapping[str, str], *, by: Actor, at: datetime
) -> int | None:
    """Hold a session at another moment, in another place or in another way, and tell every member why.

    Returns how many members were told; None where it was like this already.
    """
    rules.check_still_planned(found.state)
    rules.check_plan(plan)
    before = plan_of(found)
    if plan == before:
        return None
    rules.check_reason(reason)
    if found.fallback == plan.mode:
        # What was held ready is used, so it is no longer what is ready.
        found.fallback, found.fallback_plan = "", {}
    _hold(found, plan)
    found.changes += 1
    changed = _changed(session, found, before, told_of(plan), reason, by=by, at=at)
    members = confirmed_members(session, found.municipality_id, found.panel_id)
    changed.told = sum(_tell_moved(session, member, found, before, changed, at=at) for member in members)
    _note(session, found, "session.moved", by=by, at=at, mode=plan.mode, told=changed.told)
    return changed.told


def cancel(session: Session, found: PanelSession, reason: Mapping[str, str], *, by: Actor, at: datetime) -> int:
    """A session is not held after all. Returns how many members were told."""
    rules.check_still_planned(found.state)
    rules.check_reason(reason)
    found.state = rules.CANCELLED
    found.changes += 1
    changed = _changed(session, found, plan_of(found), {}, reason, by=by, at=at)
    members = confirmed_members(session, found.municipality_id, found.panel_id)
    order = _order(session, found)
    changed.told = sum(
        write_to(
            session,
            member,
            "session_cancelled",
            key=str(found.id),
            at=at,
            title=wording.written(found.title, member.language, order),
            was=wording.plan_in_words(plan_of(found), member.language, order),
            day=local(found.starts_at).date(),
            why=wording.written(reason, member.language, order),
        )
        for member in members
    )
    _note(session, found, "session.cancelled", by=by, at=at, told=changed.told)
    return changed.told


def invite(session: Session, found: PanelSession, *, by: Actor, at: datetime) -> int:
    """Tell the members who have not heard of it yet when, where and how a session is held. Returns how many they are."""
    rules.check_still_planned(found.state)
    order = _order(session, found)
    told = 0
    for member in confirmed_members(session, found.municipality_id, found.panel_id):
        if messages.is_there(session, found.municipality_id, f"session_invited:{member.id}:{found.id}"):
            continue
        told += write_to(
            session,
            member,
            "session_invited",
            key=str(found.id),
            at=at,
            title=wording.written(found.title, member.language, order),
            now=wording.plan_in_words(plan_of(found), member.language, order),
            **_briefly(found, member, order),
        )
    if told:
        _note(session, found, "session.invited", by=by, at=at, told=told)
    return told


def add_material(
    session: Session,
    found: PanelSession,
    *,
    title: Mapping[str, str],
    language: str,
    link: str = "",
    filename: str = "",
    content: bytes | None = None,
    public: bool,
    by: Actor,
    at: datetime,
) -> Material:
    """Put something to read with a session. The same link or file twice is one."""
    if bool(link) == bool(content):
        raise Refused("material_link_or_file", field="file")
    known = session.scalars(
        select(Material).where(
            Material.municipality_id == found.municipality_id,
            Material.session_id == found.id,
            Material.link == link,
            Material.filename == filename,
            Material.language == language,
        )
    ).first()
    if known:
        return known
    made = Material(
        municipality_id=found.municipality_id,
        session_id=found.id,
        title=dict(title),
        language=language,
        link=link,
        filename=filename,
        content=content,
        public=public,
        added_at=at,
    )
    session.add(made)
    session.flush()
    _note(session, found, "material.added", by=by, at=at, material=made.id)
    return made


def remove_material(session: Session, found: PanelSession, material_id: int, *, by: Actor, at: datetime) -> None:
    """Take away what there was to read; nothing happens where it is gone already."""
    gone = session.scalar(
        select(Material).where(
            Material.municipality_id == found.municipality_id,
            Material.session_id == found.id,
            Material.id == material_id,
        )
    )
    if gone is not None:
        session.delete(gone)
        session.flush()
        _note(session, found, "material.removed", by=by, at=at, material=material_id)


def plan_of(found: PanelSession) -> Plan:
    """When, where and how it is held now."""
    return Plan(found.starts_at, found.ends_at, found.mode, found.place, found.joining)


def about_of(found: PanelSession) -> About:
    """What it is called and what happens there."""
    return About(found.title, found.agenda, found.fallback, found.fallback_plan)


def told_of(plan: Plan) -> dict[str, Any]:
    """What everybody may know of when, where and how; moments as they stand in JSON."""
    return {
        "mode": plan.mode,
        "starts_at": plan.starts_at.astimezone(UTC).isoformat(),
        "ends_at": plan.ends_at.astimezone(UTC).isoformat(),
        "place": dict(plan.place),
    }


def plan_told(told: Mapping[str, Any]) -> Plan:
    """The same the other way round; how to take part from elsewhere is not in it."""
    starts, ends = (datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at"))
    return Plan(starts, ends, told["mode"], told["place"], {})


def _describe(found: PanelSession, about: About) -> None:
    found.title = dict(about.title)
    found.agenda = [dict(point) for point in about.agenda]
    found.fallback, found.fallback_plan = about.fallback, dict(about.fallback_plan)


def _hold(found: PanelSession, plan: Plan) -> None:
    found.starts_at, found.ends_at, found.mode = plan.starts_at, plan.ends_at, plan.mode
    found.place, found.joining = dict(plan.place), dict(plan.joining)


def _changed(
    session: Session,
    found: PanelSession,
    before: Plan,
    after: Mapping[str, Any],
    reason: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> SessionChange:
    changed = SessionChange(
        municipality_id=found.municipality_id,
        session_id=found.id,
        before=told_of(before),
        after=dict(after),
        reason=dict(reason),
        told=0,
        changed_by=by.person_id,
        changed_at=at,
    )
    session.add(changed)
    session.flush()
    return changed


def _tell_moved(
    session: Session, member: Member, found: PanelSession, before: Plan, changed: SessionChange, *, at: datetime
) -> bool:
    order = _order(session, found)
    return write_to(
        session,
        member,
        "session_changed",
        key=f"{found.id}:{changed.id}",
        at=at,
        title=wording.written(found.title, member.language, order),
        was=wording.plan_in_words(before, member.language, order),
        now=wording.plan_in_words(plan_of(found), member.language, order),
        why=wording.written(changed.reason, member.language, order),
        **_briefly(found, member, order),
    )


def _briefly(found: PanelSession, member: Member, order: Sequence[str]) -> dict[str, Any]:
    """What fits in a short text, and how to take part."""
    return {
        "day": local(found.starts_at).date(),
        "hour": wording.hour(found.starts_at),
        "mode": say(rules.MODES[found.mode], member.language),
        "how": wording.written(found.joining, member.language, order) or say(ON_YOUR_PAGE, member.language),
    }


def _order(session: Session, found: PanelSession) -> list[str]:
    return municipalities.place(session, found.municipality_id).languages


def _note(session: Session, found: PanelSession, event: str, *, by: Actor, at: datetime, **facts: str | int) -> None:
    record(
        session,
        found.municipality_id,
        event,
        subject=f"panel:{found.panel_id}",
        by=f"person:{by.person_id}",
        facts={"session": found.number, **facts},
        at=at,
    )
