"""Keys for what must not be guessed or read from the database alone; all derive from one secret kept outside it."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken

from participation import config


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal of a secret of ours, too long to be guessed: what is kept of it needs no key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(text: str, *purpose: object) -> str:
    """HMAC-SHA-256 in hexadecimal of a text, under the key of this purpose, such as ("number", municipality_id).

    The same text under two purposes gives values that nobody can lay side by side without the secret.
    """
    return hmac.new(_derived(*purpose), text.encode(), hashlib.sha256).hexdigest()


def sealed(text: str, *purpose: object) -> str:
    """A text that only we can read again, for what must be kept as it is: the secret of an authenticator app."""
    return _vault(*purpose).encrypt(text.encode()).decode()


def unsealed(text: str, *purpose: object) -> str:
    """What was sealed for this purpose. Raises ValueError when the secret is another one now."""
    try:
        return _vault(*purpose).decrypt(text.encode()).decode()
    except InvalidToken:
        raise ValueError("sealed with another key") from None


def sealed_bytes(content: bytes, *purpose: object) -> bytes:
    """The same for what is no text: a piece of a register."""
    return _vault(*purpose).encrypt(content)


def unsealed_bytes(content: bytes, *purpose: object) -> bytes:
    """What was sealed for this purpose. Raises ValueError when the secret is another one now."""
    try:
        return _vault(*purpose).decrypt(content)
    except InvalidToken:
        raise ValueError("sealed with another key") from None


def _vault(*purpose: object) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived("seal", *purpose)))


def _derived(*purpose: object) -> bytes:
    # Lengths go along, so that ("ab", "c") and ("a", "bc") are two purposes.
    named = b"".join(len(part).to_bytes(4, "big") + part for part in (str(word).encode() for word in purpose))
    return hmac.new(config.current().identity_key.encode(), named, hashlib.sha256).digest()
