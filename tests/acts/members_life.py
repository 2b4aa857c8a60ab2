"""What officials, facilitators and members send about sessions, who was there, and what members are paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from participation import db
from participation.members import paying, sessions
from participation.members.queries import money
from participation.members.session_rules import ONLINE
from participation.panels import queries as panels
from tests.acts import Act
from tests.members import meeting as make
from tests.members.test_money import account, propose
from tests.towns import Town

Prepare = Callable[[Town], Mapping[str, object]]

LOCAL = {"starts": "2199-01-16T19:00", "ends": "2199-01-16T22:00"}
PLAN = {**LOCAL, "mode": "hall", "place_nl": "Feestzaal", "joining_nl": "Bel aan"}
ABOUT = {
    "title_nl": "Tweede avond",
    "agenda_nl": "19:00 Welkom",
    "fallback": "online",
    "fallback_plan_nl": "We bellen.",
}


def panel(title: str) -> Prepare:
    """A panel with members."""

    def prepare(town: Town) -> Mapping[str, object]:
        slug = make.meeting_panel(town, title=f"{title} {town.slug}")
        return {
            "slug": slug,
            "member": make.members(town, slug)[0].id,
            "code": make.code_of(make.members(town, slug)[0]),
            "token": make.token_of(town, slug),
        }

    return prepare


def planned(title: str) -> Prepare:
    """A session that lies ahead, online."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = panel(title)(town)
        plan = replace(make.HALL_PLAN, mode=ONLINE, joining={"nl": "https://meet.example"})
        about = replace(make.ABOUT, title={"nl": f"Avond {town.slug}"})
        return {**facts, "number": make.planned(town, str(facts["slug"]), plan, about=about)}

    return prepare


def held(title: str) -> Prepare:
    """A session that was held."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = panel(title)(town)
        return {**facts, "number": make.held(town, str(facts["slug"]))}

    return prepare


def with_material(title: str) -> Prepare:
    """A session with something to read."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = planned(title)(town)
        with db.write() as session:
            found = make.changing(session, town, str(facts["slug"]), 1)
            made = sessions.add_material(
                session,
                found,
                title={"nl": f"Nota {town.slug}"},
                language="nl",
                filename="nota.txt",
                content=f"Nota {town.slug}".encode(),
                public=True,
                by=town.first,
                at=make.NOW,
            )
            return {**facts, "material": made.id}

    return prepare


def moved(town: Town) -> Mapping[str, object]:
    """A session that was moved, with something that was arranged for somebody."""
    facts = planned("Kreek")(town)
    with db.write() as session:
        found = make.changing(session, town, str(facts["slug"]), 1)
        reason = {"nl": f"Regen in {town.slug}"}
        sessions.move(session, found, make.HALL_PLAN, reason, by=town.first, at=make.NOW)
    return facts


def noted(title: str) -> Prepare:
    """What members get, noted by the first official; and the account of one."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = held(title)(town)
        slug = str(facts["slug"])
        account(town, slug)
        propose(town, slug)
        with db.read() as session:
            lines = money.lines(session, town.id, panels.panel(session, town.id, slug).id, seen_by=0)
        return {**facts, "line": next(line.id for line in lines if line.account == money.GIVEN)}

    return prepare


def approved(title: str) -> Prepare:
    """The same, approved by the second official."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = noted(title)(town)
        with db.write() as session:
            panel_id = panels.panel(session, town.id, str(facts["slug"])).id
            paying.approve(session, town.id, panel_id, [int(str(facts["line"]))], by=town.second, at=make.NOW)
        return facts

    return prepare


def exported(title: str) -> Prepare:
    """The same, in a file for the bookkeeper."""

    def prepare(town: Town) -> Mapping[str, object]:
        facts = approved(title)(town)
        with db.write() as session:
            panel_id = panels.panel(session, town.id, str(facts["slug"])).id
            paying.export(session, town.id, panel_id, by=town.administrator, at=make.NOW)
        return facts

    return prepare


DESK = "/desk/panels/{slug}"
ONE = DESK + "/sessions/{number}"
MONEY = DESK + "/allowances"

ACTS = [
    Act("members_desk.plan_session", DESK + "/sessions/new", {**PLAN, **ABOUT, "number": "1"}, prepare=panel("Bron")),
    Act("members_desk.describe_session", ONE + "/words", {**ABOUT, "fallback": "hall"}, prepare=planned("Beek")),
    Act(
        "members_desk.move_session", ONE + "/move", {**PLAN, "reason_nl": "De zaal is vrij."}, prepare=planned("Rivier")
    ),
    Act("members_desk.cancel_session", ONE + "/cancel", {"reason_nl": "De storm."}, prepare=moved),
    Act("members_desk.invite_to_session", ONE + "/invite", prepare=planned("Zee")),
    Act(
        "members_desk.add_material",
        ONE + "/materials",
        {"title": "Nota", "language": "nl", "link": "https://www.example.org/", "public": "y"},
        prepare=planned("Meer"),
    ),
    Act("members_desk.remove_material", ONE + "/materials/{material}/remove", prepare=with_material("Gracht")),
    Act(
        "members_desk.attendance",
        ONE + "/attendance",
        {"was_{member}": "part", "minutes_{member}": "60"},
        prepare=held("Kanaal"),
    ),
    Act(
        "members_desk.arrangements",
        ONE + "/arrangements",
        {"technical_check_{member}": "wanted"},
        prepare=planned("Plas"),
    ),
    Act("members_desk.propose_allowances", ONE + "/allowances", prepare=held("Oever")),
    Act(
        "members_desk.note_allowance",
        MONEY + "/new",
        {"member": "{member}", "session": "1", "kind": "travel", "amount": "7,50", "note": "Trein"},
        prepare=held("Sluis"),
    ),
    Act("members_desk.drop_allowance", MONEY + "/{line}/drop", prepare=noted("Steiger")),
    Act("members_desk.approve_allowances", MONEY + "/approve", {"lines": "{line}"}, "second", noted("Dok")),
    Act("members_desk.export_allowances", MONEY + "/export", {}, "administrator", approved("Werf")),
    # Every copy that leaves the house is in the journal.
    Act("members_desk.take_file", MONEY + "/files/1.csv", {}, "administrator", exported("Boot"), 200, once=False),
    Act("members_desk.paid_file", MONEY + "/files/1/paid", {}, "administrator", exported("Schip")),
    Act("members.own", "/member", {"code": "{code}"}, None, panel("Anker")),
    Act("members.close", "/member/close", {}, None),
]
