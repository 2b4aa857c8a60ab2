"""The demo's letter box: what the fictional municipalities sent, for whoever tries them out; nowhere else is it shown."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from participation import config, db
from participation.demo import catcher
from participation.errors import NotFound
from participation.messages import letters, queries
from participation.messages.recipients import LETTER
from participation.municipalities import queries as municipalities
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
    return render_template(
        "demo/post.html",
        messages=catcher.caught(config.current().instance / FOLDER),
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


def _only_in_the_demo() -> None:
    if config.current().production:
        raise NotFound
