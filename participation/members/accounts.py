"""Where a member wants to be paid, or that they want no money: told in any way with their code, kept apart and sealed."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy.orm import Session
from stdnum import iban

from participation import keys
from participation.errors import N_, Refused
from participation.members import queries
from participation.members.models import BankDetail, Member
from participation.members.queries.money import PURPOSE
from participation.members.rules import CONFIRMED, WITHDRAWN
from participation.panels import queries as panels
from participation.sheets import YES, Sent

# Who left may still be paid for the sessions where they were.
PAYABLE = (CONFIRMED, WITHDRAWN)
KNOWN = N_("You told us before. What you answer now takes the place of that.")


def opens_account(session: Session, municipality_id: int, subject: str, code: str, _at: datetime) -> str:
    """Whether a code opens this form, and what is good to know first. Raises Refused."""
    view = queries.panel_of(session, municipality_id, subject)
    member = queries.member_with_code(session, municipality_id, code, view.id)
    return KNOWN if session.get(BankDetail, _payable(session, municipality_id, view.id, member, code).id) else ""


def give(session: Session, sent: Sent) -> None:
    """Somebody says where they want to be paid, or that they want no money. The newest answer counts; raises Refused."""
    view = queries.panel_of(session, sent.municipality_id, sent.subject)
    panels.panel_to_change(session, sent.municipality_id, view.slug)
    code = str(sent.answers["code"])
    member = _payable(
        session,
        sent.municipality_id,
        view.id,
        queries.member_with_code(session, sent.municipality_id, code, view.id),
        code,
    )
    found = session.get(BankDetail, member.id)
    if found is None:
        found = BankDetail(municipality_id=member.municipality_id, member_id=member.id)
        session.add(found)
    found.account = _sealed(sent) if sent.answers["wanted"] == YES else None
    found.given_at, found.channel = sent.at, sent.channel
    session.flush()


def _payable(session: Session, municipality_id: int, panel_id: int, member: Member | None, code: str) -> Member:
    if member is None:
        public = queries.is_public_code(session, municipality_id, panel_id, code)
        raise Refused("seat_code_public" if public else "seat_code_unknown", field="code")
    if member.state not in PAYABLE:
        raise Refused("seat_not_theirs", field="code")
    return member


def _sealed(sent: Sent) -> str:
    told = {"holder": str(sent.answers["holder"]), "iban": iban.compact(str(sent.answers["iban"]))}
    return keys.sealed(json.dumps(told), PURPOSE, sent.municipality_id)
