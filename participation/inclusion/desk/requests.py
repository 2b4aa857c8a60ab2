"""What people ask us for, and what became of it: for officials, and apart from them for whoever arranges support."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from participation import clock, db
from participation.clock import local
from participation.i18n import LANGUAGES
from participation.inclusion import asked, queries, requests
from participation.inclusion.asked import Asked, Line
from participation.inclusion.desk.blueprint import bp
from participation.inclusion.questions import Question, answers, filled
from participation.inclusion.request_forms import SEND, Answer, SupportAnswer
from participation.sheets import CHANNEL_NAMES, sheet
from participation.web.context import here, page_asked, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may


@bp.get("/<municipality>/desk/requests", endpoint="requests")
@may(requests.HANDLE)
def all_requests() -> ResponseReturnValue:
    """What people ask us for, what is due first on top."""
    return _list(requests.HANDLE, "inclusion_desk.requests", "inclusion_desk.request")


@bp.route("/<municipality>/desk/requests/<int:request_id>", methods=["GET", "POST"], endpoint="request")
@may(requests.HANDLE)
def one_request(request_id: int) -> ResponseReturnValue:
    """One request, and its answer."""
    return _one(requests.HANDLE, request_id, Answer, "inclusion_desk.requests")


@bp.get("/<municipality>/desk/support", endpoint="support")
@may(requests.ARRANGE)
def all_support() -> ResponseReturnValue:
    """What people need to take part: only for those who arrange it."""
    return _list(requests.ARRANGE, "inclusion_desk.support", "inclusion_desk.support_asked")


@bp.route("/<municipality>/desk/support/<int:request_id>", methods=["GET", "POST"])
@may(requests.ARRANGE)
def support_asked(request_id: int) -> ResponseReturnValue:
    """What one person needs, and what was arranged."""
    return _one(requests.ARRANGE, request_id, SupportAnswer, "inclusion_desk.support")


def _list(permission: str, every: str, one: str) -> ResponseReturnValue:
    kinds = requests.kinds_for(permission)
    wanted = request.args.get("kind")
    shown = request.args.get("show", "open")
    shown = shown if shown in asked.SHOWN else "open"
    page = page_asked()
    narrowed = [wanted] if wanted in kinds else kinds
    with db.read() as session:
        counts = asked.counts(session, here().id, narrowed)
        rows, pages = asked.lines(session, here().id, narrowed, page, shown=shown, today=_today())
        names = {subject: queries.about(session, here().id, subject) for subject in {row.subject for row in rows}}
    return render_template(
        "inclusion/desk/requests.html",
        rows=[(row, due_in_words(row), names[row.subject]) for row in rows],
        counts=counts,
        kinds={name: requests.KINDS[name] for name in kinds},
        kind=wanted if wanted in kinds else None,
        shown=shown,
        page=page,
        pages=pages,
        every=every,
        one=one,
        support=permission == requests.ARRANGE,
        language_names=LANGUAGES,
        channels=CHANNEL_NAMES,
    )


def _one(permission: str, request_id: int, questions: type[Answer], every: str) -> ResponseReturnValue:
    with db.read() as session:
        found = asked.asked(session, here().id, requests.kinds_for(permission), request_id, today=_today())
        told = _told(session, found)
        name = queries.about(session, here().id, found.line.subject)
    form = _answer_form(questions, found)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            requests.answer(
                session,
                here().id,
                request_id,
                outcome=form.outcome.data,
                words=form.words.data,
                send="way" in form and form.way.data == SEND,
                last_day=form.last_day.data if "last_day" in form else None,
                by=someone(),
                at=clock.now(),
            )
            flash(_("Noted. It no longer waits."))
            return redirect(url_for(every), 303)
    return render_template(
        "inclusion/desk/request.html",
        form=form,
        asked=found,
        told=told,
        about=name,
        kind=requests.KINDS[found.line.kind],
        due=due_in_words(found.line),
        every=every,
        language_names=LANGUAGES,
        channels=CHANNEL_NAMES,
    ), status_of(form)


def _answer_form(questions: type[Answer], found: Asked) -> Answer:
    """Where nothing can be sent, nobody is asked how; support is needed until the day that they gave, unless it is longer."""
    day = found.typed.get("day")
    form = questions(data={"last_day": date.fromisoformat(day[0]) if day else None})
    if not found.ways:
        del form.way
    return form


def due_in_words(line: Line) -> tuple[str, str]:
    """Until when, in words, and the shape beside them."""
    if line.state != requests.OPEN:
        return (_("Done"), "done") if line.state == requests.DONE else (_("Could not be done"), "stop")
    left = line.days_left
    if left is None:
        return _("Open"), "next"
    if left < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -left), "late"
    if left == 0:
        return _("Today"), "now"
    return ngettext("In %(num)s day", "In %(num)s days", left), "wait"


def _told(session: db.Session, found: Asked) -> list[tuple[Question, str]]:
    """Each question that was answered, in the words of the form."""
    form = filled(sheet(found.line.kind).asks(session, here().id, found.line.subject), found.typed)
    return [(question, words) for question, words in answers(form) if question.name in found.typed]


def _today() -> date:
    return local(clock.now()).date()
