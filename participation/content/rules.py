"""What the municipality tells must have, and what a page must say about the language that it is in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from participation.errors import N_, Refused
from participation.i18n import LANGUAGES

SUMMARY, EASY = "summary", "easy"

# Every part that something can be told in: what it is called, and how long it may be.
PARTS: dict[str, tuple[str, int]] = {
    "title": (N_("Name"), 120),
    "question": (N_("Question"), 2000),
    SUMMARY: (N_("Summary in plain words"), 2000),
    EASY: (N_("Version in easy words"), 4000),
}

PICTURE, PICTOGRAM, SIGN, FILM, SOUND = "picture", "pictogram", "sign", "film", "sound"
PICTURES: dict[str, str] = {
    PICTURE: N_("Photo or drawing"),
    PICTOGRAM: N_("Pictogram"),
}
FILMS: dict[str, str] = {SIGN: N_("Film in sign language"), FILM: N_("Film"), SOUND: N_("Recording of sound")}

# Sign languages are languages of their own; beside each, the language of its captions and its transcript.
SIGN_LANGUAGES: dict[str, tuple[str, str]] = {
    "vgt": (N_("Flemish Sign Language (VGT)"), "nl"),
    "lsfb": (N_("French Belgian Sign Language (LSFB)"), "fr"),
    "dgs": (N_("German Sign Language (DGS)"), "de"),
    "ngt": (N_("Sign Language of the Netherlands (NGT)"), "nl"),
}

# By part, then by language.
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Note:
    """What a page says once about the language of something: that it is a translation, and which text counts (`counts`);
    or that it is not there in the language of the page, and in which it is shown."""

    counts: Sequence[str] = ()
    shown: str = ""


def note(texts: Texts, language: str, official: Sequence[str]) -> Note | None:
    """What has to be said to who reads it in `language`; None where that is official and nothing is missing.

    Easy words are an extra: that they are missing in a language is no lack.
    """
    told = [written for part, written in texts.items() if part != EASY and any(written.values())]
    missing = [written for written in told if not written.get(language)]
    if missing:
        order = [*official, *missing[0]]
        return Note(shown=next(code for code in order if missing[0].get(code)))
    return Note(counts=official) if told and language not in official else None


def check_summary(texts: Texts, official: Sequence[str]) -> None:
    """What is public has a summary in every official language, so that everybody can read along."""
    missing = missing_summaries(texts, official)
    if missing:
        raise Refused("summary_missing", field=f"summary_{missing[0]}", language=LANGUAGES[missing[0]])


def missing_summaries(texts: Texts, official: Sequence[str]) -> list[str]:
    """The official languages in which there is no summary yet."""
    return [code for code in official if not texts.get(SUMMARY, {}).get(code, "").strip()]


def check_texts(
    written: Mapping[str, str], language: str, official: Collection[str], *, own: Texts, fixed: Collection[str]
) -> None:
    """Words in one language. own: the parts of its room; fixed: those that the room keeps itself in this language."""
    for part, text in written.items():
        if part in fixed or part not in (SUMMARY, EASY, *own):
            raise Refused("part_not_yours", field=part)
        if len(text) > PARTS[part][1]:
            raise Refused("words_too_long", field=part, most=PARTS[part][1])
    if language in official and not written.get(SUMMARY, "").strip():
        raise Refused("summary_missing", field=SUMMARY, language=LANGUAGES[language])


def check_seen(seen: str, now: str) -> None:
    """Whoever writes has seen what is written over."""
    if seen != now:
        raise Refused("changed_meanwhile")


def spoken(language: str) -> str:
    """The language of the words that go with a film in this language, signed or spoken."""
    return SIGN_LANGUAGES[language][1] if language in SIGN_LANGUAGES else language


def check_alt(alt: Mapping[str, str], official: Sequence[str], kind: str) -> dict[str, str]:
    """What a picture shows, or what a film is called: in every official language."""
    for code in official:
        if not alt.get(code, "").strip():
            refusal = "alt_missing" if kind in PICTURES else "film_name_missing"
            raise Refused(refusal, field=f"alt_{code}", language=LANGUAGES[code])
    return {code: text.strip() for code, text in alt.items() if text.strip()}


def check_film(
    kind: str, language: str, *, has_pictures: bool, has_sound: bool, captions: str, transcript: str
) -> None:
    """A film or recording is for everybody, or it is not published."""
    if kind == SOUND and has_pictures:
        raise Refused("film_is_no_sound", field="kind")
    if kind != SOUND and not has_pictures:
        raise Refused("film_without_pictures", field="kind")
    if (kind == SIGN) != (language in SIGN_LANGUAGES):
        raise Refused("sign_language_wrong", field="language")
    if has_sound and not captions.strip():
        raise Refused("captions_missing", field="captions")
    if not transcript.strip():
        raise Refused("transcript_missing", field="transcript")


def mark(texts: Texts, language: str) -> str:
    """Another one as soon as anything in this language changes: SHA-256 in hexadecimal."""
    told = {part: written[language] for part, written in texts.items() if written.get(language)}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
