"""What a page costs somebody with a phone: every byte that a browser fetches, packed as it leaves the house.

For the table in docs/weights.md and for the test that keeps it light.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask.testing import FlaskClient

TAKES = {"Accept-Encoding": "gzip", "Accept-Language": "nl"}
FETCHED = re.compile(rb'<(?:link rel="(?:stylesheet|icon)"|script|img|source)[^>]*?\b(?:href|src)="(/[^"]+)"')
# The lines of an answer before its content, about; the same for every file.
HEADERS = 450
FIRST, AFTERWARDS = 60_000, 20_000


@dataclass(frozen=True)
class Weight:
    """In bytes. html: of the page itself; things: style, colours, pictures and scripts, by their kind; again: of the
    next visit, on which the browser asks only whether what it has is still right."""

    html: int
    things: dict[str, int]
    again: int

    @property
    def first(self) -> int:
        return self.html + sum(self.things.values())


def weigh(client: FlaskClient, path: str) -> Weight:
    """Visit a page for the first time, and once more. Raises AssertionError where it does not open."""
    answer = client.get(path, headers=TAKES, buffered=True)
    assert answer.status_code == 200, (path, answer.status_code)
    again = client.get(path, headers=TAKES, buffered=True)
    things, once_more = {}, HEADERS + len(again.data)
    for address in sorted({found.decode().replace("&amp;", "&") for found in FETCHED.findall(unpacked(client, path))}):
        thing = client.get(address, headers=TAKES, buffered=True)
        assert thing.status_code == 200, (path, address)
        kind = re.sub(r"\?.*", "", address).rpartition("/")[2]
        things[kind] = HEADERS + len(thing.data)
        if "max-age" not in thing.headers.get("Cache-Control", "") and "ETag" in thing.headers:
            seen = client.get(address, headers={**TAKES, "If-None-Match": thing.headers["ETag"]}, buffered=True)
            once_more += HEADERS + len(seen.data)
        elif "max-age" not in thing.headers.get("Cache-Control", ""):
            once_more += things[kind]
    return Weight(HEADERS + len(answer.data), things, once_more)


def unpacked(client: FlaskClient, path: str) -> bytes:
    return client.get(path, headers={**TAKES, "Accept-Encoding": "identity"}, buffered=True).data


# The pages that most people see, in the demo town.
PAGES = {
    "the front door": "/lindedorp/",
    "all panels": "/lindedorp/panels",
    "a panel that was drawn": "/lindedorp/panels/een-veilige-en-groene-dorpskern",
    "its draw, to be checked": "/lindedorp/panels/een-veilige-en-groene-dorpskern/draws/1",
    "a panel that is being made": "/lindedorp/panels/nieuw-leven-in-de-oude-brouwerij",
    "typing a code": "/lindedorp/code",
    "all forms": "/lindedorp/forms",
    "a form": "/lindedorp/forms/accessibility",
    "other ways to take part": "/lindedorp/other-ways",
    "reading choices": "/lindedorp/reading",
    "signing in": "/lindedorp/sign-in",
    "the rules of the game": "/lindedorp/rules",
    "your privacy": "/lindedorp/privacy",
    "the accessibility statement": "/lindedorp/accessibility",
}
