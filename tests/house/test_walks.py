"""Every act that there is, done in every way in which it must not be done; each test is named after what it stops."""

from __future__ import annotations

import threading
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from participation import db
from participation.permissions import ACTS as LADDER
from participation.permissions import ROLES_WITH, STRONG
from participation.web import guards
from tests.acts import Act
from tests.house.scenes import ACTS, IDS, Scene, Walker, difference, everybody, questions, rows, send, without_the_net
from tests.towns import cookie_of
from tests.visitors import text_of

pytestmark = pytest.mark.usefixtures("stages")
every_act = pytest.mark.parametrize(("act", "name"), list(zip(ACTS, IDS, strict=True)), ids=IDS)

# A token stands in the address, signed by us: a mail program that presses for somebody has no form (RFC 8058); or a secret
# comes along that only the gateway for text messages knows.
WITHOUT_FORM_TOKEN = {"messages.unsubscribe", "inclusion.texts"}
# How often something was tried is counted also when it is refused.
COUNTS = ("pace_count",)


def test_every_address_that_takes_a_form_has_an_act(stages):
    taking = {rule.endpoint for rule in stages.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert taking - {act.endpoint for act in ACTS} == set()
    assert {act.endpoint for act in ACTS} - taking == set()


@every_act
def test_the_act_can_be_done_and_asks_for_nobody_elses_rows(stages, act: Act, name: str):
    with stages.set(act, name) as scene, questions() as unscoped, without_the_net():
        answer = scene.do()
        assert answer.status_code == act.status, text_of(answer)[:1500]
    assert unscoped == set()


# Forged requests: ASVS 3.5.1

ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    {"Origin": "http://localhost.evil.example"},
)


@pytest.mark.one_database
@every_act
def test_forged_without_our_token_or_on_another_site(stages, act: Act, name: str):
    if act.endpoint in WITHOUT_FORM_TOKEN:
        return
    with stages.untouched(act, name) as scene:
        victim = scene.actor()
        for token in ("", scene.visitor(scene.town.auditor).token()):
            assert send(victim, scene.path, {**scene.data, "csrf_token": token}).status_code == 400
        for headers in ELSEWHERE:
            assert send(victim, scene.path, scene.data, headers=headers).status_code == 403


# Somebody who may not: ASVS 8.2.1, 6.3.3


@pytest.mark.one_database
@every_act
def test_done_by_somebody_who_may_not(stages, act: Act, name: str):
    """Not signed in, a neighbour, too low on the ladder, without the role, or without the second factor."""
    with stages.untouched(act, name) as scene:
        with scene.app.app_context():
            guard = guards.guard_of(act.endpoint) or ""
        if guard == guards.EVERYONE:
            return
        for stranger in (scene.visitor(), neighbour(scene)):
            assert answer_to(stranger, scene) == (303, "sign-in")
        for who in {who.roles: who for who in everybody(scene.town).values()}.values():
            if guard in ROLES_WITH and not who.may(guard):
                assert answer_to(scene.visitor(who), scene) in ((403, None), (303, "sign-in")), who.roles
            elif guard in ROLES_WITH and who.roles <= STRONG:
                assert answer_to(scene.visitor(who, secrets=scene.weak), scene) == (303, "sign-in/second")
            elif guard.startswith(guards.ACT) and LADDER[guard.removeprefix(guards.ACT)] > who.rung:
                assert answer_to(scene.visitor(who), scene) == (303, "account/ladder")


@pytest.mark.one_database
@every_act
def test_done_by_somebody_who_proved_it_too_long_ago(stages, act: Act, name: str):
    """Who comes back to an open browser after lunch may look, but not draw, decide or take anything along."""
    if not hasattr(stages.app.view_functions[act.endpoint], "asks_again"):
        return
    with stages.untouched(act, name, but=COUNTS) as scene:
        assert scene.who
        answer = send(scene.visitor(scene.who, secrets=scene.stale), scene.path, scene.data)
        ended = answer.status_code == 303 and "/sign-in" in answer.location  # what came before ended this session
        assert ended or (answer.status_code == 403 and 'name="again_' in answer.text)


def neighbour(scene: Scene) -> Walker:
    """A browser in our town with the cookie of whoever does the same next door."""
    stranger = scene.visitor()
    with stranger.client.session_transaction() as session:
        session.update(cookie_of(scene.neighbour, getattr(scene.neighbour, scene.act.who or "first")))
    return stranger


def answer_to(visitor: Walker, scene: Scene) -> tuple[int, str | None]:
    """The status, and where below the municipality it leads."""
    answer = send(visitor, scene.path, scene.data)
    where = urlsplit(answer.location).path.removeprefix(f"/{scene.town.slug}/") if answer.location else None
    return answer.status_code, where


# The same form twice: reliability 2, ASVS 2.3.4


