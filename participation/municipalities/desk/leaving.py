"""The municipality's data as a whole: taking it along, and erasing it, which takes two administrators."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack

from flask import Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.municipalities import erasing, exporting, queries
from participation.municipalities.desk.blueprint import bp
from participation.municipalities.forms import ErasureForm
from participation.web.context import here, someone
from participation.web.forms import PressForm, check_seen, refusals_on, status_of
from participation.web.guards import asks_again, may


@bp.get("/<municipality>/desk/municipality/leaving")
@may("municipality.erase")
def leaving() -> ResponseReturnValue:
    """Taking the data along; asking to erase it; confirming what somebody else asked."""
    return _page(ErasureForm(formdata=None))


@bp.post("/<municipality>/desk/municipality/data.zip")
@may("municipality.export")
@asks_again
def export() -> ResponseReturnValue:
    """Everything of this municipality as one archive."""
    # Put aside first: it may be large, and nobody waits for a slow line with the database open.
    with ExitStack() as unless_it_goes_well:
        archive = unless_it_goes_well.enter_context(tempfile.TemporaryFile())
        with db.read() as database:
            digest = exporting.write_archive(database, here().id, archive, at=clock.now())
        with db.write() as database:
            exporting.note_export(database, here().id, digest, by=someone(), at=clock.now())
        unless_it_goes_well.pop_all()
    name = f"{here().slug}-{clock.local(clock.now()):%Y-%m-%d}.zip"
    return Response(
        exporting.in_pieces(archive),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/<municipality>/desk/municipality/erasure")
@may("municipality.erase")
@asks_again
def ask_erasure() -> ResponseReturnValue:
    """Ask to erase everything; nothing happens yet."""
    form = ErasureForm()
    if form.validate_on_submit():
        with refusals_on(form):
            with db.write() as database:
                erasing.ask(database, here().id, form.reason.data, by=someone(), at=clock.now())
            return redirect(url_for("municipality_desk.leaving"), 303)
    return _page(form)


@bp.post("/<municipality>/desk/municipality/erasure/withdraw")
@may("municipality.erase")
@asks_again
def withdraw_erasure() -> ResponseReturnValue:
    """Everything stays as it is."""
    with db.write() as database:
        erasing.withdraw(database, here().id, by=someone(), at=clock.now())
    flash(_("Nothing is erased."))
    return redirect(url_for("municipality_desk.leaving"), 303)


@bp.post("/<municipality>/desk/municipality/erasure/confirm")
@may("municipality.erase")
@asks_again
def confirm_erasure() -> ResponseReturnValue:
    """A second administrator says yes: everything is erased at once, this session included."""
    with db.write() as database:
        asked = queries.erasure_asked(database, here().id)
        check_seen(asked.mark if asked else "")
        erasing.confirm(database, here().id, by=someone(), at=clock.now())
    session.clear()
    return redirect(url_for("panels.front"), 303)


def _page(form: ErasureForm) -> ResponseReturnValue:
    with db.read() as database:
        asked = queries.erasure_asked(database, here().id)
    page = render_template(
        "municipalities/desk/leaving.html",
        form=form,
        press_form=PressForm(formdata=None),
        asked=asked,
        mine=bool(asked and asked.asked_by == someone().person_id),
        seen=asked.mark if asked else "",
    )
    return page, status_of(form)
