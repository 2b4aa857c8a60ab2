"""The counter for recovery codes: how many are left, and ten new ones, shown once."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.people import factors
from participation.people.views.door import bp, wanted
from participation.web.context import here, proof, someone
from participation.web.guards import asks_again, for_signed_in


@bp.get("/<municipality>/account/recovery")
@for_signed_in
def recovery() -> ResponseReturnValue:
    """How many codes are left."""
    with db.read() as database:
        ways = factors.ways(database, here().id, someone().person_id)
    if not ways.has_factor:
        return redirect(url_for("people.factors_setup"), 303)
    return render_template("people/recovery.html", ways=ways)


@bp.post("/<municipality>/account/recovery")
@for_signed_in
@asks_again
def make_recovery_codes() -> ResponseReturnValue:
    """Ten new codes; those of before are dead."""
    how = proof()
    assert how
    with db.write() as database:
        codes = factors.make_codes(database, here().id, someone().person_id, stays=how.session_id, at=clock.now())
    return codes_page(codes)


def codes_page(codes: Sequence[str]) -> ResponseReturnValue:
    """The only page that ever shows these codes: to print, to keep as a file or to copy by hand."""
    who = someone()
    onward = wanted() or url_for("desk.home" if who.may("desk.enter") else "panels.front")
    text = "\r\n".join([here().name, "", *codes, ""])
    return render_template(
        "people/recovery_codes.html", codes=codes, file=f"data:text/plain;charset=utf-8,{quote(text)}", onward=onward
    )
