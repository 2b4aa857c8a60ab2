"""The official's counter for invitations: the register, the lot, the letters, the answers."""

from participation.invitations.desk import answers, batches, letters, lot, register
from participation.invitations.desk.blueprint import bp

__all__ = ["answers", "batches", "bp", "letters", "lot", "register"]
