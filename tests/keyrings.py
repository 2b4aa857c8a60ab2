"""A telephone with passkeys, for tests: it does what a browser and its authenticator do (W3C Web Authentication, 6 and 7)."""

from __future__ import annotations

import hashlib
import html
import json
import re
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor
from werkzeug.test import TestResponse

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def asked_on(page: TestResponse) -> Mapping[str, Any]:
    """What a page asks of the browser."""
    found = re.search(r'data-passkey="([^"]+)"', page.text)
    assert found
    asked: Mapping[str, Any] = json.loads(html.unescape(found.group(1)))
    return asked


@dataclass
class Keyring:
    """origin: what the browser says the page is; verifies: whether it asks for finger or PIN; count: uses so far."""

    origin: str = "http://localhost"
    verifies: bool = True
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""

    def make(self, page: TestResponse) -> str:
        """A new passkey, as the page asked for it."""
        return self.made(asked_on(page))

    def show(self, page: TestResponse) -> str:
        """The passkey's signature under what the page asked."""
        return self.shown(asked_on(page))

    def made(self, asked: Mapping[str, Any]) -> str:
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        self.handle = base64url_to_bytes(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + encode_cbor(public)
        data = self._data(asked["rp"]["id"], ATTESTED) + attested
        told = self._told("webauthn.create", asked["challenge"])
        return self._answer(
            clientDataJSON=told, attestationObject=encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        )

    def shown(self, asked: Mapping[str, Any]) -> str:
        self.count += 1
        data, told = self._data(asked["rpId"]), self._told("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=told, authenticatorData=data, signature=signature, userHandle=self.handle)

    def _data(self, host: str, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _told(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.id)
        said = {part: bytes_to_base64url(value) for part, value in response.items() if value}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})
