"""Small draws of every kind, always the same, for the tests of the lottery."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from participation.lottery import commitment, draw, sources

PROMISED = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=1)))
DRAWN = datetime(2026, 12, 5, 20, 30, tzinfo=timezone(timedelta(hours=1)))
# drand's quicknet, round 1000: a signature that everybody can look up, and what it is worth.
SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
RANDOMNESS = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
CODES = ["DFHJ-0007", "KLMN-1234", "PRTW-2001", "WXDF-4410", "XHKR-9090"]
SALTS = [bytes([place]) * 16 for place in range(len(CODES))]
FEATURES = [{"age": age, "district": home} for age, home in zip(["16-34", "35+"] * 2 + ["35+"], "NNSSN", strict=True)]
HOUSEHOLDS = ["h1", "h2", "h1", "", "h3"]
POOL = {
    code: commitment.commit(salt, features, home)
    for code, salt, features, home in zip(CODES, SALTS, FEATURES, HOUSEHOLDS, strict=True)
}
RECEIPTS: list[dict[str, Any]] = [
    commitment.receipt(code, salt, features, home)
    for code, salt, features, home in zip(CODES, SALTS, FEATURES, HOUSEHOLDS, strict=True)
]
TARGETS = [
    {"category": "age", "feature": "16-34", "min": 1, "max": 1},
    {"category": "age", "feature": "35+", "min": 1, "max": 1},
    {"category": "district", "feature": "N", "min": 0, "max": 2},
    {"category": "district", "feature": "S", "min": 0, "max": 2},
]
PANELS = [
    [CODES[a], CODES[b]] for a, b in [(0, 1), (0, 3), (2, 1), (2, 3), (4, 0), (4, 2), (1, 0), (3, 2), (1, 2), (3, 0)]
]
BALLS = [sources.declare_balls("One ball, council hall", "2026-12-05", len(PANELS))]
NUMBERS = [
    sources.declare_numbers("National lotto", "2026-12-05T20:00:00+01:00"),
    sources.declare_numbers("Pick 4", "2026-12-05", count=4, lowest=0, highest=9, as_drawn=True),
]
BEACON = [sources.declare_beacon("drand quicknet", sources.round_after(datetime(2026, 12, 4, 20, tzinfo=UTC)))]
RESULTS = {"balls": ["7"], "numbers": ["9.18.26.34.41.45", "0.7.7.1"], "beacon": [SIGNATURE]}


def promised(kind: str = "balls", **changes: Any) -> dict[str, Any]:
    """A published promise."""
    given: dict[str, Any] = {
        "draw": "panel-7",
        "municipality": "Lindedorp",
        "title": "Een plein voor iedereen",
        "pool": POOL,
        "panels": PANELS,
        "targets": TARGETS,
        "seats": 2,
        "sources": {"balls": BALLS, "numbers": NUMBERS, "beacon": BEACON}[kind],
        "time": PROMISED,
        "facts": {"objective": "leximin", "certified_gap": "0.0000001"},
        "one_per_household": True,
        **changes,
    }
    return draw.publish(draw.promise(**given), given["pool"], given["panels"], given["targets"])


def drawn(kind: str = "balls") -> dict[str, Any]:
    """A published draw with its result."""
    return draw.draw(promised(kind), RESULTS[kind], time=DRAWN)


def cancelled(kind: str = "balls") -> dict[str, Any]:
    """A cancelled draw, its result not known."""
    return draw.cancel(promised(kind), "The ball machine broke.", time=PROMISED + timedelta(days=1))


def cancelled_with_result(kind: str = "balls") -> dict[str, Any]:
    """A cancelled draw that tells what it would have given."""
    return draw.draw(cancelled(kind), RESULTS[kind], time=DRAWN)


EVERY = {
    f"{make.__name__} by {kind}": make(kind)
    for kind in RESULTS
    for make in (promised, drawn, cancelled, cancelled_with_result)
}
