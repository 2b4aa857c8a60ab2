"""My data: everything we hold on somebody, to read, to take along, to object to, and to have erased."""

from __future__ import annotations

import json

from flask import Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from participation import clock, db, held
from participation.db import Session
from participation.errors import N_
from participation.i18n import say
from participation.messages.actions import send
from participation.people import files, leaving, queries
from participation.people.privacy_forms import Erase
from participation.people.views.door import bp
from participation.people.views.showing import Section, sections, terms_here
from participation.web.context import here, language, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import asks_again, open_to_everyone, takes

LOOKS = "people.file_opened"
STAYING = frozenset({"journal.entry", "panels.published", "panels.official", "people.voice"})
# What is there after somebody was erased, and why: told before they decide.
STAYS = (
    N_("The journal keeps what was done and when, with numbers only. Yours then leads to nobody."),
    N_(
        "A draw that was promised or held stays published with its codes and seals. Nothing leads from a code to you "
        "any more, and without its salt a seal says nothing."
    ),
    N_("A voice that you gave still counts. It is a mark that nobody can turn back into you."),
)


@bp.get("/<municipality>/my-data")
@takes("data.see")
def my_data() -> ResponseReturnValue:
    """Everything we hold, with why and for how long, and who looked at it."""
    with db.read() as database:
        found = _mine(database)
        objects_at = queries.person(database, here().id, someone().person_id).objects_at
    return render_template(
        "people/my_data.html",
        sections=[section for section in found if section.rows and section.kind.name != LOOKS],
        looks=next((section for section in found if section.kind.name == LOOKS), None),
        objects_at=objects_at,
    )


@bp.post("/<municipality>/my-data.json")
@takes("data.see")
@asks_again
def my_data_json() -> ResponseReturnValue:
    """The same as a file that another program can read."""
    with db.write() as database:
        found = _mine(database)
        told = queries.recipient(database, here().id, someone().person_id)
        key = f"data-exported:{someone().person_id}:{clock.local(clock.now()).date()}"
        send(database, here().id, "data_exported", to=told, key=key, at=clock.now())
    content = {
        "municipality": here().name,
        "made_at": clock.now().isoformat(),
        "held": [
            {
                "kind": section.kind.name,
                **{
                    name: say(getattr(section.kind, name), language())
                    for name in ("title", "what", "why", "ground", "seen_by")
                },
                "kept": section.kept,
                "rows": [{name: _plain(text) for name, text in row.items()} for row in section.rows],
            }
            for section in found
        ],
    }
    return Response(
        json.dumps(content, ensure_ascii=False, indent=1),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"'},
    )


@bp.route("/<municipality>/my-data/erase", methods=["GET", "POST"])
@takes("data.erase")
@asks_again
def erase() -> ResponseReturnValue:
    """What goes, what stays and why, and one button."""
    form = Erase()
    if form.validate_on_submit():
        with refusals_on(form):
            with db.write() as database:
                who = someone().person_id
                keep = bool(form.keep_objection.data)
                leaving.erase(database, here().id, who, keep_objection=keep, by=f"person:{who}", at=clock.now())
            session.clear()
            flash(_("Everything we held about you has been erased. You are welcome again whenever you like."))
            return redirect(url_for("panels.front"), 303)
    with db.read() as database:
        found = _mine(database)
        knows_number = queries.person(database, here().id, someone().person_id).number_key is not None
    page = render_template(
        "people/my_data_erase.html",
        form=form,
        goes=[section for section in found if section.rows and section.kind.name not in STAYING],
        stays=STAYS,
        knows_number=knows_number,
    )
    return page, status_of(form)


@bp.get("/<municipality>/privacy")
@open_to_everyone
def privacy() -> ResponseReturnValue:
    """What we hold on people here, why and how long, and how they have a say in it."""
    with db.read() as database:
        terms = terms_here(database)
    return render_template("people/privacy.html", kinds=[(kind, terms[kind.name]) for kind in held.kinds()])


def _mine(database: Session) -> list[Section]:
    return sections(database, files.everything(database, here().id, someone().person_id, at=clock.now()))


def _plain(text: str) -> str:
    """What a page marks with its language, without the mark."""
    return text.striptags() if isinstance(text, Markup) else text
