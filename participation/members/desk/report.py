"""What goes into the report of a panel: costs, recommendations, the council's answers; and publishing it.

Whoever writes over something takes the panel first: of two at once the second is compared with what the first left.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.content import queries as content
from participation.errors import NotFound
from participation.members import costing, reporting, wording
from participation.members import report_rules as rules
from participation.members.desk.blueprint import bp
from participation.members.queries import report as queries
from participation.members.queries.report import RecommendationView
from participation.members.report_forms import CostForm, about_form, answer_form, recommendation_form
from participation.panels import queries as panels
from participation.web.context import here, language, someone
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import may


@bp.get("/<municipality>/desk/panels/<slug>/report")
@may("members.see")
def report(slug: str) -> ResponseReturnValue:
    """How far the report is, what is still missing, and what comes next."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        remit = panels.remit(session, here().id, panel.id)
        found = queries.report(session, here().id, panel.id)
        advice = queries.recommendations(session, here().id, panel.id)
        lines = queries.costs(session, here().id, panel.id)
        paid = queries.paid(session, here().id, panel.id)
        subject = queries.subject_of(panel.id)
        told = content.texts_of(session, here().id, [subject]).get(subject, {})
        official = content.official_languages(session, here().id)
    return render_template(
        "members/desk/report.html",
        panel=panel,
        remit=remit,
        report=found,
        recommendations=advice,
        until=rules.answer_until(found.advised_on, remit.answer_months if remit else None),
        lines=lines,
        paid=paid,
        subject=subject,
        without_summary=[code for code in official if not told.get("summary", {}).get(code)],
        answers=rules.ANSWERS,
        today=clock.local(clock.now()).date(),
        euros=lambda cents: wording.euros(cents, language()),
    )


@bp.post("/<municipality>/desk/panels/<slug>/report/publish")
@may("members.manage")
def publish_report(slug: str) -> ResponseReturnValue:
    """Let everybody read it, with the figures of this moment."""
    with db.write() as session:
        reporting.publish(session, here().id, slug, by=someone(), at=clock.now())
    flash(_("Everybody can read this report now, with the figures of today."))
    return _back(slug)


@bp.route("/<municipality>/desk/panels/<slug>/report/about", methods=["GET", "POST"])
@may("members.manage")
def about_report(slug: str) -> ResponseReturnValue:
    """When the council got the advice, and what has changed since."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        remit = panels.remit(session, here().id, panel.id)
        found = queries.report(session, here().id, panel.id)
    form = about_form(here().languages, found)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panels.panel_to_change(session, here().id, slug)
            now = queries.report(session, here().id, panel.id)
            check_seen(rules.mark_of(now.advised_on, now.since))
            reporting.describe(
                session,
                here().id,
                slug,
                advised_on=form.advised_on.data,
                since=form.words("since"),
                by=someone(),
                at=clock.now(),
            )
            flash(_("This is kept."))
            return _back(slug)
    return render_template(
        "members/desk/report_about.html",
        panel=panel,
        remit=remit,
        form=form,
        seen=rules.mark_of(found.advised_on, found.since),
    ), status_of(form)


@bp.route("/<municipality>/desk/panels/<slug>/report/costs", methods=["GET", "POST"])
@may("members.manage")
def costs(slug: str) -> ResponseReturnValue:
    """Every line of what the panel cost, and one more."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        lines = queries.costs(session, here().id, panel.id)
        paid = queries.paid(session, here().id, panel.id)
    form = CostForm()
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panels.panel_to_change(session, here().id, slug)
            # Pressed twice, it is noted once.
            check_seen(rules.mark_of([one.id for one in queries.costs(session, here().id, panel.id)]))
            costing.note(
                session,
                here().id,
                slug,
                form.kind.data,
                cents=form.cents,
                minutes=60 * (form.hours.data or 0),
                text=(form.note.data or "").strip(),
                by=someone(),
                at=clock.now(),
            )
            flash(_("This is kept."))
            return redirect(url_for("members_desk.costs", slug=slug), 303)
    return render_template(
        "members/desk/report_costs.html",
        panel=panel,
        form=form,
        lines=lines,
        paid=paid,
        kinds=rules.COSTS,
        seen=rules.mark_of([one.id for one in lines]),
        euros=lambda cents: wording.euros(cents, language()),
    ), status_of(form)


