"""The citizen's counter of the inclusion layer."""

from participation.inclusion.views import filling, kiosk, papers, reading, statement, texts
from participation.inclusion.views.blueprint import bp

__all__ = ["bp", "filling", "kiosk", "papers", "reading", "statement", "texts"]
