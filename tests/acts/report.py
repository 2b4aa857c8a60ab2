"""What officials send about the report of a panel: costs, recommendations, what the council said, and publishing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from participation import db
from participation.content import actions as content
from participation.members import costing, reporting
from participation.members import report_rules as rules
from participation.members.queries import report as queries
from participation.panels import queries as panels
from participation.panels.actions import keep_tallies
from participation.panels.queries.tallies import POOL
from tests.acts import Act
from tests.members import meeting as make
from tests.towns import SUMMARY, Town

Prepare = Callable[[Town], Mapping[str, object]]

WORDS = {"nl": "Maak de straat autoluw.", "fr": "Rendez la rue calme."}
VOTES = {"for": 20, "against": 3, "abstained": 1}


def begun(title: str, stage: str = "empty") -> Prepare:
    """A panel with members, one recommendation and one line of costs."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = make.meeting_panel(town, stage=stage, title=f"{title} {town.slug}")
        make.held(town, slug)
        with db.write() as session:
            reporting.recommend(
                session, town.id, slug, 1, words=WORDS, minority={}, votes=VOTES, by=town.first, at=make.NOW
            )
            cost = costing.note(
                session, town.id, slug, "rooms", cents=12_500, minutes=0, text="", by=town.first, at=make.NOW
            )
            reporting.describe(session, town.id, slug, advised_on=None, since={}, by=town.first, at=make.NOW)
            panel_id = panels.panel(session, town.id, slug).id
            keep_tallies(session, town.id, panel_id, panels.with_features(POOL, {"gender": f"female {town.slug}"}))
            (shown,) = queries.recommendations(session, town.id, panel_id)
        return {
            "slug": slug,
            "cost": cost,
            "costs": rules.mark_of([cost]),
            "words": rules.mark_of(shown.words, shown.minority, shown.votes),
            "answered": rules.mark_of(shown.answer, shown.answer_words, shown.answered_on),
            "about": rules.mark_of(None, {}),
        }

    return prepare


def summed_up(title: str) -> Prepare:
    """The same, drawn, with the summary that everybody reads first."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = begun(title, "drawn")(town)
        with db.write() as session:
            subject = queries.subject_of(panels.panel(session, town.id, str(facts["slug"])).id)
            content.write_summaries(session, town.id, subject, SUMMARY, by=town.first, at=make.NOW)
        return facts

    return prepare


REPORT = "/desk/panels/{slug}/report"
ONE = REPORT + "/recommendations/1"

ACTS = [
    Act("members_desk.publish_report", REPORT + "/publish", prepare=summed_up("Iep")),
    Act(
        "members_desk.about_report",
        REPORT + "/about",
        {"seen": "{about}", "advised_on": "2026-10-01", "since_nl": "De straat is autoluw."},
        prepare=begun("Populier"),
    ),
    Act(
        "members_desk.costs",
        REPORT + "/costs",
        {"seen": "{costs}", "kind": "letters", "amount": "120,50", "hours": "3", "note": "Drukker"},
        prepare=begun("Kastanje"),
    ),
    Act("members_desk.drop_cost", REPORT + "/costs/{cost}/drop", prepare=begun("Lariks")),
    Act(
        "members_desk.recommendation",
        ONE,
        {"seen": "{words}", "words_nl": "Maak de straat veilig.", "for_it": "22", "minority_nl": "Te duur."},
        prepare=begun("Taxus"),
    ),
    Act("members_desk.drop_recommendation", ONE + "/drop", prepare=begun("Hulst")),
    Act(
        "members_desk.answer_recommendation",
        ONE + "/answer",
        {"seen": "{answered}", "answer": "partly", "answer_words_nl": "Eerst een proef.", "answered_on": "2026-11-01"},
        prepare=begun("Spar"),
    ),
]
