"""Deciding by lot who is invited: how, how many, proposed, confirmed, drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.clock import local
from participation.db import Session
from participation.errors import NotFound, Refused
from participation.invitations import drawing
from participation.invitations.desk.blueprint import bp
from participation.invitations.desk.dossier import Dossier
from participation.invitations.forms.lot import NumberForm, ProposeForm, ReasonForm, WhomForm, propose_form
from participation.invitations.frames import FEATURES, LEFT_OUT, Frame
from participation.invitations.queries import lots as queries
from participation.invitations.queries import register as registers
from participation.invitations.queries.counts import group_in_words
from participation.lottery import invitations as lottery
from participation.municipalities import queries as municipalities
from participation.panels import queries as panels
from participation.sortition.invitations import Past, candidates_for, letters_to_send, response
from participation.web.context import here, language, someone
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import asks_again, may

DAYS_TO_PRINT = 14
LOT = "/<municipality>/desk/panels/<slug>/lots/<int:sequence>"


@bp.context_processor
def say_reasons() -> dict[str, object]:
    """What the templates can count on: why somebody is not in a frame, what groups differ in, and what they are called."""
    return {"left_out_words": LEFT_OUT, "feature_words": FEATURES, "group_words": group_words}


def group_words(feature: str, group: str) -> str:
    """A group of the register, in the language of the page."""
    return group_in_words(feature, group, language())


@bp.get("/<municipality>/desk/panels/<slug>/lot")
@may("invitations.see")
def whom(slug: str) -> ResponseReturnValue:
    """Whom to invite, how, and how many letters that takes; once that is answered, who could get one, in counts."""
    asked = WhomForm(formdata=request.args) if "letters" in request.args else None
    if asked is None or not asked.validate():
        return _questions(slug, asked)
    with db.read() as session:
        dossier = Dossier(session, slug)
        frame = _laid_out(session, dossier, asked)
        days = municipalities.value(session, here().id, "panel.reply_days")
    if frame is None:
        return _questions(slug, asked)
    until = local(clock.now()).date() + timedelta(days=days + DAYS_TO_PRINT)
    form = propose_form(_groups(frame), formdata=None, shown={"answers_until": until})
    return _counts(dossier, asked, frame, form)


@bp.post("/<municipality>/desk/panels/<slug>/lot")
@may("invitations.send")
def propose(slug: str) -> ResponseReturnValue:
    """Propose the lot as the page shows it, or count once more with other weights."""
    asked = WhomForm(formdata=request.form)
    if not asked.validate():
        return _questions(slug, asked)
    with db.read() as session:
        dossier = Dossier(session, slug)
        frame = _laid_out(session, dossier, asked)
    if frame is None:
        return _questions(slug, asked)
    form = propose_form(_groups(frame))
    if request.form.get("act") == "look":
        return _counts(dossier, asked, frame, form)
    check_seen(frame.digest)
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            panel = panels.panel_to_change(session, here().id, slug)
            register = registers.register_here(session, here().id, panel.id)
            if dossier.register is None or register.id != dossier.register.id:
                # Another one came in while the frame was laid out: it says where people stand in the one of before.
                raise Refused("changed_meanwhile")
            lot = drawing.propose(
                session,
                register,
                frame,
                asked.wishes(form.weights()),
                source=form.source(),
                seed_at=form.seed_at(),
                answers_until=form.answers_until.data,
                by=someone(),
                at=clock.now(),
            )
            return redirect(url_for("invitations_desk.lot", slug=slug, sequence=lot.sequence), 303)
    return _counts(dossier, asked, frame, form)


@bp.get(LOT)
@may("invitations.see")
def lot(slug: str, sequence: int) -> ResponseReturnValue:
    """One lot at the desk: what was promised, who must do what next."""
    return _lot_page(slug, sequence)


@bp.post(LOT + "/confirm")
@may("invitations.send")
@asks_again
def confirm(slug: str, sequence: int) -> ResponseReturnValue:
    """The second official's yes."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        check_seen(queries.lot(session, here().id, panel.id, sequence).mark)
        found = queries.lot_to_change(session, here().id, panel.id, sequence)
        title = next(iter(panel.title.values()))
        drawing.confirm(session, found, municipality=here().name, title=title, name=slug, by=someone(), at=clock.now())
    return redirect(url_for("invitations_desk.lot", slug=slug, sequence=sequence), 303)


@bp.post(LOT + "/withdraw")
@may("invitations.send")
def withdraw(slug: str, sequence: int) -> ResponseReturnValue:
    """Take a proposal back."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        found = queries.lot_to_change(session, here().id, panel.id, sequence)
        drawing.withdraw(session, found, by=someone(), at=clock.now())
    return redirect(url_for("invitations_desk.whom", slug=slug), 303)


@bp.post(LOT + "/number")
@may("invitations.send")
@asks_again
def enter_number(slug: str, sequence: int) -> ResponseReturnValue:
    """Enter what the source gave: it decides who is invited."""
    form = NumberForm()
    if form.validate_on_submit():
        with refusals_on(form, "result"), db.write() as session:
            panel = panels.panel_to_change(session, here().id, slug)
            found = queries.lot_to_change(session, here().id, panel.id, sequence)
            drawing.enter_number(session, found, form.result.data, by=someone(), at=clock.now())
            return redirect(url_for("invitations_desk.lot", slug=slug, sequence=sequence), 303)
    return _lot_page(slug, sequence, number_form=form)


@bp.post(LOT + "/cancel")
@may("invitations.send")
@asks_again
def ask_cancellation(slug: str, sequence: int) -> ResponseReturnValue:
    """Ask to cancel, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals_on(form, "reason"), db.write() as session:
            panel = panels.panel_to_change(session, here().id, slug)
            found = queries.lot_to_change(session, here().id, panel.id, sequence)
            drawing.ask_cancellation(session, found, form.reason.data, by=someone(), at=clock.now())
            return redirect(url_for("invitations_desk.lot", slug=slug, sequence=sequence), 303)
    return _lot_page(slug, sequence, reason_form=form)


