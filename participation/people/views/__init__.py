"""The counters where somebody says who they are: signing in and out, the second factor, proving it again."""

from participation.people.views import (
    account,
    again,
    codes,
    factors,
    invitation,
    ladder,
    my_data,
    passkeys,
    passwords,
    provider,
    recovery,
    signing_in,
)
from participation.people.views.door import bp, find_actor, note_presence

__all__ = [
    "account",
    "again",
    "bp",
    "codes",
    "factors",
    "find_actor",
    "invitation",
    "ladder",
    "my_data",
    "note_presence",
    "passkeys",
    "passwords",
    "provider",
    "recovery",
    "signing_in",
]
