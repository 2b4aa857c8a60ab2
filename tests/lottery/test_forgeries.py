"""A forger who computes every digest anew, notice and all, still cannot publish a draw that makes no sense."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from participation.lottery import verify
from tests.lottery.draws import BALLS, BEACON, CODES, EVERY, NUMBERS, TARGETS

HEX = "ab" * 32


def changed(record: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    other = copy.deepcopy(record)
    holder: Any = other
    for step in path[:-1]:
        holder = holder[step]
    if isinstance(holder, list) and path[-1] == len(holder):
        holder.append(to)
    else:
        holder[path[-1]] = to
    return other


def mended(record: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The record with every digest and everything that follows computed anew, except the place that was changed."""
    promise = record["commitment"]
    if path[0] in ("pool", "panels", "targets"):
        promise[path[0]] = verify.digest(path[0], record[path[0]])
    if path[0] in ("pool", "panels"):
        promise["people"], promise["panel_count"] = len(record["pool"]), len(record["panels"])
        record["chances"] = {code: sum(panel.count(code) for panel in record["panels"]) for code in record["pool"]}
    if path[0] != "commitment_digest":
        record["commitment_digest"] = verify.digest("commitment", promise)
    if "result" in record and path[0] != "result":
        number = record["result"]["number"]
        try:
            number = verify.panel_number(promise, record["result"]["values"])
        except Exception:  # noqa: BLE001
            number = 0
        record["result"].update(number=number, panel=record["panels"][number] if record["panels"] else [])
    rest = {part: value for part, value in record.items() if part != "digest"}
    return {**rest, "digest": verify.digest("draw", rest)}


def source(record: str, **parts: Any) -> tuple[str, tuple[Any, ...], Any]:
    first = {"balls": BALLS, "numbers": NUMBERS, "beacon": BEACON}[record.split()[-1]][0]
    return record, ("commitment", "sources", 0), {**first, **parts}


