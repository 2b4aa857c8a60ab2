"""Where the number of a draw comes from: for the official who promises a source, and later enters what it gave.

Three kinds. `balls`: digits drawn in public are the number of the panel. `numbers`: the result of a named public
lottery. `beacon`: the signature of a drand round. A source is a plain dict, so that it can stand in the promise as it
is. Its date is a day, `2026-12-04`, counted in the time zone of the promise, or a moment, `2026-12-04T20:00:00+01:00`,
which is better: it shows that the result came after the promise even when both are of the same day.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from participation.lottery import verify
from participation.lottery.faults import Fault

Source = Mapping[str, Any]

ENOUGH_OUTCOMES_PER_PANEL = 1000


class Chain(NamedTuple):
    """A drand chain: its hash, the time of its first round in seconds since 1970, and the seconds between rounds."""

    hash: str
    genesis: int
    period: int


QUICKNET = Chain("52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971", 1692803367, 3)


def declare_balls(name: str, when: str | date | datetime, panels: int) -> dict[str, Any]:
    """Balls with digits, as many as the last panel has: 1,000 panels take three, 000 to 999.

    A number above the last panel does not count: all balls go back and are drawn again, so that every panel keeps the
    same chance. With 100, 1,000 or 10,000 panels that never happens.
    """
    if panels < 2:
        raise Fault("panels_missing")
    return {"kind": "balls", "name": _name(name), "date": _date(when), "highest": str(panels - 1)}


def declare_numbers(
    name: str,
    when: str | date | datetime,
    *,
    count: int = 6,
    lowest: int = 1,
    highest: int = 45,
    as_drawn: bool = False,
) -> dict[str, Any]:
    """Numbers of a public lottery: how many, from where to where.

    They are different and written in ascending order, or, with `as_drawn`, in the order in which they fall and
    possibly with repetitions.
    """
    if not 0 <= lowest < highest:
        raise Fault("range_wrong")
    if count < 1 or (not as_drawn and count > highest - lowest + 1):
        raise Fault("count_wrong", count=count, lowest=lowest, highest=highest)
    order = "as drawn" if as_drawn else "ascending"
    numbers = {"count": count, "lowest": lowest, "highest": highest, "order": order}
    return {"kind": "numbers", "name": _name(name), "date": _date(when), **numbers}


def declare_beacon(name: str, round_number: int, chain: Chain = QUICKNET) -> dict[str, Any]:
    """One round of a drand chain; its moment follows from the number. See `round_after`."""
    if round_number < 1:
        raise Fault("round_wrong")
    if not verify.fits("[0-9a-f]{64}", chain.hash):
        raise Fault("chain_wrong")
    beacon = {"chain": chain.hash, "genesis": chain.genesis, "period": chain.period, "round": round_number}
    return {"kind": "beacon", "name": _name(name), "date": verify.round_time(beacon), **beacon}


def round_after(moment: datetime, chain: Chain = QUICKNET) -> int:
    """The first round that is given at this moment or later."""
    return max(1, 1 + math.ceil((moment.timestamp() - chain.genesis) / chain.period))


def check_sources(sources: Sequence[Source], time: str, panels: int) -> None:
    """Whether these sources can be promised together at this time, for so many panels; `Fault` if not."""
    check_together(sources, time)
    if any(source["kind"] == "balls" for source in sources):
        return
    outcomes = outcomes_of(sources)
    if outcomes < ENOUGH_OUTCOMES_PER_PANEL * panels:
        raise Fault("too_few_outcomes", outcomes=outcomes, panels=panels)


def check_together(sources: Sequence[Source], time: str) -> None:
    """Whether these sources can stand in one promise of this time; `Fault` if not."""
    if not sources:
        raise Fault("sources_missing")
    for place, source in enumerate(sources):
        if source in sources[:place]:
            raise Fault("source_twice", name=source["name"])
        if verify.compare_times(source["date"], time) < 0:
            raise Fault("date_before_promise", name=source["name"], date=source["date"], time=time)
    if len(sources) > 1 and any(source["kind"] == "balls" for source in sources):
        raise Fault("balls_not_alone")


def read_result(source: Source, typed: str) -> str:
    """What was typed, in the written form that was promised. `Fault` says what does not fit."""
    if source["kind"] == "balls":
        written = _read_balls(source, typed)
    elif source["kind"] == "numbers":
        written = _read_numbers(source, typed)
    else:
        written = _read_signature(typed)
    verify.seed_value(dict(source), written)
    return written


def read_results(sources: Sequence[Source], typed: Sequence[str]) -> list[str]:
    """One result for each source, in the order of the promise."""
    if len(typed) != len(sources):
        raise Fault("results_missing", expected=len(sources), given=len(typed))
    return [read_result(source, text) for source, text in zip(sources, typed, strict=True)]


def _read_balls(source: Source, typed: str) -> str:
    digits = re.sub(r"[\s.,;-]", "", typed)
    if not verify.fits("[0-9]+", digits):
        raise Fault("not_digits")
    if len(digits) != len(source["highest"]):
        raise Fault("wrong_digits", expected=len(source["highest"]), given=len(digits))
    if digits > source["highest"]:
        raise Fault("no_such_panel", number=digits, highest=source["highest"])
    return digits


def _read_numbers(source: Source, typed: str) -> str:
    pieces = [piece for piece in re.split(r"[\s.,;+/-]+", typed) if piece]
    if not pieces or not all(verify.fits("[0-9]{1,9}", piece) for piece in pieces):
        raise Fault("not_numbers")
    numbers = [int(piece) for piece in pieces]
    if len(numbers) != source["count"]:
        raise Fault("wrong_count", expected=source["count"], given=len(numbers))
    for number in numbers:
        if not source["lowest"] <= number <= source["highest"]:
            raise Fault("number_outside", number=number, lowest=source["lowest"], highest=source["highest"])
        if source["order"] == "ascending" and numbers.count(number) > 1:
            raise Fault("number_twice", number=number)
    return ".".join(map(str, sorted(numbers) if source["order"] == "ascending" else numbers))


def _read_signature(typed: str) -> str:
    signature = re.sub(r"\s", "", typed).lower()
    if not verify.fits("([0-9a-f]{96}){1,2}", signature):
        raise Fault("not_signature")
    return signature


def outcomes_of(sources: Sequence[Source]) -> int:
    """How many results these sources can give together, at least."""
    return math.prod(_outcomes(source) for source in sources)


def _outcomes(source: Source) -> int:
    """How many results a source can give, at least."""
    if source["kind"] == "balls":
        return int(source["highest"]) + 1
    if source["kind"] == "beacon":
        return 2**64
    numbers = source["highest"] - source["lowest"] + 1
    return int(math.comb(numbers, source["count"]) if source["order"] == "ascending" else numbers ** source["count"])


def _name(name: str) -> str:
    if not name.strip():
        raise Fault("name_missing")
    return name.strip()


def _date(when: str | date | datetime) -> str:
    if isinstance(when, datetime):
        when = written_time(when)
    text = str(when)
    try:
        verify.compare_times(text, "2000-01-01T00:00:00+00:00")
    except (ValueError, OverflowError):
        raise Fault("date_wrong", date=text) from None
    return text


def written_time(moment: datetime) -> str:
    """A moment as it stands in promises and draws, to the second."""
    if moment.utcoffset() is None:
        raise Fault("time_wrong")
    return moment.isoformat(timespec="seconds")
