"""Citizen panels: who volunteered, whom the panel must mirror, the fair chances, the promise and the draw."""
