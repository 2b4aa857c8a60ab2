"""Files that go with a session: what may come in, and as what it is sent again."""

from __future__ import annotations

import re
import unicodedata

from participation.errors import Refused

LARGEST = 10 * 1024 * 1024
PDF, PNG, JPEG, TEXT = "pdf", "png", "jpg", "txt"
CONTENT_TYPES = {PDF: "application/pdf", PNG: "image/png", JPEG: "image/jpeg", TEXT: "text/plain; charset=utf-8"}
_BEGINS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}


def kind_of(content: bytes) -> str:
    """What a file is, whatever its name says. Raises Refused for what not everybody can open, or is too large."""
    if len(content) > LARGEST:
        raise Refused("material_too_large", field="file")
    for begins, kind in _BEGINS.items():
        if content.startswith(begins):
            return kind
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Refused("material_odd", field="file") from None
    if not text.strip() or any(sign < " " and sign not in "\t\r\n\f" for sign in text):
        raise Refused("material_odd", field="file")
    return TEXT


def name_of(filename: str, kind: str) -> str:
    """A name for the file in letters, digits and dashes, that ends as what it is."""
    plain = unicodedata.normalize("NFKD", filename.rpartition(".")[0] or filename).encode("ascii", "ignore").decode()
    bare = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:80]
    return f"{bare or 'file'}.{kind}"


def content_type(filename: str) -> str:
    """As what a file is sent."""
    return CONTENT_TYPES[filename.rpartition(".")[2]]
