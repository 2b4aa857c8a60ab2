"""From what somebody uploads to what is kept: pictures drawn anew, films with captions and all that is said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from participation import pictures
from participation.content import captions as webvtt
from participation.content import films, rules
from participation.errors import Refused

LARGEST_PICTURE, LARGEST_FILM, LARGEST_CAPTIONS = pictures.LARGEST_FILE, films.LARGEST_FILE, 2 * webvtt.LONGEST
# A picture fills the column of a page on a good screen; a pictogram stands beside words.
PICTURE_SIDE, PICTOGRAM_SIDE = 960, 240


def picture(
    kind: str, content: bytes, alt: Mapping[str, str], official: Sequence[str], *, decoration: bool
) -> dict[str, object]:
    """The columns of a picture. Raises Refused."""
    described = {} if decoration else rules.check_alt(alt, official, kind)
    side = PICTURE_SIDE if kind == rules.PICTURE else PICTOGRAM_SIDE
    drawn = pictures.drawn_anew(content, side, side, photo=kind == rules.PICTURE, few_colours=kind == rules.PICTOGRAM)
    return {
        "kind": kind,
        "language": official[0],
        "content_type": drawn.content_type,
        "content": drawn.image,
        "width": drawn.width,
        "height": drawn.height,
        "alt": described,
    }


def film(
    kind: str,
    language: str,
    content: bytes,
    name: Mapping[str, str],
    official: Sequence[str],
    *,
    captions: str,
    transcript: str,
) -> dict[str, object]:
    """The columns of a film or recording. Raises Refused."""
    found = films.read(content)
    rules.check_film(
        kind,
        language,
        has_pictures=found.has_pictures,
        has_sound=found.has_sound,
        captions=captions,
        transcript=transcript,
    )
    return {
        "kind": kind,
        "language": language,
        "content_type": found.content_type,
        "content": found.content,
        "alt": rules.check_alt(name, official, kind),
        "captions": webvtt.checked(captions) if captions.strip() else None,
        "transcript": transcript.strip(),
    }


def captions_text(content: bytes) -> str:
    """A file with captions as text. Raises Refused."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("captions_unreadable", field="vtt") from None
