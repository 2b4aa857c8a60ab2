"""The record of processing that the law asks for (GDPR, article 30), made from what the rooms say they hold."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from participation import clock, db, held
from participation.people.desk.blueprint import bp
from participation.people.views.showing import terms_here
from participation.web.guards import may


@bp.get("/<municipality>/desk/record-of-processing")
@may("privacy.record")
def record_of_processing() -> ResponseReturnValue:
    """What is processed, why, on what ground, who sees it and for how long; to be printed."""
    with db.read() as session:
        terms = terms_here(session)
    kinds = [(kind, terms[kind.name]) for kind in held.kinds()]
    return render_template("people/desk/record.html", kinds=kinds, now=clock.now())