@bp.post("/<municipality>/desk/panels/<slug>/report/costs/<int:cost_id>/drop")
@may("members.manage")
def drop_cost(slug: str, cost_id: int) -> ResponseReturnValue:
    """Take a line back."""
    with db.write() as session:
        costing.drop(session, here().id, slug, cost_id, by=someone(), at=clock.now())
    flash(_("Taken back."))
    return redirect(url_for("members_desk.costs", slug=slug), 303)


@bp.route("/<municipality>/desk/panels/<slug>/report/recommendations/<int:number>", methods=["GET", "POST"])
@may("members.manage")
def recommendation(slug: str, number: int) -> ResponseReturnValue:
    """One recommendation; with the number after the last it is a new one."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        advice = queries.recommendations(session, here().id, panel.id)
    if not 1 <= number <= len(advice) + 1:
        raise NotFound
    shown = advice[number - 1] if number <= len(advice) else None
    form = recommendation_form(here().languages, shown)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panels.panel_to_change(session, here().id, slug)
            found = queries.recommendations(session, here().id, panel.id)
            check_seen(_seen(found[number - 1] if number <= len(found) else None))
            reporting.recommend(
                session,
                here().id,
                slug,
                number,
                words=form.words("words"),
                minority=form.words("minority"),
                votes=form.votes,
                by=someone(),
                at=clock.now(),
            )
            flash(_("This is kept."))
            return _back(slug)
    return render_template(
        "members/desk/report_recommendation.html",
        panel=panel,
        form=form,
        number=number,
        shown=shown,
        is_last=number == len(advice),
        seen=_seen(shown),
    ), status_of(form)


@bp.post("/<municipality>/desk/panels/<slug>/report/recommendations/<int:number>/drop")
@may("members.manage")
def drop_recommendation(slug: str, number: int) -> ResponseReturnValue:
    """Take the last recommendation back, before anybody else has read it."""
    with db.write() as session:
        reporting.drop(session, here().id, slug, number, by=someone(), at=clock.now())
    flash(_("Taken back."))
    return _back(slug)


@bp.route("/<municipality>/desk/panels/<slug>/report/recommendations/<int:number>/answer", methods=["GET", "POST"])
@may("members.manage")
def answer_recommendation(slug: str, number: int) -> ResponseReturnValue:
    """What the council says to a recommendation."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        remit = panels.remit(session, here().id, panel.id)
        found = queries.report(session, here().id, panel.id)
        shown = queries.recommendation(session, here().id, panel.id, number)
    form = answer_form(here().languages, shown)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panels.panel_to_change(session, here().id, slug)
            check_seen(_answer_seen(queries.recommendation(session, here().id, panel.id, number)))
            reporting.answer(
                session,
                here().id,
                slug,
                number,
                said=form.answer.data,
                words=form.words("answer_words"),
                answered_on=form.answered_on.data,
                by=someone(),
                at=clock.now(),
            )
            flash(_("This is kept."))
            return _back(slug)
    return render_template(
        "members/desk/report_answer.html",
        panel=panel,
        remit=remit,
        until=rules.answer_until(found.advised_on, remit.answer_months if remit else None),
        form=form,
        shown=shown,
        seen=_answer_seen(shown),
    ), status_of(form)


def _seen(shown: RecommendationView | None) -> str:
    return rules.mark_of(shown.words, shown.minority, shown.votes) if shown else ""


def _answer_seen(shown: RecommendationView) -> str:
    return rules.mark_of(shown.answer, shown.answer_words, shown.answered_on)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("members_desk.report", slug=slug), 303)
