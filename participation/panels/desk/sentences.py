"""What the engine found, as sentences of the desk's pages: faults, changes, stages, and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from participation.errors import N_
from participation.i18n import say
from participation.sortition import faults, feasibility
from participation.web.context import language
from participation.web.words import percent


def fault_words(fault: Mapping[str, Any]) -> str:
    """What is wrong with a cell, a row or a file: {code, facts}."""
    return say(faults.SENTENCES[fault["code"]], language(), fault["facts"])


def change_words(change: Mapping[str, Any]) -> str:
    """One bound of one target to be moved: {bound, category, feature, old, new}."""
    return say(feasibility.CHANGES[change["bound"]], language(), change)


def misfit_words(misfit: Mapping[str, Any]) -> str:
    """Why somebody fits in no panel: {reason, facts}."""
    return say(feasibility.REASONS[misfit["reason"]], language(), misfit["facts"])


# The bound that would give way, and whether another target of the category must move with it.
COSTS = {
    ("max", False): N_(
        "%(category)s, %(feature)s: one seat more as maximum would raise the lowest chance from %(now)s to %(then)s."
    ),
    ("min", False): N_(
        "%(category)s, %(feature)s: one seat less as minimum would raise the lowest chance from %(now)s to %(then)s."
    ),
    ("max", True): N_(
        "%(category)s, %(feature)s: one seat more as maximum, and one less as minimum for %(partner)s,"
        " would raise the lowest chance from %(now)s to %(then)s."
    ),
    ("min", True): N_(
        "%(category)s, %(feature)s: one seat less as minimum, and one more as maximum for %(partner)s,"
        " would raise the lowest chance from %(now)s to %(then)s."
    ),
}

# What a calculation reports that it is doing, in the order in which it comes.
STAGES = {
    "waiting": N_("Waiting for its turn"),
    "relaxation": N_("Finding the fairest chances that are possible"),
    "cut": N_("Sharpening the proof"),
    "seeding": N_("Finding panels that give these chances"),
    "repair": N_("Bringing every chance to its fairest value"),
    "columns": N_("Finding panels, and the fairest chances over them"),
    "finish": N_("Checking every panel"),
    "numbering": N_("Dividing the chances over numbered panels"),
    "random": N_("Drawing the usual way, to compare with"),
    "fairness": N_("Writing the fairness report"),
    "done": N_("Done"),
}


def cost_words(cost: Mapping[str, Any], lowest: float) -> str:
    """What one seat more or less does to the lowest chance: {category, feature, bound, partner, one_looser}."""
    then = percent(lowest + cost["one_looser"], 2)
    facts = {**cost, "now": percent(lowest, 2), "then": then}
    return say(COSTS[cost["bound"], cost["partner"] is not None], language(), facts)


def stage_words(stage: str) -> str:
    """What a calculation is doing."""
    return say(STAGES.get(stage, N_("Calculating")), language())


def stage_place(stage: str) -> tuple[int, int]:
    """Which step of a calculation that is, and of how many."""
    steps = list(STAGES)[1:-1]
    return (steps.index(stage) + 1 if stage in steps else 1), len(steps)


def certainty_words(objective: str, gap: float | None) -> str:
    """How far the result can be from what was proven to be the best."""
    if objective == "random":
        return say(N_("This way of drawing promises nothing about fairness, so there is nothing to prove."), language())
    if gap is None:
        return say(N_("It could not be proven how close this is to the best that is possible."), language())
    tight, facts = gap <= 1e-6, {"gap": percent(gap, 4)}
    if objective == "leximin" and tight:
        sentence = N_("Proven: nobody's chance differs by more than one in a million from the fairest possible.")
    elif objective == "leximin":
        sentence = N_("Proven: nobody's chance differs by more than %(gap)s from the fairest possible.")
    elif tight:
        sentence = N_("Proven: no other lottery does better by more than one in a million.")
    else:
        sentence = N_("Proven: no other lottery does better by more than %(gap)s.")
    return say(sentence, language(), facts)
