"""The ways in which somebody comes to a page: for every journey that is made in each of them."""

from __future__ import annotations

# How wide their screen is, whether scripts run, whether they have a keyboard alone.
WAYS = {
    "telephone without script": (360, False, False),
    "desk": (1280, True, False),
    "keyboard": (360, True, True),
}
