"""The official's counter: what became of every message, letters to the printer, and another try for what failed."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.errors import N_
from participation.messages import copying, letters, printing, queries
from participation.messages.kinds import KINDS
from participation.messages.recipients import EMAIL, LETTER, PHONE
from participation.messages.troubles import TROUBLES
from participation.municipalities import queries as municipalities
from participation.web.context import here, page_asked, someone
from participation.web.guards import asks_again, may

bp = Blueprint("messages_desk", __name__)

# state: in words, and the shape beside them
STATES: dict[str, tuple[str, str]] = {
    "waiting": (N_("Waits"), "wait"),
    "gathering": (N_("Waits for the digest"), "wait"),
    "printing": (N_("Being printed"), "now"),
    "sent": (N_("Sent"), "done"),
    "bundled": (N_("Sent in the digest"), "done"),
    "printed": (N_("Printed"), "done"),
    "returned": (N_("Came back"), "late"),
    "failed": (N_("Failed"), "stop"),
}
CHANNELS: dict[str, str] = {EMAIL: N_("E-mail"), PHONE: N_("Text message"), LETTER: N_("Letter")}


@bp.get("/<municipality>/desk/messages")
@may("messages.see")
def outbox() -> ResponseReturnValue:
    """Every message by state and channel, without its words."""
    state, channel = _asked("state", STATES), _asked("channel", CHANNELS)
    page = page_asked()
    with db.read() as session:
        counts = queries.counts(session, here().id)
        rows, pages = queries.lines(session, here().id, page, state=state, channel=channel)
        batches = queries.batches(session, here().id)
    return render_template(
        "messages/desk/outbox.html",
        counts=counts,
        rows=rows,
        page=page,
        pages=pages,
        state=state,
        channel=channel,
        batches=batches,
        states=STATES,
        channels=CHANNELS,
        kinds=KINDS,
        troubles=TROUBLES,
        most=printing.MOST,
    )


@bp.post("/<municipality>/desk/messages/letters")
@may("messages.print")
@asks_again
def take_letters() -> ResponseReturnValue:
    """Put the letters that wait into a batch, to be printed."""
    with db.write() as session:
        printing.take_letters(session, here().id, by=someone(), at=clock.now())
    return redirect(url_for("messages_desk.outbox"), 303)


@bp.get("/<municipality>/desk/messages/letters/<int:batch>.pdf")
@may("messages.print")
@asks_again
def print_letters(batch: int) -> ResponseReturnValue:
    """The letters of a batch as one file, as often as the printer needs it until they are noted as printed."""
    with db.read() as session:
        found = queries.letters_in(session, here().id, batch)
        place = municipalities.municipality(session, here().slug)
    content = letters.pdf(found, place, large=request.args.get("print") == "large")
    named = f'attachment; filename="letters-{batch}.pdf"'
    return Response(content, content_type="application/pdf", headers={"Content-Disposition": named})


@bp.post("/<municipality>/desk/messages/letters/<int:batch>/printed")
@may("messages.print")
def note_printed(batch: int) -> ResponseReturnValue:
    """The letters of a batch are on paper."""
    with db.write() as session:
        printing.note_printed(session, here().id, batch, by=someone(), at=clock.now())
    flash(_("Noted: these letters are on paper."))
    return redirect(url_for("messages_desk.outbox"), 303)


@bp.post("/<municipality>/desk/messages/letters/<int:batch>/back")
@may("messages.print")
def put_back(batch: int) -> ResponseReturnValue:
    """The letters of a batch wait again."""
    with db.write() as session:
        printing.put_back(session, here().id, batch, by=someone(), at=clock.now())
    flash(_("These letters wait again."))
    return redirect(url_for("messages_desk.outbox"), 303)


@bp.post("/<municipality>/desk/messages/<int:message_id>/returned")
@may("messages.print")
def note_returned(message_id: int) -> ResponseReturnValue:
    """The post brought a letter back."""
    with db.write() as session:
        printing.note_returned(session, here().id, message_id)
    flash(_("Noted: this letter came back."))
    return redirect(url_for("messages_desk.outbox", state="returned"), 303)


@bp.post("/<municipality>/desk/messages/<int:message_id>/copy")
@may("messages.print")
def copy_letter(message_id: int) -> ResponseReturnValue:
    """Somebody asks for a letter in another language: a copy waits to be printed."""
    seen = request.form.get("seen", 0, type=int)
    with db.write() as session:
        wanted = request.form.get("language", "")
        copying.copy(session, here().id, message_id, wanted, seen=seen, by=someone(), at=clock.now())
    flash(_("The copy waits among the letters to print."))
    return redirect(url_for("messages_desk.outbox"), 303)


@bp.post("/<municipality>/desk/messages/<int:message_id>/retry")
@may("messages.print")
def retry(message_id: int) -> ResponseReturnValue:
    """Another try for a message that failed."""
    with db.write() as session:
        printing.retry(session, here().id, message_id)
    flash(_("We try this message once more."))
    return redirect(url_for("messages_desk.outbox"), 303)


def _asked(name: str, offered: dict[str, tuple[str, str]] | dict[str, str]) -> str | None:
    """What the address asks for, if it is offered."""
    wanted = request.args.get(name)
    return wanted if wanted in offered else None
