"""Filling in a form on the website: page by page, looked over, sent, or kept to come back to."""
