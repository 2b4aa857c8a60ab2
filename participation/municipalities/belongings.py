"""Everything that belongs to one municipality, table by table: for taking it along and for erasing it.

The tables are those of the metadata itself, so that a new one belongs from the day it is born.
"""

from __future__ import annotations

from sqlalchemy import Table

from participation.db import Base

# Nobody erases what was done: the journal holds ids and digests, and its chain must stay whole.
JOURNAL = frozenset({"journal_entry", "journal_head", "journal_checkpoint"})

# What opens doors, or says something only together with a key that stays here: of no use elsewhere, and a danger.
LEFT_OUT: dict[str, frozenset[str]] = {
    "person": frozenset({"password", "totp", "totp_step", "number_key"}),
    "invitation": frozenset({"digest"}),
    # What waits to be sent or printed may be a code or the link of an invitation.
    "message": frozenset({"body"}),
    "voice": frozenset({"key"}),
    "objection": frozenset({"number_key"}),
    "panel": frozenset({"household_key"}),
    # Sealed with a key that stays here, or found by one.
    "entry": frozenset({"digest", "answers", "name"}),
    "request": frozenset({"content", "answer"}),
    "text_question": frozenset({"digest"}),
    # Pictures and films stand in the archive as files of their own.
    "medium": frozenset({"content"}),
    # Salts open commitments: sworn auditors take those along, panel by panel, and the journal says so.
    "candidate": frozenset({"number_key", "household", "salt"}),
    "register": frozenset({"salt"}),
    # Codes that open a seat or an answer, and what is sealed with a key that stays here.
    "invited": frozenset({"code_key", "code", "letter", "household", "number_key", "words", "question", "reach"}),
    "invited_before": frozenset({"number_key"}),
    "member": frozenset({"key", "secret", "reach", "words"}),
    "bank_detail": frozenset({"account"}),
}
LEFT_OUT_WHOLE = frozenset(
    {"open_session", "sign_in_link", "sent_code", "letter_code", "recovery_code", "passkey", "draft"}
    # The sealed pieces of a population register, and of who could be drawn from it.
    | {"register_part", "frame_part"}
)


def tables() -> list[Table]:
    """Every table with rows of municipalities, each after those that it points at."""
    return [table for table in Base.metadata.sorted_tables if "municipality_id" in table.columns]
