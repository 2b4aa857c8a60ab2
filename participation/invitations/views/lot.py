"""How it was decided who is invited: for everybody who wants to check it."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.db import Session
from participation.errors import NotFound
from participation.invitations.frames import FEATURES, LEFT_OUT
from participation.invitations.queries import lots as queries
from participation.invitations.queries.counts import group_in_words
from participation.invitations.queries.lots import LotView
from participation.invitations.views.blueprint import bp
from participation.panels import queries as panels
from participation.panels.queries import PanelView
from participation.web.context import here, language
from participation.web.guards import open_to_everyone


@bp.get("/<municipality>/panels/<slug>/invitations/<int:sequence>")
@open_to_everyone
def lot(slug: str, sequence: int) -> ResponseReturnValue:
    """What was promised about who is invited, in counts; the number; and how to check it."""
    with db.read() as session:
        panel, shown = _promised(session, slug, sequence)
        panel, told = panels.told(session, here().id, panel)
    return render_template(
        "invitations/lot.html",
        panel=panel,
        told=told,
        lot=shown,
        left_out_words=LEFT_OUT,
        feature_words=FEATURES,
        group_words=lambda feature, group: group_in_words(feature, group, language()),
        now=clock.now(),
    )


@bp.get("/<municipality>/panels/<slug>/invitations/<int:sequence>/lot.json")
@open_to_everyone
def lot_json(slug: str, sequence: int) -> ResponseReturnValue:
    """The lot as a file, with which anybody can check it."""
    with db.read() as session:
        _, shown = _promised(session, slug, sequence)
        content = queries.lot_document(session, here().id, shown.id)
    headers = {"Content-Disposition": 'attachment; filename="lot.json"'}
    return Response(content, content_type="application/json", headers=headers)


def _promised(session: Session, slug: str, sequence: int) -> tuple[PanelView, LotView]:
    """A lot of which nothing has been promised is nobody's business yet."""
    panel = panels.panel(session, here().id, slug)
    shown = queries.lot(session, here().id, panel.id, sequence)
    if not shown.is_promised:
        raise NotFound
    return panel, shown
