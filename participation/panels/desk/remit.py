"""Setting a panel up: what it is asked, what it is promised, and who can be drawn; quick, for what is known today."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.panels import queries, remit_rules, remits
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.models_of_panels import MODELS
from participation.panels.remit_forms import RemitForm, as_written, remit_form, rows_for
from participation.panels.rules import USUALLY_LEFT_OUT
from participation.web.context import here, language, someone
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import may

# What is usual, and one line more: these buttons change what the form shows, and keep nothing.
USUAL, MORE = "usual", "more"


@bp.route("/<municipality>/desk/panels/<slug>/remit", methods=["GET", "POST"])
@may("panels.prepare")
def remit(slug: str) -> ResponseReturnValue:
    """What the panel is asked and promised; whatever is not known yet stays empty."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        kept = queries.remit(session, here().id, dossier.panel.id)
        _words, told = queries.told(session, here().id, dossier.panel)
    form = _form(kept)
    if request.method == "POST" and USUAL in request.form:
        if form.model.data in MODELS:
            form.fill_in(form.model.data)
    elif request.method == "POST" and MORE in request.form:
        pass
    elif form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panel = queries.panel_to_change(session, here().id, slug)
            before = queries.remit(session, here().id, panel.id)
            check_seen(before.mark if before else "")
            remits.write(session, panel, form.remit(), by=someone(), at=clock.now())
            flash(_("This is kept."))
            return redirect(url_for("desk.remit", slug=slug), 303)
    return render_template(
        "panels/desk/remit.html",
        form=form,
        dossier=dossier,
        told=told,
        kept=kept,
        state=state_of(kept),
        chosen=MODELS.get(form.model.data or ""),
    ), status_of(form)


def state_of(kept: queries.RemitView | None) -> dict[str, list[str]]:
    """What is still missing before the page, the lot and the draw, and what we would advise; as sentences."""
    remit = kept or queries.RemitView()
    steps = {
        "page": remit_rules.FOR_THE_PAGE,
        "lot": remit_rules.BEFORE_THE_LOT,
        "draw": remit_rules.BEFORE_THE_DRAW,
    }
    found = {
        step: [remit_rules.MISSING[name] for name in remit_rules.missing(remit, here().languages, wanted)]
        for step, wanted in steps.items()
    }
    return {**found, "advice": [remit_rules.ADVICE[name] for name in remit_rules.advice(remit)] if kept else []}


def _form(kept: queries.RemitView | None) -> RemitForm:
    """The form as it was sent, else as it was kept, else with what is usual here."""
    # What was sent is all there is: nothing that was kept before may come in its place.
    shown = None if request.method == "POST" else as_written(kept) if kept else _usual()
    asked = request.form.get("rows")
    if asked is not None and MORE in request.form:
        asked = str(int(asked) + 1) if asked.isascii() and asked.isdigit() and len(asked) <= 3 else None
    rows = rows_for(len(kept.calendar) if kept else 0, asked)
    executive = g.place.institution("executive", language())
    form = remit_form(here().languages, executive, rows=rows, shown=shown)
    model = request.args.get("model", "")
    if request.method == "GET" and kept is None and model in MODELS:
        form.model.data = model
        form.fill_in(model)
    return form


def _usual() -> dict[str, object]:
    return {"minimum_age": g.place.values["panel.age"], "left_out": USUALLY_LEFT_OUT}
