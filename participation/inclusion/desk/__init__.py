"""The official's counter of the inclusion layer."""

from participation.inclusion.desk import counter, kiosk, requests, statement
from participation.inclusion.desk.blueprint import bp

__all__ = ["bp", "counter", "kiosk", "requests", "statement"]
