"""Where an official begins who helps somebody: what waits, every form, and what was entered lately."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.inclusion import asked, entries, paper_codes, queries, texts
from participation.inclusion.desk.blueprint import bp
from participation.inclusion.desk_forms import PaperCode
from participation.inclusion.requests import HANDLE, kinds_for
from participation.sheets import CHANNEL_NAMES, PAPER, sheets
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may


@bp.route("/<municipality>/desk/counter", methods=["GET", "POST"])
@may("entries.enter")
def counter() -> ResponseReturnValue:
    """What waits, and which form it is: by its name, or by the code that is printed on the paper."""
    form = PaperCode()
    if form.validate_on_submit():
        with refusals_on(form, "code"), db.read() as session:
            printed = paper_codes.form_of_code(session, here().id, form.code.data)
            if not printed.same_version:
                flash(_("The questions have changed since this form was printed. Ask what is missing."))
            name, subject = printed.sheet.name, printed.subject or None
            return redirect(url_for("inclusion_desk.enter", name=name, subject=subject, way=PAPER), 303)
    with db.read() as session:
        offered = entries.forms(session, here().id)
        # Several forms are about the same panel.
        names = {about: queries.about(session, here().id, about) for about in {about for _sheet, about in offered}}
        return render_template(
            "inclusion/desk/counter.html",
            form=form,
            waiting=entries.waiting(session, here().id, by=someone()),
            doubts=entries.doubts(session, here().id, at=clock.now()),
            latest=entries.latest(session, here().id, by=someone()),
            requests=asked.counts(session, here().id, kinds_for(HANDLE))["open"],
            forms=[(one, about, names[about]) for one, about in offered],
            titles={one.name: one.title for one in sheets()},
            channels=CHANNEL_NAMES,
        ), status_of(form)


@bp.post("/<municipality>/desk/counter/entries/<int:entry_id>/settle")
@may("entries.enter")
def settle(entry_id: int) -> ResponseReturnValue:
    """Somebody said that it is not right, and I looked at it with them."""
    with db.write() as session:
        texts.settle(session, here().id, entry_id, by=someone(), at=clock.now())
    flash(_("Noted: you looked at it together."))
    return redirect(url_for("inclusion_desk.counter"), 303)
