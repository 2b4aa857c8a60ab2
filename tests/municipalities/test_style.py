"""A house style is one file: read with care, looked at first, and never used where not everybody can read it."""

import html
import io
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from participation import db
from participation.errors import Refused
from participation.journal.models import JournalEntry
from participation.municipalities import contrast, queries, themes, tokens
from participation.municipalities.choices import THEME_NAMES
from participation.municipalities.token_files import Given, colour, read, shape
from tests.visitors import Visitor, text_of

PAGE = "/desk/municipality/style"
ACT, BAR = f"--{tokens.ACT}", f"--{tokens.BAR}"


@pytest.fixture
def administrator(app, towns):
    return Visitor(app, towns[0], towns[0].administrator)


def css(**colours):
    said = "".join(f"  --{getattr(tokens, name)}: {value};\n" for name, value in colours.items())
    return f":root {{\n{said}}}\n".encode()


def look(visitor, content, status=200):
    return visitor.post(
        f"{PAGE}/look", {"file": (io.BytesIO(content), "style.css")}, status, content_type="multipart/form-data"
    )


def use(visitor, page, status=303):
    form = page.text.partition(f'action="{visitor.address(PAGE)}"')[2].partition("</form>")[0]
    shown = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return visitor.post(PAGE, {name: html.unescape(value) for name, value in shown}, status)


def sheet_of(visitor):
    return visitor.get("/theme.css").text


# Contrast


def test_black_on_white_has_the_greatest_contrast_there_is():
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#777777", "#777777") == 1


def test_a_contrast_is_never_rounded_up():
    assert contrast.ratio("#767676", "#ffffff") > 4.5 > contrast.ratio("#777777", "#ffffff")
    assert contrast.in_tenths(contrast.ratio("#777777", "#ffffff")) == 4.4
    assert contrast.in_tenths(4.5) == 4.5


def test_a_colour_survives_the_way_to_its_shade_and_back():
    for one in (*tokens.LIGHT.values(), *tokens.DARK.values(), "#000000", "#ff0000", "#00ff00", "#0000ff"):
        assert contrast.colour_of(contrast.shade_of(one)) == one


def test_what_would_do_is_the_same_hue_and_no_further_than_needed():
    near = contrast.nearest("#77aa88", lambda one: contrast.ratio(one, "#ffffff") >= 4.5)
    assert near
    assert 4.5 <= contrast.ratio(near, "#ffffff") < 4.7
    assert contrast.shade_of(near).hue == pytest.approx(contrast.shade_of("#77aa88").hue, abs=0.05)
    assert contrast.nearest("#777777", lambda _: False) is None


# The styles that come along


@pytest.mark.parametrize("name", themes.built_in())
def test_every_style_that_comes_along_is_easy_to_read_for_everybody(name):
    faint = [one for one in themes.weigh(themes.built_in()[name]) if not one.is_easy]
    assert faint == []


@pytest.mark.parametrize("colours", [tokens.CONTRAST_LIGHT, tokens.CONTRAST_DARK], ids=["light", "dark"])
def test_high_contrast_is_higher_than_anybody_asks(colours):
    for pair in tokens.PAIRS:
        least = 10 if pair.advised >= 7 else 7
        assert contrast.ratio(colours[pair.front], colours[pair.ground]) >= least, pair


def test_every_style_has_a_name_and_no_name_is_without_a_style():
    assert set(THEME_NAMES) == {*themes.built_in(), themes.OWN}


def test_the_three_towns_look_like_three_towns():
    styles = [themes.built_in()[name] for name in ("lindedorp", "sint-linde-rode", "neudorf")]
    for token in (tokens.PAPER, tokens.ACT, tokens.BAR):
        assert len({style.light[token] for style in styles}) == 3
    for token in (tokens.RADIUS, tokens.HEADING_FONT, tokens.HEADING_WEIGHT):
        assert len({style.shape[token] for style in styles}) > 1


@pytest.mark.parametrize("name", themes.built_in())
def test_a_style_written_as_a_file_is_read_as_the_same_style(name):
    style = themes.built_in()[name]
    assert themes.whole(read(themes.as_file(style).encode())) == style
    assert themes.from_address(themes.in_address(style)) == style


def test_the_example_in_the_documentation_is_a_style_that_can_be_used():
    example = Path(__file__).parents[2] / "docs" / "examples" / "house-style.css"
    given = read(example.read_bytes())
    assert (given.faults, given.unknown) == ([], [])
    assert themes.too_faint(themes.whole(given)) == []


