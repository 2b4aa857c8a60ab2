"""What officials write for everybody: in each language, checked when they ask, and never over each other's words."""

import re

import pytest

from participation import clock, db
from participation.content import actions, rules
from participation.errors import NotFound, Refused
from participation.journal import queries as journal
from tests import towns as make
from tests.content.makers import mark, subject_of, told, write
from tests.municipalities.makers import decide
from tests.visitors import Visitor, seen_in, text_of

SUMMARY = "We maken een plein voor iedereen."


@pytest.fixture
def town(towns):
    return towns[0]


@pytest.fixture
def official(app, town):
    return Visitor(app, town, town.first)


@pytest.fixture
def subject(town):
    return subject_of(town, make.make_panel(town))


def page_of(subject, code="nl"):
    return f"/desk/content/{subject}/{code}"


def without_summaries(town, slug):
    subject = subject_of(town, slug)
    for code in ("nl", "fr"):
        write(town, subject, code, summary="")
    return subject


# A summary for everything public


@pytest.mark.parametrize("missing", ["nl", "fr"])
def test_a_draw_is_not_proposed_before_there_is_a_summary_in_every_official_language(town, missing):
    slug = make.make_panel(town, "calculated")
    write(town, subject_of(town, slug), missing, summary="")
    with pytest.raises(Refused, match="summary_missing") as refusal:
        make.propose(town, slug)
    assert refusal.value.field == f"summary_{missing}"
    write(town, subject_of(town, slug), missing, summary="Kort / Bref.")
    make.propose(town, slug)


def test_a_summary_that_goes_after_the_proposal_stops_the_second_official(app, town):
    slug = make.make_panel(town, "proposed")
    subject = without_summaries(town, slug)
    with pytest.raises(Refused, match="summary_missing"):
        make.confirm(town, slug)
    page = Visitor(app, town, town.second).get(f"/desk/panels/{slug}/draws/1")
    assert f'href="/ourtown/desk/content/{subject}/nl"' in page.text
    _, (draw,) = make.look(town, slug)
    assert not draw.is_promised


def test_a_language_that_becomes_official_needs_its_summary_too(town):
    slug = make.make_panel(town, "calculated")
    decide(town, "language.notice", ["nl", "fr", "de"])
    with pytest.raises(Refused, match="summary_missing") as refusal:
        make.propose(town, slug)
    assert refusal.value.facts["language"] == "Deutsch"


def test_the_desk_says_what_is_missing_and_leads_to_where_it_is_written(town, official):
    slug = make.make_panel(town, "calculated")
    subject = without_summaries(town, slug)
    for path in (f"/desk/panels/{slug}", f"/desk/panels/{slug}/promise"):
        page = official.get(path)
        assert "there must be a summary in Dutch and French" in text_of(page)
        assert f'href="/ourtown/desk/content/{subject}/nl"' in page.text
    refusal = official.post(
        f"/desk/panels/{slug}/promise", {"kind": "balls", "name": "Zaal", "at": "2199-12-04T20:00"}, 422
    )
    assert "Write the summary in plain words in this language too: Nederlands." in text_of(refusal)


def test_the_settings_of_a_panel_show_its_summary_and_keep_another(town, official):
    slug = make.make_panel(town)
    page = official.get(f"/desk/panels/{slug}/settings")
    assert make.SUMMARY["nl"] in page.text and make.SUMMARY["fr"] in page.text
    sent = {
        "title_nl": "Dorpskern",
        "question_nl": "Hoe?",
        "seats": "6",
        "objective": "leximin",
        "number_of_panels": "100",
    }
    official.post(f"/desk/panels/{slug}/settings", {**sent, "summary_nl": "Anders.", "summary_fr": ""}, 422)
    official.post(f"/desk/panels/{slug}/settings", {**sent, "summary_nl": "Anders.", "summary_fr": "Autre."})
    assert told(town, subject_of(town, slug)).of("summary") == {"nl": "Anders.", "fr": "Autre."}


# The editor


def test_what_is_written_stands_on_the_public_page_and_in_the_journal(app, town, official):
    slug = make.make_panel(town, "promised")
    subject = subject_of(town, slug)
    page = official.get(page_of(subject))
    assert make.SUMMARY["nl"] in page.text
    official.post(page_of(subject), {"summary": SUMMARY, "easy": "Er komt een plein.", "seen": seen_in(page)})
    public = Visitor(app, town).get(f"/panels/{slug}?language=nl")
    assert SUMMARY in text_of(public) and "Er komt een plein." in text_of(public)
    with db.read() as session:
        line = journal.page(session, town.id, 1)[0][0]
    assert (line.event, line.subject, line.by) == ("content.written", subject, f"person:{town.first.person_id}")
    assert line.facts == {"language": "nl", "words": mark(town, subject, "nl")}
    assert SUMMARY not in str(line.facts)


