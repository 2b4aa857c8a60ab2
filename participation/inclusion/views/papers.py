"""Which forms there are, and each of them on paper: to print at home, at the desk, or to have sent."""

from __future__ import annotations

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from participation import db, sheets
from participation.errors import NotFound
from participation.inclusion import paper_codes, papers, queries
from participation.inclusion.views.blueprint import bp
from participation.web.context import here
from participation.web.guards import open_to_everyone


@bp.get("/<municipality>/forms")
@open_to_everyone
def forms() -> ResponseReturnValue:
    """Every form that anybody may fill in, with its ways."""
    with db.read() as session:
        offered = sheets.offered(session, here().id)
    return render_template("inclusion/forms.html", sheets=offered, channels=g.place.values["channel.open"])


@bp.get("/<municipality>/forms/<name>.pdf")
@bp.get("/<municipality>/forms/<name>/about/<subject>.pdf")
@open_to_everyone
def paper(name: str, subject: str = "") -> ResponseReturnValue:
    """An empty form to print; `?size=large` in large print."""
    wanted, large = sheets.sheet(name), request.args.get("size") == "large"
    with db.read() as session:
        if subject not in wanted.about(session, here().id):
            raise NotFound
        form = wanted.asks(session, here().id, subject)(formdata=None, meta={"csrf": False})
        code = paper_codes.code_of(session, here().id, wanted, subject)
        about = queries.about(session, here().id, subject)
    named = f'inline; filename="{wanted.name}{"-large" if large else ""}.pdf"'
    return Response(
        papers.form_pdf(g.place, wanted, form, code, about, large=large),
        content_type="application/pdf",
        headers={"Content-Disposition": named},
    )
