"""A member's own page: their seat, their sessions, their table, what is still to do."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db
from participation.errors import Refused
from participation.lottery.codes import read_long_code
from participation.members import session_rules as rules
from participation.members import wording
from participation.members.queries import money, secret_of, sessions
from participation.members.queries import own as queries
from participation.members.queries.own import Own
from participation.members.rules import ASKED, CONFIRMED
from participation.members.seat_forms import CodeForm
from participation.members.views import holding
from participation.members.views.blueprint import bp
from participation.members.views.telling import told
from participation.panels import queries as panels
from participation.sheets import NO, YES
from participation.web.context import here, language
from participation.web.forms import PressForm, refusals_on, status_of
from participation.web.guards import open_to_everyone
from participation.web.limits import give_back, keep_pace


@bp.route("/<municipality>/member", methods=["GET", "POST"])
@bp.get("/<municipality>/member/<code>")
@open_to_everyone
def own(code: str = "") -> ResponseReturnValue:
    """The page of whoever has a seat. With the code from a letter or message it is opened first, with one press: what
    is only looked at counts no tries, and nobody finds a code by trying."""
    form = CodeForm(data={"code": code})
    if form.validate_on_submit():
        with refusals_on(form, "code"):
            _open(form.code.data)
            return redirect(url_for("members.own"), 303)
    with db.read() as session:
        mine = None if code or form.errors else holding.opened(session)
        if mine is not None:
            return _page(session, mine)
    return render_template("members/code.html", form=form, code=code), status_of(form)


@bp.post("/<municipality>/member/close")
@open_to_everyone
def close() -> ResponseReturnValue:
    """Leave one's page: this browser no longer knows the code."""
    holding.let_go()
    return redirect(url_for("panels.front"), 303)


def _open(typed: str) -> None:
    code = read_long_code(typed)
    keep_pace("code")
    with db.read() as session:
        mine = queries.with_code(session, here().id, code)
    if mine is None:
        raise Refused("member_code_unknown", field="code")
    give_back("code")
    holding.hold(mine)


def _page(session: db.Session, mine: Own) -> str:
    panel, _ = panels.told(session, here().id, panels.panel_by_id(session, here().id, mine.panel_id))
    found = sessions.sessions(session, here().id, panel.id)
    changes = sessions.changes(session, here().id, panel.id)
    reading = sessions.materials(session, here().id, panel.id)
    tables = queries.table_of(session, here().id, panel.id, mine.id)
    arranged = queries.arranged(session, here().id, mine.id)
    there = queries.was_there(session, here().id, mine.id)
    now = clock.now()
    return render_template(
        "members/own.html",
        mine=mine,
        panel=panel,
        is_asked=mine.state == ASKED,
        secret=secret_of(session, here().id, panel.id, mine.code) if mine.state == ASKED else "",
        answers={"yes": YES, "no": NO},
        is_member=mine.state == CONFIRMED,
        sessions=[
            {
                "view": view,
                "told": told(view, changes.get(view.id, [])),
                "reading": reading.get(view.id, []),
                "tables": tables.get(view.id, []),
                "arranged": arranged.get(view.id, []),
                "was": there.get(view.id, ""),
            }
            for view in found
        ],
        following=next((one.id for one in found if one.is_planned and one.ends_at > now), None),
        paid=queries.paid(session, here().id, mine.id),
        account=money.account_of(session, here().id, mine.id),
        euros=lambda cents: wording.euros(cents, language()),
        press=PressForm(),
        arrangements=rules.ARRANGEMENTS,
        arrangement_states=rules.ARRANGEMENT_STATES,
        attendance=rules.ATTENDANCE,
        allowances=rules.ALLOWANCES,
        allowance_states=rules.ALLOWANCE_STATES,
        modes=rules.MODES,
    )
