"""What a panel holds on its members once it meets: two seats of somebody, and everything that goes with them."""

from __future__ import annotations

import json

from participation import db, keys
from participation.members import reaching
from participation.members.models import (
    Allowance,
    Arrangement,
    Attendance,
    BankDetail,
    Cost,
    Member,
    PanelSession,
    SeatingWish,
    SessionChange,
    TablePlan,
)
from participation.members.queries.money import PURPOSE
from participation.members.reaching import Reach
from tests.towns import START, Town

TABLES = frozenset(
    table.__tablename__
    for table in (
        Allowance,
        Arrangement,
        Attendance,
        BankDetail,
        Cost,
        Member,
        SeatingWish,
        SessionChange,
        TablePlan,
    )
)


def hold(town: Town, panel_id: int, person_id: int, *, name: str, email: str) -> None:
    """Somebody with a seat that they took and one that they left; as an official they noted and moved things too."""
    here = {"municipality_id": town.id}
    noted = {"noted_by": person_id, "noted_at": START}
    with db.write() as session:
        seats = [_seat(town, panel_id, person_id, state, name, email) for state in ("confirmed", "withdrawn")]
        found = PanelSession(
            **here,
            panel_id=panel_id,
            number=1,
            title={"nl": "Zitting"},
            starts_at=START,
            ends_at=START,
            mode="hall",
            place={},
            joining={},
            agenda=[],
            fallback_plan={},
        )
        session.add_all([*seats, found])
        session.flush()
        of = {**here, "session_id": found.id}
        who = {**of, "member_id": seats[0].id}
        account = keys.sealed(json.dumps({"holder": name, "iban": "BE68539007547034"}), PURPOSE, town.id)
        session.add_all(
            [
                SessionChange(**of, before={}, after={}, reason={}, told=1, changed_by=person_id, changed_at=START),
                Attendance(**who, state="present", **noted),
                Arrangement(**who, kind="loan_device", state="done", **noted),
                Allowance(
                    **who,
                    kind="session",
                    cents=5000,
                    note=name,
                    once=f"session:{found.id}:{seats[0].id}",
                    state="approved",
                    approved_by=person_id,
                    approved_at=START,
                    **noted,
                ),
                BankDetail(**here, member_id=seats[0].id, account=account, given_at=START, channel="web"),
                TablePlan(
                    **of, balance=[], seats=[], helpers=[], figures={}, seed="1", made_by=person_id, made_at=START
                ),
                SeatingWish(**here, panel_id=panel_id, kind="fixed", members=[seats[0].id], table=1, **noted),
                Cost(**here, panel_id=panel_id, kind="hall", cents=1, minutes=1, **noted),
            ]
        )


def _seat(town: Town, panel_id: int, person_id: int, state: str, name: str, email: str) -> Member:
    left = state != "confirmed"
    return Member(
        municipality_id=town.id,
        panel_id=panel_id,
        code="KRTW-4071" if left else "PMNX-2208",
        round=1,
        state=state,
        reach=reaching.sealed_reach(town.id, Reach(name=name, email=email, way="email")),
        language="nl",
        asked_at=START,
        answer_by=START.date(),
        person_id=person_id,
        public_name=name,
        left_at=START if left else None,
    )
