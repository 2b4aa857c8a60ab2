"""The whole road of a panel at the desk: eight stretches, how far each is, its doors, and the one act that comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from participation.errors import N_
from participation.i18n import say
from participation.panels import remit_rules
from participation.panels.desk.blueprint import Dossier
from participation.panels.desk.standing import Standing
from participation.panels.queries import PanelView, RemitView, Section
from participation.panels.rules import Step
from participation.web.context import actor, here, language

SETTING_UP, TARGETS, INVITING, ANSWERS, DRAW, MEMBERS, SESSIONS, REPORT = range(1, 9)


@dataclass(frozen=True)
class Door:
    """A page of a stretch. permission: of who may enter it; options: what its address needs besides the panel.

    needs: what must be there first: targets, pool, chances; or open, while nothing has been proposed or promised
    """

    words: str
    endpoint: str
    permission: str = "panels.see"
    needs: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    of_panel: bool = True


@dataclass(frozen=True)
class Stretch:
    """A stretch of the road. state, words: how far it is, as a tag; doors: pairs of words and an address;
    sections: what other rooms add here."""

    place: int
    name: str
    state: str
    words: str
    doors: list[tuple[str, str]]
    sections: list[Section]


_PREPARE, _INVITE = "panels.prepare", "invitations.see"

STRETCHES: dict[int, tuple[str, tuple[Door, ...]]] = {
    SETTING_UP: (
        N_("Setting up"),
        (
            Door(N_("What it is asked and promised"), "desk.remit", _PREPARE),
            Door(N_("Name, question, size and rules"), "desk.settings", _PREPARE),
        ),
    ),
    TARGETS: (
        N_("Targets"),
        (
            Door(N_("Targets and what they allow"), "desk.targets", needs=("targets",)),
            Door(N_("Targets from figures of the population"), "desk.targets_proposed", _PREPARE, ("open",)),
            Door(N_("Targets from a file"), "desk.upload", _PREPARE, ("open",), {"kind": "targets"}),
            Door(N_("Figures of the population"), "desk.statistics", of_panel=False),
        ),
    ),
    INVITING: (
        N_("Inviting by lot"),
        (
            Door(N_("The register"), "invitations_desk.register", _INVITE),
            Door(N_("The lot of whom to invite"), "invitations_desk.whom", _INVITE),
            Door(N_("Letters"), "invitations_desk.letters", _INVITE),
        ),
    ),
    ANSWERS: (
        N_("Answers"),
        (
            Door(N_("Answers so far"), "invitations_desk.answers", _INVITE),
            Door(N_("People in the pool"), "desk.people", needs=("pool",)),
            Door(N_("A list of volunteers"), "desk.upload", _PREPARE, ("targets", "open"), {"kind": "people"}),
        ),
    ),
    DRAW: (
        N_("The draw"),
        (
            Door(N_("Rehearse with people who do not exist"), "desk.rehearse", _PREPARE, ("targets",)),
            Door(N_("The calculation of the fair chances"), "desk.calculation", needs=("pool",)),
            Door(N_("How fair it is"), "desk.fairness", needs=("chances",)),
        ),
    ),
    MEMBERS: (N_("Members"), (Door(N_("Seats and replacement"), "members_desk.seats", "members.see"),)),
    SESSIONS: (
        N_("Sessions"),
        (
            Door(N_("Sessions, attendance and tables"), "members_desk.sessions", "members.see"),
            Door(N_("Allowances"), "members_desk.money", "allowances.note"),
        ),
    ),
    REPORT: (N_("Report and answer"), (Door(N_("The report"), "members_desk.report", "members.see"),)),
}

# On which stretch the draw's own next step lies.
PLACES = {
    Step.TARGETS: TARGETS,
    Step.PEOPLE: ANSWERS,
    Step.CHANCES: DRAW,
    Step.PROMISE: DRAW,
    Step.NUMBER: DRAW,
    Step.PANEL: DRAW,
    None: DRAW,
}


def road(dossier: Dossier, remit: RemitView | None, standing: Standing, sections: Sequence[Section]) -> list[Stretch]:
    """Every stretch, as the person who is signed in sees it."""
    is_there = {
        "targets": bool(dossier.panel.targets),
        "pool": bool(dossier.panel.pool),
        "chances": dossier.calculation is not None and dossier.calculation.state == "done",
        "open": not dossier.is_frozen,
    }
    there = {name for name, is_so in is_there.items() if is_so}
    found = []
    for place, (name, doors) in STRETCHES.items():
        added = [section for section in sections if section.order // 10 == place]
        own = _state(place, dossier, remit, standing)
        told = [(one.state, say(one.words, language())) for one in added if one.words]
        # Of several things on one stretch, the first that is not done says how far it is.
        state, words = next((one for one in told if one[0] != "done"), (told or [own])[-1])
        ways = [(say(door.words, language()), _address(door, dossier.panel)) for door in doors if _is_open(door, there)]
        found.append(Stretch(place, say(name, language()), state, words, ways, added))
    return found


def next_act(remit: RemitView | None, standing: Standing, sections: Sequence[Section]) -> tuple[str, str]:
    """The one act that comes next: its words and its address. What comes first on the road is done first; once a draw can
    be promised it is the draw, and once it is over what comes after it."""
    own = SETTING_UP if remit is None and standing.step is Step.TARGETS else PLACES[standing.step]
    places = range(MEMBERS, REPORT + 1) if standing.step is None else range(SETTING_UP, own + 1)
    waiting = [
        (section.order, section.act)
        for section in sections
        if section.act and section.order // 10 in places and _leads(section.act.endpoint)
    ]
    if not waiting or standing.step in (Step.PROMISE, Step.NUMBER):
        return standing.act, standing.href
    _order, act = min(waiting, key=lambda one: one[0])
    return say(act.words, language()), url_for(act.endpoint, **act.options)


def _state(place: int, dossier: Dossier, remit: RemitView | None, standing: Standing) -> tuple[str, str]:
    """What this room knows of a stretch, as a tag: its kind and its words."""
    panel = dossier.panel
    if place == SETTING_UP:
        return _set_up(remit)
    if place == TARGETS and panel.targets:
        return "done", ngettext("%(num)s target", "%(num)s targets", len(panel.targets))
    if place == INVITING and panel.pool:
        return "done", _("There are people in the pool")
    if place == ANSWERS and panel.pool:
        words = ngettext("%(num)s person in the pool", "%(num)s people in the pool", panel.pool["count"])
        return "done" if dossier.is_frozen else "now", words
    if place == DRAW and panel.pool:
        return standing.kind, standing.words
    if place == MEMBERS and dossier.draw is not None and dossier.draw.is_drawn:
        return "now", _("The panel is known")
    return "next", _("Still to come")


def _set_up(remit: RemitView | None) -> tuple[str, str]:
    if not remit_rules.is_ready(remit, here().languages):
        return "now", _("Not complete yet")
    assert remit is not None
    if remit_rules.missing(remit, here().languages, remit_rules.BEFORE_THE_LOT):
        return "wait", _("Something is still missing before the lot")
    return "done", _("Complete")


def _address(door: Door, panel: PanelView) -> str:
    needed: dict[str, Any] = {**door.options, **({"slug": panel.slug} if door.of_panel else {})}
    return url_for(door.endpoint, **needed)


def _is_open(door: Door, there: Collection[str]) -> bool:
    who = actor()
    return (
        bool(who and who.may(door.permission)) and all(need in there for need in door.needs) and _leads(door.endpoint)
    )


def _leads(endpoint: str) -> bool:
    # A room can be left out of the house; its doors are then not there either.
    return endpoint in current_app.view_functions
