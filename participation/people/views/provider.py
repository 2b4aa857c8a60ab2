"""Signing in through an identity provider, and adding one to one's account: there, back, and a press on a button.

Coming back is a visit and changes nothing: it is understood, and sealed in the cookie of this browser. The button on the
page after that lets somebody in, and says as whom, so that nobody ends up in another's account without seeing it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db, keys
from participation.people import actions, exchange, identities, providers, queries
from participation.people.exchange import Identity, Question, Trouble
from participation.people.ladder_forms import NameForm, Press
from participation.people.numbers import Number
from participation.people.providers import Provider
from participation.people.views.door import bp, let_in, wanted
from participation.web.context import actor, device, here, proof, someone
from participation.web.errors import words_of
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, for_signed_in, open_to_everyone
from participation.web.limits import keep_pace

# What the cookie holds on the way: the question that was put, and then who came back.
ASKED, ARRIVED = "asked", "arrived"
# A button that is pressed twice, or in two windows, is still one arrival.
ONE_PRESS = timedelta(minutes=1)


@bp.context_processor
def say_providers() -> dict[str, object]:
    """The buttons on the pages where somebody signs in or climbs."""
    return {"providers": providers.offered(here().slug) if g.get("municipality") else []}


@bp.app_errorhandler(Trouble)
def trouble(refusal: Trouble) -> ResponseReturnValue:
    """A provider that is silent, says no or is not believed closes no other way in."""
    status = 503 if refusal.code == "provider_silent" else 409
    return render_template("people/provider_trouble.html", message=words_of(refusal)), status


@bp.post("/<municipality>/sign-in/with/<name>")
@open_to_everyone
def to_provider(name: str) -> ResponseReturnValue:
    """Go there to sign in."""
    return _go(providers.provider(here().slug, name), adds_to=None, then=wanted())


@bp.post("/<municipality>/account/ladder/with/<name>")
@for_signed_in
@asks_again
def add_provider(name: str) -> ResponseReturnValue:
    """Go there to add it to one's account; who has a second factor has shown it, or this would be a way around it."""
    how = proof()
    assert how
    if not how.strong and (how.has_factor or how.withheld):
        return redirect(url_for("people.second_factor", next=url_for("people.ladder")), 303)
    return _go(providers.provider(here().slug, name), adds_to=someone().person_id, then=url_for("people.ladder"))


@bp.get("/<municipality>/sign-in/with/<name>/back")
@open_to_everyone
def from_provider(name: str) -> ResponseReturnValue:
    """They are back; what stands in the address is used up, and goes no further."""
    provider = providers.provider(here().slug, name)
    asked = session.pop(ASKED, None)
    if asked is None:
        raise Trouble("provider_start_again")
    identity = exchange.understand(
        provider,
        Question(**asked["question"]),
        request.args,
        back=_back(provider),
        municipality_id=here().id,
        at=clock.now(),
    )
    session[ARRIVED] = _sealed(identity, asked["adds_to"])
    return redirect(url_for("people.arrived", name=name, next=asked["then"]), 303)


@bp.route("/<municipality>/sign-in/with/<name>/arrived", methods=["GET", "POST"])
@open_to_everyone
def arrived(name: str) -> ResponseReturnValue:
    """Say as whom they go on, ask who is new for a name, and let them in."""
    provider = providers.provider(here().slug, name)
    identity, adds_to, came_at = _arrived(provider)
    if adds_to is not None:
        return _add(provider, identity, adds_to)
    with db.read() as database:
        person_id = identities.person_of(database, here().id, identity)
        person = queries.person(database, here().id, person_id) if person_id else None
        known, last = (person.name, person.signed_in_at) if person else (None, None)
    if last and came_at <= last < clock.now() - ONE_PRESS:
        # They have come in since: a copy of the cookie of then opens nothing any more.
        raise Trouble("provider_start_again")
    form = Press() if known else NameForm(data={"name": identity.name})
    if form.validate_on_submit():
        with refusals_on(form):
            if not known:
                keep_pace("sign_up")
            with db.write() as database:
                person_id = person_id or identities.welcome(
                    database, here().id, identity, provider.rung, name=form.name.data, at=clock.now()
                )
                secret = actions.sign_in(
                    database,
                    here().id,
                    person_id,
                    via="provider",
                    device=device(),
                    strong=provider.strong,
                    at=clock.now(),
                )
            return let_in(secret)
    return render_template("people/provider_arrived.html", form=form, provider=provider, known=known), status_of(form)


@bp.post("/<municipality>/account/ladder/identities/<int:identity_id>/remove")
@for_signed_in
@asks_again
def remove_provider(identity_id: int) -> ResponseReturnValue:
    """Take a provider away from one's account."""
    with db.write() as database:
        identities.unlink(database, here().id, someone().person_id, identity_id, at=clock.now())
    flash(_("This way in has been taken away."))
    return redirect(url_for("people.ladder"), 303)


def _go(provider: Provider, *, adds_to: int | None, then: str | None) -> ResponseReturnValue:
    """Remember the question and lead there, by a page: a form that leads straight out of the house is not let through."""
    keep_pace("link")
    address, question = exchange.ask(provider, back=_back(provider), at=clock.now())
    session[ASKED] = {"question": asdict(question), "adds_to": adds_to, "then": then}
    session.pop(ARRIVED, None)
    return render_template("people/provider_leaving.html", provider=provider, address=address)


def _add(provider: Provider, identity: Identity, adds_to: int) -> ResponseReturnValue:
    who = actor()
    if who is None or who.person_id != adds_to:
        raise Trouble("provider_start_again")
    form = Press()
    if form.validate_on_submit():
        with refusals_on(form):
            with db.write() as database:
                identities.link(database, here().id, adds_to, identity, provider.rung, at=clock.now())
            session.pop(ARRIVED, None)
            flash(_("Done: you can sign in this way from now on."))
            return redirect(url_for("people.ladder"), 303)
    return render_template("people/provider_adding.html", form=form, provider=provider), status_of(form)


def _back(provider: Provider) -> str:
    """The address they come back to, as the provider knows it. Which hosts are ours is settled before any page."""
    return request.host_url.rstrip("/") + url_for("people.from_provider", name=provider.name)


def _sealed(identity: Identity, adds_to: int | None) -> str:
    known: dict[str, Any] = {**asdict(identity), "adds_to": adds_to, "at": clock.now().isoformat()}
    return keys.sealed(json.dumps(known, default=date.isoformat), "arrived", here().id)


def _arrived(provider: Provider) -> tuple[Identity, int | None, datetime]:
    """Who came back in this browser, from this provider, and when: a while ago at most."""
    if ARRIVED not in session:
        raise Trouble("provider_start_again")
    known = json.loads(keys.unsealed(session[ARRIVED], "arrived", here().id))
    came_at = datetime.fromisoformat(known["at"])
    if known["issuer"] != provider.issuer or clock.now() - came_at > exchange.LIVES:
        raise Trouble("provider_start_again")
    number = known["number"]
    if number:
        born_on = number["born_on"] and date.fromisoformat(number["born_on"])
        number = Number(number["key"], born_on)
    return Identity(known["issuer"], known["subject"], known["name"], number), known["adds_to"], came_at
