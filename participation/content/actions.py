"""Telling in words, pictures and films, and taking away what no longer holds. All of it stands in the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from participation.content import queries, rules
from participation.content.models import Medium, Wording
from participation.errors import NotFound
from participation.journal.actions import record
from participation.municipalities import queries as municipalities
from participation.permissions import Actor


def write(
    session: Session,
    municipality_id: int,
    subject: str,
    language: str,
    texts: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """From now on these are the words about something in one language, by part; a part that is empty is taken away."""
    # Two people may write the same words at once: they stand in line here.
    municipalities.municipality_to_change(session, municipality_id)
    before = {row.part: row for row in session.scalars(_wordings(municipality_id, subject, language))}
    wanted = {part: text.strip() for part, text in texts.items()}
    if wanted == {part: before[part].text if part in before else "" for part in wanted}:
        return
    for part, text in wanted.items():
        row = before.get(part)
        if row is not None and not text:
            session.delete(row)
        elif row is not None and row.text != text:
            row.text, row.written_by, row.written_at = text, by.person_id, at
        elif row is None and text:
            session.add(
                Wording(
                    municipality_id=municipality_id,
                    subject=subject,
                    part=part,
                    language=language,
                    text=text,
                    written_by=by.person_id,
                    written_at=at,
                )
            )
    session.flush()
    now = queries.texts_of(session, municipality_id, [subject]).get(subject, {})
    facts: dict[str, str | int] = {"language": language, "words": rules.mark(now, language)}
    _record(session, municipality_id, "content.written", subject, facts, by=by, at=at)


def write_summaries(
    session: Session, municipality_id: int, subject: str, summaries: Mapping[str, str], *, by: Actor, at: datetime
) -> None:
    """The summary in each of these languages."""
    for language, text in summaries.items():
        write(session, municipality_id, subject, language, {rules.SUMMARY: text}, by=by, at=at)


def translate(
    session: Session,
    municipality_id: int,
    subject: str,
    language: str,
    texts: Mapping[str, str],
    *,
    seen: str,
    by: Actor,
    at: datetime,
) -> None:
    """The same from the editor: checked, and only where nobody wrote meanwhile. seen: the mark of what the page showed.

    Raises Refused, and NotFound where there is no such thing.
    """
    municipalities.municipality_to_change(session, municipality_id)
    own = queries.subject_told(session, municipality_id, subject).texts
    fixed = {part for part, written in own.items() if written.get(language)}
    official = queries.official_languages(session, municipality_id)
    now = queries.texts_of(session, municipality_id, [subject]).get(subject, {})
    rules.check_seen(seen, rules.mark(now, language))
    rules.check_texts(texts, language, official, own=own, fixed=fixed)
    write(session, municipality_id, subject, language, texts, by=by, at=at)


def add_medium(
    session: Session, municipality_id: int, subject: str, medium: Mapping[str, object], *, by: Actor, at: datetime
) -> int:
    """Put a picture, film or recording with something; returns its number. medium: the columns that somebody filled in.

    The same file twice is one. Raises NotFound where there is no such thing to put it with.
    """
    municipalities.municipality_to_change(session, municipality_id)
    queries.subject_told(session, municipality_id, subject)
    content = medium["content"]
    assert isinstance(content, bytes)
    digest = hashlib.sha256(content).hexdigest()
    known = session.scalar(
        select(Medium.id).where(
            Medium.municipality_id == municipality_id, Medium.subject == subject, Medium.digest == digest
        )
    )
    if known is not None:
        return known
    added = Medium(
        **medium,
        municipality_id=municipality_id,
        subject=subject,
        size=len(content),
        digest=digest,
        added_by=by.person_id,
        added_at=at,
    )
    session.add(added)
    session.flush()
    facts: dict[str, str | int] = {"medium": added.id, "file": digest}
    _record(session, municipality_id, "content.medium_added", subject, facts, by=by, at=at)
    return added.id


def remove_medium(
    session: Session, municipality_id: int, subject: str, medium_id: int, *, by: Actor, at: datetime
) -> None:
    """Take a picture, film or recording away. Raises NotFound."""
    gone = session.execute(
        delete(Medium)
        .where(Medium.municipality_id == municipality_id, Medium.subject == subject, Medium.id == medium_id)
        .returning(Medium.id)
    ).all()
    if not gone:
        raise NotFound
    _record(session, municipality_id, "content.medium_removed", subject, {"medium": medium_id}, by=by, at=at)


def check_public(session: Session, municipality_id: int, subject: str) -> None:
    """Whether something can be shown to everybody. Raises Refused where a summary is missing."""
    texts = queries.texts_of(session, municipality_id, [subject]).get(subject, {})
    rules.check_summary(texts, queries.official_languages(session, municipality_id))


def _wordings(municipality_id: int, subject: str, language: str) -> Select[Wording]:
    return select(Wording).where(
        Wording.municipality_id == municipality_id, Wording.subject == subject, Wording.language == language
    )


def _record(
    session: Session,
    municipality_id: int,
    event: str,
    subject: str,
    facts: dict[str, str | int],
    *,
    by: Actor,
    at: datetime,
) -> None:
    record(session, municipality_id, event, subject=subject, by=f"person:{by.person_id}", at=at, facts=facts)
