"""Who may come in: every endpoint declares it, and one that does not stays shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, redirect, request, url_for
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


def same_for_everybody(view: View) -> View:
    """A file that is the same whoever asks for it: nobody's cookie is looked at, and browsers may keep it."""
    view.same_for_everybody = True  # type: ignore[attr-defined]
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


def takes_files(most: int) -> Callable[[View], View]:
    """A page that takes files up to so many bytes, from those with the permission; stands below the guard."""

    def declare(view: View) -> View:
        view.largest_file = most  # type: ignore[attr-defined]
        return view

    return declare


def let_large_files_in() -> None:
    """Before anything of a form is read: more than usual at the addresses that take it, from those who may send it."""
    most = getattr(current_app.view_functions.get(request.endpoint or ""), "largest_file", None)
    if most is not None and (who := g.get("known")) and who.may(guard_here() or ""):
        request.max_content_length = most


def takes(act: str) -> Callable[[View], View]:
    """Anybody with an account who stands high enough on the ladder for this act in this municipality."""
    if act not in ACTS:
        raise KeyError(act)
    return lambda view: _declare(view, f"{ACT}{act}")


def depends(guard: Callable[..., str]) -> Callable[[View], View]:
    """A page that is for everybody at some addresses, and asks for more at others.

    guard: takes the arguments of the address; returns EVERYONE, SIGNED_IN, or what `guard_of_act` says
    """

    def declare(view: View) -> View:
        view.guard_of_address = guard  # type: ignore[attr-defined]
        return _declare(view, EVERYONE)

    return declare


def guard_of_act(act: str | None) -> str:
    """What a page asks for on which this is done; None is what everybody may do."""
    return EVERYONE if act is None else f"{ACT}{act}"


def must_ask_again() -> bool:
    """Whether this endpoint is one that asks again."""
    return hasattr(current_app.view_functions.get(request.endpoint or ""), "asks_again")


def asks_for_nobody() -> bool:
    """Whether this endpoint is a file that is the same for everybody."""
    return hasattr(current_app.view_functions.get(request.endpoint or ""), "same_for_everybody")


def guard_of(endpoint: str) -> str | None:
    """What an endpoint declares."""
    return getattr(current_app.view_functions[endpoint], "guard", None)


def guard_here() -> str | None:
    """What the address of this request asks for."""
    endpoint = request.endpoint or ""
    chosen = getattr(current_app.view_functions[endpoint], "guard_of_address", None)
    return chosen(**(request.view_args or {})) if chosen else guard_of(endpoint)


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
