"""Why a message did not leave, in words for the desk."""

from __future__ import annotations

from participation.errors import N_

TROUBLES: dict[str, str] = {
    "no_server": N_("No mail server or gateway is set up for this. The operator of Samenspraak can do so."),
    "unreachable": N_("The mail server or gateway does not answer."),
    "not_let_in": N_("The mail server or gateway does not let us in. The operator of Samenspraak must look at it."),
    "not_encrypted": N_("The connection cannot be encrypted, so nothing was sent. The operator must look at it."),
    "refused": N_("The mail server or gateway did not accept this message."),
    "address_refused": N_("This address does not exist, or takes no messages."),
    "late": N_("It could not leave in time, and would have been useless afterwards."),
}
