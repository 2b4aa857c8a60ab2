"""How it was decided who is invited: for everybody who wants to check it."""
