"""What leaves the house is packed where that helps, and reads the same."""

from __future__ import annotations

import gzip

import pytest

from participation.web import light
from tests.visitors import Visitor

TAKES = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_packed_for_a_browser_that_takes_it_and_reads_the_same(app, towns):
    visitor = Visitor(app, towns[0])
    plain = visitor.get("/rules")
    packed = visitor.get("/rules", headers=TAKES)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 3
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert gzip.decompress(packed.data).count(b"<h2") == plain.data.count(b"<h2")


@pytest.mark.parametrize("takes", ["identity", "gzip;q=0, identity"])
def test_a_browser_that_takes_nothing_gets_it_unpacked(app, towns, takes):
    answer = Visitor(app, towns[0]).get("/rules", headers={"Accept-Encoding": takes})
    assert "Content-Encoding" not in answer.headers
    assert "<!DOCTYPE html>" in answer.text


def test_the_style_sheet_is_packed_and_not_sent_twice(app, towns):
    client = app.test_client()
    with client.get("/static/style.css", headers=TAKES) as first:
        assert first.headers["Content-Encoding"] == "gzip"
        assert b"--basis" in gzip.decompress(first.data)
    again = client.get("/static/style.css", headers={**TAKES, "If-None-Match": first.headers["ETag"]}, buffered=True)
    assert again.status_code == 304
    assert again.data == b""


def test_what_is_small_or_packed_by_itself_stays_as_it_is(app, towns):
    client = app.test_client()
    with client.get("/static/favicon.svg", headers=TAKES) as small:
        assert "Content-Encoding" not in small.headers
    pdf = client.get(f"/{towns[0].slug}/forms/accessibility.pdf", headers=TAKES)
    assert pdf.status_code == 200
    assert "Content-Encoding" not in pdf.headers


def test_the_size_of_a_page_tells_nobody_what_it_repeats():
    page = b"<p>the same page</p>" * 100
    assert len({len(light.packed(page)) for _ in range(50)}) > 10
    assert gzip.decompress(light.packed(page)) == page
