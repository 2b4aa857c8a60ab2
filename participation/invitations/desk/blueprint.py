"""Where the official's pages about invitations stand in the house."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("invitations_desk", __name__)
