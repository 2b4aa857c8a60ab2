"""Looking at the sessions of a panel: when and how, what changed, what there is to read, what is arranged, who was there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.awaiting import NONE_LATE, Counted
from participation.errors import NotFound
from participation.members import session_rules as rules
from participation.members.models import Arrangement, Attendance, Material, Member, PanelSession, SessionChange
from participation.members.reaching import reach_of
from participation.members.rules import CONFIRMED


@dataclass(frozen=True)
class SessionView:
    """A session as pages need it; the columns are those of `models.PanelSession`."""

    id: int
    panel_id: int
    number: int
    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: dict[str, str]
    joining: dict[str, str]
    agenda: list[dict[str, Any]]
    fallback: str
    fallback_plan: dict[str, str]
    state: str
    changes: int

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_planned(self) -> bool:
        return self.state == rules.PLANNED

    @property
    def is_cancelled(self) -> bool:
        return self.state == rules.CANCELLED

    @property
    def proposed(self) -> tuple[str, ...]:
        """What is gone through with every member for a session that is held like this."""
        return rules.PROPOSED[self.mode]

    @property
    def needed(self) -> str:
        """What nobody may be without; "" where there is no such thing."""
        return rules.NEEDED.get(self.mode, "")


@dataclass(frozen=True)
class Change:
    """A session was moved or cancelled. before, after: {mode, starts_at, ends_at, place} as they were told; after is
    empty for one that was cancelled."""

    before: dict[str, Any]
    after: dict[str, Any]
    reason: dict[str, str]
    told: int
    changed_at: datetime


@dataclass(frozen=True)
class MaterialView:
    """Something to read, without its content."""

    id: int
    session_id: int
    title: dict[str, str]
    language: str
    link: str
    filename: str
    public: bool


@dataclass(frozen=True)
class Seated:
    """A member as whoever leads a session knows them: a name, and no features."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class Noted:
    """Whether a member was there, and for how many minutes of it."""

    state: str
    minutes: int | None


_SESSION = [getattr(PanelSession, name) for name in SessionView.__dataclass_fields__]
_MATERIAL = [getattr(Material, name) for name in MaterialView.__dataclass_fields__]


def sessions(session: Session, municipality_id: int, panel_id: int) -> list[SessionView]:
    """The sessions of a panel, in the order in which they are held."""
    rows = session.execute(
        select(*_SESSION)
        .where(PanelSession.municipality_id == municipality_id, PanelSession.panel_id == panel_id)
        .order_by(PanelSession.starts_at, PanelSession.number)
    )
    return [SessionView(*row) for row in rows]


