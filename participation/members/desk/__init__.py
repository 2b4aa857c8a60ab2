"""The official's counter for the life of a panel: seats, sessions, tables, allowances, report."""

from participation.members.desk import archive, attendance, money, report, seats, sessions, tables
from participation.members.desk.blueprint import bp

__all__ = ["archive", "attendance", "bp", "money", "report", "seats", "sessions", "tables"]
