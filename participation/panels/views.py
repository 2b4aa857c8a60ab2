"""The citizen's counter: following a panel, seeing the draw, and asking "what was my chance?"."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.content.queries import Content
from participation.db import Session
from participation.errors import NotFound, Refused
from participation.i18n import say
from participation.lottery.codes import is_long, read_code, read_long_code
from participation.lottery.draw import verifier
from participation.panels import exports, notices, queries
from participation.panels.forms import CodeForm
from participation.panels.queries import DrawView, PanelView
from participation.panels.rules import COMMISSIONERS, LEFT_OUT, UNSAID, seconds_between_looks
from participation.web import letter_codes
from participation.web.context import as_written, here, language, page_asked
from participation.web.forms import refusals_on, status_of
from participation.web.guards import open_to_everyone
from participation.web.limits import give_back, keep_pace
from participation.web.words import day

bp = Blueprint("panels", __name__)


@bp.app_template_filter()
def iso_day(written: str) -> str:
    """A day of a calendar, 2026-11-23, in words."""
    return day(date.fromisoformat(written))


@bp.app_template_filter()
def feature_words(feature: str) -> str:
    """A feature as pages show it: in the words of the municipality, but for whoever would rather not say."""
    return say(feature, language()) if feature == UNSAID else feature


@bp.app_template_filter()
def feature_marked(feature: str) -> str:
    """The same, marked with its language where that is not the page's."""
    return say(feature, language()) if feature == UNSAID else as_written(feature)


@bp.get("/<municipality>/")
@open_to_everyone
def front() -> ResponseReturnValue:
    """The front door of a municipality."""
    with db.read() as session:
        panels, _ = _followed(session)
    return render_template("municipalities/front.html", panels=panels, code_form=CodeForm(), now=clock.now())


@bp.get("/<municipality>/panels")
@open_to_everyone
def panels() -> ResponseReturnValue:
    """Every panel that can be followed."""
    with db.read() as session:
        found, told = _followed(session)
    return render_template("panels/panels.html", panels=found, told=told, now=clock.now())


@bp.get("/<municipality>/panels/<slug>")
@open_to_everyone
def panel(slug: str) -> ResponseReturnValue:
    """One panel, from the start: what is asked and promised, how the lot works, where it stands, and what one can do."""
    with db.read() as session:
        found = queries.panel(session, here().id, slug)
        every = queries.draws(session, here().id, found.id)
        if not queries.is_public(session, here().id, found, every):
            raise NotFound
        draws = [draw for draw in every if draw.is_promised]
        remit = queries.remit(session, here().id, found.id)
        sections = queries.sections(session, "panel.shown", here().id, found.id)
        found, told = queries.told(session, here().id, found)
    return render_template(
        "panels/panel.html",
        panel=found,
        told=told,
        remit=remit,
        sections=sections,
        draws=draws,
        draw=next((draw for draw in draws if draw.round == queries.FIRST), None),
        commissioners=COMMISSIONERS,
        left_out=LEFT_OUT,
        now=clock.now(),
    )


@bp.get("/<municipality>/panels/<slug>/draws/<int:sequence>")
@open_to_everyone
def draw(slug: str, sequence: int) -> ResponseReturnValue:
    """The draw in public: what was promised and when, the number, the panel, and how to check it."""
    with db.read() as session:
        facts = _shown(session, slug, sequence)
    return render_template("panels/draw.html", **facts, code_form=CodeForm(), now=clock.now())


@bp.get("/<municipality>/panels/<slug>/draws/<int:sequence>/moment")
@open_to_everyone
def moment(slug: str, sequence: int) -> ResponseReturnValue:
    """The moment of the draw, for a screen in the hall and for whoever follows at home or hears it read aloud."""
    with db.read() as session:
        facts = _shown(session, slug, sequence)
    now = clock.now()
    looks_again = None if "still" in request.args else seconds_between_looks(facts["draw"], now)
    return render_template("panels/moment.html", **facts, now=now, looks_again=looks_again)


@bp.get("/<municipality>/panels/<slug>/draws/<int:sequence>/notice")
@open_to_everyone
def notice(slug: str, sequence: int) -> ResponseReturnValue:
    """The promise on one sheet of paper, for witnesses."""
    with db.read() as session:
        found, shown = _public_draw(session, slug, sequence)
        of = queries.round_numbered(queries.rounds(session, here().id, found.id), shown.round)
        report = queries.report(session, here().id, shown.calculation_id)
    pieces = notices.pieces(panel=found, draw=shown, report=report, round=of)
    return render_template("panels/notice.html", panel=found, draw=shown, pieces=pieces, once=notices.once())


@bp.get("/<municipality>/panels/<slug>/draws/<int:sequence>/chances")
@open_to_everyone
def chances(slug: str, sequence: int) -> ResponseReturnValue:
    """Everybody's chance, by code."""
    number = page_asked()
    with db.read() as session:
        found, shown = _public_draw(session, slug, sequence)
        rows, pages = queries.chances(session, here().id, shown.calculation_id, number)
    return render_template("panels/chances.html", panel=found, draw=shown, rows=rows, page=number, pages=pages)


