"""Somebody answers at the very moment in which something else happens to their invitation."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from participation import db
from participation.invitations import batches, forgetting
from participation.invitations.queries import answers as queries
from participation.panels import queries as panels
from tests import letters
from tests.letters import REMINDED_AT

# Time enough to run into whoever has the panel.
A_MOMENT = 0.3


def answer_while(town, slug: str, code: str, do: Callable[[db.Session, int], object]) -> None:
    """Somebody who answers has the panel when something else begins. Raises what that, or the answer, ran into."""

    def run(panel_id: int) -> None:
        with db.write() as session:
            do(session, panel_id)

    with ThreadPoolExecutor() as pool:
        with db.write() as session:
            panel_id = panels.panel_to_change(session, town.id, slug).id
            other = pool.submit(run, panel_id)
            wait([other], A_MOMENT)
            invited = queries.to_answer(session, town.id, code)
            invited.answer, invited.answered_at, invited.channel = "no", REMINDED_AT, "web"
        other.result()


def test_a_letter_that_comes_back_does_not_undo_an_answer(towns):
    town, _ = towns
    slug = letters.invite_by_post(town)
    code = letters.codes(town, slug)[0]
    answer_while(
        town,
        slug,
        code,
        lambda session, panel_id: batches.note_returned(
            session, town.id, panel_id, [code], "unknown", by=town.first, at=REMINDED_AT
        ),
    )
    first = letters.people(town, slug)[0]
    assert (first.answer, first.state) == ("no", "")


@pytest.mark.parametrize("forget", [forgetting.forget_number, forgetting.let_be])
def test_whoever_is_forgotten_while_they_answer_is_forgotten(towns, forget):
    town, _ = towns
    slug = letters.invite_by_post(town)
    first = letters.people(town, slug)[0]
    answer_while(
        town,
        slug,
        letters.codes(town, slug)[0],
        lambda session, _: forget(session, town.id, first.number_key, at=REMINDED_AT),
    )
    after = letters.people(town, slug)[0]
    assert (after.answer, after.code_key, after.letter) == ("no", None, None)
