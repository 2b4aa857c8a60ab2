"""A paper form that counts only once two officials read the same on it; each types it without seeing the other's."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from participation import clock, db
from participation.inclusion import actions, assisted
from participation.inclusion.desk.blueprint import bp
from participation.inclusion.desk_forms import Seen
from participation.inclusion.queries import EntryView, Typed
from participation.inclusion.questions import filled, questions, typed_in
from participation.sheets import sheet
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may


@bp.route("/<municipality>/desk/counter/entries/<int:entry_id>/second", methods=["GET", "POST"])
@may("entries.enter")
def second(entry_id: int) -> ResponseReturnValue:
    """Type a paper form that a colleague typed before. Where the two differ, both look at the paper again."""
    with db.read() as session:
        found = assisted.check_second(session, here().id, entry_id, by=someone())
        asks = sheet(found.sheet).asks(session, here().id, found.subject)
    typed = typed_in(asks, request.form)
    form = filled(asks, typed)
    apart: list[int] = []
    if request.method == "POST" and form.validate():
        apart = _mark(form, found.typed or {}, typed)
        if not apart:
            with refusals_on(form), db.write() as session:
                assisted.check_second(session, here().id, entry_id, by=someone())
                actions.enter_again(
                    session,
                    here().id,
                    entry_id,
                    typed=typed,
                    answers=form.data,
                    by=someone().person_id,
                    at=clock.now(),
                )
                flash(_("Both of you read the same. From now on it counts."))
                return redirect(url_for("inclusion_desk.counter"), 303)
    return _page(found, form, Seen(), first=False)


@bp.route("/<municipality>/desk/counter/entries/<int:entry_id>/first", methods=["GET", "POST"])
@may("entries.enter")
def first(entry_id: int) -> ResponseReturnValue:
    """Put right what I typed first, after another look at the paper."""
    with db.read() as session:
        found = assisted.own_waiting(session, here().id, entry_id, by=someone())
        asks = sheet(found.sheet).asks(session, here().id, found.subject)
    typed = typed_in(asks, request.form)
    form = filled(asks, typed if request.method == "POST" else found.typed or {})
    if request.method == "POST" and form.validate():
        with refusals_on(form), db.write() as session:
            assisted.correct(
                session,
                here().id,
                entry_id,
                typed=typed,
                answers=form.data,
                seen=Seen().seen.data or "",
                by=someone(),
                at=clock.now(),
            )
            flash(_("It is put right, and waits for the second official."))
            return redirect(url_for("inclusion_desk.counter"), 303)
    return _page(found, form, Seen(data={"seen": found.mark}), first=True)


def _mark(form: FlaskForm, kept: Typed, typed: Typed) -> list[int]:
    """Say at each answer that differs that it does, and not how. Returns their numbers."""
    differing = actions.differing(kept, typed)
    apart = [question for question in questions(form) if question.name in differing]
    for question in apart:
        form[question.name].errors = [_("Your colleague read something else here. Look at the paper again.")]
    return [question.number for question in apart]


def _page(found: EntryView, form: FlaskForm, hidden: Seen, *, first: bool) -> ResponseReturnValue:
    return render_template(
        "inclusion/desk/second.html",
        entry=found,
        sheet=sheet(found.sheet),
        form=form,
        hidden=hidden,
        questions=questions(form),
        first=first,
    ), status_of(form)