# Reading a file


def test_css_is_read_in_light_and_in_dark():
    given = read(
        b"""/* ours */ @charset "utf-8";
        .theme { --basis-color-action-1-color-default: RGB(22 90 52); --basis-border-radius-md: 8px !important; }
        @media (prefers-color-scheme: dark) { .theme { --basis-color-action-1-color-default: #9d9; } }
        @media print { .theme { --basis-color-action-1-color-default: #000; } }
        @media (prefers-color-scheme: light) { :root { --basis-color-default-bg-document: hsl(60deg, 50%, 98%) } }"""
    )
    assert given.light == {tokens.ACT: "#165a34", tokens.PAPER: "#fcfcf7"}
    assert given.dark == {tokens.ACT: "#99dd99"}
    assert given.shape == {tokens.RADIUS: ".5rem"}
    assert given.faults == []


def test_json_with_tokens_is_read_with_what_it_points_at():
    given = read(
        b"""{"sets/ours": {"basis": {
          "color": {"action-1": {"color-default": {"$value": "{brand.green.dark}", "$type": "color"}}},
          "text": {"font-family": {"default": {"value": ["Foo Sans", "serif"]}}},
          "heading": {"font-weight": {"value": 500}}}},
        "sets/dark": {"basis": {"color": {"action-1": {"color-default": {"value": "#9d9"}}}}},
        "brand": {"green": {"dark": {"value": "#165a34"}}}}"""
    )
    assert (given.light, given.dark) == ({tokens.ACT: "#165a34"}, {tokens.ACT: "#99dd99"})
    assert given.shape == {tokens.FONT: '"Foo Sans", serif', tokens.HEADING_WEIGHT: "500"}
    assert given.unknown == ["brand-green-dark"]


def test_a_name_may_point_at_another_one_and_a_circle_is_told():
    given = read(b":root{--a:#165a34;--b:var( --a );" + f"{ACT}:var(--b, red);{BAR}:var(--c);--c:var(--c)}}".encode())
    assert given.light == {tokens.ACT: "#165a34"}
    assert [fault.refusal.code for fault in given.faults] == ["style_points_nowhere"]


def test_what_means_nothing_here_is_listed_and_left_out():
    given = read(
        b'@import "//elsewhere.example/x.css"; @font-face { src: url(x) } ' + css(ACT="#165a34") + b".a{--b:1}"
    )
    assert given == Given(light={tokens.ACT: "#165a34"}, unknown=["b"])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("url(//elsewhere.example/x)", "style_no_colour"),
        ("red", "style_no_colour"),
        ("#12345", "style_no_colour"),
        ("rgb(300, 0, 0)", "style_no_colour"),
        ("rgb(0 0 0 / 50%)", "style_no_colour"),
        ("#00000080", "style_no_colour"),
        ("transparent", "style_no_colour"),
        ("#fff} body{display:none", "style_no_colour"),
        ("{nothing.here}", "style_points_nowhere"),
    ],
)
def test_a_value_that_is_no_colour_is_told_with_its_row(value, code):
    given = read(f'{{"basis": {{"color": {{"action-1": {{\n"color-default": {{"value": "{value}"}}}}}}}}}}'.encode())
    assert [(fault.row, fault.name, fault.refusal.code) for fault in given.faults] == [(2, tokens.ACT, code)]
    assert given.light == {}


def test_the_row_is_that_of_the_file_whatever_ends_its_lines():
    for end in ("\n", "\r\n", "\r"):
        given = read(end.join(["/* one", "two */", ":root {", f"  {BAR}: #123;", "", f"  {ACT}: blue;", "}"]).encode())
        assert [fault.row for fault in given.faults] == [6]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "style_missing"),
        (b" \n", "style_missing"),
        (b"x" * 300_000, "style_too_large"),
        (b"\xff\xfe\x00", "style_unreadable"),
        (b":root { --basis-x: 1;", "style_unreadable"),
        (b"}", "style_unreadable"),
        (b"\x89PNG", "style_unreadable"),
        (b'{"basis": {', "style_json_broken"),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "style_unreadable"),
        (b'{"basis": {"a": {"value": ' + b"1" * 5000 + b"}}}", "style_unreadable"),
        (b":root { --other: 1 }", "style_nothing_known"),
        (b"{}", "style_nothing_known"),
    ],
)
def test_a_file_that_is_none_is_refused(content, code):
    with pytest.raises(Refused) as refusal:
        read(content)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (tokens.FONT, "Foo, url(x)"),
        (tokens.FONT, 'Foo"; color: red'),
        (tokens.FONT, ""),
        (tokens.RADIUS, "3rem"),
        (tokens.RADIUS, "4"),
        (tokens.RADIUS, "-1px"),
        (tokens.HEADING_WEIGHT, "heavy"),
    ],
)
def test_a_shape_that_could_do_harm_is_refused(name, value):
    with pytest.raises(Refused):
        shape(name, value)


