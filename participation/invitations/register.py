"""The extract of the register of one panel: brought in by an official, read in the background, and erased by its term."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from participation import jobs
from participation.clock import local
from participation.errors import Refused
from participation.invitations import reading, seals
from participation.invitations.headers import OURS, guessed
from participation.invitations.models import FramePart, Lot, Register, RegisterPart
from participation.invitations.queries import register as queries
from participation.journal.actions import record
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.people import queries as people
from participation.permissions import Actor

READ = "invitations.read_register"
LARGEST = 300 * 1024 * 1024
LONGEST_DAYS = 365
OLDEST_MINIMUM = 99


def take_in(
    session: Session,
    municipality_id: int,
    panel_id: int,
    filename: str,
    file: Iterable[bytes],
    *,
    erase_on: date,
    by: Actor,
    at: datetime,
) -> Register:
    """Keep a file as it came, sealed, until its columns are named; a former register of this panel is erased.

    file: its bytes, in pieces of any size; erase_on: the last day on which it is here. The panel is taken already.
    Raises Refused for what is no CSV file, and then nothing is kept.
    """
    people.check_no_interest(session, municipality_id, by.person_id, panels.subject_of(panel_id))
    register = keep(
        session, municipality_id, panel_id, filename, file, erase_on=erase_on, by=f"person:{by.person_id}", at=at
    )
    register.imported_by = by.person_id
    return register


def keep(
    session: Session,
    municipality_id: int,
    panel_id: int,
    filename: str,
    file: Iterable[bytes],
    *,
    erase_on: date,
    by: str,
    via: str = "web",
    at: datetime,
) -> Register:
    """The same for whoever may: an official, or the operator by a command."""
    if not 0 < (erase_on - local(at).date()).days <= LONGEST_DAYS:
        raise Refused("register_erase_date", field="erase_on")
    pieces = iter(file)
    first = next(pieces, b"")
    _, header = next(reading.rows_of([first]))
    before = queries.register_to_change(session, municipality_id, panel_id)
    if before is not None:
        erase(session, before, by=by, via=via, at=at)
        session.flush()
    register = Register(
        municipality_id=municipality_id,
        panel_id=panel_id,
        filename=filename[:200],
        size=0,
        columns={"of": guessed(header or [])},
        state="uploaded",
        uploaded_at=at,
        erase_on=erase_on,
    )
    session.add(register)
    session.flush()
    for number, piece in enumerate(chain([first], pieces)):
        register.size += len(piece)
        if register.size > LARGEST:
            raise Refused("register_too_large", field="file", most=LARGEST // 1024**2)
        keep_piece(session, register, "file", number, piece)
    return register


def keep_piece(
    session: Session, register: Register, kind: str, number: int, content: bytes, *, people: int = 0, keys: bytes = b""
) -> None:
    """Put down one sealed piece, without holding on to it."""
    session.execute(
        insert(RegisterPart).values(
            municipality_id=register.municipality_id,
            register_id=register.id,
            kind=kind,
            number=number,
            people=people,
            keys=keys,
            content=seals.sealed_piece(register.municipality_id, content),
        )
    )


def name_columns(
    session: Session,
    register: Register,
    columns: Mapping[str, str],
    *,
    minimum_age: int,
    resident_on: date,
    by: Actor,
) -> None:
    """Say what stands in which column, and put the reading down as a job."""
    people.check_no_interest(session, register.municipality_id, by.person_id, panels.subject_of(register.panel_id))
    settle_columns(session, register, columns, minimum_age=minimum_age, resident_on=resident_on)
    jobs.enqueue(session, READ, key=f"register-{register.id}-{secrets.token_hex(4)}", register_id=register.id)


def settle_columns(
    session: Session, register: Register, columns: Mapping[str, str], *, minimum_age: int, resident_on: date
) -> None:
    """The register waits to be read with these columns: ours -> the header in the file. What is not named is not kept."""
    if register.state not in ("uploaded", "failed"):
        raise Refused("register_is_read")
    header, *rows = queries.first_rows(session, register.municipality_id, register.id)
    chosen = {ours: column for ours, column in columns.items() if ours in OURS and column}
    for ours in reading.NEEDED:
        if ours not in chosen:
            raise Refused("register_column_missing", field=ours)
    for ours, column in chosen.items():
        if header.count(column) != 1 or list(chosen.values()).count(column) != 1:
            raise Refused("register_column_unclear", field=ours)
    place = header.index(chosen["reference"])
    if _are_national_numbers(session, register.municipality_id, [cells[place] for cells in rows]):
        raise Refused("register_reference_is_number", field="reference")
    if not 0 <= minimum_age <= OLDEST_MINIMUM:
        raise Refused("register_age", field="minimum_age")
    if minimum_age and "born" not in chosen:
        raise Refused("register_born_needed", field="born")
    register.columns = {"of": chosen, "minimum_age": minimum_age, "resident_on": resident_on.isoformat()}
    register.state, register.trouble, register.counts, register.rows_read = "waiting", {}, {}, 0
    register.started_at = register.finished_at = None


def _are_national_numbers(session: Session, municipality_id: int, cells: Sequence[str]) -> bool:
    """Whether most of these are national numbers, which we never keep; now and then another number looks like one."""
    place = municipalities.value(session, municipality_id, "place.country")
    found = [people.keyed_number(municipality_id, cell, place=place) for cell in cells]
    return 2 * sum(key is not None for key in found) > len(found)


def throw_away(session: Session, register: Register, *, by: Actor, at: datetime) -> None:
    """Erase a register at once. Refused while a lot is waiting for it."""
    people.check_no_interest(session, register.municipality_id, by.person_id, panels.subject_of(register.panel_id))
    erase(session, register, by=f"person:{by.person_id}", via="web", at=at)


def erase(session: Session, register: Register, *, by: str, via: str, at: datetime, is_due: bool = False) -> None:
    """Nothing of it is left but counts and, in its lot, digests.

    is_due: its term is over, whatever waits for it
    """
    its = {"municipality_id": register.municipality_id}
    lots = select(Lot.id).where(Lot.municipality_id == register.municipality_id, Lot.register_id == register.id)
    if not is_due and session.scalar(lots.where(Lot.cancelled_at.is_(None), Lot.drawn_at.is_(None))) is not None:
        raise Refused("register_in_use")
    session.execute(delete(RegisterPart).filter_by(**its, register_id=register.id))
    session.execute(
        delete(FramePart).where(FramePart.municipality_id == register.municipality_id, FramePart.lot_id.in_(lots))
    )
    register.state, register.erased_at = "erased", at
    register.salt = register.faults = None
    record(
        session,
        register.municipality_id,
        "register.erased",
        subject=f"panel:{register.panel_id}/register:{register.id}",
        by=by,
        via=via,
        at=at,
        facts={"kept": register.counts.get("kept", 0)},
    )


def erase_due(session: Session, municipality_id: int, *, days_after_draw: int, at: datetime) -> None:
    """Erase each register whose last day is over, or whose panel was drawn so many days ago."""
    for register in session.scalars(
        select(Register)
        .where(Register.municipality_id == municipality_id, Register.erased_at.is_(None))
        .order_by(Register.id)
        .with_for_update()
    ):
        drawn = [
            draw.drawn_at
            for draw in panels.draws(session, municipality_id, register.panel_id)
            if draw.is_drawn and draw.drawn_at
        ]
        if register.erase_on < local(at).date() or any((at - one).days >= days_after_draw for one in drawn):
            erase(session, register, by="worker", via="job", at=at, is_due=True)


def forget(session: Session, municipality_id: int, number_key: str) -> None:
    """Empty somebody's rows in every register that is here. The others keep their places, so the frame holds."""
    for register_id, number, row in queries.rows_of_person(session, municipality_id, number_key):
        part = session.scalars(
            select(RegisterPart).where(
                RegisterPart.municipality_id == municipality_id,
                RegisterPart.register_id == register_id,
                RegisterPart.kind == "people",
                RegisterPart.number == number,
            )
        ).one()
        residents = reading.residents_in(seals.piece_of(municipality_id, part.content))
        found = residents[row]
        if found is None or found.key != number_key:
            continue
        residents[row] = None
        part.content = seals.sealed_piece(municipality_id, reading.written(residents))
        part.keys = reading.prefixes(residents)


def leave_imports(session: Session, municipality_id: int, person_id: int) -> None:
    """An official is forgotten: what they brought in keeps its moment only."""
    session.execute(
        update(Register)
        .where(Register.municipality_id == municipality_id, Register.imported_by == person_id)
        .values(imported_by=None)
    )
