"""The privacy page and the record of processing say what holds here, and nothing else."""

from participation import db, held
from participation.municipalities.models import Setting
from participation.permissions import ROLES_WITH, Role
from tests.towns import START
from tests.visitors import Visitor, text_of


def test_everybody_can_read_what_is_held_and_for_how_long(app, towns):
    town, _ = towns
    words = text_of(Visitor(app, town).get("/privacy"))
    for kind in held.kinds():
        assert kind.what in words
        assert kind.why in words
        assert kind.since in words
    assert "3 years, counted from: you last signed in" in words
    assert "60 days, counted from: the draw, for whoever was not drawn" in words
    assert "Two cookies" in words
    assert "012 34 56 78" in words


def test_the_page_says_the_terms_that_the_municipality_chose(app, towns):
    town, neighbour = towns
    with db.write() as session:
        session.add(
            Setting(
                municipality_id=town.id,
                key="retention.panels.candidate",
                value={"value": 45},
                source={},
                changed_at=START,
            )
        )
    assert "45 days, counted from: the draw" in text_of(Visitor(app, town).get("/privacy"))
    assert "60 days, counted from: the draw" in text_of(Visitor(app, neighbour).get("/privacy"))


def test_the_record_of_processing_is_for_whoever_works_here(app, towns):
    town, _ = towns
    people = {
        Role.OFFICIAL: town.first,
        Role.AUDITOR: town.auditor,
        Role.ADMINISTRATOR: town.administrator,
        Role.CITIZEN: town.citizen,
    }
    for role, who in people.items():
        status = 200 if role in ROLES_WITH["privacy.record"] else 403
        page = Visitor(app, town, who).get("/desk/record-of-processing", status)
        if status == 200:
            assert all(kind.ground in text_of(page) for kind in held.kinds())


def test_the_cookies_that_the_page_names_are_all_there_are(app, towns):
    town, _ = towns
    visitor = Visitor(app, town, town.citizen)
    for path in ("/", "/privacy", "/my-data", "/code?language=fr"):
        visitor.get(path)
    names = {cookie.key for cookie in visitor.client._cookies.values()}
    assert names == {"session", "reading"}
