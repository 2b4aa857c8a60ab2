"""Every act there is: for each address that takes a form, one way of sending it that is accepted.

The walks of `tests/house` send these as strangers, twice at once, with a neighbour's numbers, with poison in each field.
An address that takes a form and has no act here fails `test_walks`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.towns import Town


def nothing(_town: Town) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Act:
    """One form, filled in well.

    endpoint: as in the url map; path: below the municipality; data: the fields (not the token)
    who: the attribute of Town that sends it, or None for a visitor who is not signed in
    prepare: makes what the act needs in a town and returns facts; path, and names and texts in data, are formatted with them
        a fact called `cookie`, a mapping, is what the browser remembers besides: it goes into the cookie first
    status: what a good answer has
    once: whether doing it a second time has no second effect; False only with a reason in a comment
    """

    endpoint: str
    path: str
    data: Mapping[str, object] = field(default_factory=dict)
    who: str | None = "first"
    prepare: Callable[[Town], Mapping[str, object]] = nothing
    status: int = 303
    once: bool = True
