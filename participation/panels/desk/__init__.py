"""The official's counter for panels: set up, prepare, calculate, promise, draw."""

from participation.panels.desk import chances, draws, home, people, rehearsal, remit, statistics, targets, uploads
from participation.panels.desk.blueprint import bp

__all__ = ["bp", "chances", "draws", "home", "people", "rehearsal", "remit", "statistics", "targets", "uploads"]
