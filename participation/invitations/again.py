"""Inviting who asked for it at an earlier panel: with a code of their own, by the way they chose; they answer anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.errors import Refused
from participation.i18n import in_language
from participation.invitations import seals
from participation.invitations.answering import recipient_of
from participation.invitations.frames import address_in
from participation.invitations.models import Invited, Lot
from participation.invitations.queries import answers
from participation.invitations.queries.letters import drawn_lot
from participation.journal.actions import record
from participation.lottery.codes import new_long_codes
from participation.lottery.commitment import household_pseudonym
from participation.messages import actions as messages
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.permissions import Actor


def invite(
    session: Session, municipality_id: int, panel_id: int, before: Sequence[int], *, by: Actor, at: datetime
) -> int:
    """Invite them to this panel, which is taken already; returns how many. What they asked for is done with that: a panel
    after this one does not find them again.

    before: their earlier invitations, see `queries.again.asked_again`. Raises Refused before the lot, and once an answer
    would no longer count.
    """
    lot, last_day = drawn_lot(session, municipality_id, panel_id), answers.last_day(session, municipality_id, panel_id)
    if lot is None or last_day is None:
        raise Refused("letters_before_lot")
    if not panels.takes_people(session, municipality_id, panel_id) or local(at).date() > last_day:
        raise Refused("letters_too_late")
    view = panels.panel_by_id(session, municipality_id, panel_id)
    last = session.scalar(
        select(func.max(Invited.number)).where(Invited.municipality_id == municipality_id, Invited.panel_id == panel_id)
    )
    # Beyond the letters of the lot, so that everybody can see that these were not drawn.
    first = max(last or 0, lot.letters) + 1
    earlier = session.scalars(
        select(Invited)
        .where(Invited.municipality_id == municipality_id, Invited.id.in_(before), Invited.next_pool.is_(True))
        .order_by(Invited.id)
        .with_for_update()
    ).all()
    codes = new_long_codes(len(earlier))
    for number, (one, code) in enumerate(zip(earlier, codes, strict=True), start=first):
        invited = _invitation(view, lot, one, number, code)
        one.next_pool = False
        session.add(invited)
        session.flush()
        _write(session, view, invited, code, at=at)
    record(
        session,
        municipality_id,
        "invited.again",
        subject=panels.subject_of(panel_id),
        by=f"person:{by.person_id}",
        facts={"people": len(earlier)},
        at=at,
    )
    return len(earlier)


def _invitation(view: PanelView, lot: Lot, one: Invited, number: int, code: str) -> Invited:
    """What we know of them by their register and how they want to be reached; nothing of what they answered then."""
    place = one.municipality_id
    home = seals.letter_of(place, one.letter or "")
    return Invited(
        municipality_id=place,
        panel_id=view.id,
        lot_id=lot.id,
        number=number,
        code_key=seals.code_key(place, code),
        code=seals.sealed_code(place, code),
        letter=one.letter,
        language=one.language,
        large_print=one.large_print,
        known=one.known,
        household=household_pseudonym(bytes.fromhex(view.household_key), address_in(home)),
        number_key=one.number_key,
        reach=one.reach,
    )


def _write(session: Session, view: PanelView, invited: Invited, code: str, *, at: datetime) -> None:
    place, to = municipalities.place(session, invited.municipality_id), recipient_of(invited)
    title, _ = in_language(view.title, to.language or place.languages[0], place.languages, view.slug)
    until = answers.last_day(session, invited.municipality_id, view.id)
    facts = {"panel": title, "code": code, "until": until, "link": f"/invitation/{code}"}
    key = f"invited_again:{invited.id}"
    messages.send(session, invited.municipality_id, "invited_again", to=to, key=key, facts=facts, at=at)
