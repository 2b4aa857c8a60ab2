"""The accessibility statement of a municipality: as a page, and for programs."""

from __future__ import annotations

from flask import Response, g, json, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.inclusion import statement as kept
from participation.inclusion.views.blueprint import bp
from participation.web.context import here
from participation.web.guards import open_to_everyone

LAWS = {"flanders": "Bestuursdecreet van 7 december 2018, artikel II.16"}


@bp.get("/<municipality>/accessibility")
@open_to_everyone
def statement() -> ResponseReturnValue:
    """How accessible these pages are, what is known not to be, and what to do about it."""
    with db.read() as session:
        found = kept.statement(session, here().id, at=clock.now())
    return render_template(
        "inclusion/statement.html",
        found=found,
        reasons=kept.REASONS,
        methods=kept.METHODS,
        standard=kept.STANDARD,
        law=LAWS.get(found.country, ""),
    )


@bp.get("/<municipality>/accessibility.json")
@open_to_everyone
def statement_json() -> ResponseReturnValue:
    """The same for programs: texts that people wrote per language, everything else in words of one kind."""
    with db.read() as session:
        found = kept.statement(session, here().id, at=clock.now())
    office = here().office
    told = {
        "municipality": g.place.names,
        "scope": url_for("panels.front", _external=True),
        "statement": url_for("inclusion.statement", _external=True),
        "model": "https://eur-lex.europa.eu/eli/dec_impl/2018/1523/oj",
        "standard": kept.STANDARD,
        "status": found.status,
        "prepared_on": found.prepared_on.isoformat(),
        "reviewed_on": found.reviewed_on and found.reviewed_on.isoformat(),
        "reviews": [{"day": one.day.isoformat(), "method": one.method, "note": one.note} for one in found.reviews],
        "not_accessible": [
            {"reason": one.reason, "what": one.what, "alternative": one.alternative} for one in found.problems
        ],
        "automatic": {**vars(found.results), "day": found.results.day.isoformat()},
        "feedback": {
            "form": url_for("inclusion.form", name="accessibility", _external=True),
            "email": office["email"],
            "telephone": office["phone"],
        },
        "enforcement": {"name": found.enforced_by.name, "address": found.enforced_by.address},
    }
    return Response(
        json.dumps(told, ensure_ascii=False, indent=2) + "\n",
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="accessibility.json"'},
    )
