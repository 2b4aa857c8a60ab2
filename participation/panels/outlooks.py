"""What the targets of a panel allow its pool, as plain data to keep and to show."""

from __future__ import annotations

from typing import Any

from participation.sortition.feasibility import obstacle
from participation.sortition.outlook import Cost, outlook
from participation.sortition.problem import Problem

MOST_COSTS = 5
# Seconds that somebody waits for a page to say what would have to change; the calculation itself takes all it needs.
PATIENCE = 2.0


def outlook_of(problem: Problem) -> dict[str, Any]:
    """See `Panel.outlook`; where no panel meets the targets, it also says the least that would have to change."""
    seen = outlook(problem)
    return {
        "exists": seen.panel_exists,
        "lowest": seen.best_lowest,
        "impossible": seen.impossible,
        "rest": seen.lowest_of_the_rest,
        "costs": [_cost(cost) for cost in seen.costs[:MOST_COSTS]],
        "categories": [[name, rise] for name, rise in seen.categories[:MOST_COSTS]],
        **_way_out(problem, exists=seen.panel_exists),
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "category": cost.target.category,
        "feature": cost.target.feature,
        "bound": cost.bound,
        "partner": cost.partner.feature if cost.partner else None,
        "one_looser": cost.one_looser,
        "dropped": cost.dropped,
    }


def _way_out(problem: Problem, *, exists: bool | None) -> dict[str, Any]:
    found = obstacle(problem, seconds=PATIENCE) if exists is False else None
    return found.as_dict() if found else {"changes": [], "household": False, "seats": None}
