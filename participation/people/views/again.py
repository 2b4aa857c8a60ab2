"""Proving it again: before a draw, a decision or an export, and after being away; what was typed meanwhile goes along."""

from __future__ import annotations

from flask import g, render_template, request, session
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.people import factors, sessions
from participation.people.forms import Again
from participation.people.views.door import SECRET, SEEN
from participation.web.context import actor, here, proof
from participation.web.forms import refusals_on, status_of
from participation.web.guards import EVERYONE, guard_of, must_ask_again


def unlock() -> ResponseReturnValue | None:
    """Before the guard: who was away for too long proves who they are before anything that is not public."""
    how = proof()
    if how is None or not how.locked or request.endpoint in (None, "static") or guard_of(request.endpoint) == EVERYONE:
        return None
    return _ask()


def ask_again() -> ResponseReturnValue | None:
    """After the guard: an act that asks again is done by somebody who proved lately who they are."""
    how = proof()
    if actor() is None or how is None or not must_ask_again() or clock.now() - how.confirmed_at <= sessions.FRESH:
        return None
    return _ask()


def _ask() -> ResponseReturnValue | None:
    """The page that asks; None once the answer is right, and then the act goes on with all that was typed."""
    how = proof()
    assert how
    form = Again(formdata=request.form if "again_code" in request.form else None)
    if "again_code" in request.form and form.validate():
        with refusals_on(form, "again_code"), db.write() as database:
            who = g.known.person_id
            factors.check_totp(database, here().id, who, form.again_code.data, at=clock.now())
            session[SECRET] = sessions.confirm(database, here().id, how.session_id, strong=True, at=clock.now())
            session[SEEN] = clock.now().isoformat()
        if not form.errors:
            g.actor = g.known
            return None
    typed = [(name, value) for name, value in request.form.items(multi=True) if not name.startswith(("again_", "csrf"))]
    return render_template("people/again.html", form=form, typed=typed), status_of(form)
