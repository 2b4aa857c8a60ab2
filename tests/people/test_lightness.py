"""The pages about people and messages stay light: the same few statements, however many there are."""

import pytest

from participation.permissions import Role
from tests.apps import somebody
from tests.messages.writing import send_letter
from tests.panels.test_lightness import MOST_STATEMENTS, statements
from tests.visitors import Visitor

MANY = 15
PAGES = {
    "administrator": ("/desk/staff", "/desk/messages", "/desk/record-of-processing", "/account", "/account/ladder"),
    "auditor": ("/desk/interests", "/desk/journal"),
    "first": ("/desk/people", "/desk/objections"),
    "": ("/rules", "/privacy", "/other-ways", "/journal/checkpoints", "/sign-in"),
}


@pytest.mark.slow
def test_every_page_asks_the_database_little_and_the_same_for_few_and_for_many(app, towns):
    _, many = towns
    for number in range(MANY):
        somebody(many, Role.OFFICIAL, f"fie{number}")
        send_letter(many, key=f"letter:{number}")
    for who, paths in PAGES.items():
        for path in paths:
            little, much = (statements(Visitor(app, town, getattr(town, who, None)), path) for town in towns)
            assert len(much) <= MOST_STATEMENTS, (path, much)
            assert little == much, path
