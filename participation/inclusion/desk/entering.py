"""Entering a form for somebody: the same numbered questions, read back before they are sent; on the telephone, a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from participation import clock, db, keys
from participation.errors import NotFound, Refused
from participation.inclusion import assisted, codes, queries, texts
from participation.inclusion.assisted import Helping
from participation.inclusion.desk import receipts
from participation.inclusion.desk.blueprint import bp
from participation.inclusion.desk_forms import PREFIX, ReadBack, Together
from participation.inclusion.desk_forms import Helping as HelpingForm
from participation.inclusion.questions import answers, filled, questions, typed_in
from participation.inclusion.script import aloud
from participation.people import queries as people
from participation.people.queries import Hit
from participation.sheets import PHONE, Sheet, sheet
from participation.web.context import here, language, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may
from participation.web.limits import keep_pace

# What the buttons do: look for whose form it is, ask them by text message, look at it together, change it, send it.
DO = f"{PREFIX}do"
FIND, ASK, LOOK, CHANGE, SEND = "find", "ask", "look", "change", "send"


@dataclass
class Filling:
    """A form that an official is entering. about: what its subject is called, per language; asks: the class of
    `form`; hits: whose form it can be."""

    sheet: Sheet
    subject: str
    about: Mapping[str, str]
    asks: type[Any]
    form: FlaskForm
    helping: HelpingForm
    hits: list[Hit]

    @property
    def typed(self) -> dict[str, list[str]]:
        return typed_in(self.asks, request.form)

    def told(self) -> Helping:
        """What the official said of it; only where `is_right`."""
        said = self.helping
        return Helping(
            channel=said.channel.data,
            person_id=said.person_id,
            name=said.name.data,
            known_by=said.known_by.data,
            language=said.language.data,
            consented=said.consented.data,
        )

    def is_right(self) -> bool:
        """Whether everything is filled in as it should be, both by the person and by the official."""
        right = [self.form.validate(), self.helping.validate()]
        if all(right):
            with refusals_on(self.helping), db.read() as session:
                rung = here().rungs.get(self.sheet.act or "", 0)
                assisted.check_whose(session, here().id, self.sheet, self.told(), rung=rung, by=someone())
        return status_of(self.form) == status_of(self.helping) == 200


@bp.route("/<municipality>/desk/counter/forms/<name>", methods=["GET", "POST"])
@bp.route("/<municipality>/desk/counter/forms/<name>/about/<subject>", methods=["GET", "POST"])
@may("entries.enter")
def enter(name: str, subject: str = "") -> ResponseReturnValue:
    """One form for somebody who calls, writes or stands here: first whose, then their answers, then read back."""
    filling = _filling(sheet(name), subject)
    wish = request.form.get(DO, LOOK)
    if request.method == "GET" or wish == CHANGE:
        return _page(filling)
    if wish == FIND:
        return _find(filling)
    if wish == ASK:
        return _ask(filling)
    if not filling.is_right():
        return _page(filling)
    return _send(filling) if wish == SEND else _look(filling)


def _filling(wanted: Sheet, subject: str) -> Filling:
    helping = HelpingForm(prefix=PREFIX)
    with db.read() as session:
        if subject not in wanted.about(session, here().id):
            raise NotFound
        asks = wanted.asks(session, here().id, subject)
        about = queries.about(session, here().id, subject)
        found = people.found(session, here().id, helping.wanted.data or "")
    # Only who asks for them sees them all, and that is counted.
    hits = [hit for hit in found if request.form.get(DO) == FIND or str(hit.id) == helping.person.data]
    helping.offer(wanted, hits)
    if request.method == "GET":
        helping.begin(request.args.get("way", ""), language())
    return Filling(wanted, subject, about, asks, filled(asks, typed_in(asks, request.form)), helping, hits)


def _find(filling: Filling) -> ResponseReturnValue:
    """Whose form it may be. Who looks for people is counted; who looks too often sees nobody."""
    helping = filling.helping
    if helping.wanted.validate(helping):
        with refusals_on(helping, "wanted"):
            keep_pace("search", account=f"person:{someone().person_id}")
    if status_of(helping) != 200:
        filling.hits.clear()
        helping.offer(filling.sheet, [])
    return _page(filling, looked=True)


def _ask(filling: Filling) -> ResponseReturnValue:
    """The person gets the question as a text message, and answers it themselves."""
    helping, wanted = filling.helping, filling.sheet
    with refusals_on(helping, "person"), db.write() as session:
        if not (filling.hits and helping.person_id and wanted.yes_no):
            raise Refused("text_no_phone")
        rung = here().rungs.get(wanted.act or "", 0)
        assisted.check_person(session, here().id, wanted, helping.person_id, rung=rung, by=someone())
        with force_locale(texts.spoken_by(session, here().id, helping.person_id)):
            question = str(filled(filling.asks, {})[wanted.yes_no].label.text)
        texts.ask_form(
            session,
            here().id,
            wanted,
            filling.subject,
            question,
            person_id=helping.person_id,
            by=someone(),
            at=clock.now(),
        )
        flash(_("The question is on its way to their telephone. Their answer counts as soon as it comes."))
        return redirect(url_for("inclusion_desk.counter"), 303)
    return _page(filling)


def _look(filling: Filling, form: ReadBack | None = None) -> ResponseReturnValue:
    """Everything once more, to be read aloud; the button makes one receipt, however often it is pressed."""
    form = form or ReadBack(prefix=PREFIX, formdata=None)
    form.press.data = keys.sealed(codes.new_code(), "press", here().id, someone().person_id)
    return render_template(
        "inclusion/desk/look.html",
        sheet=filling.sheet,
        form=form,
        answers=answers(filling.form),
        carried=_carried(filling),
        aloud=filling.helping.channel.data == PHONE,
        do=DO,
    ), status_of(form)


def _send(filling: Filling) -> ResponseReturnValue:
    last = ReadBack(prefix=PREFIX)
    if not last.validate():
        return _look(filling, last)
    with refusals_on(last):
        code = _pressed(last.press.data)
        with refusals_on(filling.form), db.write() as session:
            number = assisted.enter(
                session,
                here().id,
                filling.sheet,
                subject=filling.subject,
                typed=filling.typed,
                answers=filling.form.data,
                helping=filling.told(),
                read_back=last.read_back.data,
                code=code,
                by=someone(),
                at=clock.now(),
            )
            receipts.remember(number, code)
            return redirect(url_for("inclusion_desk.entry", entry_id=number), 303)
    return _look(filling, last) if status_of(last) != 200 else _page(filling)


def _pressed(press: str | None) -> str:
    """The code of the receipt that this press makes. Raises Refused where the page was not ours."""
    try:
        return keys.unsealed(press or "", "press", here().id, someone().person_id)
    except ValueError:
        raise Refused("read_back_again") from None


def _carried(filling: Filling) -> list[tuple[str, str]]:
    """What goes along from the look to the sending: pairs of a field and what was typed."""
    said = [(field.name, str(field.data)) for field in filling.helping if _is_said(field.short_name, field.data)]
    return [*said, *((name, value) for name, values in filling.typed.items() for value in values)]


def _is_said(name: str, value: object) -> bool:
    return name != "csrf_token" and value not in (None, "", False)


def _page(filling: Filling, *, looked: bool = False) -> ResponseReturnValue:
    helping = filling.helping
    if not helping.person.choices:
        # Nobody can be chosen yet: what is wrong with that stands where one looks for them.
        helping.wanted.errors = [*helping.wanted.errors, *helping.person.errors]
        helping.person.errors = []
    asked = questions(filling.form)
    status = max(status_of(filling.form), status_of(helping))
    return render_template(
        "inclusion/desk/enter.html",
        filling=filling,
        form=filling.form,
        helping=helping,
        together=Together(helping, filling.form),
        questions=asked,
        script={question.name: aloud(question) for question in asked} if helping.channel.data == PHONE else None,
        looked=looked,
        asks_by_text=bool(filling.sheet.yes_no and texts.are_taken()),
        asks_name=not filling.sheet.act and "name" not in filling.form,
        do=DO,
    ), status
