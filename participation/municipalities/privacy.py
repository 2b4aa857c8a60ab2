"""What this room holds on people: who asked to erase the whole municipality. For administrators."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation.errors import N_
from participation.held import Holding, Kind, Somebody
from participation.municipalities.models import Erasure

KINDS = (
    Kind(
        "municipalities.erasure",
        N_("Erasing the municipality"),
        ("municipality_erasure",),
        N_("That you asked to erase everything of the municipality, and why."),
        N_("So that a second administrator can agree or not."),
        N_("A task of the municipality in the public interest (GDPR, article 6.1.e)."),
        N_("Administrators."),
        N_("it is taken back or carried out, or your account goes"),
        None,
    ),
)


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """What an administrator asked."""
    found = session.execute(
        select(Erasure.asked_at, Erasure.reason).where(
            Erasure.municipality_id == who.municipality_id, Erasure.asked_by == who.person_id
        )
    )
    return [Holding("municipalities.erasure", [{N_("When"): when, N_("Why"): why} for when, why in found])]


def leaving(session: Session, *, who: Somebody) -> None:
    """What nobody asks any more is not asked."""
    session.execute(
        delete(Erasure).where(Erasure.municipality_id == who.municipality_id, Erasure.asked_by == who.person_id)
    )
