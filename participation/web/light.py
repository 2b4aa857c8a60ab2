"""What leaves the house is packed, so that a page costs little: for whoever has a slow line or a bundle that runs out."""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Response, request

PACKED = (
    "text/",
    "application/json",
    "application/atom+xml",
    "application/javascript",
    "image/svg+xml",
)
# Below this, packing makes it no lighter.
SMALLEST = 500
# A file that is larger goes in pieces, as it is.
LARGEST = 4_000_000
MOST_PADDING = 100


def pack(response: Response) -> Response:
    """Pack an answer with gzip, where the browser takes that and it is text."""
    if not (response.mimetype or "").startswith(PACKED):
        return response
    response.vary.add("Accept-Encoding")
    if (
        not request.accept_encodings["gzip"]
        or response.status_code not in (200, 400, 403, 404, 409, 410, 422, 429)
        or "Content-Encoding" in response.headers
        or "Content-Range" in response.headers
        or not SMALLEST <= (response.content_length or LARGEST) < LARGEST
    ):
        return response
    response.direct_passthrough = False
    response.set_data(packed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    if (tag := response.get_etag()[0]) is not None:
        # The same in meaning, not in its bytes (RFC 9110, 8.8.1).
        response.set_etag(tag, weak=True)
    return response


def packed(content: bytes) -> bytes:
    """The bytes in gzip, a little longer each time: nobody who listens in on sizes learns what a page repeats (BREACH)."""
    name = "a" * secrets.randbelow(MOST_PADDING + 1)
    box = io.BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=6, fileobj=box, mtime=0) as packing:
        packing.write(content)
    return box.getvalue()
