"""The forms of this room: what people ask us for."""

from __future__ import annotations

from participation.sheets import Sheet

SHEETS: tuple[Sheet, ...] = ()
