"""Turning a computer into one that is used by many."""
