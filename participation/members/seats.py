"""Who is asked to take a seat, how they are reached, who did not answer, and the draw for the seats that come free; for the
official who looks after them.

Every act takes the panel first: two answers, or an answer and a new draw, come one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import Refused
from participation.invitations import queries as invitations
from participation.journal.actions import record
from participation.lottery.codes import new_long_codes
from participation.members import queries, reaching, rules
from participation.members.models import Member
from participation.members.reaching import Reach, write_to
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.panels.actions import open_round
from participation.permissions import Actor


def ask(
    session: Session,
    *,
    municipality_id: int,
    panel_id: int,
    round: int,  # noqa: A002 - as the news has it
    codes: Sequence[str],
    by: Actor,
    at: datetime,
) -> None:
    """Hears that a panel was drawn: everybody on it is asked whether they take the seat, by the way they chose.

    Whoever came in with a list has a code of their own from now on, and waits until somebody notes how to reach them.
    """
    known = invitations.reach(session, municipality_id, panel_id, codes)
    before = {row.code: row for row in _drawn(session, municipality_id, panel_id)}
    fresh = iter(new_long_codes(len(codes)))
    today = local(at).date()
    language = municipalities.languages_for(session, municipality_id, "letter")[0]
    asked = []
    for code in codes:
        told = known.get(code)
        member = before.get(code) or Member(municipality_id=municipality_id, panel_id=panel_id, code=code)
        secret = told.secret if told and told.secret else next(fresh)
        member.key = reaching.key_of(municipality_id, secret)
        member.secret = reaching.sealed_code(municipality_id, secret)
        if told and (reach := reaching.from_invitation(told)).ways:
            member.reach = reaching.sealed_reach(municipality_id, reach)
        member.language = (told.language if told else member.language) or language
        member.large_print = bool(told.large_print if told else member.large_print)
        member.round, member.asked_at, member.forgotten_at = round, at, None
        member.answer_by = rules.answer_by(today, _days(session, municipality_id, rules.SEAT_DAYS))
        is_asked_again(member)
        session.add(member)
        asked.append(member)
    session.flush()
    for member in asked:
        _ask(session, member, at=at)
    facts: dict[str, str | int] = {"round": round, "members": len(codes)}
    record(
        session,
        municipality_id,
        "member.asked",
        subject=panels.subject_of(panel_id),
        by=f"person:{by.person_id}",
        at=at,
        facts=facts,
    )


def draw_undone(
    session: Session,
    *,
    municipality_id: int,
    panel_id: int,
    round: int,  # noqa: A002 - as the news has it
    at: datetime,
    **_told: object,
) -> None:
    """Hears that a draw was cancelled: nobody has the seat that it gave them."""
    for member in _drawn(session, municipality_id, panel_id):
        if member.round == round and member.state in rules.SEATED:
            member.state, member.reason, member.left_at = rules.WITHDRAWN, rules.CANCELLED, at
            write_to(session, member, "seat_cancelled", key=str(round), at=at)
    session.flush()


def note_reach(
    session: Session,
    municipality_id: int,
    slug: str,
    code: str,
    reach: Reach,
    *,
    language: str,
    large_print: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Note how a member is reached. Who is reached only now has as many days to answer as anybody else."""
    panel = panels.panel_to_change(session, municipality_id, slug)
    member = queries.member_to_change(session, municipality_id, panel.id, code)
    if member.forgotten_at is not None:
        raise Refused("member_forgotten")
    if not reach.ways:
        raise Refused("member_unreached", field="email")
    first = not reaching.reach_of(municipality_id, member.reach).ways
    member.reach = reaching.sealed_reach(municipality_id, reach)
    member.language, member.large_print = language, large_print
    if member.state == rules.ASKED and first:
        days = _days(session, municipality_id, rules.SEAT_DAYS)
        member.answer_by = max(member.answer_by, rules.answer_by(local(at).date(), days))
        _ask(session, member, at=at)
    note(session, member, "member.reach_noted", by=f"person:{by.person_id}", at=at)


def ask_again(session: Session, municipality_id: int, slug: str, code: str, *, by: Actor, at: datetime) -> None:
    """Send somebody once more what asks them whether they take the seat, at most once a day; the last day stays."""
    panel = panels.panel_to_change(session, municipality_id, slug)
    member = queries.member_to_change(session, municipality_id, panel.id, code)
    if member.state != rules.ASKED:
        raise Refused("seat_answered")
    if not write_to(
        session, member, "seat_asked", key=f"{member.round}:{local(at).date()}", at=at, until=member.answer_by
    ):
        raise Refused("member_unreached")
    note(session, member, "member.asked_again", by=f"person:{by.person_id}", at=at)