SOURCES = ("commitment", "sources")
FORGERIES = [
    (("promised by balls", ("format",), "participation/draw/v2"), "this is not a published draw"),
    (("promised by balls", ("more",), "x"), "something is missing, or too much"),
    (("promised by balls", ("state",), "drawn"), "something is missing, or too much"),
    (("drawn by balls", ("state",), "promised"), "something is missing, or too much"),
    (("drawn by balls", ("state",), "cancelled"), "something is missing, or too much"),
    (("cancelled by balls", ("state",), "promised"), "something is missing, or too much"),
    (("cancelled_with_result by balls", ("state",), "drawn"), "something is missing, or too much"),
    (("promised by balls", ("commitment", "more"), "x"), "the promise has not all its parts, or too many"),
    (("promised by balls", ("commitment", "format"), "x"), "the promise has another form"),
    (("promised by balls", ("commitment", "draw"), " "), "a part of the promise is empty"),
    (("promised by balls", ("commitment", "title"), ""), "a part of the promise is empty"),
    (("promised by balls", ("commitment", "municipality"), 7), "a part of the promise is empty"),
    (("promised by balls", ("commitment", "fallback"), ""), "a part of the promise is empty"),
    (("promised by balls", ("commitment", "facts"), {"gap": ""}), "a part of the promise is empty"),
    (("promised by balls", ("commitment", "facts"), {"": "1"}), "a part of the promise is empty"),
    (
        ("promised by balls", ("commitment", "one_per_household"), "maybe"),
        "it is not clear whether a household may have two seats",
    ),
    (("promised by balls", ("commitment", "verifier"), ""), "the promise names no verifier"),
    (
        ("promised by balls", ("commitment", "time"), "2026-11-23T09:00:00Z"),
        "a time is not written as 2026-12-04T20:00:00+01:00",
    ),
    (("promised by balls", ("commitment_digest",), HEX), "the promise was changed, its digest is now "),
    (("promised by balls", ("commitment", "people"), 6), "the pool has not the promised number of people"),
    (("promised by balls", ("pool", ""), HEX), "a code is blank"),
    (("promised by balls", ("pool", " X"), HEX), "a code is blank"),
    (("promised by balls", ("pool", CODES[0]), "AB" * 32), "somebody's commitment is empty or broken"),
    (("promised by balls", ("pool", CODES[0]), HEX[1:]), "somebody's commitment is empty or broken"),
    (
        ("promised by balls", ("pool", CODES[0]), EVERY["promised by balls"]["pool"][CODES[1]]),
        "two people have the same commitment",
    ),
    (("promised by balls", ("commitment", "pool"), HEX), "the pool was changed after the promise"),
    (("promised by balls", ("commitment", "panel_count"), 11), "there are not as many panels as promised"),
    (("promised by balls", ("commitment", "seats"), 3), "panel 0 has not the promised number of seats"),
    (("promised by balls", ("panels", 3), CODES[:3]), "panel 3 has not the promised number of seats"),
    (("promised by balls", ("panels", 3), [CODES[0], "nobody"]), "panel 3 has a code that is not in the pool"),
    (("promised by balls", ("panels", 3), [CODES[0]] * 2), "panel 3 has a code twice"),
    (("promised by balls", ("panels", 3), [CODES[1], CODES[0]]), "panel 3 is not in order"),
    (("promised by balls", ("commitment", "panels"), HEX), "the panels were changed after the promise"),
    (("promised by balls", ("targets", 4), TARGETS[0]), "a target is there twice"),
    (("promised by balls", ("targets",), []), "a target is there twice"),
    (("promised by balls", ("targets", 0), {**TARGETS[0], "note": ""}), "a target lacks a part"),
    (("promised by balls", ("targets", 0), {**TARGETS[0], "max": 0}), "a target asks for more than it allows"),
    (("promised by balls", ("targets", 0), {**TARGETS[0], "min": -1}), "a target asks for more than it allows"),
    (("promised by balls", ("commitment", "targets"), HEX), "the targets were changed after the promise"),
    (("promised by balls", ("chances", CODES[0]), 6), "somebody's number of panels is wrong"),
    (("promised by balls", ("chances", "nobody"), 0), "somebody's number of panels is wrong"),
    (("promised by balls", SOURCES, []), "no source is named"),
    (("promised by balls", SOURCES, {}), "no source is named"),
    (("promised by balls", (*SOURCES, 1), BEACON[0]), "balls must be the only source"),
    (("promised by beacon", (*SOURCES, 1), BEACON[0]), "a source is named twice"),
    (source("promised by balls", kind="dice"), "a source is not described as its kind asks"),
    (source("promised by balls", more="x"), "a source is not described as its kind asks"),
    (source("promised by balls", name=" "), "a source has no name"),
    (source("promised by balls", name=7), "a source has no name"),
    (source("promised by balls", highest="99"), "the balls do not run from zero to the last panel"),
    (source("promised by balls", date="2026-11-22"), "a source gives its result before the promise"),
    (source("promised by numbers", date="2026-11-23T08:59:59+01:00"), "a source gives its result before the promise"),
    (source("promised by numbers", count=0), "the numbers have no sensible range"),
    (source("promised by numbers", lowest=45), "the numbers have no sensible range"),
    (source("promised by numbers", lowest=-1), "the numbers have no sensible range"),
    (source("promised by numbers", order="any"), "the order of the numbers is not promised"),
    (source("promised by beacon", period=0), "the beacon has no sensible round"),
    (source("promised by beacon", round=0), "the beacon has no sensible round"),
    (source("promised by beacon", chain=""), "the beacon's chain is not named"),
    (source("promised by beacon", round=BEACON[0]["round"] + 1), "the beacon gives this round at another time"),
    (("drawn by balls", ("result", "more"), "x"), "the result lacks a part"),
    (("drawn by balls", ("result", "time"), "2026-11-22T20:00:00+01:00"), "the result is older than the promise"),
    (("drawn by balls", ("result", "time"), "2026-12-04T20:00:00+01:00"), "the result is older than its source"),
    (("drawn by numbers", ("result", "time"), "2026-12-05T19:59:59+01:00"), "the result is older than its source"),
    (("drawn by balls", ("result", "values"), "7"), "there is not one result for each source"),
    (("drawn by balls", ("result", "values"), ["7", "7"]), "there is not one result for each source"),
    (("drawn by balls", ("result", "values"), ["8"]), "the results give number 8"),
    (("drawn by balls", ("result", "values"), ["07"]), "the balls are not the number of a panel"),
    (("drawn by balls", ("result", "number"), 8), "the results give number 7"),
    (("drawn by balls", ("result", "number"), -3), "the results give number 7"),
    (("drawn by balls", ("result", "number"), -3), "panel -3 is another one"),
    (("drawn by balls", ("result", "number"), "7"), "the results give number 7"),
    (("drawn by balls", ("result", "panel"), CODES[:2]), "panel 7 is another one"),
    (("cancelled by balls", ("cancellation", "more"), "x"), "no reason is given"),
    (("cancelled by balls", ("cancellation", "reason"), " "), "no reason is given"),
    (
        ("cancelled by balls", ("cancellation", "time"), "2026-11-23T08:59:59+01:00"),
        "it was cancelled before the promise",
    ),
]


@pytest.mark.parametrize(("forgery", "fault"), FORGERIES)
def test_what_makes_no_sense_is_named(forgery: tuple[str, tuple[Any, ...], Any], fault: str) -> None:
    name, path, value = forgery
    record = mended(changed(EVERY[name], *path, to=value), path)
    found = [line.wrong for line in verify.verify(record) if line.wrong]
    assert any(fault and wrong.startswith(fault) for wrong in found), found
    assert not any("something in the file" in wrong for wrong in found), "the forger mended the last digest"


def test_nothing_at_all_is_no_draw() -> None:
    assert verify.verify([])[0].wrong == "this is not a published draw"


@pytest.mark.parametrize("name", EVERY)
def test_mending_alone_changes_nothing(name: str) -> None:
    assert mended(copy.deepcopy(EVERY[name]), ("none",)) == EVERY[name]
