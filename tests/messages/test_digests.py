"""News: one message a day, and none any more after one press."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from participation import clock, db, events
from participation.demo.catcher import caught
from participation.messages import actions, links
from tests.messages.writing import messages, recipient, send, states
from tests.post import deliver_all, deliver_waiting
from tests.visitors import Visitor, text_of

SUNDAY, MONDAY = (datetime(2026, 11, day, 0, 5, tzinfo=ZoneInfo("Europe/Brussels")) for day in (22, 23))


def end_day(town, at=MONDAY):
    with db.within(town.id), db.write() as session:
        events.tell(session, "day.ended", municipality_id=town.id, at=at)


def gather(town, *keys, **changes):
    for key in keys:
        send(town, "panel_news", key=key, to=recipient(town, **changes), title=key, news=f"news of {key}", at=SUNDAY)


def test_what_gathers_in_a_day_leaves_as_one_message(towns, post):
    town, neighbour = towns
    gather(town, "Square", "Park")
    gather(neighbour, "Square")
    end_day(town)
    end_day(town)
    deliver_waiting()
    (mail,) = caught(post)
    assert "news of Square" in mail.body and "news of Park" in mail.body
    assert states(town) == ["bundled", "bundled", "sent"]
    assert states(neighbour) == ["gathering"]


def test_each_person_gets_their_own(towns):
    town, _ = towns
    gather(town, "Square")
    gather(town, "Square of another", email="other@ourtown.example")
    end_day(town)
    assert sorted(mail.to for mail in deliver_all()) == ["dee@ourtown.example", "other@ourtown.example"]


def test_on_paper_it_leaves_once_a_week(towns):
    town, _ = towns
    gather(town, "Square", way="letter")
    end_day(town, SUNDAY)
    assert states(town) == ["gathering"]
    end_day(town, MONDAY)
    assert states(town) == ["bundled", "waiting"]
    assert messages(town)[-1].address[0] == "Dee"


def test_where_nothing_gathered_nothing_leaves(towns):
    end_day(towns[0])
    assert messages(towns[0]) == []


def test_a_digest_says_how_to_leave_with_one_press(towns):
    town, _ = towns
    gather(town, "Square")
    end_day(town)
    (mail,) = deliver_all()
    headers = dict(mail.headers)
    address = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.body
    token = links.unsubscribe_token(town.id, town.citizen.person_id, "news")
    assert address == f"http://127.0.0.1:5000/ourtown/unsubscribe/{token}"


def path(town, kind="news"):
    return f"/unsubscribe/{links.unsubscribe_token(town.id, town.citizen.person_id, kind)}"


def wants_news(town):
    return send(town, "panel_news", key=f"asked{clock.now()}{len(messages(town))}") is not None


def test_looking_at_the_link_changes_nothing_and_its_button_does(app, towns):
    town, neighbour = towns
    visitor = Visitor(app, town)
    assert "Send me no more news" in visitor.get(path(town)).text
    assert wants_news(town)
    assert "You get no more news" in text_of(visitor.client.post(f"/ourtown{path(town)}"))
    assert not wants_news(town)
    assert wants_news(neighbour)
    visitor.client.post(f"/ourtown{path(town)}", data={"again": "yes"})
    assert wants_news(town)


def test_a_mail_program_leaves_the_list_by_itself(app, towns):
    """RFC 8058: no cookie, no token of a form, and no redirect in answer."""
    town, _ = towns
    answer = app.test_client().post(f"/ourtown{path(town)}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not wants_news(town)


def test_pressed_twice_it_is_done_once(app, towns):
    town, _ = towns
    for _time in range(2):
        assert app.test_client().post(f"/ourtown{path(town)}").status_code == 200
    assert not wants_news(town)


def test_the_link_of_somebody_who_was_erased_does_no_harm(app, towns):
    from participation.people import leaving

    town, _ = towns
    with db.write() as session:
        leaving.erase(session, town.id, town.citizen.person_id, by="test", at=MONDAY)
    assert "You get no more news" in text_of(Visitor(app, town).client.post(f"/ourtown{path(town)}"))


def test_another_website_cannot_press_it(app, towns):
    town, _ = towns
    answer = app.test_client().post(f"/ourtown{path(town)}", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert wants_news(town)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_link_leads_nowhere(app, towns, method):
    town, neighbour = towns
    ask = getattr(app.test_client(), method)
    real = path(town)
    forged = [path(neighbour), re.sub(r"\d+", "1", real, count=1), real[:-1], path(town, "code"), "/unsubscribe/x"]
    assert [ask(f"/ourtown{address}").status_code for address in forged] == [404] * len(forged)
    assert wants_news(town)


def test_what_has_gathered_goes_when_somebody_objects(towns):
    from participation.held import Somebody
    from participation.messages import digests

    town, neighbour = towns
    gather(town, "Square")
    gather(neighbour, "Square")
    with db.write() as session:
        digests.objecting(session, who=Somebody(town.id, town.citizen.person_id, (), None, MONDAY))
    assert (states(town), states(neighbour)) == ([], ["gathering"])


def test_an_unknown_kind_of_news_cannot_be_left(towns):
    with db.write() as session, pytest.raises(KeyError):
        actions.unsubscribe(session, towns[0].id, towns[0].citizen.person_id, "code", at=MONDAY)
