"""Whose page a browser has opened with a code: kept in its session, and shown to be right each time."""

from __future__ import annotations

from flask import session as cookie

from participation.db import Session
from participation.members.queries import own
from participation.members.queries.own import Own
from participation.web.context import actor, here

NAME = "member"


def hold(mine: Own) -> None:
    """From now on this browser shows their page, until it closes or they close it."""
    cookie[NAME] = [here().id, mine.id, mine.mark]


def let_go() -> None:
    cookie.pop(NAME, None)


def opened(session: Session) -> Own | None:
    """Whose page this browser may show: by the code that was typed here, else by the account that is signed in."""
    held = cookie.get(NAME)
    if isinstance(held, list) and len(held) == 3 and held[0] == here().id:
        mine = own.with_mark(session, here().id, int(held[1]), str(held[2]))
        if mine is not None:
            return mine
    who = actor()
    return own.of_person(session, here().id, who.person_id) if who else None
