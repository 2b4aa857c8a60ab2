"""The counter for the second factor: shown after signing in; the app set up, replaced and removed."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from participation import clock, db
from participation.people import factors, queries, sessions
from participation.people.factor_forms import SetUpApp, Shown
from participation.people.recovery import in_groups
from participation.people.views.door import bp, go_on, let_in, wanted
from participation.people.views.passkeys import question_for
from participation.people.views.proving import code_of_the_demo, prove, say_what_is_left
from participation.people.views.recovery import codes_page
from participation.web.context import here, proof, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, for_signed_in


@bp.route("/<municipality>/sign-in/second", methods=["GET", "POST"])
@for_signed_in
def second_factor() -> ResponseReturnValue:
    """A code from the app, a passkey or a code on paper; whoever needs one and has none sets it up first."""
    who, how = someone().person_id, proof()
    assert how
    if how.strong:
        return redirect(wanted() or url_for("panels.front"), 303)
    if not how.has_factor:
        return redirect(url_for("people.factors_setup", next=wanted()), 303)
    form = Shown()
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            secret, left = prove(form, who, how)
            onward = let_in(secret)
            say_what_is_left(left)
            return onward
    with db.read() as database:
        ways = factors.ways(database, here().id, who)
    return render_template(
        "people/second_factor.html",
        form=form,
        ways=ways,
        question=question_for(who) if ways.passkeys else None,
        demo_code=code_of_the_demo(who),
    ), status_of(form)


@bp.route("/<municipality>/account/second-factor", methods=["GET", "POST"])
@for_signed_in
@asks_again
def factors_setup() -> ResponseReturnValue:
    """An app that makes codes: how it stands, or a picture to scan and a code to show that it worked."""
    who, how = someone().person_id, proof()
    assert how
    form = SetUpApp()
    if form.validate_on_submit():
        with refusals_on(form, "code"), db.write() as database:
            codes = factors.add_app(
                database,
                here().id,
                who,
                form.offered.data or "",
                form.code.data,
                stays=how.session_id,
                at=clock.now(),
            )
            secret = sessions.confirm(database, here().id, how.session_id, strong=True, at=clock.now())
        if not form.errors and not form.form_errors:
            go_on(secret)
            return codes_page(codes)
    with db.read() as database:
        ways = factors.ways(database, here().id, who)
        person = queries.person(database, here().id, who)
        named = person.email or person.phone or person.name
    if ways.app and request.method == "GET" and "new" not in request.args:
        return render_template("people/factors.html", ways=ways, form=form)
    offer = factors.offer(here().id, who, form.offered.data)
    form.offered.data = offer.sealed
    address = factors.address_for_app(offer.secret, name=named, issuer=f"{here().name}, Samenspraak")
    return render_template(
        "people/factors_setup.html",
        form=form,
        ways=ways,
        address=address,
        picture=_picture(address),
        secret=in_groups(offer.secret),
        must=bool(how.withheld),
    ), status_of(form)


@bp.post("/<municipality>/account/second-factor/remove")
@for_signed_in
@asks_again
def remove_app() -> ResponseReturnValue:
    """The app is asked for no more."""
    how = proof()
    assert how
    with db.write() as database:
        factors.remove_app(database, here().id, someone().person_id, stays=how.session_id, at=clock.now())
    flash(_("The app is removed. Its codes open nothing here any more."))
    return redirect(url_for("people.factors_setup"), 303)


def _picture(address: str) -> Markup:
    """What the app scans, as SVG within the page: no address of ours ever has this secret in it."""
    code = segno.make_qr(address, error="m")
    # Squares and no text: nothing that somebody wrote stands in this as it is.
    return Markup(code.svg_inline(scale=4, border=4, light="white"))  # noqa: S704
