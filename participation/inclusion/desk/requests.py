"""What people ask us for, and what became of it."""
