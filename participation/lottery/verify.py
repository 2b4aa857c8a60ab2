#!/usr/bin/env python3
"""Check a published draw yourself: for anyone, with Python 3.8 or later and nothing else.

    python3 verify.py draw.json                       every check, one line each
    python3 verify.py draw.json --notice DIGEST       and: is this the promise on the notice that was shown before?
    python3 verify.py draw.json --code KRTW-4071      and: my number of panels, my chance, was I drawn?
    python3 verify.py draw.json --receipt MINE.json   and: am I in the pool with the features on my receipt?
    python3 verify.py draw.json --openings ALL.json   for sworn auditors: does every panel meet the targets?
    python3 verify.py lot.json                        the same for a lot: who got a letter
    python3 verify.py lot.json --frame FRAME.csv      for sworn auditors: were the letters drawn from the whole list?

The draw in four steps. (1) The municipality publishes numbered panels, each of which would do; your chance is the
number of panels with your code, divided by the number of panels. (2) It freezes them in a promise, whose SHA-256 digest
everybody can write down. (3) A source that nobody controls, named in the promise, gives its result afterwards. (4) The
result gives the number of one panel. Exit code 0: all is well; 1: something is not.

A lot goes before the draw: it decides who is invited, out of a list that nobody may see. The promise holds the digest of
the list (the frame: one line for each person or address, under a key that means nothing to a reader), the size of each
group and its letters. The result of the source then says which places of each group get a letter; whoever holds the
frame can see who stands there.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import hmac
import io
import itertools
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple


class Wrong(ValueError):
    """Something does not hold; the text says what."""


def need(holds: bool, otherwise: str) -> None:
    """Go on if it holds."""
    if not holds:
        raise Wrong(otherwise)


def fits(form: str, text: str) -> bool:
    """Whether the whole text has the form of a regular expression."""
    return re.fullmatch(form, text) is not None


# The bricks: one way to write, one way to hash, one way to turn a seed into a number.


def canonical(value: object) -> bytes:
    """JSON written in the one way: keys sorted, no spaces, UTF-8; only text, whole numbers, lists and objects."""
    need(is_plain(value), "there is something else than text, whole numbers, lists and objects")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def is_plain(value: object) -> bool:
    """Whether every JSON reader understands the value alike, which fractions, true, null and huge numbers do not allow."""
    if isinstance(value, dict):
        return all(type(key) is str and is_plain(part) for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return all(map(is_plain, value))
    return type(value) is str or (type(value) is int and abs(value) < 2**53)


def labelled(label: str, *parts: bytes) -> str:
    """SHA-256 in hexadecimal of a label, a zero byte and the parts; the label keeps one use apart from another."""
    return hashlib.sha256(b"".join((label.encode(), b"\0", *parts))).hexdigest()


def digest(use: str, value: object) -> str:
    """The digest of a value in its canonical writing."""
    return labelled(f"participation/{use}/v1", canonical(value))


def leaf(salt: bytes, features: dict[str, str], household: str = "") -> str:
    """What the pool holds of one person: nothing, to whoever lacks the salt."""
    return labelled("participation/person/v1", salt, canonical({"features": features, "household": household}))


def extract(salt: bytes, material: bytes) -> bytes:
    """HKDF-Extract with SHA-256 (RFC 5869, section 2.2)."""
    return hmac.new(salt, material, hashlib.sha256).digest()


def words(key: bytes, use: str) -> Iterator[int]:
    """Endless 64-bit numbers: of HMAC-SHA-256(key, label 00 counter) the first eight bytes, for counter 0, 1, 2, ..."""
    label = f"participation/{use}/v1".encode() + b"\0"
    for counter in itertools.count():
        block = hmac.new(key, label + counter.to_bytes(8, "big"), hashlib.sha256).digest()
        yield int.from_bytes(block[:8], "big")


def number_below(n: int, stream: Iterator[int]) -> int:
    """A number from 0 to n - 1, each as likely: words from the last, incomplete round of n are passed over."""
    need(n > 0, "there is nothing to choose from")
    fair = 2**64 - 2**64 % n
    return next(word for word in stream if word < fair) % n


# The sources of the seed: balls drawn in public, a public lottery, a public beacon.

SOURCE_PARTS = {
    "balls": {"kind", "name", "date", "highest"},
    "numbers": {"kind", "name", "date", "count", "lowest", "highest", "order"},
    "beacon": {"kind", "name", "date", "chain", "genesis", "period", "round"},
}


def moment(text: str) -> datetime:
    """A moment written as 2026-12-04T20:00:00+01:00."""
    form = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}"
    need(fits(form, text), "a time is not written as 2026-12-04T20:00:00+01:00")
    return datetime.fromisoformat(text)


def compare_times(when: str, time: str) -> int:
    """Below, at or above zero: `when` is before, at or after `time`. `when` may be a day: then only the days count."""
    if fits("[0-9]{4}-[0-9]{2}-[0-9]{2}", when):
        return (date.fromisoformat(when) - moment(time).date()).days
    return int((moment(when) - moment(time)).total_seconds())


def round_time(source: dict[str, Any]) -> str:
    """When a beacon gives its round."""
    start = datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (start + timedelta(seconds=source["genesis"] + (source["round"] - 1) * source["period"])).isoformat()


def check_source(source: dict[str, Any], panels: int) -> None:
    """A source as a promise may name it."""
    kind = source["kind"]
    need(kind in SOURCE_PARTS and set(source) == SOURCE_PARTS[kind], "a source is not described as its kind asks")
    need(isinstance(source["name"], str) and source["name"].strip() != "", "a source has no name")
    if kind == "balls":
        need(source["highest"] == str(panels - 1), "the balls do not run from zero to the last panel")
    elif kind == "numbers":
        need(source["count"] > 0 and 0 <= source["lowest"] < source["highest"], "the numbers have no sensible range")
        need(source["order"] in ("ascending", "as drawn"), "the order of the numbers is not promised")
    else:
        need(source["period"] > 0 and source["round"] > 0, "the beacon has no sensible round")
        need(fits("[0-9a-f]{64}", source["chain"]), "the beacon's chain is not named")
        need(source["date"] == round_time(source), "the beacon gives this round at another time")


def seed_value(source: dict[str, Any], written: str) -> str:
    """What a result puts into the seed, provided that it is written in the promised form."""
    kind = source["kind"]
    if kind == "balls":
        digits = fits("[0-9]+", written) and len(written) == len(source["highest"])
        need(digits and written <= source["highest"], "the balls are not the number of a panel")
        return written
    if kind == "numbers":
        numbers = [int(part) for part in written.split(".")]
        need(".".join(map(str, numbers)) == written, "the numbers are not written as 9.18.26.34.41.45")
        need(len(numbers) == source["count"], "there are not as many numbers as promised")
        need(source["lowest"] <= min(numbers) and max(numbers) <= source["highest"], "a number is out of range")
        need(source["order"] == "as drawn" or numbers == sorted(set(numbers)), "the numbers do not ascend")
        return written
    need(fits("([0-9a-f]{96}){1,2}", written), "the beacon's signature is not 96 or 192 hexadecimal signs")
    return hashlib.sha256(bytes.fromhex(written)).hexdigest()


def panel_number(commitment: dict[str, Any], values: list[str]) -> int:
    """The number that the results give: balls are the number; other sources are stirred with the promise."""
    sources = commitment["sources"]
    need(isinstance(values, list) and len(values) == len(sources), "there is not one result for each source")
    seeds = [seed_value(source, values[place]) for place, source in enumerate(sources)]
    if sources[0]["kind"] == "balls":
        return int(seeds[0])
    key = extract(bytes.fromhex(digest("commitment", commitment)), canonical(seeds))
    return number_below(commitment["panel_count"], words(key, "number"))


# A lot: how many letters each group gets, and which places they go to.

# Balls are no number here but stirred with the promise, so there are always six: 000000 to 999999.
BALLS_OF_A_LOT = 10**6


def invitee(salt: bytes, reference: str) -> str:
    """What the frame calls a person or an address: nothing, to whoever lacks the salt."""
    return labelled("participation/invitee/v1", salt, reference.encode("utf-8"))


def frame_digest(lines: Iterable[tuple[str, int]]) -> str:
    """The digest of a frame: of each line its key and the number of its group, in order."""
    sha = hashlib.sha256(b"participation/frame/v1\0")
    for key, stratum in lines:
        sha.update(f"{key},{stratum}\n".encode())
    return sha.hexdigest()


def letters_for(strata: list[dict[str, Any]], letters: int) -> list[int]:
    """Letters for each group, by its size times its weight. No group gets more than it has: what is over goes to the
    others. Parts of a letter go to the largest parts, and of equal ones to the first."""
    sizes, loads = [one["size"] for one in strata], [one["size"] * one["weight"] for one in strata]
    open_groups = list(range(len(strata)))
    while True:
        rest = letters - sum(size for place, size in enumerate(sizes) if place not in open_groups)
        total = sum(loads[place] for place in open_groups)
        fitting = [place for place in open_groups if rest * loads[place] <= sizes[place] * total]
        if fitting == open_groups:
            break
        open_groups = fitting
    given = [rest * loads[place] // total if place in open_groups else size for place, size in enumerate(sizes)]
    by_part = sorted(open_groups, key=lambda place: -(rest * loads[place] % total))
    for place in by_part[: letters - sum(given)]:
        given[place] += 1
    return given


def places_drawn(commitment: dict[str, Any], values: list[str]) -> list[list[int]]:
    """For each group the places that get a letter, counted from 0 in the order of the frame: the results decide."""
    sources = commitment["sources"]
    need(isinstance(values, list) and len(values) == len(sources), "there is not one result for each source")
    seeds = [seed_value(source, values[place]) for place, source in enumerate(sources)]
    key = extract(bytes.fromhex(digest("commitment", commitment)), canonical(seeds))
    choose = every_so_many if commitment["method"] == "systematic" else mixed
    return [
        sorted(choose(one["size"], one["letters"], words(key, f"invitations/{number}")))
        for number, one in enumerate(commitment["strata"])
    ]


def mixed(size: int, letters: int, stream: Iterator[int]) -> list[int]:
    """The last places of a shuffle: Fisher-Yates from the end, no longer than needed."""
    places = list(range(size))
    for last in range(size - 1, size - 1 - letters, -1):
        other = number_below(last + 1, stream)
        places[last], places[other] = places[other], places[last]
    return places[size - letters :]


def every_so_many(size: int, letters: int, stream: Iterator[int]) -> list[int]:
    """Places at equal distances, from a start that the stream gives: each place is as likely."""
    start = number_below(size, stream)
    return [(start + letter * size) // letters for letter in range(letters)]


# The checks. Each takes the whole file and fails by raising anything at all.

COMMITMENT = {
    *("format", "draw", "municipality", "title", "time", "pool", "people", "panels", "panel_count", "seats", "targets"),
    *("one_per_household", "facts", "sources", "fallback", "verifier"),
}
ALWAYS = {"format", "state", "commitment", "commitment_digest", "pool", "panels", "targets", "chances", "digest"}


def parts(draw: dict[str, Any]) -> None:
    need(isinstance(draw, dict) and draw.get("format") == "participation/draw/v1", "this is not a published draw")
    result = {"result"} & set(draw)
    more = {"promised": set(), "drawn": {"result"}, "cancelled": {"cancellation"} | result}[draw["state"]]
    need(set(draw) == ALWAYS | more, "something is missing, or too much")
    promise = draw["commitment"]
    need(set(promise) == COMMITMENT, "the promise has not all its parts, or too many")
    need(promise["format"] == "participation/commitment/v1", "the promise has another form")
    texts = [promise[part] for part in ("draw", "municipality", "title", "fallback")]
    texts += [text for fact in promise["facts"].items() for text in fact]
    need(all(isinstance(text, str) and text.strip() for text in texts), "a part of the promise is empty")
    need(promise["one_per_household"] in ("yes", "no"), "it is not clear whether a household may have two seats")
    need(fits("[0-9a-f]{64}", promise["verifier"]), "the promise names no verifier")
    moment(promise["time"])


def untouched(draw: dict[str, Any]) -> None:
    rest = {part: value for part, value in draw.items() if part != "digest"}
    need(digest("draw", rest) == draw["digest"], "something in the file was changed")


def promise_kept(draw: dict[str, Any]) -> None:
    found = digest("commitment", draw["commitment"])
    need(found == draw["commitment_digest"], "the promise was changed, its digest is now " + found)


def pool_kept(draw: dict[str, Any]) -> None:
    pool, promise = draw["pool"], draw["commitment"]
    need(0 < len(pool) == promise["people"], "the pool has not the promised number of people")
    need(all(code.strip() == code != "" for code in pool), "a code is blank")
    need(all(fits("[0-9a-f]{64}", one) for one in pool.values()), "somebody's commitment is empty or broken")
    need(len(set(pool.values())) == len(pool), "two people have the same commitment")
    need(digest("pool", pool) == promise["pool"], "the pool was changed after the promise")


def panels_kept(draw: dict[str, Any]) -> None:
    panels, promise, pool = draw["panels"], draw["commitment"], draw["pool"]
    need(0 < len(panels) == promise["panel_count"], "there are not as many panels as promised")
    for number, panel in enumerate(panels):
        need(0 < len(panel) == promise["seats"], f"panel {number} has not the promised number of seats")
        need(all(code in pool for code in panel), f"panel {number} has a code that is not in the pool")
        need(len(set(panel)) == len(panel), f"panel {number} has a code twice")
        need(panel == sorted(panel), f"panel {number} is not in order")
    need(digest("panels", panels) == promise["panels"], "the panels were changed after the promise")


def targets_kept(draw: dict[str, Any]) -> None:
    targets = draw["targets"]
    need(len({(one["category"], one["feature"]) for one in targets}) == len(targets) > 0, "a target is there twice")
    for one in targets:
        need(set(one) == {"category", "feature", "min", "max"}, "a target lacks a part")
        need(0 <= one["min"] <= one["max"], "a target asks for more than it allows")
    need(digest("targets", targets) == draw["commitment"]["targets"], "the targets were changed after the promise")


def chances_right(draw: dict[str, Any]) -> None:
    counted = Counter(code for panel in draw["panels"] for code in panel)
    need(draw["chances"] == {code: counted[code] for code in draw["pool"]}, "somebody's number of panels is wrong")


def sources_sound(draw: dict[str, Any]) -> None:
    sources, time = draw["commitment"]["sources"], draw["commitment"]["time"]
    need(len(sources) > 0, "no source is named")
    for source in sources:
        check_source(source, BALLS_OF_A_LOT if is_lot(draw) else len(draw["panels"]))
        need(compare_times(source["date"], time) >= 0, "a source gives its result before the promise")
    need(len(sources) == 1 or all(source["kind"] != "balls" for source in sources), "balls must be the only source")
    need(len({canonical(source) for source in sources}) == len(sources), "a source is named twice")


def result_in_time(draw: dict[str, Any]) -> None:
    result, promise = draw["result"], draw["commitment"]
    need(compare_times(result["time"], promise["time"]) >= 0, "the result is older than the promise")
    for source in promise["sources"]:
        need(compare_times(source["date"], result["time"]) <= 0, "the result is older than its source")


def result_right(draw: dict[str, Any]) -> None:
    result, promise = draw["result"], draw["commitment"]
    need(set(result) == {"values", "number", "panel", "time"}, "the result lacks a part")
    result_in_time(draw)
    number = panel_number(promise, result["values"])
    need(result["number"] == number, f"the results give number {number}")


def panel_right(draw: dict[str, Any]) -> None:
    number = draw["result"]["number"]
    need(number >= 0 and draw["result"]["panel"] == draw["panels"][number], f"panel {number} is another one")


def cancelled_openly(draw: dict[str, Any]) -> None:
    cancellation = draw["cancellation"]
    need(set(cancellation) == {"reason", "time"} and bool(cancellation["reason"].strip()), "no reason is given")
    need(compare_times(cancellation["time"], draw["commitment"]["time"]) >= 0, "it was cancelled before the promise")


# The checks of a lot, beside those that it shares with a draw.

LOT_COMMITMENT = {
    *("format", "lot", "municipality", "title", "time", "frame", "size", "unit", "method", "feature", "strata"),
    *("letters", "left_out", "sources", "fallback", "verifier"),
}
LOT_ALWAYS = {"format", "state", "commitment", "commitment_digest", "digest"}
UNITS = ("person", "person per address", "address")
METHODS = ("simple", "systematic", "stratified")


def is_lot(draw: Any) -> bool:
    return isinstance(draw, dict) and draw.get("format") == "participation/lot/v1"


def lot_parts(lot: dict[str, Any]) -> None:
    result = {"result"} & set(lot)
    more = {"promised": set(), "drawn": {"result"}, "cancelled": {"cancellation"} | result}[lot["state"]]
    need(set(lot) == LOT_ALWAYS | more, "something is missing, or too much")
    promise = lot["commitment"]
    need(set(promise) == LOT_COMMITMENT, "the promise has not all its parts, or too many")
    need(promise["format"] == "participation/invitation-lot/v1", "the promise has another form")
    texts = [promise[part] for part in ("lot", "municipality", "title", "fallback")]
    need(all(isinstance(text, str) and text.strip() for text in texts), "a part of the promise is empty")
    need(promise["unit"] in UNITS and promise["method"] in METHODS, "it is not clear what is drawn, or how")
    need(isinstance(promise["feature"], str), "the feature of the groups is no text")
    need(fits("[0-9a-f]{64}", promise["frame"]), "the promise names no frame")
    need(fits("[0-9a-f]{64}", promise["verifier"]), "the promise names no verifier")
    need(all(type(count) is int and count >= 0 for count in promise["left_out"].values()), "a count is no number")
    moment(promise["time"])


def letters_right(lot: dict[str, Any]) -> None:
    promise, strata = lot["commitment"], lot["commitment"]["strata"]
    need(len({one["name"] for one in strata}) == len(strata) > 0, "a group is there twice, or there is none")
    for one in strata:
        need(set(one) == {"name", "size", "weight", "letters"}, "a group lacks a part")
        need(isinstance(one["name"], str) and min(one["size"], one["weight"]) > 0, "a group is empty or without weight")
    need(promise["method"] == "stratified" or len(strata) == 1, "only a stratified lot has groups")
    need(sum(one["size"] for one in strata) == promise["size"], "the groups are not the whole frame")
    need(0 < promise["letters"] <= promise["size"], "there are no letters, or more than can be sent")
    need([one["letters"] for one in strata] == letters_for(strata, promise["letters"]), "a group's letters are wrong")


def places_right(lot: dict[str, Any]) -> None:
    result, promise = lot["result"], lot["commitment"]
    need(set(result) == {"values", "places", "keys", "time"}, "the result lacks a part")
    need(fits("[0-9a-f]{64}", result["keys"]), "the result does not name the keys that were drawn")
    result_in_time(lot)
    found = digest("places", places_drawn(promise, result["values"]))
    need(result["places"] == found, "the results give other places")


def frame_kept(lot: dict[str, Any], frame: list[tuple[str, int]]) -> None:
    promise, keys = lot["commitment"], [key for key, _ in frame]
    sizes = Counter(stratum for _, stratum in frame)
    need(
        all(fits("[0-9a-f]{64}", key) for key in keys) and len(set(keys)) == len(keys),
        "a key is broken, or twice there",
    )
    need(
        dict(sizes) == {place: one["size"] for place, one in enumerate(promise["strata"])},
        "the groups have other sizes",
    )
    # Where the order decides nothing but the places, nobody may have chosen it.
    need(promise["method"] == "systematic" or keys == sorted(keys), "the frame is not in the order of its keys")
    need(frame_digest(frame) == promise["frame"], "the frame was changed after the promise")


def keys_right(lot: dict[str, Any], frame: list[tuple[str, int]]) -> None:
    if "result" in lot:
        groups: list[list[str]] = [[] for _ in lot["commitment"]["strata"]]
        for key, stratum in frame:
            groups[stratum].append(key)
        drawn = places_drawn(lot["commitment"], lot["result"]["values"])
        keys = [group[place] for group, places in zip(groups, drawn) for place in places]
        need(digest("keys", sorted(keys)) == lot["result"]["keys"], "other keys were drawn")


# Checks for whoever holds more than the published file: a notice, a receipt, or (sworn auditors) everybody's receipt.


def noticed(draw: dict[str, Any], notice: str) -> None:
    need(bare(notice) == bare(digest("commitment", draw["commitment"])), "the notice promised something else")


def receipt_opens(draw: dict[str, Any], receipt: dict[str, Any]) -> None:
    code, salt = receipt["code"], bytes.fromhex(receipt["salt"])
    need(len(salt) == 16, f"the salt of {shown(code)} is not 16 bytes")
    opened = leaf(salt, receipt["features"], receipt["household"])
    need(draw["pool"].get(code) == opened, f"the pool does not hold {shown(code)} with these features")


def all_open(draw: dict[str, Any], receipts: list[dict[str, Any]]) -> None:
    need(sorted(receipt["code"] for receipt in receipts) == sorted(draw["pool"]), "not everybody is opened, once")
    for receipt in receipts:
        receipt_opens(draw, receipt)


def targets_met(draw: dict[str, Any], receipts: list[dict[str, Any]]) -> None:
    bounds = {(one["category"], one["feature"]): (one["min"], one["max"]) for one in draw["targets"]}
    categories = {category for category, _ in bounds}
    pairs = {one["code"]: [(category, one["features"][category]) for category in categories] for one in receipts}
    need(all(pair in bounds for some in pairs.values() for pair in some), "somebody has a feature without a target")
    for number, panel in enumerate(draw["panels"]):
        seats = Counter(pair for code in panel for pair in pairs[code])
        for pair, (least, most) in bounds.items():
            need(least <= seats[pair] <= most, f"panel {number} misses the target for {shown(pair)}")


def households_apart(draw: dict[str, Any], receipts: list[dict[str, Any]]) -> None:
    home = {receipt["code"]: receipt["household"] for receipt in receipts}
    for number, panel in enumerate(draw["panels"] if draw["commitment"]["one_per_household"] != "no" else []):
        homes = [home[code] for code in panel if home[code]]
        need(len(set(homes)) == len(homes), f"panel {number} has two people of one household")


# Each check with the sentence that it proves, and the part of the file or the extra paper without which it is skipped.
CHECKS: list[tuple[Callable[..., None], str, str]] = [
    (parts, "", "The file has all the parts of a draw, and no others."),
    (untouched, "", "The file is as it was published."),
    (promise_kept, "", "The promise fits its digest."),
    (pool_kept, "", "The pool is the promised one, and everybody in it has a commitment."),
    (panels_kept, "", "The panels are the promised ones: full, from the pool, nobody twice."),
    (targets_kept, "", "The targets are the promised ones."),
    (chances_right, "", "Everybody's number of panels is right."),
    (sources_sound, "", "The sources are well described, and give their results after the promise."),
    (result_right, "result", "The results are written as promised and give this number."),
    (panel_right, "result", "The panel is the one with this number."),
    (cancelled_openly, "cancellation", "The draw was cancelled openly, with a reason."),
    (noticed, "notice", "The promise is the one on the notice."),
    (receipt_opens, "receipt", "The pool holds the person of this receipt, with these features."),
    (all_open, "openings", "Everybody's features are those that were committed to."),
    (targets_met, "openings", "Every panel meets every target."),
    (households_apart, "openings", "The promise about households is kept in every panel."),
]


LOT_CHECKS: list[tuple[Callable[..., None], str, str]] = [
    (lot_parts, "", "The file has all the parts of a lot, and no others."),
    (untouched, "", "The file is as it was published."),
    (promise_kept, "", "The promise fits its digest."),
    (letters_right, "", "Every group has the letters that its size and weight give."),
    (sources_sound, "", "The sources are well described, and give their results after the promise."),
    (places_right, "result", "The results are written as promised and give these places."),
    (cancelled_openly, "cancellation", "The lot was cancelled openly, with a reason."),
    (noticed, "notice", "The promise is the one on the notice."),
    (frame_kept, "frame", "The frame is the promised one: every key once, each group as large as promised."),
    (keys_right, "frame", "The letters went to the keys at these places."),
]


class Line(NamedTuple):
    """The outcome of one check: its name, the sentence that it proves, and what is wrong, or nothing."""

    check: str
    sentence: str
    wrong: str


def verify(draw: Any, **papers: Any) -> list[Line]:
    """Every check that applies to what was read from draw.json or lot.json, and to the papers: `notice`, `receipt`,
    `openings`, `frame`."""
    at_hand = {"": [draw], **{name: [draw, paper] for name, paper in papers.items() if paper is not None}}
    at_hand.update({name: [draw] for name in ("result", "cancellation") if isinstance(draw, dict) and name in draw})
    return [
        Line(check.__name__, sentence, fault(check, *at_hand[where]))
        for check, where, sentence in (LOT_CHECKS if is_lot(draw) else CHECKS)
        if where in at_hand
    ]


def fault(check: Callable[..., None], *papers: Any) -> str:
    """What a check finds. Whatever goes wrong in it counts, for the file may have been made to mislead."""
    try:
        check(*papers)
    except Wrong as wrong:
        return str(wrong)
    except Exception:
        return "this part is broken"
    return ""


# Reading and telling.


def bare(text: str) -> str:
    """Typed text without spaces, dashes and small letters."""
    return re.sub(r"[\s-]", "", text).upper()


def shown(text: object) -> str:
    """Text from a file, without signs that could play tricks on a screen."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text)[:200])


