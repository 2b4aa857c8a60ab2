"""Who answered what, by which way, and which groups are still thin; whom to call, what they ask, and one by one."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from participation import clock, db
from participation.clock import local
from participation.invitations import again, exports, marking, rules
from participation.invitations.desk.blueprint import bp
from participation.invitations.forms.answers import NOTHING, AnswerForm, FindForm, MarkForm
from participation.invitations.queries import again as earlier
from participation.invitations.queries import answers as queries
from participation.panels import queries as panels
from participation.sheets import CHANNEL_NAMES
from participation.web.context import here, page_asked, someone
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import asks_again, may
from participation.web.limits import keep_pace

# What the cookie of this browser holds: the panel and the number of the letter that was looked up last.
LOOKED_UP = "invited"
SEE, SEND = "invitations.see", "invitations.send"


@bp.get("/<municipality>/desk/panels/<slug>/answers")
@may(SEE)
def answers(slug: str) -> ResponseReturnValue:
    """Everything in numbers, beside the targets, and what waits."""
    return _overview(slug, FindForm())


@bp.post("/<municipality>/desk/panels/<slug>/answers/find")
@may(SEND)
def find_invited(slug: str) -> ResponseReturnValue:
    """One letter, by the code that somebody reads out, or by its number."""
    form = FindForm()
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            keep_pace("search", account=f"person:{someone().person_id}")
            with db.write() as session:
                panel = panels.panel(session, here().id, slug)
                number = marking.look_up(session, here().id, panel.id, form.code.data, by=someone(), at=clock.now())
            cookie[LOOKED_UP] = [panel.id, number]
            return redirect(url_for("invitations_desk.invited", slug=slug, number=number), 303)
    return _overview(slug, form)


@bp.post("/<municipality>/desk/panels/<slug>/answers/again")
@may(SEND)
def invite_again(slug: str) -> ResponseReturnValue:
    """Invite everybody who asked for it at an earlier panel."""
    with db.write() as session:
        panel = panels.panel_by_id_to_change(session, here().id, panels.panel(session, here().id, slug).id)
        found = earlier.asked_again(session, here().id, panel.id)
        check_seen(earlier.mark_of(found))
        count = again.invite(session, here().id, panel.id, found, by=someone(), at=clock.now())
    flash(ngettext("%(num)s person is invited too.", "%(num)s people are invited too.", count))
    return redirect(url_for("invitations_desk.answers", slug=slug), 303)


@bp.get("/<municipality>/desk/panels/<slug>/answers/calls")
@may(SEND)
def calls(slug: str) -> ResponseReturnValue:
    """Who said yes by a short way, and is called for the rest."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        rows, pages = queries.to_call(session, here().id, panel.id, page_asked())
    return render_template("invitations/desk/calls.html", panel=panel, rows=rows, page=page_asked(), pages=pages)


@bp.get("/<municipality>/desk/panels/<slug>/answers/questions")
@may(SEND)
def questions(slug: str) -> ResponseReturnValue:
    """What people who were invited ask, the oldest first."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        rows, pages = queries.questions(session, here().id, panel.id, page_asked())
    return render_template("invitations/desk/questions.html", panel=panel, rows=rows, page=page_asked(), pages=pages)


@bp.get("/<municipality>/desk/panels/<slug>/answers/<int:number>")
@may(SEND)
def invited(slug: str, number: int) -> ResponseReturnValue:
    """One invitation: who it is for, what they answered, and what can be done; for whoever looked it up, which stands in the
    journal, or where something waits. Nobody turns the pages from letter to letter."""
    return _one(slug, number, MarkForm(), AnswerForm())


@bp.post("/<municipality>/desk/panels/<slug>/answers/<int:number>/mark")
@may(SEND)
def mark(slug: str, number: int) -> ResponseReturnValue:
    """Moved, died, not eligible, not reached; or nothing of the kind."""
    form = MarkForm()
    if form.validate_on_submit():
        with refusals_on(form, "state"), db.write() as session:
            panel = panels.panel_to_change(session, here().id, slug)
            check_seen(queries.invited(session, here().id, panel.id, number).mark)
            state = "" if form.state.data == NOTHING else form.state.data
            marking.mark(session, here().id, panel.id, number, state, by=someone(), at=clock.now())
            flash(_("Noted."))
            return redirect(url_for("invitations_desk.invited", slug=slug, number=number), 303)
    return _one(slug, number, form, AnswerForm(formdata=None))


@bp.post("/<municipality>/desk/panels/<slug>/answers/<int:number>/question")
@may(SEND)
def answer_question(slug: str, number: int) -> ResponseReturnValue:
    """What they asked is answered, by a message or in another way."""
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panel = panels.panel(session, here().id, slug)
            sent = marking.answer_question(
                session, here().id, panel.id, number, form.words.data, by=someone(), at=clock.now()
            )
            flash(_("Your answer is on its way.") if sent else _("Noted: they have their answer."))
            return redirect(url_for("invitations_desk.questions", slug=slug), 303)
    return _one(slug, number, MarkForm(formdata=None), form)


@bp.post("/<municipality>/desk/panels/<slug>/answers.csv")
@may(SEND)
@asks_again
def answers_csv(slug: str) -> ResponseReturnValue:
    """Everybody who said yes, as sortition software reads it: code and features."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        people = queries.answered(session, here().id, panel.id)
        marking.note_export(session, here().id, panel.id, people=len(people), by=someone(), at=clock.now())
    named = f'attachment; filename="{slug}-answers.csv"'
    content = exports.answers(panel.categories, people)
    return Response(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": named})


def _overview(slug: str, form: FindForm) -> ResponseReturnValue:
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        until = queries.last_day(session, here().id, panel.id)
        standing = queries.standing(session, here().id, panel.id)
        waits = queries.waiting(session, here().id, panel.id)
        is_open = panels.takes_people(session, here().id, panel.id)
        is_late = until is not None and local(clock.now()).date() > until
        asked = earlier.asked_again(session, here().id, panel.id) if is_open and until and not is_late else []
    groups = rules.groups(panel.targets, panel.pool)
    page = render_template(
        "invitations/desk/answers.html",
        panel=panel,
        until=until,
        is_late=is_late,
        asked_again=len(asked),
        seen_again=earlier.mark_of(asked),
        is_open=is_open,
        standing=standing,
        waits=waits,
        groups=groups,
        thin=[group for group in groups if group.is_thin],
        states=rules.STATES,
        reasons=rules.REASONS_FOR_NO,
        ways=CHANNEL_NAMES,
        form=form,
    )
    return page, status_of(form)


def _one(slug: str, number: int, mark_form: MarkForm, answer_form: AnswerForm) -> ResponseReturnValue:
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        one = queries.invited(session, here().id, panel.id, number)
    if not (one.waits or cookie.get(LOOKED_UP) == [panel.id, number]):
        find = FindForm(formdata=None, code=str(number))
        find.form_errors = [
            words for form in (mark_form, answer_form) for wrong in form.errors.values() for words in wrong
        ]
        return _overview(slug, find)
    if mark_form.state.data is None:
        mark_form.state.data = one.state or NOTHING
    page = render_template(
        "invitations/desk/invited.html",
        panel=panel,
        one=one,
        mark_form=mark_form,
        answer_form=answer_form,
        states=rules.STATES,
        reasons=rules.REASONS_FOR_NO,
        ways=CHANNEL_NAMES,
    )
    return page, max(status_of(mark_form), status_of(answer_form))
