"""Taking a panel along."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from participation import db
from participation.members import archive as archives
from participation.members.desk.blueprint import bp
from participation.panels import queries as panels
from participation.web.context import here
from participation.web.guards import may


@bp.get("/<municipality>/desk/panels/<slug>/panel.zip")
@may("panels.see")
def archive(slug: str) -> ResponseReturnValue:
    """The whole panel as one file; nobody stands in it, so that the journal need not say who took it."""
    with db.read() as session:
        content = archives.archive(session, here().id, panels.panel(session, here().id, slug))
    named = f'attachment; filename="{slug}.zip"'
    return Response(content, content_type="application/zip", headers={"Content-Disposition": named})
