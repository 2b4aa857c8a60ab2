"""Letters to whoever is invited: in words, made, printed, posted, and come back."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db, plain
from participation.clock import local
from participation.db import Session
from participation.errors import N_, NotFound
from participation.invitations import batches, print_house
from participation.invitations import letter_rules as rules
from participation.invitations import letters as wording
from participation.invitations.desk.blueprint import bp
from participation.invitations.desk.dossier import Dossier
from participation.invitations.forms.letters import (
    BatchForm,
    WordsForm,
    batch_form,
    words_form,
)
from participation.invitations.queries import letters as queries
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import may

LETTERS = "/<municipality>/desk/panels/<slug>/letters"
CHECK = "check"
# The post takes a few days, and so does somebody who is away.
DAYS_TO_ANSWER = 21

# state: in words, and the shape beside them
STATES: dict[str, tuple[str, str]] = {
    rules.MAKING: (N_("Being made"), "now"),
    rules.MADE: (N_("Ready to print"), "wait"),
    rules.PRINTED: (N_("On paper"), "wait"),
    rules.SENT: (N_("Sent"), "done"),
}


@bp.context_processor
def say_states() -> dict[str, object]:
    """What the templates can count on: kinds and states of letters, and why they come back."""
    return {"letter_kinds": rules.KINDS, "letter_states": STATES, "returned_words": rules.WHY_RETURNED}


@bp.get(LETTERS)
@may("invitations.see")
def letters(slug: str) -> ResponseReturnValue:
    """Every batch, what may be made now, and what the letters say."""
    today = local(clock.now()).date()
    with db.read() as session:
        dossier = Dossier(session, slug)
        panel_id = dossier.panel.id
        situation = queries.situation(session, here().id, panel_id)
        found = queries.batches(session, here().id, panel_id)
        written = queries.words(session, here().id, panel_id)
        came_back = queries.returned(session, here().id, panel_id)
        place = municipalities.place(session, here().id)
        waiting = {kind: _letters_of(session, panel_id, kind, today) for kind in rules.KINDS}
    return render_template(
        "invitations/desk/letters.html",
        dossier=dossier,
        situation=situation,
        batches=found,
        written=written,
        came_back=came_back,
        letter_languages=print_house.languages(place),
        may_make={
            kind: waiting[kind] for kind in rules.KINDS if waiting[kind] and rules.may_make(kind, situation, today)
        },
        waiting=waiting,
        today=today,
    )


@bp.route(LETTERS + "/words/<any(nl, fr, de, en):code>", methods=["GET", "POST"])
@may("invitations.send")
def letter_words(slug: str, code: str) -> ResponseReturnValue:
    """The municipality's own paragraphs in one language; on "check" with how easily they read, and nothing is kept."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        place = municipalities.place(session, here().id)
        before = queries.words(session, here().id, dossier.panel.id).get(code, {})
    if code not in print_house.languages(place):
        raise NotFound
    form = words_form(code, before)
    looks = None
    if request.method == "POST" and request.form.get("press") == CHECK:
        looks = {part: plain.look(text, code) for part, text in form.words().items() if text}
    elif form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panel = panels.panel_to_change(session, here().id, slug)
            batches.write_words(
                session,
                here().id,
                panel.id,
                code,
                form.words(),
                seen=request.form.get("seen", ""),
                by=someone(),
                at=clock.now(),
            )
            flash(_("These words are kept. Look at the proof sheet to see them in the letter."))
            return redirect(url_for("invitations_desk.letters", slug=slug), 303)
    return _words_page(dossier, code, form, batches.mark_of(before), looks)


@bp.get(LETTERS + "/proof-<any(invitation, reminder, extension):kind>.pdf")
@may("invitations.see")
def proof(slug: str, kind: str) -> ResponseReturnValue:
    """One letter of this kind in each language and size, to nobody, marked on each page as a proof."""
    with db.read() as session:
        panel = panels.panel(session, here().id, slug)
        place = municipalities.place(session, here().id)
        occasion = wording.occasion(session, here().id, panel, kind, at=clock.now())
        order = print_house.order(session, place, occasion)
    samples = wording.samples(place, occasion, print_house.languages(place))
    return pdf(print_house.set_letters(order, samples, proof=True).content, f"proof-{kind}.pdf", shown="inline")


@bp.route(LETTERS + "/new/<any(invitation, reminder, extension):kind>", methods=["GET", "POST"])
@may("invitations.send")
def make_letters(slug: str, kind: str) -> ResponseReturnValue:
    """Who gets a letter of this kind, until when they can answer, and having the letters made."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        languages = municipalities.languages_for(session, here().id, "letter")
    form = batch_form(kind, languages, data={"answers_until": _proposed_day(dossier, kind)})
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panel = panels.panel_to_change(session, here().id, slug)
            batch = batches.make(
                session,
                here().id,
                panel.id,
                kind,
                until=None if kind == rules.REMINDER else form.answers_until.data,
                reason=form.reason(languages),
                by=someone(),
                at=clock.now(),
            )
            return redirect(url_for("invitations_desk.batch", slug=slug, sequence=batch.sequence), 303)
    return _make_page(dossier, kind, form)


def _letters_of(session: Session, panel_id: int, kind: str, today: date) -> int:
    """How many letters of this kind there would be today."""
    return sum(group.letters for group in _groups(session, panel_id, kind, today))


def _groups(session: Session, panel_id: int, kind: str, today: date) -> list[queries.Group]:
    days = municipalities.value(session, here().id, "panel.reminder_days")
    before = batches.sent_before(clock.now(), days)
    # More time can be given again, to another day: that of today stands for any that was not given yet.
    return queries.to_write(session, here().id, panel_id, kind, today, sent_before=before)


def _proposed_day(dossier: Dossier, kind: str) -> date | None:
    """A last day to begin from: that of the lot, or three weeks from now if that is later."""
    if dossier.lot is None:
        return None
    later = local(clock.now()).date() + timedelta(days=DAYS_TO_ANSWER)
    last = dossier.lot.answers_until
    more = kind == rules.EXTENSION and last < date.max
    return max(last + timedelta(days=more), later)


def _make_page(dossier: Dossier, kind: str, form: BatchForm) -> ResponseReturnValue:
    today = local(clock.now()).date()
    with db.read() as session:
        situation = queries.situation(session, here().id, dossier.panel.id)
        groups = _groups(session, dossier.panel.id, kind, today)
    return render_template(
        "invitations/desk/make_letters.html",
        dossier=dossier,
        kind=kind,
        form=form,
        situation=situation,
        groups=groups,
        letters=sum(group.letters for group in groups),
        may_make=rules.may_make(kind, situation, today),
    ), status_of(form)


def _words_page(
    dossier: Dossier, code: str, form: WordsForm, seen: str, looks: dict[str, plain.Look] | None
) -> ResponseReturnValue:
    with db.read() as session:
        is_fixed = bool(queries.batches(session, here().id, dossier.panel.id))
    return render_template(
        "invitations/desk/letter_words.html",
        dossier=dossier,
        code=code,
        form=form,
        seen=seen,
        looks=looks,
        is_fixed=is_fixed,
        part_names=rules.PARTS,
        most_words=plain.MOST_WORDS,
    ), status_of(form)


def pdf(content: bytes, name: str, shown: str = "attachment") -> Response:
    """A PDF, to be kept or only looked at."""
    headers = {"Content-Disposition": f'{shown}; filename="{name}"'}
    return Response(content, content_type="application/pdf", headers=headers)
