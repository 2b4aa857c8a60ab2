"""Makers of panels that meet: members with a code, sessions, and who was there; a neighbour has the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from participation import clock, db
from participation.lottery.codes import with_check
from participation.members import attending, reaching, sessions
from participation.members.models import Member, PanelSession
from participation.members.queries import own
from participation.members.queries import sessions as queries
from participation.members.queries.sessions import Noted, SessionView
from participation.members.reaching import Reach
from participation.members.session_rules import HALL, PRESENT, About, Plan
from participation.panels import queries as panels
from participation.people import actions as people
from participation.people import sessions as signing_in
from participation.permissions import Actor, Role
from tests.towns import START, Town, make_panel

NOW = clock.now()
TOMORROW = (NOW + timedelta(days=1)).replace(hour=18, minute=0, second=0)
YESTERDAY = (NOW - timedelta(days=1)).replace(hour=18, minute=0, second=0)
HALL_PLAN = Plan(
    TOMORROW,
    TOMORROW + timedelta(hours=3),
    HALL,
    {"nl": "Feestzaal, Kerkstraat 1", "fr": "Salle des fêtes, rue de l'Église 1"},
    {},
)
ABOUT = About({"nl": "Eerste avond", "fr": "Première soirée"}, [{"at": "19:00", "words": {"nl": "Welkom"}}])


def code_number(number: int) -> str:
    """A code of our own making, another one for each number."""
    return next(code for letters in ("KRTW", "PMNX", "DFHJ", "LWTR") if (code := with_check(f"{letters}{number:03}")))


def secret_number(number: int) -> str:
    """The same, for a secret code."""
    letters, digits = ("KRTW", "PMNX", "DFHJ")[number // 10_000], number % 10_000
    return next(code for first in range(10) if (code := with_check(f"{letters}{digits:04}PMNX22{first}")))


def meeting_panel(town: Town, *, stage: str = "empty", title: str = "Dorpskern", people: int = 3) -> str:
    """A panel with so many members who took their seat; returns its short name."""
    slug = make_panel(town, stage, title=title)
    with db.write() as session:
        panel = panels.panel(session, town.id, slug)
        for number in range(people):
            session.add(_member(town, panel.id, number))
    return slug


def _member(town: Town, panel_id: int, number: int) -> Member:
    code = secret_number(100 * panel_id + number)
    reach = Reach(name=f"Lid {number} {town.slug}", email=f"lid{panel_id}-{number}@{town.slug}.example", way="email")
    return Member(
        municipality_id=town.id,
        panel_id=panel_id,
        code=code_number(500 + number),
        round=1,
        state="confirmed",
        key=reaching.key_of(town.id, code),
        secret=reaching.sealed_code(town.id, code),
        reach=reaching.sealed_reach(town.id, reach),
        language="nl",
        large_print=False,
        asked_at=START,
        answer_by=START.date(),
        answered_at=START,
        named=False,
    )


def members(town: Town, slug: str) -> list[Member]:
    with db.read() as session:
        panel = panels.panel(session, town.id, slug)
        found = list(session.scalars(select(Member).where(Member.panel_id == panel.id).order_by(Member.id)))
        session.expunge_all()
        return found


def code_of(member: Member) -> str:
    """The secret code of a member, as it stands in their message."""
    return reaching.code_of(member)


def token_of(town: Town, slug: str) -> str:
    """What stands in the address of the calendar of the first member."""
    with db.read() as session:
        mine = own.with_code(session, town.id, code_of(members(town, slug)[0]))
        assert mine
        return mine.token


def planned(town: Town, slug: str, plan: Plan = HALL_PLAN, *, about: About = ABOUT, at: datetime = NOW) -> int:
    """A session of a panel; returns its number."""
    with db.write() as session:
        panel = panels.panel(session, town.id, slug)
        number = queries.next_number(session, town.id, panel.id)
        return sessions.plan(session, town.id, panel.id, number, about=about, plan=plan, by=town.first, at=at).number


def held(town: Town, slug: str, **states: str) -> int:
    """A session that was held yesterday, at which everybody was present who is not named otherwise (`m0="absent"`)."""
    plan = Plan(YESTERDAY, YESTERDAY + timedelta(hours=3), HALL, HALL_PLAN.place, {})
    number = planned(town, slug, plan)
    with db.write() as session:
        found = changing(session, town, slug, number)
        noted = {
            one.id: Noted(states.get(f"m{place}", PRESENT), 90)
            for place, one in enumerate(sorted(members(town, slug), key=lambda one: one.id))
        }
        attending.note(session, found, noted, by=town.first, at=NOW)
    return number


def changing(session: db.Session, town: Town, slug: str, number: int) -> PanelSession:
    return queries.session_to_change(session, town.id, panels.panel(session, town.id, slug).id, number)


def look(town: Town, slug: str, number: int = 1) -> SessionView:
    with db.read() as session:
        return queries.numbered(session, town.id, panels.panel(session, town.id, slug).id, number)


def facilitator(town: Town) -> Actor:
    """Somebody who leads sessions, signed in with a second factor."""
    with db.write() as session:
        person = people.welcome(
            session,
            email=f"gus@{town.slug}.example",
            name=f"gus {town.slug}",
            municipality_id=town.id,
            roles=[Role.FACILITATOR],
            at=START,
        )
        who = Actor(person.id, person.name, town.id, frozenset({Role.FACILITATOR}))
        town.secrets[person.id] = signing_in.open_session(session, person, device="", strong=True, at=clock.now())
    return who
