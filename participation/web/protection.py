"""What protects every page: headers, tokens in forms, and requests that must come from our own pages."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, g, redirect, request
from flask.wrappers import Response
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as WerkzeugResponse

csrf = CSRFProtect()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HSTS = "max-age=31536000; includeSubDomains"
SAFE = ("GET", "HEAD", "OPTIONS")


class ForeignForm(Forbidden):
    """A form that another website sent."""


class OpenRoad(Forbidden):
    """A form that was sent over http, where others can read along."""


def protect(app: Flask, *, production: bool) -> None:
    """Switch the protection on for an app."""
    if production:
        app.before_request(demand_https)
        app.after_request(promise_https)
    csrf.init_app(app)
    app.before_request(refuse_foreign_forms)
    app.url_map.converters["int"] = Countable
    app.after_request(add_headers)


def demand_https() -> WerkzeugResponse | None:
    """What comes over an open road is sent to the safe one; a form that did has been read along, and is not taken."""
    if request.is_secure:
        return None
    if request.method not in SAFE:
        raise OpenRoad
    return redirect(f"https{request.url.removeprefix('http')}", 308)


def refuse_foreign_forms() -> None:
    """A form that another site sends is refused, whatever token it carries."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or origin not in (None, "null", request.host_url.rstrip("/")):
        raise ForeignForm


def refuse_addresses_nobody_types() -> None:
    """The sign without a shape that no keyboard has, and that not every database can keep."""
    _refuse_shapeless(request.path, *(value for _, value in request.args.items(multi=True)))


def refuse_forms_nobody_types() -> None:
    """The same sign in what was sent along."""
    _refuse_shapeless(*(value for _, value in request.form.items(multi=True)))
    _refuse_shapeless(*(file.filename or "" for _, file in request.files.items(multi=True)))


def _refuse_shapeless(*texts: str) -> None:
    if any("\0" in text for text in texts):
        abort(400)


class Countable(IntegerConverter):
    """A number in an address, no larger than the databases can count: beyond that, nothing can be there."""

    def __init__(self, rules: Map, **options: Any) -> None:
        super().__init__(rules, **{"max": 2**31 - 1, **options})


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if g.get("actor") or g.get("known"):
        # Who was away for too long too: the page that asks who they are holds all that they typed.
        response.headers["Cache-Control"] = "no-store"
    return response


def promise_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = HSTS
    return response
