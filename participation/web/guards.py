"""Who may come in: every endpoint declares it, and one that does not stays shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from participation.errors import NotAllowed
from participation.permissions import ACTS, ROLES_WITH
from participation.web.context import actor, here, proof, this_page

View = TypeVar("View", bound=Callable[..., Any])

EVERYONE = "everyone"
ACT = "act "
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


def asks_again(view: View) -> View:
    """An act that is asked for by somebody who has proved lately who they are; stands below the guard."""
    view.asks_again = True  # type: ignore[attr-defined]
    return view


def takes(act: str) -> Callable[[View], View]:
    """Anybody with an account who stands high enough on the ladder for this act in this municipality."""
    if act not in ACTS:
        raise KeyError(act)
    return lambda view: _declare(view, f"{ACT}{act}")


def takes_as(act_of: Callable[..., str | None]) -> Callable[[View], View]:
    """A page for everybody, but for the addresses that ask for an act: those are for whoever stands high enough for it.

    act_of: takes the arguments of the address; returns the act, or None for everybody
    """

    def declare(view: View) -> View:
        view.act_of = act_of  # type: ignore[attr-defined]
        return _declare(view, EVERYONE)

    return declare


def must_ask_again() -> bool:
    """Whether this endpoint is one that asks again."""
    return hasattr(current_app.view_functions.get(request.endpoint or ""), "asks_again")


def guard_of(endpoint: str) -> str | None:
    """What an endpoint declares."""
    return getattr(current_app.view_functions[endpoint], "guard", None)


def guard_here() -> str | None:
    """What the address of this request asks for, which is more than its endpoint declares where that `takes_as`."""
    endpoint = request.endpoint or ""
    act_of = getattr(current_app.view_functions[endpoint], "act_of", None)
    act = act_of(**(request.view_args or {})) if act_of else None
    return f"{ACT}{act}" if act else guard_of(endpoint)


def check() -> Response | None:
    """Before each request: let in, ask to sign in, or refuse."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    guard = guard_here()
    if guard == EVERYONE:
        return None
    if guard is None:
        raise NotAllowed
    who = actor()
    if who is None:
        return redirect(url_for("people.sign_in", next=this_page()), 303)
    if guard == SIGNED_IN:
        return None
    if guard.startswith(ACT):
        act = guard.removeprefix(ACT)
        return None if who.rung >= here().rungs[act] else redirect(url_for("people.ladder", act=act), 303)
    if not who.may(guard):
        held_back = proof()
        if held_back and held_back.withheld & ROLES_WITH[guard]:
            return redirect(url_for("people.second_factor", next=this_page()), 303)
        raise NotAllowed
    return None


def _declare(view: View, guard: str) -> View:
    view.guard = guard  # type: ignore[attr-defined]
    return view
