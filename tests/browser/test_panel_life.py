"""The life of a panel, as those who live it: an official from remit to draw, a resident with a letter, a member who leaves,
whoever is drawn in their place, and everybody who follows the moment of a draw."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.inclusion.cards import card_asked
from participation.members.models import Member
from participation.panels import queries as panels
from tests import registers
from tests import towns as make
from tests.browser.test_official_draws import wait_for_the_chances
from tests.browser.ways import WAYS
from tests.invitations import makers
from tests.members.makers import members, reach, secret_of, take
from tests.post import deliver_all

pytestmark = pytest.mark.browser

every_way = pytest.mark.parametrize("way", WAYS)
in_some_ways = pytest.mark.parametrize("way", ["telephone without script", "desk"])

AGES = ("16-34", "35-64", "65+")
LETTERS = 24


def come_to_work(come, way, town, name):
    """A new official, signed in a moment ago."""
    from tests.browser.signing_in import official_in_this_way

    hand = come(way)
    official_in_this_way(hand, town, name)
    return hand


def in_the_field(moment):
    return moment.strftime("%Y-%m-%dT%H:%M")


def wait_for(hand, words):
    """Until the worker is done, and the page says so by itself."""
    from tests.browser.eyes import audit

    hand.page.locator("main").get_by_text(words).first.wait_for(timeout=60_000)
    audit(hand.page)


def test_an_official_goes_from_the_remit_to_the_draw(server, come, towns, tmp_path):
    town, _ = towns
    slug = make.make_panel(town, "targets")
    panel = f"/{town.slug}/desk/panels/{slug}"
    hand = come_to_work(come, "desk", town, "imke")

    write_the_remit(hand, panel)
    bring_in_the_register(hand, panel, tmp_path)
    lot = propose_the_lot(hand, panel)
    colleague = come_to_work(come, "desk", town, "bilal")
    colleague.visit(lot)
    colleague.press("Yes, promise this lot")
    assert "The number comes on" in colleague.words

    server.later(timedelta(days=3))
    hand = come_to_work(come, "desk", town, "noor")
    hand.visit(lot)
    hand.type("The result", "4051")
    hand.press("Draw who gets a letter", status=422)
    hand.type("The result", "040517")
    hand.press("Draw who gets a letter")
    assert f"letters were drawn\n{LETTERS}" in hand.words

    send_the_letters(hand, panel)
    answer_all(town, slug)
    hand.visit(f"{panel}/answers")
    assert re.search(rf"say yes.*\n{LETTERS}\n", hand.words)
    assert "at least two people of it said yes" in hand.words

    draw_the_panel(server, come, town, panel)


def write_the_remit(hand, panel):
    hand.visit(f"{panel}/remit")
    for question, answer in (
        ("What is the panel asked to do?", "Zeg hoe het dorp veilig wordt."),
        ("What does the council promise to do with the advice?", "De raad antwoordt op elke aanbeveling."),
    ):
        hand.type(f"{question} (Nederlands)", answer)
        hand.type(f"{question} (Français)", f"{answer} (fr)")
    hand.choose("The municipal council")
    hand.type("Within how many months after the advice does the council answer?", "3")
    hand.type("How many full days does the panel meet, all sessions together?", "4")
    hand.type("From which age can people be drawn?", "16")
    hand.type("On which day must they live here?", clock.local(clock.now()).date().isoformat())
    hand.press("Keep this")
    assert "Zeg hoe het dorp veilig wordt." in hand.field("What is the panel asked to do? (Nederlands)").input_value()


def bring_in_the_register(hand, panel, folder):
    extract = folder / "extract.csv"
    extract.write_bytes(registers.register_csv(60, "P9;;;;;;;;;;;;;"))
    hand.visit(f"{panel}/register")
    hand.hand_in("The extract (CSV)", extract)
    hand.type("Erase it at the latest on", (clock.now() + timedelta(days=60)).date().isoformat())
    hand.press("Bring in this extract")
    if hand.title != "Name the columns":
        hand.press("Name the columns")
    hand.press("Read the register")
    wait_for(hand, "can be used")
    assert "left out" in hand.words


def propose_the_lot(hand, panel):
    """Returns the address of the lot."""
    hand.visit(f"{panel}/lot")
    hand.choose("People, each by name")
    hand.choose("Simple: everybody has the same chance")
    hand.type("How many letters?", str(LETTERS))
    hand.press("See who could get a letter")
    now = clock.local(clock.now())
    hand.choose("Six balls drawn in public, for instance in the council hall")
    hand.type("Which one exactly?", "Six balls in the council hall")
    hand.type("When will it be drawn?", in_the_field(now + timedelta(days=2)))
    hand.type("Until when can people answer?", (now + timedelta(days=40)).date().isoformat())
    hand.press("Propose this lot")
    assert hand.page.get_by_role("button", name="Yes, promise this lot").count() == 0
    return hand.page.url.partition("#")[0]


def send_the_letters(hand, panel):
    hand.visit(f"{panel}/letters")
    hand.press("Make the invitations")
    hand.press(f"Make {LETTERS} letters")
    wait_for(hand, "Once they are on paper")
    with hand.page.expect_download() as paper:
        hand.control(f"Letters 1 to {LETTERS} (PDF)").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF-")
    hand.press("They are on paper")
    hand.type("On which day did they leave?", clock.local(clock.now()).date().isoformat())
    hand.press("They were sent")
    hand.visit(f"{panel}/letters")
    assert "A reminder may go out from" in hand.words


def answer_all(town, slug):
    """Everybody who got a letter says yes."""
    for place, code in enumerate(makers.codes_of(town, slug)):
        said = {"feature_1": ("female", "male")[place % 2], "feature_2": AGES[place % 3], "contact": ""}
        makers.answer(town, slug, code, {**makers.YES, **said})


def draw_the_panel(server, come, town, panel):
    """The chances, the promise of two, the number; as the first time and for free seats alike."""
    hand = come_to_work(come, "desk", town, "olga")
    hand.visit(f"{panel}/calculation")
    hand.press("Calculate the fair chances")
    wait_for_the_chances(hand, "desk")
    hand.visit(f"{panel}/promise")
    hand.type("Which one exactly?", "Balls in the council hall")
    hand.type("When will it be drawn?", in_the_field(clock.local(clock.now() + timedelta(days=2))))
    hand.press("Propose this draw")
    draw = hand.page.url.partition("#")[0]
    colleague = come_to_work(come, "desk", town, "pim")
    colleague.visit(draw)
    colleague.press("Yes, promise this draw")
    server.later(timedelta(days=3))
    hand = come_to_work(come, "desk", town, "quinn")
    hand.visit(draw)
    digits = len(panel_digits(town, panel))
    hand.type("The result", "1".rjust(digits, "0"))
    hand.press("Draw the panel with this number")
    assert len(re.findall(r"\b[A-Z]{4}-\d{4}\b", hand.words)) >= 1
    return hand


def panel_digits(town, panel):
    """The highest number that the newest draw can give."""
    with db.read() as session:
        view = panels.panel(session, town.id, panel.rpartition("/")[2])
        newest = max(panels.draws(session, town.id, view.id), key=lambda one: one.sequence)
        return newest.source["highest"]


@every_way
def test_a_resident_says_yes_to_a_letter(server, come, remember, towns, way):
    town, _ = towns
    slug = makers.invite(town)
    code = makers.codes_of(town, slug)[0]
    hand = come(way)
    hand.visit(f"/{town.slug}/invitation")
    hand.type("The code in your letter", "ABCD-1234")
    hand.press("Open my invitation", status=422)
    hand.type("The code in your letter", code.lower())
    hand.press("Open my invitation")
    assert "Hoe maken we het dorp veilig?" in hand.words
    remember(hand, way, "invitation")
    hand.press("Yes, I want to take part")
    hand.press("Go on", status=422)
    hand.choose("female")
    hand.choose("35-64")
    remember(hand, way, "invitation, about you")
    hand.press("Go on")
    hand.type("Your name", "Rosa Peeters")
    hand.type("Your telephone number or e-mail address", "rosa@mail.example")
    hand.press("Go on")
    hand.choose("If a seat comes free later, you may draw me for it", exact=False)
    hand.press("Go on")
    assert hand.title == "Check your answers"
    hand.press("Send my answers")
    mine = said(town, slug, code)
    assert (mine.answer, mine.channel, mine.features) == ("yes", "web", {"gender": "female", "age": "35-64"})
    assert mine.candidate in hand.words
    (mail,) = deliver_all()
    assert mine.candidate in mail.body


def said(town, slug, code):
    """What stands of whoever has this code."""
    place = makers.codes_of(town, slug).index(code)
    return makers.invited(town, slug)[place]


@in_some_ways
def test_an_answer_on_the_card_is_entered_with_the_numbers_of_the_card(server, come, towns, way):
    town, _ = towns
    slug = makers.invite(town)
    code, subject = makers.codes_of(town, slug)[0], makers.subject_of(town, slug)
    hand = come_to_work(come, way, town, "imke")
    hand.visit(f"/{town.slug}/desk/counter/forms/reply/about/{subject}")
    with server.app.test_request_context(), db.read() as session:
        card = card_asked(session, municipality_id=town.id, name="reply", subject=subject, language="en")
    for step in card["steps"]:
        for question in step["questions"]:
            field = hand.page.locator(f"[name='{question['name']}']").first.locator(
                "xpath=ancestor::*[contains(@class,'field')][1]"
            )
            assert re.match(rf"\s*{question['number']}\b", field.inner_text()), question
    hand.pick("How did it reach us?", "on paper")
    hand.choose("They have our letter with its code")
    hand.choose("They asked me to enter this for them")
    hand.type("The code in your letter", code)
    hand.choose("Yes, I want to take part")
    hand.choose("female")
    hand.choose("65+")
    hand.type("Your name", "Rosa Peeters")
    hand.press("Read it back")
    hand.choose("I read it back to them, and it is right")
    hand.press("Send it for them")
    mine = said(town, slug, code)
    assert (mine.answer, mine.channel, mine.features) == ("yes", "paper", {"gender": "female", "age": "65+"})


@in_some_ways
def test_a_member_takes_the_seat_leaves_it_and_somebody_else_is_drawn(server, come, remember, towns, way):
    town, _ = towns
    slug = drawn_today(server, town)
    panel = f"/{town.slug}/desk/panels/{slug}"
    for one in members(town, slug):
        reach(town, slug, one.code, at=clock.now())
    mine, *others = members(town, slug)
    for one in others:
        take(town, slug, one)
    deliver_all()

    hand = come(way)
    open_my_page(hand, town, secret_of(mine))
    assert "You were drawn: do you take your seat?" in hand.words
    remember(hand, way, "own page of somebody who was drawn")
    hand.press("Yes, I take it")
    hand.press("Go on")
    hand.press("Send my answers")
    assert state_of(town, mine) == "confirmed"

    hand = come(way)
    open_my_page(hand, town, secret_of(mine))
    assert "You are a member of the panel" in hand.words
    hand.press("I want to leave the panel")
    hand.type("Your code", secret_of(mine))
    hand.choose("I have moved, or I am going to")
    hand.press("Go on")
    hand.press("Send my answers")
    assert state_of(town, mine) == "withdrawn"

    official = come_to_work(come, "desk", town, "imke")
    official.visit(f"{panel}/members")
    assert "1 seat is open" in official.words
    official.press("Look at a draw for the open seats")
    official.press("Begin this draw")
    draw_the_panel(server, come, town, panel)

    [new] = [one for one in members(town, slug) if one.round == 2]
    assert new.code not in {one.code for one in (mine, *others)}
    reach(town, slug, new.code, at=clock.now())
    assert secret_of(new) in deliver_all()[-1].body
    hand = come(way)
    open_my_page(hand, town, secret_of(new))
    hand.press("Yes, I take it")
    hand.press("Go on")
    hand.press("Send my answers")
    assert state_of(town, new) == "confirmed"


def drawn_today(server, town):
    """A panel that was drawn an hour ago: of one drawn in spring, the worker forgets those who were not chosen."""
    now = clock.now()
    server.monkeypatch.setattr(make, "SEED_AT", now - timedelta(days=1))
    slug = make.make_panel(town, "calculated")
    make.propose(town, slug, at=now - timedelta(days=3))
    make.confirm(town, slug, at=now - timedelta(days=2))
    make.enter_number(town, slug, at=now - timedelta(hours=1))
    return slug


def open_my_page(hand, town, code):
    hand.visit(f"/{town.slug}/member/{code}")
    hand.press("Open my page")


def state_of(town, who):
    with db.read() as session:
        return session.scalars(select(Member.state).where(Member.municipality_id == town.id, Member.id == who.id)).one()


@every_way
def test_the_moment_of_a_draw_is_read_by_everybody(server, come, remember, towns, way):
    town, _ = towns
    promised = make.make_panel(town, "promised", title="Plein")
    drawn = make.make_panel(town, "drawn")
    hand = come(way)
    hand.visit(f"/{town.slug}/panels/{promised}/draws/1/moment")
    assert "The number is drawn about now." in hand.words
    remember(hand, way, "moment of a draw that is due")
    hand.visit(f"/{town.slug}/panels/{drawn}/draws/1/moment")
    assert len(re.findall(r"\b[A-Z]{4}-\d{4}\b", hand.words)) == make.SEATS
    remember(hand, way, "moment of a draw")
