"""The demo's letter box: everything for whoever tries it out, nothing anywhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from participation import config, db
from participation.app import create_app
from participation.demo import catcher, post
from participation.municipalities.models import Municipality
from tests.messages.writing import messages, recipient, send, send_letter
from tests.post import deliver_waiting, post_office
from tests.visitors import text_of


@pytest.fixture
def demo_town(app, towns):
    """Our town as one of the demo; its neighbour is none."""
    town, _ = towns
    with db.write() as session:
        session.execute(update(Municipality).where(Municipality.id == town.id).values(is_demo=True))
    return town


def test_what_was_sent_is_shown(app, demo_town):
    send(demo_town)
    send(demo_town, to=recipient(demo_town, way="phone"), key="two")
    with post_office(config.current().instance / post.FOLDER):
        deliver_waiting()
    answer = app.test_client().get("/demo/post")
    assert answer.status_code == 200
    assert "dee@ourtown.example" in answer.text and "+32470000000" in answer.text
    assert text_of(answer).count("123456") == 2


def test_a_hostile_message_is_shown_as_text(app, demo_town):
    catcher.keep(
        _folder(), catcher.MAIL, b"To: a@b.example\r\nSubject: <script>x</script>\r\n\r\n<img src=x>{{7*7}}\r\n"
    )
    page = app.test_client().get("/demo/post").text
    assert "<script>x" not in page and "<img src=x" not in page and "49" not in page
    assert "{{7*7}}" in page


def test_letters_that_wait_can_be_read(app, demo_town, towns):
    _, neighbour = towns
    number, strange = send_letter(demo_town), send_letter(neighbour)
    client = app.test_client()
    assert f"/demo/post/letters/ourtown/{number}.pdf" in client.get("/demo/post").text
    answer = client.get(f"/demo/post/letters/ourtown/{number}.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    for path in (f"ourtown/{strange}", f"nexttown/{strange}", "nowhere/1"):
        assert client.get(f"/demo/post/letters/{path}.pdf").status_code == 404
    assert messages(neighbour)[0].state == "waiting"


def test_in_production_there_is_no_letter_box(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(db, "is_durable", lambda session: True)  # the tests' own server is in haste
    settings = config.load({"PARTICIPATION_DATABASE": database_url, "PARTICIPATION_INSTANCE": str(tmp_path)})
    app = create_app(replace(settings, production=True, hosts=("town.example",)))
    client = app.test_client()
    for path in ("/demo/post", "/demo/post/letters/ourtown/1.pdf"):
        assert client.get(path, base_url="https://town.example").status_code == 404
    db.unbind()


def test_only_the_newest_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(catcher, "MOST", 3)
    for number in range(5):
        catcher.keep(tmp_path, catcher.TEXT, b'{"to": "+32", "text": "%d"}' % number)
    assert [text.body for text in catcher.caught(tmp_path)] == ["4", "3", "2"]


def _folder():
    folder = config.current().instance / post.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder
