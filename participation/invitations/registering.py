"""The background job that reads a register: piece by piece in, piece by piece out, a transaction for each.

A worker that dies begins anew: what it had read is thrown away first, so that nobody stands in it twice. Of two workers
that read it at once, the one that began first stops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import partial

from sqlalchemy import delete
from sqlalchemy.orm import Session

from participation import clock, db
from participation.errors import NotFound, Refused
from participation.invitations import reading, seals
from participation.invitations.models import Register, RegisterPart
from participation.invitations.queries import register as queries
from participation.invitations.reading import Conditions, Found, Reader, Resident
from participation.invitations.register import keep_piece
from participation.journal.actions import record
from participation.lottery.commitment import new_salt
from participation.municipalities import queries as municipalities
from participation.people import queries as people

PIECE = 10_000


class Interrupted(Exception):
    """Somebody erased the register while it was read, or another worker began anew."""


def read_register(register_id: int, *, now: Callable[[], datetime] = clock.now) -> None:
    """Read one register. Done again after a sudden end, it starts afresh; done twice, it has one effect."""
    with db.write() as session:
        register = session.get(Register, register_id)
        if register is None or register.state not in ("waiting", "reading"):
            return
        register.state, register.started_at, register.rows_read = "reading", now(), 0
        register.salt = seals.sealed_salt(register.municipality_id, new_salt())
        _throw_away(session, register, "people")
        work = _Work(session, register)
    try:
        work.read()
        work.end(now())
    except Interrupted:
        return
    except Refused as refusal:
        work.fail(refusal.code, now())
    except Exception:
        # A register that stayed "reading" would stand in the way of the next one for ever.
        work.fail("broke_off", now())
        raise


class _Work:
    """Reads the file of one register into sealed pieces."""

    def __init__(self, session: Session, register: Register) -> None:
        self.register_id, self.municipality_id = register.id, register.municipality_id
        # Another one each time that somebody begins: by this a worker sees that the register is still theirs.
        self.salt = register.salt
        self.conditions = Conditions(
            columns=register.columns["of"],
            minimum_age=register.columns["minimum_age"],
            on=date.fromisoformat(register.columns["resident_on"]),
        )
        place = municipalities.value(session, register.municipality_id, "place.country")
        self.key = partial(people.keyed_number, register.municipality_id, place=place)
        self.pieces = queries.piece_numbers(session, register.municipality_id, register.id, "file")
        self.pieces_read = 0
        self.found = Found()

    def read(self) -> None:
        """Every row of the file. Raises Interrupted, Refused."""
        rows = reading.rows_of(self._file())
        _, header = next(rows)
        reader = Reader(header or [], self.conditions, self.key)
        self.found = reader.found
        number, residents = 0, list[Resident]()
        for row, cells in rows:
            if row > reading.MOST_ROWS + 1:
                raise Refused("register_too_long", most=reading.MOST_ROWS)
            if (resident := reader.resident(row, cells)) is not None:
                residents.append(resident)
            if len(residents) == PIECE:
                self._keep(number, residents)
                number, residents = number + 1, []
        if residents:
            self._keep(number, residents)

    def end(self, at: datetime) -> None:
        """The register is ready; the file as it came is no longer needed."""
        with db.write() as session:
            register = self._register(session)
            register.state, register.finished_at = "ready", at
            register.rows_read, register.counts = self.found.counts["rows"], dict(self.found.counts)
            register.faults = seals.packed("\n".join(self.found.listed))
            _throw_away(session, register, "file")
            record(
                session,
                self.municipality_id,
                "register.imported",
                subject=f"panel:{register.panel_id}/register:{register.id}",
                by="worker",
                via="job",
                at=at,
                facts={"rows": self.found.counts["rows"], "kept": self.found.counts["kept"]},
            )

    def fail(self, code: str, at: datetime) -> None:
        """The register cannot be read, for this reason."""
        with suppress(Interrupted), db.write() as session:
            register = self._register(session)
            register.state, register.finished_at, register.trouble = "failed", at, {"code": code, "facts": {}}
            _throw_away(session, register, "people")

    def _file(self) -> Iterator[bytes]:
        """The file, a piece at a time."""
        for number in self.pieces:
            with db.read() as session:
                try:
                    content = queries.piece(session, self.municipality_id, self.register_id, "file", number)
                except NotFound:
                    raise Interrupted from None
            yield content
            self.pieces_read += 1

    def _keep(self, number: int, residents: list[Resident]) -> None:
        with db.write() as session:
            register = self._register(session)
            register.rows_read = self.found.counts["rows"]
            register.counts = {"percent": 100 * self.pieces_read // max(1, len(self.pieces))}
            keep_piece(
                session,
                register,
                "people",
                number,
                reading.written(residents),
                people=len(residents),
                keys=reading.prefixes(residents),
            )

    def _register(self, session: Session) -> Register:
        register = session.get(Register, self.register_id, with_for_update=True)
        if register is None or register.state != "reading" or register.salt != self.salt:
            raise Interrupted
        return register


def _throw_away(session: Session, register: Register, kind: str) -> None:
    session.execute(
        delete(RegisterPart).where(
            RegisterPart.municipality_id == register.municipality_id,
            RegisterPart.register_id == register.id,
            RegisterPart.kind == kind,
        )
    )
