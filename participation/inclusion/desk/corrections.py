"""Putting right what came in, or taking it back, with whoever holds its receipt: in any way it came, within 14 days."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from participation import clock, db
from participation.inclusion import assisted
from participation.inclusion.desk.blueprint import bp
from participation.inclusion.desk.entering import CHANGE, DO, LOOK, SEND
from participation.inclusion.desk_forms import PREFIX, Held, ReadBack, Together
from participation.inclusion.queries import EntryView
from participation.inclusion.questions import answers, filled, questions, typed_in
from participation.sheets import CHANNEL_NAMES, sheet
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may
from participation.web.limits import give_back, keep_pace

# Besides the buttons of a new form: open what was sent, and take it back.
OPEN, TAKE_BACK = "open", "take_back"


@bp.route("/<municipality>/desk/counter/receipts", methods=["GET", "POST"])
@may("entries.enter")
def correct() -> ResponseReturnValue:
    """The code first, then what was sent, then the same read back; nothing of it before they say yes."""
    held = Held(prefix=PREFIX)
    found = _found(held) if held.validate_on_submit() else None
    if found is None:
        return render_template("inclusion/desk/receipt_code.html", form=held, do=DO, open=OPEN), status_of(held)
    with db.read() as session:
        asks = sheet(found.sheet).asks(session, here().id, found.subject)
    wish = request.form.get(DO)
    if wish not in (LOOK, SEND, CHANGE, TAKE_BACK):
        held.seen.data = found.mark
        return _page(held, found, filled(asks, found.typed or {}))
    typed = typed_in(asks, request.form)
    form = filled(asks, typed)
    if wish == TAKE_BACK:
        return _take_back(held, found, filled(asks, found.typed or {}))
    if wish == CHANGE or not form.validate():
        return _page(held, found, form)
    if wish == LOOK:
        return _look(held, found, form, ReadBack(prefix=PREFIX, formdata=None), typed)
    return _put_right(held, found, form, typed)


def _found(held: Held) -> EntryView | None:
    """What belongs to the code; wrong ones are counted."""
    account = f"person:{someone().person_id}"
    with refusals_on(held, "code"):
        keep_pace("code", account=account)
        with db.read() as session:
            found = assisted.entry_of_receipt(session, here().id, held.code.data, by=someone(), at=clock.now())
        give_back("code", account=account)
        return found
    return None


def _put_right(held: Held, found: EntryView, form: FlaskForm, typed: dict[str, list[str]]) -> ResponseReturnValue:
    last = ReadBack(prefix=PREFIX)
    if not last.validate():
        return _look(held, found, form, last, typed)
    with refusals_on(form), db.write() as session:
        assisted.correct(
            session,
            here().id,
            found.id,
            typed=typed,
            answers=form.data,
            seen=held.seen.data or "",
            by=someone(),
            at=clock.now(),
        )
        flash(_("It is put right. The code of the receipt stays the same."))
        return redirect(url_for("inclusion_desk.counter"), 303)
    return _page(held, found, form)


def _take_back(held: Held, found: EntryView, form: FlaskForm) -> ResponseReturnValue:
    with refusals_on(held), db.write() as session:
        seen = held.seen.data or ""
        assisted.take_back(session, here().id, found.id, seen=seen, by=someone(), at=clock.now())
        flash(_("It is taken back, and no longer counts."))
        return redirect(url_for("inclusion_desk.counter"), 303)
    return _page(held, found, form)


def _look(
    held: Held, found: EntryView, form: FlaskForm, last: ReadBack, typed: dict[str, list[str]]
) -> ResponseReturnValue:
    typed_before = [(name, value) for name, values in typed.items() for value in values]
    return render_template(
        "inclusion/desk/look.html",
        sheet=sheet(found.sheet),
        form=last,
        answers=answers(form),
        carried=[*_carried(held), *typed_before],
        aloud=False,
        do=DO,
    ), status_of(last)


def _page(held: Held, found: EntryView, form: FlaskForm) -> ResponseReturnValue:
    return render_template(
        "inclusion/desk/correct.html",
        entry=found,
        sheet=sheet(found.sheet),
        form=form,
        held=held,
        together=Together(held, form),
        carried=_carried(held),
        questions=questions(form),
        channels=CHANNEL_NAMES,
        do=DO,
    ), max(status_of(held), status_of(form))


def _carried(held: Held) -> list[tuple[str, str]]:
    """What goes along from page to page: pairs of a field and its value."""
    return [(held[name].name, str(held[name].data)) for name in ("code", "consented", "seen")]
