"""Preparing a panel: its question, its targets, its people, its calculation."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import events, jobs
from participation.content import actions as content
from participation.errors import Refused
from participation.journal.actions import record
from participation.lottery.codes import new_codes
from participation.lottery.commitment import commit, new_salt
from participation.panels import admitting, queries, rounds, rules, tallies, uploads
from participation.panels.models import Calculation, Candidate, Draw, Panel, Upload
from participation.panels.rules import Terms
from participation.panels.uploads import pseudonym
from participation.people import queries as people_queries
from participation.permissions import Actor
from participation.sortition.problem import Person, Target, categories_of

CALCULATE = "panels.calculate"

# Other rooms come in by this door: one person in or out of the pool, a draw for seats that came free, what was counted.
admit, put_right, dismiss = admitting.admit, admitting.put_right, admitting.dismiss
open_round = rounds.open_round
keep_tallies = tallies.keep


def create(
    session: Session,
    municipality_id: int,
    *,
    title: Mapping[str, str],
    question: Mapping[str, str],
    summary: Mapping[str, str],
    terms: Terms,
    by: Actor,
    at: datetime,
) -> Panel:
    """Make a panel, with nobody in it yet."""
    rules.check_panel(title, question, terms.seats)
    panel = Panel(
        municipality_id=municipality_id,
        # A title in another script than ours gets an address that nobody else has.
        slug=rules.short_name(next(text for text in title.values() if text.strip())) or f"panel-{secrets.token_hex(3)}",
        title=dict(title),
        question=dict(question),
        created_at=at,
        **asdict(terms),
    )
    try:
        with session.begin_nested():
            session.add(panel)
    except IntegrityError:
        raise Refused("panel_name_taken", field="title") from None
    _record(session, panel, "panel.created", by=by, at=at, seats=terms.seats)
    content.write_summaries(session, municipality_id, queries.subject_of(panel.id), summary, by=by, at=at)
    return panel


def change(
    session: Session,
    panel: Panel,
    *,
    title: Mapping[str, str],
    question: Mapping[str, str],
    summary: Mapping[str, str],
    terms: Terms,
    by: Actor,
    at: datetime,
) -> None:
    """Change question, summary, size or rules, as long as nothing is promised."""
    rules.check_panel(title, question, terms.seats)
    _check_may_change(session, panel)
    content.write_summaries(session, panel.municipality_id, queries.subject_of(panel.id), summary, by=by, at=at)
    before = Terms(panel.seats, panel.one_per_household, panel.objective, panel.number_of_panels)
    if (panel.title, panel.question, before) == (title, question, terms):
        return
    panel.title, panel.question = dict(title), dict(question)
    if terms != before:
        for name, value in asdict(terms).items():
            setattr(panel, name, value)
        _outdate(panel)
    _record(session, panel, "panel.changed", by=by, at=at, seats=terms.seats)


def put_upload(
    session: Session,
    panel: Panel,
    kind: str,
    *,
    filename: str,
    content: bytes,
    options: Mapping[str, Any],
    findings: uploads.Findings,
    at: datetime,
) -> None:
    """Keep a file until the official has looked at it; a newer one takes its place, and has another mark."""
    _check_may_change(session, panel)
    if kind == uploads.PEOPLE:
        _check_may_empty(session, panel)
    drop_upload(session, panel, kind)
    session.add(
        Upload(
            municipality_id=panel.municipality_id,
            panel_id=panel.id,
            kind=kind,
            filename=filename[:200],
            content=content,
            options=dict(options),
            findings={**findings.as_dict(), "mark": secrets.token_hex(8)},
            uploaded_at=at,
        )
    )


def drop_upload(session: Session, panel: Panel, kind: str) -> None:
    """Forget a file that waits."""
    session.execute(
        delete(Upload).where(
            Upload.municipality_id == panel.municipality_id, Upload.panel_id == panel.id, Upload.kind == kind
        )
    )


def replace_targets(
    session: Session, panel: Panel, targets: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime
) -> None:
    """Set the targets. People whose features are no longer among them are removed, and must be uploaded again."""
    people_queries.check_no_interest(session, panel.municipality_id, by.person_id, f"panel:{panel.id}")
    _check_may_change(session, panel)
    features = [(target["category"], target["feature"]) for target in targets]
    panel.targets = [dict(target) for target in targets]
    if panel.pool and not rules.people_fit(panel.pool, features):
        _check_may_empty(session, panel)
        session.execute(
            delete(Candidate).where(Candidate.municipality_id == panel.municipality_id, Candidate.panel_id == panel.id)
        )
        panel.pool, panel.people_at = {}, None
    drop_upload(session, panel, uploads.PEOPLE)
    _outdate(panel)
    _record(session, panel, "panel.targets_replaced", by=by, at=at, targets=len(targets))


def accept_targets(session: Session, panel: Panel, targets: Sequence[Target], *, by: Actor, at: datetime) -> None:
    """Make an uploaded file of targets the targets."""
    replace_targets(session, panel, [asdict(target) for target in targets], by=by, at=at)
    drop_upload(session, panel, uploads.TARGETS)


def accept_people(
    session: Session, panel: Panel, people: Sequence[Person], *, officials: str = "", by: Actor, at: datetime
) -> None:
    """Make an uploaded list the pool. Whoever was there before keeps their code, and their receipt if nothing changed.

    officials: how officials and councillors were kept out, for the journal: `by_number` or `by_hand`
    """
    people_queries.check_no_interest(session, panel.municipality_id, by.person_id, f"panel:{panel.id}")
    _check_may_change(session, panel)
    _check_may_empty(session, panel)
    targets = [Target(**target) for target in panel.targets]
    categories = categories_of(targets)
    before = {
        row.reference: row
        for row in session.execute(
            select(
                Candidate.reference,
                Candidate.code,
                Candidate.features,
                Candidate.household,
                Candidate.salt,
                Candidate.leaf,
            ).where(Candidate.municipality_id == panel.municipality_id, Candidate.panel_id == panel.id)
        )
    }
    taken = {row.code for row in before.values()}
    # More than enough, so that those already in use can be passed over.
    fresh = (code for code in new_codes(len(people) + len(taken)) if code not in taken)
    rows = []
    for person in people:
        known = before.get(person.id)
        row: dict[str, Any] = {
            "municipality_id": panel.municipality_id,
            "panel_id": panel.id,
            "reference": person.id,
            "code": known.code if known else next(fresh),
            "features": list(person.features),
            "household": pseudonym(panel.household_key, person.household),
            "number_key": person.number_key if isinstance(person, uploads.Applicant) else None,
        }
        if known and (known.features, known.household) == (row["features"], row["household"]):
            row.update(salt=known.salt, leaf=known.leaf)
        else:
            salt = new_salt()
            features = dict(zip(categories, person.features, strict=True))
            row.update(salt=salt.hex(), leaf=commit(salt, features, row["household"] or ""))
        rows.append(row)
    session.execute(
        delete(Candidate).where(Candidate.municipality_id == panel.municipality_id, Candidate.panel_id == panel.id)
    )
    session.execute(insert(Candidate), rows)
    panel.pool, panel.people_at = uploads.summary(people, targets), at
    drop_upload(session, panel, uploads.PEOPLE)
    _outdate(panel)
    _record(session, panel, "panel.people_replaced", by=by, at=at, people=len(people), officials=officials)


def keep_outlook(panel: Panel, version: int, outlook: Mapping[str, Any]) -> None:
    """Remember what these targets allow, unless they have changed meanwhile."""
    if panel.version == version:
        panel.outlook = dict(outlook)


def ask_calculation(session: Session, panel: Panel, *, by: Actor, at: datetime) -> Calculation:
    """Put the calculation of the fair chances down as a job: of the whole panel, or of the seats that came free."""
    if not panel.targets:
        raise Refused("targets_first")
    if not panel.pool:
        raise Refused("people_first")
    round_now = queries.round_now(queries.rounds(session, panel.municipality_id, panel.id))
    active = queries.active_draw_to_change(session, panel.municipality_id, panel.id, round_now)
    rules.check_may_change(draw_exists=active is not None)
    calculation = Calculation(
        municipality_id=panel.municipality_id, panel_id=panel.id, round=round_now, version=panel.version, asked_at=at
    )
    try:
        with session.begin_nested():
            session.add(calculation)
    except IntegrityError:
        raise Refused("already_calculating") from None
    jobs.enqueue(
        session, CALCULATE, key=f"calculation-{calculation.id}-{secrets.token_hex(4)}", calculation_id=calculation.id
    )
    _record(session, panel, "panel.calculation_asked", by=by, at=at, calculation=calculation.id)
    return calculation


def stop_calculation(session: Session, panel: Panel, *, at: datetime) -> None:
    """Ask the calculation that is running to stop; one that still waits is over at once."""
    asked = (
        session.execute(
            update(Calculation)
            .where(
                Calculation.municipality_id == panel.municipality_id,
                Calculation.panel_id == panel.id,
                Calculation.state == "waiting",
            )
            .values(state="cancelled", finished_at=at)
            .returning(Calculation.id)
        ).all()
        or session.execute(
            update(Calculation)
            .where(
                Calculation.municipality_id == panel.municipality_id,
                Calculation.panel_id == panel.id,
                Calculation.state == "running",
            )
            .values(stop_asked=True)
            .returning(Calculation.id)
        ).all()
    )
    if not asked:
        raise Refused("not_calculating")


def _check_may_empty(session: Session, panel: Panel) -> None:
    """Whether all the people of a pool may be taken out at once: not where they joined it one by one. Raises Refused."""
    events.tell(session, "panel.emptying", municipality_id=panel.municipality_id, panel_id=panel.id)


def _check_may_change(session: Session, panel: Panel) -> None:
    exists = session.scalar(
        select(Draw.id).where(
            Draw.municipality_id == panel.municipality_id, Draw.panel_id == panel.id, Draw.cancelled_at.is_(None)
        )
    )
    rules.check_may_change(draw_exists=exists is not None)


def _outdate(panel: Panel) -> None:
    panel.version += 1
    panel.outlook = {}


def _record(session: Session, panel: Panel, event: str, *, by: Actor, at: datetime, **facts: str | int) -> None:
    record(
        session,
        panel.municipality_id,
        event,
        subject=f"panel:{panel.id}",
        by=f"person:{by.person_id}",
        at=at,
        facts=facts,
    )