def numbered(session: Session, municipality_id: int, panel_id: int, number: int) -> SessionView:
    """The session of this panel with this number. Raises NotFound."""
    row = session.execute(
        select(*_SESSION).where(
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == panel_id,
            PanelSession.number == number,
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return SessionView(*row)


def next_number(session: Session, municipality_id: int, panel_id: int) -> int:
    """The number of the session that is planned next."""
    highest = session.scalar(
        select(func.max(PanelSession.number)).where(
            PanelSession.municipality_id == municipality_id, PanelSession.panel_id == panel_id
        )
    )
    return (highest or 0) + 1


def session_to_change(session: Session, municipality_id: int, panel_id: int, number: int) -> PanelSession:
    """The session itself, taken so that nobody else changes it until this transaction ends. Raises NotFound."""
    found = session.scalar(
        select(PanelSession)
        .where(
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == panel_id,
            PanelSession.number == number,
        )
        .with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def sessions_held(session: Session, municipality_id: int, panel_id: int) -> int:
    """How many sessions have been held."""
    return (
        session.scalar(
            select(func.count()).where(
                PanelSession.municipality_id == municipality_id,
                PanelSession.panel_id == panel_id,
                PanelSession.state == rules.HELD,
            )
        )
        or 0
    )


def unnoted(municipality_id: int, *, at: datetime) -> Counted:
    """How many sessions are over of which nobody noted who was there."""
    return (
        select(PanelSession.panel_id, func.count(), NONE_LATE)
        .where(
            PanelSession.municipality_id == municipality_id,
            PanelSession.state == rules.PLANNED,
            PanelSession.ends_at <= at,
        )
        .group_by(PanelSession.panel_id)
    )


def changes(session: Session, municipality_id: int, panel_id: int) -> dict[int, list[Change]]:
    """What was moved, by the number of the session in its table, the newest first."""
    rows = session.scalars(
        select(SessionChange)
        .join(PanelSession, PanelSession.id == SessionChange.session_id)
        .where(
            SessionChange.municipality_id == municipality_id,
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == panel_id,
        )
        .order_by(SessionChange.id.desc())
    )
    found: dict[int, list[Change]] = defaultdict(list)
    for row in rows:
        found[row.session_id].append(Change(row.before, row.after, row.reason, row.told, row.changed_at))
    return dict(found)


def materials(
    session: Session, municipality_id: int, panel_id: int, *, public: bool = False
) -> dict[int, list[MaterialView]]:
    """What there is to read, by the number of the session in its table. public: only what everybody may have."""
    wanted = (
        select(*_MATERIAL)
        .join(PanelSession, PanelSession.id == Material.session_id)
        .where(
            Material.municipality_id == municipality_id,
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == panel_id,
        )
        .order_by(Material.id)
    )
    if public:
        wanted = wanted.where(Material.public)
    found: dict[int, list[MaterialView]] = defaultdict(list)
    for row in session.execute(wanted):
        one = MaterialView(*row)
        found[one.session_id].append(one)
    return dict(found)


def material(session: Session, municipality_id: int, session_id: int, material_id: int) -> tuple[MaterialView, bytes]:
    """A file of a session, and what is in it. Raises NotFound; also for a link, which leads elsewhere."""
    row = session.execute(
        select(*_MATERIAL, Material.content).where(
            Material.municipality_id == municipality_id,
            Material.session_id == session_id,
            Material.id == material_id,
            Material.content.is_not(None),
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    *columns, content = row
    return MaterialView(*columns), content


def confirmed(session: Session, municipality_id: int, panel_id: int) -> list[Seated]:
    """Everybody who took their seat, by name."""
    rows = session.execute(
        select(Member.id, Member.code, Member.reach).where(
            Member.municipality_id == municipality_id, Member.panel_id == panel_id, Member.state == CONFIRMED
        )
    )
    found = [Seated(number, code, reach_of(municipality_id, reach).name or code) for number, code, reach in rows]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def attendance(session: Session, municipality_id: int, session_id: int) -> dict[int, Noted]:
    """Who was there, by member."""
    rows = session.execute(
        select(Attendance.member_id, Attendance.state, Attendance.minutes).where(
            Attendance.municipality_id == municipality_id, Attendance.session_id == session_id
        )
    )
    return {member_id: Noted(state, minutes) for member_id, state, minutes in rows}


def attendance_counts(session: Session, municipality_id: int, panel_id: int) -> dict[int, Counter[str]]:
    """How many were present, there for a part, excused and absent, by the number of the session in its table."""
    rows = session.execute(
        select(Attendance.session_id, Attendance.state, func.count())
        .join(PanelSession, PanelSession.id == Attendance.session_id)
        .where(
            Attendance.municipality_id == municipality_id,
            PanelSession.municipality_id == municipality_id,
            PanelSession.panel_id == panel_id,
        )
        .group_by(Attendance.session_id, Attendance.state)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for session_id, state, count in rows:
        found[session_id][state] = count
    return dict(found)


def arrangements(session: Session, municipality_id: int, session_id: int) -> dict[int, dict[str, str]]:
    """What is arranged for each member: kind to state."""
    rows = session.execute(
        select(Arrangement.member_id, Arrangement.kind, Arrangement.state).where(
            Arrangement.municipality_id == municipality_id, Arrangement.session_id == session_id
        )
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for member_id, kind, state in rows:
        found[member_id][kind] = state
    return dict(found)


def still_without(view: SessionView, people: Sequence[Seated], arranged: Mapping[int, Mapping[str, str]]) -> list[int]:
    """The members who are without what nobody may be without at this session."""
    if not view.needed:
        return []
    return [one.id for one in people if arranged.get(one.id, {}).get(view.needed) not in rules.SETTLED]
