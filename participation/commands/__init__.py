"""What each command does; `cli` says how they are called."""
