"""Who comes in: the cookie is looked at before each request, and renewed whenever somebody has proved who they are."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.people import sessions
from participation.web import guards, traces
from participation.web.context import here, local, proof

bp = Blueprint("people", __name__)

# What the cookie holds: the secret of the session, and when its browser last asked for a page. The latter stands here
# and not in the database, because looking at a page changes nothing there.
SECRET, SEEN = "secret", "seen"


def find_actor() -> None:
    """Before each request in a municipality: who is signed in, and with which roles here."""
    if guards.asks_for_nobody() or not g.get("municipality") or not (secret := session.get(SECRET)):
        return
    with db.read() as database:
        found = sessions.signed_in(database, here().id, secret, seen_at=_seen_at(), at=clock.now())
    if found:
        who, g.proof = found
        # Away for too long: to the pages they are nobody, until they have proved who they are.
        g.known = who
        g.actor = None if g.proof.locked else who


def note_presence(response: Response) -> Response:
    """After each request: the cookie remembers when."""
    how = proof()
    if how and not how.locked and session.get(SECRET):
        session[SEEN] = clock.now().isoformat()
    return response


def let_in(secret: str) -> ResponseReturnValue:
    """Give the browser a fresh cookie, and go to the page that was wanted; else to the front door or the desk."""
    start_afresh(secret)
    with db.read() as database:
        found = sessions.signed_in(database, here().id, secret, seen_at=clock.now(), at=clock.now())
    who, how = found if found else (None, None)
    traces.note("signed_in", person=who.person_id if who else None)
    works_here = bool(who and how and (who.may("desk.enter") or how.withheld))
    # At a desk that several people use, closing the browser is the end; a citizen's own telephone remembers a week.
    session.permanent = not works_here
    if how and how.waits:
        return redirect(url_for("people.second_factor", next=wanted()), 303)
    return redirect(wanted() or url_for("desk.home" if works_here else "panels.front"), 303)


def start_afresh(secret: str) -> None:
    """A new cookie: nothing of the old one, its form token included, goes along."""
    session.clear()
    session[SECRET], session[SEEN] = secret, clock.now().isoformat()


def go_on(secret: str) -> None:
    """The session goes on under a new secret, with all else that the cookie holds; this request knows them as they are
    now. Stands after the transaction that made the secret: a cookie cannot be taken back."""
    at = clock.now()
    session[SECRET], session[SEEN] = secret, at.isoformat()
    with db.read() as database:
        found = sessions.signed_in(database, here().id, secret, seen_at=at, at=at)
    if found:
        g.actor, g.proof = found
        g.known = g.actor


def wanted() -> str | None:
    """The page that somebody was on their way to, if it is one of ours."""
    return local(request.args.get("next"))


def _seen_at() -> datetime:
    try:
        return datetime.fromisoformat(session.get(SEEN, ""))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
