"""Targets and people as other sortition software reads them, and reads them back: for who draws with that as well, or
checks us with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from participation.panels.queries import Volunteer
from participation.text import csv_table

BOUNDS, FLEX = ("min", "max"), ("min_flex", "max_flex")


def lists(
    categories: Sequence[str],
    targets: Sequence[Mapping[str, Any]],
    people: Sequence[Volunteer],
    panel: Collection[str] | None,
) -> dict[str, bytes]:
    """The files, by name. panel: the codes of those who were drawn, None while nobody is; then there are two more files."""
    files = {
        "categories.csv": _categories(targets),
        "features.csv": _features(targets),
        "respondents.csv": _people(categories, people),
    }
    if panel is not None:
        files["selected.csv"] = _people(categories, [one for one in people if one.code in panel])
        files["remaining.csv"] = _people(categories, [one for one in people if one.code not in panel])
    return {name: text.encode() for name, text in files.items()}


def _categories(targets: Sequence[Mapping[str, Any]]) -> str:
    rows = ([one["category"], one["feature"], *(one[bound] for bound in BOUNDS)] for one in targets)
    return csv_table(("category", "name", *BOUNDS), rows)


def _features(targets: Sequence[Mapping[str, Any]]) -> str:
    """With how far a bound may give way; that is the bound itself where the municipality did not say."""
    rows = (
        [one["category"], one["feature"], *(one[bound] for bound in BOUNDS), *map(_flex, (one, one), BOUNDS)]
        for one in targets
    )
    return csv_table(("feature", "value", *BOUNDS, *FLEX), rows)


def _flex(target: Mapping[str, Any], bound: str) -> int:
    flex = target.get(f"{bound}_flex")
    return int(target[bound] if flex is None else flex)


def _people(categories: Sequence[str], people: Sequence[Volunteer]) -> str:
    """By their public code. household: the same for who lives at one address, and no address."""
    rows = ([one.code, *one.features, one.household or ""] for one in people)
    return csv_table(("id", *categories, "household"), rows)
