"""The front doors: of this server, and of each municipality."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from participation import db
from participation.i18n import in_language
from participation.municipalities import queries
from participation.permissions import ACTS
from participation.web.context import Here, language
from participation.web.guards import open_to_everyone

bp = Blueprint("municipalities", __name__)


def find_municipality() -> None:
    """Before each request: the municipality that the address names."""
    slug = (request.view_args or {}).pop("municipality", None)
    if slug is None:
        return
    with db.read() as session:
        g.place = queries.municipality(session, slug)
    db.enter(g.place.id)
    g.municipality = in_words(g.place, language())


def in_words(place: queries.Place, code: str) -> Here:
    """A municipality in one language."""
    hours, _ = in_language(place.office["hours"], code, place.languages, [])
    committees, committees_language = in_language(place.committees, code, place.languages, [])
    return Here(
        id=place.id,
        slug=place.slug,
        name=in_language(place.names, code, place.languages, place.slug)[0],
        languages=place.languages,
        office={**place.office, "hours": hours},
        committees=committees,
        committees_language=committees_language,
        is_demo=place.is_demo,
        rungs=ACTS,
    )


@bp.get("/")
@open_to_everyone
def choose() -> ResponseReturnValue:
    """All municipalities on this server, or straight to the one that answers at this host."""
    with db.read() as session:
        places = queries.all_municipalities(session)
    return render_template("front.html", municipalities=[in_words(place, language()) for place in places])


@bp.get("/<municipality>/other-ways")
@open_to_everyone
def other_ways() -> ResponseReturnValue:
    """Every other way to take part: desk, phone, paper."""
    return render_template("municipalities/other_ways.html")
