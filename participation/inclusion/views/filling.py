"""Filling in a form on the website: page by page, looked over, and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from participation import clock, db, sheets
from participation.db import Session
from participation.errors import NotFound, Refused
from participation.i18n import say
from participation.inclusion import actions, drafts, queries
from participation.inclusion.drafts import DraftView, Hands
from participation.inclusion.forms import is_right
from participation.inclusion.queries import Typed
from participation.inclusion.questions import answers, begins_with, filled, names_asked, questions, steps, typed_in
from participation.inclusion.views.blueprint import bp
from participation.inclusion.views.hands import hands, me, show_receipt
from participation.sheets import Sheet
from participation.web.context import here, language
from participation.web.forms import refusals_on, status_of
from participation.web.guards import depends, guard_of_act
from participation.web.limits import give_back, keep_pace

# The question of a form that a code from a letter opens.
CODE = "code"


@dataclass(frozen=True)
class Filling:
    """A form that somebody fills in here.

    about: what its subject is called, per language; questions: the FlaskForm class; draft: what they hold of it, None before the first page and once it was sent
    begun: what stood in it before they typed; sent: the code of the receipt, where they sent it a moment ago
    """

    sheet: Sheet
    subject: str
    about: Mapping[str, str]
    questions: type[Any]
    hands: Hands
    draft: DraftView | None
    begun: Typed = field(default_factory=dict)
    sent: str = ""

    @property
    def typed(self) -> dict[str, list[str]]:
        """What stands in it now."""
        return {**self.begun, **(self.draft.typed if self.draft else {})}

    @property
    def steps(self) -> list[tuple[str, list[str]]]:
        """Its pages, as far as what stands in it asks for them."""
        return steps(self.sheet, filled(self.questions, self.typed))

    @property
    def done(self) -> int:
        """How many pages are done, from the first on."""
        return self.draft.step if self.draft else 0

    def address(self, endpoint: str, **more: Any) -> str:
        """The address of one of its pages."""
        return url_for(endpoint, name=self.sheet.name, subject=self.subject or None, **more)


def guard_of_form(name: str, **_subject: str) -> str:
    """What a form asks of who fills it in."""
    return guard_of_act(sheets.sheet(name).act)


@bp.route("/<municipality>/forms/<name>", methods=["GET", "POST"])
@bp.route("/<municipality>/forms/<name>/about/<subject>", methods=["GET", "POST"])
@depends(guard_of_form)
def form(name: str, subject: str = "") -> ResponseReturnValue:
    """A page of a form. Right, it is kept and leads to the next."""
    filling = asked_for(name, subject)
    step = step_asked(filling)
    if request.method == "GET":
        return page_of(filling, step, filled(filling.questions, filling.typed))
    names = filling.steps[step - 1][1]
    here_typed = typed_on_page(filling, step)
    form = filled(filling.questions, {**filling.typed, **here_typed})
    pages = steps(filling.sheet, form)
    if is_right(form, names, last=step == len(pages)):
        with refusals_on(form, CODE):
            if filling.sheet.key and CODE in names:
                open_with(filling, str(form[CODE].data))
            done = put_away(filling, here_typed, done=step, anew=_begins_anew(filling, here_typed, pages))
            return redirect(_after(filling, done, pages), 303)
    return page_of(filling, step, form)


@bp.route("/<municipality>/forms/<name>/check", methods=["GET", "POST"])
@bp.route("/<municipality>/forms/<name>/about/<subject>/check", methods=["GET", "POST"])
@depends(guard_of_form)
def check(name: str, subject: str = "") -> ResponseReturnValue:
    """Everything that was answered, to look over; and the button that sends it."""
    filling = asked_for(name, subject)
    form = filled(filling.questions, filling.typed)
    if request.method == "POST":
        if filling.draft is None and not filling.sent:
            raise Refused("form_gone")
        with refusals_on(form):
            return _to_receipt(filling.sent or _send_in_pace(filling))
        wrong = _first_wrong(filling, form)
        return page_of(filling, wrong, form) if wrong else _check_page(filling, form)
    if filling.draft is None:
        return redirect(filling.address("inclusion.form"), 303)
    if unfinished := _unfinished(filling):
        flash(_("Not everything is filled in yet. Go on here."))
        return redirect(filling.address("inclusion.form", step=unfinished), 303)
    return _check_page(filling, form)


def asked_for(name: str, subject: str) -> Filling:
    """The form that an address names, with what they hold of it. Raises NotFound."""
    wanted, whose = sheets.sheet(name), hands()
    with db.read() as database:
        asked = questions_of(database, wanted, subject)
        known = wanted.known(database, here().id, whose.person_id) if whose.person_id is not None else {}
        about = queries.about(database, here().id, subject)
        held = drafts.draft(database, whose, name, subject, at=clock.now())
    sent = held.receipt if held else ""
    return Filling(wanted, subject, about, asked, whose, None if sent else held, begins_with(asked, known), sent)


def questions_of(database: Session, wanted: Sheet, subject: str) -> type[Any]:
    """The questions of a form, where this can be its subject. Raises NotFound."""
    if subject not in wanted.about(database, here().id):
        raise NotFound
    return wanted.asks(database, here().id, subject)


def step_asked(filling: Filling) -> int:
    """The page that the address names, but none before those that come first are done."""
    furthest = min(filling.done + 1, len(filling.steps)) if request.method == "GET" else len(filling.steps)
    return min(max(1, request.args.get("step", 1, type=int)), furthest)


def typed_on_page(filling: Filling, step: int) -> dict[str, list[str]]:
    """What was typed on this page, and nothing else that came along."""
    names = filling.steps[step - 1][1]
    return {name: said for name, said in typed_in(filling.questions, request.form).items() if name in names}


def open_with(filling: Filling, code: str) -> None:
    """Open a form with a code from a letter. Raises Refused and Fault where it does not, TooOften for who tries many."""
    assert filling.sheet.key
    keep_pace("code")
    with db.read() as database:
        told = filling.sheet.key.opens(database, here().id, filling.subject, code, clock.now())
    give_back("code")
    if told:
        flash(say(told, language()))


def put_away(filling: Filling, typed: Typed, *, done: int, anew: bool = False) -> int:
    """Keep what was typed on a page; returns how many pages are done. Raises Refused for too much, or too often.

    anew: what they hold of it is of somebody else, or of another answer
    """
    if filling.draft is None:
        keep_pace("form", account=f"person:{me()}" if me() else None)
    with db.write() as database:
        return drafts.fill(
            database,
            filling.hands,
            filling.sheet.name,
            filling.subject,
            typed,
            done=done,
            anew=anew,
            language=language(),
            at=clock.now(),
        )


def page_of(filling: Filling, step: int, form: FlaskForm) -> ResponseReturnValue:
    """One page of a form."""
    title, names = filling.steps[step - 1]
    page = render_template(
        "inclusion/form.html",
        filling=filling,
        form=form,
        step=step,
        title=title,
        asked=[(one.number, form[one.name]) for one in questions(form) if one.name in names],
        count=sum(len(names) for _title, names in filling.steps),
        goes_on_at=_after(filling, filling.done) if filling.done else "",
    )
    return page, status_of(form)


def _begins_anew(filling: Filling, typed: Typed, pages: Sequence[object]) -> bool:
    """Whether another letter is being answered at this browser, or an answer takes another way through the form."""
    before = filling.typed.get(CODE)
    other_code = filling.sheet.key is not None and CODE in typed and before not in (None, typed[CODE])
    return other_code or pages != filling.steps


def _after(filling: Filling, done: int, pages: Sequence[object] | None = None) -> str:
    """The page that comes after so many that are done."""
    if done < len(pages or filling.steps):
        return filling.address("inclusion.form", step=done + 1)
    return filling.address("inclusion.check")


def _send_in_pace(filling: Filling) -> str:
    """The same; where a code opens the form, who sends one wrong code after the other is slowed down."""
    if filling.sheet.key is None:
        return _send(filling)
    keep_pace("code")
    code = _send(filling)
    give_back("code")
    return code


def _send(filling: Filling) -> str:
    """Send what they hold, once; returns the code of the receipt. Raises Refused as the form's room does."""
    at, name, subject = clock.now(), filling.sheet.name, filling.subject
    with db.write() as database:
        held = drafts.to_send(database, filling.hands, name, subject, at=at)
        if held.receipt:
            return held.receipt
        form = filled(filling.questions, {**filling.begun, **held.typed})
        if held.step < len(filling.steps) or not form.validate():
            raise Refused("form_unfinished")
        names = names_asked(form)
        typed = {name: said for name, said in {**filling.begun, **held.typed}.items() if name in names}
        receipt = actions.enter(
            database,
            here().id,
            filling.sheet,
            subject=subject,
            typed=typed,
            answers=filled(filling.questions, typed).data,
            language=language(),
            person_id=filling.hands.person_id,
            at=at,
        )
        drafts.sent(database, filling.hands, name, subject, receipt.code, at=at)
        return receipt.code


