"""Looking at the people of a panel: columns rather than whole objects, so that a pool of thousands stays light."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, case, func, or_, select
from sqlalchemy.orm import Session

from participation.errors import NotFound, Refused
from participation.panels.models import Candidate, Panel, Upload
from participation.panels.queries.calculations import PAGE, members, pages
from participation.panels.queries.panels import PanelView
from participation.sortition.problem import Person, Problem, Target, make_problem


class Listed(NamedTuple):
    """A line of the pool: code, the official's own reference, features in the order of the categories; the last two
    are None for whoever was forgotten."""

    code: str
    reference: str | None
    features: list[str] | None


class Volunteer(NamedTuple):
    """All that is held of somebody in the pool who was not forgotten."""

    code: str
    reference: str
    features: list[str]
    household: str | None
    salt: str
    leaf: str


_VOLUNTEER = [getattr(Candidate, name) for name in Volunteer._fields]

_LISTED = [getattr(Candidate, name) for name in Listed._fields]


def candidates(
    session: Session, municipality_id: int, panel_id: int, page: int, wanted: str = ""
) -> tuple[list[Listed], int]:
    """The pool as the official sees it; those whose code or reference contains `wanted`."""
    where = [Candidate.municipality_id == municipality_id, Candidate.panel_id == panel_id]
    if wanted:
        where.append(
            Candidate.reference.icontains(wanted, autoescape=True) | Candidate.code.icontains(wanted, autoescape=True)
        )
    count = session.scalar(select(func.count()).select_from(Candidate).where(*where)) or 0
    rows = session.execute(
        select(*_LISTED)
        .where(*where)
        .order_by(Candidate.reference, Candidate.code)
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    )
    return [Listed(*row) for row in rows], pages(count)


def candidate(session: Session, municipality_id: int, panel_id: int, code: str) -> Volunteer | None:
    """One person of the pool with all that their receipt says; None once they were forgotten. Raises NotFound."""
    row = session.execute(
        select(*_VOLUNTEER, Candidate.forgotten_at).where(
            Candidate.municipality_id == municipality_id, Candidate.panel_id == panel_id, Candidate.code == code
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return None if row.forgotten_at else Volunteer(*row[:-1])


def numbers_of(session: Session, municipality_id: int, panel_id: int, codes: Sequence[str]) -> dict[str, str]:
    """Code -> keyed national number, of those of these people of a pool whose list had one."""
    rows = session.execute(
        select(Candidate.code, Candidate.number_key).where(
            Candidate.municipality_id == municipality_id,
            Candidate.panel_id == panel_id,
            Candidate.code.in_(codes),
            Candidate.number_key.is_not(None),
        )
    )
    return {code: number_key for code, number_key in rows if number_key}


def places_of(session: Session, municipality_id: int, number_key: str) -> list[tuple[int, str]]:
    """In which pools somebody is, by their keyed national number: the number of the panel, and their code."""
    rows = session.execute(
        select(Candidate.panel_id, Candidate.code)
        .where(Candidate.municipality_id == municipality_id, Candidate.number_key == number_key)
        .order_by(Candidate.panel_id)
    )
    return [(panel_id, code) for panel_id, code in rows]


def code_of(session: Session, municipality_id: int, panel_id: int, written: str) -> str:
    """The code of who has this reference or this code. Raises Refused."""
    found = session.scalar(
        select(Candidate.code)
        .where(
            Candidate.municipality_id == municipality_id,
            Candidate.panel_id == panel_id,
            or_(Candidate.reference == written, Candidate.code == written),
        )
        # Where a reference looks like another's code, the reference is the official's own word.
        .order_by(case((Candidate.reference == written, 0), else_=1))
        .limit(1)
    )
    if found is None:
        raise Refused("nobody_in_pool", field="who")
    return found


def everybody(
    session: Session, municipality_id: int, panel_id: int, *, among: Collection[str] | None = None
) -> list[Volunteer]:
    """The whole pool, or those with these codes, without those who were forgotten; for exports and digests."""
    rows = session.execute(
        select(*_VOLUNTEER)
        .where(
            Candidate.municipality_id == municipality_id,
            Candidate.panel_id == panel_id,
            Candidate.forgotten_at.is_(None),
        )
        .order_by(Candidate.code)
    )
    wanted = None if among is None else set(among)
    return [Volunteer(*row) for row in rows if wanted is None or row.code in wanted]


def seated(session: Session, municipality_id: int, panel_id: int, calculation_id: int, number: int) -> list[Listed]:
    """The people of one numbered panel as the official needs them."""
    rows = session.execute(
        select(*_LISTED)
        .where(
            Candidate.municipality_id == municipality_id,
            Candidate.panel_id == panel_id,
            Candidate.code.in_(members(session, municipality_id, calculation_id, number)),
        )
        .order_by(Candidate.code)
    )
    return [Listed(*row) for row in rows]


def references(session: Session, municipality_id: int, panel_id: int, codes: Sequence[str]) -> dict[str, str]:
    """Code to the official's own reference, of those who were not forgotten."""
    rows = session.execute(
        select(Candidate.code, Candidate.reference).where(
            Candidate.municipality_id == municipality_id, Candidate.panel_id == panel_id, Candidate.code.in_(codes)
        )
    )
    return {code: reference for code, reference in rows if reference is not None}


def problem(
    session: Session,
    municipality_id: int,
    view: PanelView | Panel,
    *,
    targets: Sequence[dict[str, Any]] | None = None,
    among: Collection[str] | None = None,
) -> Problem:
    """The selection problem of a panel as it stands; people are known by their codes only. among: the codes of those who
    can be drawn, if that is not everybody."""
    rows = session.execute(
        select(Candidate.code, Candidate.features, Candidate.household).where(
            Candidate.municipality_id == municipality_id,
            Candidate.panel_id == view.id,
            Candidate.forgotten_at.is_(None),
        )
    )
    wanted = None if among is None else set(among)
    return make_problem(
        [Target(**target) for target in (view.targets if targets is None else targets)],
        [
            Person(code, tuple(features), household)
            for code, features, household in rows
            if wanted is None or code in wanted
        ],
        view.seats,
        one_per_household=view.one_per_household,
    )


def upload(session: Session, municipality_id: int, panel_id: int, kind: str) -> Row[Any] | None:
    """The upload that waits to be accepted: id, filename, options, findings, uploaded_at."""
    return session.execute(
        select(Upload.id, Upload.filename, Upload.options, Upload.findings, Upload.uploaded_at).where(
            Upload.municipality_id == municipality_id, Upload.panel_id == panel_id, Upload.kind == kind
        )
    ).one_or_none()


def upload_content(session: Session, municipality_id: int, panel_id: int, kind: str) -> bytes:
    """The waiting file itself. Raises NotFound."""
    content = session.execute(
        select(Upload.content).where(
            Upload.municipality_id == municipality_id, Upload.panel_id == panel_id, Upload.kind == kind
        )
    ).scalar_one_or_none()
    if content is None:
        raise NotFound
    return content
