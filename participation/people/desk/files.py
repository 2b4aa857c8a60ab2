"""A person's file: find it, open it with a reason, put it right, note an objection, erase it. For officials."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from participation import clock, db
from participation.errors import NotFound
from participation.people import files, leaving, queries
from participation.people.desk.blueprint import bp
from participation.people.staff_forms import Contact, Reason, Search
from participation.people.views.showing import sections
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, may
from participation.web.limits import keep_pace

# What somebody gave their voice for, needs to take part, or has not sent yet is not for colleagues or neighbours at the
# desk to read.
NOT_AT_THE_DESK = frozenset({"people.voice", "inclusion.support", "inclusion.draft"})


@bp.route("/<municipality>/desk/people", methods=["GET", "POST"])
@may("people.open")
def find() -> ResponseReturnValue:
    """Find somebody. What is looked for stands in no address, and the names of those who are found on no page."""
    form = Search()
    hits = None
    if form.validate_on_submit():
        with refusals_on(form, "wanted"):
            keep_pace("search", account=f"person:{someone().person_id}")
            with db.read() as session:
                hits = queries.found(session, here().id, form.wanted.data)
    return render_template("people/desk/find.html", form=form, hits=hits, most=queries.MOST_FOUND), status_of(form)


@bp.route("/<municipality>/desk/people/<int:person_id>", methods=["GET", "POST"])
@may("people.open")
def file(person_id: int) -> ResponseReturnValue:
    """Open a file with a reason; from then on, for half an hour, this is the file."""
    form = Reason()
    if form.validate_on_submit():
        with refusals_on(form, "reason"), db.write() as session:
            files.open_file(session, here().id, person_id, form.reason.data, by=someone(), at=clock.now())
            return redirect(url_for("people_desk.file", person_id=person_id), 303)
    with db.read() as session:
        if not form.errors and files.is_open(session, here().id, person_id, by=someone(), at=clock.now()):
            found = files.file(session, here().id, person_id)
            return render_template("people/desk/file.html", file=found, is_me=person_id == someone().person_id)
        queries.person(session, here().id, person_id)
    return render_template("people/desk/open_file.html", form=form, person_id=person_id), status_of(form)


@bp.route("/<municipality>/desk/people/<int:person_id>/contact", methods=["GET", "POST"])
@may("people.open")
@asks_again
def correct(person_id: int) -> ResponseReturnValue:
    """Put right how somebody is called and reached, at their request."""
    found = _open_file(person_id)
    shown = {**(found.address or {}), "language": found.language or ""}
    form = Contact(data={"name": found.name, "email": found.email, "phone": found.phone, "way": found.way, **shown})
    if form.validate_on_submit():
        with refusals_on(form, "way"), db.write() as session:
            files.correct(
                session,
                files.file_to_change(session, here().id, person_id, by=someone(), at=clock.now()),
                name=form.name.data,
                email=form.email.data or None,
                phone=form.phone.data or None,
                address=form.address(),
                way=form.way.data,
                language=form.language.data or None,
                by=someone(),
                at=clock.now(),
            )
            return redirect(url_for("people_desk.file", person_id=person_id), 303)
    return render_template("people/desk/correct.html", form=form, file=found), status_of(form)


@bp.post("/<municipality>/desk/people/<int:person_id>/objection")
@may("people.open")
def note_objection(person_id: int) -> ResponseReturnValue:
    """Somebody does not want to be written to or drawn."""
    with db.write() as session:
        person = files.file_to_change(session, here().id, person_id, by=someone(), at=clock.now())
        leaving.object_to_use(session, person, by=f"person:{someone().person_id}", at=clock.now())
    return redirect(url_for("people_desk.file", person_id=person_id), 303)


@bp.post("/<municipality>/desk/people/<int:person_id>/objection/end")
@may("people.open")
def end_objection(person_id: int) -> ResponseReturnValue:
    """Somebody may be written to and drawn again."""
    with db.write() as session:
        person = files.file_to_change(session, here().id, person_id, by=someone(), at=clock.now())
        leaving.take_objection_back(session, person, by=f"person:{someone().person_id}", at=clock.now())
    return redirect(url_for("people_desk.file", person_id=person_id), 303)


@bp.get("/<municipality>/desk/people/<int:person_id>/copy")
@may("people.open")
@asks_again
def copy(person_id: int) -> ResponseReturnValue:
    """Everything we hold on somebody, to be printed and handed over."""
    found = _open_file(person_id)
    with db.read() as session:
        shown = sections(session, files.everything(session, here().id, person_id, at=clock.now()))
    readable = [section for section in shown if section.rows and section.kind.name not in NOT_AT_THE_DESK]
    return render_template("people/desk/copy.html", file=found, sections=readable)


@bp.route("/<municipality>/desk/people/<int:person_id>/erase", methods=["GET", "POST"])
@may("people.open")
@asks_again
def erase(person_id: int) -> ResponseReturnValue:
    """Erase somebody who asked for it by telephone, on paper or at the desk."""
    found = _open_file(person_id)
    form = FlaskForm()
    if form.validate_on_submit():
        with refusals_on(form), db.write() as session:
            person = files.file_to_change(session, here().id, person_id, by=someone(), at=clock.now())
            files.erase(session, person, by=someone(), at=clock.now())
            flash(_("This person has been erased. If we could reach them, they hear of it."))
            return redirect(url_for("people_desk.find"), 303)
    return render_template("people/desk/erase.html", form=form, file=found), status_of(form)


def _open_file(person_id: int) -> files.File:
    with db.read() as session:
        if not files.is_open(session, here().id, person_id, by=someone(), at=clock.now()):
            raise NotFound
        return files.file(session, here().id, person_id)
