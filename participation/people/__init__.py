"""People with an account: who they are, what roles they have where, and how they sign in."""
