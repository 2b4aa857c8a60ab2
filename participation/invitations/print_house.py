"""Letters for whoever prints them: as files of a few hundred letters, as one archive with a list, and as a proof.

Nothing of it is kept: the same rows give the same letters each time.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from participation import db, events
from participation.clock import local
from participation.errors import N_
from participation.i18n import say
from participation.invitations import letters, press
from participation.invitations.letter_rules import files_of
from participation.invitations.letters import Occasion
from participation.invitations.press import Printed
from participation.invitations.queries import letters as queries
from participation.invitations.queries.letters import Addressed, BatchView
from participation.messages.wording import name_of
from participation.municipalities import queries as municipalities
from participation.municipalities.queries import Place
from participation.panels.queries import PanelView
from participation.text import csv_table

REPLY = "reply"
TITLE, PROOF = N_("Letters"), N_("Proof")
LIST = "letters.csv"
COLUMNS = ("number", "code", "language", "large_print", "file", "first_page", "pages")
LINES = 4


@dataclass(frozen=True)
class Order:
    """What is to be printed. texts: what all letters say, by language, as `letter.typ` takes them"""

    place: Place
    texts: Mapping[str, Mapping[str, Any]]


def order(session: Session, place: Place, of: Occasion) -> Order:
    """What the letters of an occasion say, in every language in which one may be asked for."""
    return Order(
        place,
        {code: letters.said(place, of, code, _card(session, place.id, of.panel, code)) for code in languages(place)},
    )


def languages(place: Place) -> list[str]:
    """Those in which letters are written, and those in which somebody may ask for a copy."""
    return list(dict.fromkeys([*place.values["language.letter"], *place.values["language.copy"]]))


def set_letters(order: Order, found: Sequence[Addressed], *, proof: bool = False) -> Printed:
    """These letters as one PDF. proof: marked on each page as what is only looked at"""
    # The file is the printer's: in the language in which we work.
    own = order.place.values["language.internal"][0]
    wanted = {letter.language for letter in found}
    return press.set_letters(
        {
            "title": f"{say(TITLE, own)} – {name_of(order.place, own)}",
            "proof": say(PROOF, own) if proof else "",
            "texts": json.dumps({code: said for code, said in order.texts.items() if code in wanted}),
            "letters": json.dumps([letters.addressed(order.place, letter) for letter in found]),
        }
    )


def batch_order(session: Session, municipality_id: int, panel: PanelView, batch: BatchView) -> Order:
    place = municipalities.place(session, municipality_id)
    return order(session, place, letters.of_batch(session, municipality_id, panel, batch))


def file_pdf(wanted: Order, municipality_id: int, batch: BatchView, file: int) -> bytes:
    """One file of a batch, from 1. Opens its own door: setting the letters takes a while."""
    with db.read() as session:
        found = queries.file_of(session, municipality_id, batch.id, file)
    return set_letters(wanted, found).content


def archive(wanted: Order, municipality_id: int, batch: BatchView) -> Iterator[bytes]:
    """All files of a batch and the list of its letters as a ZIP, a piece at a time."""
    return _zipped(_parts(wanted, municipality_id, batch), batch.made_at)


def _parts(wanted: Order, municipality_id: int, batch: BatchView) -> Iterator[tuple[str, bytes]]:
    rows: list[list[object]] = []
    for file in range(1, files_of(batch.letters) + 1):
        with db.read() as session:
            found = queries.file_of(session, municipality_id, batch.id, file)
        if not found:
            continue
        name = f"letters-{batch.sequence}-{file:03}.pdf"
        printed = set_letters(wanted, found)
        rows += [_row(letter, name, *pages) for letter, pages in zip(found, printed.pages, strict=True)]
        yield name, printed.content
    header = [*COLUMNS, *(f"line_{number}" for number in range(1, LINES + 1))]
    yield LIST, csv_table(header, rows).encode("utf-8-sig")


def _row(letter: Addressed, file: str, first: int, last: int) -> list[object]:
    lines = letters.lines_of(letter)
    return [
        letter.number,
        letter.code,
        letter.language,
        "yes" if letter.large else "no",
        file,
        first,
        last - first + 1,
        *lines,
        *[""] * (LINES - len(lines)),
    ]


class _Sink(io.RawIOBase):
    """Where an archive is written, and from where it leaves at once."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.waiting.append(bytes(content))
        return len(content)

    def emptied(self) -> bytes:
        content, self.waiting = b"".join(self.waiting), []
        return content


def _zipped(parts: Iterable[tuple[str, bytes]], at: datetime) -> Iterator[bytes]:
    sink, moment = _Sink(), local(at)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
            yield sink.emptied()
    yield sink.emptied()


def _card(session: Session, municipality_id: int, panel: PanelView, language: str) -> Mapping[str, Any]:
    """The questions of the reply card, by the room that knows every way of a form."""
    told: list[Mapping[str, Any]] = events.tell(
        session,
        "card.asked",
        municipality_id=municipality_id,
        name=REPLY,
        subject=panel.subject,
        language=language,
    )
    return told[0]
