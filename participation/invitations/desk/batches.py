"""A batch of letters at the desk: its files, on paper, posted; and what the post brings back."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from participation import clock, db
from participation.clock import local
from participation.db import Session
from participation.errors import NotFound, Refused
from participation.invitations import batches, print_house
from participation.invitations import letter_rules as rules
from participation.invitations import letters as wording
from participation.invitations.batches import Returned
from participation.invitations.desk.blueprint import bp
from participation.invitations.desk.dossier import Dossier
from participation.invitations.desk.letters import LETTERS, pdf
from participation.invitations.forms.letters import ReturnedForm, SentForm, copy_form
from participation.invitations.queries import letters as queries
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, may
from participation.web.limits import keep_pace

BATCH = LETTERS + "/<int:sequence>"


@bp.get(BATCH)
@may("invitations.see")
def batch(slug: str, sequence: int) -> ResponseReturnValue:
    """One batch: how far it is, and its files."""
    return _batch_page(slug, sequence, SentForm(formdata=None, data={"on": local(clock.now()).date()}))


@bp.post(BATCH + "/file")
@may("invitations.send")
@asks_again
def take_file(slug: str, sequence: int) -> ResponseReturnValue:
    """One file of a batch, for a printer of our own."""
    file = request.form.get("file", 0, type=int)
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        found = queries.batch(session, here().id, panel.id, sequence)
        if not 1 <= file <= rules.files_of(found.letters):
            raise NotFound
        _take(session, panel.id, sequence)
        order = print_house.batch_order(session, here().id, panel, found)
    content = print_house.file_pdf(order, here().id, found, file)
    return pdf(content, f"letters-{sequence}-{file:03}.pdf")


@bp.post(BATCH + "/archive")
@may("invitations.send")
@asks_again
def take_archive(slug: str, sequence: int) -> ResponseReturnValue:
    """All letters of a batch with the list of them, for a print house; it leaves while it is made."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        found = queries.batch(session, here().id, panel.id, sequence)
        _take(session, panel.id, sequence)
        order = print_house.batch_order(session, here().id, panel, found)
    named = f'attachment; filename="letters-{slug}-{sequence}.zip"'
    return Response(
        print_house.archive(order, here().id, found),
        content_type="application/zip",
        headers={"Content-Disposition": named},
    )


@bp.post(BATCH + "/printed")
@may("invitations.send")
def note_printed(slug: str, sequence: int) -> ResponseReturnValue:
    """The letters of a batch are on paper."""
    with db.write() as session:
        panel = panels.panel(session, here().id, slug)
        found = queries.batch_to_change(session, here().id, panel.id, sequence)
        batches.note_printed(session, found, by=someone(), at=clock.now())
    flash(_("Noted: these letters are on paper."))
    return redirect(url_for("invitations_desk.batch", slug=slug, sequence=sequence), 303)


@bp.post(BATCH + "/sent")
@may("invitations.send")
def note_sent(slug: str, sequence: int) -> ResponseReturnValue:
    """The letters of a batch left the house."""
    form = SentForm()
    if form.validate_on_submit():
        with refusals_on(form, "on"), db.write() as session:
            panel = panels.panel(session, here().id, slug)
            found = queries.batch_to_change(session, here().id, panel.id, sequence)
            batches.note_sent(session, found, form.on.data, by=someone(), at=clock.now())
            flash(_("Noted: these letters were sent."))
            return redirect(url_for("invitations_desk.letters", slug=slug), 303)
    return _batch_page(slug, sequence, form)


@bp.post(BATCH + "/withdraw")
@may("invitations.send")
@asks_again
def withdraw_letters(slug: str, sequence: int) -> ResponseReturnValue:
    """These letters do not go out after all."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        found = queries.batch_to_change(session, here().id, panel.id, sequence)
        batches.withdraw(session, found, by=someone(), at=clock.now())
    flash(_("These letters are gone. You can make them anew."))
    return redirect(url_for("invitations_desk.letters", slug=slug), 303)


@bp.route(LETTERS + "/returned", methods=["GET", "POST"])
@may("invitations.send")
def returned(slug: str) -> ResponseReturnValue:
    """Letters that the post brought back, by their codes: typed, scanned or from a file."""
    with db.read() as session:
        dossier = Dossier(session, slug)
    form = ReturnedForm()
    if form.validate_on_submit():
        with refusals_on(form, "codes"):
            codes, without = rules.codes_in(_typed(form))
            if not codes and not without:
                raise Refused("codes_missing", field="codes")
            with db.write() as session:
                outcome = batches.note_returned(
                    session, here().id, dossier.panel.id, codes, form.why.data, by=someone(), at=clock.now()
                )
            return _noted(dossier, form, outcome, without)
    return _returned_page(dossier, form)


@bp.route(LETTERS + "/copy", methods=["GET", "POST"])
@may("invitations.send")
def copy_letter(slug: str) -> ResponseReturnValue:
    """Somebody asks for their letter once more: in another language, in large print, or because it is lost."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        languages = print_house.languages(municipalities.place(session, here().id))
    form = copy_form(languages)
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            keep_pace("search", account=f"person:{someone().person_id}")
            language = form.language.data
            with db.write() as session:
                panel = panels.panel(session, here().id, slug)
                invited = batches.copy(
                    session,
                    here().id,
                    panel.id,
                    language,
                    code=rules.one_code(form.code.data) if form.code.data else "",
                    name=form.name.data or "",
                    house=form.house.data or "",
                    large=form.large.data,
                    by=someone(),
                    at=clock.now(),
                )
                place = municipalities.place(session, here().id)
                occasion = wording.occasion(session, here().id, panel, rules.INVITATION, at=clock.now())
                order = print_house.order(session, place, occasion)
                letter = queries.letter_of(session, here().id, invited, language)
            return pdf(print_house.set_letters(order, [letter]).content, "letter.pdf")
    return render_template("invitations/desk/copy.html", dossier=dossier, form=form), status_of(form)


def _take(session: Session, panel_id: int, sequence: int) -> None:
    found = queries.batch_to_change(session, here().id, panel_id, sequence)
    batches.take_files(session, found, by=someone(), at=clock.now())


def _typed(form: ReturnedForm) -> str:
    content = form.file.data.read() if form.file.data else b""
    return f"{form.codes.data or ''}\n{rules.text_of(content)}"


def _noted(dossier: Dossier, form: ReturnedForm, outcome: Returned, without: list[str]) -> ResponseReturnValue:
    """What became of the codes: back to the letters, or where something is left to look at, what that is."""
    if outcome.unknown or outcome.not_printed or without:
        form.codes.data = ""
        return _returned_page(dossier, form, outcome, without)
    flash(ngettext("%(num)s letter is noted as come back.", "%(num)s letters are noted as come back.", outcome.noted))
    return redirect(url_for("invitations_desk.letters", slug=dossier.panel.slug), 303)


def _returned_page(
    dossier: Dossier, form: ReturnedForm, outcome: Returned | None = None, without: list[str] | None = None
) -> ResponseReturnValue:
    return render_template(
        "invitations/desk/returned.html", dossier=dossier, form=form, outcome=outcome, without=without or []
    ), status_of(form)


def _batch_page(slug: str, sequence: int, form: SentForm) -> ResponseReturnValue:
    with db.read() as session:
        dossier = Dossier(session, slug)
        found = queries.batch(session, here().id, dossier.panel.id, sequence)
    return render_template(
        "invitations/desk/batch.html",
        dossier=dossier,
        batch=found,
        files=rules.files_of(found.letters),
        in_a_file=rules.IN_A_FILE,
        form=form,
    ), status_of(form)
