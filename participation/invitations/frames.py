"""The frame of a lot: everybody, or every address, that could get a letter, each under a key, in an order that nobody
chose. For the official who proposes a lot, and the auditor who checks it.

A line is kept as 37 bytes: the key, the number of the group, and the piece and row of the register where the letter's
addressee stands. So a frame of a million takes forty megabytes, and is read again without opening the register.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from participation.errors import N_, Refused
from participation.invitations.reading import Resident
from participation.lottery import invitations as lottery
from participation.lottery import verify

KEY, LINE = 32, 37
LINES = 20_000
MOST_GROUPS = 250
PERSON, ADDRESS = "person", "address"
SIMPLE, SYSTEMATIC, STRATIFIED = "simple", "systematic", "stratified"

# By what a lot may be stratified. Of an address only its district is known.
FEATURES: dict[str, str] = {
    "district": N_("District"),
    "age": N_("Age"),
    "sex": N_("Sex"),
    "language": N_("Language"),
}
BANDS = (30, 45, 60, 75)

# Why somebody of the register is not in the frame, as everybody reads it: first what the reading left out.
LEFT_OUT: dict[str, str] = {
    "row_broken": N_("A row that cannot be read"),
    "reference_missing": N_("Without a number in the register"),
    "reference_twice": N_("In the register twice"),
    "number_wrong": N_("National number that cannot be"),
    "number_twice": N_("The same national number twice"),
    "address_missing": N_("Address not complete"),
    "born_missing": N_("Date of birth missing"),
    "born_wrong": N_("Date of birth that cannot be"),
    "too_young": N_("Too young on the day that counts"),
    "objects": N_("Does not want to be drawn"),
    "works_here": N_("Works for the municipality or sits on its council"),
    "invited_lately": N_("Was invited to another panel not long ago"),
    "nameless": N_("Has no name in the register"),
    "same_address": N_("Lives at an address that is in the list already"),
}


@dataclass(frozen=True)
class Wishes:
    """Who is drawn and how. feature: "" unless stratified; weights: of its values, 100 for one that is not named."""

    unit: str
    one_per_address: bool
    method: str
    feature: str
    letters: int
    weights: Mapping[str, int] = field(default_factory=dict)

    @property
    def written_unit(self) -> str:
        """The unit as the promise names it."""
        return "person per address" if self.unit == PERSON and self.one_per_address else self.unit


class Line(NamedTuple):
    """One line of a frame. group: its number; piece, row: where the addressee stands in the register."""

    key: str
    group: int
    piece: int
    row: int


@dataclass(frozen=True)
class Frame:
    """A frame, in its order. sizes: group -> lines, in the order of their numbers; left_out: reason -> how many."""

    sizes: dict[str, int]
    lines: list[bytes]
    left_out: dict[str, int]
    digest: str


def check_wishes(wishes: Wishes) -> None:
    """Raises Refused where a wish makes no sense."""
    if wishes.unit not in (PERSON, ADDRESS) or wishes.method not in (SIMPLE, SYSTEMATIC, STRATIFIED):
        raise Refused("lot_kind_missing", field="method")
    if wishes.method == STRATIFIED and wishes.feature not in FEATURES:
        raise Refused("lot_feature_missing", field="feature")
    if wishes.method == STRATIFIED and wishes.unit == ADDRESS and wishes.feature != "district":
        raise Refused("lot_address_feature", field="feature")


def feature_of(resident: Resident, feature: str) -> str:
    """What the register says of somebody, as groups are counted: ages in bands, "" where it says nothing."""
    return age_band(resident.age) if feature == "age" else str(getattr(resident, feature)) if feature else ""


def age_band(age: str) -> str:
    """-29, 30-44, 45-59, 60-74, 75+ for an age in years; "" for none."""
    if not age:
        return ""
    below = next((bound for bound in BANDS if int(age) < bound), None)
    if below is None:
        return f"{BANDS[-1]}+"
    place = BANDS.index(below)
    return f"{BANDS[place - 1]}-{below - 1}" if place else f"-{below - 1}"


def known_of(resident: Resident) -> dict[str, str]:
    """What is kept of somebody who is invited, for the counts: the features that the register knows."""
    return {feature: value for feature in FEATURES if (value := feature_of(resident, feature))}


def address_of(resident: Resident) -> str:
    """An address in the one way in which two can be compared."""
    return address_in({part: getattr(resident, part) for part in _ADDRESS})


def address_in(letter: Mapping[str, str]) -> str:
    """The same, of a letter that was sealed with these parts."""
    return "\n".join(letter.get(part, "").casefold() for part in _ADDRESS)


_ADDRESS = ("street", "number", "box", "postcode", "town")


def lay_out(
    residents: Iterable[tuple[int, int, Resident]],
    wishes: Wishes,
    salt: bytes,
    *,
    barred: Mapping[str, str],
    lately: Collection[str],
) -> Frame:
    """Everybody who could be drawn, in the order of their keys; for a systematic lot, in the order of the register.

    residents: with their piece and row; barred: keyed number -> why not; lately: keyed numbers of who was invited before
    """
    left_out: Counter[str] = Counter()
    groups: dict[str, int] = {}
    lines: list[bytes] = []
    apart = wishes.unit == ADDRESS or wishes.one_per_address
    for piece, row, resident in residents:
        if reason := _why_not(resident, wishes, barred, lately):
            left_out[reason] += 1
            continue
        address = address_of(resident) if apart else ""
        key = lottery.key_of(salt, address if wishes.unit == ADDRESS else resident.reference)
        group = groups.setdefault(feature_of(resident, wishes.feature), len(groups))
        if group >= MOST_GROUPS:
            raise Refused("lot_too_many_groups", field="feature", most=MOST_GROUPS)
        place = bytes.fromhex(key) + bytes((group,)) + piece.to_bytes(2, "big") + row.to_bytes(2, "big")
        lines.append(hashlib.sha256(address.encode()).digest()[:8] + place if apart else place)
    if apart:
        before = len(lines)
        lines = _one_of_each(lines)
        left_out["same_address"] = before - len(lines)
    lines.sort(key=itemgetter(slice(-4, None)) if wishes.method == SYSTEMATIC else None)
    return _numbered(lines, groups, +left_out)


def lines_in(content: bytes) -> Iterator[Line]:
    """The lines of a piece of a frame."""
    for start in range(0, len(content), LINE):
        line = content[start : start + LINE]
        yield Line(line[:KEY].hex(), line[KEY], int.from_bytes(line[33:35], "big"), int.from_bytes(line[35:], "big"))


def pieces_of(lines: list[bytes]) -> Iterator[bytes]:
    """A frame in pieces of `LINES` lines, as it is kept."""
    for start in range(0, len(lines), LINES):
        yield b"".join(lines[start : start + LINES])


def _why_not(resident: Resident, wishes: Wishes, barred: Mapping[str, str], lately: Collection[str]) -> str:
    if resident.key and resident.key in barred:
        return barred[resident.key]
    if resident.key and resident.key in lately:
        return "invited_lately"
    if wishes.unit == PERSON and not resident.name:
        return "nameless"
    return ""


def _one_of_each(lines: list[bytes]) -> list[bytes]:
    """Of each address, which stands in the first 8 bytes, the line with the lowest key: chance, since keys are salted."""
    lines.sort()
    return [next(same)[8:] for _, same in groupby(lines, key=itemgetter(slice(8)))]


def _numbered(lines: list[bytes], groups: Mapping[str, int], left_out: Mapping[str, int]) -> Frame:
    """With the groups in the order of their names, whatever order they were met in; groups that got empty are gone."""
    sizes = Counter(line[KEY] for line in lines)
    names = sorted(name for name, number in groups.items() if sizes[number])
    number_of = {groups[name]: number for number, name in enumerate(names)}
    for place, line in enumerate(lines):
        if number_of[line[KEY]] != line[KEY]:
            lines[place] = line[:KEY] + bytes((number_of[line[KEY]],)) + line[KEY + 1 :]
    return Frame(
        sizes={name: sizes[groups[name]] for name in names},
        lines=lines,
        left_out=dict(left_out),
        digest=verify.frame_digest((line[:KEY].hex(), line[KEY]) for line in lines),
    )
