"""Makers of everything that can be held on somebody: a row in every table with people in it, for them and their double."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, Table, insert, select, update

from participation import db, held
from participation.inclusion import actions, drafts
from participation.inclusion.models import Entry, Request
from participation.invitations import seals
from participation.invitations.models import Batch, BatchLetter, Invited, Lot
from participation.lottery.codes import new_codes
from participation.members import reaching
from participation.members.models import Member
from participation.members.reaching import Reach
from participation.panels.models import Candidate, Panel
from participation.people import voices
from participation.people.models import Person
from participation.sheets import sheet
from tests import lives, registers
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
    fill_invitations(who, panel_id)
    fill_members(who, panel_id)
    lives.hold(town, panel_id, who.person_id, name=who.name, email=who.email)
    made = {table for kind in held.kinds() for table in kind.tables}
    with db.write() as session:
        for table in db.Base.metadata.sorted_tables:
            if table.name in made - FILLED:
                session.execute(insert(table).values(_row(table, who, panel_id)))
    return who


# What the panel, the account and the journal have filled already.
FILLED = frozenset({"person", "candidate", "calculation", "numbered_panel", "chance", "draw", "journal_entry"})
FILLED |= {"draft", "entry", "request"}
FILLED |= lives.TABLES
FILLED |= {"register", "register_part", "lot", "frame_part", "invited_before"}
FILLED |= {"invited", "batch", "batch_letter", "member"}


def fill_invitations(who: Known, panel_id: int) -> None:
    """A letter to them that they said yes to, one that they did not answer, and the batch that they sent as an official."""
    place = who.town.id
    letter = {"name": who.name, "street": who.street, "number": "7", "postcode": "9999", "town": who.town.slug}
    reach = {"name": who.name, "email": who.email, "phone": who.phone, "way": "email"}
    with db.write() as session:
        lot_id = session.scalars(select(Lot.id).where(Lot.municipality_id == place)).one()
        batch = Batch(
            municipality_id=place,
            panel_id=panel_id,
            sequence=1,
            kind="invitation",
            state="sent",
            letters=2,
            answers_until=START.date(),
            **dict.fromkeys(("made_by", "printed_by", "sent_by"), who.person_id),
            **dict.fromkeys(("made_at", "printed_at", "sent_at"), START),
        )
        session.add(batch)
        for number, answer in enumerate(("yes", None), start=1):
            code = new_codes(1)[0]
            invited = Invited(
                municipality_id=place,
                panel_id=panel_id,
                lot_id=lot_id,
                number=number,
                code_key=seals.code_key(place, code),
                code=seals.sealed_code(place, code),
                letter=seals.sealed_letter(place, letter),
                language="nl",
                known={"sex": "V"},
                household=f"home {number} {place}",
                number_key=who.number_key,
                answer=answer,
                answered_at=START,
                channel="web",
                features={"gender": "female"} if answer else None,
                words=seals.sealed_words(place, who.name),
                reach=seals.sealed_reach(place, reach),
            )
            session.add(invited)
            session.flush()
            session.add(
                BatchLetter(
                    municipality_id=place,
                    batch_id=batch.id,
                    number=number,
                    invited_id=invited.id,
                    once=f"invitation:{invited.id}",
                )
            )


def fill_members(who: Known, panel_id: int) -> None:
    """A seat that they took, and one that they gave back."""
    place = who.town.id
    reach = Reach(who.name, who.email, who.phone, street=who.street)
    with db.write() as session:
        drawn = session.scalars(
            select(Member).where(Member.municipality_id == place).order_by(Member.id).limit(2)
        ).all()
        # Before a draw nobody has a seat.
        for member, state in zip(drawn, ("confirmed", "withdrawn"), strict=bool(drawn)):
            member.state, member.person_id, member.panel_id = state, who.person_id, panel_id
            member.reach, member.words = reaching.sealed_reach(place, reach), reaching.sealed_words(place, who.name)
            member.named, member.public_name = state == "confirmed", who.name if state == "confirmed" else None
            member.left_at = None if state == "confirmed" else START


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
        if column is not table.autoincrement_column
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
