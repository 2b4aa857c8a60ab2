"""Who works here: inviting, changing the last day, ending a role, closing an account. For administrators."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.errors import NotFound
from participation.people import invitations, roles
from participation.people import staff as looking
from participation.people.desk.blueprint import bp
from participation.people.staff_forms import Invite, LastDay
from participation.permissions import AT_WORK, ROLE_NAMES, Role
from participation.web.context import here, someone
from participation.web.forms import check_seen, refusals_on, status_of
from participation.web.guards import asks_again, may


@bp.context_processor
def say_roles() -> dict[str, object]:
    return {"role_names": ROLE_NAMES, "today": clock.local(clock.now()).date()}


@bp.get("/<municipality>/desk/staff")
@may("roles.manage")
def staff() -> ResponseReturnValue:
    """Everybody who works here, and the invitations that wait."""
    with db.read() as session:
        people = looking.colleagues(session, here().id)
        waiting = looking.waiting(session, here().id)
    return render_template("people/desk/staff.html", people=people, waiting=waiting, now=clock.now())


@bp.route("/<municipality>/desk/staff/invite", methods=["GET", "POST"])
@may("roles.manage")
@asks_again
def invite() -> ResponseReturnValue:
    """Invite somebody to a role."""
    form = Invite(starts_on=clock.local(clock.now()).date())
    if form.validate_on_submit():
        with refusals_on(form, "email"), db.write() as session:
            invitations.invite(
                session,
                here().id,
                email=form.email.data,
                name=form.name.data,
                role=Role(form.role.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=someone(),
                at=clock.now(),
            )
            flash(_("The invitation is on its way to %(email)s.", email=form.email.data.strip()))
            return redirect(url_for("people_desk.staff"), 303)
    return render_template("people/desk/invite.html", form=form), status_of(form)


@bp.post("/<municipality>/desk/staff/invitations/<int:invitation_id>/again")
@may("roles.manage")
@asks_again
def send_again(invitation_id: int) -> ResponseReturnValue:
    """Send an invitation again, with a new link."""
    with db.write() as session:
        found = invitations.waiting_to_change(session, here().id, invitation_id)
        check_seen(looking.mark_of(found))
        invitations.send_again(session, found, by=someone(), at=clock.now())
    flash(_("A new link is on its way. The old one no longer works."))
    return redirect(url_for("people_desk.staff"), 303)


@bp.post("/<municipality>/desk/staff/invitations/<int:invitation_id>/withdraw")
@may("roles.manage")
@asks_again
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    with db.write() as session:
        found = invitations.waiting_to_change(session, here().id, invitation_id)
        invitations.withdraw(session, found, by=someone(), at=clock.now())
    flash(_("The invitation has been taken back. Its link no longer works."))
    return redirect(url_for("people_desk.staff"), 303)


@bp.get("/<municipality>/desk/staff/<int:person_id>")
@may("roles.manage")
def colleague(person_id: int) -> ResponseReturnValue:
    """One colleague: their roles, and what an administrator can do."""
    with db.read() as session:
        found = looking.colleague(session, here().id, person_id)
    return render_template("people/desk/colleague.html", colleague=found, is_me=person_id == someone().person_id)


@bp.route("/<municipality>/desk/staff/<int:person_id>/roles/<role>", methods=["GET", "POST"])
@may("roles.manage")
@asks_again
def last_day(person_id: int, role: str) -> ResponseReturnValue:
    """Change until when somebody has a role."""
    with db.read() as session:
        found = looking.colleague(session, here().id, person_id)
    held = next((one for one in found.roles if one.role == role), None)
    if held is None:
        raise NotFound
    form = LastDay(ends_on=held.ends_on)
    if form.validate_on_submit():
        with refusals_on(form, "ends_on"), db.write() as session:
            roles.set_last_day(
                session, here().id, person_id, held.role, form.ends_on.data, by=someone(), at=clock.now()
            )
            return redirect(url_for("people_desk.colleague", person_id=person_id), 303)
    return render_template("people/desk/last_day.html", form=form, colleague=found, held=held), status_of(form)


@bp.post("/<municipality>/desk/staff/<int:person_id>/roles/<role>/end")
@may("roles.manage")
@asks_again
def end_role(person_id: int, role: str) -> ResponseReturnValue:
    """End a role at once."""
    with db.write() as session:
        roles.end(session, here().id, person_id, _role(role), by=someone(), at=clock.now())
    flash(_("The role has ended, and the person has been signed out everywhere."))
    return redirect(url_for("people_desk.staff"), 303)


@bp.post("/<municipality>/desk/staff/<int:person_id>/close")
@may("roles.manage")
@asks_again
def close_account(person_id: int) -> ResponseReturnValue:
    """Close an account: nobody can sign in to it."""
    with db.write() as session:
        looking.colleague(session, here().id, person_id)
        roles.close_account(session, here().id, person_id, by=someone(), at=clock.now())
    return redirect(url_for("people_desk.colleague", person_id=person_id), 303)


@bp.post("/<municipality>/desk/staff/<int:person_id>/open")
@may("roles.manage")
@asks_again
def open_account(person_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    with db.write() as session:
        looking.colleague(session, here().id, person_id)
        roles.open_account(session, here().id, person_id, by=someone(), at=clock.now())
    return redirect(url_for("people_desk.colleague", person_id=person_id), 303)


@bp.post("/<municipality>/desk/staff/<int:person_id>/factor/remove")
@may("roles.manage")
@asks_again
def remove_factor(person_id: int) -> ResponseReturnValue:
    """Somebody lost their second factor, and sets it up anew."""
    with db.write() as session:
        looking.colleague(session, here().id, person_id)
        roles.remove_lost_factor(session, here().id, person_id, by=someone(), at=clock.now())
    flash(_("The second step has been removed. The next time this person signs in, they set it up anew."))
    return redirect(url_for("people_desk.colleague", person_id=person_id), 303)


def _role(name: str) -> Role:
    if name not in AT_WORK:
        raise NotFound
    return Role(name)
