"""Makes the people of a municipality of the demo and the extract of its register: for the panels that begin with letters.

Nobody here exists, and nobody has a national number: an extract may come without.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from participation.demo.volunteers import Residents, as_csv

CHILDREN, ALONE = 0.17, 0.34  # of everybody; of the households
OLDEST, HIGHEST_HOUSE = 91, 140
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True)
class Names:
    """What people are called, and how an extract of the register writes it.

    first: first names by the feature of the first category of `Residents`; signs: how the register writes that feature
    header: its columns, in the order of `Person.cells`; speaks: (language as the register writes it, in a hundred)
    """

    first: Mapping[str, Sequence[str]]
    family: Sequence[str]
    signs: Mapping[str, str]
    header: Sequence[str]
    speaks: Sequence[tuple[str, float]]
    town: str


@dataclass(frozen=True)
class Person:
    """Somebody who lives there. features: of every category; cells: their row in the register"""

    name: str
    where: str
    features: Mapping[str, str]
    cells: Sequence[str]

    @property
    def key(self) -> tuple[str, str]:
        """By this a letter finds them again."""
        return self.name, self.where


def townsfolk(residents: Residents, names: Names, count: int, on: date, seed: str) -> list[Person]:
    """So many people, those of one household one after the other; the same each time. on: the day that ages count on"""
    chance = random.Random(seed)  # noqa: S311  nothing depends on these people being unforeseeable
    sex, age, *others = residents.features
    found: list[Person] = []
    while len(found) < count:
        home = {category: _one(chance, residents, category) for category in residents.home}
        street = chance.choice(residents.streets[home[residents.home[0]]])
        place = street, str(1 + int(chance.random() ** 1.3 * HIGHEST_HOUSE))
        family, size = chance.choice(names.family), 1 if chance.random() < ALONE else chance.choice((2, 2, 3, 4))
        for grown in range(size):
            features = {category: _one(chance, residents, category) for category in (sex, age, *others)} | home
            years = _years(chance, features[age])
            if grown > 1 and chance.random() < CHILDREN * size:
                years = chance.randrange(16)
            own = family if grown != 1 else chance.choice(names.family)
            found.append(_person(chance, residents, names, features, own, place, years, on, len(found) + 1))
    return found[:count]


def register_csv(names: Names, people: Sequence[Person]) -> bytes:
    """The extract as the register gives it, with two slips that any register has."""
    rows = [dict(zip(names.header, one.cells, strict=True)) for one in people]
    born, street = names.header[7], names.header[3]
    rows[len(rows) // 3][born] = "31/02/1961"
    rows[len(rows) // 2][street] = ""
    return as_csv(rows).encode()


def _person(
    chance: random.Random,
    residents: Residents,
    names: Names,
    features: Mapping[str, str],
    family: str,
    place: tuple[str, str],
    years: int,
    on: date,
    number: int,
) -> Person:
    sex = features[next(iter(residents.features))]
    first = chance.choice(names.first[sex])
    street, house = place
    born = on - timedelta(days=round((years + 0.02 + 0.96 * chance.random()) * DAYS_OF_A_YEAR))
    language = chance.choices([code for code, _ in names.speaks], [share for _, share in names.speaks])[0]
    cells = (
        f"{number:05}",
        family,
        first,
        street,
        house,
        residents.postcode,
        names.town,
        f"{born:%d/%m/%Y}",
        names.signs[sex],
        features[residents.home[0]],
        language,
    )
    return Person(f"{first} {family}", f"{street} {house}", features, cells)


def _one(chance: random.Random, residents: Residents, category: str) -> str:
    shares = residents.features[category]
    return chance.choices(list(shares), [share for share, _ in shares.values()])[0]


def _years(chance: random.Random, band: str) -> int:
    """An age in a band such as 16-29 or 75+."""
    lowest, *highest = map(int, re.findall(r"\d+", band))
    return chance.randint(lowest, highest[0] if highest else OLDEST)
