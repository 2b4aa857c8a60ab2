"""The forms of this room: taking a seat or leaving it, and where somebody is paid."""

from __future__ import annotations

from participation.sheets import Sheet

SHEETS: tuple[Sheet, ...] = ()
