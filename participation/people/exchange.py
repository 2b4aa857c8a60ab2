"""Asking an identity provider who somebody is: OpenID Connect, with an authorization code, PKCE, state and nonce.

What a provider says is believed only when it comes from the issuer in our file, is meant for us, answers this very
question of this very browser, is signed with a key of that issuer, and is not over. Who somebody is, is the pair of
issuer and subject; an e-mail address is never asked for and would prove nothing.
Source: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3; RFC 7636 (PKCE); RFC 9207; OWASP ASVS 5.0, 10.2.1 and 10.5.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import Session
from requests.exceptions import RequestException

from participation import config
from participation.errors import Refused
from participation.people import fetching, numbers
from participation.people.numbers import Number
from participation.people.providers import Provider

log = logging.getLogger(__name__)

# Signatures that only the provider can make; "none", and those with a shared secret, are not among them.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
# Clocks differ a little.
LEEWAY = 60
# Somebody looks for their telephone, or types the code of their card.
LIVES = timedelta(minutes=15)


class Trouble(Refused):
    """A provider said no, or nothing, or something that we do not believe."""


@dataclass(frozen=True)
class Question:
    """What we asked a provider, kept in the asking browser until the answer comes, and used once."""

    provider: str
    state: str
    nonce: str
    verifier: str
    asked_at: str


@dataclass(frozen=True)
class Identity:
    """Who somebody is, as a provider says: the pair of issuer and subject, and what else was granted."""

    issuer: str
    subject: str
    name: str
    number: Number | None


def ask(provider: Provider, *, back: str, at: datetime) -> tuple[str, Question]:
    """The address to send somebody to, and what we must remember until they are `back`. Raises Trouble."""
    question = Question(
        provider.name, secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), at.isoformat()
    )
    endpoint = _discovered(provider)["authorization_endpoint"]
    more = {"acr_values": " ".join(provider.acr_values)} if provider.acr_values else {}
    with _client(provider, back) as client:
        address, _ = client.create_authorization_url(
            endpoint, state=question.state, nonce=question.nonce, code_verifier=question.verifier, **more
        )
    return cast(str, address), question


def understand(
    provider: Provider,
    question: Question,
    answer: Mapping[str, str],
    *,
    back: str,
    municipality_id: int,
    at: datetime,
) -> Identity:
    """Who came back with this answer to our question. Raises Trouble when it is not to be believed.

    answer: what stands in the address that they came back to: code and state, or an error.
    """
    _check_is_the_answer(provider, question, answer, at=at)
    about = _discovered(provider)
    try:
        with _client(provider, back) as client:
            token = client.fetch_token(
                about["token_endpoint"],
                grant_type="authorization_code",
                code=answer.get("code", ""),
                code_verifier=question.verifier,
            )
            claims = _claims(provider, about, token, question.nonce, at=at)
            claims |= _further_claims(provider, about, client, claims)
    except RequestException as error:
        raise _silent(provider, error) from None
    except (OAuthError, JoseError, ValueError, KeyError, TypeError) as error:
        log.warning("provider %s: not believed, %s", provider.name, type(error).__name__)
        raise Trouble("provider_not_believed") from None
    return _identity(provider, claims, municipality_id)


def _check_is_the_answer(provider: Provider, question: Question, answer: Mapping[str, str], *, at: datetime) -> None:
    if "error" in answer:
        # Believed without more ado, whoever says it: it lets nobody in.
        gone = answer["error"] in ("temporarily_unavailable", "server_error")
        raise Trouble("provider_silent") if gone else Trouble("provider_stopped")
    ours = hmac.compare_digest(question.state.encode(), answer.get("state", "").encode())
    if not ours or question.provider != provider.name or at - datetime.fromisoformat(question.asked_at) > LIVES:
        raise Trouble("provider_start_again")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise Trouble("provider_not_believed")


def _discovered(provider: Provider) -> dict[str, str]:
    """Where this provider answers to what, by its own word. Source: OpenID Connect Discovery 1.0, section 4."""
    try:
        with fetching.careful(Session(), production=config.current().production) as session:
            about = _object(session, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != provider.issuer:
            raise Trouble("provider_not_believed")
        for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            fetching.check_address(str(about.get(endpoint)), production=config.current().production)
    except (RequestException, ValueError) as error:
        raise _silent(provider, error) from None
    return about


def _claims(
    provider: Provider, about: Mapping[str, str], token: Mapping[str, Any], nonce: str, *, at: datetime
) -> dict[str, Any]:
    """What the token says, once it has shown that it may be believed."""
    with fetching.careful(Session(), production=config.current().production) as session:
        keys = KeySet.import_key_set(cast(Any, _object(session, about["jwks_uri"])))
    decoded = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
        },
        {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
    )
    claims.validate(now=int(at.timestamp()), leeway=LEEWAY)
    if provider.acr_values and claims.get("acr") not in provider.acr_values:
        raise Trouble("provider_too_weak")
    return dict(claims)


def _further_claims(
    provider: Provider, about: Mapping[str, str], client: OAuth2Session, claims: Mapping[str, Any]
) -> dict[str, Any]:
    """What we were granted and the token does not hold, from the provider's second window."""
    missing = [claim for claim in (provider.number_claim, provider.name_claim) if claim and claim not in claims]
    if not missing or "userinfo_endpoint" not in about:
        return {}
    told = _object(client, about["userinfo_endpoint"])
    if told.get("sub") != claims["sub"]:
        raise ValueError("somebody else")
    return {claim: told[claim] for claim in missing if claim in told}


def _identity(provider: Provider, claims: Mapping[str, Any], municipality_id: int) -> Identity:
    number = str(claims.get(provider.number_claim, "")) if provider.number_claim else ""
    return Identity(
        provider.issuer,
        str(claims["sub"]),
        str(claims.get(provider.name_claim, "")) if provider.name_claim else "",
        numbers.read(municipality_id, number, country=provider.number_country) if number else None,
    )


def _client(provider: Provider, back: str) -> OAuth2Session:
    client = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        token_endpoint_auth_method=provider.client_auth,
        scope=" ".join(provider.scopes),
        redirect_uri=back,
        code_challenge_method="S256",
    )
    return fetching.careful(client, production=config.current().production)


def _object(session: Session, address: str) -> dict[str, Any]:
    """The JSON object at an address. Raises RequestException."""
    answer = session.get(address)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise RequestException("no object")
    return found


def _silent(provider: Provider, error: Exception) -> Trouble:
    log.warning("provider %s: silent, %s", provider.name, type(error).__name__)
    return Trouble("provider_silent")