def read(path: str) -> Any:
    """The JSON in a file, in which nothing may be said twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "a key is there twice")
        return dict(pairs)

    with open(path, "rb") as file:
        return json.loads(file.read().decode("utf-8"), object_pairs_hook=once)


def read_frame(path: str) -> list[tuple[str, int]]:
    """The lines of a frame: a CSV file with the columns key and stratum, which is the number of the group, from 0."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [(line["key"], int(line["stratum"])) for line in csv.DictReader(file)]


def standing(draw: dict[str, Any], typed: str) -> str:
    """What the holder of a code wants to know of a sound draw; spaces, dashes and small letters make no difference."""
    code = next((code for code in draw["pool"] if bare(code) == bare(typed)), None)
    if code is None:
        return f"The code {shown(typed)} is not in the pool."
    mine, panels = draw["chances"][code], len(draw["panels"])
    outcome = "Nothing was drawn yet."
    if "result" in draw:
        outcome = "It was " if draw["state"] == "drawn" else "It would have been "
        outcome += "drawn." if code in draw["result"]["panel"] else "not drawn."
    return f"{shown(code)} is in {mine} of the {panels} panels: a chance of {100 * mine / panels:.2f} %. {outcome}"


def story(draw: dict[str, Any]) -> Iterator[str]:
    """A sound draw in words, with the facts that only people can check."""
    promise, result = draw["commitment"], draw.get("result")
    name = f"lot {promise['lot']}" if is_lot(draw) else f"draw {promise['draw']}"
    yield shown(f"{promise['municipality']}, {promise['title']}, {name}")
    yield f"Promised on {promise['time']}, with the digest {draw['commitment_digest']}"
    for place, source in enumerate(promise["sources"]):
        yield shown(f"{source['name']}, {source['date']}: {result['values'][place] if result else 'awaited'}")
    if draw["state"] == "cancelled":
        yield shown(f"CANCELLED on {draw['cancellation']['time']}: {draw['cancellation']['reason']}")
    if is_lot(draw):
        for one in promise["strata"]:
            yield shown(
                f"{one['name'] or 'Everybody'}: {one['letters']} letters for {one['size']}, weight {one['weight']}"
            )
    elif result:
        outcome = "was drawn" if draw["state"] == "drawn" else "would have been drawn"
        yield f"Panel {result['number']}, of 0 to {len(draw['panels']) - 1}, {outcome}"
    yield "Only people can check: was that digest public before the results were, and are the results the real ones?"
    with open(__file__, "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != promise["verifier"]:
            yield "Mind: another verify.py than this was promised. Use the one that was published beside the draw."


def main(arguments: list[str] | None = None) -> int:
    """Print one line for each check; 0 when all hold, 1 when any does not."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("draw", help="the published draw.json, or lot.json")
    asked.add_argument("--notice", metavar="DIGEST", help="the digest on the notice that was shown before the draw")
    asked.add_argument("--code", help="your own code")
    asked.add_argument("--receipt", metavar="FILE", help="your own receipt")
    asked.add_argument("--openings", metavar="FILE", help="for sworn auditors: the receipts of everybody")
    asked.add_argument("--frame", metavar="FILE", help="for sworn auditors: the list of a lot (CSV key,stratum)")
    options = asked.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        draw = read(options.draw)
        receipt, openings = (read(path) if path else None for path in (options.receipt, options.openings))
        frame = read_frame(options.frame) if options.frame else None
    except Exception as wrong:
        print(f"FAILED  A file cannot be read: {shown(wrong)}.")
        return 1
    lines = verify(draw, notice=options.notice, receipt=receipt, openings=openings, frame=frame)
    for line in lines:
        print(f"FAILED  {line.sentence} No: {line.wrong}." if line.wrong else f"ok      {line.sentence}")
    if any(line.wrong for line in lines):
        print("\nThis draw does not hold. Do not trust it.")
        return 1
    mine = [standing(draw, options.code)] if options.code and not is_lot(draw) else []
    print("", *story(draw), *mine, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
