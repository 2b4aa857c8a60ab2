"""The house style: chosen among those that come along or read from the municipality's own file; looked at before it is
used, and never used where not everybody can read it."""

from __future__ import annotations

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.errors import NotFound
from participation.municipalities import actions, queries, themes
from participation.municipalities.choices import THEME_NAMES
from participation.municipalities.contrast import in_tenths
from participation.municipalities.desk.blueprint import bp
from participation.municipalities.forms import StyleForm
from participation.municipalities.themes import OWN, Style
from participation.municipalities.token_files import LARGEST_FILE, Given, read
from participation.municipalities.tokens import ACT, BAR, COLOURS, MARK, ON_BAR, PAPER, SHAPES, TINT
from participation.web.context import here, someone
from participation.web.errors import words_of
from participation.web.forms import PressForm, refusals_on, status_of
from participation.web.guards import asks_again, may
from participation.web.words import number

# What lies around the two samples: beside each other where there is room.
SAMPLES = (
    ".samples{display:grid;gap:2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr))}"
    ".sample{background:var(--paper);border:1px solid var(--rule);color:var(--ink);font-family:var(--font)}"
    ".sample>:not(.top){margin:1.25rem}.sample .is-focused{box-shadow:0 0 0 3px var(--on-focus),0 0 0 7px var(--focus)}"
)

# What a style is recognised by.
SWATCHES = (PAPER, BAR, ON_BAR, MARK, ACT, TINT)


@bp.app_template_filter("contrast")
def contrast(value: float) -> str:
    """4.5, or 4,5"""
    return number(in_tenths(value), 1)


@bp.get("/<municipality>/desk/municipality/style")
@may("municipality.configure")
def style() -> ResponseReturnValue:
    """The house style as it is, those to choose among, and the form for a file."""
    return _page(StyleForm(formdata=None))


@bp.get("/<municipality>/desk/municipality/style/look")
@may("municipality.configure")
def see_style() -> ResponseReturnValue:
    """A style that is there already, before it is used: one that comes along, or the own one."""
    name = request.args.get("name", g.place.theme)
    return _look(_style_called(name), name=name)


@bp.post("/<municipality>/desk/municipality/style/look")
@may("municipality.configure")
def look_at_file() -> ResponseReturnValue:
    """A file, read and weighed; nothing is kept."""
    form, given = StyleForm(), Given()
    if form.validate_on_submit():
        with refusals_on(form, "file"):
            given = read(form.content())
            if not given.faults:
                return _look(themes.whole(given), given=given)
            form.file.errors = [_("Something in this file needs another look first.")]
    return _page(form, given)


@bp.post("/<municipality>/desk/municipality/style")
@may("municipality.configure")
@asks_again
def use_file() -> ResponseReturnValue:
    """From now on the pages look as the preview did: what it showed comes along, and is weighed once more."""
    form = StyleForm(formdata=None)
    with refusals_on(form, "file"):
        shown = themes.from_address(request.form)
        with db.write() as session:
            actions.use_own_style(session, here().id, shown, by=someone(), at=clock.now())
        return _used()
    return _page(form)


@bp.post("/<municipality>/desk/municipality/style/choose")
@may("municipality.configure")
@asks_again
def choose_style() -> ResponseReturnValue:
    """Use one that is there already."""
    with db.write() as session:
        actions.choose_style(session, here().id, request.form.get("name", ""), by=someone(), at=clock.now())
    return _used()


@bp.get("/<municipality>/desk/municipality/style/samples.css")
@may("municipality.configure")
def samples() -> ResponseReturnValue:
    """The sheet of a preview; all of the style stands in its address."""
    sheet = themes.samples(themes.from_address(request.args)) + SAMPLES
    return Response(sheet, content_type="text/css; charset=utf-8")


def _used() -> ResponseReturnValue:
    flash(_("The pages look like this from now on."))
    return redirect(url_for("municipality_desk.style"), 303)


def _style_called(name: str) -> Style:
    if name == OWN:
        with db.read() as session:
            own = queries.own_style(session, here().id)
        if own:
            return own
    elif name in themes.built_in():
        return themes.built_in()[name]
    raise NotFound


def _look(shown: Style, *, name: str | None = None, given: Given | None = None) -> ResponseReturnValue:
    weighed = themes.weigh(shown)
    half = len(weighed) // 2
    faint = [one for one in weighed if not one.passes]
    page = render_template(
        "municipalities/desk/style_look.html",
        name=name,
        title=THEME_NAMES.get(name or OWN, ""),
        in_use=name is not None and name == g.place.theme,
        given=given,
        address=themes.in_address(shown),
        pairs=list(zip(weighed[:half], weighed[half:], strict=True)),
        faint=faint,
        colours=COLOURS,
        press_form=PressForm(formdata=None),
    )
    return page, 422 if faint else 200


def _page(form: StyleForm, given: Given | None = None) -> ResponseReturnValue:
    with db.read() as session:
        own = queries.own_style(session, here().id)
    shown = {**themes.built_in(), **({OWN: own} if own else {})}
    page = render_template(
        "municipalities/desk/style.html",
        form=form,
        given=given or Given(),
        styles=[(name, THEME_NAMES[name], style) for name, style in shown.items()],
        current=g.place.theme,
        largest=LARGEST_FILE // 1024,
        place=g.place,
        colours=COLOURS,
        shapes=SHAPES,
        swatches=SWATCHES,
        in_words=words_of,
    )
    return page, status_of(form)
