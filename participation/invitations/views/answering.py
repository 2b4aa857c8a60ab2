"""What somebody with a letter in their hand finds: who invites them, for what and until when; and the answers to choose.

Whoever comes with a code in the address (a QR code is scanned) sees what is public, whatever the code: it is looked up only
when they answer, which is counted, so that nobody finds codes by trying addresses.
"""

from __future__ import annotations

from typing import Any

from flask import Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, sheets
from participation.clock import local
from participation.db import Session
from participation.errors import Refused
from participation.invitations.forms.reply import CodeForm
from participation.invitations.queries import answers
from participation.invitations.queries.answers import Inviting
from participation.invitations.rules import CALL, NO, QUESTION, YES
from participation.invitations.views.blueprint import bp
from participation.lottery.codes import read_long_code
from participation.panels import queries as panels
from participation.sheets import TEXT
from participation.web.context import here
from participation.web.forms import refusals_on, status_of
from participation.web.guards import open_to_everyone
from participation.web.limits import give_back, keep_pace

# What the cookie of this browser holds: the code that was typed last, and the panel that it is of.
TYPED = "invitation"


@bp.route("/<municipality>/invitation", methods=["GET", "POST"])
@open_to_everyone
def code() -> ResponseReturnValue:
    """Type the code that stands in a letter."""
    form = CodeForm()
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            typed = read_long_code(form.code.data)
            keep_pace("code")
            with db.read() as database:
                panel_id = answers.subject_of_code(database, here().id, typed)
            if panel_id is None:
                raise Refused("letter_code_unknown")
            give_back("code")
            session[TYPED] = [typed, panel_id]
            return redirect(url_for("invitations.invitation", code=typed), 303)
    return render_template("invitations/code.html", form=form), status_of(form)


@bp.get("/<municipality>/invitation/<letter_code:code>")
@open_to_everyone
def invitation(code: str) -> ResponseReturnValue:
    """The invitation in four lines, and its answers. Where several panels invite at once, the code says which."""
    with db.read() as database:
        wanted = _meant(answers.inviting(database, here().id), code)
        if wanted is None:
            return render_template("invitations/code.html", form=CodeForm(formdata=None, code=code))
        return render_template("invitations/invitation.html", code=code.upper(), **_told(database, wanted))


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """A code stays in no browser for the next who sits down there."""
    if request.endpoint in ("invitations.code", "invitations.invitation"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _meant(inviting: list[Inviting], code: str) -> Inviting | None:
    """The panel that this letter is of, as far as it can be told without looking the code up."""
    typed, panel_id = session.get(TYPED, ["", 0])
    if typed == code:
        return next((one for one in inviting if one.panel_id == panel_id), None)
    return inviting[0] if len(inviting) == 1 else None


def _told(database: Session, wanted: Inviting) -> dict[str, Any]:
    """What the page says of a panel, and of how to answer."""
    panel, content = panels.told(database, here().id, panels.panel_by_id(database, here().id, wanted.panel_id))
    supports = sheets.sheet("support").about(database, here().id)
    return {
        "panel": panel,
        "told": content,
        "remit": panels.remit(database, here().id, panel.id),
        "is_public": panels.is_public(database, here().id, panel),
        "inviting": wanted,
        "is_late": local(clock.now()).date() > wanted.last_day,
        "support_about": panel.subject if panel.subject in supports else None,
        "answers": {"yes": YES, "call": CALL, "no": NO, "question": QUESTION},
        "texts": _texts(),
    }


def _texts() -> str:
    """The number to which an answer can be texted; "" where there is none."""
    return g.place.values["contact.texts"] or "" if TEXT in g.place.values["channel.open"] else ""
