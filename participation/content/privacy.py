"""What this room holds on people: who wrote which words and added which pictures. The words themselves are public."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.content import rules
from participation.content.models import Medium, Wording
from participation.errors import N_
from participation.held import Holding, Kind, Sentence, Somebody

KINDS = (
    Kind(
        "content.author",
        N_("What you wrote for everybody"),
        ("wording", "medium"),
        N_("Which summaries, translations, pictures and films you wrote or added as an official."),
        N_("So that a colleague can ask you about them."),
        N_("A task of the municipality in the public interest (GDPR, article 6.1.e)."),
        N_("Whoever reads the journal. Pages do not say who wrote them."),
        N_("your account goes; then the words and pictures stay, without you"),
        None,
    ),
)


_NAMES = {**rules.PICTURES, **rules.FILMS}


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """What somebody wrote and added."""
    written = session.execute(
        select(Wording.subject, Wording.language, Wording.text, Wording.written_at)
        .where(Wording.municipality_id == who.municipality_id, Wording.written_by == who.person_id)
        .order_by(Wording.written_at, Wording.subject, Wording.language)
    )
    added = session.execute(
        select(Medium.subject, Medium.language, Medium.kind, Medium.added_at)
        .where(Medium.municipality_id == who.municipality_id, Medium.added_by == who.person_id)
        .order_by(Medium.id)
    )
    rows: list[Mapping[str, object]] = [
        *(
            {N_("About"): about, N_("Language"): code, N_("What"): text, N_("When"): at}
            for about, code, text, at in written
        ),
        *(
            {N_("About"): about, N_("Language"): code, N_("What"): Sentence(_NAMES[kind]), N_("When"): at}
            for about, code, kind, at in added
        ),
    ]
    return [Holding("content.author", rows)]


def leaving(session: Session, *, who: Somebody) -> None:
    """The words and pictures stay; who made them does not."""
    session.execute(
        update(Wording)
        .where(Wording.municipality_id == who.municipality_id, Wording.written_by == who.person_id)
        .values(written_by=None)
    )
    session.execute(
        update(Medium)
        .where(Medium.municipality_id == who.municipality_id, Medium.added_by == who.person_id)
        .values(added_by=None)
    )
