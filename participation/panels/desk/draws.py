"""The draw itself: propose, confirm, enter the number, cancel. The page before each act says what will happen."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.panels import drawing, queries
from participation.panels.desk.blueprint import Dossier, bp
from participation.panels.desk.road import ANSWERS
from participation.panels.forms import NumberForm, ReasonForm
from participation.web.context import here, someone
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import asks_again, may
from participation.web.source_forms import SourceForm


@bp.route("/<municipality>/desk/panels/<slug>/promise", methods=["GET", "POST"])
@may("panels.draw")
@asks_again
def propose(slug: str) -> ResponseReturnValue:
    """Say where the number will come from, and when."""
    with db.read() as session:
        dossier = Dossier(session, slug, None)
        _, told = queries.told(session, here().id, dossier.panel)
        newest = dossier.calculation
        panels = queries.report(session, here().id, newest.id).get("panels") if newest else None
        sections = queries.sections(session, "panel.worked", here().id, dossier.panel.id)
    form = SourceForm()
    if form.validate_on_submit():
        seed_at = form.seed_at()
        with refusals_on(form, "name"), db.write() as session:
            panel = queries.panel_to_change(session, here().id, slug)
            source = drawing.declare_source(
                form.kind.data,
                form.name.data,
                seed_at,
                drawing.panels_to_draw_from(session, panel),
                count=form.count.data or 6,
                lowest=1 if form.lowest.data is None else form.lowest.data,
                highest=form.highest.data or 45,
            )
            draw = drawing.propose(session, panel, source=source, seed_at=seed_at, by=someone(), at=clock.now())
            return redirect(url_for("desk.draw", slug=slug, sequence=draw.sequence), 303)
    page = render_template(
        "panels/desk/promise.html",
        form=form,
        dossier=dossier,
        told=told,
        panels=panels,
        coming_in=[section for section in sections if section.order // 10 == ANSWERS and section.state == "now"],
    )
    return page, status_of(form)


@bp.get("/<municipality>/desk/panels/<slug>/draws/<int:sequence>")
@may("panels.see")
def draw(slug: str, sequence: int) -> ResponseReturnValue:
    """One draw at the desk: what was promised, who must do what next."""
    return _draw_page(slug, sequence)


@bp.post("/<municipality>/desk/panels/<slug>/draws/<int:sequence>/confirm")
@may("panels.draw")
@asks_again
def confirm(slug: str, sequence: int) -> ResponseReturnValue:
    """The second official's yes."""
    with db.write() as session:
        panel = queries.panel_to_change(session, here().id, slug)
        check_seen(queries.draw(session, here().id, panel.id, sequence).mark)
        title = next(iter(panel.title.values()))
        drawing.confirm(session, panel, sequence, municipality=here().name, title=title, by=someone(), at=clock.now())
    return redirect(url_for("desk.draw", slug=slug, sequence=sequence), 303)


@bp.post("/<municipality>/desk/panels/<slug>/draws/<int:sequence>/withdraw")
@may("panels.draw")
def withdraw(slug: str, sequence: int) -> ResponseReturnValue:
    """Take a proposal back."""
    with db.write() as session:
        panel = queries.panel_to_change(session, here().id, slug)
        drawing.withdraw(session, panel, sequence, by=someone(), at=clock.now())
    return redirect(url_for("desk.panel", slug=slug), 303)


@bp.post("/<municipality>/desk/panels/<slug>/draws/<int:sequence>/number")
@may("panels.draw")
@asks_again
def enter_number(slug: str, sequence: int) -> ResponseReturnValue:
    """Enter what the source gave."""
    form = NumberForm()
    if form.validate_on_submit():
        with refusals_on(form, "result"), db.write() as session:
            panel = queries.panel_to_change(session, here().id, slug)
            drawing.enter_number(session, panel, sequence, form.result.data, by=someone(), at=clock.now())
            return redirect(url_for("desk.draw", slug=slug, sequence=sequence), 303)
    return _draw_page(slug, sequence, number_form=form)


@bp.post("/<municipality>/desk/panels/<slug>/draws/<int:sequence>/cancel")
@may("panels.draw")
@asks_again
def ask_cancellation(slug: str, sequence: int) -> ResponseReturnValue:
    """Ask to cancel, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals_on(form, "reason"), db.write() as session:
            panel = queries.panel_to_change(session, here().id, slug)
            drawing.ask_cancellation(session, panel, sequence, form.reason.data, by=someone(), at=clock.now())
            return redirect(url_for("desk.draw", slug=slug, sequence=sequence), 303)
    return _draw_page(slug, sequence, reason_form=form)


@bp.post("/<municipality>/desk/panels/<slug>/draws/<int:sequence>/cancel/confirm")
@may("panels.draw")
@asks_again
def confirm_cancellation(slug: str, sequence: int) -> ResponseReturnValue:
    """The second official's yes to cancelling."""
    with db.write() as session:
        panel = queries.panel_to_change(session, here().id, slug)
        check_seen(queries.draw(session, here().id, panel.id, sequence).mark)
        drawing.confirm_cancellation(session, panel, sequence, by=someone(), at=clock.now())
    return redirect(url_for("desk.draw", slug=slug, sequence=sequence), 303)


def _draw_page(
    slug: str, sequence: int, *, number_form: NumberForm | None = None, reason_form: ReasonForm | None = None
) -> ResponseReturnValue:
    with db.read() as session:
        dossier = Dossier(session, slug, sequence=sequence)
        shown = dossier.drawn(sequence)
        # Only while it waits for a yes does it matter whether the summaries are there.
        told = None if shown.is_promised else queries.told(session, here().id, dossier.panel)[1]
        report = queries.report(session, here().id, shown.calculation_id)
        members = (
            []
            if shown.number is None
            else queries.seated(session, here().id, dossier.panel.id, shown.calculation_id, shown.number)
        )
    forms = [form for form in (number_form, reason_form) if form is not None]
    status = max((status_of(form) for form in forms), default=200)
    return render_template(
        "panels/desk/draw.html",
        dossier=dossier,
        told=told,
        draw=shown,
        members=members,
        report=report,
        number_form=number_form or NumberForm(formdata=None),
        reason_form=reason_form or ReasonForm(formdata=None),
        is_mine=shown.proposed_by == someone().person_id,
        cancelling_is_mine=shown.cancel_asked_by == someone().person_id,
        now=clock.now(),
    ), status
