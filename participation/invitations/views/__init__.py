"""The counter for whoever is invited, and for everybody who wants to know how."""

from participation.invitations.views import answering, lot
from participation.invitations.views.blueprint import bp

__all__ = ["answering", "bp", "lot"]
