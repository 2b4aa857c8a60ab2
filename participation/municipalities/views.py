"""The front doors: of this server, and of each municipality; and the rules of the game there, for everybody."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import db, sheets
from participation.i18n import in_language
from participation.municipalities import queries, sentences, themes
from participation.municipalities.choices import GROUPS
from participation.web.context import Here, here, language, reading
from participation.web.guards import open_to_everyone, same_for_everybody

bp = Blueprint("municipalities", __name__)


def find_municipality() -> ResponseReturnValue | None:
    """Before each request: the municipality that the address names, if its doors are open."""
    slug = (request.view_args or {}).pop("municipality", None)
    if slug is None:
        return None
    with db.read() as session:
        g.place = queries.municipality(session, slug)
    if g.place.state != queries.OPEN:
        return closed(in_words(g.place, language()), g.place.state)
    db.enter(g.place.id)
    g.municipality = in_words(g.place, language())
    return None


def closed(place: Here, state: str) -> ResponseReturnValue:
    """The one page of a municipality that is closed for a while, or gone."""
    status = 410 if state == queries.ERASED else 503
    return render_template("municipalities/closed.html", place=place, erased=state == queries.ERASED), status


def in_words(place: queries.Place, code: str) -> Here:
    """A municipality in one language."""
    hours, hours_language = in_language(place.office["hours"], code, place.languages, [])
    committees, committees_language = in_language(place.committees, code, place.languages, [])
    return Here(
        id=place.id,
        slug=place.slug,
        name=in_language(place.names, code, place.languages, place.slug)[0],
        languages=place.languages,
        office={**place.office, "hours": hours, "hours_language": hours_language},
        committees=committees,
        committees_language=committees_language,
        is_demo=place.is_demo,
        rungs=place.rungs,
    )


@bp.app_context_processor
def say_institutions() -> dict[str, object]:
    """`institution("council")`: what it is called here, in the language of the page."""
    return {"institution": lambda name: g.place.institution(name, language())}


# What a page is where it is no notice to everybody: an endpoint, and a kind of communication.
COMMUNICATIONS = dict.fromkeys(("inclusion.form", "inclusion.check"), "form")


@bp.app_context_processor
def say_whether_it_helps() -> dict[str, object]:
    """`is_help`: whether this page is a translation beside what it says in the languages of the law."""
    place = g.get("place")
    at_work = (request.blueprint or "").endswith("desk")
    if place is None or at_work or not g.get("municipality"):
        return {"is_help": False}
    communication = COMMUNICATIONS.get(request.endpoint or "", "notice")
    return {"is_help": language() not in place.values[f"language.{communication}"]}


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
    values, nowhere = g.place.values, list[str]()
    points, points_language = in_language(values["contact.help_points"], language(), g.place.languages, nowhere)
    with db.read() as session:
        offered = sheets.offered(session, here().id)
    return render_template(
        "municipalities/other_ways.html",
        channels=values["channel.open"],
        help_line=values["contact.help_line"],
        points=points,
        points_language=points_language,
        sheets=offered,
        names={sheet.name for sheet in offered},
    )


@bp.get("/<municipality>/rules")
@open_to_everyone
def rules() -> ResponseReturnValue:
    """What holds here, who decided it, and what is only proposed."""
    with db.read() as session:
        found = [holds for holds in queries.holding(session, here().id) if holds.rule.is_public]
    groups = [(group, name, [holds for holds in found if holds.rule.group == group]) for group, name in GROUPS.items()]
    return render_template(
        "municipalities/rules.html",
        groups=[(group, name, held) for group, name, held in groups if held],
        values=g.place.values,
        sentences=sentences,
    )


@bp.get("/<municipality>/logo.png")
@same_for_everybody
def logo() -> ResponseReturnValue:
    """The logo. Whatever is in it, a browser shows it as a picture and nothing else."""
    with db.read() as session:
        image = queries.logo(session, here().id)
    return Response(
        image,
        content_type="image/png",
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Content-Disposition": 'inline; filename="logo.png"',
            "Cache-Control": "public, max-age=3600",
        },
    )


@bp.get("/theme.css", endpoint="plain_theme")
@bp.get("/<municipality>/theme.css")
@same_for_everybody
def theme() -> ResponseReturnValue:
    """The colours, letters and corners of a page, as its reader likes them; the style sheet itself has none."""
    if g.get("place"):
        with db.read() as session:
            style = queries.style(session, g.place)
    else:
        style = themes.ours()
    wanted = {name: request.args.get(name, "") for name in ("colours", "contrast")}
    # An address says which version it is of: what it leads to never changes. Without one, it may tomorrow.
    age = "31536000, immutable" if request.args.get("v") == theme_version() else "300"
    return Response(
        themes.sheet(style, **wanted),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": f"public, max-age={age}"},
    )


@bp.app_context_processor
def say_theme() -> dict[str, object]:
    """`theme_address()`: the sheet with the colours for this page and its reader."""
    return {"theme_address": theme_address}


def theme_address() -> str:
    chosen = {name: value for name in ("colours", "contrast") if (value := getattr(reading(), name))}
    endpoint = "municipalities.theme" if g.get("place") else "municipalities.plain_theme"
    return url_for(endpoint, **chosen, v=theme_version())


def theme_version() -> str:
    return g.place.theme_version if g.get("place") else themes.version("", None)