def _to_receipt(code: str) -> ResponseReturnValue:
    with db.read() as database:
        entry = queries.entry_with_code(database, here().id, code)
    show_receipt(entry.id, code)
    return redirect(url_for("inclusion.receipt", entry_id=entry.id), 303)


def _check_page(filling: Filling, form: FlaskForm) -> ResponseReturnValue:
    rows = [
        (question, words, filling.address("inclusion.form", step=_step_of(filling, question.name)))
        for question, words in answers(form)
    ]
    return render_template("inclusion/check.html", filling=filling, form=form, rows=rows), status_of(form)


def _unfinished(filling: Filling) -> int | None:
    """The first page that is not done, or no longer right: what is asked may have changed meanwhile."""
    if filling.done < len(filling.steps):
        return filling.done + 1
    form = filled(filling.questions, filling.typed)
    form.validate()
    return _first_wrong(filling, form)


def _first_wrong(filling: Filling, form: FlaskForm) -> int | None:
    """The first page on which something was found wrong."""
    wrong = {field.short_name for field in form if field.errors}
    return next((number for number, (_, names) in enumerate(filling.steps, start=1) if wrong & set(names)), None)


def _step_of(filling: Filling, name: str) -> int:
    return next(number for number, (_, names) in enumerate(filling.steps, start=1) if name in names)
