"""The life of a panel once it is drawn: its members, their sessions, and what came of it."""
