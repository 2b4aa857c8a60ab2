"""Pictures and films on a page: described, captioned, in parts, from us, and nobody's before it is public."""

import io
import zipfile

import pytest
from PIL import Image

from participation import clock, db
from participation.content import actions
from participation.errors import NotFound
from tests import towns as make
from tests.content.makers import (
    ALT,
    TRANSCRIPT,
    VTT,
    a_film,
    a_picture,
    add,
    mp4,
    subject_of,
    told,
)
from tests.municipalities.makers import picture
from tests.visitors import Visitor, text_of


@pytest.fixture
def town(towns):
    return towns[0]


@pytest.fixture
def official(app, town):
    return Visitor(app, town, town.first)


@pytest.fixture
def promised(town):
    """The short name of a panel that everybody can follow."""
    return make.make_panel(town, "promised")


@pytest.fixture
def subject(town, request):
    """The panel that everybody can follow, where the test asks for one; else one that is only just made."""
    slug = request.getfixturevalue("promised") if "promised" in request.fixturenames else make.make_panel(town)
    return subject_of(town, slug)


def send_picture(official, subject, status=303, **changed):
    data = {
        "kind": "picture",
        "file": (io.BytesIO(picture("JPEG")), "plein.jpg"),
        "alt_nl": ALT["nl"],
        "alt_fr": ALT["fr"],
    }
    return official.post(
        f"/desk/content/{subject}/pictures/new", {**data, **changed}, status, content_type="multipart/form-data"
    )


def send_film(official, subject, status=303, **changed):
    data = {
        "kind": "film",
        "language": "nl",
        "file": (io.BytesIO(mp4()), "plein.mp4"),
        "captions": VTT,
        "transcript": TRANSCRIPT,
        "alt_nl": "Het plein",
        "alt_fr": "La place",
    }
    return official.post(
        f"/desk/content/{subject}/films/new", {**data, **changed}, status, content_type="multipart/form-data"
    )


# Pictures


def test_a_picture_is_drawn_anew_and_described_in_the_language_of_the_page(app, town, official, promised, subject):
    send_picture(official, subject)
    [medium] = told(town, subject).media
    assert (medium.content_type, medium.alt) == ("image/jpeg", ALT)
    answer = Visitor(app, town).get(f"/media/{medium.id}")
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (medium.width, medium.height))
    for language in ("nl", "fr"):
        page = Visitor(app, town).get(f"/panels/{promised}?language={language}")
        assert f'src="/ourtown/media/{medium.id}" alt="{ALT[language]}"' in page.text
    english = Visitor(app, town).get(f"/panels/{promised}?language=en").text
    assert f'alt="{ALT["nl"]}" lang="nl"' in english


def test_a_pictogram_stays_small(town, official, subject):
    send_picture(official, subject, kind="pictogram")
    [medium] = told(town, subject).media
    assert (medium.content_type, medium.width) == ("image/png", 240)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"alt_fr": " "}, "alt_fr"), ({"alt_nl": ""}, "alt_nl"), ({"alt_nl": "x" * 501}, "alt_nl")],
)
def test_a_picture_without_a_description_is_refused_at_the_question(town, official, subject, changed, field):
    assert f'id="{field}-error"' in send_picture(official, subject, 422, **changed).text
    assert told(town, subject).media == []


def test_what_is_only_decoration_says_nothing(app, town, official, promised, subject):
    send_picture(official, subject, decoration="y", alt_nl="Dit blijft weg", alt_fr="")
    [medium] = told(town, subject).media
    assert medium.alt == {}
    assert f'src="/ourtown/media/{medium.id}" alt=""' in Visitor(app, town).get(f"/panels/{promised}").text


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a but not"])
def test_what_is_no_picture_is_refused_at_the_file(official, subject, content):
    answer = send_picture(official, subject, 422, file=(io.BytesIO(content), "x.png"))
    assert 'id="file-error"' in answer.text
    assert ALT["nl"] in answer.text


def test_with_little_data_a_picture_waits_until_somebody_asks(app, town, promised, subject):
    add(town, subject, a_picture())
    add(town, subject, a_picture("pictogram", decoration=True))
    visitor = Visitor(app, town)
    page = visitor.get(f"/panels/{promised}", headers={"Save-Data": "on"})
    assert '<img src="/ourtown/media' not in page.text
    assert f"Picture: {ALT['nl']}" in text_of(page)


# Films


def test_a_film_stands_on_the_page_with_captions_words_and_weight(app, town, official, promised, subject):
    send_film(official, subject)
    [medium] = told(town, subject).media
    page = Visitor(app, town).get(f"/panels/{promised}?language=nl")
    assert '<video controls preload="none"' in page.text
    assert f'<track kind="captions" src="/ourtown/media/{medium.id}/captions.vtt" srclang="nl"' in page.text
    assert TRANSCRIPT in text_of(page)
    assert "1 kb" in text_of(page).lower()
    answer = Visitor(app, town).get(f"/media/{medium.id}/captions.vtt")
    assert (answer.content_type, answer.text) == ("text/vtt; charset=utf-8", VTT)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"captions": ""}, "captions"),
        ({"captions": "WEBVTT\n\n00:01 --> 00:02\nx"}, "captions"),
        ({"transcript": " "}, "transcript"),
        ({"language": "vgt"}, "language"),
        ({"kind": "sound"}, "kind"),
        ({"alt_fr": ""}, "alt_fr"),
        ({"file": (io.BytesIO(b"MZ..."), "x.mp4")}, "file"),
    ],
)
def test_a_film_that_is_not_for_everybody_is_refused_at_the_question(town, official, subject, changed, field):
    answer = send_film(official, subject, 422, **changed)
    assert f'id="{field}-error"' in answer.text
    assert told(town, subject).media == []


