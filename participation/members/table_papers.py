"""The tables of a session on paper: a card to stand on each table, and a slip that each person takes along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from participation import config
from participation.members import wording
from participation.members.queries.sessions import SessionView
from participation.members.queries.tables import PlanView
from participation.members.table_rules import seats_of
from participation.messages.letters import typeset
from participation.messages.wording import name_of
from participation.municipalities.queries import Place
from participation.panels.queries import PanelView
from participation.web.context import language, offered_languages

TEMPLATE = config.ROOT / "templates" / "members" / "desk" / "tables.typ"


def pdf(place: Place, panel: PanelView, view: SessionView, plan: PlanView, names: Mapping[int, str]) -> bytes:
    """A tagged PDF on A4, in the language of the page that asks for it."""
    return typeset(TEMPLATE, {"sheet": json.dumps(words(place, panel, view, plan, names), ensure_ascii=False)})


def words(
    place: Place, panel: PanelView, view: SessionView, plan: PlanView, names: Mapping[int, str]
) -> dict[str, Any]:
    """What `tables.typ` prints: cards {title, rounds: {title, helpers, people}}, slips {name, rows}."""
    order = offered_languages()
    return {
        "language": language(),
        "sender": name_of(place, language()),
        "title": _("Tables"),
        "panel": wording.written(panel.title, language(), order),
        "session": wording.written(view.title, language(), order),
        "when": wording.span(view.starts_at, view.ends_at, language()),
        "cards": [_card(plan, names, table) for table in range(plan.tables)],
        "slips_title": _("A slip for each person"),
        "slips": [
            {"name": names.get(one, ""), "rows": _slip(plan, one)}
            for one in sorted(plan.members, key=lambda one: names.get(one, "").casefold())
        ],
    }


def _card(plan: PlanView, names: Mapping[int, str], table: int) -> dict[str, Any]:
    return {
        "title": _("Table %(table)s", table=table + 1),
        "rounds": [
            {
                "title": _("Round %(round)s", round=number),
                "helpers": _helpers(plan.helpers[number - 1][table]),
                "people": [names.get(one, "") for one in tables[table]],
            }
            for number, tables in enumerate(plan.seats, start=1)
        ],
    }


def _helpers(helper: Mapping[str, str]) -> list[dict[str, str]]:
    roles = {"facilitator": _("Guides the table"), "note_taker": _("Takes notes")}
    return [{"role": words, "name": helper[role]} for role, words in roles.items() if helper[role]]


def _slip(plan: PlanView, member: int) -> list[str]:
    return [
        _("Round %(round)s: table %(table)s", round=number, table=table)
        for number, table in enumerate(seats_of(plan.seats, member), start=1)
        if table
    ]
