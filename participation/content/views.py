"""Pictures and films, and the captions that go with them, as a page shows them."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("content", __name__)
