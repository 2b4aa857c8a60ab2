"""Makers of test data. Each makes the same for a look-alike neighbour, so that a filter that is forgotten shows."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from participation import clock, db
from participation.municipalities import actions as municipalities
from participation.panels import actions, calculating, drawing, figures, queries, remits, uploads
from participation.panels.queries import DrawView, PanelView, RemitView
from participation.panels.rules import Terms
from participation.panels.statistics import Division
from participation.people import actions as people
from participation.people import sessions
from participation.permissions import Actor, Role
from participation.sortition.problem import Target

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEED_AT = START + timedelta(days=7)
AFTER = SEED_AT + timedelta(hours=1)

STAGES = ("empty", "targets", "people", "calculated", "proposed", "promised", "drawn", "cancelled")
SEATS = 6
PASSWORD = "a long enough password"

SUMMARY = {
    "nl": "De gemeente wil het dorp veilig maken. Zes inwoners denken mee.",
    "fr": "La commune veut un village sûr. Six habitants y réfléchissent.",
}
TARGETS = [
    Target("gender", "female", 3, 3),
    Target("gender", "male", 3, 3),
    Target("age", "16-34", 1, 2),
    Target("age", "35-64", 2, 3),
    Target("age", "65+", 1, 2),
]


@dataclass(frozen=True)
class Town:
    """A municipality with its people: `secrets` are what the cookies of their sessions hold."""

    id: int
    slug: str
    first: Actor
    second: Actor
    auditor: Actor
    citizen: Actor
    administrator: Actor
    arranger: Actor
    secrets: dict[int, str]


def make_town(slug: str) -> Town:
    """A municipality with two officials, an auditor, an administrator, an arranger of support and a citizen."""
    with db.write() as session:
        place = municipalities.found(
            session,
            slug,
            name={"nl": f"Gemeente {slug}", "fr": f"Commune {slug}"},
            languages=["nl", "fr"],
            office={
                "street": "Kerkstraat 1",
                "postcode": "9999",
                "town": slug,
                "phone": "012 34 56 78",
                "email": f"balie@{slug}.example",
                "hours": {"nl": ["Maandag 9-12 uur"], "fr": ["Lundi 9-12 h"]},
            },
            committees={"nl": ["Ruimte"], "fr": ["Espace"]},
        )
        made = [
            (
                people.welcome(
                    session,
                    email=f"{name}@{slug}.example",
                    name=f"{name} {slug}",
                    municipality_id=place.id,
                    roles=[role],
                    at=START,
                ),
                role,
            )
            for name, role in (
                ("an", Role.OFFICIAL),
                ("bo", Role.OFFICIAL),
                ("cas", Role.AUDITOR),
                ("dee", Role.CITIZEN),
                ("eva", Role.ADMINISTRATOR),
                ("fay", Role.ARRANGER),
            )
        ]
        place_id = place.id
    first, second, auditor, citizen, administrator, arranger = (
        Actor(person.id, person.name, place_id, frozenset({role})) for person, role in made
    )
    with db.write() as session:
        secrets = {
            person.id: sessions.open_session(session, person, device="", strong=True, at=clock.now())
            for person, _ in made
        }
    return Town(place_id, slug, first, second, auditor, citizen, administrator, arranger, secrets)


def make_two_towns() -> tuple[Town, Town]:
    """A town, and a neighbour that looks just like it."""
    return make_town("ourtown"), make_town("nexttown")


def make_panel(town: Town, stage: str = "empty", *, title: str = "Dorpskern", volunteers: int = 40) -> str:
    """A panel as far as `stage`; returns its short name."""
    reached = STAGES.index(stage)
    with db.write() as session:
        panel = actions.create(
            session,
            town.id,
            title={"nl": title, "fr": f"{title} (fr)"},
            question={"nl": "Hoe maken we het dorp veilig?"},
            summary=SUMMARY,
            terms=Terms(SEATS, one_per_household=True, number_of_panels=100),
            by=town.first,
            at=START,
        )
        slug = panel.slug
    if reached >= 1:
        with db.write() as session:
            actions.accept_targets(session, changing(session, town, slug), TARGETS, by=town.first, at=START)
    if reached >= 2:
        with db.write() as session:
            _, found = uploads.look_at_people(
                people_csv(volunteers).encode(),
                TARGETS,
                SEATS,
                {},
                id_column=None,
                household_columns=["address"],
                household_key="00" * 16,
            )
            actions.accept_people(session, changing(session, town, slug), found, by=town.first, at=START)
    if reached >= 3:
        calculate(town, slug)
    if reached >= 4:
        propose(town, slug)
    if reached >= 5:
        confirm(town, slug)
    if stage == "drawn":
        enter_number(town, slug)
    if stage == "cancelled":
        cancel(town, slug)
    return slug


def changing(session: db.Session, town: Town, slug: str):
    return queries.panel_to_change(session, town.id, slug)


REMIT = RemitView(
    model="jury",
    commissioner="council",
    mandate={"nl": "Het panel zegt hoe het dorp veilig wordt.", "fr": "Le panel dit comment rendre le village sûr."},
    promise={"nl": "De raad antwoordt op elke aanbeveling.", "fr": "Le conseil répond à chaque recommandation."},
    output={"nl": "Aanbevelingen.", "fr": "Des recommandations."},
    funding={"nl": "Het budget voor inspraak.", "fr": "Le budget de la participation."},
    evaluation={"nl": "De leden kijken terug.", "fr": "Les membres regardent en arrière."},
    answer_months=3,
    days=4,
    sessions=4,
    minimum_age=16,
    resident_on=date(2026, 3, 1),
    left_out=("councillors", "executive"),
    assessment="DPIA 12",
    calendar=({"on": "2026-04-11", "words": {"nl": "Eerste sessie", "fr": "Première session"}},),
)


def write_remit(town: Town, slug: str, remit: RemitView = REMIT, *, by: Actor | None = None) -> None:
    """Say what a panel is asked and promised: with that, everybody can read about it."""
    with db.write() as session:
        remits.write(session, changing(session, town, slug), remit, by=by or town.first, at=START)


def bring_in_figures(town: Town) -> None:
    """Figures of the population with the same features as `TARGETS`."""
    divisions = [
        Division("gender", (("female", 5100), ("male", 4900))),
        Division("age", (("16-34", 2500), ("35-64", 5000), ("65+", 2500))),
    ]
    about = {"source": "Statbel", "as_of": date(2026, 1, 1), "from_age": 16}
    with db.write() as session:
        figures.bring_in(session, town.id, divisions, **about, by=town.first, at=START)


def calculate(town: Town, slug: str) -> None:
    with db.write() as session:
        calculation = actions.ask_calculation(session, changing(session, town, slug), by=town.first, at=START)
        found = calculation.id
    calculating.calculate(found)


def propose(town: Town, slug: str, *, at: datetime = START) -> int:
    with db.write() as session:
        panel = changing(session, town, slug)
        source = drawing.declare_source("balls", "Council hall", SEED_AT, panel.number_of_panels)
        return drawing.propose(session, panel, source=source, seed_at=SEED_AT, by=town.first, at=at).sequence


def confirm(town: Town, slug: str, sequence: int = 1, *, by: Actor | None = None, at: datetime = START) -> None:
    with db.write() as session:
        drawing.confirm(
            session,
            changing(session, town, slug),
            sequence,
            municipality=town.slug,
            title=slug,
            by=by or town.second,
            at=at,
        )


def enter_number(town: Town, slug: str, typed: str = "42", sequence: int = 1, *, at: datetime = AFTER) -> None:
    with db.write() as session:
        drawing.enter_number(session, changing(session, town, slug), sequence, typed, by=town.first, at=at)


def cancel(town: Town, slug: str, sequence: int = 1, *, by: Actor | None = None) -> None:
    with db.write() as session:
        drawing.ask_cancellation(
            session, changing(session, town, slug), sequence, "The hall flooded.", by=town.first, at=START
        )
    with db.write() as session:
        drawing.confirm_cancellation(session, changing(session, town, slug), sequence, by=by or town.second, at=START)


def look(town: Town, slug: str) -> tuple[PanelView, list[DrawView]]:
    """The panel and its draws as they are now."""
    with db.read() as session:
        panel = queries.panel(session, town.id, slug)
        return panel, queries.draws(session, town.id, panel.id)


def people_csv(count: int, *, seed: int = 1) -> str:
    """A list of volunteers, some of whom share an address or gave none."""
    chooser = random.Random(seed)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "gender", "age", "address"])
    for number in range(count):
        address = f"Lindestraat {number // 2}" if number % 5 else ""
        writer.writerow(
            [f"r{number:04}", chooser.choice(["female", "male"]), chooser.choice(["16-34", "35-64", "65+"]), address]
        )
    return text.getvalue()


def targets_csv() -> str:
    lines = [f"{one.category},{one.feature},{one.min},{one.max}" for one in TARGETS]
    return "\n".join(["category,feature,min,max", *lines])


def cookie_of(town: Town, who: Actor) -> dict[str, str]:
    """What the cookie of somebody holds who is signed in, with a second factor, since a moment ago."""
    return {"secret": town.secrets[who.person_id], "seen": clock.now().isoformat()}
