"""Two who press a button at the same moment: for tests of what then becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from participation import db
from participation.panels import queries as panels
from tests.towns import Town
from tests.visitors import Visitor

# So long a request takes at most to come as far as the panel that somebody holds.
ON_THE_WAY = 0.5

Press = Callable[[], int]


def pressed(visitor: Visitor, path: str, data: Mapping[str, str]) -> Press:
    """A form that is ready to be sent; sending it gives the status of the answer."""
    token = visitor.token()
    return lambda: visitor.client.post(visitor.address(path), data={**data, "csrf_token": token}).status_code


def at_once(town: Town, slug: str, *presses: Press) -> list[int]:
    """All of them at the same moment, while somebody holds the panel: they go on one after the other. Returns what each
    gave, the lowest first."""
    with ThreadPoolExecutor() as hands:
        with db.write() as session:
            panels.panel_to_change(session, town.id, slug)
            under_way = [hands.submit(press) for press in presses]
            time.sleep(ON_THE_WAY)
        return sorted(one.result() for one in under_way)
