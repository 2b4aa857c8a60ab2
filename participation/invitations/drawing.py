"""The acts of a lot: propose, promise, draw, cancel. Two officials where one alone must not decide whom to invite."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import Refused
from participation.invitations import frames, seals
from participation.invitations.frames import Frame, Line, Wishes
from participation.invitations.models import FramePart, Invited, InvitedBefore, Lot, Register
from participation.invitations.queries import lots as queries
from participation.invitations.queries import register as registers
from participation.invitations.reading import FINDINGS, NOTED, Resident
from participation.journal.actions import record
from participation.lottery import invitations as lottery
from participation.lottery.codes import new_long_codes
from participation.lottery.commitment import household_pseudonym
from participation.lottery.sources import written_time
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.people import queries as people
from participation.permissions import Actor

DAYS_OF_A_MONTH = 30.44


def lay_out(session: Session, municipality_id: int, panel_id: int, wishes: Wishes, *, at: datetime) -> Frame:
    """Everybody who could get a letter today, by the register of this panel. Reads for seconds, and changes nothing."""
    frames.check_wishes(wishes)
    register = registers.register(session, municipality_id, panel_id)
    if register is None or not register.is_ready:
        raise Refused("register_first")
    since = rest_since(session, municipality_id, local(at).date())
    return frames.lay_out(
        registers.residents(session, municipality_id, register.id),
        wishes,
        registers.salt(session, municipality_id, register.id),
        barred=people.barred_from_draws(session, municipality_id, at=at),
        lately=queries.invited_since(session, municipality_id, since),
    )


def rest_since(session: Session, municipality_id: int, today: date) -> date:
    """Whoever was invited on this day or later is left in peace."""
    months = municipalities.value(session, municipality_id, "panel.rest_months") or 0
    return today - timedelta(days=round(months * DAYS_OF_A_MONTH) - 1)


def propose(
    session: Session,
    register: Register,
    frame: Frame,
    wishes: Wishes,
    *,
    source: Mapping[str, Any],
    seed_at: datetime,
    answers_until: date,
    by: Actor,
    at: datetime,
) -> Lot:
    """Write down what will be promised, with the frame as it was laid out. The panel of the register is taken already."""
    municipality_id, panel_id = register.municipality_id, register.panel_id
    _check_no_interest(session, municipality_id, panel_id, by)
    frames.check_wishes(wishes)
    if register.state != "ready":
        raise Refused("register_first")
    if queries.active_lot(queries.lots(session, municipality_id, panel_id)):
        raise Refused("lot_exists")
    _check_times(seed_at, answers_until, at)
    lottery.check_sources([source], written_time(local(at)))
    groups = lottery.strata(frame.sizes, wishes.letters, wishes.weights)
    last = session.scalar(
        select(func.max(Lot.sequence)).where(Lot.municipality_id == municipality_id, Lot.panel_id == panel_id)
    )
    lot = Lot(
        municipality_id=municipality_id,
        panel_id=panel_id,
        register_id=register.id,
        sequence=(last or 0) + 1,
        unit=wishes.unit,
        one_per_address=wishes.one_per_address,
        method=wishes.method,
        by=wishes.feature,
        weights={name: weight for name, weight in wishes.weights.items() if name in frame.sizes},
        letters=wishes.letters,
        strata=groups,
        left_out=left_out(register.counts, frame),
        units=len(frame.lines),
        frame=frame.digest,
        answers_until=answers_until,
        source=dict(source),
        seed_at=seed_at,
        proposed_by=by.person_id,
        proposed_at=at,
    )
    session.add(lot)
    session.flush()
    for number, content in enumerate(frames.pieces_of(frame.lines)):
        units = len(content) // frames.LINE
        row = {"municipality_id": municipality_id, "lot_id": lot.id, "number": number}
        session.execute(insert(FramePart).values(**row, units=units, content=content))
    _record(session, lot, "lot.proposed", by=by, at=at, frame=lot.frame, units=lot.units, letters=lot.letters)
    return lot


def withdraw(session: Session, lot: Lot, *, by: Actor, at: datetime) -> None:
    """Take a proposal back before anything has been promised."""
    if lot.promised_at is not None:
        raise Refused("not_waiting_for_confirmation")
    _record(session, lot, "lot.withdrawn", by=by, at=at)
    _drop_frame(session, lot)
    session.delete(lot)


def confirm(session: Session, lot: Lot, *, municipality: str, title: str, name: str, by: Actor, at: datetime) -> None:
    """The second official's yes: the promise is made and published, and nothing can change any more.

    name: of the panel in addresses, for the identifier of the lot
    """
    _check_no_interest(session, lot.municipality_id, lot.panel_id, by)
    if lot.promised_at is not None or lot.cancelled_at is not None or lot.proposed_by is None:
        raise Refused("not_waiting_for_confirmation")
    if lot.proposed_by == by.person_id:
        raise Refused("second_official_needed")
    _check_times(lot.seed_at, lot.answers_until, at)
    commitment = lottery.promise(
        lot=f"{name}-{lot.sequence}",
        municipality=municipality,
        title=title,
        frame=lot.frame,
        unit=Wishes(lot.unit, lot.one_per_address, lot.method, lot.by, lot.letters).written_unit,
        method=lot.method,
        feature=lot.by,
        groups=lot.strata,
        left_out=lot.left_out,
        sources=[lot.source],
        time=local(at),
    )
    document = lottery.publish(commitment)
    lot.promised_by, lot.promised_at = by.person_id, at
    lot.digest = document["commitment_digest"]
    _publish(lot, document)
    _record(session, lot, "lot.promised", by=by, at=at, promise=lot.digest)


def enter_number(session: Session, lot: Lot, typed: str, *, by: Actor, at: datetime) -> int:
    """Enter what the source gave: it decides who is invited, once. Returns how many letters there are.

    Whoever was forgotten since the promise gets none, although their place was drawn. A cancelled lot only tells what it
    would have given.
    """
    _check_no_interest(session, lot.municipality_id, lot.panel_id, by)
    if lot.promised_at is None:
        raise Refused("not_promised_yet")
    if lot.drawn_at is not None:
        raise Refused("already_drawn")
    if not queries.has_frame(session, lot.municipality_id, lot.id):
        raise Refused("register_gone")
    lines = queries.frame(session, lot.municipality_id, lot.id)
    document, keys = lottery.draw(
        _document(session, lot), [typed], ((line.key, line.group) for line in lines), time=local(at)
    )
    lot.values, lot.drawn_by, lot.drawn_at = document["result"]["values"], by.person_id, at
    _publish(lot, document)
    residents = [] if lot.cancelled_at else list(_drawn(session, lot, set(keys)))
    invited = _invite(session, lot, residents, at=at) if residents else 0
    _record(session, lot, "lot.drawn", by=by, at=at, document=document["digest"], letters=invited)
    return invited


def ask_cancellation(session: Session, lot: Lot, reason: str, *, by: Actor, at: datetime) -> None:
    """Ask to cancel a promised lot, with a reason that everybody will read."""
    _check_no_interest(session, lot.municipality_id, lot.panel_id, by)
    _check_may_cancel(lot)
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    lot.cancel_asked_by, lot.cancel_asked_at, lot.reason = by.person_id, at, reason.strip()
    _record(session, lot, "lot.cancellation_asked", by=by, at=at)


def confirm_cancellation(session: Session, lot: Lot, *, by: Actor, at: datetime) -> None:
    """The second official's yes to cancelling. The lot stays public, with its reason."""
    _check_no_interest(session, lot.municipality_id, lot.panel_id, by)
    _check_may_cancel(lot)
    if lot.cancel_asked_by is None or lot.reason is None:
        raise Refused("cancellation_not_asked")
    if lot.cancel_asked_by == by.person_id:
        raise Refused("second_official_needed")
    document = lottery.cancel(_document(session, lot), lot.reason, time=local(at))
    lot.cancelled_by, lot.cancelled_at = by.person_id, at
    _publish(lot, document)
    _record(session, lot, "lot.cancelled", by=by, at=at, document=document["digest"])


