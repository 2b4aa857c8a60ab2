"""Where the pages for whoever is invited stand in the house."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("invitations", __name__)
