"""What somebody sent: their receipt, putting it right, and taking it back, for as long as it can be."""

from __future__ import annotations

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db, sheets
from participation.db import Session
from participation.errors import NotFound, Refused
from participation.inclusion import actions, queries, sending
from participation.inclusion.papers import in_words, receipt_of, receipt_pdf
from participation.inclusion.queries import EntryView
from participation.inclusion.questions import answers, filled, questions, typed_in
from participation.inclusion.views.blueprint import bp
from participation.inclusion.views.hands import me, receipts
from participation.sheets import CHANNEL_NAMES, Sheet
from participation.web.context import actor, here
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import EVERYONE, SIGNED_IN, depends, for_signed_in


def guard_of_receipt(entry_id: int) -> str:
    """Whoever typed its code here sees it; anybody else shows first who they are."""
    return EVERYONE if str(entry_id) in receipts() else SIGNED_IN


@bp.get("/<municipality>/forms/sent")
@for_signed_in
def sent_forms() -> ResponseReturnValue:
    """Everything that somebody sent, in whatever way, with its receipt."""
    with db.read() as database:
        entries = queries.entries_of(database, here().id, me() or 0)
    return render_template(
        "inclusion/sent.html",
        entries=entries,
        channels=CHANNEL_NAMES,
        titles={one.name: one.title for one in sheets.sheets()},
    )


@bp.get("/<municipality>/receipts/<int:entry_id>")
@depends(guard_of_receipt)
def receipt(entry_id: int) -> ResponseReturnValue:
    """What was sent, what happens next, and until when it can be put right."""
    entry = _own(entry_id)
    wanted = sheets.sheet(entry.sheet)
    with db.read() as database:
        asked = wanted.asks(database, here().id, entry.subject)
        about = queries.about(database, here().id, entry.subject)
        told = wanted.tells(database, here().id, entry.id) if entry.typed is not None else ()
        after = next_forms(database, wanted, entry.subject)
    return render_template(
        "inclusion/receipt.html",
        about=about,
        told=in_words(told),
        next_forms=after,
        entry=entry,
        sheet=wanted,
        channel=CHANNEL_NAMES[entry.channel],
        code=receipts().get(str(entry_id), ""),
        rows=answers(filled(asked, entry.typed)) if entry.typed is not None else [],
        correctable=entry.is_correctable(clock.now()),
        own=entry.person_id == me() is not None,
    )


@bp.get("/<municipality>/receipts/<int:entry_id>.pdf")
@depends(guard_of_receipt)
def receipt_to_print(entry_id: int) -> ResponseReturnValue:
    """The receipt on paper, for as long as this browser knows its code."""
    entry, code = _own(entry_id), receipts().get(str(entry_id))
    if entry.typed is None or not code:
        raise NotFound
    with db.read() as database:
        asked = sheets.sheet(entry.sheet).asks(database, here().id, entry.subject)
        told = sheets.sheet(entry.sheet).tells(database, here().id, entry.id)
    who = actor()
    name = who.name if who and who.person_id == entry.person_id else entry.name
    printed = receipt_pdf(g.place, receipt_of(entry, code, name, filled(asked, entry.typed), told))
    return Response(printed, content_type="application/pdf")


@bp.route("/<municipality>/receipts/<int:entry_id>/correct", methods=["GET", "POST"])
@depends(guard_of_receipt)
def correct(entry_id: int) -> ResponseReturnValue:
    """The same questions once more, all on one page, with what was answered."""
    entry = _own(entry_id)
    wanted = sheets.sheet(entry.sheet)
    if entry.typed is None or not entry.is_correctable(clock.now()):
        raise Refused("entry_stands")
    with db.read() as database:
        asked = wanted.asks(database, here().id, entry.subject)
    typed = typed_in(asked, request.form) if request.method == "POST" else entry.typed
    form = filled(asked, typed)
    if request.method == "POST" and form.validate():
        with refusals_on(form):
            with db.write() as database:
                check_seen(queries.entry_to_change(database, here().id, entry_id).mark)
                actions.correct(database, here().id, entry_id, typed=typed, answers=form.data, by=me(), at=clock.now())
            flash(_("Put right. This is what we have now."))
            return redirect(url_for("inclusion.receipt", entry_id=entry_id), 303)
    page = render_template(
        "inclusion/correct.html",
        entry=entry,
        sheet=wanted,
        form=form,
        asked=[(one.number, form[one.name]) for one in questions(form)],
    )
    return page, status_of(form)


@bp.route("/<municipality>/receipts/<int:entry_id>/take-back", methods=["GET", "POST"])
@depends(guard_of_receipt)
def take_back(entry_id: int) -> ResponseReturnValue:
    """It was not meant: one button, and it no longer counts."""
    entry = _own(entry_id)
    wanted = sheets.sheet(entry.sheet)
    if request.method == "POST":
        with db.write() as database:
            check_seen(queries.entry_to_change(database, here().id, entry_id).mark)
            actions.take_back(database, here().id, entry_id, by=me(), at=clock.now())
        flash(_("Taken back. It no longer counts, and your answers are erased."))
        return redirect(url_for("inclusion.receipt", entry_id=entry_id), 303)
    if not entry.is_correctable(clock.now()):
        raise Refused("entry_stands")
    if wanted.take_back is None:
        raise Refused("entry_stays")
    return render_template("inclusion/take_back.html", entry=entry, sheet=wanted)


@bp.post("/<municipality>/receipts/<int:entry_id>/send")
@for_signed_in
def send_receipt(entry_id: int) -> ResponseReturnValue:
    """The code of the receipt, to where we write to them."""
    entry, code = _own(entry_id), receipts().get(str(entry_id))
    if entry.person_id != me() or not code:
        raise NotFound
    with db.write() as database:
        sending.send_receipt(database, here().id, entry, code, at=clock.now())
    flash(_("Your receipt is on its way to you."))
    return redirect(url_for("inclusion.receipt", entry_id=entry_id), 303)


def next_forms(database: Session, wanted: Sheet, subject: str) -> list[tuple[Sheet, str]]:
    """The forms that somebody may want after this one, each about the same where it can be."""
    found = []
    for one in map(sheets.sheet, wanted.next_forms):
        about = one.about(database, here().id)
        if subject in about or "" in about:
            found.append((one, subject if subject in about else ""))
    return found


def _own(entry_id: int) -> EntryView:
    """What this visitor sent, by account or by the code that they typed. Raises NotFound."""
    with db.read() as database:
        entry = queries.entry(database, here().id, entry_id)
        known = queries.entry_if_any(database, here().id, receipts().get(str(entry_id), ""))
    theirs = entry.person_id is not None and entry.person_id == me()
    typed_its_code = known is not None and known.id == entry_id
    if not theirs and (not typed_its_code or sheets.sheet(entry.sheet).act):
        raise NotFound
    return entry