def open_frame(session: Session, lot: Lot, *, by: Actor, at: datetime) -> None:
    """A sworn auditor takes the frame along, which the journal keeps. Raises Refused when it is gone."""
    if lot.promised_at is None:
        raise Refused("not_promised_yet")
    if not queries.has_frame(session, lot.municipality_id, lot.id):
        raise Refused("register_gone")
    _record(session, lot, "lot.frame_opened", by=by, at=at, frame=lot.frame)


def leave_lots(session: Session, municipality_id: int, person_id: int, *, at: datetime) -> None:
    """An official is forgotten: what waits for a second one is taken back, and the rest keeps its moment only."""
    here = Lot.municipality_id == municipality_id
    for lot in session.scalars(select(Lot).where(here, Lot.proposed_by == person_id, Lot.promised_at.is_(None))):
        subject = _subject(lot)
        record(session, municipality_id, "lot.withdrawn", subject=subject, by=f"person:{person_id}", at=at)
        _drop_frame(session, lot)
        session.delete(lot)
    session.flush()
    session.execute(
        update(Lot)
        .where(here, Lot.cancel_asked_by == person_id, Lot.cancelled_at.is_(None))
        .values(cancel_asked_by=None, cancel_asked_at=None, reason=None)
    )
    for column in ("proposed_by", "promised_by", "drawn_by", "cancel_asked_by", "cancelled_by"):
        session.execute(update(Lot).where(here, getattr(Lot, column) == person_id).values({column: None}))


