"""Looking at the register of a panel: how far it is, what it holds, and where somebody stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.errors import NotFound
from participation.invitations import reading, seals
from participation.invitations.models import Register, RegisterPart
from participation.invitations.reading import Resident

FIRST_ROWS = 5


@dataclass(frozen=True)
class RegisterView:
    """A register as its pages need it; see `models.Register`."""

    id: int
    panel_id: int
    filename: str
    size: int
    columns: dict[str, Any]
    state: str
    rows_read: int
    counts: dict[str, int]
    trouble: dict[str, Any]
    uploaded_at: datetime
    finished_at: datetime | None
    erase_on: date

    @property
    def of(self) -> dict[str, str]:
        """Ours -> the header in the file."""
        return dict(self.columns.get("of", {}))

    @property
    def is_ready(self) -> bool:
        return self.state == "ready"

    @property
    def is_moving(self) -> bool:
        """Whether it is being read, or waits for it."""
        return self.state in ("waiting", "reading")

    @property
    def percent(self) -> int:
        return self.counts.get("percent", 0)

    @property
    def findings(self) -> list[tuple[str, int]]:
        """What was found wrong, with how often, in the order in which it is looked for."""
        return [(finding, self.counts[finding]) for finding in reading.FINDINGS if self.counts.get(finding)]

    @property
    def can_be_listed(self) -> int:
        """How many rows there are to look at and mend."""
        return sum(count for finding, count in self.findings if finding not in reading.UNLISTED)


_VIEW = [getattr(Register, name) for name in RegisterView.__dataclass_fields__]


def register(session: Session, municipality_id: int, panel_id: int) -> RegisterView | None:
    """The register of a panel that is here, or None."""
    row = session.execute(
        select(*_VIEW).where(
            Register.municipality_id == municipality_id, Register.panel_id == panel_id, Register.erased_at.is_(None)
        )
    ).one_or_none()
    return RegisterView(*row) if row else None


def register_to_change(session: Session, municipality_id: int, panel_id: int) -> Register | None:
    """The register itself, taken; None where there is none."""
    return session.scalar(
        select(Register)
        .where(Register.municipality_id == municipality_id, Register.panel_id == panel_id, Register.erased_at.is_(None))
        .with_for_update()
    )


def register_here(session: Session, municipality_id: int, panel_id: int) -> Register:
    """The same. Raises NotFound where there is none."""
    found = register_to_change(session, municipality_id, panel_id)
    if found is None:
        raise NotFound
    return found


def shown_rows(session: Session, municipality_id: int, register_id: int) -> list[list[str]]:
    """The same to look at, without the numbers that are nobody's to see."""
    header, *rows = first_rows(session, municipality_id, register_id)
    return [header, *([reading.veiled(cell) for cell in cells] for cells in rows)]


def first_rows(session: Session, municipality_id: int, register_id: int) -> list[list[str]]:
    """The header, and a few rows; [[]] once the file has been read and is gone."""
    piece = next(pieces(session, municipality_id, register_id, "file"), None)
    if piece is None:
        return [[]]
    # The last line of a piece may go on in the next.
    rows = reading.rows_of([piece])
    return [cells for _, cells in islice(rows, FIRST_ROWS + 1) if cells is not None]


def pieces(session: Session, municipality_id: int, register_id: int, kind: str) -> Iterator[bytes]:
    """Each piece of a register, opened, one at a time."""
    for number in piece_numbers(session, municipality_id, register_id, kind):
        yield piece(session, municipality_id, register_id, kind, number)


def piece_numbers(session: Session, municipality_id: int, register_id: int, kind: str) -> list[int]:
    return list(
        session.scalars(
            select(RegisterPart.number)
            .where(
                RegisterPart.municipality_id == municipality_id,
                RegisterPart.register_id == register_id,
                RegisterPart.kind == kind,
            )
            .order_by(RegisterPart.number)
        )
    )


def piece(session: Session, municipality_id: int, register_id: int, kind: str, number: int) -> bytes:
    """One piece of a register, opened. Raises NotFound."""
    content = session.scalar(
        select(RegisterPart.content).where(
            RegisterPart.municipality_id == municipality_id,
            RegisterPart.register_id == register_id,
            RegisterPart.kind == kind,
            RegisterPart.number == number,
        )
    )
    if content is None:
        raise NotFound
    return seals.piece_of(municipality_id, content)


def residents(session: Session, municipality_id: int, register_id: int) -> Iterator[tuple[int, int, Resident]]:
    """Everybody in a register, with the piece and the row in which they stand."""
    for number in piece_numbers(session, municipality_id, register_id, "people"):
        content = piece(session, municipality_id, register_id, "people", number)
        for row, resident in enumerate(reading.residents_in(content)):
            if resident is not None:
                yield number, row, resident


def residents_of_piece(session: Session, municipality_id: int, register_id: int, number: int) -> list[Resident | None]:
    """Everybody in one piece, each in their row. Raises NotFound."""
    return reading.residents_in(piece(session, municipality_id, register_id, "people", number))


def salt(session: Session, municipality_id: int, register_id: int) -> bytes:
    """With this the keys of its people are made. Raises NotFound once it is erased."""
    sealed = session.scalar(
        select(Register.salt).where(Register.municipality_id == municipality_id, Register.id == register_id)
    )
    if sealed is None:
        raise NotFound
    return seals.salt_of(municipality_id, sealed)


def rows_of_person(session: Session, municipality_id: int, number_key: str) -> list[tuple[int, int, int]]:
    """Where somebody may stand, by their keyed number: register, piece and row. The row itself says whether it is they."""
    prefix = reading.prefix_of(number_key)
    found = []
    for register_id, number, keys in session.execute(
        select(RegisterPart.register_id, RegisterPart.number, RegisterPart.keys).where(
            RegisterPart.municipality_id == municipality_id, RegisterPart.kind == "people"
        )
    ):
        if not keys:
            continue
        place = keys.find(prefix)
        while place >= 0:
            if place % reading.PREFIX == 0:
                found.append((register_id, number, place // reading.PREFIX))
            place = keys.find(prefix, place + 1)
    return found


def rows_about(session: Session, municipality_id: int, number_key: str) -> list[tuple[int, Resident]]:
    """Somebody's rows in the registers that are here: the panel, and what stands there."""
    rows = []
    for register_id, number, row in rows_of_person(session, municipality_id, number_key):
        content = piece(session, municipality_id, register_id, "people", number)
        resident = reading.residents_in(content)[row]
        if resident is not None and resident.key == number_key:
            panel_id = session.execute(
                select(Register.panel_id).where(Register.municipality_id == municipality_id, Register.id == register_id)
            ).scalar_one()
            rows.append((panel_id, resident))
    return rows


def faults(session: Session, municipality_id: int, register_id: int) -> list[tuple[int, str, str]]:
    """What could not be used: row, column and finding, a key of `reading.FINDINGS`."""
    content = session.scalar(
        select(Register.faults).where(Register.municipality_id == municipality_id, Register.id == register_id)
    )
    lines = seals.unpacked(content).splitlines() if content else []
    split = (line.split("\t") for line in lines)
    return [(int(row), column, finding) for row, column, finding in split]
