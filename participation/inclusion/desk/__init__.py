"""The official's counter of the inclusion layer."""

from participation.inclusion.desk import corrections, counter, entering, kiosk, receipts, requests, second, statement
from participation.inclusion.desk.blueprint import bp

__all__ = [
    "bp",
    "corrections",
    "counter",
    "entering",
    "kiosk",
    "receipts",
    "requests",
    "second",
    "statement",
]