def _drawn(session: Session, lot: Lot, keys: set[str]) -> Iterator[Resident]:
    """Who stands at the lines with these keys, in the order of the register; without whoever was forgotten."""
    lines = [line for line in queries.frame(session, lot.municipality_id, lot.id) if line.key in keys]
    by_piece: dict[int, list[Line]] = {}
    for line in lines:
        by_piece.setdefault(line.piece, []).append(line)
    for piece, of_piece in sorted(by_piece.items()):
        residents = registers.residents_of_piece(session, lot.municipality_id, lot.register_id, piece)
        for line in of_piece:
            if (resident := residents[line.row]) is not None:
                yield resident


def _invite(session: Session, lot: Lot, invited: list[Resident], *, at: datetime) -> int:
    """Write down who is invited, each with a code of their own; in an order that tells nothing."""
    secrets.SystemRandom().shuffle(invited)
    panel = panels.panel_by_id(session, lot.municipality_id, lot.panel_id)
    codes = new_long_codes(len(invited))
    languages = municipalities.languages_for(session, lot.municipality_id, "letter")
    rows = [
        _row(lot, number, resident, code, languages, panel.household_key)
        for number, (resident, code) in enumerate(zip(invited, codes, strict=True), start=1)
    ]
    for start in range(0, len(rows), queries.AT_ONCE):
        session.execute(insert(Invited), rows[start : start + queries.AT_ONCE])
    _remember(session, lot.municipality_id, [row["number_key"] for row in rows if row["number_key"]], local(at).date())
    return len(rows)


def _row(
    lot: Lot, number: int, resident: Resident, code: str, languages: Sequence[str], household_key: str
) -> dict[str, Any]:
    place = lot.municipality_id
    is_person = lot.unit == frames.PERSON
    known = frames.known_of(resident)
    letter = {part: getattr(resident, part) for part in seals.LETTER}
    return {
        "municipality_id": place,
        "panel_id": lot.panel_id,
        "lot_id": lot.id,
        "number": number,
        "code_key": seals.code_key(place, code),
        "code": seals.sealed_code(place, code),
        "letter": seals.sealed_letter(place, letter if is_person else {**letter, "name": ""}),
        # The language of the person, where this municipality may write letters in it.
        "language": resident.language if is_person and resident.language in languages else languages[0],
        # Of an address only where it lies: who lives there is not asked.
        "known": known if is_person else {part: known[part] for part in ("district",) if part in known},
        "household": household_pseudonym(bytes.fromhex(household_key), frames.address_of(resident)),
        "number_key": resident.key or None if is_person else None,
    }


def _remember(session: Session, municipality_id: int, number_keys: Sequence[str], on: date) -> None:
    """So that the next panels leave them in peace for a while."""
    known = queries.invited_among(session, municipality_id, number_keys)
    for some in queries.batched(number_keys):
        session.execute(
            update(InvitedBefore)
            .where(InvitedBefore.municipality_id == municipality_id, InvitedBefore.number_key.in_(some))
            .values(invited_on=on)
        )
        new = [
            {"municipality_id": municipality_id, "number_key": key, "invited_on": on}
            for key in some
            if key not in known
        ]
        if new:
            session.execute(insert(InvitedBefore), new)


def _drop_frame(session: Session, lot: Lot) -> None:
    session.execute(
        delete(FramePart).where(FramePart.municipality_id == lot.municipality_id, FramePart.lot_id == lot.id)
    )


def left_out(counts: Mapping[str, int], frame: Frame) -> dict[str, int]:
    """Everybody of the register who is not in the frame, by reason: what the reading left out, and what the lot did.

    counts: what the reading of the register found
    """
    read = {finding: counts[finding] for finding in FINDINGS if finding not in NOTED and counts.get(finding)}
    return {**read, **frame.left_out}


def _check_no_interest(session: Session, municipality_id: int, panel_id: int, by: Actor) -> None:
    people.check_no_interest(session, municipality_id, by.person_id, panels.subject_of(panel_id))


def _check_times(seed_at: datetime, answers_until: date, at: datetime) -> None:
    """A promise is worth something only while its number cannot exist; letters leave time to answer."""
    if seed_at <= at:
        raise Refused("seed_date_passed", field="at")
    if answers_until <= local(seed_at).date():
        raise Refused("lot_answers_early", field="answers_until")


def _check_may_cancel(lot: Lot) -> None:
    if lot.promised_at is None:
        raise Refused("not_promised_yet")
    if lot.cancelled_at is not None:
        raise Refused("draw_cancelled")
    if lot.drawn_at is not None:
        raise Refused("lot_is_drawn")


def _document(session: Session, lot: Lot) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(queries.lot_document(session, lot.municipality_id, lot.id))
    return found


def _publish(lot: Lot, document: Mapping[str, Any]) -> None:
    lot.document = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _subject(lot: Lot) -> str:
    return f"panel:{lot.panel_id}/lot:{lot.sequence}"


def _record(session: Session, lot: Lot, event: str, *, by: Actor, at: datetime, **facts: str | int) -> None:
    record(session, lot.municipality_id, event, subject=_subject(lot), by=f"person:{by.person_id}", at=at, facts=facts)
