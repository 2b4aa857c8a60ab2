"""The citizen's counter of the inclusion layer."""

from participation.inclusion.views import filling, keeping, kiosk, papers, reading, receipts, statement, texts
from participation.inclusion.views.blueprint import bp

__all__ = ["bp", "filling", "keeping", "kiosk", "papers", "reading", "receipts", "statement", "texts"]
