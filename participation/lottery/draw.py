"""The acts of a draw, in order: promise, publish, draw or cancel. For the official who must be able to defend it.

Nothing here reads a clock or a file of the municipality: times are handed in, and what comes out is plain JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from participation.lottery import verify
from participation.lottery.faults import N_, Fault
from participation.lottery.sources import Source, check_sources, read_results, written_time

FALLBACK = N_(
    "If a source gives no result on its date, this draw is cancelled in public, with the reason, and promised anew."
)


def verifier() -> bytes:
    """The bytes of `verify.py`, to be published beside the draw."""
    return Path(verify.__file__).read_bytes()


def promise(
    *,
    draw: str,
    municipality: str,
    title: str,
    pool: Mapping[str, str],
    panels: Sequence[Sequence[str]],
    targets: Sequence[Mapping[str, Any]],
    seats: int,
    sources: Sequence[Source],
    time: datetime,
    facts: Mapping[str, str] | None = None,
    one_per_household: bool = False,
    fallback: str = FALLBACK,
) -> dict[str, Any]:
    """The commitment: what can no longer change, in a document whose digest everybody may write down.

    draw: an identifier of the municipality's own; pool: code -> commitment (`commitment.commit`); panels: p panels of
    `seats` codes, of which panel number 0 is the first; targets: category, feature, min, max; time: now, in local time
    with its zone; facts: what else is promised, such as the objective and its certificate, in words.
    Raises `Fault`.
    """
    for part, text in {"draw": draw, "municipality": municipality, "title": title, "fallback": fallback}.items():
        if not text.strip():
            raise Fault("text_missing", part=part)
    _check_pool(pool)
    _check_panels(panels, pool, seats)
    check_sources(sources, written_time(time), len(panels))
    return {
        "format": "participation/commitment/v1",
        "draw": draw,
        "municipality": municipality,
        "title": title,
        "time": written_time(time),
        "pool": verify.digest("pool", dict(pool)),
        "people": len(pool),
        "panels": verify.digest("panels", [sorted(panel) for panel in panels]),
        "panel_count": len(panels),
        "seats": seats,
        "targets": verify.digest("targets", _plain(targets)),
        "one_per_household": "yes" if one_per_household else "no",
        "facts": dict(facts or {}),
        "sources": [dict(source) for source in sources],
        "fallback": fallback,
        "verifier": hashlib.sha256(verifier()).hexdigest(),
    }


def commitment_digest(commitment: Mapping[str, Any]) -> str:
    """The digest of the promise: for the public page, the journal and the printed notice."""
    return verify.digest("commitment", dict(commitment))


def publish(
    commitment: Mapping[str, Any],
    pool: Mapping[str, str],
    panels: Sequence[Sequence[str]],
    targets: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """The promise with all that it is about, as `draw.json` stands before the result: state "promised"."""
    chances = dict.fromkeys(pool, 0)
    for panel in panels:
        for code in panel:
            chances[code] += 1
    return _sealed(
        {
            "format": "participation/draw/v1",
            "state": "promised",
            "commitment": dict(commitment),
            "commitment_digest": commitment_digest(commitment),
            "pool": dict(pool),
            "panels": [sorted(panel) for panel in panels],
            "targets": _plain(targets),
            "chances": chances,
        }
    )


def draw(published: Mapping[str, Any], typed: Sequence[str], *, time: datetime) -> dict[str, Any]:
    """`draw.json` with its result: one typed text for each source, in the order of the promise.

    A cancelled draw stays cancelled, and tells from now on what it would have given. Raises `Fault`, also when the
    result is there already: one promise, one draw.
    """
    if "result" in published:
        raise Fault("already_drawn")
    commitment, now = published["commitment"], written_time(time)
    for source in commitment["sources"]:
        if verify.compare_times(source["date"], now) > 0:
            raise Fault("too_early", name=source["name"], date=source["date"])
    values = read_results(commitment["sources"], typed)
    number = verify.panel_number(commitment, values)
    result = {"values": values, "number": number, "panel": published["panels"][number], "time": now}
    state = "drawn" if published["state"] == "promised" else published["state"]
    return _sealed({**published, "state": state, "result": result})


def cancel(published: Mapping[str, Any], reason: str, *, time: datetime) -> dict[str, Any]:
    """`draw.json` of a cancelled draw. Whatever was known of its result stays; `draw` can add it later."""
    if "cancellation" in published:
        raise Fault("already_cancelled")
    if not reason.strip():
        raise Fault("reason_missing")
    cancellation = {"reason": reason.strip(), "time": written_time(time)}
    return _sealed({**published, "state": "cancelled", "cancellation": cancellation})


def seed_key(promised_digest: str, values: Sequence[str]) -> bytes:
    """The key that a promise and the results of its sources give together: 32 bytes."""
    return verify.extract(bytes.fromhex(promised_digest), verify.canonical(list(values)))


def shuffle(key: bytes, use: str, items: Sequence[str]) -> list[str]:
    """The items in an order that the key decides, whatever order they came in: Fisher-Yates, from the end.

    For the first stage, whom to invite: the first n of the shuffled address keys.
    """
    mixed, stream = sorted(items), verify.words(key, use)
    for last in range(len(mixed) - 1, 0, -1):
        other = verify.number_below(last + 1, stream)
        mixed[last], mixed[other] = mixed[other], mixed[last]
    return mixed


def _sealed(published: Mapping[str, Any]) -> dict[str, Any]:
    """The draw with the digest over all of it, provided that everything in it holds."""
    rest = {part: value for part, value in published.items() if part != "digest"}
    sealed = {**rest, "digest": verify.digest("draw", rest)}
    for line in verify.verify(sealed):
        if line.wrong:
            raise Fault("not_sound", sentence=line.sentence, wrong=line.wrong)
    return sealed


def _plain(targets: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{part: target[part] for part in ("category", "feature", "min", "max")} for target in targets]


def _check_pool(pool: Mapping[str, str]) -> None:
    if not pool:
        raise Fault("pool_empty")
    seen: set[str] = set()
    for code, commitment in pool.items():
        if not verify.fits("[0-9a-f]{64}", commitment):
            raise Fault("commitment_missing", code=code)
        if commitment in seen:
            raise Fault("commitment_twice", code=code)
        seen.add(commitment)


def _check_panels(panels: Sequence[Sequence[str]], pool: Mapping[str, str], seats: int) -> None:
    if len(panels) < 2:
        raise Fault("panels_missing")
    for number, panel in enumerate(panels):
        if len(panel) != seats:
            raise Fault("panel_size", panel=number, given=len(panel), expected=seats)
        for code in panel:
            if code not in pool:
                raise Fault("panel_stranger", panel=number, code=code)
        if len(set(panel)) != seats:
            raise Fault("panel_twice", panel=number, code=next(code for code in panel if panel.count(code) > 1))
