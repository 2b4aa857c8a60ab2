"""What an official just entered, and its receipt: to print, to send, to say on the telephone.

Only the browser in which it was entered knows the code of the receipt, and only for the newest few.
"""

from __future__ import annotations

from flask import Response, flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db, keys
from participation.errors import Refused
from participation.inclusion import assisted
from participation.inclusion.desk.blueprint import bp
from participation.inclusion.desk_forms import Sending
from participation.inclusion.papers import in_words, receipt_of, receipt_pdf
from participation.inclusion.questions import filled
from participation.people import queries as people
from participation.sheets import PHONE, sheet
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may

HANDED_OVER = "handed_over"
REMEMBERED = 3


def remember(entry_id: int, code: str) -> None:
    """Keep the code of a receipt in this browser, sealed, for as long as somebody sits here."""
    kept = {**session.get(HANDED_OVER, {}), str(entry_id): keys.sealed(code, "receipt", here().id, entry_id)}
    session[HANDED_OVER] = dict(list(kept.items())[-REMEMBERED:])


def remembered(entry_id: int) -> str | None:
    """The code of a receipt, where this browser still has it."""
    try:
        return keys.unsealed(session.get(HANDED_OVER, {}).get(str(entry_id), ""), "receipt", here().id, entry_id)
    except ValueError:
        return None


@bp.route("/<municipality>/desk/counter/entries/<int:entry_id>", methods=["GET", "POST"])
@may("entries.enter")
def entry(entry_id: int) -> ResponseReturnValue:
    """What I entered: its code, what happens next; and the receipt goes to them where they want it."""
    code = remembered(entry_id)
    form = Sending()
    with db.read() as reading:
        found = assisted.own_entry(reading, here().id, entry_id, by=someone())
        form.offer(assisted.ways_to_send(reading, here().id, found))
        told = sheet(found.sheet).tells(reading, here().id, entry_id)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as writing:
            if code is None:
                raise Refused("receipt_gone")
            way, contact = form.way.data, form.contact.data
            assisted.send_receipt(writing, here().id, found, code, way=way, contact=contact, at=clock.now())
            flash(_("The receipt is on its way."))
            return redirect(url_for("inclusion_desk.entry", entry_id=entry_id), 303)
    return render_template(
        "inclusion/desk/entry.html",
        entry=found,
        sheet=sheet(found.sheet),
        code=code,
        told=in_words(told),
        form=form,
        aloud=found.channel == PHONE,
    ), status_of(form)


@bp.get("/<municipality>/desk/counter/entries/<int:entry_id>/receipt.pdf")
@may("entries.enter")
def receipt_to_print(entry_id: int) -> ResponseReturnValue:
    """The receipt on paper, to be handed over."""
    code = remembered(entry_id)
    with db.read() as reading:
        found = assisted.own_entry(reading, here().id, entry_id, by=someone())
        if code is None or found.typed is None:
            raise Refused("receipt_gone")
        asks = sheet(found.sheet).asks(reading, here().id, found.subject)
        told = sheet(found.sheet).tells(reading, here().id, entry_id)
        name = people.person(reading, here().id, found.person_id).name if found.person_id else found.name
        large = bool(found.person_id and people.person(reading, here().id, found.person_id).large_print)
    receipt = receipt_of(found, code, name, filled(asks, found.typed), told)
    return Response(receipt_pdf(g.place, receipt, large=large), content_type="application/pdf")
