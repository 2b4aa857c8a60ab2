"""Who is old enough: for every room in which an age matters."""

from __future__ import annotations

from datetime import date

from participation.errors import Refused


def age_on(born_on: date, day: date) -> int:
    """How many birthdays somebody has had on a day; born on 29 February, it is 1 March in years without one."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def check_old_enough(born_on: date | None, age: int, *, day: date) -> None:
    """Refuse whoever is younger than this age on this day, or whose age is not known."""
    if born_on is None:
        raise Refused("age_unknown")
    if age_on(born_on, day) < age:
        raise Refused("too_young", age=age)
