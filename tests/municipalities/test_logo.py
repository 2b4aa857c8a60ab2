"""A logo is drawn anew: nothing of the file that somebody uploaded is ever shown to anybody else."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from participation.errors import Refused
from participation.municipalities.logos import drawn_anew
from tests.municipalities.makers import picture
from tests.visitors import Visitor, text_of

PAGE = "/desk/municipality/logo"


@pytest.fixture
def administrator(app, towns):
    return Visitor(app, towns[0], towns[0].administrator)


def upload(visitor, content, name="logo.png", status=303):
    return visitor.post(PAGE, {"file": (io.BytesIO(content), name)}, status, content_type="multipart/form-data")


def bomb(width=60_000, height=60_000):
    """A PNG of a few hundred bytes that says it is enormous."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_a_small_png(administrator, app, towns, kind):
    upload(administrator, picture(kind), f"logo.{kind.lower()}")
    answer = Visitor(app, towns[0]).get("/logo.png")
    assert answer.content_type == "image/png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert (shown.format, shown.size) == ("PNG", (704, 176))
    assert "/logo.png?v=" in administrator.get(PAGE).text
    Visitor(app, towns[1]).get("/logo.png", 404)


def test_nothing_that_came_with_the_picture_stays():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Somebody Secret")
    exif = Image.Exif()
    exif[0x013B] = "Somebody Secret"
    for content in (picture("PNG", pnginfo=notes), picture("JPEG", exif=exif), picture("PNG") + b"Somebody Secret"):
        assert b"Somebody Secret" in content
        drawn = drawn_anew(content)
        assert b"Somebody Secret" not in drawn.image
        with Image.open(io.BytesIO(drawn.image)) as shown:
            assert not shown.info


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture_missing"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "picture_is_svg"),
        (b"<?xml version='1.0'?><svg/>", "picture_is_svg"),
        (b"GIF89a but not really", "picture_unreadable"),
        (b"%PDF-1.7", "picture_unreadable"),
        (picture("BMP"), "picture_unreadable"),
        (picture("PNG")[:200], "picture_unreadable"),
        (b"x" * (2 * 1024 * 1024 + 1), "picture_too_large"),
        (bomb(6000, 6000), "picture_too_large"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(content, code):
    with pytest.raises(Refused) as refusal:
        drawn_anew(content)
    assert refusal.value.code == code


def test_a_small_file_that_unfolds_to_something_enormous_is_never_unfolded():
    with pytest.raises(Refused):
        drawn_anew(bomb())


def test_a_refusal_is_said_at_the_field_and_the_old_logo_stays(administrator, app, towns):
    upload(administrator, picture())
    before = Visitor(app, towns[0]).get("/logo.png").data
    answer = upload(administrator, b"<svg/>", status=422)
    assert 'id="file-error"' in answer.text
    assert "Save it as PNG" in text_of(answer)
    upload(administrator, picture("JPEG")[:100], "logo.jpg", 422)
    administrator.post(PAGE, {}, 422)
    assert Visitor(app, towns[0]).get("/logo.png").data == before


def test_a_logo_can_be_taken_away(administrator, app, towns):
    upload(administrator, picture())
    for _ in range(2):
        administrator.post(f"{PAGE}/remove")
    Visitor(app, towns[0]).get("/logo.png", 404)


def test_only_administrators_choose_it(app, towns):
    upload(Visitor(app, towns[0], towns[0].first), picture(), status=403)
    Visitor(app, towns[0]).get("/logo.png", 404)


@pytest.mark.parametrize("kind", [0, 17, 26])
def test_a_picture_whose_notes_lie_about_themselves_is_refused(kind):
    """A note of a kind that it is not: readers of pictures break on that in ways of their own."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "hello"
    content = bytearray(picture("JPEG", exif=exif))
    content[content.index(b"Exif\0\0") + 6 + 11] = kind
    with pytest.raises(Refused, match="picture_unreadable"):
        drawn_anew(bytes(content))