def test_a_list_of_fonts_ends_with_one_that_every_device_has():
    assert shape(tokens.FONT, "Foo") == "Foo, sans-serif"
    assert shape(tokens.FONT, "inherit, serif") == '"inherit", serif'


def test_a_long_file_is_read_in_no_time():
    for content in (
        b"/*" * 90_000,
        b"{" * 190_000,
        b":root{--a:var(" * 14_000,
        b"--a:" * 45_000,
        b"\n" * 190_000 + b"}",
    ):
        with pytest.raises(Refused):
            read(content)
    assert read(f":root{{{ACT}:{' ' * 190_000}x;}}".encode()).faults[0].row == 1
    circle = "".join(f"--q{number}:var(--q{number + 1});" for number in range(4000))
    assert len(read(f":root{{{circle}{f'{ACT}:var(--z);' * 2000}}}".encode()).faults) == 1


def test_a_name_that_is_no_text_is_shown_without_what_cannot_be_shown():
    given = read(b'{"basis": {"\\ud800x": {"value": 1}, "border-radius": {"md": {"value": "1px"}}}}')
    assert given.unknown == ["basis- x"]


# Made whole


def test_a_dark_set_is_made_that_is_easy_to_read_in_the_same_hue():
    for brand in ("#165a34", "#8a1538", "#003b80", "#5a4a00", "#000000"):
        style = themes.whole(read(css(ACT=brand)))
        assert [one for one in themes.weigh(style) if one.scheme == "dark" and not one.is_easy] == []
        if brand != "#000000":
            assert contrast.shade_of(style.dark[tokens.ACT]).hue == pytest.approx(
                contrast.shade_of(brand).hue, abs=0.35
            )


def test_dark_colours_that_were_given_stay_as_they_are():
    style = themes.whole(read(css(ACT="#165a34") + f"@media (prefers-color-scheme:dark){{a{{{ACT}:#9d9}}}}".encode()))
    assert style.dark[tokens.ACT] == "#99dd99"


# At the desk


def test_a_file_is_looked_at_first_and_used_when_somebody_says_so(administrator, app, towns):
    before = sheet_of(administrator)
    page = look(administrator, css(ACT="#165a34", BAR="#12432a"))
    assert "We took 2 colours from your file." in text_of(page)
    assert "those colours we made from the light ones" in text_of(page)
    assert sheet_of(administrator) == before
    use(administrator, page)
    assert f"{ACT}:#165a34" in sheet_of(Visitor(app, towns[0]))
    assert f"{ACT}:#165a34" not in sheet_of(Visitor(app, towns[1]))
    with db.read() as session:
        here = select(JournalEntry.event).where(JournalEntry.municipality_id == towns[0].id)
        events = list(session.scalars(here.order_by(JournalEntry.seq)))
    assert events[-2:] == ["municipality.style_changed", "municipality.setting_changed"]


def test_the_preview_has_a_sheet_of_its_own(administrator):
    page = look(administrator, css(ACT="#165a34"))
    address = re.search(r'href="([^"]*samples\.css[^"]*)"', page.text)
    assert address
    answer = administrator.get(address[1].replace("&amp;", "&"))
    assert answer.mimetype == "text/css"
    assert ".sample--light{color-scheme:light;" in answer.text
    assert f"{ACT}:#165a34" in answer.text
    administrator.get(f"{PAGE}/samples.css?light=zzzzzz", 409)
    administrator.get(f"{PAGE}/samples.css?border-radius-md=9rem", 409)


def test_what_not_everybody_can_read_is_refused_with_the_pair_the_ratio_and_what_would_do(administrator):
    before = sheet_of(administrator)
    page = look(administrator, css(ACT="#77aa88"), 422)
    assert "In light: links and buttons / the page" in text_of(page)
    assert "2.5 to 1, and 4.5 to 1 is the least." in text_of(page)
    assert f"{ACT}: #467858" in text_of(page)
    assert "Use this style" not in page.text
    administrator.post(PAGE, themes.in_address(themes.whole(read(css(ACT="#77aa88")))), 422)
    administrator.post(PAGE, {"light": "zzzzzz"}, 422)
    assert sheet_of(administrator) == before


