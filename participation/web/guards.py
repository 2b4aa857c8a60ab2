"""Who may come in: every endpoint declares it, and one that does not stays shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from participation.errors import NotAllowed
from participation.permissions import ROLES_WITH
from participation.web.context import actor

View = TypeVar("View", bound=Callable[..., Any])

EVERYONE = "everyone"
SIGNED_IN = "signed in"


def open_to_everyone(view: View) -> View:
    """A public page."""
    return _declare(view, EVERYONE)


def for_signed_in(view: View) -> View:
    """Anybody with an account."""
    return _declare(view, SIGNED_IN)


def may(permission: str) -> Callable[[View], View]:
    """Those with a role that gives this permission here."""
    if permission not in ROLES_WITH:
        raise KeyError(permission)
    return lambda view: _declare(view, permission)


def guard_of(endpoint: str) -> str | None:
    """What an endpoint declares."""
    return getattr(current_app.view_functions[endpoint], "guard", None)


def check() -> Response | None:
    """Before each request: let in, ask to sign in, or refuse."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    guard = guard_of(request.endpoint)
    if guard == EVERYONE:
        return None
    if guard is None:
        raise NotAllowed
    who = actor()
    if who is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("people.sign_in", next=wanted), 303)
    if guard != SIGNED_IN and not who.may(guard):
        raise NotAllowed
    return None


def _declare(view: View, guard: str) -> View:
    view.guard = guard  # type: ignore[attr-defined]
    return view
