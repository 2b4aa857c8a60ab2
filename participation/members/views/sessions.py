"""When and how a panel meets: for everybody, and as a calendar."""
