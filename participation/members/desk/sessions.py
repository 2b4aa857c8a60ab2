"""Sessions: planning, moving, what is arranged for whom, and who was there."""
