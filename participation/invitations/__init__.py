"""Whom to invite to a panel, the letters that go out, and the answers that come back."""
