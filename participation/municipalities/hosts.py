"""A municipality with a host of its own: the same pages, without its short name in every address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request

from participation import db
from participation.municipalities import queries

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OWN_HOST = "participation.own_host"
SHARED = ("/static/",)


class HostAware(Flask):
    """An app whose links leave out the municipality where the host already says it."""

    def url_for(self, endpoint: str, **values: Any) -> str:
        address = super().url_for(endpoint, **values)
        own = request.environ.get(OWN_HOST) if has_request_context() else None
        if own and (address == f"/{own}" or address.startswith(f"/{own}/")):
            return address.removeprefix(f"/{own}") or "/"
        return address


class OwnHosts:
    """Middleware: a request to a municipality's own host is one below its short name."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        slug = None if path.startswith(SHARED) else slug_at(environ.get("HTTP_HOST", ""))
        if slug:
            environ[OWN_HOST] = slug
            if path != f"/{slug}" and not path.startswith(f"/{slug}/"):
                environ["PATH_INFO"] = f"/{slug}{path}"
        return self.app(environ, start_response)


def slug_at(host: str) -> str | None:
    """The municipality that answers at this host (with or without port), if there is one."""
    with db.read() as session:
        return queries.slug_at(session, host.rsplit(":", 1)[0].lower())
