"""What officials send when they set a panel up, and when they bring in figures of the population."""

from __future__ import annotations

from collections.abc import Mapping

from participation import db
from participation.panels import queries
from participation.panels.desk.statistics import mark_of
from participation.panels.statistics import proposal
from tests import towns as make
from tests.acts import Act
from tests.acts.panels import DESK, facts, panel
from tests.towns import Town

REMIT = {
    "seen": "",
    "rows": "4",
    "model": "jury",
    "mandate_nl": "Zeg hoe het plein wordt.",
    "mandate_fr": "Dites comment sera la place.",
    "commissioner": "council",
    "promise_nl": "De raad antwoordt.",
    "promise_fr": "Le conseil répond.",
    "answer_months": "3",
    "days": "4",
    "day_0": "2027-01-16",
    "event_0_nl": "Eerste sessie",
    "event_0_fr": "Première session",
    "minimum_age": "16",
    "resident_on": "2026-11-01",
    "left_out": "councillors",
    "assessment": "DPIA 12",
}
FIGURES = {
    "table": "category;feature;count\ngender;female;5100\ngender;male;4900",
    "source": "Statbel",
    "as_of": "2026-01-01",
    "from_age": "16",
    "keep": "1",
}


def with_figures(town: Town) -> Mapping[str, object]:
    make.bring_in_figures(town)
    with db.read() as session:
        return {"number": queries.statistics(session, town.id)[0].id}


def with_proposal(town: Town) -> Mapping[str, object]:
    """A panel without targets, the figures, and the mark of what they propose."""
    make.bring_in_figures(town)
    slug = make.make_panel(town, "empty", title=f"Cijfers {town.slug}")
    with db.read() as session:
        (first, *_others) = queries.statistics(session, town.id)
    proposed = proposal([first.division], make.SEATS, loose="near", unsaid=1)
    return {**facts(town, slug), "number": first.id, "mark": mark_of(proposed)}


ACTS = [
    Act("desk.remit", DESK + "/remit", REMIT, prepare=panel("empty", "Remit")),
    Act("desk.bring_in_statistics", "/desk/statistics", FIGURES),
    Act("desk.remove_statistic", "/desk/statistics/{number}/remove", prepare=with_figures),
    Act(
        "desk.use_proposal",
        DESK + "/targets/proposal",
        {"categories": "{number}", "loose": "near", "leave_room": "y", "unsaid": "1", "seen": "{mark}"},
        prepare=with_proposal,
    ),
]
