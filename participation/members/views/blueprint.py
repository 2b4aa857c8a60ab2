"""Where the pages of members, and what a panel tells everybody, stand in the house."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("members", __name__)
