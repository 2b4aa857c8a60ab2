"""Where the official's pages about members stand in the house."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("members_desk", __name__)
