"""A film is what its bytes say, whatever its name; and nothing in it tells where it was made."""

import pytest

from participation.content import films, media
from participation.errors import Refused
from tests.content.makers import ALT, TRANSCRIPT, VTT, box, mp4, webm

OPUS = b"OggS" + bytes(24) + b"OpusHead" + bytes(100)


@pytest.mark.parametrize(
    ("content", "kind", "pictures", "sound"),
    [
        (mp4(), "video/mp4", True, True),
        (mp4(sound=False), "video/mp4", True, False),
        (mp4(pictures=False), "audio/mp4", False, True),
        (webm(), "video/webm", True, True),
        (webm(pictures=False), "audio/webm", False, True),
        (b"ID3\x04" + bytes(100), "audio/mpeg", False, True),
        (b"\xff\xfb\x90\x00" + bytes(100), "audio/mpeg", False, True),
        (OPUS, "audio/ogg", False, True),
    ],
)
def test_a_file_is_known_by_its_bytes(content, kind, pictures, sound):
    found = films.read(content)
    assert (found.content_type, found.has_pictures, found.has_sound) == (kind, pictures, sound)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "film_missing"),
        (b"<html><script>alert(1)</script>", "film_unreadable"),
        (b"MZ" + bytes(500), "film_unreadable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "film_unreadable"),
        (box(b"ftyp", b"isom") + b"<script>alert(1)</script>", "film_unreadable"),
        (b"\x1a\x45\xdf\xa3" + b"matroska" + bytes(100), "film_unreadable"),
        (b"OggS" + bytes(24) + b"\x80theora" + bytes(100), "film_unreadable"),
        (bytes(films.LARGEST_FILE + 1), "film_too_large"),
    ],
)
def test_what_is_no_film_or_too_large_is_refused(content, code):
    with pytest.raises(Refused, match=code) as refusal:
        films.read(content)
    assert refusal.value.field == "file"


def test_where_it_was_filmed_is_taken_out_and_the_rest_stays():
    content = mp4(note=b"+50.8466+004.3528/")
    kept = films.read(content).content
    assert b"+50.8466" in content and b"+50.8466" not in kept
    assert len(kept) == len(content)
    assert kept.count(b"free") == 3
    assert films.read(mp4()).content == mp4()


def test_boxes_that_lie_about_their_size_are_left_alone():
    for size in (0, 1, 7, 2**31):
        broken = mp4() + size.to_bytes(4) + b"udta" + b"x" * 20
        assert len(films.read(broken).content) == len(broken)
    nested = b"moov"
    for _ in range(5000):
        nested = box(b"moov", nested)
    assert films.without_notes(nested) == nested


def film(kind="film", language="nl", content=None, captions=VTT, transcript=TRANSCRIPT, name=ALT):
    return media.film(kind, language, content or mp4(), name, ["nl", "fr"], captions=captions, transcript=transcript)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"captions": " "}, "captions_missing", "captions"),
        ({"kind": "sound", "content": OPUS, "captions": ""}, "captions_missing", "captions"),
        ({"transcript": " \n"}, "transcript_missing", "transcript"),
        (
            {"kind": "sign", "language": "vgt", "content": mp4(sound=False), "captions": "", "transcript": ""},
            "transcript_missing",
            "transcript",
        ),
        ({"captions": "WEBVTT\n\nx"}, "captions_time_missing", "captions"),
        ({"kind": "sign"}, "sign_language_wrong", "language"),
        ({"language": "vgt"}, "sign_language_wrong", "language"),
        ({"kind": "sound"}, "film_is_no_sound", "kind"),
        ({"content": OPUS}, "film_without_pictures", "kind"),
        ({"name": {"nl": "Plein"}}, "film_name_missing", "alt_fr"),
    ],
)
def test_a_film_that_is_not_for_everybody_is_refused_at_the_right_question(changed, code, field):
    with pytest.raises(Refused, match=code) as refusal:
        film(**changed)
    assert refusal.value.field == field


def test_a_silent_film_in_sign_language_needs_no_captions_but_words():
    made = film(kind="sign", language="vgt", content=mp4(sound=False), captions="")
    assert (made["captions"], made["transcript"]) == (None, TRANSCRIPT)
