"""To be forgotten, or not to be written to and drawn: what somebody may ask of us about themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import erasures, events
from participation.errors import NotFound
from participation.journal.actions import record
from participation.messages.actions import send
from participation.people import queries, roles
from participation.people.models import Objection, Person


def erase(
    session: Session, municipality_id: int, person_id: int, *, keep_objection: bool = False, by: str, at: datetime
) -> None:
    """Erase somebody who asked for it, and tell them that it is done.

    keep_objection: keep of them only the pseudonym of their number, so that they are never drawn
    by: who did it, as the journal writes it. Raises NotFound, and Refused for the last administrator.
    """
    roles.check_may_go(session, municipality_id, person_id, at=at)
    person = queries.person_to_change(session, municipality_id, person_id)
    told, number_key = queries.recipient(session, municipality_id, person_id), person.number_key
    forget(session, municipality_id, person_id, by=by, at=at)
    if keep_objection and number_key:
        session.add(Objection(municipality_id=municipality_id, number_key=number_key, made_at=at))
    # It belongs to nobody any more, so that nothing leads from it to who they were.
    nobody = replace(told, person_id=None)
    send(session, municipality_id, "account_erased", to=nobody, key=f"account-erased:{person_id}", at=at)


def forget(session: Session, municipality_id: int, person_id: int, *, by: str, via: str = "web", at: datetime) -> None:
    """Forget somebody in every room at once. Raises NotFound."""
    queries.person_to_change(session, municipality_id, person_id)
    record(session, municipality_id, "person.erased", subject=f"person:{person_id}", by=by, via=via, at=at)
    events.tell(session, "person.leaving", who=queries.somebody(session, municipality_id, person_id, at=at))
    erasures.note(session, municipality_id, f"person:{person_id}", at=at)


def forget_again(session: Session, municipality_id: int, person_id: int, *, erased_at: datetime, at: datetime) -> bool:
    """Forget somebody whom an old backup brought back. Returns whether they were there."""
    try:
        person = queries.person(session, municipality_id, person_id)
    except NotFound:
        return False
    # Whoever came after that moment is somebody else: the backup did not know that the number had been given.
    if person.created_at > erased_at:
        return False
    forget(session, municipality_id, person_id, by="operator", via="command", at=at)
    return True


def object_to_use(session: Session, person: Person, *, by: str, at: datetime) -> None:
    """From here on somebody is not written to of our own accord, and in no pool whose draw is not promised yet."""
    if person.objects_at is not None:
        return
    person.objects_at = at
    _record(session, person, "person.objected", by=by, at=at)
    events.tell(session, "person.objecting", who=queries.somebody(session, person.municipality_id, person.id, at=at))


def object_without_account(session: Session, municipality_id: int, number_key: str, *, by: str, at: datetime) -> None:
    """From here on whoever has this keyed number is in no pool whose draw is not promised yet. Told twice, it holds once."""
    if session.get(Objection, (municipality_id, number_key)) is not None:
        return
    try:
        with session.begin_nested():
            session.add(Objection(municipality_id=municipality_id, number_key=number_key, made_at=at))
    except IntegrityError:
        return
    record(session, municipality_id, "objection.noted", subject="objections", by=by, at=at)
    events.tell(session, "number.objecting", municipality_id=municipality_id, number_key=number_key, by=by, at=at)


def end_objection_without_account(
    session: Session, municipality_id: int, number_key: str, *, by: str, at: datetime
) -> None:
    """Whoever has this keyed number may be drawn again."""
    found = session.get(Objection, (municipality_id, number_key))
    if found is not None:
        session.delete(found)
        record(session, municipality_id, "objection.ended", subject="objections", by=by, at=at)


def take_objection_back(session: Session, person: Person, *, by: str, at: datetime) -> None:
    """Somebody may be written to and drawn again."""
    if person.objects_at is None:
        return
    person.objects_at = None
    _record(session, person, "person.objection_ended", by=by, at=at)


def _record(session: Session, person: Person, event: str, *, by: str, at: datetime) -> None:
    record(session, person.municipality_id, event, subject=f"person:{person.id}", by=by, at=at)
