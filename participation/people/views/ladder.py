"""Where somebody stands on the ladder, what each rung opens here, and the way up by letter."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.errors import N_, Refused
from participation.people import identities, ladder
from participation.people.ladder_forms import CodeFromLetter, HomeAddress
from participation.people.views.door import bp
from participation.permissions import Rung
from participation.web.context import here, someone
from participation.web.forms import refusals_on, status_of
from participation.web.guards import for_signed_in
from participation.web.limits import give_back, keep_pace

# What each act of `permissions.ACTS` is called where somebody reads what a rung opens.
ACT_WORDS: dict[str, str] = {
    "data.see": N_("see everything we hold about you"),
    "data.erase": N_("have everything about you erased"),
    "news.follow": N_("follow what interests you"),
    "voice.give": N_("give your voice where it is counted"),
}


@bp.get("/<municipality>/account/ladder", endpoint="ladder")
@for_signed_in
def stand() -> ResponseReturnValue:
    """Where they stand, and how to climb."""
    who, wanted = someone(), request.args.get("act")
    with db.read() as session:
        letter = ladder.open_letter(session, here().id, who.person_id, at=clock.now())
        linked = identities.linked(session, here().id, who.person_id)
    opened = {
        rung: [ACT_WORDS[act] for act, needed in here().rungs.items() if needed == rung and act in ACT_WORDS]
        for rung in Rung
    }
    return render_template(
        "people/ladder.html",
        rung=who.rung,
        Rung=Rung,
        opened=opened,
        wanted=ACT_WORDS.get(wanted or ""),
        wanted_rung=here().rungs.get(wanted or ""),
        letter=letter,
        linked=linked,
    )


@bp.route("/<municipality>/account/ladder/letter", methods=["GET", "POST"])
@for_signed_in
def ask_letter() -> ResponseReturnValue:
    """Ask for a letter with a code."""
    form = HomeAddress()
    if form.validate_on_submit():
        with refusals_on(form):
            postcodes = ladder.postcodes(here().office)
            ladder.check_lives_here(form.postcode.data, postcodes)
            keep_pace("letter_asked", account=f"person:{someone().person_id}")
            with db.write() as session:
                ladder.ask_letter(
                    session,
                    here().id,
                    someone().person_id,
                    street=form.street.data,
                    postcode=form.postcode.data,
                    town=form.town.data,
                    here=postcodes,
                    keep=form.keep.data,
                    at=clock.now(),
                )
            flash(_("Your letter leaves with the next post. Count on a few days."))
            return redirect(url_for("people.ladder"), 303)
    with db.read() as session:
        letter = ladder.open_letter(session, here().id, someone().person_id, at=clock.now())
    waits = letter is not None and clock.now() < letter.another_from
    return render_template("people/letter.html", form=form, letter=letter, waits=waits), status_of(form)


@bp.route("/<municipality>/account/ladder/letter/code", methods=["GET", "POST"])
@for_signed_in
def letter_code() -> ResponseReturnValue:
    """Type the code from the letter."""
    form = CodeFromLetter()
    if form.validate_on_submit():
        account = f"person:{someone().person_id}"
        with refusals_on(form, "code"):
            keep_pace("code", account=account)
            with db.write() as session:
                right = ladder.try_letter_code(session, here().id, someone().person_id, form.code.data, at=clock.now())
            if not right:
                raise Refused("code_wrong")
            give_back("code", account=account)
            flash(_("Thank you: we know now that you live here."))
            return redirect(url_for("people.ladder"), 303)
    with db.read() as session:
        letter = ladder.open_letter(session, here().id, someone().person_id, at=clock.now())
    return render_template("people/letter_code.html", form=form, letter=letter), status_of(form)
