"""A pool of thousands stays light: the same few statements for every page, however many people there are."""

import pytest
from sqlalchemy import event

from participation import db
from participation.invitations.frames import Wishes
from tests import letters as post
from tests import registers
from tests.members import meeting, seating
from tests.members.test_money import propose
from tests.towns import make_panel, write_remit
from tests.visitors import Visitor

MOST_STATEMENTS = 12
# Pages on which several rooms tell what they know of a panel.
OF_MANY_ROOMS = {
    "/desk/counter": 20,
    "/desk/panels/dorpskern": 30,
    "/desk/panels/dorpskern/letters": 18,
    "/desk/panels/dorpskern/letters/new/reminder": 13,
    "/desk/panels/dorpskern/members": 16,
    "/panels/dorpskern": 18,
}
PAGES = (
    "/desk",
    "/desk/panels/dorpskern",
    "/desk/panels/dorpskern/targets",
    "/desk/panels/dorpskern/people",
    "/desk/panels/dorpskern/calculation",
    "/desk/panels/dorpskern/fairness",
    "/desk/panels/dorpskern/draws/1",
    "/desk/journal",
    "/",
    "/panels",
    "/panels/dorpskern",
    "/panels/dorpskern/draws/1",
    "/panels/dorpskern/draws/1/chances",
    "/panels/dorpskern/draws/1/numbered/3",
    "/panels/dorpskern/draws/1/notice",
    "/panels/dorpskern/draws/1/draw.json",
)


def statements(visitor, path):
    """What the database is asked for one page, without the words that begin and end a transaction."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            asked.append(statement)

    engine = db.engine()
    event.listen(engine, "before_cursor_execute", note)
    try:
        visitor.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


@pytest.mark.slow
def test_every_page_asks_the_database_little_and_the_same_for_few_and_for_thousands(app, towns):
    few, many = towns
    make_panel(few, "drawn", volunteers=60)
    make_panel(many, "drawn", volunteers=5000)
    same_for_both(app, towns, PAGES)


# What grows with who is invited: the register, the lot, the letters and the answers.
OF_INVITED = (
    "/desk",
    "/desk/panels/dorpskern",
    "/desk/panels/dorpskern/remit",
    "/desk/panels/dorpskern/rehearsal",
    "/desk/panels/dorpskern/register",
    "/desk/panels/dorpskern/lot",
    "/desk/panels/dorpskern/lots/1",
    "/desk/panels/dorpskern/letters",
    "/desk/panels/dorpskern/letters/1",
    "/desk/panels/dorpskern/letters/words/nl",
    "/desk/panels/dorpskern/letters/new/reminder",
    "/desk/panels/dorpskern/letters/returned",
    "/desk/panels/dorpskern/letters/copy",
    "/desk/panels/dorpskern/answers",
    "/desk/panels/dorpskern/answers/calls",
    "/desk/panels/dorpskern/answers/questions",
    "/desk/panels/dorpskern/answers/1",
    "/panels/dorpskern",
    "/panels/dorpskern/invitations/1",
    "/panels/dorpskern/invitations/1/lot.json",
)
# And with who is on the panel: seats, sessions, tables and pay.
OF_MEMBERS = (
    "/desk",
    "/desk/panels/dorpskern",
    "/desk/panels/dorpskern/members",
    "/desk/panels/dorpskern/sessions",
    "/desk/panels/dorpskern/sessions/new",
    "/desk/panels/dorpskern/sessions/1",
    "/desk/panels/dorpskern/sessions/1/words",
    "/desk/panels/dorpskern/sessions/1/move",
    "/desk/panels/dorpskern/sessions/1/cancel",
    "/desk/panels/dorpskern/sessions/1/materials",
    "/desk/panels/dorpskern/sessions/1/attendance",
    "/desk/panels/dorpskern/sessions/1/arrangements",
    "/desk/panels/dorpskern/sessions/1/tables",
    "/desk/panels/dorpskern/sessions/1/tables/arrange",
    "/desk/panels/dorpskern/sessions/1/tables/today",
    "/desk/panels/dorpskern/sessions/1/tables/wishes",
    "/desk/panels/dorpskern/allowances",
    "/desk/panels/dorpskern/allowances/new",
    "/desk/panels/dorpskern/report",
    "/desk/panels/dorpskern/report/about",
    "/desk/panels/dorpskern/report/costs",
    "/desk/panels/dorpskern/report/recommendations/1",
    "/panels/dorpskern",
    "/panels/dorpskern/sessions",
    "/panels/dorpskern/sessions.ics",
    "/panels/dorpskern/draws/1/moment",
)

# Which forms are about what, and how they came in.
OF_FORMS = (
    "/forms",
    "/forms/support",
    "/back",
    "/other-ways",
    "/accessibility",
    "/desk/counter",
    "/desk/counter/forms/support",
    "/desk/requests",
)


@pytest.mark.slow
def test_the_pages_of_who_is_invited_ask_the_same_for_few_and_for_many(app, towns):
    for town, count in zip(towns, (10, 300), strict=True):
        slug = make_panel(town, "targets")
        write_remit(town, slug)
        wishes = Wishes("person", False, "simple", "", count)
        registers.invite(town, slug, wishes, registers.register_csv(4 * count))
        post.write(town, slug)
        post.post(town, slug)
    same_for_both(app, towns, OF_INVITED)


@pytest.mark.slow
def test_the_pages_of_members_ask_the_same_for_few_and_for_many(app, towns):
    for town, people in zip(towns, (6, 60), strict=True):
        slug = meeting.meeting_panel(town, stage="drawn", people=people)
        meeting.planned(town, slug)
        meeting.held(town, slug)
        seating.arrange(town, slug)
        propose(town, slug)
    same_for_both(app, towns, OF_MEMBERS + OF_FORMS)


def same_for_both(app, towns, paths):
    """Each page asks as often for one town as for the other, and not much."""
    loud = {}
    for path in paths:
        little, much = (statements(Visitor(app, town, town.first), path) for town in towns)
        if little != much or len(much) > OF_MANY_ROOMS.get(path, MOST_STATEMENTS):
            loud[path] = (len(little), len(much))
    assert loud == {}
