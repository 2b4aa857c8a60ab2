"""Thanking those whom the lot did not choose: once each, by the way they chose, with their code and their chance.

Many letters take a while, so a job writes them, some at a time; what breaks off goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from participation import clock, db, jobs
from participation.errors import NotFound, Refused
from participation.i18n import in_language
from participation.invitations import queries as invitations
from participation.journal.actions import record
from participation.members import queries
from participation.members.reaching import from_invitation
from participation.messages import actions as messages
from participation.messages.recipients import Recipient
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.permissions import Actor

THANK = "members.thank"
AT_ONCE = 50
# Whoever was missed, because it broke off, is thanked when it is gone through once more.
AGAIN = timedelta(days=1)


def ask_thanks(session: Session, municipality_id: int, slug: str, *, by: Actor, at: datetime) -> int:
    """Put the thanks to everybody who was not drawn down as a job; returns how many of them we can reach.

    Raises NotFound before the draw, Refused where they were thanked already.
    """
    panel = panels.panel_to_change(session, municipality_id, slug)
    unselected = queries.not_drawn(session, municipality_id, panel.id)
    if unselected is None:
        raise NotFound
    sequence, everybody = unselected
    if queries.thanked_at(session, municipality_id, panel.id, sequence) is not None:
        raise Refused("unselected_thanked")
    codes = [one.code for one in everybody]
    reached = len(_to_write_to(session, municipality_id, panel.id, codes))
    facts: dict[str, str | int] = {"people": len(codes), "reached": reached}
    record(
        session,
        municipality_id,
        queries.THANKED,
        subject=queries.draw_of(panel.id, sequence),
        by=f"person:{by.person_id}",
        at=at,
        facts=facts,
    )
    for time, after in (("first", timedelta()), ("again", AGAIN)):
        key = f"{THANK}:{panel.id}:{sequence}:{time}"
        jobs.enqueue(session, THANK, key=key, after=after, panel_id=panel.id, municipality_id=municipality_id)
    return reached


def thank(panel_id: int, municipality_id: int, *, now: Callable[[], datetime] = clock.now) -> None:
    """Write to each of them. Done again after a sudden end, nobody hears from us twice."""
    with db.read() as session:
        unselected = queries.not_drawn(session, municipality_id, panel_id)
        # Another draw may have taken the place of the one for which it was asked.
        if unselected is None or queries.thanked_at(session, municipality_id, panel_id, unselected[0]) is None:
            return
    sequence, everybody = unselected
    mine = {one.code: one.panels for one in everybody}
    for codes in _portions(list(mine)):
        with db.write() as session:
            _thank(session, municipality_id, panel_id, sequence, {code: mine[code] for code in codes}, at=now())


def forget(session: Session, municipality_id: int, places: Collection[tuple[int, str]]) -> None:
    """Whoever had these places in a pool, by panel and code, is to be forgotten: so are our thanks."""
    for panel_id, code in places:
        draws = panels.draws(session, municipality_id, panel_id)
        messages.forget_sent(session, municipality_id, [_key(panel_id, draw.sequence, code) for draw in draws])


def _thank(
    session: Session, municipality_id: int, panel_id: int, sequence: int, mine: dict[str, int], *, at: datetime
) -> None:
    view = panels.panel_by_id(session, municipality_id, panel_id)
    count = panels.draw(session, municipality_id, panel_id, sequence).number_of_panels
    order = municipalities.languages_for(session, municipality_id, "notice")
    for code, to in _to_write_to(session, municipality_id, panel_id, list(mine)).items():
        title, _ = in_language(view.title, to.language or order[0], order, view.slug)
        messages.send(
            session,
            municipality_id,
            "not_drawn",
            to=to,
            key=_key(panel_id, sequence, code),
            facts={
                "panel": title,
                "code": code,
                "mine": mine[code],
                "panels": count,
                "link": f"/panels/{view.slug}/draws/{sequence}",
            },
            at=at,
        )


def _to_write_to(session: Session, municipality_id: int, panel_id: int, codes: Sequence[str]) -> dict[str, Recipient]:
    """Those of them whom we can reach, by their public code."""
    known = invitations.reach(session, municipality_id, panel_id, codes)
    reaches = {code: from_invitation(told) for code, told in known.items()}
    return {
        code: reach.recipient(known[code].language, large_print=known[code].large_print)
        for code, reach in reaches.items()
        if reach.ways
    }


def _key(panel_id: int, sequence: int, code: str) -> str:
    return f"not_drawn:{panel_id}:{sequence}:{code}"


def _portions(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[start : start + AT_ONCE] for start in range(0, len(codes), AT_ONCE))
