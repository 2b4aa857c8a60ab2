"""Captions are taken when a player can show them, and refused with the line that is wrong."""

import pytest

from participation.content.captions import checked
from participation.errors import Refused
from tests.content.makers import VTT

WHOLE = """WEBVTT - Het plein

NOTE Gemaakt door Mia

1
00:01.000 --> 00:04.000 align:start
<v Mia>Welkom op het plein.
Kom binnen.

01:00:05.500 --> 01:00:07.000
[muziek]
"""


def refused(text):
    with pytest.raises(Refused) as refusal:
        checked(text)
    assert refusal.value.field == "captions"
    return refusal.value.code, refusal.value.facts.get("line")


@pytest.mark.parametrize("text", [VTT, WHOLE])
def test_good_captions_are_kept_as_they_are(text):
    assert checked(text) == text


def test_a_mark_at_the_beginning_and_other_line_ends_are_no_fault():
    assert checked("\ufeff" + VTT.replace("\n", "\r\n")) == VTT


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "captions_no_webvtt", None),
        ("1\n00:00:01,000 --> 00:00:02,000\nsrt", "captions_no_webvtt", None),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\na", "captions_no_webvtt", None),
        ("WEBVTT\n", "captions_empty", None),
        ("WEBVTT\n\nNOTE alleen dit\n", "captions_empty", None),
        ("WEBVTT\n\nWelkom\n", "captions_time_missing", 3),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\na", "captions_time_wrong", 3),
        ("WEBVTT\n\n1\n00:01.000 --> 00:61.000\na", "captions_time_wrong", 4),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\na", "captions_end_first", 3),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:04.000 --> 00:05.000\nb", "captions_order", 6),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n\n", "captions_text_missing", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb", "captions_line_between", 4),
        ("WEBVTT\n\nSTYLE\n::cue { background: url(//evil.example) }\n", "captions_with_style", 3),
        ("WEBVTT\n\n" + "x" * 600_000, "captions_too_long", None),
        (f"WEBVTT\n\n{'9' * 5000}:00:01.000 --> 00:02.000\na", "captions_time_wrong", 3),
    ],
)
def test_a_fault_is_told_with_its_line(text, code, line):
    assert refused(text) == (code, line)
