"""The counter where officials and administrators work with people: who works here, files, interests, checks."""

from participation.people.desk import checks, files, interests, record, staff
from participation.people.desk.blueprint import bp

__all__ = ["bp", "checks", "files", "interests", "record", "staff"]
