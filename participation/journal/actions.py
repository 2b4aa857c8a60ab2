"""Writing in the journal, in the same transaction as the thing itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import N_
from participation.journal import chain
from participation.journal.models import DailyCheckpoint, JournalEntry, JournalHead

# Every event that is recorded, and what it means (docs/journal.md lists them; a test compares).
EVENTS: dict[str, str] = {
    "panel.created": N_("A panel was made: its question and size."),
    "panel.changed": N_("The question, size or rules of a panel were changed."),
    "panel.remit_written": N_("What a panel is asked and promised was written or changed; a fingerprint of it."),
    "panel.people_replaced": N_("A list of people became the pool of a panel."),
    "panel.targets_replaced": N_("The targets of a panel were set."),
    "statistics.imported": N_("Figures of the population were brought in: of how many features, and a fingerprint."),
    "statistics.removed": N_("Figures of the population were taken away."),
    "panel.calculation_asked": N_("The fair chances were asked for."),
    "panel.calculated": N_("The fair chances and the numbered panels were found."),
    "panel.rehearsed": N_("A draw was rehearsed with fictional people: nothing of it counts."),
    "panel.round_opened": N_("A draw was opened for seats that came free: how many, and from how many people."),
    "panel.round_given_up": N_("A draw for seats that came free was given up before anything was proposed."),
    "draw.proposed": N_("An official proposed the promise of a draw."),
    "draw.withdrawn": N_("A proposed promise was taken back before a second official confirmed it."),
    "draw.promised": N_("A second official confirmed: from here on nothing can change."),
    "draw.drawn": N_("The public number was entered and gave the panel."),
    "draw.cancellation_asked": N_("An official asked to cancel a draw."),
    "draw.cancelled": N_("A second official confirmed: the draw was cancelled; it stays public."),
    "register.imported": N_("An extract of the register was read: how many rows, and how many were kept."),
    "register.erased": N_("An extract of the register was erased, by an official or by its term."),
    "lot.proposed": N_("An official proposed a lot of whom to invite: a fingerprint of the list, and counts."),
    "lot.withdrawn": N_("A proposed lot was taken back before a second official confirmed it."),
    "lot.promised": N_("A second official confirmed the lot: from here on nothing can change."),
    "lot.drawn": N_("The public number was entered and decided who is invited: how many letters."),
    "lot.cancellation_asked": N_("An official asked to cancel a lot."),
    "lot.cancelled": N_("A second official confirmed: the lot was cancelled; it stays public."),
    "lot.frame_opened": N_("An auditor downloaded the list of a lot, as keys without names."),
    "letters.worded": N_(
        "The municipality's own paragraphs in the letters for a panel were written: in which language, and a fingerprint."
    ),
    "batch.made": N_("Letters to people who are invited were made; how many."),
    "batch.withdrawn": N_("Letters that were made did not go out; how many."),
    "batch.taken": N_("An official took the letters along to be printed; how many."),
    "batch.printed": N_("An official noted that letters are on paper; how many."),
    "batch.sent": N_("An official noted that letters left the house; how many."),
    "lot.extended": N_("Whoever is invited has longer to answer; until which day."),
    "letter.returned": N_("An official noted letters that the post brought back; how many, and why."),
    "panel.person_admitted": N_(
        "Somebody who said yes joined the pool of a panel: their code, and a seal on their features."
    ),
    "panel.person_changed": N_("Somebody in the pool of a panel put right what they said of themselves: another seal."),
    "panel.person_dismissed": N_("Somebody left the pool of a panel before its draw was prepared."),
    "invited.answered_late": N_("A card that was posted in time and came in late was entered for somebody."),
    "invited.marked": N_(
        "An official noted that somebody who was invited cannot take part, or was not reached; or took that back."
    ),
    "invited.looked_up": N_("An official looked up one invitation by its code or number."),
    "invited.question_answered": N_("An official answered a question of somebody who was invited."),
    "invited.exported": N_("An official downloaded the answers to the invitations of a panel."),
    "invited.again": N_("Whoever asked for it at an earlier panel was invited to the next; how many."),
    "invited.forgotten": N_("The term of people who were invited was over, and they were forgotten."),
    "member.asked": N_("Everybody whom a draw put on a panel was asked whether they take the seat; how many."),
    "member.asked_again": N_("An official asked one person once more whether they take the seat."),
    "member.reach_noted": N_("An official noted how somebody who was drawn can be reached."),
    "member.confirmed": N_("Somebody who was drawn takes the seat."),
    "member.declined": N_("Somebody who was drawn does not take the seat."),
    "member.silent": N_("Somebody who was drawn did not answer in time."),
    "member.left": N_("A member left the panel."),
    "members.exported": N_("Somebody who leads its sessions downloaded how to reach the members of a panel; how many."),
    "unselected.thanked": N_(
        "Whoever was not drawn is thanked: how many there are, and how many of them we can reach."
    ),
    "session.planned": N_("A session of a panel was planned."),
    "session.described": N_("What a session is called, its agenda or what is ready instead was changed."),
    "session.moved": N_("A session was moved to another moment, place or way of meeting; how many members were told."),
    "session.cancelled": N_("A session was cancelled; how many members were told."),
    "session.invited": N_("Members were told when, where and how a session is held; how many."),
    "session.arranged": N_("An official noted what is arranged for members, so that they can take part."),
    "material.added": N_("Something to read was put with a session."),
    "material.removed": N_("Something to read was taken away."),
    "attendance.noted": N_("It was noted who was at a session: how many were there, and how many were not."),
    "tables.arranged": N_(
        "Who sits at which table in each round of a session was arranged; how many people, tables and rounds."
    ),
    "tables.changed": N_(
        "Tables were changed on the day: how many people were missing or came after all, and how many had to move."
    ),
    "tables.shown": N_("Members can see at which table they sit in a session."),
    "tables.hidden": N_("Members no longer see at which table they sit in a session."),
    "seating.asked": N_("It was noted that members sit together, apart or at a fixed table; how many, and not why."),
    "seating.dropped": N_("That members sit together, apart or at a fixed table was taken back."),
    "allowances.proposed": N_(
        "What members get for a session was noted, from who was there: how many lines, and how much."
    ),
    "allowance.noted": N_("An official noted by hand what a member gets: for what, and how much."),
    "allowance.dropped": N_("What was noted was taken back before anybody approved it."),
    "allowances.approved": N_("A second official approved what members get: how many lines, and how much."),
    "allowances.exported": N_(
        "An administrator put what was approved in a file for the bookkeeper: how many lines, and how much."
    ),
    "allowances.taken_along": N_("An administrator took that file along, with names and accounts."),
    "allowances.paid": N_("An administrator noted that a file was paid; how many members were told."),
    "cost.noted": N_("An official noted what a panel cost: for what, how much, and how long was worked on it."),
    "cost.dropped": N_("What a panel cost was taken back."),
    "recommendation.written": N_("A recommendation of a panel was written down or changed: which, and a digest of it."),
    "recommendation.dropped": N_("The last recommendation of a panel was taken back before the report was published."),
    "recommendation.answered": N_(
        "What the council said to a recommendation was written down: which, what, and a digest."
    ),
    "report.described": N_("When the council got the advice, or what has changed since, was written down."),
    "report.published": N_("The report of a panel was published: a digest of its figures."),
    "panel.commitments_opened": N_("An auditor downloaded the salts and features behind the commitments."),
    "panel.lists_exported": N_(
        "An official downloaded the targets and the people of a pool, by code, as other sortition software reads them; how many."
    ),
    "panel.codes_exported": N_("An official downloaded which code belongs to which person."),
    "person.signed_in": N_("Someone with a role signed in."),
    "person.password_changed": N_("Someone with a role has a new password."),
    "person.address_changed": N_("Someone with a role has another e-mail address or telephone number."),
    "person.factor_changed": N_("Someone with a role added, replaced or removed an app or a passkey."),
    "person.factors_removed": N_("An administrator removed the app, passkeys and recovery codes that somebody lost."),
    "person.checked": N_("An official looked at somebody’s identity card at the desk."),
    "person.letter_asked": N_("Somebody asked for a letter with a code, to show that they live here."),
    "person.letter_confirmed": N_("Somebody typed the code from their letter."),
    "person.provider_linked": N_("An identity provider said who somebody is."),
    "person.provider_unlinked": N_("Somebody took an identity provider away from their account."),
    "entry.made": N_("A form came in, by any way; an official may have entered it for somebody."),
    "entry.entered_twice": N_("A second official entered a form that counts only then."),
    "entry.corrected": N_("A form that came in was put right within its time."),
    "entry.taken_back": N_("A form that came in was taken back within its time."),
    "entry.doubted": N_(
        "Somebody answered that what was entered for them is not right; the desk looks at it with them."
    ),
    "entry.settled": N_("The desk looked with somebody at what was entered for them."),
    "form.asked_by_text": N_("An official asked somebody the question of a form by text message."),
    "statement.problem_noted": N_("An official noted something that not everybody can use yet."),
    "statement.problem_changed": N_("An official described a known problem of accessibility otherwise."),
    "statement.problem_solved": N_("An official noted that a known problem of accessibility is solved."),
    "statement.reviewed": N_("Somebody went through the pages and the accessibility statement; on which day."),
    "request.answered": N_(
        "An official dealt with what somebody asked us for; which kind of request, and how it ended."
    ),
    "content.written": N_(
        "Words about something public were written or translated: in which language, and a fingerprint."
    ),
    "content.medium_added": N_("A picture, film or recording was put with something; its fingerprint."),
    "content.medium_removed": N_("A picture, film or recording was taken away."),
    "role.invited": N_("Somebody was invited to a role, by link."),
    "role.invitation_sent_again": N_("An invitation to a role was sent again, with a new link."),
    "role.invitation_withdrawn": N_("An invitation to a role was taken back."),
    "role.given": N_("An invited person accepted a role."),
    "role.changed": N_("The last day of a role was changed."),
    "role.ended": N_("A role was ended at once."),
    "account.closed": N_("An account was closed: nobody can sign in to it."),
    "account.opened": N_("A closed account was opened again."),
    "interest.declared": N_("Someone who works here declared an interest: there they do not decide."),
    "interest.withdrawn": N_("A declared interest was taken back."),
    "file.opened": N_("An official opened a person’s file, with a reason that the person can read."),
    "file.corrected": N_("An official corrected how a person is called or reached, at their request."),
    "municipality.setting_changed": N_(
        "The municipality decided one of its rules; which one, and a fingerprint of it."
    ),
    "municipality.setting_withdrawn": N_("A rule was not decided after all: the proposal holds again."),
    "municipality.logo_changed": N_("The municipality has another logo."),
    "municipality.logo_removed": N_("The logo was taken away."),
    "kiosk.started": N_("An official made a computer one that many people use."),
    "kiosk.stopped": N_("An official made such a computer an ordinary one again."),
    "municipality.style_changed": N_("The municipality has another file with its house style."),
    "municipality.suspended": N_("The operator closed the municipality's pages for a while."),
    "municipality.reopened": N_("The operator opened them again."),
    "municipality.exported": N_("The municipality's data left the house as an archive; the fingerprint of its list."),
    "municipality.erasure_asked": N_("An administrator asked to erase the municipality."),
    "municipality.erasure_withdrawn": N_("The question to erase the municipality was taken back."),
    "municipality.erased": N_("A second administrator confirmed: everything but this journal was erased."),
    "person.erased": N_("Somebody was forgotten in every room, at their own wish or after their term."),
    "person.objected": N_("Somebody said that they do not want to be written to or drawn."),
    "person.objection_ended": N_("Somebody may be written to and drawn again."),
    "objection.noted": N_("An official noted that somebody without an account does not want to be drawn."),
    "objection.ended": N_("An official noted that somebody without an account may be drawn again."),
    "panel.person_forgotten": N_("One person of a pool was forgotten."),
    "panel.people_expired": N_("The term of people in a pool was over, and they were forgotten."),
    "letters.taken": N_("An official took letters to print them; how many."),
    "letters.printed": N_("An official noted that these letters are on paper."),
    "letters.put_back": N_("An official put letters back that did not get onto paper."),
    "letter.copied": N_("Somebody asked for a copy of a letter in another language; which language."),
}


def record(
    session: Session,
    municipality_id: int,
    event: str,
    *,
    subject: str,
    by: str,
    at: datetime,
    via: str = "web",
    facts: dict[str, str | int] | None = None,
) -> JournalEntry:
    """Add an entry. Facts hold ids and digests, never names or words of people.

    subject: what it is about, such as `panel:7`; by: who did it, such as `person:3` or `worker`; via: the channel.
    """
    if event not in EVENTS:
        raise KeyError(event)
    # Two writers must not take the same number: the head of the journal is the queue they stand in.
    head = session.scalars(
        select(JournalHead).where(JournalHead.municipality_id == municipality_id).with_for_update()
    ).one()
    entry = JournalEntry(
        municipality_id=municipality_id,
        seq=head.seq + 1,
        time=at,
        event=event,
        subject=subject,
        by=by,
        via=via,
        facts=facts or {},
    )
    entry.digest = chain.entry_digest(head.digest, chained(entry))
    head.seq, head.digest = entry.seq, entry.digest
    session.add(entry)
    session.flush()
    return entry


def open_journal(session: Session, municipality_id: int) -> None:
    """Begin the chain of a new municipality."""
    session.add(JournalHead(municipality_id=municipality_id, seq=0, digest=chain.START))
    session.flush()


def stream_of(municipality_id: int) -> str:
    """The name of a municipality's chain, as its entries and checkpoints carry it."""
    return f"municipality:{municipality_id}"


