"""Entering a form for somebody: on paper, on the telephone, at the desk."""
