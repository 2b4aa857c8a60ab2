"""Looking after the accessibility statement."""
