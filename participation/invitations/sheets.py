"""The forms of this room: what somebody who is invited answers."""

from __future__ import annotations

from participation.sheets import Sheet

SHEETS: tuple[Sheet, ...] = ()
