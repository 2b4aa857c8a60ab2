"""Writing down how many took a seat and came, before those of whom it is counted are forgotten; for the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.members.models import Allowance, Attendance, Member, PanelSession
from participation.members.queries import last_day
from participation.members.queries.reached import attended_counts, confirmed_counts, paid_counts
from participation.panels import queries as panels
from participation.panels.actions import keep_tallies


def keep_features(session: Session, *, municipality_id: int, panel_id: int, codes: Sequence[str]) -> None:
    """Hears that the features of these people are about to be forgotten: that they have a seat, and came, stays known."""
    features = _features(session, municipality_id, panel_id)
    of_these = {code: features[code] for code in codes if code in features}
    counts = confirmed_counts(session, municipality_id, panel_id, of_these)
    counts += attended_counts(session, municipality_id, panel_id, of_these)
    keep_tallies(session, municipality_id, panel_id, panels.of_features(counts))


def keep_leaving(session: Session, municipality_id: int, members: Sequence[Member], *, at: datetime) -> None:
    """These members are about to be forgotten, at their own wish, with all that says where they were. Whoever leaves
    while their panel is at work is not on it any more; whoever leaves later was on it."""
    by_panel: dict[int, set[int]] = defaultdict(set)
    for member in members:
        by_panel[member.panel_id].add(member.id)
    for panel_id, ids in sorted(by_panel.items()):
        features = _features(session, municipality_id, panel_id)
        counts = attended_counts(session, municipality_id, panel_id, features, among=ids)
        end = last_day(session, municipality_id, panel_id)
        if end is not None and end < at:
            counts += confirmed_counts(session, municipality_id, panel_id, features, among=ids)
        keep_tallies(session, municipality_id, panel_id, counts)


def keep_attended(session: Session, municipality_id: int, *, before: datetime) -> None:
    """Who was at the sessions that ended before this is about to be forgotten."""
    over = (
        select(PanelSession.panel_id)
        .join(
            Attendance,
            (Attendance.municipality_id == PanelSession.municipality_id) & (Attendance.session_id == PanelSession.id),
        )
        .where(PanelSession.municipality_id == municipality_id, PanelSession.ends_at < before)
    )
    for panel_id in session.scalars(over.distinct().order_by(PanelSession.panel_id)).all():
        features = _features(session, municipality_id, panel_id)
        counts = attended_counts(session, municipality_id, panel_id, features, before=before)
        keep_tallies(session, municipality_id, panel_id, counts)


def keep_paid(session: Session, municipality_id: int, *, before: datetime) -> None:
    """What was noted before this for members is about to go from the books."""
    over = (
        select(Member.panel_id)
        .join(Allowance, (Allowance.municipality_id == Member.municipality_id) & (Allowance.member_id == Member.id))
        .where(Member.municipality_id == municipality_id, Allowance.noted_at < before)
    )
    for panel_id in session.scalars(over.distinct().order_by(Member.panel_id)).all():
        counts = paid_counts(session, municipality_id, panel_id, noted_before=before)
        keep_tallies(session, municipality_id, panel_id, counts)


def _features(session: Session, municipality_id: int, panel_id: int) -> dict[str, dict[str, str]]:
    view = panels.panel_by_id(session, municipality_id, panel_id)
    return panels.features_of_pool(session, municipality_id, view)
