"""The counter for members, and for everybody who follows their panel."""

from participation.members.views import own, report, sessions
from participation.members.views.blueprint import bp

__all__ = ["bp", "own", "report", "sessions"]
