"""Makers of everything that can be held on somebody: a row in every table with people in it, for them and their double."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, Table, insert, select, update

from participation import db, held
from participation.inclusion import actions, drafts
from participation.inclusion.models import Entry, Request
from participation.panels.models import Candidate, Panel
from participation.people import voices
from participation.people.models import Person
from participation.sheets import sheet
from tests import registers
from tests import towns as make
from tests.towns import START, Town

# By these names a column may lead to a person, besides the keys that point at one.
NAMED = frozenset({"person_id", "email", "phone", "number_key"})


@dataclass(frozen=True)
class Known:
    """Somebody of whom every room holds something, and all by which they could be found."""

    town: Town
    person_id: int
    name: str
    email: str
    phone: str
    street: str
    number_key: str
    panel: str

    @property
    def traces(self) -> list[str]:
        return [self.name, self.email, self.phone, self.street, self.number_key]


def tables_with_people() -> list[Table]:
    """Every table of ours that leads to a person."""
    return [table for table in db.Base.metadata.sorted_tables if any(map(leads_to_a_person, table.columns))]


def leads_to_a_person(column: Column[Any]) -> bool:
    return points_at_a_person(column) or column.name in NAMED or column.name.endswith("_by")


def points_at_a_person(column: Column[Any]) -> bool:
    return any(key.column.table.name == "person" and key.column.name == "id" for key in column.foreign_keys)


def make_known(town: Town, mark: str, stage: str = "drawn") -> Known:
    """An official with an account, a panel that they prepared as far as `stage`, a place in its pool, and a row in every
    table with people."""
    who = Known(
        town,
        town.first.person_id,
        f"Wilhelmina {mark} Zonderbroek",
        f"wilhelmina.{mark}@mail.example",
        f"+3247000000{town.id}",
        f"Zonnestraat {mark} 7",
        f"{town.id:02}" * 32,
        make.make_panel(town, stage),
    )
    with db.write() as session:
        address = {"street": who.street, "postcode": "9999", "town": town.slug}
        session.execute(
            update(Person)
            .where(Person.id == who.person_id)
            .values(
                name=who.name,
                email=who.email,
                phone=who.phone,
                address=address,
                number_key=who.number_key,
                born_on=date(1980, 1, 2),
                totp=f"sealed {mark}",
                password=f"hashed {mark}",
            )
        )
        panel_id = session.scalars(select(Panel.id).where(Panel.municipality_id == town.id)).one()
        candidate = session.scalars(select(Candidate).where(Candidate.panel_id == panel_id).limit(1)).one()
        candidate.number_key, candidate.reference = who.number_key, who.name
    fill_forms(who)
    registers.hold(town, panel_id, who.person_id, name=who.name, street=who.street, number_key=who.number_key)
    made = {table for kind in held.kinds() for table in kind.tables}
    with db.write() as session:
        for table in db.Base.metadata.sorted_tables:
            if table.name in made - FILLED:
                session.execute(insert(table).values(_row(table, who, panel_id)))
    return who


# What the panel, the account and the journal have filled already.
FILLED = frozenset({"person", "candidate", "calculation", "numbered_panel", "chance", "draw", "journal_entry"})
FILLED |= {"draft", "entry", "request"}
FILLED |= {"register", "register_part", "lot", "frame_part", "invited_before"}


def fill_forms(who: Known) -> None:
    """A form that they began, two by which they asked for something, and one that they entered and dealt with."""
    asked: dict[str, dict[str, Any]] = {
        "call-back": {"name": who.name, "phone": who.phone, "moment": "any", "language": "nl", "about": ""},
        "support": {"needs": ["loop"], "interpreter": "", "day": None, "more": "", "contact": who.email, "name": ""},
    }
    with db.write() as session:
        hands = drafts.Hands(who.town.id, who.person_id)
        drafts.fill(session, hands, "contact", "", {"name": [who.name]}, language="nl", at=START)
        for name, answers in asked.items():
            actions.enter(
                session,
                who.town.id,
                sheet(name),
                subject="",
                typed={field: [str(value)] for field, value in answers.items()},
                answers=answers,
                language="nl",
                person_id=who.person_id,
                at=START,
            )
        first = select(Entry.id).where(Entry.municipality_id == who.town.id, Entry.sheet == "call-back")
        named = {"name": who.name, "entered_by": who.person_id, "second_by": who.person_id}
        session.execute(update(Entry).where(Entry.id.in_(first)).values(named))
        session.execute(update(Request).where(Request.entry_id.in_(first)).values(handled_by=who.person_id))


def _row(table: Table, who: Known, panel_id: int) -> dict[str, Any]:
    special = {
        ("voice", "key"): voices.voice_key(who.town.id, "challenge:7/support", who.number_key),
        ("voice", "purpose"): "challenge:7/support",
        ("voice", "channel"): "paper",
        ("text_question", "entry_id"): None,
        ("medium", "kind"): "picture",
        ("held_role", "role"): "auditor",
        ("held_role", "ends_on"): START.date(),
        ("invitation", "role"): "official",
        ("message", "channel"): "email",
        ("message", "kind"): "address_changed",
        ("message", "to"): who.email,
        ("message", "address"): [who.name, who.street],
        ("message", "state"): "sent",
        ("sent_code", "address"): who.email,
        ("unsubscribed", "kind"): "news",
        ("upload", "kind"): "targets",
        ("upload", "findings"): {},
        ("upload", "options"): {},
    }
    return {
        column.name: special.get((table.name, column.name), _value(table, column, who, panel_id))
        for column in table.columns
        if not (column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys)
    }


def _value(table: Table, column: Column[Any], who: Known, panel_id: int) -> Any:
    own = {"municipality_id": who.town.id, "panel_id": panel_id, "number_key": who.number_key}
    own |= {"email": who.email, "phone": who.phone, "name": who.name}
    if column.name in own:
        return own[column.name]
    if points_at_a_person(column) or column.name == "person_id":
        return who.person_id
    kinds: list[tuple[type | tuple[type, ...], Any]] = [
        ((DateTime, db.Moment), START),
        (Date, START.date()),
        (Boolean, False),
        (Integer, 1),
        (Float, 0.5),
        (JSON, {}),
        (LargeBinary, f"{table.name} {who.town.slug}".encode()),
    ]
    for kind, value in kinds:
        if isinstance(column.type, kind):
            return value
    return f"{table.name} {column.name} {who.town.id}"[: getattr(column.type, "length", None) or 200]


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours."""
    with db.read() as session:
        return {
            table.name: [dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in db.Base.metadata.sorted_tables
        }


def of_municipality(rows: dict[str, list[dict[str, Any]]], municipality_id: int) -> dict[str, list[str]]:
    """The rows of one municipality, in an order of their own."""
    return {
        name: sorted(str(row) for row in held if row.get("municipality_id") == municipality_id)
        for name, held in rows.items()
    }
