"""What the officials of the demo do with one panel, act by act; for the stories in `panels`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from participation import db
from participation.content import actions as content
from participation.demo import telling
from participation.demo.towns import Founded
from participation.demo.volunteers import Residents, as_csv, targets, volunteers
from participation.panels import actions, calculating, drawing, queries, remits
from participation.panels.models import Panel
from participation.panels.outlooks import outlook_of
from participation.panels.rules import Terms
from participation.sortition.pool import read_people
from participation.sortition.problem import Target
from participation.sortition.quotas import read_targets
from participation.sortition.tables import read_table

Words = Mapping[str, str]


class Dossier:
    """A panel and the acts of the two officials. Every act is a whole transaction, at its own moment."""

    def __init__(
        self,
        town: Founded,
        residents: Residents,
        title: Words,
        question: Words,
        summary: Words,
        seats: int,
        *,
        households: bool = False,
    ) -> None:
        self.town, self.residents, self.seats = town, residents, seats
        self.title, self.question, self.summary, self.households = title, question, summary, households
        self.slug = ""

    def create(self, at: datetime) -> None:
        with db.write() as session:
            panel = actions.create(
                session,
                self.town.id,
                title=self.title,
                question=self.question,
                summary=self.summary,
                terms=Terms(self.seats, self.households),
                by=self.town.first,
                at=at,
            )
            self.slug = panel.slug

    def write_remit(self, remit: queries.RemitView, at: datetime) -> None:
        """Say what the panel is asked and promised."""
        with db.write() as session:
            remits.write(session, self._panel(session), remit, by=self.town.first, at=at)

    def tell(self, texts: Mapping[str, Words], at: datetime) -> None:
        """Write more in some languages: easy words, a translation. texts: by language, then by part."""
        with db.write() as session:
            subject = queries.subject_of(self._panel(session).id)
            for language, written in texts.items():
                content.write(session, self.town.id, subject, language, written, by=self.town.second, at=at)

    def draw_pictogram(self, at: datetime) -> None:
        drawn = telling.pictogram(list(self.summary))
        with db.write() as session:
            subject = queries.subject_of(self._panel(session).id)
            content.add_medium(session, self.town.id, subject, drawn, by=self.town.second, at=at)

    def set_targets(self, slack: int, at: datetime) -> None:
        """slack: so many seats more or fewer than the share of each feature"""
        rows = targets(self.residents, self.seats, slack)
        found = read_targets(read_table(as_csv(rows).encode()), self.seats)
        with db.write() as session:
            actions.accept_targets(session, self._panel(session), found, by=self.town.first, at=at)

    def bring_people(self, count: int, name: str, at: datetime) -> None:
        """Upload the list of those who volunteered, and see what the targets allow with them."""
        table = read_table(as_csv(volunteers(self.residents, count, name)).encode())
        with db.write() as session:
            panel = self._panel(session)
            found = read_people(
                table,
                [Target(**target) for target in panel.targets],
                seats=self.seats,
                household_columns=self.residents.address,
            )
            actions.accept_people(session, panel, found, by=self.town.first, at=at)
            problem, version = queries.problem(session, panel.municipality_id, panel), panel.version
        facts = outlook_of(problem)
        with db.write() as session:
            actions.keep_outlook(self._panel(session), version, facts)

    def find_chances(self, at: datetime) -> None:
        with db.write() as session:
            calculation_id = actions.ask_calculation(session, self._panel(session), by=self.town.first, at=at).id
        calculating.calculate(calculation_id, now=lambda: at)

    def propose(self, kind: str, name: str, seed_at: datetime, at: datetime) -> None:
        numbers = {"count": 6, "lowest": 1, "highest": 45} if kind == "numbers" else {}
        with db.write() as session:
            panel = self._panel(session)
            source = drawing.declare_source(kind, name, seed_at, panel.number_of_panels, **numbers)
            drawing.propose(session, panel, source=source, seed_at=seed_at, by=self.town.first, at=at)

    def confirm(self, at: datetime, sequence: int = 1) -> None:
        title = next(iter(self.title.values()))
        with db.write() as session:
            drawing.confirm(
                session,
                self._panel(session),
                sequence,
                municipality=self.town.name,
                title=title,
                by=self.town.second,
                at=at,
            )

    def enter_number(self, typed: str, at: datetime, sequence: int = 1) -> None:
        with db.write() as session:
            drawing.enter_number(session, self._panel(session), sequence, typed, by=self.town.first, at=at)

    def ask_cancellation(self, reason: str, at: datetime) -> None:
        with db.write() as session:
            drawing.ask_cancellation(session, self._panel(session), 1, reason, by=self.town.first, at=at)

    def confirm_cancellation(self, at: datetime) -> None:
        with db.write() as session:
            drawing.confirm_cancellation(session, self._panel(session), 1, by=self.town.second, at=at)

    def _panel(self, session: Session) -> Panel:
        return queries.panel_to_change(session, self.town.id, self.slug)
