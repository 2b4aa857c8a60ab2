"""What the operator reads: who was refused, who came in, who read a file, by number; and never who anybody is."""

import io
import json
import logging

import pytest

from participation import db, logs
from participation.people import actions
from participation.permissions import Role
from tests.ears import Ears, names
from tests.messages.writing import send_letter
from tests.towns import PASSWORD, START, make_panel
from tests.visitors import Visitor, text_of


@pytest.fixture
def lines():
    """What is written from here on, as the operator reads it."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(logs.formatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in kept.getvalue().splitlines() if '"participation"' in line]
    logging.getLogger().removeHandler(handler)


def told(lines, event):
    return [line for line in lines() if line["event"] == event]


def test_who_comes_in_is_written_with_their_number_and_not_their_name(app, towns, lines):
    town, _ = towns
    with db.write() as session:
        fie = actions.welcome(
            session,
            email="fie@ourtown.example",
            name="Fie",
            municipality_id=town.id,
            roles=[Role.CITIZEN],
            password=PASSWORD,
            at=START,
        )
    Visitor(app, town).post("/sign-in", {"email": fie.email, "password": PASSWORD})
    (line,) = told(lines, "signed_in")
    assert (line["person"], line["municipality"], line["endpoint"]) == (fie.id, town.id, "people.sign_in")
    assert line["time"].endswith("Z")
    assert len(line["request"]) == 8


def test_a_wrong_password_is_written_without_what_was_typed(app, towns, lines):
    Visitor(app, towns[0]).post("/sign-in", {"email": "an@ourtown.example", "password": "swordfish"}, 422)
    (line,) = told(lines, "refused_422")
    assert line["endpoint"] == "people.sign_in"
    assert "swordfish" not in json.dumps(line)


def test_whoever_knocks_at_a_desk_that_is_not_theirs_is_written(app, towns, lines):
    town, _ = towns
    Visitor(app, town, town.citizen).get("/desk", 403)
    Visitor(app, town, town.first).get("/desk/panels/no-such-panel", 404)
    Visitor(app, town, town.first).get("/desk/no-such-page", 404)
    Visitor(app, town).get("/panels/no-such-panel", 404)
    assert [line["person"] for line in told(lines, "refused_403")] == [town.citizen.person_id]
    assert [line.get("endpoint") for line in told(lines, "refused_404")] == ["desk.panel", None]
    assert "no-such" not in json.dumps(lines())


def test_a_form_without_its_token_is_written(app, towns, lines):
    Visitor(app, towns[0]).client.post("/ourtown/code", data={"code": "x"})
    assert [line["endpoint"] for line in told(lines, "refused_400")] == ["panels.by_code"]


def test_whoever_looks_at_the_people_of_a_panel_is_written(app, towns, lines):
    town, _ = towns
    slug = make_panel(town, "people")
    Visitor(app, town, town.auditor).get(f"/desk/panels/{slug}/people?q=r0001")
    (line,) = told(lines, "personal_file_read")
    assert (line["person"], line["endpoint"]) == (town.auditor.person_id, "desk.people")
    assert "r0001" not in json.dumps(line)


def test_whoever_prints_letters_or_takes_the_data_along_is_written(app, towns, lines):
    town, _ = towns
    batch = send_letter(town)
    Visitor(app, town, town.first).post("/desk/messages/letters")
    Visitor(app, town, town.first).get(f"/desk/messages/letters/{batch}.pdf")
    Visitor(app, town, town.administrator).post("/desk/municipality/data.zip", status=200)
    read = [(line["person"], line["endpoint"]) for line in told(lines, "personal_file_read")]
    assert read == [
        (town.first.person_id, "messages_desk.print_letters"),
        (town.administrator.person_id, "municipality_desk.export"),
    ]


def test_a_secret_in_an_address_is_not_written(app, towns, lines):
    Visitor(app, towns[0]).client.post("/ourtown/sign-in/a-secret-in-a-link", data={})
    assert told(lines, "refused_400")
    assert "a-secret-in-a-link" not in json.dumps(lines())


def test_a_fault_of_ours_shows_a_number_that_the_log_knows_and_never_a_trace(app, towns, lines, monkeypatch):
    def fail(*_):
        raise RuntimeError("an@ourtown.example fell over")

    monkeypatch.setattr("participation.panels.queries.public_panels", fail)
    page = text_of(Visitor(app, towns[0]).get("/panels", 500))
    (line,) = told(lines, "fault")
    assert line["request"] in page
    assert (line["error"], line["endpoint"]) == ("RuntimeError", "panels.panels")
    assert line["at"][-1].endswith(" fail")
    for secret in ("fell over", "an@ourtown.example"):
        assert secret not in json.dumps(line)
        assert secret not in page
    assert "Traceback" not in page
    assert "RuntimeError" not in page


def test_what_comes_after_a_request_does_not_carry_its_number(app, towns, lines):
    Visitor(app, towns[0], towns[0].citizen).get("/desk", 403)
    logs.note("something_else")
    assert "request" not in told(lines, "something_else")[0]


def test_a_line_break_does_not_make_a_second_line(lines):
    logging.getLogger("participation").warning("one\nline\r\n\u2028%s", '{"event": "forged"}')
    (line,) = lines()
    assert line["event"].startswith("one\nline")


def test_what_is_not_an_id_is_withheld(lines):
    logs.note("looked", who="An Peeters", where="desk.people", what="an@ourtown.example\n", number=7)
    (line,) = lines()
    assert (line["who"], line["what"]) == ("(withheld)", "(withheld)")
    assert (line["where"], line["number"]) == ("desk.people", 7)


def test_another_programs_words_pass_a_veil(lines):
    logging.getLogger("participation").error("cannot write to an@ourtown.example or +32 470 12 34 56")
    assert lines()[0]["event"] == "cannot write to (address) or (number)"


def test_the_ears_of_the_tests_hear_who_is_named():
    for said in ("an@ourtown.example", "An Ourtown", "+32 470 12 34 56", "0470 12 34 56", "85.07.30-033.28"):
        assert names(f"he said {said} aloud"), said
    assert not names('{"person": 12, "time": "2026-11-23T09:00:00Z", "request": "12345678"}')


def test_a_name_in_a_log_fails_the_test_in_which_it_is_said(ears: Ears):
    logging.getLogger("anybody").debug("hello, An Ourtown")
    assert len(ears.told) == 1
    ears.told.clear()