@bp.get("/<municipality>/panels/<slug>/draws/<int:sequence>/numbered/<int:number>")
@open_to_everyone
def numbered(slug: str, sequence: int, number: int) -> ResponseReturnValue:
    """One of the numbered panels."""
    with db.read() as session:
        found, shown = _public_draw(session, slug, sequence)
        codes = queries.members(session, here().id, shown.calculation_id, number)
    return render_template("panels/numbered.html", panel=found, draw=shown, number=number, codes=codes)


@bp.get("/<municipality>/panels/<slug>/draws/<int:sequence>/draw.json")
@open_to_everyone
def draw_json(slug: str, sequence: int) -> ResponseReturnValue:
    """Everything that is needed to check the draw, as it was published."""
    with db.read() as session:
        _, shown = _public_draw(session, slug, sequence)
        content = queries.document(session, here().id, shown.id)
    return _attached(content, "draw.json", "application/json; charset=utf-8")


@bp.get("/<municipality>/panels/<slug>/draws/<int:sequence>/chances.csv")
@open_to_everyone
def chances_csv(slug: str, sequence: int) -> ResponseReturnValue:
    """Everybody's chance, as a table."""
    with db.read() as session:
        _, shown = _public_draw(session, slug, sequence)
        rows = queries.all_chances(session, here().id, shown.calculation_id)
    return _attached(exports.chances(rows, shown.number_of_panels).encode(), "chances.csv", "text/csv; charset=utf-8")


@bp.get("/<municipality>/verify.py")
@open_to_everyone
def verify_py() -> ResponseReturnValue:
    """The one file with which anybody checks a draw."""
    return _attached(verifier(), "verify.py", "text/x-python; charset=utf-8")


@bp.route("/<municipality>/code", methods=["GET", "POST"])
@open_to_everyone
def by_code() -> ResponseReturnValue:
    """What was my chance? A code leads to its panel, its chance and its result."""
    form = CodeForm()
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            if is_long(form.code.data):
                return redirect(_page_of_letter(form.code.data), 303)
            code = read_code(form.code.data)
            with db.read() as session:
                return render_template("panels/mine.html", **_mine(session, code))
    return render_template("panels/code.html", form=form), status_of(form)


def _page_of_letter(typed: str) -> str:
    """Where the secret code of a letter leads; who tries one after the other is slowed down. Raises Refused and Fault."""
    code = read_long_code(typed)
    keep_pace("code")
    with db.read() as session:
        page = letter_codes.page_of(session, code)
    if page is None:
        raise Refused("code_leads_nowhere", field="code")
    give_back("code")
    return page


def _mine(session: Session, code: str) -> dict[str, object]:
    found = queries.draw_with_code(session, here().id, code)
    if found is None:
        raise Refused("code_unknown", field="code")
    panel_id, sequence = found
    shown, _ = queries.told(session, here().id, queries.panel_by_id(session, here().id, panel_id))
    draw = queries.draw(session, here().id, panel_id, sequence)
    mine = queries.chance(session, here().id, draw.calculation_id, code)
    members = [] if draw.number is None else queries.members(session, here().id, draw.calculation_id, draw.number)
    return {
        "panel": shown,
        "draw": draw,
        "code": code,
        "mine": mine,
        "is_seated": code in members,
        "now": clock.now(),
    }


def _followed(session: Session) -> tuple[list[tuple[PanelView, DrawView | None]], dict[int, Content]]:
    """The panels that can be followed, in every language, and what is told about each, by its number."""
    found = queries.public_panels(session, here().id)
    told = queries.all_told(session, here().id, [panel for panel, _ in found])
    return [(queries.translated(panel, told[panel.id]), draw) for panel, draw in found], told


def _public(session: Session, slug: str) -> tuple[PanelView, list[DrawView]]:
    """A panel and its promised draws; one of which nothing has been promised is nobody's business yet."""
    found = queries.panel(session, here().id, slug)
    draws = [draw for draw in queries.draws(session, here().id, found.id) if draw.is_promised]
    if not draws:
        raise NotFound
    return found, draws


def _public_draw(session: Session, slug: str, sequence: int) -> tuple[PanelView, DrawView]:
    found, draws = _public(session, slug)
    return found, _numbered(draws, sequence)


def _shown(session: Session, slug: str, sequence: int) -> dict[str, Any]:
    """What the pages of a draw show: of the panel, of the round that it is, and who is drawn."""
    found, draws = _public(session, slug)
    shown = _numbered(draws, sequence)
    of = queries.round_numbered(queries.rounds(session, here().id, found.id), shown.round)
    found, told = queries.told(session, here().id, queries.in_round(found, of))
    return {
        "panel": found,
        "told": told,
        "draw": shown,
        "draws": draws,
        "round": of,
        "report": queries.report(session, here().id, shown.calculation_id),
        "members": []
        if shown.number is None
        else queries.members(session, here().id, shown.calculation_id, shown.number),
    }


def _numbered(draws: list[DrawView], sequence: int) -> DrawView:
    found = next((draw for draw in draws if draw.sequence == sequence), None)
    if found is None:
        raise NotFound
    return found


def _attached(content: bytes, name: str, kind: str) -> Response:
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
