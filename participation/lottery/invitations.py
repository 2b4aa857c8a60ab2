"""The lot that decides who gets a letter, in order: promise, publish, draw or cancel. For the official who sends them.

The list of everybody who could be invited (the frame) never leaves the municipality; its digest is in the promise. A
line of the frame is a key (`commitment.new_salt`, `key_of`) and the number of a group. Lines stand in the order of their keys, or,
for a systematic lot, in the order of the register, so that its distances spread the letters over streets or ages.
Nothing here reads a clock or holds the frame in memory: it is handed in line by line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from participation.lottery import verify
from participation.lottery.commitment import SALT_BYTES
from participation.lottery.draw import FALLBACK, commitment_digest, verifier
from participation.lottery.faults import Fault
from participation.lottery.sources import Source, check_together, outcomes_of, read_results, written_time

FEWEST_OUTCOMES = verify.BALLS_OF_A_LOT
EVENLY = 100

Frame = Iterable[tuple[str, int]]


def key_of(salt: bytes, reference: str) -> str:
    """What the frame calls a person, by their number in the register, or an address: 64 hexadecimal signs."""
    if len(salt) != SALT_BYTES:
        raise Fault("salt_wrong")
    return verify.invitee(salt, reference)


def strata(sizes: Mapping[str, int], letters: int, weights: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """The groups with their letters: name, size, weight, letters.

    sizes: of each group how many could be invited; weights: how many letters somebody of the group gets beside somebody
    of another, 100 (`EVENLY`) where none is given. Raises `Fault`.
    """
    weighed = {name: (weights or {}).get(name, EVENLY) for name in sizes}
    if not sizes:
        raise Fault("lot_empty")
    if any(size < 1 or weighed[name] < 1 for name, size in sizes.items()):
        raise Fault("lot_groups")
    size = sum(sizes.values())
    if not 0 < letters <= size:
        raise Fault("lot_letters", letters=letters, size=size)
    groups = [{"name": name, "size": sizes[name], "weight": weighed[name]} for name in sizes]
    return [{**one, "letters": given} for one, given in zip(groups, verify.letters_for(groups, letters), strict=True)]


def promise(
    *,
    lot: str,
    municipality: str,
    title: str,
    frame: str,
    unit: str,
    method: str,
    feature: str,
    groups: Sequence[Mapping[str, Any]],
    left_out: Mapping[str, int],
    sources: Sequence[Source],
    time: datetime,
    fallback: str = FALLBACK,
) -> dict[str, Any]:
    """The commitment: what can no longer change, in a document whose digest everybody may write down.

    lot: an identifier of the municipality's own; frame: its digest, `verify.frame_digest`; unit: "person", "person per
    address" or "address"; method: "simple", "systematic" or "stratified"; feature: what the groups differ in, or empty;
    groups: as `strata` gives them, one named "" where there are none; left_out: reason -> how many; time: now, in local
    time with its zone. Raises `Fault`.
    """
    for part, text in {"lot": lot, "municipality": municipality, "title": title, "fallback": fallback}.items():
        if not text.strip():
            raise Fault("text_missing", part=part)
    if unit not in verify.UNITS or method not in verify.METHODS:
        raise Fault("lot_kind")
    check_sources(sources, written_time(time))
    return {
        "format": "participation/invitation-lot/v1",
        "lot": lot,
        "municipality": municipality,
        "title": title,
        "time": written_time(time),
        "frame": frame,
        "size": sum(one["size"] for one in groups),
        "unit": unit,
        "method": method,
        "feature": feature,
        "strata": [dict(one) for one in groups],
        "letters": sum(one["letters"] for one in groups),
        "left_out": dict(left_out),
        "sources": [dict(source) for source in sources],
        "fallback": fallback,
        "verifier": hashlib.sha256(verifier()).hexdigest(),
    }


def check_sources(sources: Sequence[Source], time: str) -> None:
    """Whether a lot may be promised with these sources at this time; `Fault` if not.

    The result seeds a shuffle, so a thousand outcomes would not do: three balls are too few, six are enough.
    """
    check_together(sources, time)
    outcomes = outcomes_of(sources)
    if outcomes < FEWEST_OUTCOMES:
        raise Fault("lot_outcomes", outcomes=outcomes)


def publish(commitment: Mapping[str, Any]) -> dict[str, Any]:
    """`lot.json` as it stands before the result: state "promised"."""
    return _sealed(
        {
            "format": "participation/lot/v1",
            "state": "promised",
            "commitment": dict(commitment),
            "commitment_digest": commitment_digest(commitment),
        }
    )


def draw(
    published: Mapping[str, Any], typed: Sequence[str], frame: Frame, *, time: datetime
) -> tuple[dict[str, Any], list[str]]:
    """`lot.json` with its result, and the keys that get a letter, in the order of the frame.

    typed: one text for each source, in the order of the promise; frame: read once, and refused when it is not the
    promised one. A cancelled lot stays cancelled, and tells what it would have given. Raises `Fault`.
    """
    if "result" in published:
        raise Fault("already_drawn")
    commitment = published["commitment"]
    values = read_values(published, typed, time=time)
    places = verify.places_drawn(commitment, values)
    keys = _keys_at(places, frame, commitment["frame"])
    result = {
        "values": values,
        "places": verify.digest("places", places),
        "keys": verify.digest("keys", sorted(keys)),
        "time": written_time(time),
    }
    state = "drawn" if published["state"] == "promised" else published["state"]
    return _sealed({**published, "state": state, "result": result}), keys


def read_values(published: Mapping[str, Any], typed: Sequence[str], *, time: datetime) -> list[str]:
    """What was typed, in the written form that was promised, once the sources can have given it. Raises `Fault`."""
    sources, now = published["commitment"]["sources"], written_time(time)
    for source in sources:
        if verify.compare_times(source["date"], now) > 0:
            raise Fault("too_early", name=source["name"], date=source["date"])
    return read_results(sources, typed)


def cancel(published: Mapping[str, Any], reason: str, *, time: datetime) -> dict[str, Any]:
    """`lot.json` of a cancelled lot. Whatever was known of its result stays."""
    if "cancellation" in published:
        raise Fault("already_cancelled")
    if not reason.strip():
        raise Fault("reason_missing")
    cancellation = {"reason": reason.strip(), "time": written_time(time)}
    return _sealed({**published, "state": "cancelled", "cancellation": cancellation})


def _keys_at(places: Sequence[Sequence[int]], frame: Frame, promised: str) -> list[str]:
    """The keys at these places of each group, while the frame passes by once and its digest is taken."""
    wanted = [set(of_group) for of_group in places]
    reached = [0] * len(places)
    keys: list[str] = []

    def passing() -> Frame:
        for key, stratum in frame:
            if reached[stratum] in wanted[stratum]:
                keys.append(key)
            reached[stratum] += 1
            yield key, stratum

    if verify.frame_digest(passing()) != promised:
        raise Fault("frame_changed")
    return keys


def _sealed(published: Mapping[str, Any]) -> dict[str, Any]:
    """The lot with the digest over all of it, provided that everything in it holds."""
    rest = {part: value for part, value in published.items() if part != "digest"}
    sealed = {**rest, "digest": verify.digest("draw", rest)}
    for line in verify.verify(sealed):
        if line.wrong:
            raise Fault("not_sound", sentence=line.sentence, wrong=line.wrong)
    return sealed