def test_captions_from_a_file_can_be_mended_on_the_page(town, official, subject):
    wrong = VTT.replace("-->", "->")
    answer = send_film(official, subject, 422, captions="", vtt=(io.BytesIO(wrong.encode()), "plein.vtt"))
    assert "Line 3" in text_of(answer)
    assert "Welkom op het plein." in answer.text
    answer = send_film(official, subject, 422, vtt=(io.BytesIO(b"\xff\xfe\x00x"), "plein.vtt"))
    assert 'id="vtt-error"' in answer.text
    send_film(official, subject, captions="", vtt=(io.BytesIO(VTT.encode()), "plein.vtt"))
    assert told(town, subject).media[0].captions == VTT


def test_a_film_in_sign_language_is_called_by_its_name(app, town, official, promised, subject):
    send_film(
        official, subject, kind="sign", language="vgt", captions="", file=(io.BytesIO(mp4(sound=False)), "vgt.mp4")
    )
    words = text_of(Visitor(app, town).get(f"/panels/{promised}?language=en"))
    assert "in Flemish Sign Language (VGT)" in words
    assert "<track" not in Visitor(app, town).get(f"/panels/{promised}").text


def test_the_same_file_twice_is_one(town, official, subject):
    send_film(official, subject)
    send_film(official, subject)
    assert len(told(town, subject).media) == 1


# As a file


def test_a_player_gets_the_part_that_it_asks_for(app, town, promised, subject):
    film = a_film()
    number = add(town, subject, film)
    visitor = Visitor(app, town)
    whole = visitor.get(f"/media/{number}")
    assert (whole.data, whole.headers["Accept-Ranges"]) == (film["content"], "bytes")
    part = visitor.get(f"/media/{number}", 206, headers={"Range": "bytes=4-7"})
    assert part.data == b"ftyp"
    assert part.headers["Content-Range"] == f"bytes 4-7/{len(whole.data)}"
    visitor.get(f"/media/{number}", 416, headers={"Range": "bytes=99999-"})
    visitor.get(f"/media/{number}", 304, headers={"If-None-Match": whole.headers["ETag"]})


def test_a_file_is_shown_as_what_we_say_and_nothing_in_it_runs(app, town, promised, subject):
    number = add(town, subject, a_film())
    for path, kind in ((f"/media/{number}", "video/mp4"), (f"/media/{number}/captions.vtt", "text/vtt; charset=utf-8")):
        answer = Visitor(app, town).get(path)
        assert answer.content_type == kind
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert "media-src 'self'" in Visitor(app, town).get("/").headers["Content-Security-Policy"]


def test_before_its_panel_is_public_only_officials_see_it(app, town, official):
    number = add(town, subject_of(town, make.make_panel(town, title="Nog niet")), a_film())
    for path in (f"/media/{number}", f"/media/{number}/captions.vtt"):
        official.get(path)
        Visitor(app, town).get(path, 404)
        Visitor(app, town, town.citizen).get(path, 404)


def test_what_has_no_captions_has_no_file_of_them(app, town, promised, subject):
    Visitor(app, town).get(f"/media/{add(town, subject, a_picture())}/captions.vtt", 404)


def test_a_neighbours_medium_is_not_here(app, towns):
    town, neighbour = towns
    make.make_panel(town)
    theirs = subject_of(neighbour, make.make_panel(neighbour, "promised"))
    number = add(neighbour, theirs, a_film())
    Visitor(app, neighbour).get(f"/media/{number}")
    Visitor(app, town).get(f"/media/{number}", 404)
    with pytest.raises(NotFound), db.write() as session:
        actions.remove_medium(session, town.id, theirs, number, by=town.first, at=clock.now())
    assert len(told(neighbour, theirs).media) == 1


def test_what_is_taken_away_is_gone(app, town, official, subject):
    number = add(town, subject, a_film())
    page = official.get(f"/desk/content/{subject}")
    assert "Take it away" in text_of(page)
    official.post(f"/desk/content/{subject}/media/{number}/remove")
    Visitor(app, town).get(f"/media/{number}", 404)
    official.post(f"/desk/content/{subject}/media/{number}/remove", status=404)


def test_the_archive_of_a_municipality_holds_the_files(app, town, subject):
    film = a_film()
    number = add(town, subject, film)
    answer = Visitor(app, town, town.administrator).post("/desk/municipality/data.zip", status=200)
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.read(f"media/{number}.mp4") == film["content"]
    assert b'"captions": "WEBVTT' in archive.read("tables/medium.jsonl")
    assert b'"content":' not in archive.read("tables/medium.jsonl")
