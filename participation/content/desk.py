"""Writing summaries, translations and easy words about something, with pictures and films, at the desk."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("content_desk", __name__)
