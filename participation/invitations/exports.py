"""What leaves the house of the answers, with only the fields that are declared here."""

from __future__ import annotations

from collections.abc import Sequence

from participation.invitations.queries.answers import InvitedView
from participation.text import csv_table


def answers(categories: Sequence[str], people: Sequence[InvitedView]) -> str:
    """CSV as sortition software reads it: `id`, a public code, and a column for each category."""
    rows = ([one.candidate or "", *((one.features or {}).get(name, "") for name in categories)] for one in people)
    return csv_table(["id", *categories], rows)
