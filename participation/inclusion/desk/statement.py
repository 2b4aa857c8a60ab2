"""Looking after the accessibility statement: what is known not to work, and when somebody last looked."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.inclusion import reviewing
from participation.inclusion import statement as kept
from participation.inclusion.desk.blueprint import bp
from participation.inclusion.statement_forms import problem_form, review_form
from participation.web.context import here, someone
from participation.web.forms import PressForm, refusals_on, status_of
from participation.web.guards import may


@bp.get("/<municipality>/desk/accessibility")
@may("statement.keep")
def statement() -> ResponseReturnValue:
    """What the statement says now, and what there is to do about it."""
    with db.read() as session:
        found = kept.statement(session, here().id, at=clock.now())
    return render_template(
        "inclusion/desk/statement.html",
        found=found,
        reasons=kept.REASONS,
        methods=kept.METHODS,
        press_form=PressForm(formdata=None),
    )


@bp.route("/<municipality>/desk/accessibility/problems/new", methods=["GET", "POST"])
@may("statement.keep")
def note_problem() -> ResponseReturnValue:
    """Something that not everybody can use yet."""
    form = problem_form(here().languages)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            reviewing.note_problem(
                session,
                here().id,
                what=form.words("what", here().languages),
                alternative=form.words("alternative", here().languages),
                reason=form.reason.data,
                by=someone(),
                at=clock.now(),
            )
            flash(_("It stands in the statement from now on."))
            return redirect(url_for("inclusion_desk.statement"), 303)
    return render_template("inclusion/desk/problem.html", form=form, known=None), status_of(form)


@bp.route("/<municipality>/desk/accessibility/problems/<int:problem_id>", methods=["GET", "POST"])
@may("statement.keep")
def change_problem(problem_id: int) -> ResponseReturnValue:
    """A known problem, described otherwise."""
    with db.read() as session:
        known = kept.problem(session, here().id, problem_id)
    shown = {
        "reason": known.reason,
        **{f"what_{code}": text for code, text in known.what.items()},
        **{f"alternative_{code}": text for code, text in known.alternative.items()},
    }
    form = problem_form(here().languages, shown=shown)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            reviewing.change_problem(
                session,
                here().id,
                problem_id,
                what=form.words("what", here().languages),
                alternative=form.words("alternative", here().languages),
                reason=form.reason.data,
                seen=request.form.get("seen", ""),
                by=someone(),
                at=clock.now(),
            )
            return redirect(url_for("inclusion_desk.statement"), 303)
    return render_template("inclusion/desk/problem.html", form=form, known=known), status_of(form)


@bp.post("/<municipality>/desk/accessibility/problems/<int:problem_id>/solved")
@may("statement.keep")
def solve_problem(problem_id: int) -> ResponseReturnValue:
    """It works for everybody now."""
    with db.write() as session:
        reviewing.solve_problem(session, here().id, problem_id, by=someone(), at=clock.now())
    flash(_("Good. It is no longer in the statement."))
    return redirect(url_for("inclusion_desk.statement"), 303)


@bp.route("/<municipality>/desk/accessibility/review", methods=["GET", "POST"])
@may("statement.keep")
def review_statement() -> ResponseReturnValue:
    """Somebody went through the pages and the statement."""
    form = review_form(here().languages, shown={"day": clock.local(clock.now()).date()})
    if form.validate_on_submit():
        with refusals_on(form, "day"), db.write() as session:
            reviewing.review(
                session,
                here().id,
                method=form.method.data,
                note=form.words("note", here().languages),
                day=form.day.data,
                by=someone(),
                at=clock.now(),
            )
            flash(_("The statement says so from now on. In eleven months we remind you."))
            return redirect(url_for("inclusion_desk.statement"), 303)
    return render_template("inclusion/desk/review.html", form=form), status_of(form)
