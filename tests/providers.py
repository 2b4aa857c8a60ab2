"""Identity providers for tests: a real one, and one of our own that misbehaves in whichever way a test asks for."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.visitors import Visitor

CLIENT, SECRET = "samenspraak", "a secret between two servers"
REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


def write_file(path: Path, *entries: dict[str, Any]) -> Path:
    """A file of providers, as an operator writes it."""
    lines = []
    for entry in entries:
        lines.append("[[provider]]")
        for key, value in ({"client_id": CLIENT, "client_secret": SECRET} | entry).items():
            text = (
                "{" + ", ".join(f"{code} = {json.dumps(words)}" for code, words in value.items()) + "}"
                if isinstance(value, dict)
                else json.dumps(value)
            )
            lines.append(f"{key} = {text}")
    path.write_text("\n".join(lines))
    return path


def setting_out(visitor: Visitor, path: str) -> str:
    """Press the button of a provider: the address that the browser goes to."""
    found = REFRESH.search(visitor.post(path, status=200).text)
    assert found
    return html.unescape(found.group(1))


def shown(address: str, subject: str | None = None) -> str:
    """Show at the provider who one is (the real one asks, ours knows): the way back, below our host."""
    answer = (
        requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        if subject
        else requests.get(address, allow_redirects=False, timeout=5)
    )
    assert answer.status_code in (302, 303), answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


@dataclass
class OwnProvider:
    """A provider that checks what it is asked as the standard says, and answers as the test says.

    claims: added to the token, None takes one away; sign: makes the token of the claims
    answers: what stands at a path instead, a function of the handler; asked: every address that was asked for
    """

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] = lambda claims: jwt.encode({"alg": "RS256", "kid": "first"}, claims, KEY)
    about: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def discovery(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/jwks",
            "userinfo_endpoint": f"{at}/userinfo",
        } | self.about

    def authorize(self, query: dict[str, str]) -> str:
        """Somebody is sent here: back they go with a code."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A code is handed in: once, by our client, with the verifier that belongs to it."""
        query = self.codes.pop(form["code"], None)
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            query is None
            or authorization != f"Basic {known}"
            or digest.decode().rstrip("=") != query["code_challenge"]
            or form["redirect_uri"] != query["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "jozef",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": query["nonce"],
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": "access", "token_type": "Bearer", "id_token": self.sign(claims)}


@contextmanager
def own_provider() -> Iterator[OwnProvider]:
    """Our own provider, on a port of its own."""
    provider = OwnProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(self.path)
            if parts.path in provider.answers:
                provider.answers[parts.path](self)
            elif parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            else:
                told = {
                    "/.well-known/openid-configuration": provider.discovery(),
                    "/jwks": {"keys": [KEY.as_dict(private=False)]},
                    "/userinfo": {"sub": "jozef"} | provider.userinfo,
                }
                tell(self, 200, told[parts.path])

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.path in provider.answers:
                provider.answers[self.path](self)
                return
            form = {name: values[0] for name, values in parse_qs(body).items()}
            tell(self, *provider.token(form, self.headers.get("Authorization", "")))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    provider.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def tell(handler: BaseHTTPRequestHandler, status: int, told: object, **headers: str) -> None:
    """Answer with JSON."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
