"""Every page of a town in which a lot has happened, asked for by everybody, beside a neighbour that is full of its own.

The neighbour's words are known by its name, which the makers put in everything, and by a word that is added to what
people type there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from participation import clock, db
from participation.journal.actions import keep_days_ends
from participation.municipalities.choices import GROUPS
from participation.panels import queries as panels
from participation.panels.actions import keep_tallies
from participation.people.models import Objection, Person, Voice
from participation.people.sessions import open_session
from tests.acts import Act
from tests.house.scenes import (
    ACTS,
    Rows,
    Scene,
    Stages,
    difference,
    everybody,
    fill,
    questions,
    rows,
    send,
    without_the_net,
)
from tests.towns import Town, make_panel

WORD = "zwaluwstaart"
# What our makers put in an address where no form of ours does.
GIVEN: dict[str, object] = {"number": 1, "group": next(iter(GROUPS)), "filename": "style.css", "sequence": 1}
FEW = 2
# What two towns have alike.
SHARED = {"municipality", "kind", "role", "group", "number", "name", "way", "key", "sequence"}
# What this one needs would shut somebody out of all other pages.
SHUTS_OUT = {"people_desk.open_account"}
# Whoever has such an address has the secret in it, and gets the page that it opens.
SECRETS = {"secret", "token"}
ENDS_ALL = ("erase", "erasure", "suspend", "close_account", "end_role", "remove", "forget", "drop", "withdraw")

Arguments = Mapping[str, object]


@dataclass(frozen=True)
class Look:
    """Somebody looked at a page."""

    endpoint: str
    path: str
    viewer: str
    answer: TestResponse


@dataclass
class Walked:
    """looks: every page as everybody saw it; changed: what looking changed, by endpoint; unreached: pages nobody can
    fill in the address of; unscoped: questions to a shared table that do not name the municipality; strange: pages
    asked for with the neighbour's numbers; left: everything in the database."""

    town: Town
    neighbour: Town
    looks: list[Look] = field(default_factory=list)
    strange: list[Look] = field(default_factory=list)
    changed: dict[str, object] = field(default_factory=dict)
    unreached: set[str] = field(default_factory=set)
    unscoped: set[str] = field(default_factory=set)
    left: Rows = field(default_factory=dict)
    acts_done: int = 0


def walk(stages: Stages) -> Walked:
    """Live in both towns, then look at everything; without the net, so that each question stands on its own."""
    town, neighbour = stages.towns
    walked = Walked(town, neighbour)
    with stages.bare():
        ours, theirs = live(stages, town), live(stages, neighbour)
        walked.acts_done = act_in(stages, neighbour, theirs)
        walked.town = town = awake(town)
        before = rows()
        with questions() as unscoped, without_the_net():
            for rule in pages(stages):
                fillings = best(stages, town, rule, fillings_of(rule, ours))
                if not fillings:
                    walked.unreached.add(rule.endpoint)
                for filling in fillings:
                    walked.looks += look(stages, town, rule, filling)
                if set(rule.arguments) - SHARED:
                    for filling in fillings_of(rule, theirs)[-FEW:]:
                        walked.strange += look(stages, town, rule, filling)
                after = rows()
                if changed := difference(before, after):
                    walked.changed[rule.endpoint] = changed
                before = after
        walked.unscoped, walked.left = unscoped, before
    return walked


def pages(stages: Stages) -> list[Rule]:
    found = [rule for rule in stages.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in found if rule.endpoint not in ("static", "demo_post.letter")]


def live(stages: Stages, town: Town) -> list[tuple[Act, Mapping[str, object], Arguments]]:
    """Everything that the acts need, all of it in one town: each act with its facts and the arguments of its address."""
    lived = []
    adapter = stages.app.url_map.bind("localhost")
    for number, act in enumerate(ACTS):
        if act.endpoint in SHUTS_OUT:
            continue
        make_panel.__kwdefaults__["title"] = f"Dorp {number} {town.slug}"
        try:
            facts = act.prepare(town)
        except Exception as no:  # noqa: BLE001 - two acts may want the same thing; then the first has it
            assert getattr(no, "code", "") != "panel_name_taken", f"the panel of {act.endpoint} needs a name of its own"
            continue
        arguments = adapter.match(f"/{town.slug}{fill(act.path, facts)}", method="POST")[1]
        lived.append((act, facts, {name: value for name, value in arguments.items() if name != "municipality"}))
        if "code" in facts and act.endpoint == "panels.by_code":
            lived.append((act, facts, {"slug": facts["slug"], "code": facts["code"], "sequence": 1}))
    make_panel.__kwdefaults__["title"] = "Dorpskern"
    fill_by_hand(town)
    return lived


