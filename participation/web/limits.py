"""Slowing down whoever tries too often, for the pages on which a secret or a message can be asked for."""

from __future__ import annotations

import math
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from participation import clock, db, pace
from participation.errors import TooOften
from participation.web.context import here


def keep_pace(act: str, *, account: str | None = None) -> None:
    """Count a try of an act of `pace.PACES` by this address, and for this account: an e-mail address, or `person:7`.

    Stands before any door to the database is open: what is counted stays counted when the act is refused, and where
    nothing can be counted the act is not done. Raises TooOften.
    """
    at = clock.now()
    with db.write() as session:
        until = pace.count(session, here().id, act, address=_address(), account=account, at=at)
    if until:
        # Two at least: a wait of a few seconds need not be told to the second.
        raise TooOften("too_often", minutes=max(2, math.ceil((until - at).total_seconds() / 60)))


def give_back(act: str, *, account: str | None = None) -> None:
    """The try was right, and does not count."""
    with db.write() as session:
        pace.give_back(session, here().id, act, address=_address(), account=account, at=clock.now())


def _address() -> str:
    """Where the request comes from; in the newer kind of network one household has a whole range of addresses."""
    told = request.remote_addr or ""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    # 0:0:0:0:0:ffff:192.0.2.7 is an address of the older kind: all of those are not one household.
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
