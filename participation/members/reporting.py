"""What a panel recommends, what the council says to it, and publishing all that with how the panel came about; for the
official who writes the report, until members and councillors write their own parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.clock import local
from participation.content import queries as content
from participation.errors import NotFound, Refused
from participation.journal.actions import record
from participation.members import report_rules as rules
from participation.members.models import Recommendation, Report
from participation.members.queries import report as queries
from participation.panels import queries as panels
from participation.permissions import Actor

Words = Mapping[str, str]


def recommend(
    session: Session,
    municipality_id: int,
    slug: str,
    number: int,
    *,
    words: Words,
    minority: Words,
    votes: Mapping[str, int],
    by: Actor,
    at: datetime,
) -> None:
    """From now on this is the recommendation with this number: a new one where it is the next. Raises Refused, NotFound.

    minority: what those say who did not agree; votes: {for, against, abstained}, {} where nobody voted
    """
    rules.check_recommendation(words, votes)
    panel = panels.panel_to_change(session, municipality_id, slug)
    row = _recommendation(session, municipality_id, panel.id, number)
    if row is None:
        if number != _last(session, municipality_id, panel.id) + 1:
            raise NotFound
        row = Recommendation(municipality_id=municipality_id, panel_id=panel.id, number=number, answer_words={})
        session.add(row)
    elif (row.words, row.minority, row.votes) == (dict(words), dict(minority), dict(votes)):
        return
    row.words, row.minority, row.votes = dict(words), dict(minority), dict(votes)
    facts: dict[str, str | int] = {"recommendation": number, "words": rules.mark_of(words, minority, votes)}
    _record(session, municipality_id, panel.id, "recommendation.written", facts, by=by, at=at)


def drop(session: Session, municipality_id: int, slug: str, number: int, *, by: Actor, at: datetime) -> None:
    """Take the last recommendation back: the others keep their numbers. Raises Refused, NotFound."""
    panel = panels.panel_to_change(session, municipality_id, slug)
    row = _recommendation(session, municipality_id, panel.id, number)
    if row is None:
        raise NotFound
    if (
        row.answer
        or number != _last(session, municipality_id, panel.id)
        or queries.is_published(session, municipality_id, panel.id)
    ):
        raise Refused("recommendation_stays")
    session.delete(row)
    _record(session, municipality_id, panel.id, "recommendation.dropped", {"recommendation": number}, by=by, at=at)


def answer(
    session: Session,
    municipality_id: int,
    slug: str,
    number: int,
    *,
    said: str,
    words: Words,
    answered_on: date | None,
    by: Actor,
    at: datetime,
) -> None:
    """From now on this is what the council says to a recommendation. Raises Refused, NotFound."""
    rules.check_answer(said, words, answered_on, local(at).date())
    panel = panels.panel_to_change(session, municipality_id, slug)
    row = _recommendation(session, municipality_id, panel.id, number)
    if row is None:
        raise NotFound
    if (row.answer, row.answer_words, row.answered_on) == (said, dict(words), answered_on):
        return
    row.answer, row.answer_words, row.answered_on = said, dict(words), answered_on
    facts: dict[str, str | int] = {"recommendation": number, "answer": said, "words": rules.mark_of(words, answered_on)}
    _record(session, municipality_id, panel.id, "recommendation.answered", facts, by=by, at=at)


def describe(
    session: Session,
    municipality_id: int,
    slug: str,
    *,
    advised_on: date | None,
    since: Words,
    by: Actor,
    at: datetime,
) -> None:
    """When the council got the advice, and what has changed since."""
    panel = panels.panel_to_change(session, municipality_id, slug)
    row = _report(session, municipality_id, panel.id)
    if (row.advised_on, row.since) == (advised_on, dict(since)):
        return
    row.advised_on, row.since = advised_on, dict(since)
    _record(
        session,
        municipality_id,
        panel.id,
        "report.described",
        {"words": rules.mark_of(advised_on, since)},
        by=by,
        at=at,
    )


def publish(session: Session, municipality_id: int, slug: str, *, by: Actor, at: datetime) -> None:
    """Everybody can read the report from now on, with the figures as they are counted now; again, once they changed.

    Raises Refused while the panel is not drawn or a summary is missing.
    """
    panel = panels.panel_to_change(session, municipality_id, slug)
    if panel.id not in panels.drawn_panels(session, municipality_id):
        raise Refused("report_before_draw")
    subject = queries.subject_of(panel.id)
    if subject not in content.summed_up(session, municipality_id, [subject]):
        raise Refused("report_without_summary")
    view = panels.panel_by_id(session, municipality_id, panel.id)
    figures = queries.figures_now(session, municipality_id, view)
    row = _report(session, municipality_id, panel.id)
    if row.published_at is not None and row.figures == figures:
        return
    row.figures, row.published_at, row.published_by = figures, at, by.person_id
    _record(session, municipality_id, panel.id, "report.published", {"figures": rules.mark_of(figures)}, by=by, at=at)


def _report(session: Session, municipality_id: int, panel_id: int) -> Report:
    """The report itself; its panel was taken."""
    found = session.scalar(select(Report).where(Report.municipality_id == municipality_id, Report.panel_id == panel_id))
    if found is None:
        found = Report(municipality_id=municipality_id, panel_id=panel_id, since={}, figures={})
        session.add(found)
    return found


def _recommendation(session: Session, municipality_id: int, panel_id: int, number: int) -> Recommendation | None:
    return session.scalar(
        select(Recommendation).where(
            Recommendation.municipality_id == municipality_id,
            Recommendation.panel_id == panel_id,
            Recommendation.number == number,
        )
    )


def _last(session: Session, municipality_id: int, panel_id: int) -> int:
    highest = session.scalar(
        select(func.max(Recommendation.number)).where(
            Recommendation.municipality_id == municipality_id, Recommendation.panel_id == panel_id
        )
    )
    return highest or 0


def _record(
    session: Session,
    municipality_id: int,
    panel_id: int,
    event: str,
    facts: Mapping[str, str | int],
    *,
    by: Actor,
    at: datetime,
) -> None:
    record(
        session,
        municipality_id,
        event,
        subject=panels.subject_of(panel_id),
        by=f"person:{by.person_id}",
        facts=dict(facts),
        at=at,
    )
