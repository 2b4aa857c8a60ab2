"""Looking at what the municipality tells: the words in each language, and the pictures and films beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import events
from participation.content import rules
from participation.content.models import Medium, Wording
from participation.errors import NotFound
from participation.municipalities import queries as municipalities

OFFICIAL = "notice"  # public words are notices: their languages are those of the law for notices


@dataclass(frozen=True)
class Subject:
    """Something that is told about, as the room it lives in knows it.

    texts: of the parts that the room keeps itself, such as its title; is_public: whether everybody can read it
    desk: the endpoint of its page at the desk, and what its address needs
    """

    texts: rules.Texts
    is_public: bool
    desk: tuple[str, Mapping[str, str]]


@dataclass(frozen=True)
class MediumView:
    """A picture, film or recording, without its content. The columns are those of `models.Medium`."""

    id: int
    subject: str
    kind: str
    language: str
    content_type: str
    size: int
    digest: str
    width: int | None
    height: int | None
    alt: dict[str, str]
    captions: str | None
    transcript: str | None
    added_at: datetime

    @property
    def spoken(self) -> str:
        """The language of its captions and its transcript."""
        return rules.spoken(self.language)


@dataclass(frozen=True)
class Content:
    """All that is told about one thing.

    texts: by part, then by language; media: in the order in which they came
    written: of the texts, those that were written here; the others its room keeps
    """

    texts: rules.Texts = field(default_factory=dict)
    media: Sequence[MediumView] = ()
    written: rules.Texts = field(default_factory=dict)

    def of(self, part: str) -> dict[str, str]:
        """A part in every language that there is of it."""
        return dict(self.texts.get(part, {}))

    def note(self, language: str, official: Sequence[str]) -> rules.Note | None:
        """What a page in this language must say about it, once."""
        return rules.note(self.texts, language, official)

    def of_kind(self, *kinds: str) -> list[MediumView]:
        return [medium for medium in self.media if medium.kind in kinds]


_MEDIUM = [getattr(Medium, name) for name in MediumView.__dataclass_fields__]


def subject_told(session: Session, municipality_id: int, subject: str) -> Subject:
    """What can be told about, by the room it lives in. Raises NotFound."""
    told = events.tell(session, "content.asked", municipality_id=municipality_id, subject=subject)
    found: Subject | None = next((one for one in told if one), None)
    if found is None:
        raise NotFound
    return found


def content(session: Session, municipality_id: int, subject: str, own: rules.Texts | None = None) -> Content:
    """All that is told about something, with the words that its room keeps itself (`own`), which come first."""
    texts = texts_of(session, municipality_id, [subject]).get(subject, {})
    return Content(joined(texts, own or {}), media(session, municipality_id, subject), texts)


def texts_of(session: Session, municipality_id: int, subjects: Sequence[str]) -> dict[str, dict[str, dict[str, str]]]:
    """The words about each of these, by part and by language, in one statement."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    rows = session.execute(
        select(Wording.subject, Wording.part, Wording.language, Wording.text)
        .where(Wording.municipality_id == municipality_id, Wording.subject.in_(subjects))
        .order_by(Wording.subject, Wording.part, Wording.language)
    )
    for subject, part, language, text in rows:
        found.setdefault(subject, {}).setdefault(part, {})[language] = text
    return found


def summed_up(session: Session, municipality_id: int, subjects: Sequence[str]) -> set[str]:
    """Which of these have a summary in every official language, so that everybody can read along."""
    texts = texts_of(session, municipality_id, subjects)
    official = official_languages(session, municipality_id)
    return {one for one in subjects if not rules.missing_summaries(texts.get(one, {}), official)}


def joined(texts: rules.Texts, own: rules.Texts) -> dict[str, dict[str, str]]:
    """Two sets of words as one; where both have a part in a language, the room's own (`own`) holds."""
    parts = [*own, *(part for part in texts if part not in own)]
    return {part: {**own.get(part, {}), **_besides(texts.get(part, {}), own.get(part, {}))} for part in parts}


def media(session: Session, municipality_id: int, subject: str) -> list[MediumView]:
    """The pictures, films and recordings that go with something."""
    rows = session.execute(
        select(*_MEDIUM).where(Medium.municipality_id == municipality_id, Medium.subject == subject).order_by(Medium.id)
    )
    return [MediumView(*row) for row in rows]


def medium(session: Session, municipality_id: int, medium_id: int) -> MediumView:
    """One of them. Raises NotFound."""
    row = session.execute(
        select(*_MEDIUM).where(Medium.municipality_id == municipality_id, Medium.id == medium_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return MediumView(*row)


def medium_content(session: Session, municipality_id: int, medium_id: int) -> bytes:
    """The file itself. Raises NotFound."""
    found = session.scalar(
        select(Medium.content).where(Medium.municipality_id == municipality_id, Medium.id == medium_id)
    )
    if found is None:
        raise NotFound
    return found


def official_languages(session: Session, municipality_id: int) -> list[str]:
    """The languages in which public words must be there, in their order."""
    return municipalities.languages_for(session, municipality_id, OFFICIAL)


def published_media(session: Session, *, municipality_id: int) -> Iterator[tuple[str, bytes]]:
    """Every picture, film and recording of a municipality, with a place for it in an archive; one at a time."""
    numbers = session.scalars(select(Medium.id).where(Medium.municipality_id == municipality_id).order_by(Medium.id))
    for number in numbers.all():
        found = medium(session, municipality_id, number)
        yield f"media/{number}.{extension(found)}", medium_content(session, municipality_id, number)


def extension(medium: MediumView) -> str:
    """How the name of its file ends."""
    kind = medium.content_type.partition("/")[2]
    return {"jpeg": "jpg", "mpeg": "mp3", "mp4": "m4a" if medium.kind == rules.SOUND else "mp4"}.get(kind, kind)


def _besides(texts: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    return {code: text for code, text in texts.items() if not own.get(code)}
