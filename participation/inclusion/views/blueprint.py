"""Where the pages of this room hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("inclusion", __name__)
