"""Keeping a form to come back to, with a code; and where any code of ours is typed, whatever it stands on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, sheets
from participation.errors import Refused
from participation.inclusion import drafts, paper_codes, queries
from participation.inclusion.forms import Back
from participation.inclusion.questions import filled
from participation.inclusion.views.blueprint import bp
from participation.inclusion.views.filling import asked_for, guard_of_form, page_of, put_away, step_asked, typed_on_page
from participation.inclusion.views.hands import KEPT, hands, me, show_receipt
from participation.lottery.codes import is_long, read_long_code
from participation.web import letter_codes
from participation.web.context import here, language
from participation.web.forms import refusals_on, status_of
from participation.web.guards import depends, open_to_everyone
from participation.web.limits import give_back, keep_pace


@bp.post("/<municipality>/forms/<name>/keep")
@bp.post("/<municipality>/forms/<name>/about/<subject>/keep")
@depends(guard_of_form)
def keep(name: str, subject: str = "") -> ResponseReturnValue:
    """Keep a page as it is, finished or not, and say with which code they come back."""
    filling = asked_for(name, subject)
    step = step_asked(filling)
    typed = typed_on_page(filling, step)
    form = filled(filling.questions, {**filling.typed, **typed})
    with refusals_on(form):
        put_away(filling, typed, done=0)
        with db.write() as database:
            code, until = drafts.keep(database, filling.hands, name, subject, at=clock.now())
        session[KEPT] = {"code": code, "form": name, "until": until.isoformat(), "at": clock.now().isoformat()}
        return redirect(url_for("inclusion.kept"), 303)
    return page_of(filling, step, form)


@bp.get("/<municipality>/forms/kept")
@open_to_everyone
def kept() -> ResponseReturnValue:
    """The code with which they come back, to write down or to print; for a while, as others may sit down here."""
    told: dict[str, Any] | None = session.get(KEPT)
    if told is None or clock.now() - datetime.fromisoformat(told["at"]) > drafts.SHARED_COMPUTER:
        return redirect(url_for("inclusion.by_code"), 303)
    until = datetime.fromisoformat(told["until"])
    return render_template("inclusion/kept.html", told=told, until=until, sheet=sheets.sheet(told["form"]), me=me())


@bp.route("/<municipality>/back", methods=["GET", "POST"])
@open_to_everyone
def by_code() -> ResponseReturnValue:
    """Type a code: of a letter, of a form that was kept, of a receipt, or of a form on paper."""
    form = Back(code=request.args.get("code", "")) if request.method == "GET" else Back()
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            keep_pace("code")
            answer = _opened(form.code.data)
            give_back("code")
            return answer
    return render_template("inclusion/by_code.html", form=form), status_of(form)


def _opened(typed: str) -> ResponseReturnValue:
    """Where a code leads. Raises Refused and Fault for one that leads nowhere."""
    if not is_long(typed):
        with db.read() as database:
            printed = paper_codes.form_of_code(database, here().id, typed)
        return redirect(url_for("inclusion.form", name=printed.sheet.name, subject=printed.subject or None), 303)
    code = read_long_code(typed)
    with db.read() as database:
        if page := letter_codes.page_of(database, code):
            return redirect(page, 303)
    with db.write() as database:
        held = drafts.come_back(database, hands(), code, at=clock.now())
    if held:
        wished = held.language if held.language != language() else None
        return redirect(url_for("inclusion.form", name=held.sheet, subject=held.subject or None, language=wished), 303)
    with db.read() as database:
        entry = queries.entry_if_any(database, here().id, code)
    if entry is None:
        raise Refused("code_leads_nowhere")
    if entry.person_id not in (None, me()) and sheets.sheet(entry.sheet).act:
        raise Refused("receipt_of_another")
    show_receipt(entry.id, code)
    return redirect(url_for("inclusion.receipt", entry_id=entry.id), 303)
