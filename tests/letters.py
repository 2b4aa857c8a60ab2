"""Makers of letters for tests: a panel whose lot is drawn, and its letters as far as the post."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from participation import clock, db
from participation.clock import local
from participation.invitations import batches, making, seals
from participation.invitations.models import BatchLetter, Invited
from participation.invitations.queries import letters as queries
from participation.invitations.queries.letters import BatchView
from participation.panels import queries as panels
from tests import registers
from tests import towns as make
from tests.registers import DRAWN_AT
from tests.towns import Town

PEOPLE = 60
MADE_AT = DRAWN_AT + timedelta(hours=1)
SENT_ON = local(MADE_AT).date()
REMINDED_AT = MADE_AT + timedelta(days=12)
WHY = {"nl": "De post staakte een week.", "fr": "La poste a fait grève."}
LATER = registers.ANSWERS_UNTIL + timedelta(days=14)
# Letters that were sent in spring cannot be answered today: whoever tries pages needs another last day.
FAR = date(2199, 12, 31)


def invited(town: Town, title: str = "Dorpskern") -> str:
    """A panel whose lot is drawn: ten people have no letter yet. Each panel has people of its own: whoever was invited
    lately is left in peace."""
    slug = make.make_panel(town, "targets", title=title)
    first = PEOPLE * registers.panel_id_of(town, slug)
    lines = [registers.line(place) for place in range(first, first + PEOPLE)]
    registers.invite(town, slug, content=registers.register_csv(0, *lines))
    return slug


def word(town: Town, slug: str, **written: str) -> None:
    """The municipality's own paragraphs in Dutch."""
    with db.write() as session:
        batches.write_words(
            session,
            town.id,
            make.changing(session, town, slug).id,
            "nl",
            written or {"about": f"Het plein van {town.slug} wordt heraangelegd."},
            seen=batches.mark_of({}),
            by=town.first,
            at=MADE_AT,
        )


def ask(
    town: Town,
    slug: str,
    kind: str = "invitation",
    *,
    at: datetime = MADE_AT,
    until: date | None = None,
    reason: Mapping[str, str] | None = None,
) -> int:
    """Ask for letters, which a worker makes later; returns the number of the batch in the database."""
    with db.write() as session:
        panel = make.changing(session, town, slug)
        return batches.make(session, town.id, panel.id, kind, until=until, reason=reason, by=town.first, at=at).id


def write(town: Town, slug: str, kind: str = "invitation", **how: object) -> BatchView:
    """Letters that are made."""
    making.make_letters(ask(town, slug, kind, **how), now=lambda: MADE_AT)
    return look(town, slug)


def put_on_paper(town: Town, slug: str, *, at: datetime = MADE_AT) -> BatchView:
    with db.write() as session:
        batches.note_printed(session, changing(session, town, slug), by=town.first, at=at)
    return look(town, slug)


def post(town: Town, slug: str, on: date = SENT_ON, *, at: datetime = MADE_AT) -> BatchView:
    """The newest batch is printed and left the house."""
    put_on_paper(town, slug, at=at)
    with db.write() as session:
        batches.note_sent(session, changing(session, town, slug), on, by=town.first, at=at)
    return look(town, slug)


def post_today(town: Town, slug: str) -> BatchView:
    """What is on paper since today leaves the house."""
    with db.write() as session:
        batches.note_sent(session, changing(session, town, slug), today(), by=town.first, at=clock.now())
    return look(town, slug)


def today() -> date:
    return local(clock.now()).date()


def invite_by_post(town: Town, title: str = "Dorpskern", **how: object) -> str:
    """A panel whose invitations have been sent."""
    slug = invited(town, title)
    write(town, slug, **how)
    post(town, slug)
    return slug


def come_back(town: Town, slug: str, codes: list[str], why: str = "unknown", *, at: datetime = REMINDED_AT):
    with db.write() as session:
        panel_id = panels.panel(session, town.id, slug).id
        return batches.note_returned(session, town.id, panel_id, codes, why, by=town.first, at=at)


def changing(session: db.Session, town: Town, slug: str):
    """The newest batch itself."""
    panel_id = panels.panel(session, town.id, slug).id
    return queries.batch_to_change(session, town.id, panel_id, queries.batches(session, town.id, panel_id)[0].sequence)


def look(town: Town, slug: str) -> BatchView:
    """The newest batch."""
    with db.read() as session:
        return queries.batches(session, town.id, panels.panel(session, town.id, slug).id)[0]


def people(town: Town, slug: str) -> list[Invited]:
    """Everybody who is invited, in the order of the lot."""
    with db.read() as session:
        panel_id = panels.panel(session, town.id, slug).id
        found = list(
            session.scalars(
                select(Invited)
                .where(Invited.municipality_id == town.id, Invited.panel_id == panel_id)
                .order_by(Invited.number)
            )
        )
        session.expunge_all()
        return found


def codes(town: Town, slug: str) -> list[str]:
    """The code in each letter, in the order of the lot."""
    return [seals.code_of(town.id, one.code) for one in people(town, slug) if one.code]


def answer(town: Town, slug: str, *numbers: int, said: str = "no") -> None:
    """These, by their number in the lot, have answered."""
    with db.write() as session:
        panel_id = panels.panel(session, town.id, slug).id
        for one in session.scalars(
            select(Invited).where(
                Invited.municipality_id == town.id, Invited.panel_id == panel_id, Invited.number.in_(numbers)
            )
        ):
            one.answer, one.answered_at = said, MADE_AT


def written_to(town: Town, batch: BatchView) -> list[int]:
    """Who has a letter in this batch, by their id, in order."""
    with db.read() as session:
        return list(
            session.scalars(
                select(BatchLetter.invited_id)
                .where(BatchLetter.municipality_id == town.id, BatchLetter.batch_id == batch.id)
                .order_by(BatchLetter.number)
            )
        )
