"""Who may come in where: every endpoint declares it, and the table below is the whole of it."""

import pytest
from flask import Flask

from participation import clock, db
from participation.people import actions, sessions
from participation.permissions import ROLES_WITH, Actor, Role
from participation.web import guards
from tests.towns import make_panel
from tests.visitors import Visitor

NOT_OURS = {"static"}


def make_colleague(town, role):
    """Somebody with this role, signed in with a second factor."""
    with db.write() as session:
        person = actions.welcome(
            session, email=f"{role}@work.example", name="Lou", municipality_id=town.id, roles=[role], at=clock.now()
        )
        town.secrets[person.id] = sessions.open_session(session, person, device="", strong=True, at=clock.now())
    return Actor(person.id, person.name, town.id, frozenset({role}))


def endpoints(app):
    return [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint not in NOT_OURS]


def test_every_endpoint_declares_its_guard(app):
    with app.app_context():
        assert [endpoint for endpoint in endpoints(app) if guards.guard_of(endpoint) is None] == []


def test_an_undeclared_endpoint_stays_shut(new_app: Flask, towns):
    new_app.add_url_rule("/<municipality>/forgotten", "forgotten", lambda: "secret")
    visitor = Visitor(new_app, towns[0], towns[0].first)
    assert "secret" not in visitor.get("/forgotten", 403).text


def test_everything_below_the_desk_asks_for_a_role(app):
    with app.app_context():
        for rule in app.url_map.iter_rules():
            if "/desk" in rule.rule:
                assert guards.guard_of(rule.endpoint) in ROLES_WITH, rule.endpoint


ADDRESSES = {
    "desk.home": "/desk",
    "desk.new_panel": "/desk/panels/new",
    "desk.panel": "/desk/panels/dorpskern",
    "desk.settings": "/desk/panels/dorpskern/settings",
    "desk.upload": "/desk/panels/dorpskern/people/upload",
    "desk.targets": "/desk/panels/dorpskern/targets",
    "desk.people": "/desk/panels/dorpskern/people",
    "desk.forget": "/desk/panels/dorpskern/forget",
    "desk.calculation": "/desk/panels/dorpskern/calculation",
    "desk.fairness": "/desk/panels/dorpskern/fairness",
    "desk.propose": "/desk/panels/dorpskern/promise",
    "journal.journal": "/desk/journal",
    "people_desk.staff": "/desk/staff",
    "people_desk.invite": "/desk/staff/invite",
    "people_desk.find": "/desk/people",
    "people_desk.interests": "/desk/interests",
    "people_desk.objections": "/desk/objections",
    "people_desk.record_of_processing": "/desk/record-of-processing",
}


@pytest.mark.parametrize("endpoint", ADDRESSES)
def test_each_role_sees_what_the_permissions_say(app, towns, endpoint):
    town, _ = towns
    make_panel(town, "calculated")
    with app.app_context():
        needed = guards.guard_of(endpoint)
    people = {
        Role.OFFICIAL: town.first,
        Role.AUDITOR: town.auditor,
        Role.CITIZEN: town.citizen,
        Role.ADMINISTRATOR: town.administrator,
    }
    for role, who in people.items():
        status = 200 if role in ROLES_WITH[needed] else 403
        Visitor(app, town, who).get(ADDRESSES[endpoint], status)
    Visitor(app, town).get(ADDRESSES[endpoint], 303)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.FACILITATOR])
def test_who_has_no_work_at_the_desk_stays_out_of_it(app, towns, role):
    town, _ = towns
    make_panel(town, "calculated")
    colleague = make_colleague(town, role)
    with app.app_context():
        needed = {endpoint: guards.guard_of(endpoint) for endpoint in ADDRESSES}
    for endpoint, address in ADDRESSES.items():
        Visitor(app, town, colleague).get(address, 200 if role in ROLES_WITH[needed[endpoint]] else 403)


def test_a_councillor_declares_an_interest_and_a_facilitator_decides_nothing(app, towns):
    town, _ = towns
    make_panel(town)
    Visitor(app, town, make_colleague(town, Role.COUNCILLOR)).get("/desk/interests/panel:1")
    Visitor(app, town, make_colleague(town, Role.FACILITATOR)).get("/desk/interests/panel:1", 403)


def test_the_neighbours_official_is_a_stranger_here(app, towns):
    town, neighbour = towns
    make_panel(town, "calculated")
    visitor = Visitor(app, neighbour, neighbour.first)
    for address in ADDRESSES.values():
        answer = visitor.client.get(f"/{town.slug}{address}")
        assert (answer.status_code, answer.location[:17]) == (303, "/ourtown/sign-in?"), address


def test_the_neighbours_panel_cannot_be_reached_from_ones_own_desk(app, towns):
    town, neighbour = towns
    make_panel(town, "drawn")
    visitor = Visitor(app, neighbour, neighbour.first)
    for address in ADDRESSES.values():
        if "dorpskern" in address:
            visitor.get(address, 404)
    for address in ("", "/draws/1", "/draws/1/draw.json", "/draws/1/chances", "/draws/1/notice"):
        visitor.get(f"/panels/dorpskern{address}", 404)
    assert "Dorpskern" not in visitor.get("/desk").text
    assert "Dorpskern" not in visitor.get("/panels").text
