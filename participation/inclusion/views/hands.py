"""In whose hands a form is: those of an account, or of this browser. For the pages on which it is filled in and kept."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import cast

from flask import Response, g, request, session

from participation.inclusion.drafts import DAY, SHARED_COMPUTER, Hands
from participation.inclusion.views.blueprint import bp
from participation.web.context import actor, here, proof

# What the cookie holds: by which secret its drafts are found, the codes of the receipts it may show, and the last code
# of a kept form.
BROWSER, RECEIPTS, KEPT = "browser", "receipts", "kept"
MOST_RECEIPTS = 5
# Pages with what somebody typed, or with a code.
OF_ONE_PERSON = frozenset(
    f"inclusion.{page}"
    for page in (
        "form",
        "check",
        "keep",
        "kept",
        "by_code",
        "receipt",
        "receipt_to_print",
        "correct",
        "take_back",
        "sent_forms",
    )
)


def me() -> int | None:
    """The account that is filling in; None for nobody, and for who has yet to show a second factor."""
    who, how = actor(), proof()
    return who.person_id if who and how and not how.waits else None


def hands() -> Hands:
    """Who is filling in."""
    lives = SHARED_COMPUTER if g.get("kiosk") else DAY
    return replace(this_browser(), person_id=me(), lives=lives)


def this_browser() -> Hands:
    """Whoever sits at this browser, whether they are signed in or not."""
    return Hands(here().id, None, session.setdefault(BROWSER, secrets.token_urlsafe(16)))


def show_receipt(entry_id: int, code: str) -> None:
    """From here on this browser may show this receipt; the oldest one makes room."""
    held = {**receipts(), str(entry_id): code}
    session[RECEIPTS] = dict(list(held.items())[-MOST_RECEIPTS:])


def receipts() -> dict[str, str]:
    """The codes of the receipts that this browser may show, by the number of the entry."""
    return cast("dict[str, str]", session.get(RECEIPTS, {}))


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """What somebody typed stays in no browser for the next who sits down there."""
    if request.endpoint in OF_ONE_PERSON:
        response.headers["Cache-Control"] = "no-store"
    return response
