"""Asking an identity provider over the network, so that nobody can send us elsewhere: not to our own machines, not along.

In production only `https` is spoken, and only with addresses of the public internet: a name that leads to this machine,
a private network or 169.254.* is refused after the connection is made and before a word is said, so that a name that
changes in between gains nothing. Redirects are not followed and long answers not read, and no proxy stands between.
Source: OWASP ASVS 5.0, 1.3.6, 13.2.4 and 15.3.2.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL, RequestException
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ProtocolError

Kind = TypeVar("Kind", bound=Session)

SECONDS = 5
LONGEST = 512 * 1024


class NotPublic(ProtocolError):
    """This name leads to a machine that is not on the public internet."""


class TooLong(RequestException):
    """An answer longer than any that makes sense."""


class Elsewhere(RequestException):
    """An answer that sends us to another address."""


class _PublicConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        if not is_public(connected.getpeername()[0]):
            connected.close()
            raise NotPublic
        return connected


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _Careful(HTTPAdapter):
    """What goes out by one of our sessions, and what comes back."""

    def __init__(self, *, production: bool) -> None:
        self.production = production
        super().__init__()
        if production:
            self.poolmanager.pool_classes_by_scheme = {"https": _PublicPool}

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        check_address(str(request.url), production=self.production)
        options |= {"timeout": SECONDS, "stream": True}
        try:
            answer = super().send(request, **options)
            if answer.is_redirect:
                raise Elsewhere
            content = answer.raw.read(LONGEST + 1, decode_content=True)
        except HTTPError as error:
            raise RequestException(type(error).__name__) from None
        if len(content) > LONGEST:
            raise TooLong
        answer._content = content
        return answer


def careful(session: Kind, *, production: bool) -> Kind:
    """A session of `requests` that keeps to all this; it raises RequestException for whatever goes wrong."""
    session.trust_env = False
    session.mount("https://", _Careful(production=production))
    session.mount("http://", _Careful(production=production))
    return session


def check_address(address: str, *, production: bool) -> None:
    """Refuse an address of the wrong kind. Raises InvalidURL; outside production plain http is spoken too."""
    parts = urlsplit(address)
    if parts.scheme not in (("https",) if production else ("https", "http")) or not parts.hostname or parts.username:
        raise InvalidURL("an identity provider is asked over https")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    found = ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast
