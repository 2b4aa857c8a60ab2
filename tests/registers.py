"""Makers of registers and lots for tests: an extract with its usual quirks, and a panel as far as its lot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from participation import db
from participation.invitations import drawing, reading, register, registering
from participation.invitations.frames import Wishes
from participation.invitations.models import FramePart, InvitedBefore, Lot, Register
from participation.invitations.outcomes import declare_source
from participation.invitations.queries import lots as lot_queries
from participation.invitations.queries import register as queries
from participation.invitations.queries.lots import LotView
from participation.invitations.queries.register import RegisterView
from participation.invitations.reading import Resident
from participation.panels import queries as panels
from participation.permissions import Actor
from tests import towns as make
from tests.cards import belgian_number
from tests.towns import START, Town

LOT_AT = START + timedelta(days=3)
DRAWN_AT = LOT_AT + timedelta(hours=1)
ANSWERS_UNTIL = (START + timedelta(days=40)).date()
ERASE_ON = (START + timedelta(days=90)).date()
RESIDENT_ON = START.date()
BALLS = "040517"
HEADER = (
    "Referentie;Rijksregisternummer;Naam;Voornaam;Straat;Huisnummer;Bus;Postcode;Gemeente;"
    "Geboortedatum;Geslacht;Wijk;Taal;Nationaliteit"
)
COLUMNS = {
    "reference": "Referentie",
    "national_number": "Rijksregisternummer",
    "name": "Naam",
    "first_name": "Voornaam",
    "street": "Straat",
    "number": "Huisnummer",
    "box": "Bus",
    "postcode": "Postcode",
    "town": "Gemeente",
    "born": "Geboortedatum",
    "sex": "Geslacht",
    "district": "Wijk",
    "language": "Taal",
}
DISTRICTS = ("Centrum", "Noord", "Zuid")


def number_of(place: int) -> str:
    """The national number of the resident at this place of `register_csv`."""
    return belgian_number(born_on(place), 1 + place % 997)


def born_on(place: int) -> date:
    return date(1940 + place % 60, 1 + place % 12, 1 + place % 28)


def line(place: int, **changed: str) -> str:
    """One resident, as a line of the file; two live at each address, in turn in the districts."""
    born = born_on(place)
    cells = {
        "Referentie": f"P{place:07}",
        "Rijksregisternummer": number_of(place),
        "Naam": f"Peeters-{place}",
        "Voornaam": "Noë",
        "Straat": "Kerkstraat",
        "Huisnummer": str(1 + place // 2),
        "Bus": "",
        "Postcode": "9999",
        "Gemeente": "Lindedorp",
        "Geboortedatum": f"{born:%d/%m/%Y}",
        "Geslacht": "MV"[place % 2],
        "Wijk": DISTRICTS[(place // 2) % 3],
        "Taal": "F" if place % 10 == 0 else "N",
        "Nationaliteit": "B",
        **changed,
    }
    return ";".join(cells.values())


def register_csv(count: int = 60, *more: str) -> bytes:
    """An extract of so many residents, and lines of one's own."""
    return "\r\n".join([HEADER, *(line(place) for place in range(count)), *more, ""]).encode()


def panel_id_of(town: Town, slug: str) -> int:
    with db.read() as session:
        return panels.panel(session, town.id, slug).id


def take_in(town: Town, slug: str, content: bytes | Iterable[bytes], *, at: datetime = START) -> int:
    """Bring a file in; its columns are not named yet. Returns the number of the register."""
    with db.write() as session:
        panel = make.changing(session, town, slug)
        pieces = [content] if isinstance(content, bytes) else content
        return register.take_in(
            session, town.id, panel.id, "extract.csv", pieces, erase_on=ERASE_ON, by=town.first, at=at
        ).id


def name_columns(town: Town, slug: str, columns: dict[str, str] | None = None, *, minimum_age: int = 16) -> None:
    with db.write() as session:
        panel = make.changing(session, town, slug)
        register.name_columns(
            session,
            queries.register_here(session, town.id, panel.id),
            columns or COLUMNS,
            minimum_age=minimum_age,
            resident_on=RESIDENT_ON,
            by=town.first,
        )


def bring_in(town: Town, slug: str, content: bytes | None = None) -> RegisterView:
    """A register that has been read."""
    found = take_in(town, slug, content or register_csv())
    name_columns(town, slug)
    registering.read_register(found, now=lambda: START)
    return look(town, slug)