def keep_days_ends(session: Session, *, municipality_id: int, at: datetime) -> None:
    """Keep where the journal stood at the end of each day until yesterday, also of days on which nobody was there to
    do so. Hears that a day has ended; told twice, it has one effect."""
    head = session.scalars(
        select(JournalHead).where(JournalHead.municipality_id == municipality_id).with_for_update()
    ).one()
    day = _first_day_without(session, municipality_id)
    while day is not None and day < local(at).date():
        end = _last_entry_before(session, municipality_id, day + timedelta(days=1))
        session.add(
            DailyCheckpoint(municipality_id=head.municipality_id, day=day, seq=end.seq, digest=end.digest, made_at=at)
        )
        day += timedelta(days=1)
    session.flush()


def _first_day_without(session: Session, municipality_id: int) -> date | None:
    """The first day of this journal whose end is not kept yet; None while nothing has happened here."""
    kept = session.scalar(
        select(func.max(DailyCheckpoint.day)).where(DailyCheckpoint.municipality_id == municipality_id)
    )
    if kept is not None:
        return kept + timedelta(days=1)
    first = session.scalar(
        select(JournalEntry.time).where(JournalEntry.municipality_id == municipality_id, JournalEntry.seq == 1)
    )
    return None if first is None else local(first).date()


def _last_entry_before(session: Session, municipality_id: int, day: date) -> JournalEntry:
    """The last line that was written before a day began, by the clock of the town hall."""
    midnight = local(datetime.combine(day, time()))
    return session.scalars(
        select(JournalEntry)
        .where(JournalEntry.municipality_id == municipality_id, JournalEntry.time < midnight)
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    ).one()


def chained(entry: JournalEntry) -> dict[str, object]:
    """The part of an entry that its digest covers."""
    return {
        "stream": stream_of(entry.municipality_id),
        "seq": entry.seq,
        "time": entry.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "event": entry.event,
        "subject": entry.subject,
        "by": entry.by,
        "via": entry.via,
        "facts": entry.facts,
    }
