"""Whole addresses for messages, built from the settings and never from a request; and links that carry their own proof."""

from __future__ import annotations

import hmac

from participation import config
from participation.keys import keyed
from participation.municipalities.queries import Place

# 128 bits: nobody guesses somebody else's.
PROOF = 32


def address(place: Place, path: str = "/") -> str:
    """The whole address of a page of a municipality. Raises ValueError for what is no path of ours.

    path: below the municipality, with or without its short name in front
    """
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("a link in a message is a path below the municipality")
    path = path.removeprefix(f"/{place.slug}") if path.startswith(f"/{place.slug}/") else path
    settings = config.current()
    if not settings.production:
        return f"http://127.0.0.1:{settings.port}/{place.slug}{path}"
    if place.host:
        return f"https://{place.host}{path}"
    return f"https://{settings.hosts[0]}/{place.slug}{path}"


def unsubscribe_token(municipality_id: int, person_id: int, kind: str) -> str:
    """What stands in a person's own link to get no more of this kind of news; it never grows old."""
    return f"{person_id}-{kind}-{_proof(municipality_id, person_id, kind)}"


def read_unsubscribe_token(municipality_id: int, token: str) -> tuple[int, str] | None:
    """Whose link this is and for which kind of news; None when we did not write it."""
    number, _, rest = token.partition("-")
    kind, _, proof = rest.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 10 and token.isascii()):
        return None
    return (int(number), kind) if hmac.compare_digest(proof, _proof(municipality_id, int(number), kind)) else None


def _proof(municipality_id: int, person_id: int, kind: str) -> str:
    return keyed(f"{person_id}/{kind}", "unsubscribe", municipality_id)[:PROOF]