@bp.post(LOT + "/cancel/confirm")
@may("invitations.send")
@asks_again
def confirm_cancellation(slug: str, sequence: int) -> ResponseReturnValue:
    """The second official's yes to cancelling."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        check_seen(queries.lot(session, here().id, panel.id, sequence).mark)
        found = queries.lot_to_change(session, here().id, panel.id, sequence)
        drawing.confirm_cancellation(session, found, by=someone(), at=clock.now())
    return redirect(url_for("invitations_desk.lot", slug=slug, sequence=sequence), 303)


@bp.post(LOT + "/frame.csv")
@may("panels.open_commitments")
@asks_again
def frame(slug: str, sequence: int) -> ResponseReturnValue:
    """The frame of a lot, for a sworn auditor and `verify.py --frame`: keys and groups, no names."""
    with db.write() as session:
        panel = panels.panel_to_change(session, here().id, slug)
        found = queries.lot_to_change(session, here().id, panel.id, sequence)
        drawing.open_frame(session, found, by=someone(), at=clock.now())
        number = found.id
    headers = {"Content-Disposition": 'attachment; filename="frame.csv"'}
    return Response(_frame_lines(here().id, number), content_type="text/csv; charset=utf-8", headers=headers)


def _frame_lines(municipality_id: int, lot_id: int) -> Iterator[str]:
    """A frame as CSV, a piece at a time: it may have a million lines."""
    yield "key,stratum\n"
    with db.read() as session:
        for line in queries.frame(session, municipality_id, lot_id):
            yield f"{line.key},{line.group}\n"


def _laid_out(session: Session, dossier: Dossier, asked: WhomForm) -> Frame | None:
    """Who could get a letter in this way; None, with the reason at its field, where nobody can."""
    with refusals_on(asked, "letters"):
        frame = drawing.lay_out(session, here().id, dossier.panel.id, asked.wishes(), at=clock.now())
        lottery.strata(frame.sizes, asked.letters.data)
        return frame
    return None


def _questions(slug: str, asked: WhomForm | None) -> ResponseReturnValue:
    """The page that asks, with how many letters are probably needed."""
    with db.read() as session:
        dossier = Dossier(session, slug)
        past = queries.past_answers(session, here().id)
        cents = municipalities.value(session, here().id, "panel.stamp_cents") or 0
    seen = response(Past(letters, willing) for letters, willing in past)
    estimate = letters_to_send(candidates_for(dossier.panel.seats), seen)
    form = asked or WhomForm(formdata=None, data={"letters": estimate.letters})
    return render_template(
        "invitations/desk/whom.html", dossier=dossier, form=form, estimate=estimate, cents=cents
    ), status_of(form)


def _groups(frame: Frame) -> list[str]:
    """The groups whose weights are asked for; a lot without groups has none to weigh."""
    return list(frame.sizes) if list(frame.sizes) != [""] else []


def _counts(dossier: Dossier, asked: WhomForm, frame: Frame, form: ProposeForm) -> ResponseReturnValue:
    """Who could get a letter, in counts, and what is still needed to propose it."""
    weights = form.weights() if form.weighs() else {}
    counts = dossier.register.counts if dossier.register else {}
    return render_template(
        "invitations/desk/counts.html",
        dossier=dossier,
        asked=asked,
        frame=frame,
        size=len(frame.lines),
        left_out=drawing.left_out(counts, frame),
        groups=lottery.strata(frame.sizes, asked.letters.data, weights),
        form=form,
    ), status_of(form)


def _lot_page(
    slug: str, sequence: int, *, number_form: NumberForm | None = None, reason_form: ReasonForm | None = None
) -> ResponseReturnValue:
    with db.read() as session:
        dossier = Dossier(session, slug)
        shown = next((lot for lot in dossier.lots if lot.sequence == sequence), None)
        if shown is None:
            raise NotFound
        has_frame = queries.has_frame(session, here().id, shown.id)
    forms = [form for form in (number_form, reason_form) if form is not None]
    status = max((status_of(form) for form in forms), default=200)
    return render_template(
        "invitations/desk/lot.html",
        dossier=dossier,
        lot=shown,
        has_frame=has_frame,
        number_form=number_form or NumberForm(formdata=None),
        reason_form=reason_form or ReasonForm(formdata=None),
        is_mine=shown.proposed_by == someone().person_id,
        cancelling_is_mine=shown.cancel_asked_by == someone().person_id,
        now=clock.now(),
    ), status
