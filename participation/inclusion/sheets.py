"""The forms of this room: what people ask us for."""

from __future__ import annotations

from participation.errors import N_
from participation.inclusion.requests import asking, asking_no_more
from participation.inclusion.statement_forms import ReportForm
from participation.sheets import Sheet, always

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "accessibility",
        N_("Something does not work for me"),
        N_("A page, a letter or a form that you cannot read, understand or use: tell us, and we put it right."),
        N_("We answer you within 30 days. Until then we help you in another way: call us, or come to the desk."),
        asks=always(ReportForm),
        take=asking("accessibility"),
        take_back=asking_no_more,
    ),
)
