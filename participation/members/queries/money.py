"""Looking at what members are paid: line by line, by file for the bookkeeper, and whether we know where to pay it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from participation import keys
from participation.awaiting import NONE_LATE, Counted
from participation.errors import NotFound
from participation.members import session_rules as rules
from participation.members.models import Allowance, BankDetail, Member, PanelSession
from participation.members.reaching import reach_of

PURPOSE = "bank account"  # under which it is sealed
GIVEN, NO_MONEY, UNKNOWN = "given", "no_money", "unknown"


@dataclass(frozen=True)
class Line:
    """One thing that one member is paid.

    session: the number of the session, or None; mine: whether this reader noted it, and so cannot approve it
    account: given, no_money or unknown: whether we know where to pay it
    """

    id: int
    member_id: int
    name: str
    session: int | None
    kind: str
    cents: int
    note: str
    state: str
    export: int | None
    mine: bool
    account: str


@dataclass(frozen=True)
class File:
    """A file for the bookkeeper: how many members and cents, and whether they were paid."""

    number: int
    members: int
    cents: int
    paid: bool


@dataclass(frozen=True)
class Payment:
    """What one member gets at once, as it stands in the file for the bookkeeper."""

    member_id: int
    holder: str
    iban: str
    cents: int


def lines(session: Session, municipality_id: int, panel_id: int, *, seen_by: int) -> list[Line]:
    """Everything that the members of a panel are paid, the newest first."""
    rows = session.execute(
        _of_panel(
            municipality_id, panel_id, Allowance, Member.code, Member.reach, PanelSession.number, BankDetail.member_id
        )
        .add_columns(BankDetail.account.is_(None))
        .outerjoin(
            PanelSession,
            (PanelSession.municipality_id == municipality_id) & (PanelSession.id == Allowance.session_id),
        )
        .outerjoin(
            BankDetail,
            (BankDetail.municipality_id == municipality_id) & (BankDetail.member_id == Allowance.member_id),
        )
        .order_by(Allowance.id.desc())
    )
    return [
        Line(
            row.id,
            row.member_id,
            reach_of(municipality_id, reach).name or code,
            number,
            row.kind,
            row.cents,
            row.note,
            row.state,
            row.export,
            row.noted_by == seen_by,
            UNKNOWN if known is None else NO_MONEY if without else GIVEN,
        )
        for row, code, reach, number, known, without in rows
    ]


def files(session: Session, municipality_id: int, panel_id: int) -> list[File]:
    """The files for the bookkeeper, the newest first."""
    rows = session.execute(
        _of_panel(municipality_id, panel_id, Allowance.export)
        .add_columns(
            func.count(Allowance.member_id.distinct()),
            func.sum(Allowance.cents),
            func.count().filter(Allowance.state == rules.PAID),
        )
        .where(Allowance.export.is_not(None))
        .group_by(Allowance.export)
        .order_by(Allowance.export.desc())
    )
    return [File(number, members, int(cents), paid > 0) for number, members, cents, paid in rows]


def payments(session: Session, municipality_id: int, panel_id: int, export: int) -> list[Payment]:
    """Who is paid what and where, in one file for the bookkeeper: one line for each member.

    Raises NotFound for a file that is not there. Whose account was erased meanwhile stands in it without one.
    """
    rows = session.execute(
        _of_panel(municipality_id, panel_id, Allowance.member_id)
        .add_columns(BankDetail.account, func.sum(Allowance.cents))
        .outerjoin(
            BankDetail,
            (BankDetail.municipality_id == municipality_id) & (BankDetail.member_id == Allowance.member_id),
        )
        .where(Allowance.export == export)
        .group_by(Allowance.member_id, BankDetail.account)
        .order_by(Allowance.member_id)
    ).all()
    if not rows:
        raise NotFound
    accounts = [(member_id, opened(municipality_id, account), int(cents)) for member_id, account, cents in rows]
    return [Payment(member_id, told["holder"], told["iban"], cents) for member_id, told, cents in accounts]


def to_approve(municipality_id: int, *, by: int) -> Counted:
    """How many lines wait for this official, who did not note them."""
    return _counted(municipality_id, Allowance.state == rules.NOTED, Allowance.noted_by.is_distinct_from(by))


def to_export(municipality_id: int) -> Counted:
    """How many lines can go in a file for the bookkeeper."""
    with_account = select(BankDetail.member_id).where(
        BankDetail.municipality_id == municipality_id, BankDetail.account.is_not(None)
    )
    return _counted(municipality_id, Allowance.state == rules.APPROVED, Allowance.member_id.in_(with_account))


def opened(municipality_id: int, account: str | None) -> dict[str, str]:
    """{holder, iban} of what was sealed; both empty for who wants no money, or gave nothing."""
    if account is None:
        return {"holder": "", "iban": ""}
    found: dict[str, str] = json.loads(keys.unsealed(account, PURPOSE, municipality_id))
    return found


def account_of(session: Session, municipality_id: int, member_id: int) -> str:
    """Whether somebody said where we can pay them: given, no_money or unknown. Not which account it is."""
    found = session.execute(
        select(BankDetail.account.is_(None)).where(
            BankDetail.municipality_id == municipality_id, BankDetail.member_id == member_id
        )
    ).one_or_none()
    return UNKNOWN if found is None else NO_MONEY if found[0] else GIVEN


def _counted(municipality_id: int, *which: ColumnElement[bool]) -> Counted:
    return (
        select(Member.panel_id, func.count(), NONE_LATE)
        .select_from(Allowance)
        .join(Member, Member.id == Allowance.member_id)
        .where(Allowance.municipality_id == municipality_id, Member.municipality_id == municipality_id, *which)
        .group_by(Member.panel_id)
    )


def _of_panel(municipality_id: int, panel_id: int, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Allowance)
        .join(Member, Member.id == Allowance.member_id)
        .where(
            Allowance.municipality_id == municipality_id,
            Member.municipality_id == municipality_id,
            Member.panel_id == panel_id,
        )
    )
