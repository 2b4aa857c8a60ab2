"""The journal as a page, for officials and auditors."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from participation import db
from participation.journal import actions, queries
from participation.web.context import here
from participation.web.guards import may

bp = Blueprint("journal", __name__)


@bp.get("/<municipality>/desk/journal")
@may("journal.read")
def journal() -> ResponseReturnValue:
    """What happened, newest first."""
    number = max(1, request.args.get("page", 1, type=int))
    with db.read() as session:
        lines, pages = queries.page(session, here().id, number)
    return render_template("journal/journal.html", lines=lines, page=number, pages=pages, events=actions.EVENTS)
