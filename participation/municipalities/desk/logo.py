"""The logo of the municipality: chosen, looked at, drawn anew."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.municipalities import actions
from participation.municipalities.desk.blueprint import bp
from participation.municipalities.forms import LogoForm
from participation.municipalities.logos import LARGEST_FILE, drawn_anew
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, may


@bp.get("/<municipality>/desk/municipality/logo")
@may("municipality.configure")
def logo() -> ResponseReturnValue:
    """The logo as it is, and the form for another."""
    return _page(LogoForm(formdata=None))


@bp.post("/<municipality>/desk/municipality/logo")
@may("municipality.configure")
@asks_again
def keep_logo() -> ResponseReturnValue:
    """From now on, this is the logo."""
    form = LogoForm()
    if form.validate_on_submit():
        with refusals_on(form, "file"):
            drawn = drawn_anew(form.file.data.read(LARGEST_FILE + 1) if form.file.data else b"")
            with db.write() as session:
                actions.keep_logo(session, here().id, *drawn, by=someone(), at=clock.now())
            flash(_("The logo is in use from now on."))
            return redirect(url_for("municipality_desk.logo"), 303)
    return _page(form)


@bp.post("/<municipality>/desk/municipality/logo/remove")
@may("municipality.configure")
@asks_again
def remove_logo() -> ResponseReturnValue:
    """The name alone again."""
    with db.write() as session:
        actions.take_logo_away(session, here().id, by=someone(), at=clock.now())
    return redirect(url_for("municipality_desk.logo"), 303)


def _page(form: LogoForm) -> ResponseReturnValue:
    return render_template("municipalities/desk/logo.html", form=form, place=g.place), status_of(form)
