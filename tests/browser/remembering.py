"""What a page tells somebody who does not see it, kept as text that people can read: roles, names and states, in order.

    python -m pytest tests/browser --renew      keeps what the pages tell now

A difference is shown line by line. Whoever changed a page on purpose renews, and reads what git then shows.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from playwright.sync_api import Page

KEPT = Path(__file__).parent / "snapshots"

# What is different each time, and what it is called instead.
CHANGING = (
    (r"\b[A-Z]{4}-\d{4}(-[A-Z]{4}-\d{4})?\b", "A CODE"),
    (
        r"\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday),? \d{1,2} \w+ \d{4}( at)?(,? \d{1,2}:\d{2})?",
        "A DAY",
    ),
    (r"\b\d{1,2} \w+ 20\d\d\b", "A DAY"),
    (r"\b\d{1,2}:\d{2}\b", "AN HOUR"),
    (r"\b\d+ chance in \d+", "A CHANCE"),
    (r"\b\d+ dots, of which \d+", "SOME DOTS, of which SOME"),
    (r"in \d+ of the 100 panels", "in SOME of the 100 panels"),
    (r"/[0-9a-f]{8,}\b", "/A NUMBER"),
    (r"\b[0-9a-f]{4}( [0-9a-f]{4}){15}\b", "A FINGERPRINT"),
    (r"(since|v|press|token|draft)=[\w.%-]+", r"\1=…"),
)


def told_by(page: Page, selector: str = "main") -> str:
    """The tree of accessibility of a part of the page, without what changes by itself."""
    told = page.locator(selector).aria_snapshot() + "\n"
    for pattern, instead in CHANGING:
        told = re.sub(pattern, instead, told)
    return told


def remember(page: Page, name: str, *, renew: bool, selector: str = "main") -> None:
    """The page tells what is kept under this name. Raises AssertionError with the lines that differ."""
    now, file = told_by(page, selector), KEPT / f"{re.sub('[^a-z0-9]+', '-', name)}.yaml"
    if renew:
        KEPT.mkdir(exist_ok=True)
        file.write_text(now)
        return
    assert file.exists(), f"Nothing is kept of {name}: run python -m pytest tests/browser --renew"
    differing = difflib.unified_diff(
        file.read_text().splitlines(),
        now.splitlines(),
        f"{file.name}, as kept",
        f"{page.url}, as it is",
        lineterm="",
        n=2,
    )
    told = "\n".join(differing)
    assert not told, f"{name} tells something else now. On purpose? python -m pytest tests/browser --renew\n{told}"