def count_as_silent(session: Session, municipality_id: int, slug: str, *, by: str, via: str, at: datetime) -> int:
    """Whoever did not answer in time no longer has the seat. Those whom we could not reach keep it. Returns how many."""
    panel = panels.panel_to_change(session, municipality_id, slug)
    today = local(at).date()
    late = [
        member
        for member in _drawn(session, municipality_id, panel.id)
        if rules.is_late(member.state, member.answer_by, today)
        and reaching.reach_of(municipality_id, member.reach).ways
    ]
    for member in late:
        member.state, member.left_at = rules.SILENT, at
        note(session, member, "member.silent", by=by, via=via, at=at)
        write_to(session, member, "seat_lapsed", key=str(member.round), at=at)
    session.flush()
    return len(late)


def remind(session: Session, municipality_id: int, panel_id: int, *, at: datetime) -> int:
    """Remind, once, those who have only a few days left to answer. Returns how many there are."""
    today = local(at).date()
    ahead = _days(session, municipality_id, rules.REMINDER_DAYS)
    soon = [
        member
        for member in _drawn(session, municipality_id, panel_id)
        if member.state == rules.ASKED
        and rules.remind_on(member.answer_by, ahead) <= today <= member.answer_by
        # Who was asked only now is not reminded of it in the same breath.
        and local(member.asked_at).date() < today
    ]
    return sum(
        write_to(
            session, member, "seat_reminder", key=f"{member.round}:{member.answer_by}", at=at, until=member.answer_by
        )
        for member in soon
    )


def at_days_end(session: Session, *, municipality_id: int, at: datetime) -> None:
    """A day has ended: who has few days left is reminded; who did not answer is counted as silent, where the
    municipality chose that this goes by itself."""
    by_itself = municipalities.value(session, municipality_id, rules.SILENCE) == rules.BY_ITSELF
    for panel_id in queries.panels_with_members(session, municipality_id, rules.ASKED):
        remind(session, municipality_id, panel_id, at=at)
        if by_itself:
            slug = panels.panel_by_id(session, municipality_id, panel_id).slug
            count_as_silent(session, municipality_id, slug, by="worker", via="job", at=at)


def draw_for_open_seats(session: Session, municipality_id: int, slug: str, *, by: Actor, at: datetime) -> int:
    """Open a round for every seat that is free, with what is left of the targets; returns its number. Raises Refused."""
    panel = panels.panel_to_change(session, municipality_id, slug)
    view = panels.panel_by_id(session, municipality_id, panel.id)
    rules.check_may_draw_more(
        queries.filled(session, municipality_id, view),
        sessions_held=queries.sessions_begun(session, municipality_id, panel.id, at=at),
        last_session=_days(session, municipality_id, rules.LAST_REPLACING),
    )
    found = queries.replacement(session, municipality_id, view)
    if not found.seats:
        raise Refused("nobody_left_to_draw")
    return open_round(
        session,
        panel,
        seats=found.seats,
        targets=[asdict(target) for target in found.targets],
        relaxed=[asdict(one) for one in found.relaxed],
        pool=[one.id for one in found.people],
        by=by,
        at=at,
    )


def give_up(member: Member, *, at: datetime) -> None:
    """The seat of somebody who is to be forgotten is nobody's from now on."""
    if member.state in rules.SEATED:
        member.state, member.reason, member.left_at = rules.WITHDRAWN, rules.FORGOTTEN, at


def forget(member: Member, *, at: datetime) -> None:
    """Nothing of somebody is kept but that the lot drew them, and what they answered: their public code."""
    member.key = member.secret = member.reach = member.words = member.public_name = None
    member.person_id = member.entry_id = None
    member.named, member.large_print, member.forgotten_at = False, False, at


def is_asked_again(member: Member) -> None:
    """Whatever they answered before no longer counts."""
    member.state = rules.ASKED
    member.answered_at = member.channel = member.entry_id = None
    member.reason = member.words = member.left_at = member.public_name = None
    member.named = False


def _drawn(session: Session, municipality_id: int, panel_id: int) -> Sequence[Member]:
    return session.scalars(
        select(Member)
        .where(Member.municipality_id == municipality_id, Member.panel_id == panel_id)
        .order_by(Member.code)
    ).all()


def _ask(session: Session, member: Member, *, at: datetime) -> None:
    write_to(session, member, "seat_asked", key=f"{member.round}", at=at, until=member.answer_by)


def _days(session: Session, municipality_id: int, key: str) -> int:
    return int(municipalities.value(session, municipality_id, key))


def note(session: Session, member: Member, event: str, *, by: str, via: str = "web", at: datetime) -> None:
    """Write in the journal what became of a seat: whose, as a number, and of which draw."""
    record(
        session,
        member.municipality_id,
        event,
        subject=f"panel:{member.panel_id}/member:{member.id}",
        by=by,
        via=via,
        at=at,
        facts={"round": member.round},
    )