def awake(town: Town) -> Town:
    """The same town with everybody signed in, whatever the acts did to their sessions; and what no form gives it."""
    with db.write() as session:
        people = {who.person_id: session.get_one(Person, who.person_id) for who in everybody(town).values()}
        secrets = {
            number: open_session(session, person, device="", strong=True, at=clock.now())
            for number, person in people.items()
        }
    return replace(town, secrets=secrets)


def fill_by_hand(town: Town) -> None:
    """Rows that come of no form: of the night, of a list that is imported, of rooms that are still to come."""
    with db.write() as session:
        keep_days_ends(session, municipality_id=town.id, at=clock.now() + timedelta(days=1))
        session.add(Objection(municipality_id=town.id, number_key=f"{town.id:064}", made_at=clock.now()))
        session.add(
            Voice(municipality_id=town.id, purpose="x", key=f"{town.id:064}", channel="web", given_at=clock.now())
        )
        (newest, *_), *_ = panels.panels(session, town.id)
        keep_tallies(session, town.id, newest.id, {panels.Line("answered", "web"): 3})


def act_in(stages: Stages, town: Town, lived: list[tuple[Act, Mapping[str, object], Arguments]]) -> int:
    """Do in a town what can be done there, typing a word of its own; returns how much of it was taken."""
    done = 0
    for act, facts, _ in lived:
        if not any(word in act.endpoint for word in ENDS_ALL):
            scene = Scene(stages.app, act, town, town, facts, stages.weak, stages.stale)
            wordy = {
                name: f"{value} {WORD}" if isinstance(value, str) and name in WORDY else value
                for name, value in scene.data.items()
            }
            answer = send(scene.actor(), scene.path, wordy)
            if "/sign-in" in (answer.location or ""):  # an act before this one ended their session
                town = awake(town)
                scene = replace(scene, town=town)
                answer = send(scene.actor(), scene.path, wordy)
            done += answer.status_code == act.status
    return done


# Fields that take any words.
WORDY = {"name", "reason", "title_nl", "question_nl", "source_nl", "value_nl", "street"}


def fillings_of(rule: Rule, lived: list[tuple[Act, Mapping[str, object], Arguments]]) -> list[Arguments]:
    """Arguments for an address, taken from those of the acts: all that differ."""
    wanted, found = rule.arguments - {"municipality"}, []
    for _, facts, arguments in lived:
        known = {**GIVEN, **facts, **arguments}
        filling = {name: known[name] for name in wanted} if wanted <= known.keys() else None
        if filling is not None and filling not in found and can_stand_in(rule, filling):
            found.append(filling)
    return found


def can_stand_in(rule: Rule, filling: Arguments) -> bool:
    """Whether these can be part of an address: one that wants a language takes no code of somebody."""
    try:
        return rule.build({"municipality": "x", **filling}) is not None
    except ValueError:
        return False


def best(stages: Stages, town: Town, rule: Rule, fillings: list[Arguments]) -> list[Arguments]:
    """Of these, a few with which the page opens for somebody; any, if it opens with none."""
    opened: list[Arguments] = []
    for filling in fillings:
        if len(opened) < FEW and any(
            seen.answer.status_code == 200 for seen in look(stages, town, rule, filling, LIKELY)
        ):
            opened.append(filling)
    return opened or fillings[-1:]


LIKELY = ("first", "administrator", "citizen")


def look(stages: Stages, town: Town, rule: Rule, filling: Arguments, viewers: tuple[str, ...] = ()) -> Iterator[Look]:
    """A page, as everybody sees it, or only these."""
    values = {**filling, **({"municipality": town.slug} if "municipality" in rule.arguments else {})}
    _, path = rule.build(values) or ("", "")
    act = Act(rule.endpoint, path)
    for name, who in {"visitor": None, **everybody(town)}.items():
        if not viewers or name in viewers:
            visitor = Scene(stages.app, act, town, town, {}, stages.weak, stages.stale).visitor(who)
            yield Look(rule.endpoint, path, name, visitor.client.get(path))
