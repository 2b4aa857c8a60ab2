"""What was asked for on the command line, and how the command says no; for the draw command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from participation import clock
from participation.errors import N_
from participation.i18n import Sentence
from participation.lottery.sources import (
    check_sources,
    declare_balls,
    declare_numbers,
    read_results,
    written_time,
)

FORM_UNCLEAR: str = N_(
    '"%(form)s" is not clear. Write how many numbers that lottery draws and of how many, such as 6/45.'
)
SOME_NUMBERS: str = N_("Give the numbers of every lottery, or of none to promise them all.")
OTHER_SOURCES: str = N_("The promise names other sources: %(names)s.")
BALLS: str = N_("Balls drawn in public")


class Refusal(Exception):
    """A sentence, with its facts, that ends the command."""

    def __init__(self, sentence: Sentence, /, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


@dataclass(frozen=True)
class Order:
    """The arguments and options of the draw command."""

    targets: Path
    people: Path
    seats: int
    out: Path
    objective: str = "leximin"
    household: Sequence[str] = ()
    id_column: str | None = None
    panels: int = 1000
    balls: str | None = None
    numbers: Sequence[str] = ()
    form: str = "6/45"
    date: datetime | None = None
    title: str | None = None
    municipality: str | None = None
    language: str = "en"
    force: bool = False

    @property
    def results(self) -> dict[str, str]:
        """Each public lottery that was named, and the numbers that were given with it ("" for none)."""
        pairs = [named.rpartition("=") if "=" in named else (named, "", "") for named in self.numbers]
        return {name.strip(): numbers for name, _, numbers in pairs}

    @property
    def typed(self) -> list[str]:
        """The results that are known, one for each source; none while they are still to come."""
        balls = [] if self.balls is None else [self.balls]
        return balls + [numbers for numbers in self.results.values() if numbers]

    def sources(self, balls_name: str) -> list[dict[str, Any]]:
        """The sources to promise: balls, unless public lotteries are named. Raises Refusal and the lottery's Fault."""
        if len({bool(numbers) for numbers in self.results.values()}) > 1:
            raise Refusal(SOME_NUMBERS)
        form = re.fullmatch(r"(\d{1,2})/(\d{1,4})", self.form)
        if not form:
            raise Refusal(FORM_UNCLEAR, form=self.form)
        now = clock.now().astimezone()
        day = (self.date or now).date()
        count, highest = map(int, form.groups())
        named = [declare_numbers(name, day, count=count, highest=highest) for name in self.results]
        if self.balls is not None or not named:
            named.insert(0, declare_balls(balls_name, day, self.panels))
        check_sources(named, written_time(now), self.panels)
        if self.typed:
            read_results(named, self.typed)
        return named

    def typed_for(self, sources: Sequence[dict[str, Any]]) -> list[str]:
        """The results in the order of the sources that an earlier promise names. Raises Refusal."""
        if self.balls is not None and not self.numbers and [source["kind"] for source in sources] == ["balls"]:
            return [self.balls]
        names = [str(source["name"]) for source in sources]
        if self.balls is None and sorted(names) == sorted(self.results):
            return [self.results[name] for name in names]
        raise Refusal(OTHER_SOURCES, names=", ".join(names))
