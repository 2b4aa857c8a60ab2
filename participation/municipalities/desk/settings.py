"""Deciding what holds here: group by group, each rule with the decision that it comes from."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock, db
from participation.municipalities import actions, queries, rules, sentences
from participation.municipalities import settings as register
from participation.municipalities.choices import GROUPS
from participation.municipalities.desk.blueprint import bp
from participation.municipalities.forms import SettingForm, setting_form
from participation.municipalities.queries import Holds
from participation.web.context import here, someone
from participation.web.forms import PressForm, refusals_on, status_of
from participation.web.guards import asks_again, may


@bp.get("/<municipality>/desk/municipality")
@may("municipality.configure")
def settings() -> ResponseReturnValue:
    """All groups, and how much of each has been decided."""
    with db.read() as session:
        found = queries.holding(session, here().id)
    groups = [(group, name, [holds for holds in found if holds.rule.group == group]) for group, name in GROUPS.items()]
    return render_template("municipalities/desk/settings.html", groups=groups, place=g.place)


@bp.get("/<municipality>/desk/municipality/groups/<group>")
@may("municipality.configure")
def group(group: str) -> ResponseReturnValue:
    """Each rule of a group, as it holds now."""
    register.rules_of(group)
    with db.read() as session:
        found = [holds for holds in queries.holding(session, here().id) if holds.rule.group == group]
    return render_template(
        "municipalities/desk/group.html",
        name=GROUPS[group],
        found=found,
        values=g.place.values,
        sentences=sentences,
    )


@bp.get("/<municipality>/desk/municipality/rules/<key>")
@may("municipality.configure")
def rule(key: str) -> ResponseReturnValue:
    """One rule: what holds, and the form to decide otherwise."""
    with db.read() as session:
        holds = queries.held_rule(session, here().id, key)
    return _page(holds, _form(holds))


@bp.post("/<municipality>/desk/municipality/rules/<key>/look")
@may("municipality.configure")
def look(key: str) -> ResponseReturnValue:
    """What people would read, without deciding anything."""
    with db.read() as session:
        holds = queries.held_rule(session, here().id, key)
    form, preview = _form(holds), None
    if form.validate_on_submit():
        with refusals_on(form, "value"):
            preview = rules.checked(holds.rule, form.typed(), here().languages)
            return _page(holds, form, preview=preview, looked=True)
    return _page(holds, form)


@bp.post("/<municipality>/desk/municipality/rules/<key>")
@may("municipality.configure")
@asks_again
def decide(key: str) -> ResponseReturnValue:
    """From now on, this holds."""
    with db.read() as session:
        holds = queries.held_rule(session, here().id, key)
    form = _form(holds)
    if form.validate_on_submit():
        with refusals_on(form, "value"):
            with db.write() as session:
                actions.decide(
                    session,
                    here().id,
                    key,
                    form.typed(),
                    source=form.source(),
                    source_date=form.source_day(),
                    seen=request.form.get("seen", ""),
                    by=someone(),
                    at=clock.now(),
                )
            flash(_("This holds from now on, and stands on the page with the rules."))
            return redirect(url_for("municipality_desk.group", group=holds.rule.group), 303)
    return _page(holds, form)


@bp.post("/<municipality>/desk/municipality/rules/<key>/proposal")
@may("municipality.configure")
@asks_again
def return_to_proposal(key: str) -> ResponseReturnValue:
    """Nothing was decided after all."""
    with db.write() as session:
        actions.return_to_proposal(session, here().id, key, by=someone(), at=clock.now())
    return redirect(url_for("municipality_desk.rule", key=key), 303)


def _form(holds: Holds) -> SettingForm:
    """The form showing what holds; or once it is sent, what was typed and nothing else."""
    if request.method == "POST":
        return setting_form(holds.rule, here().languages)
    return setting_form(
        holds.rule, here().languages, value=holds.value, source=holds.source, source_date=holds.source_date
    )


def _page(holds: Holds, form: SettingForm, *, preview: object = None, looked: bool = False) -> ResponseReturnValue:
    page = render_template(
        "municipalities/desk/rule.html",
        holds=holds,
        form=form,
        press_form=PressForm(formdata=None),
        preview=preview,
        looked=looked,
        # Where somebody has just decided otherwise, the next press is about what the page shows now.
        seen=holds.mark,
        group_name=GROUPS[holds.rule.group],
        values=g.place.values,
        sentences=sentences,
    )
    return page, status_of(form)
