"""Who of those who are invited answers, what, when and in which way: for the panels of the demo that begin with letters.

Whom the lot invites is chance; what each of them does follows from who they are, so every demo is much like the last.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from participation.demo.townsfolk import Person
from participation.demo.volunteers import Residents
from participation.invitations.forms.reply import LONGEST
from participation.invitations.rules import CALL, NO, QUESTION, YES, feature_name
from participation.panels.rules import UNSAID as RATHER_NOT
from participation.sheets import DESK, PAPER, PHONE, WEB

# Of those who say yes: who may be drawn later, who may be asked for a next panel, who would rather not say one thing.
STAYS, NEXT_POOL, UNSAID = 0.7, 0.5, 0.05
# Who has a landline; everybody else gets letters.
CALLS = 0.4
REASONS = ("time", "time", "care", "health", "subject", "trust", "unsure", "unsaid")
# From this age on, few answer on the website.
OLD = 65


@dataclass(frozen=True)
class Plan:
    """How many answer what. asked, said: what those who have a question want to know, and those who say no would change.

    mails: the share of those who say yes that has an address for e-mails
    """

    yes: int
    no: int
    calls: int = 0
    asked: Sequence[str] = ()
    said: Sequence[str] = ()
    mails: float = 0.0


@dataclass(frozen=True)
class Reply:
    """What one of them answers. when: how far through the time that they have, from 0 to 1; answers: as the form takes
    them, but for the code"""

    person: Person
    channel: str
    when: float
    answers: Mapping[str, Any]


def replies(
    invited: Sequence[Person], residents: Residents, plan: Plan, least: Mapping[tuple[str, str], int]
) -> list[Reply]:
    """What these people answer, the first first. least: category and feature to how many must say yes with it."""
    dice = {one.key: random.Random(f"{one.key} {one.cells}") for one in invited}  # noqa: S311
    willing = sorted(invited, key=lambda one: -(dice[one.key].random() ** (1 / _eagerness(residents, one))))
    yes = _enough(willing, plan.yes, least)
    rest = [one for one in willing if one not in yes]
    calls, asking = rest[: plan.calls], rest[plan.calls : plan.calls + len(plan.asked)]
    # Whoever is least eager answers nothing; a no takes the trouble of answering too.
    no = rest[plan.calls + len(plan.asked) :][: plan.no]
    found = [
        *(_reply(dice[one.key], one, _yes(dice[one.key], one, list(residents.features), plan.mails)) for one in yes),
        *(_reply(dice[one.key], one, _call(one, place), (WEB,)) for place, one in enumerate(calls)),
        *(_reply(dice[one.key], one, _question(one, words)) for one, words in zip(asking, plan.asked, strict=True)),
        *(_reply(dice[one.key], one, _no(dice[one.key], plan.said[at : at + 1])) for at, one in enumerate(no)),
    ]
    return _in_every_way(sorted(found, key=lambda one: one.when))


def _in_every_way(found: Sequence[Reply]) -> list[Reply]:
    """Some days after the letters, a yes or no comes in each way: whomever the lot invited, none is missing."""
    free = [place for place, one in enumerate(found) if one.answers["answer"] in (YES, NO)]
    ways = dict(zip(free[len(free) // 3 :], (WEB, PAPER, PHONE, DESK), strict=False))
    return [replace(one, channel=ways.get(place, one.channel)) for place, one in enumerate(found)]


def _enough(willing: Sequence[Person], count: int, least: Mapping[tuple[str, str], int]) -> list[Person]:
    """The most willing, and where a group would be too thin to draw from, the most willing of that group besides."""
    yes = list(willing[:count])
    having = Counter(pair for one in yes for pair in one.features.items())
    for one in willing[count:]:
        if any(having[pair] < least.get(pair, 0) for pair in one.features.items()):
            yes.append(one)
            having.update(one.features.items())
    return yes


def _eagerness(residents: Residents, person: Person) -> float:
    eager = 1.0
    for category, features in residents.features.items():
        eager *= features[person.features[category]][1]
    return eager


def _reply(dice: random.Random, person: Person, answers: Mapping[str, Any], channels: Sequence[str] = ()) -> Reply:
    # Half of all answers come in the first week, and some wait for the reminder.
    when = dice.random() ** 2
    return Reply(person, dice.choice(channels or _ways(person)), when, answers)


def _ways(person: Person) -> Sequence[str]:
    age = next(words for words in person.features.values() if re.fullmatch(r"\d+-\d+|\d+\+", words))
    if int(re.findall(r"\d+", age)[0]) >= OLD - 5:
        return PAPER, PAPER, PHONE, WEB, DESK
    return WEB, WEB, WEB, WEB, PAPER, PHONE


def _yes(dice: random.Random, person: Person, categories: Sequence[str], mails: float) -> dict[str, Any]:
    said = {
        feature_name(number): RATHER_NOT if number > 3 and dice.random() < UNSAID else person.features[category]
        for number, category in enumerate(categories, start=1)
    }
    return {
        "answer": YES,
        **said,
        "name": person.name,
        "contact": _contact(dice, person, mails),
        "stays": dice.random() < STAYS,
        "next_pool": dice.random() < NEXT_POOL,
    }


def _call(person: Person, place: int) -> dict[str, Any]:
    return {"answer": CALL, "name": person.name, "contact": f"016 01 24 {place:02}"}


def _no(dice: random.Random, said: Sequence[str]) -> dict[str, Any]:
    return {"answer": NO, "reason": dice.choice(REASONS), "words": "".join(said)[:LONGEST]}


def _question(person: Person, words: str) -> dict[str, Any]:
    return {"answer": QUESTION, "question": words, "name": person.name, "contact": ""}


def _contact(dice: random.Random, person: Person, mails: float) -> str:
    """An e-mail address, a landline that nobody has, or nothing."""
    die, number = dice.random(), dice.randrange(100)
    if die < mails:
        return f"{re.sub('[^a-z]+', '.', person.name.casefold())}{number}@post.example"
    return f"016 01 25 {number:02}" if die < mails + CALLS else ""
