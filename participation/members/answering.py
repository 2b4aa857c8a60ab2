"""What somebody says of their seat: that they take it, that they do not, that they leave; in any way, with their code.

Every act takes the panel first: two answers, or an answer and a new draw, come one after the other.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_, Refused
from participation.members import queries, reaching, rules
from participation.members.models import Member
from participation.members.reaching import write_to
from participation.members.seats import is_asked_again, note
from participation.panels import queries as panels
from participation.sheets import WEB, YES, Sent, Texted

SOMEBODY = "somebody"
# What is good to know before somebody answers.
LATE = N_("The last day to answer is over, but the seat is still yours if you take it.")
KNOWN = N_("You told us already that you take the seat. What you answer now takes the place of that.")
STILL_FREE = N_("You answered before, or the last day is over; your seat is still free, so you can take it after all.")


def answer(session: Session, sent: Sent) -> None:
    """Somebody says whether they take the seat, with their secret code. The newest answer counts; raises Refused."""
    member, view = _whose(session, sent)
    if member.reason == rules.CANCELLED:
        raise Refused("seat_not_theirs", field="code")
    if sent.answers["coming"] == YES:
        rules.check_may_take(member.state, queries.filled(session, sent.municipality_id, view))
        _takes(session, member, sent)
    elif member.state != rules.WITHDRAWN:
        _gives_up(session, member, sent, rules.DECLINED, "member.declined")
        write_to(session, member, "seat_declined", key=_once(sent), at=sent.at)


def answer_no_more(session: Session, sent: Sent) -> None:
    """An answer was not meant, or is given anew: they are asked as before."""
    member, view = _who_sent(session, sent)
    if member.state not in rules.SEATED:
        rules.check_may_take(member.state, queries.filled(session, sent.municipality_id, view))
    is_asked_again(member)


def leave(session: Session, sent: Sent) -> None:
    """Somebody gives their seat back. Raises Refused where they have none."""
    member, _ = _whose(session, sent)
    rules.check_may_leave(member.state)
    _gives_up(session, member, sent, rules.WITHDRAWN, "member.left")
    write_to(session, member, "seat_left", key=_once(sent), at=sent.at)


def stay_after_all(session: Session, sent: Sent) -> None:
    """Leaving was not meant: the seat is theirs again, where it is still open."""
    member, view = _who_sent(session, sent)
    rules.check_may_take(member.state, queries.filled(session, sent.municipality_id, view))
    member.state, member.reason, member.words, member.left_at = rules.CONFIRMED, None, None, None


def opens_seat(session: Session, municipality_id: int, subject: str, code: str, at: datetime) -> str:
    """Whether a code opens the form about a seat, and what is good to know first. Raises Refused."""
    view = queries.panel_of(session, municipality_id, subject)
    member = queries.member_with_code(session, municipality_id, code, view.id)
    if member is None:
        raise _unknown(session, municipality_id, view.id, code)
    if member.reason == rules.CANCELLED:
        raise Refused("seat_not_theirs", field="code")
    if member.state in rules.SEATED:
        late = rules.is_late(member.state, member.answer_by, local(at).date())
        return LATE if late else KNOWN if member.state == rules.CONFIRMED else ""
    rules.check_may_take(member.state, queries.filled(session, municipality_id, view))
    return STILL_FREE


def opens_leaving(session: Session, municipality_id: int, subject: str, code: str, _at: datetime) -> str:
    """Whether a code opens the form to leave a panel. Raises Refused."""
    view = queries.panel_of(session, municipality_id, subject)
    member = queries.member_with_code(session, municipality_id, code, view.id)
    if member is None:
        raise _unknown(session, municipality_id, view.id, code)
    rules.check_may_leave(member.state)
    return ""


def leads_to(session: Session, *, municipality_id: int, code: str) -> tuple[str, dict[str, str]] | None:
    """Where a code leads that somebody typed on any page of ours: to their own page; None where it is of no seat."""
    if queries.member_with_code(session, municipality_id, code) is None:
        return None
    return "members.own", {"code": code}


def texted(session: Session, municipality_id: int, code: str, word: str, _phone: str) -> Texted | None:
    """What "YES KRTW-4071-PMNX-2208" fills in on the form about a seat; None where this code is nobody's on a panel."""
    member = queries.member_with_code(session, municipality_id, code)
    if member is None:
        return None
    return Texted(panels.subject_of(member.panel_id), {"code": [code], "coming": [word]}, language=member.language)


def _takes(session: Session, member: Member, sent: Sent) -> None:
    was = member.state
    member.state, member.answered_at, member.channel, member.entry_id = (
        rules.CONFIRMED,
        sent.at,
        sent.channel,
        sent.entry_id,
    )
    member.reason = member.words = member.left_at = None
    name = str(sent.answers.get("public_name") or "").strip()
    member.named = bool(sent.answers.get("named") and name)
    member.public_name = name if member.named else None
    if sent.channel == WEB and sent.person_id and member.person_id is None:
        member.person_id = sent.person_id
    if was != rules.CONFIRMED:
        note(session, member, "member.confirmed", by=sent.by or SOMEBODY, via=sent.channel, at=sent.at)
        write_to(session, member, "seat_confirmed", key=_once(sent), at=sent.at)


def _gives_up(session: Session, member: Member, sent: Sent, state: str, event: str) -> None:
    was = member.state
    member.state, member.answered_at, member.channel, member.entry_id = state, sent.at, sent.channel, sent.entry_id
    member.reason = sent.answers.get("reason") or None
    member.words = reaching.sealed_words(member.municipality_id, str(sent.answers.get("words") or "").strip())
    member.named, member.public_name, member.left_at = False, None, sent.at
    if was != state:
        # Who says no says something about themselves: the journal does not say who typed it.
        note(session, member, event, by=SOMEBODY, via=sent.channel, at=sent.at)


def _whose(session: Session, sent: Sent) -> tuple[Member, panels.PanelView]:
    """Whose code a form came with, and their panel, both taken. Raises Refused."""
    view = queries.panel_of(session, sent.municipality_id, sent.subject)
    panels.panel_to_change(session, sent.municipality_id, view.slug)
    code = str(sent.answers["code"])
    member = queries.member_with_code_to_change(session, sent.municipality_id, code, view.id)
    if member is None:
        raise _unknown(session, sent.municipality_id, view.id, code)
    return member, view


def _unknown(session: Session, municipality_id: int, panel_id: int, code: str) -> Refused:
    public = queries.is_public_code(session, municipality_id, panel_id, code)
    return Refused("seat_code_public" if public else "seat_code_unknown", field="code")


def _who_sent(session: Session, sent: Sent) -> tuple[Member, panels.PanelView]:
    """Whose newest answer this form is. Raises Refused where they answered again since."""
    view = queries.panel_of(session, sent.municipality_id, sent.subject)
    panels.panel_to_change(session, sent.municipality_id, view.slug)
    member = session.scalar(
        select(Member)
        .where(
            Member.municipality_id == sent.municipality_id,
            Member.panel_id == view.id,
            Member.entry_id == sent.entry_id,
        )
        .with_for_update()
    )
    if member is None:
        raise Refused("answered_since")
    return member, view


def _once(sent: Sent) -> str:
    return f"{sent.entry_id}:{sent.at:%Y%m%dT%H%M%S}"
