"""Handing a short text over to whoever carries it: one gateway of our own, and room for others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from participation import config
from participation.mail import HERE, NotDelivered

# To find the gateway, and to wait for its answer.
SECONDS = (5, 20)


class Gateway(Protocol):
    """Somebody who carries short texts."""

    def send(self, number: str, text: str, reference: str) -> None:
        """Hand a text over. reference: the same for the same text, should it come twice. Raises NotDelivered."""
        ...


class HttpGateway:
    """A gateway that takes JSON over HTTP: {"to", "text", "reference"}, with our key as bearer token.

    Nothing but the host that the operator named is ever called: what it sends us on to is not followed.
    """

    def __init__(self, address: str, key: str) -> None:
        self.address = address
        self.key = key

    def send(self, number: str, text: str, reference: str) -> None:
        # Loaded only where short texts are sent: it takes a while.
        import requests

        words = json.dumps({"to": number, "text": text, "reference": reference}, ensure_ascii=False)
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": reference}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            with requests.Session() as session:
                # Nothing that lies about on the machine changes where we go or who we say we are.
                session.trust_env = False
                answer = session.post(
                    self.address, data=words.encode(), headers=headers, timeout=SECONDS, allow_redirects=False
                )
        except (requests.RequestException, OSError):
            raise NotDelivered("unreachable") from None
        if answer.status_code in (401, 403):
            raise NotDelivered("not_let_in")
        if answer.status_code >= 300:
            raise NotDelivered("refused", for_good=400 <= answer.status_code < 500 and answer.status_code != 429)


# By the scheme of PARTICIPATION_SMS; another gateway is another line.
GATEWAYS: dict[str, Callable[[str, str], Gateway]] = {"https": HttpGateway, "http": HttpGateway}


def gateway() -> Gateway:
    """The gateway of `PARTICIPATION_SMS`. Raises NotDelivered where there is none, or none that is safe."""
    settings = config.current()
    parts = urlsplit(settings.sms)
    if parts.scheme not in GATEWAYS or not parts.hostname:
        raise NotDelivered("no_server")
    if parts.scheme == "http" and (settings.production or parts.hostname not in HERE):
        raise NotDelivered("not_encrypted")
    return GATEWAYS[parts.scheme](settings.sms, settings.sms_key)
