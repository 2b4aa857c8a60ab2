"""A member's own page: their seat, their sessions, their table, what is still to do."""
