"""The counters where somebody says who they are: signing in and out, the second factor, proving it again."""

from participation.people.views import again, factors, invitation, ladder, passkeys, provider, recovery, signing_in
from participation.people.views.door import bp, find_actor, note_presence

__all__ = [
    "again",
    "bp",
    "factors",
    "find_actor",
    "invitation",
    "ladder",
    "note_presence",
    "passkeys",
    "provider",
    "recovery",
    "signing_in",
]
