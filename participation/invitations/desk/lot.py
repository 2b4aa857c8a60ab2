"""Deciding by lot who is invited: how, how many, proposed, confirmed, drawn."""
