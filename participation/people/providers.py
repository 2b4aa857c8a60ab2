"""The identity providers that each municipality offers: ACM/IDM, CSAM, a DigiD broker or any other that speaks OpenID
Connect. For the operator, who writes them in a file (docs/identity.md), because their secrets stay outside the database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from requests.exceptions import InvalidURL

from participation import config
from participation.config import UnsafeStart
from participation.errors import NotFound
from participation.i18n import LANGUAGES
from participation.people import fetching, numbers
from participation.permissions import Rung

RUNGS = {"code": Rung.CODE, "letter": Rung.LETTER, "identity": Rung.IDENTITY}
CLIENT_AUTH = ("client_secret_basic", "client_secret_post")


@dataclass(frozen=True)
class Provider:
    """One provider of one municipality; each field is a key of the file.

    municipality: its short name; name: short, stands in addresses; words: on the button, per language
    scopes: what is asked, `openid` alone unless more was granted; acr_values: the levels that are asked and demanded
    rung: identity, letter or code; strong: whether it counts as a second factor
    number_claim: where the national number stands, if it was granted: it becomes a pseudonym at once; number_country:
    whose numbers those are; name_claim: where a name stands, offered to whoever is new
    demo: whether the people behind it are invented
    """

    municipality: str
    name: str
    words: Mapping[str, str]
    issuer: str
    client_id: str
    client_secret: str
    client_auth: str = "client_secret_basic"
    scopes: tuple[str, ...] = ("openid",)
    acr_values: tuple[str, ...] = ()
    rung: Rung = Rung.IDENTITY
    strong: bool = False
    number_claim: str = ""
    number_country: str = "be"
    name_claim: str = ""
    demo: bool = False


def offered(slug: str) -> list[Provider]:
    """The providers of a municipality, in the order of the file."""
    return [provider for provider in configured() if provider.municipality == slug]


def provider(slug: str, name: str) -> Provider:
    """The provider of this municipality that is called so. Raises NotFound; a neighbour's is not here."""
    for found in offered(slug):
        if found.name == name:
            return found
    raise NotFound


def configured() -> tuple[Provider, ...]:
    """Every provider of this server. Raises UnsafeStart for a file that cannot be, or that would endanger people."""
    settings = config.current()
    return _read(Path(settings.providers), production=settings.production) if settings.providers else ()


@lru_cache
def _read(path: Path, *, production: bool) -> tuple[Provider, ...]:
    try:
        written = tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        # The error's own words quote the file, and the file holds secrets.
        raise UnsafeStart(f"PARTICIPATION_PROVIDERS cannot be read: {type(error).__name__}.") from None
    found = tuple(_provider(entry, production=production) for entry in written.get("provider", []))
    if len({(one.municipality, one.name) for one in found}) < len(found):
        raise UnsafeStart("PARTICIPATION_PROVIDERS names two providers of one municipality alike.")
    return found


def _provider(entry: Mapping[str, Any], *, production: bool) -> Provider:
    what = f"PARTICIPATION_PROVIDERS, provider '{entry.get('name', '?')}'"
    known = {field.name for field in fields(Provider)}
    if strange := sorted(set(entry) - known):
        raise UnsafeStart(f"{what}: nobody knows {', '.join(strange)}.")
    try:
        found = Provider(
            **{
                **entry,
                "scopes": tuple(entry.get("scopes", ("openid",))),
                "acr_values": tuple(entry.get("acr_values", ())),
                "rung": RUNGS[entry.get("rung", "identity")],
            }
        )
    except (KeyError, TypeError):
        raise UnsafeStart(f"{what}: something is missing, or the rung is not one of {', '.join(RUNGS)}.") from None
    if trouble := _trouble(found, production=production):
        raise UnsafeStart(f"{what}: {trouble}.")
    return found


def _trouble(found: Provider, *, production: bool) -> str | None:
    """What cannot stay as it is written."""
    for needed in (found.municipality, found.client_id, found.client_secret):
        if not isinstance(needed, str) or not needed:
            return "municipality, client_id and client_secret are needed"
    if not re.fullmatch("[a-z0-9-]{1,30}", found.name):
        return "its name has small letters, digits and dashes only"
    if not found.words or set(found.words) - set(LANGUAGES):
        return f"words are needed for the button, in languages out of {', '.join(LANGUAGES)}"
    if "openid" not in found.scopes:
        return "scopes must hold openid"
    if found.client_auth not in CLIENT_AUTH:
        return f"client_auth is one of {', '.join(CLIENT_AUTH)}"
    if found.number_country not in numbers.SCHEMES:
        return f"number_country is one of {', '.join(numbers.SCHEMES)}"
    if production and found.demo:
        return "the demo's has no place in production"
    if not _may_be_asked(found.issuer, production=production):
        return "its issuer must be an address of the public internet that begins with https"
    return None


def _may_be_asked(issuer: str, *, production: bool) -> bool:
    try:
        fetching.check_address(issuer, production=production)
    except InvalidURL:
        return False
    host = urlsplit(issuer).hostname or ""
    if not production:
        return True
    try:
        return fetching.is_public(str(ip_address(host)))
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")
