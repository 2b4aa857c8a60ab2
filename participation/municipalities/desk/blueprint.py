"""The place of the administrator's pages in the house."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("municipality_desk", __name__)