def look(town: Town, slug: str) -> RegisterView:
    with db.read() as session:
        found = queries.register(session, town.id, panels.panel(session, town.id, slug).id)
    assert found
    return found


def propose(
    town: Town,
    slug: str,
    wishes: Wishes | None = None,
    *,
    kind: str = "balls",
    seed_at: datetime = LOT_AT,
    at: datetime = START,
) -> LotView:
    wishes = wishes or Wishes("person", False, "simple", "", 10)
    panel_id = panel_id_of(town, slug)
    with db.read() as session:
        frame = drawing.lay_out(session, town.id, panel_id, wishes, at=at)
    with db.write() as session:
        panel = make.changing(session, town, slug)
        source = declare_source(kind, "Six balls, council hall", seed_at)
        drawing.propose(
            session,
            queries.register_here(session, town.id, panel.id),
            frame,
            wishes,
            source=source,
            seed_at=seed_at,
            answers_until=max(ANSWERS_UNTIL, seed_at.date() + timedelta(days=30)),
            by=town.first,
            at=at,
        )
    return lot_of(town, slug)


def lot_of(town: Town, slug: str) -> LotView:
    """The newest lot of a panel."""
    with db.read() as session:
        return lot_queries.lots(session, town.id, panels.panel(session, town.id, slug).id)[0]


def confirm(town: Town, slug: str, *, by: Actor | None = None, at: datetime = START) -> None:
    with db.write() as session:
        panel = make.changing(session, town, slug)
        lot = lot_queries.lot_to_change(session, town.id, panel.id, lot_of(town, slug).sequence)
        drawing.confirm(session, lot, municipality=town.slug, title="Dorpskern", name=slug, by=by or town.second, at=at)


def enter_number(town: Town, slug: str, typed: str = BALLS, *, at: datetime = DRAWN_AT) -> int:
    with db.write() as session:
        panel = make.changing(session, town, slug)
        lot = lot_queries.lot_to_change(session, town.id, panel.id, lot_of(town, slug).sequence)
        return drawing.enter_number(session, lot, typed, by=town.first, at=at)


def cancel(town: Town, slug: str, *, at: datetime = START) -> None:
    with db.write() as session:
        panel = make.changing(session, town, slug)
        lot = lot_queries.lot_to_change(session, town.id, panel.id, lot_of(town, slug).sequence)
        drawing.ask_cancellation(session, lot, "The hall flooded.", by=town.first, at=at)
        drawing.confirm_cancellation(session, lot, by=town.second, at=at)


def invite(town: Town, slug: str, wishes: Wishes | None = None, content: bytes | None = None) -> LotView:
    """A panel whose lot has been drawn: the letters can go out."""
    bring_in(town, slug, content)
    propose(town, slug, wishes)
    confirm(town, slug)
    enter_number(town, slug)
    return lot_of(town, slug)


def hold(town: Town, panel_id: int, person_id: int, *, name: str, street: str, number_key: str) -> None:
    """A register in which somebody stands, brought in by an official; a lot of theirs, and that they were invited."""
    resident = Resident("P1", name, street, "", "", "9999", town.slug, "40", "V", "Noord", "nl", number_key)
    acts = ("proposed_by", "promised_by", "drawn_by", "cancel_asked_by", "cancelled_by")
    with db.write() as session:
        found = Register(
            municipality_id=town.id,
            panel_id=panel_id,
            filename="extract.csv",
            size=1,
            state="ready",
            counts={"rows": 1, "kept": 1},
            imported_by=person_id,
            uploaded_at=START,
            finished_at=START,
            erase_on=ERASE_ON,
        )
        session.add(found)
        session.flush()
        register.keep_piece(
            session, found, "people", 0, reading.written([resident]), people=1, keys=reading.prefixes([resident])
        )
        lot = Lot(
            municipality_id=town.id,
            panel_id=panel_id,
            register_id=found.id,
            sequence=1,
            unit="person",
            method="simple",
            letters=1,
            units=1,
            frame="0" * 64,
            answers_until=ANSWERS_UNTIL,
            source=declare_source("balls", "Council hall", LOT_AT),
            seed_at=LOT_AT,
            proposed_at=START,
            promised_at=START,
            drawn_at=DRAWN_AT,
            **dict.fromkeys(acts, person_id),
        )
        session.add(lot)
        session.flush()
        session.add(FramePart(municipality_id=town.id, lot_id=lot.id, number=0, units=0, content=b""))
        session.add(InvitedBefore(municipality_id=town.id, number_key=number_key, invited_on=START.date()))