def test_keeping_the_same_words_again_writes_nothing(town, official, subject):
    sent = {"summary": make.SUMMARY["nl"], "seen": mark(town, subject, "nl")}
    before = events_of(town)
    official.post(page_of(subject), sent)
    assert events_of(town) == before


def test_a_second_tab_does_not_write_over_what_was_written_meanwhile(town, official, subject):
    seen = seen_in(official.get(page_of(subject)))
    official.post(page_of(subject), {"summary": "Eerst.", "seen": seen})
    answer = official.post(page_of(subject), {"summary": "Daarna.", "seen": seen}, 422)
    assert "Somebody changed this while you were looking" in text_of(answer)
    assert "Daarna." in answer.text
    assert '<p lang="nl">Eerst.</p>' in answer.text
    assert told(town, subject).of("summary")["nl"] == "Eerst."


def test_whoever_saw_what_was_written_meanwhile_can_write_over_it(town, official, subject):
    seen = seen_in(official.get(page_of(subject)))
    official.post(page_of(subject), {"summary": "Eerst.", "seen": seen})
    answer = official.post(page_of(subject), {"summary": "Daarna.", "seen": seen}, 422)
    official.post(page_of(subject), {"summary": "Daarna.", "seen": seen_in(answer)})
    assert told(town, subject).of("summary")["nl"] == "Daarna."


def test_what_was_typed_stays_when_something_is_wrong(official, subject):
    answer = official.post(page_of(subject), {"summary": " ", "easy": "Er komt een plein.", "seen": "x"}, 422)
    assert 'id="summary-error"' in answer.text
    assert "Er komt een plein." in answer.text


def test_a_text_that_is_too_long_is_refused(official, subject):
    answer = official.post(page_of(subject), {"summary": "x" * 2001, "seen": "x"}, 422)
    assert "Keep this below 2000 characters." in text_of(answer)


def test_an_official_language_keeps_its_summary_and_another_may_go_without(town, official, subject):
    official.post(page_of(subject, "fr"), {"summary": "", "seen": mark(town, subject, "fr")}, 422)
    official.post(page_of(subject, "de"), {"title": "Dorfkern", "summary": "", "seen": mark(town, subject, "de")})
    assert told(town, subject).of("title") == {"de": "Dorfkern"}


def test_what_the_panel_says_itself_is_not_written_here(town, official, subject):
    page = official.get(page_of(subject))
    assert 'name="title"' not in page.text and 'name="question"' not in page.text
    assert 'name="title"' in official.get(page_of(subject, "de")).text
    official.post(page_of(subject), {"title": "Iets anders", "summary": SUMMARY, "seen": mark(town, subject, "nl")})
    assert told(town, subject).of("title") == {}
    with pytest.raises(Refused, match="part_not_yours"), db.write() as session:
        actions.translate(
            session,
            town.id,
            subject,
            "nl",
            {"title": "Iets anders", "summary": SUMMARY},
            seen=mark(town, subject, "nl"),
            by=town.first,
            at=clock.now(),
        )


def test_checking_tells_how_it_reads_and_keeps_nothing(town, official, subject):
    long = "De gemeente " + "en de inwoners " * 10 + "praten over verkeersveiligheid."
    sent = {"summary": f"Kort en goed is dit. {long}", "easy": "", "seen": "x", "press": "check"}
    before = events_of(town)
    answer = official.post(page_of(subject), sent, 200)
    words = text_of(answer)
    assert re.search(r"\d+ of 100: the more, the easier", words)
    assert "This sentence has more than 20 words" in words
    assert f'<li lang="nl">{long}</li>' in answer.text
    assert '<li lang="nl">verkeersveiligheid</li>' in answer.text
    assert sent["summary"] in answer.text
    assert events_of(town) == before
    assert "no words to look at yet" in text_of(official.post(page_of(subject), {**sent, "summary": ""}, 200))


def test_whoever_checked_first_can_still_keep(town, official, subject):
    seen = seen_in(official.get(page_of(subject)))
    checked = official.post(page_of(subject), {"summary": SUMMARY, "seen": seen, "press": "check"}, 200)
    assert seen_in(checked) == seen
    official.post(page_of(subject), {"summary": SUMMARY, "seen": seen_in(checked)})
    assert told(town, subject).of("summary")["nl"] == SUMMARY


@pytest.mark.parametrize("subject", ["panel:999", "panel:x", "petition:1", "panel:1/draw:1", "x"])
def test_what_is_not_there_cannot_be_written_about(official, subject):
    official.get(f"/desk/content/{subject}", 404)
    official.get(page_of(subject), 404)


def test_a_language_that_nobody_offers_is_not_there(official, subject):
    official.get(page_of(subject, "es"), 404)


