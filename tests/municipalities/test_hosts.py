"""A municipality answers below its short name, and at its own host where it has one."""

import pytest

from participation import db
from participation.municipalities import actions, queries
from tests.towns import make_panel
from tests.visitors import text_of

OWN = "http://praat.ourtown.example"


@pytest.fixture
def at_its_host(app, towns):
    """Our town with a host of its own, and a drawn panel."""
    with db.write() as session:
        actions.move_to_host(session, towns[0].id, "praat.ourtown.example")
    make_panel(towns[0], "drawn")
    return app.test_client()


def test_at_its_own_host_a_municipality_needs_no_name_in_the_address(at_its_host):
    page = at_its_host.get("/panels/dorpskern", base_url=OWN)
    assert page.status_code == 200
    assert "Dorpskern" in text_of(page)
    assert 'href="/ourtown' not in page.text
    assert 'href="/panels/dorpskern/draws/1"' in page.text


def test_the_front_page_of_a_host_is_that_of_its_municipality(at_its_host):
    assert "Gemeente ourtown" in text_of(at_its_host.get("/", base_url=OWN))
    assert "Gemeente nexttown" in text_of(at_its_host.get("/"))


def test_the_long_address_works_at_the_own_host_too(at_its_host):
    assert at_its_host.get("/ourtown/panels", base_url=OWN).status_code == 200


def test_style_and_sign_in_work_at_the_own_host(at_its_host):
    with at_its_host.get("/static/style.css", base_url=OWN) as style:
        assert style.status_code == 200
    answer = at_its_host.get("/desk", base_url=OWN)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_neighbour_is_not_served_at_anothers_host(at_its_host):
    assert at_its_host.get("/nexttown/", base_url=OWN).status_code == 404


def test_a_host_belongs_to_one_municipality(at_its_host):
    with db.read() as session:
        assert queries.slug_at(session, "praat.ourtown.example") == "ourtown"
