"""Makes believable volunteers, and the targets that mirror who lives there: for the demo and for docs/examples.

Whoever volunteers is older and went to school longer than their neighbours, as everywhere: that is why there are targets.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HOUSEMATE, NO_ADDRESS = 0.14, 0.04  # of those who volunteer
HIGHEST_HOUSE = 90


@dataclass(frozen=True)
class Residents:
    """Who lives somewhere.

    features: category -> feature -> (people in a hundred who live there, how readily they volunteer)
    home: the categories in which everybody at one address is alike; the first is the district
    streets: district -> its streets
    address: what the columns of street, number and postcode are called
    """

    features: Mapping[str, Mapping[str, tuple[float, float]]]
    home: tuple[str, ...]
    streets: Mapping[str, Sequence[str]]
    address: tuple[str, str, str]
    postcode: str


def volunteers(residents: Residents, count: int, name: str) -> list[dict[str, str]]:
    """The first `count` volunteers: id, a feature per category, street, number, postcode.

    The name begins every id. The same name gives the same people, and a larger count the same ones and more.
    """
    chance = random.Random(name)  # noqa: S311  nothing depends on these people being unforeseeable
    found: list[dict[str, str]] = []
    while len(found) < count:
        person = {"id": f"{name}-{len(found) + 1:03}"}
        for category, features in residents.features.items():
            weights = [share * eagerness for share, eagerness in features.values()]
            person[category] = chance.choices(list(features), weights)[0]
        dice, house = chance.random(), 1 + int(chance.random() * HIGHEST_HOUSE)
        street = chance.choices(residents.streets[person[residents.home[0]]])[0]
        person |= zip(residents.address, (street, str(house), residents.postcode), strict=True)
        if dice < NO_ADDRESS:
            person |= dict.fromkeys(residents.address, "")
        elif dice > 1 - HOUSEMATE and found:
            person |= {column: found[-1][column] for column in (*residents.home, *residents.address)}
        found.append(person)
    return found


def targets(residents: Residents, seats: int, slack: int = 0) -> list[dict[str, str]]:
    """For each feature its share of the seats, rounded down for the minimum and up for the maximum; slack: and so many
    less, and more."""
    rows = []
    for category, features in residents.features.items():
        for feature, (share, _) in features.items():
            exact = round(share * seats / 100, 6)
            least, most = str(max(0, math.floor(exact) - slack)), str(min(seats, math.ceil(exact) + slack))
            rows.append({"category": category, "feature": feature, "min": least, "max": most})
    return rows


def as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """The rows as the text of a CSV file, their keys as header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