@every_act
def test_sent_twice_at_the_same_moment(stages, act: Act, name: str):
    with stages.set(act, name) as scene:
        scene.do()
        once = {table: len(kept) for table, kept in rows(but=COUNTS).items()}
    with stages.set(act, name) as scene:
        first, second = scene.actor(), scene.actor()
        answers: list[int] = []
        together = threading.Barrier(2)
        tokens = {visitor: visitor.token() for visitor in (first, second)}

        def press(visitor):
            together.wait()
            answers.append(send(visitor, scene.path, {**scene.data, "csrf_token": tokens[visitor]}).status_code)

        hands = [threading.Thread(target=press, args=(visitor,)) for visitor in (first, second)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        twice = {table: len(kept) for table, kept in rows(but=COUNTS).items()}
    assert max(answers) < 500
    assert act.status in answers
    if act.once:
        assert twice == once


# More than the form asks: ASVS 2.2.1, 15.3.3

CANARY = "kanarie424242"
NUMBER = "424242"
PRIVILEGED = {
    **dict.fromkeys(("role", "roles"), "administrator"),
    **dict.fromkeys(("rung",), "3"),
    **dict.fromkeys(("strong", "is_demo", "once", "admin", "is_admin"), "true"),
    **dict.fromkeys(("id", "person_id", "by", "municipality", "panel_id", "seq", "sequence", "number"), NUMBER),
    **dict.fromkeys(("given_by", "invited_by", "opened_by", "proposed_by", "promised_by", "drawn_by"), NUMBER),
    **dict.fromkeys(("state", "digest", "totp", "number_key", "key", "stamp", "secret", "household_key"), CANARY),
    **dict.fromkeys(("disabled_at", "used_at", "used", "accepted_at", "created_at", "signed_in_at"), "1999-09-09"),
}


# What somebody is and may, in the words of the tables.
POWERS = {
    "person": ("municipality_id", "rung", "disabled_at"),
    "held_role": ("municipality_id", "person_id", "role"),
    "open_session": ("municipality_id", "person_id", "strong"),
    "invitation": ("municipality_id", "role"),
    "municipality": ("id", "state", "is_demo"),
}


@pytest.mark.one_database
@every_act
def test_extra_fields_reach_nothing(stages, act: Act, name: str):
    with stages.set(act, name) as scene:
        scene.do()
        plain, meant = rows(but=COUNTS), powers()
    with stages.set(act, name) as scene:
        before = rows(but=COUNTS)
        extra = {field: value for field, value in PRIVILEGED.items() if field not in scene.data}
        answer = scene.do(**extra, municipality_id=str(scene.neighbour.id))
        after, got = rows(but=COUNTS), powers()
    assert answer.status_code == act.status
    assert {table: len(kept) for table, kept in after.items()} == {table: len(kept) for table, kept in plain.items()}
    new = [row for _, added in difference(before, after).values() for row in added]
    for trace in (CANARY, f" {NUMBER},", "1999, 9, 9", "1999-09-09"):
        assert not [row for row in new if trace in row and trace not in str(scene.data)]
    assert got == meant


def powers() -> dict[str, list[str]]:
    """Who is and may what in the bound database, whenever it was that they became it."""
    kept = {}
    with db.engine().connect() as connection:
        for name, columns in POWERS.items():
            table = db.Base.metadata.tables[name]
            found = connection.execute(select(*(table.c[column] for column in columns)))
            kept[name] = sorted(str([bool(part) if type(part) is datetime else part for part in row]) for row in found)
    return kept


# Interrupted half-way: ASVS 2.3.3


class PowerCut(Exception):
    """Something breaks in the middle of an act."""


@every_act
def test_cut_off_at_any_statement_leaves_nothing_half_done(stages, act: Act, name: str):
    with stages.set(act, name) as scene, counted_statements() as counted:
        scene.do()
    count = counted[0]
    for place in sorted({2, count // 2 + 1, count} & set(range(1, count + 1))):
        with stages.set(act, name) as scene:
            before = rows(but=COUNTS)
            with counted_statements(stop_at=place):
                assert scene.do().status_code == 500
            assert difference(before, rows(but=COUNTS)) == {}, f"cut off at statement {place} of {count}"


class counted_statements:  # noqa: N801 - it reads as a phrase
    """Count the statements of the first transaction that changes something, its end included; break one of them."""

    def __init__(self, stop_at: int = 0) -> None:
        self.stop_at, self.count, self.done, self.wrote = stop_at, [0], False, False

    def __enter__(self) -> list[int]:
        event.listen(db.engine(), "before_cursor_execute", self.statement)
        event.listen(Session, "before_commit", self.commit)
        return self.count

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine(), "before_cursor_execute", self.statement)
        event.remove(Session, "before_commit", self.commit)

    def statement(self, connection, _cursor, text, *_: object) -> None:
        if "pace_count" in text or text.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            return
        if connection.get_execution_options().get("writes") and not self.done:
            self.wrote |= text.startswith(("INSERT", "UPDATE", "DELETE"))
            self.step()

    def commit(self, _session: Session) -> None:
        if self.wrote and not self.done:
            self.step()
            self.done = True

    def step(self) -> None:
        self.count[0] += 1
        if self.count[0] == self.stop_at:
            raise PowerCut
