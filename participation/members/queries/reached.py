"""Looking at how many took a seat and came to the sessions: by way, and with which features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from participation.members import session_rules
from participation.members.models import Allowance, Attendance, Member, PanelSession
from participation.members.rules import CONFIRMED as TAKEN
from participation.panels.queries import Counts, Line, with_features
from participation.panels.queries.tallies import ATTENDED, CONFIRMED, PAID

Features = Mapping[str, Mapping[str, str]]

# Who was there, if only for a part.
THERE = (session_rules.PRESENT, session_rules.PART)
# What an official noted and nobody approved yet may still be taken back.
DECIDED = (session_rules.APPROVED, session_rules.EXPORTED, session_rules.PAID)


def session_step(number: int) -> str:
    """What a session is called among the steps."""
    return f"session:{number}"


def confirmed_counts(
    session: Session, municipality_id: int, panel_id: int, features: Features, *, among: Collection[int] | None = None
) -> Counts:
    """How many are on the panel now, or of these members: by the way in which they said so, and with which features.

    features: of each, by public code
    """
    rows = session.execute(
        select(Member.id, Member.code, Member.channel).where(
            Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.state == TAKEN
        )
    )
    found: Counts = Counter()
    for member_id, code, channel in rows:
        if among is None or member_id in among:
            found.update(with_features(CONFIRMED, features.get(code, {})))
            found.update({Line(CONFIRMED, channel): 1} if channel else {})
    return found


def attended_counts(
    session: Session,
    municipality_id: int,
    panel_id: int,
    features: Features,
    *,
    among: Collection[int] | None = None,
    before: datetime | None = None,
) -> Counts:
    """How many were at each session that was held, present, for a part, excused or absent; and at all of them together,
    those who were there by feature. Of everybody, or of these members; only of sessions that ended `before` a moment."""
    wanted = _held(municipality_id, panel_id)
    if before is not None:
        wanted = wanted.where(PanelSession.ends_at < before)
    found: Counts = Counter()
    for member_id, code, number, state in session.execute(wanted):
        if among is None or member_id in among:
            found.update({Line(session_step(number), state): 1})
            if state in THERE:
                found.update(with_features(ATTENDED, features.get(code, {})))
    return found


def paid_counts(
    session: Session, municipality_id: int, panel_id: int, *, noted_before: datetime | None = None
) -> Counts:
    """What members were granted, in cents, by what it is for."""
    wanted = (
        select(Allowance.kind, func.sum(Allowance.cents))
        .join(Member, (Member.municipality_id == Allowance.municipality_id) & (Member.id == Allowance.member_id))
        .where(
            Allowance.municipality_id == municipality_id,
            Member.municipality_id == municipality_id,
            Member.panel_id == panel_id,
            Allowance.state.in_(DECIDED),
        )
        .group_by(Allowance.kind)
    )
    if noted_before is not None:
        wanted = wanted.where(Allowance.noted_at < noted_before)
    return Counter({Line(PAID, kind): int(cents) for kind, cents in session.execute(wanted)})


def _held(municipality_id: int, panel_id: int) -> Select[int, str, int, str]:
    return (
        select(Member.id, Member.code, PanelSession.number, Attendance.state)
        .select_from(Attendance)
        .join(
            PanelSession,
            (PanelSession.municipality_id == Attendance.municipality_id) & (PanelSession.id == Attendance.session_id),
        )
        .join(Member, (Member.municipality_id == Attendance.municipality_id) & (Member.id == Attendance.member_id))
        .where(
            Attendance.municipality_id == municipality_id,
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == panel_id,
            PanelSession.state == session_rules.HELD,
            Member.municipality_id == municipality_id,
        )
    )