def test_a_neighbours_panel_cannot_be_written_about(app, towns):
    town, neighbour = towns
    make.make_panel(town)
    theirs = subject_of(neighbour, make.make_panel(neighbour))
    write(neighbour, theirs, "en", title="Theirs")
    Visitor(app, town, town.first).get(f"/desk/content/{theirs}", 404)
    with pytest.raises(NotFound), db.write() as session:
        actions.translate(session, town.id, theirs, "nl", {}, seen="", by=town.first, at=clock.now())
    assert told(town, theirs).texts == {}


@pytest.mark.parametrize("role", ["citizen", "auditor", "administrator", "arranger"])
def test_only_officials_write(app, town, subject, role):
    visitor = Visitor(app, town, getattr(town, role))
    visitor.get(f"/desk/content/{subject}", 403)
    visitor.post(page_of(subject), {"summary": SUMMARY}, 403)


# On the page of everybody


def shown(app, town, slug, language):
    return Visitor(app, town).get(f"/panels/{slug}?language={language}")


def test_the_summary_comes_first_and_then_the_question(app, town):
    slug = make.make_panel(town, "promised")
    words = text_of(shown(app, town, slug, "nl"))
    assert words.index(make.SUMMARY["nl"]) < words.index("Hoe maken we het dorp veilig?")


def test_a_missing_language_is_said_once_and_the_text_is_marked(app, town):
    slug = make.make_panel(town, "promised")
    page = shown(app, town, slug, "en")
    assert text_of(page).count("Not yet in English. Here it is in Dutch.") == 1
    assert f'<p class="lead" lang="nl">{make.SUMMARY["nl"].splitlines()[0]}' in page.text
    assert "Not yet in" not in text_of(shown(app, town, slug, "nl"))


def test_a_translation_is_shown_as_one(app, town):
    slug = make.make_panel(town, "promised")
    subject = subject_of(town, slug)
    write(town, subject, "en", title="Village square", question="How?", summary="A square for everybody.")
    for path in (f"/panels/{slug}", "/panels", f"/panels/{slug}/draws/1"):
        page = Visitor(app, town).get(f"{path}?language=en")
        words = text_of(page)
        assert "Village square" in words and "A square for everybody." in words
        assert words.count("This is a translation. The text in Dutch and French counts.") == 1
        assert make.SUMMARY["nl"] not in words


def test_easy_words_come_first_for_whoever_chose_them(app, town):
    slug = make.make_panel(town, "promised")
    write(town, subject_of(town, slug), "nl", easy="Er komt een plein.\nHet lot kiest.")
    easy, usual = "Er komt een plein.", make.SUMMARY["nl"]
    visitor = Visitor(app, town)
    words = text_of(visitor.get(f"/panels/{slug}?language=nl"))
    assert words.index(usual) < words.index(easy)
    visitor.client.set_cookie("reading", "nl.e1")
    page = visitor.get(f"/panels/{slug}?language=nl")
    words = text_of(page)
    assert words.index(easy) < words.index(usual)
    assert '<p class="lead">Er komt een plein.</p><p class="lead">Het lot kiest.</p>' in page.text


def test_easy_words_in_another_language_do_not_come_before_a_summary_in_ones_own(app, town):
    slug = make.make_panel(town, "promised")
    write(town, subject_of(town, slug), "nl", easy="Er komt een plein.")
    visitor = Visitor(app, town)
    visitor.client.set_cookie("reading", "fr.e1")
    words = text_of(visitor.get(f"/panels/{slug}?language=fr"))
    assert words.index(make.SUMMARY["fr"]) < words.index("Er komt een plein.")


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({}, "en", None),
        ({"title": {"nl": "A"}}, "nl", None),
        ({"title": {"nl": "A", "fr": "B"}}, "fr", None),
        ({"title": {"nl": "A"}}, "fr", rules.Note(shown="nl")),
        ({"title": {"fr": "A"}}, "en", rules.Note(shown="fr")),
        ({"title": {"de": "A"}}, "en", rules.Note(shown="de")),
        ({"title": {"nl": "A", "en": "B"}, "summary": {"nl": "C"}}, "en", rules.Note(shown="nl")),
        ({"title": {"nl": "A", "en": "B"}, "easy": {"nl": "C"}}, "en", rules.Note(counts=["nl", "fr"])),
    ],
)
def test_what_a_page_says_about_its_language(texts, language, expected):
    assert rules.note(texts, language, ["nl", "fr"]) == expected


def events_of(town):
    with db.read() as session:
        return [line.event for line in journal.page(session, town.id, 1)[0]]


def test_a_drawn_panel_can_still_be_told_better(town, official):
    slug = make.make_panel(town, "drawn")
    subject = subject_of(town, slug)
    official.post(page_of(subject), {"summary": SUMMARY, "seen": mark(town, subject, "nl")})
    assert told(town, subject).of("summary")["nl"] == SUMMARY
