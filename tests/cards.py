"""Identity cards for tests: national numbers that add up and belong to nobody we know."""

from __future__ import annotations

from datetime import date


def belgian_number(born_on: date, counter: int = 1) -> str:
    """The eleven digits of a Belgian national number, for somebody born on a day."""
    body = f"{born_on:%y%m%d}{counter:03}"
    check = 97 - int(("2" if born_on.year >= 2000 else "") + body) % 97
    return f"{body}{check:02}"


def as_on_the_card(number: str) -> str:
    """85073003328 as a card writes it: 85.07.30-033.28."""
    return f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"
