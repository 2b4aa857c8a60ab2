"""Where the pages of this room at the desk hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("inclusion_desk", __name__)
