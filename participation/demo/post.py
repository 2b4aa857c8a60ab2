"""The demo's letter box: what the fictional municipalities sent, for whoever tries them out; nowhere else is it shown."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, config, db
from participation.demo import catcher
from participation.errors import NotFound
from participation.inclusion import texts
from participation.messages import letters, queries
from participation.messages.recipients import LETTER, PHONE
from participation.municipalities import queries as municipalities
from participation.municipalities.queries import Place
from participation.web.context import here
from participation.web.guards import open_to_everyone

bp = Blueprint("demo_post", __name__)

FOLDER = "post"


@bp.get("/demo/post")
@open_to_everyone
def outbox() -> ResponseReturnValue:
    """E-mails and short texts that were caught, and letters that wait for the printer."""
    _only_in_the_demo()
    with db.read() as session:
        towns = [place for place in municipalities.all_municipalities(session) if place.is_demo]
        paper = [(town, queries.lines(session, town.id, 1, channel=LETTER)[0]) for town in towns]
    caught = catcher.caught(config.current().instance / FOLDER)
    return render_template(
        "demo/post.html",
        messages=[(message, _sender(message, towns)) for message in caught],
        letters=[(town, line) for town, lines in paper for line in lines if line.state in ("waiting", "printing")],
    )


@bp.get("/demo/post/letters/<slug>/<int:message_id>.pdf")
@open_to_everyone
def letter(slug: str, message_id: int) -> ResponseReturnValue:
    """One letter as it will be printed."""
    _only_in_the_demo()
    with db.read() as session:
        town = municipalities.municipality(session, slug)
        if not town.is_demo:
            raise NotFound
        found = queries.letter(session, town.id, message_id)
    return Response(letters.pdf([found], town), content_type="application/pdf")


@bp.post("/<municipality>/demo/texts")
@open_to_everyone
def answer() -> ResponseReturnValue:
    """Somebody answers a text message, as they would on their telephone."""
    _only_in_the_demo()
    if not here().is_demo:
        raise NotFound
    phone, text = request.form.get("phone", ""), request.form.get("text", "")
    with db.write() as session:
        texts.receive(session, here().id, phone=phone, text=text, reference=secrets.token_hex(8), at=clock.now())
    flash(_("Your answer came in. What we say to it lands here in a moment."))
    return redirect(url_for("demo_post.outbox"), 303)


def _sender(message: catcher.Caught, towns: list[Place]) -> str | None:
    """The municipality that a text message can be answered to: each begins with its name."""
    if message.way != PHONE:
        return None
    return next(
        (town.slug for town in towns for name in town.names.values() if message.body.startswith(f"{name}:")), None
    )


def _only_in_the_demo() -> None:
    if config.current().production:
        raise NotFound