def test_what_is_wrong_in_a_row_is_said_and_nothing_is_kept(administrator):
    page = look(administrator, css(ACT="mauve", BAR="#12432a"), 422)
    assert f"Row 2: {ACT}" in text_of(page)
    assert "mauve is no colour that we know." in text_of(page)
    assert "Choose the file with your house style first." in text_of(look(administrator, b"", 422))
    administrator.post(f"{PAGE}/look", {}, 422)


def test_one_goes_back_to_a_style_that_comes_along_and_to_ones_own_again(administrator, app, towns):
    administrator.post(f"{PAGE}/choose", {"name": "own"}, 409)
    use(administrator, look(administrator, css(ACT="#165a34")))
    own = sheet_of(administrator)
    administrator.post(f"{PAGE}/choose", {"name": "neudorf"})
    assert "Verdana" in sheet_of(administrator)
    administrator.post(f"{PAGE}/choose", {"name": "own"})
    assert sheet_of(administrator) == own
    administrator.post(f"{PAGE}/choose", {"name": "somebody-elses"}, 409)
    administrator.get(f"{PAGE}/look?name=somebody-elses", 404)
    administrator.get(f"{PAGE}/look?name=neudorf")


def test_a_neighbours_file_is_not_ours(app, towns):
    use(
        Visitor(app, towns[0], towns[0].administrator),
        look(Visitor(app, towns[0], towns[0].administrator), css(ACT="#165a34")),
    )
    Visitor(app, towns[1], towns[1].administrator).get(f"{PAGE}/look?name=own", 404)


def test_only_administrators_choose(app, towns):
    official = Visitor(app, towns[0], towns[0].first)
    official.get(PAGE, 403)
    official.post(PAGE, themes.in_address(themes.ours()), 403)


# The sheet of a page


def test_the_sheet_is_kept_by_browsers_for_as_long_as_its_address_is_the_same(administrator, app, towns):
    def address():
        found = re.search(r'href="([^"]*theme\.css[^"]*)"', administrator.get("/code").text)
        assert found
        return found[1].replace("&amp;", "&")

    first = address()
    answer = administrator.get(first)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    use(administrator, look(administrator, css(ACT="#165a34")))
    assert address() != first
    assert "immutable" not in administrator.get("/theme.css?v=old").headers["Cache-Control"]


def test_the_sheet_follows_what_the_reader_chose(app, towns):
    visitor = Visitor(app, towns[0])
    light, dark = visitor.get("/theme.css?colours=light").text, visitor.get("/theme.css?colours=dark").text
    strong = visitor.get("/theme.css?contrast=high").text
    assert "color-scheme:dark" not in light.partition("@media")[0]
    assert f"--{tokens.PAPER}:{tokens.DARK[tokens.PAPER]}" in dark
    assert f"--{tokens.PAPER}:{tokens.DARK[tokens.PAPER]}" not in light
    assert "prefers-contrast" not in strong
    assert f"--{tokens.PAPER}:#ffffff" in strong
    assert visitor.get("/theme.css?colours=pink&contrast=none").text == sheet_of(visitor)
    assert app.test_client().get("/theme.css").status_code == 200


def test_a_reader_gets_the_sheet_that_they_chose(app, towns):
    visitor = Visitor(app, towns[0])
    visitor.client.set_cookie("reading", "nl.k2.c1")
    assert "theme.css?colours=dark&amp;contrast=high&amp;v=" in visitor.get("/code").text


def test_the_style_goes_along_and_is_erased(administrator, towns):
    use(administrator, look(administrator, css(ACT="#165a34")))
    with db.read() as session:
        assert queries.own_style(session, towns[0].id)
    archive = administrator.post("/desk/municipality/data.zip", {}, 200).data
    import zipfile

    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert b"#165a34" in packed.read("tables/house_style.jsonl")
        assert b"#165a34" in packed.read("house-style.css")


def test_no_colour_gets_through_that_could_end_a_line():
    for said in ("#165a34;}", "#165a34/**/", "var(--x)", "expression(1)"):
        with pytest.raises(Refused):
            colour(said)
