"""Who is invited answers in any way, with the code in their letter; the newest answer counts, until the draw is prepared."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.clock import local
from participation.errors import Refused
from participation.invitations import seals, sections
from participation.invitations.forms.reply import reply_form
from participation.journal.models import JournalEntry
from participation.lottery.commitment import commit
from participation.messages.models import Message
from participation.panels import queries as panels
from participation.panels.rules import UNSAID
from tests import towns as make
from tests.invitations.makers import (
    CALL,
    NO,
    QUESTION,
    YES,
    all_say_yes,
    answer,
    codes_of,
    invite,
    invited,
    panel_of,
    set_last_day,
)
from tests.towns import make_panel
from tests.visitors import Visitor, text_of

FORM = "/forms/reply/about/{subject}"
SAMPLE = "KRTW-4071-PMNX-2208"


@pytest.fixture
def town(app, towns):
    invite(towns[1])
    return towns[0]


@pytest.fixture
def slug(town):
    return invite(town)


@pytest.fixture
def codes(town, slug):
    return codes_of(town, slug)


@pytest.fixture
def someone(app, town):
    return Visitor(app, town)


def first(town, slug):
    return invited(town, slug)[0]


def candidate(town, slug, code):
    with db.read() as session:
        return panels.candidate(session, town.id, panel_of(town, slug).id, code)


def messages(town, kind):
    with db.read() as session:
        found = session.scalars(select(Message).where(Message.municipality_id == town.id, Message.kind == kind))
        return [(one.channel, one.to, one.body) for one in found]


def on_the_website(visitor, slug, code, said):
    """All the way from the letter to the receipt, without a script; returns the page of the receipt."""
    address = FORM.format(subject=panel_of(visitor.town, slug).subject)
    page = visitor.get(f"/invitation/{code}")
    assert f'value="{said["answer"]}"' in page.text
    seen = visitor.post(f"{address}?step=1", {"code": code, "answer": said["answer"]}).location
    while not seen.endswith("/check"):
        page = visitor.get(seen)
        names = set(re.findall(r'name="(\w+)"', page.text)) & said.keys()
        seen = visitor.post(seen, {name: said[name] for name in names}).location
    return visitor.get(visitor.post(seen).location)


def test_a_yes_on_the_website_is_in_the_pool_at_once_and_gets_a_code(someone, town, slug, codes):
    receipt = on_the_website(someone, slug, codes[0], YES)
    mine = first(town, slug)
    assert (mine.answer, mine.channel, mine.features) == ("yes", "web", {"gender": "female", "age": "65+"})
    assert (mine.stays, mine.next_pool) == (True, False)
    found = candidate(town, slug, mine.candidate)
    assert found.features == ["female", "65+"]
    assert found.leaf == commit(bytes.fromhex(found.salt), mine.features, found.household or "")
    assert panel_of(town, slug).pool == {
        "count": 1,
        "of": {"gender": {"female": 1}, "age": {"65+": 1}},
        "households": True,
    }
    assert mine.candidate in text_of(receipt)
    [sent] = messages(town, "reply_yes")
    assert sent[:2] == ("email", "rosa@mail.example")
    assert mine.candidate in sent[2] and codes[0] not in sent[2]


def test_a_no_is_two_short_pages_and_asks_nothing_about_you(someone, town, slug, codes):
    receipt = text_of(on_the_website(someone, slug, codes[0], NO))
    assert "gender" not in receipt
    mine = first(town, slug)
    assert (mine.answer, mine.reason, mine.candidate, mine.features) == ("no", "time", None, None)
    assert seals.words_of(town.id, mine.words) == "Not on Saturdays"
    assert panel_of(town, slug).pool == {}


def test_a_question_is_no_answer_and_leaves_a_yes_as_it_is(someone, town, slug, codes):
    on_the_website(someone, slug, codes[0], QUESTION)
    mine = first(town, slug)
    assert (mine.answer, mine.handled_at) == ("question", None)
    assert seals.words_of(town.id, mine.question) == "May I bring my sister?"
    answer(town, slug, codes[0], YES)
    answer(town, slug, codes[0], QUESTION)
    mine = first(town, slug)
    assert mine.answer == "yes" and mine.candidate and mine.question


def test_whoever_would_rather_not_say_is_in_the_pool_with_a_feature_of_their_own(town, slug, codes):
    answer(town, slug, codes[0], {**YES, "feature_2": "rather not say"})
    mine, panel = first(town, slug), panel_of(town, slug)
    assert mine.features == {"gender": "female", "age": UNSAID}
    assert candidate(town, slug, mine.candidate).features == ["female", UNSAID]
    [free] = [target for target in panel.targets if target["feature"] == UNSAID]
    assert (free["category"], free["min"], free["max"]) == ("age", 0, panel.seats)
    with db.read() as session:
        assert len(panels.problem(session, town.id, panel).people) == 1


def test_the_newest_answer_counts_and_nobody_is_in_the_pool_twice(town, slug, codes):
    answer(town, slug, codes[0], YES)
    code = first(town, slug).candidate
    leaf = candidate(town, slug, code).leaf
    answer(town, slug, codes[0], {**YES, "feature_2": "35-64"}, channel="phone")
    mine = first(town, slug)
    assert mine.candidate == code and mine.channel == "phone"
    assert candidate(town, slug, code).leaf != leaf
    assert panel_of(town, slug).pool["of"] == {"gender": {"female": 1}, "age": {"35-64": 1}}
    answer(town, slug, codes[0], NO)
    assert first(town, slug).candidate is None
    assert panel_of(town, slug).pool == {}


def test_after_a_draw_is_proposed_it_says_kindly_that_nobody_can_join_or_leave(someone, town, slug, codes):
    all_say_yes(town, slug)
    make.calculate(town, slug)
    make.propose(town, slug)
    with pytest.raises(Refused, match="answers_closed"):
        answer(town, slug, codes[0], NO)
    with pytest.raises(Refused, match="answers_closed"):
        answer(town, slug, codes[1], YES)
    answer(town, slug, codes[1], QUESTION)
    assert "The draw is being prepared" in text_of(someone.get(f"/invitation/{codes[0]}"))


def test_after_the_last_day_only_a_card_that_was_posted_in_time_still_says_yes(town, slug, codes):
    answer(town, slug, codes[0], YES)
    set_last_day(town, slug, (local(clock.now()) - timedelta(days=3)).date())
    for channel in ("web", "phone", "desk"):
        with pytest.raises(Refused, match="answers_over"):
            answer(town, slug, codes[1], YES, channel=channel)
    answer(town, slug, codes[1], YES, channel="paper")
    answer(town, slug, codes[2], NO)
    answer(town, slug, codes[0], {**YES, "feature_2": "16-34"})
    with db.read() as session:
        late = session.scalars(
            select(JournalEntry).where(
                JournalEntry.municipality_id == town.id, JournalEntry.event == "invited.answered_late"
            )
        )
        assert [(one.via, one.facts["days"]) for one in late] == [("paper", 3)]


def test_a_wrong_code_says_what_to_do_and_a_neighbours_code_opens_nothing(someone, town, slug, towns):
    theirs = codes_of(towns[1], "dorpskern")[0]
    for code, words in (
        (theirs, "No letter of ours has this code"),
        ("KRTW-4071-PMNX-2209", "sign"),
        ("hello", "code"),
    ):
        page = someone.post(
            f"{FORM.format(subject=panel_of(town, slug).subject)}?step=1", {"code": code, "answer": "yes"}, 422
        )
        assert words in text_of(page)
        assert words in text_of(someone.post("/invitation", {"code": code}, 422))


def test_the_code_of_another_panel_does_not_answer_for_this_one(town, slug):
    other = invite(town, title="Station")
    with pytest.raises(Refused, match="letter_code_unknown"):
        answer(town, slug, codes_of(town, other)[0])


def test_who_tries_one_code_after_the_other_is_slowed_down(someone, town, slug, codes):
    address = f"{FORM.format(subject=panel_of(town, slug).subject)}?step=1"
    from participation.lottery.codes import new_long_codes

    tried = [
        someone.client.post(
            someone.address(address), data={"code": code, "answer": "yes", "csrf_token": someone.token()}
        ).status_code
        for code in new_long_codes(21)
    ]
    assert tried == [422] * 20 + [429]
    someone.post(address, {"code": codes[0], "answer": "yes"}, 429)


def test_a_right_code_is_never_slowed_down(someone, town, slug, codes):
    for _ in range(25):
        someone.post("/invitation", {"code": codes[0]})


def test_the_page_behind_a_scanned_code_looks_nothing_up(someone, town, slug, codes):
    right, wrong = (text_of(someone.get(f"/invitation/{code}")) for code in (codes[0], SAMPLE))
    assert right.replace(codes[0], "") == wrong.replace(SAMPLE, "")


@pytest.mark.parametrize("page", ["/code", "/back", "/invitation"])
def test_wherever_the_code_is_typed_it_leads_to_the_invitation(someone, town, slug, codes, page):
    assert someone.post(page, {"code": codes[0].lower()}).location == f"/{town.slug}/invitation/{codes[0]}"


def test_where_two_panels_invite_the_typed_code_says_which(someone, town, slug, codes):
    invite(town, title="Station")
    assert "Open my invitation" in text_of(someone.get(f"/invitation/{codes[0]}"))
    someone.post("/invitation", {"code": codes[0]})
    assert "You are invited: Dorpskern" in text_of(someone.get(f"/invitation/{codes[0]}"))


def test_another_letter_at_the_same_computer_begins_with_nothing_of_the_first(someone, town, slug, codes):
    address = FORM.format(subject=panel_of(town, slug).subject)
    someone.post(f"{address}?step=1", {"code": codes[0], "answer": "yes"})
    someone.post(f"{address}?step=2", {"feature_1": "male", "feature_2": "16-34"})
    seen = someone.post(f"{address}?step=1", {"code": codes[1], "answer": "yes"}).location
    assert "checked" not in someone.get(seen).text


def test_an_answer_is_put_right_and_taken_back_with_its_receipt(someone, town, slug, codes):
    on_the_website(someone, slug, codes[0], YES)
    code = first(town, slug).candidate
    receipt = f"/receipts/{first(town, slug).entry_id}"
    page = someone.get(f"{receipt}/correct")
    seen = re.search(r'name="seen" value="([^"]*)"', page.text).group(1)
    changed = {"code": codes[0], **YES, "feature_2": "16-34", "seen": seen}
    someone.post(f"{receipt}/correct", {**changed, "code": codes[1]}, 422)
    someone.post(f"{receipt}/correct", changed)
    assert first(town, slug).candidate == code and first(town, slug).features["age"] == "16-34"
    page = someone.get(f"{receipt}/take-back")
    seen = re.search(r'name="seen" value="([^"]*)"', page.text).group(1)
    someone.post(f"{receipt}/take-back", {"seen": seen})
    mine = first(town, slug)
    assert (mine.answer, mine.candidate, mine.features, mine.reach) == (None, None, None, None)
    assert panel_of(town, slug).pool == {}


def test_an_older_receipt_no_longer_takes_back_a_newer_answer(town, slug, codes):
    from participation.inclusion import actions

    old = answer(town, slug, codes[0], YES)
    answer(town, slug, codes[0], YES, channel="phone")
    with db.write() as session, pytest.raises(Refused, match="answered_anew"):
        actions.take_back(session, town.id, old.entry_id, by=None, at=clock.now())
    assert first(town, slug).candidate


def test_yes_and_call_me_waits_for_the_desk_and_is_not_in_the_pool_yet(town, slug, codes):
    answer(town, slug, codes[0], CALL)
    mine = first(town, slug)
    assert (mine.answer, mine.features, mine.candidate) == ("yes", None, None)
    assert seals.reach_of(town.id, mine.reach)["phone"] == "+32470123456"
    assert panel_of(town, slug).pool == {}


def test_who_moved_away_or_died_is_told_to_call(town, slug, codes):
    with db.write() as session:
        session.merge(first(town, slug)).state = "deceased"
    with pytest.raises(Refused, match="answer_not_eligible"):
        answer(town, slug, codes[0], YES)


def test_whose_letter_came_back_and_who_answers_after_all_was_reached(town, slug, codes):
    with db.write() as session:
        session.merge(first(town, slug)).state = "unknown"
    answer(town, slug, codes[0], YES)
    assert first(town, slug).state == ""


def test_a_list_of_volunteers_does_not_take_the_place_of_the_answers(app, town, slug, codes):
    answer(town, slug, codes[0], YES)
    desk = Visitor(app, town, town.first)
    from io import BytesIO

    file = (BytesIO(b"id,gender,age\n1,male,65+\n"), "people.csv")
    page = desk.post(f"/desk/panels/{slug}/people/upload", {"file": file}, 422)
    assert "their answers are the pool" in text_of(page)
    assert panel_of(town, slug).pool["count"] == 1


def test_a_panel_without_a_lot_still_takes_a_list(town):
    assert panel_of(town, make_panel(town, "people", title="Plein")).pool["count"] == 40


def test_features_are_spread_evenly_over_short_pages(app, town):
    with app.test_request_context(f"/{town.slug}/"):
        for count, pages in ((0, []), (2, [2]), (4, [2, 2]), (5, [2, 3]), (7, [2, 3, 2])):
            form = reply_form({f"category {number}": ["a", "b"] for number in range(count)})
            assert [len(names) for _title, names in form.FEATURE_STEPS] == pages


def test_the_page_of_the_panel_says_until_when_and_where_to_answer(app, someone, town, slug, codes):
    answer(town, slug, codes[0], YES)
    desk = text_of(Visitor(app, town, town.first).get(f"/desk/panels/{slug}"))
    assert "1 of 10 people said yes, 0 said no." in desk and "Answers are coming in" in desk
    with db.read() as session:
        [shown] = sections.shown(session, municipality_id=town.id, panel_id=panel_of(town, slug).id)
    assert shown.facts["is_open"] and shown.facts["letters"] == 10


def test_two_devices_at_once_count_once(town, slug, codes):
    with ThreadPoolExecutor() as devices:
        both = [
            devices.submit(answer, town, slug, codes[0], {**YES, "contact": contact})
            for contact in ("a@mail.example", "b@mail.example")
        ]
        assert len({one.result().code for one in both}) == 2
    assert panel_of(town, slug).pool["count"] == 1
    with db.read() as session:
        assert len(panels.everybody(session, town.id, panel_of(town, slug).id)) == 1


def test_an_invitation_to_work_here_is_no_letter(app, someone):
    match = app.url_map.bind("localhost").match
    for code in (SAMPLE, SAMPLE.lower().replace("-", ""), "1rtw-4O71-pmnx-22o8"):
        assert match(f"/x/invitation/{code}")[0] == "invitations.invitation"
    for secret in ("zPaLfjD51BkIG-oFPMhuySPfTS9oAWk474J7sRbF0eU", "nobody-made-this", "KRTW-4071", f"{SAMPLE}2"):
        assert match(f"/x/invitation/{secret}")[0] == "people.invitation"
