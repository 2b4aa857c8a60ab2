"""How many letters a panel needs, from what earlier letters brought: for the official who writes the budget.

The first answer to a letter is a guess, so it is given with a low and a high one. Where this municipality never asked
before, the guess is what small panels in Belgium saw: about one letter in ten is answered with yes, between 4 and 12 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SEEN_ELSEWHERE = (0.04, 0.10, 0.12)
CANDIDATES_PER_SEAT = 5
# No two panels are alike: what was seen once may be this much less or more the next time.
SPREAD = 0.25


@dataclass(frozen=True)
class Past:
    """What the letters for one earlier panel brought. willing: how many of the invited put themselves forward."""

    letters: int
    willing: int


@dataclass(frozen=True)
class Response:
    """The share of letters that bring somebody who wants to take part. own: whether it was seen in this municipality."""

    low: float
    likely: float
    high: float
    own: bool


@dataclass(frozen=True)
class Group:
    """A group that a panel must have people of. least: its fewest seats; share: its part of who is invited, above 0."""

    least: int
    share: float


@dataclass(frozen=True)
class Estimate:
    """Letters to send, for as many candidates as are wanted; low if people answer well, high if they do not."""

    candidates: int
    letters: int
    low: int
    high: int
    response: Response

    def cost(self, cents: int, letters: int | None = None) -> int:
        """Stamps in cents, with one reminder to whoever stays silent, for these letters or the likely number."""
        sent = self.letters if letters is None else letters
        return sent * cents + round(sent * (1 - self.response.likely)) * cents


def response(past: Iterable[Past]) -> Response:
    """What letters bring here: all earlier ones together, and the worst and best panel with some room around them."""
    seen = [one for one in past if one.letters > 0]
    if not any(one.willing for one in seen):
        low, likely, high = SEEN_ELSEWHERE
        return Response(low, likely, high, own=False)
    likely = sum(one.willing for one in seen) / sum(one.letters for one in seen)
    shares = [one.willing / one.letters for one in seen if one.willing]
    return Response(
        low=min(*shares, likely * (1 - SPREAD)),
        likely=likely,
        high=min(1.0, max(*shares, likely * (1 + SPREAD))),
        own=True,
    )


def candidates_for(seats: int, groups: Sequence[Group] = (), per_seat: int = CANDIDATES_PER_SEAT) -> int:
    """How many candidates a panel wants: so many for each seat, also in the group that is hardest to fill."""
    hardest = max((per_seat * group.least / group.share for group in groups if group.share > 0), default=0.0)
    return max(per_seat * seats, math.ceil(hardest - 1e-9))


def letters_to_send(candidates: int, seen: Response) -> Estimate:
    """How many letters bring so many candidates."""
    return Estimate(
        candidates=candidates,
        letters=_letters(candidates, seen.likely),
        low=_letters(candidates, seen.high),
        high=_letters(candidates, seen.low),
        response=seen,
    )


def _letters(candidates: int, share: float) -> int:
    return math.ceil(candidates / share - 1e-9)
