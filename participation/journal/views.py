"""The journal as a page for officials and auditors, and its daily checkpoints for everybody who wants to keep them."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from participation import db
from participation.journal import actions, queries
from participation.web.context import here, page_asked
from participation.web.guards import may, open_to_everyone

bp = Blueprint("journal", __name__)


@bp.get("/<municipality>/desk/journal")
@may("journal.read")
def journal() -> ResponseReturnValue:
    """What happened, newest first."""
    number = page_asked()
    with db.read() as session:
        lines, pages = queries.page(session, here().id, number)
    return render_template("journal/journal.html", lines=lines, page=number, pages=pages, events=actions.EVENTS)


@bp.get("/<municipality>/journal/checkpoints")
@open_to_everyone
def checkpoints() -> ResponseReturnValue:
    """Where the journal stood at the end of each day, and how to keep that."""
    number = page_asked()
    with db.read() as session:
        ends, pages = queries.days_ends(session, here().id, number)
    return render_template("journal/checkpoints.html", ends=ends, page=number, pages=pages, stream=_stream())


@bp.get("/<municipality>/journal/checkpoints.xml")
@open_to_everyone
def checkpoints_feed() -> ResponseReturnValue:
    """The same for a feed reader (Atom, RFC 4287): whoever follows it keeps a copy without thinking of it."""
    with db.read() as session:
        ends, _ = queries.days_ends(session, here().id, 1)
    feed = render_template("journal/checkpoints.xml", ends=ends, stream=_stream())
    return Response(feed, content_type="application/atom+xml; charset=utf-8")


@bp.get("/<municipality>/journal/checkpoints.json")
@open_to_everyone
def checkpoints_json() -> ResponseReturnValue:
    """All of them, for `participation verify-journal --since`: a list of {stream, seq, digest, day}."""
    with db.read() as session:
        ends = queries.all_days_ends(session, here().id)
    kept = [{"stream": _stream(), "seq": end.seq, "digest": end.digest, "day": end.day.isoformat()} for end in ends]
    return Response(
        json.dumps(kept, indent=1),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="checkpoints.json"'},
    )


def _stream() -> str:
    return actions.stream_of(here().id)
