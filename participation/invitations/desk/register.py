"""Bringing in an extract of the population register: its columns, how far it is, what could not be read."""
