"""What is held on members besides their seat: where they were, what was arranged, what they are paid; and on the officials
who did it. `privacy` says whose seats are whose, and asks here what goes with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.held import Holding, Kind, Sentence, Somebody
from participation.members import seating_privacy, tallying
from participation.members import session_rules as rules
from participation.members.models import (
    Allowance,
    Arrangement,
    Attendance,
    BankDetail,
    Cost,
    Member,
    PanelSession,
    Report,
    SeatingWish,
    SessionChange,
    TablePlan,
)
from participation.members.queries.money import opened
from participation.municipalities import queries as municipalities

_TASK = N_("A task of the municipality in the public interest (GDPR, article 6.1.e).")
SESSIONS, ALLOWANCES, ACCOUNT, OFFICIAL = "members.session", "members.allowance", "members.account", "members.official"

KINDS: tuple[Kind, ...] = (
    Kind(
        SESSIONS,
        N_("The sessions of your panel"),
        ("attendance", "arrangement", "table_plan", "seating_wish"),
        N_("Whether you were at a session, what was arranged so that you could be, and at which table you sat."),
        N_("To know how many were there, to pay you, and to let everybody take part."),
        _TASK,
        N_("Officials, and who leads the talks in the panel."),
        N_("the session"),
        365,
    ),
    Kind(
        ALLOWANCES,
        N_("What you are paid for a panel"),
        ("allowance",),
        N_("What you get for which session, who noted and approved it, and whether it was paid."),
        N_("To pay you, and to account for public money."),
        N_("The law on bookkeeping of the municipality (GDPR, article 6.1.c)."),
        N_("Officials and administrators."),
        N_("it was noted"),
        3650,
    ),
    Kind(
        ACCOUNT,
        N_("Where you are paid"),
        ("bank_detail",),
        N_("Your account number and in whose name it is, sealed; or that you want no money."),
        N_("To pay you."),
        _TASK,
        N_("Administrators, in the file for the bookkeeper; nobody else."),
        N_("you told us, or the last thing that you get was noted"),
        365,
    ),
    Kind(
        OFFICIAL,
        N_("What you did for the members of a panel"),
        (
            "session_change",
            "attendance",
            "arrangement",
            "allowance",
            "table_plan",
            "seating_wish",
            "cost",
            "report",
        ),
        N_("What you moved, noted, arranged or approved as an official or as who leads the talks."),
        N_("To answer questions about it, and to show that two different officials looked at what is paid."),
        _TASK,
        N_("Officials and auditors."),
        N_("your account goes; then the moment stays, without you"),
        None,
    ),
)

# Columns that say which official did something: table, who, when, what it is called.
_ACTS: tuple[tuple[Any, str, str, str], ...] = (
    (SessionChange, "changed_by", "changed_at", N_("Moved a session")),
    (Attendance, "noted_by", "noted_at", N_("Noted who was there")),
    (Arrangement, "noted_by", "noted_at", N_("Noted what is arranged")),
    (Allowance, "noted_by", "noted_at", N_("Noted what somebody gets")),
    (Allowance, "approved_by", "approved_at", N_("Approved what somebody gets")),
    (TablePlan, "made_by", "made_at", N_("Made a plan of tables")),
    (SeatingWish, "noted_by", "noted_at", N_("Noted who sits where")),
    (Cost, "noted_by", "noted_at", N_("Noted what a panel cost")),
    (Report, "published_by", "published_at", N_("Published the report of a panel")),
)


def asking(session: Session, members: Sequence[Member], *, who: Somebody) -> list[Holding]:
    """What goes with these seats, which are theirs, and what they did as an official."""
    ids = [one.id for one in members]
    return [
        Holding(
            SESSIONS,
            [
                *_there(session, who, ids),
                *_arranged(session, who, ids),
                *seating_privacy.asking(session, members, who=who),
            ],
        ),
        Holding(ALLOWANCES, _paid(session, who, ids)),
        Holding(ACCOUNT, _accounts(session, who, ids)),
        Holding(OFFICIAL, _acts(session, who)),
    ]


def leave_acts(session: Session, *, who: Somebody) -> None:
    """An official is forgotten: what they did stays, without them."""
    for table, column, _, _ in _ACTS:
        session.execute(
            update(table)
            .where(table.municipality_id == who.municipality_id, getattr(table, column) == who.person_id)
            .values({column: None})
        )


def forget(session: Session, municipality_id: int, members: Sequence[Member]) -> None:
    """What goes with these seats goes: what the books need stays, as an amount without a name."""
    ids = [one.id for one in members]
    for table in (Attendance, Arrangement, BankDetail):
        session.execute(delete(table).where(table.municipality_id == municipality_id, table.member_id.in_(ids)))
    seating_privacy.forget(session, municipality_id, members)
    session.execute(
        update(Allowance)
        .where(Allowance.municipality_id == municipality_id, Allowance.member_id.in_(ids))
        .values(note="")
    )


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """What is over its term goes, each kind after its own."""
    before = {
        kind.name: at - timedelta(days=municipalities.term_days(session, municipality_id, kind.name, kind.days) or 0)
        for kind in KINDS
        if kind.days is not None
    }
    over = select(PanelSession.id).where(
        PanelSession.municipality_id == municipality_id, PanelSession.ends_at < before[SESSIONS]
    )
    tallying.keep_attended(session, municipality_id, before=before[SESSIONS])
    for table in (Attendance, Arrangement, TablePlan):
        session.execute(delete(table).where(table.municipality_id == municipality_id, table.session_id.in_(over)))
    _forget_wishes(session, municipality_id, before[SESSIONS])
    tallying.keep_paid(session, municipality_id, before=before[ALLOWANCES])
    session.execute(
        delete(Allowance).where(Allowance.municipality_id == municipality_id, Allowance.noted_at < before[ALLOWANCES])
    )
    later = exists().where(
        Allowance.municipality_id == municipality_id,
        Allowance.member_id == BankDetail.member_id,
        Allowance.noted_at >= before[ACCOUNT],
    )
    session.execute(
        delete(BankDetail).where(
            BankDetail.municipality_id == municipality_id, BankDetail.given_at < before[ACCOUNT], ~later
        )
    )


def _forget_wishes(session: Session, municipality_id: int, before: datetime) -> None:
    """Who sits with whom is a wish for the sessions of a panel: it goes when the last of them is over its term."""
    ended = (
        select(PanelSession.panel_id)
        .where(PanelSession.municipality_id == municipality_id)
        .group_by(PanelSession.panel_id)
        .having(func.max(PanelSession.ends_at) < before)
    )
    session.execute(
        delete(SeatingWish).where(SeatingWish.municipality_id == municipality_id, SeatingWish.panel_id.in_(ended))
    )


def _there(session: Session, who: Somebody, ids: Collection[int]) -> list[Mapping[str, object]]:
    return [
        {
            N_("Session"): title,
            N_("When"): starts_at,
            N_("You were"): Sentence(rules.ATTENDANCE.get(row.state, row.state)),
            N_("Minutes"): row.minutes,
        }
        for row, title, starts_at in _of_sessions(session, Attendance, who, ids)
    ]


def _arranged(session: Session, who: Somebody, ids: Collection[int]) -> list[Mapping[str, object]]:
    return [
        {
            N_("Session"): title,
            N_("When"): starts_at,
            N_("Arranged for you"): Sentence(rules.ARRANGEMENTS.get(row.kind, row.kind)),
            N_("How far it is"): Sentence(rules.ARRANGEMENT_STATES.get(row.state, row.state)),
        }
        for row, title, starts_at in _of_sessions(session, Arrangement, who, ids)
    ]


def _paid(session: Session, who: Somebody, ids: Collection[int]) -> list[Mapping[str, object]]:
    rows = session.scalars(
        select(Allowance)
        .where(Allowance.municipality_id == who.municipality_id, Allowance.member_id.in_(ids))
        .order_by(Allowance.id)
    )
    return [
        {
            N_("For"): Sentence(rules.ALLOWANCES.get(row.kind, row.kind)),
            N_("Euros"): row.cents / 100,
            N_("How far it is"): Sentence(rules.ALLOWANCE_STATES.get(row.state, row.state)),
            N_("About it"): row.note or None,
            N_("Noted"): row.noted_at,
        }
        for row in rows
    ]


def _accounts(session: Session, who: Somebody, ids: Collection[int]) -> list[Mapping[str, object]]:
    rows = session.scalars(
        select(BankDetail).where(BankDetail.municipality_id == who.municipality_id, BankDetail.member_id.in_(ids))
    )
    told = [(row, opened(who.municipality_id, row.account)) for row in rows]
    return [
        {
            N_("In the name of"): account["holder"] or None,
            N_("Account number"): account["iban"] or Sentence(N_("You want no money")),
            N_("Told"): row.given_at,
        }
        for row, account in told
    ]


def _acts(session: Session, who: Somebody) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    for table, column, moment, words in _ACTS:
        rows = session.scalars(
            select(getattr(table, moment)).where(
                table.municipality_id == who.municipality_id, getattr(table, column) == who.person_id
            )
        )
        found += [{N_("What"): Sentence(words), N_("When"): when} for when in rows]
    return found


def _of_sessions(session: Session, table: Any, who: Somebody, ids: Collection[int]) -> Sequence[Any]:
    return session.execute(
        select(table, PanelSession.title, PanelSession.starts_at)
        .join(PanelSession, PanelSession.id == table.session_id)
        .where(
            table.municipality_id == who.municipality_id,
            PanelSession.municipality_id == who.municipality_id,
            table.member_id.in_(ids),
        )
        .order_by(PanelSession.starts_at)
    ).all()
