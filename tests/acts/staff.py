"""The acts of those who work here: roles, invitations, interests, files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from participation import clock, db
from participation.panels import queries as panels
from participation.people import files, interests, invitations, leaving, queries, roles
from participation.people.staff import mark_of
from participation.permissions import Role
from tests.acts import Act
from tests.apps import app_of
from tests.towns import Town, make_panel

PASSWORD = "paarse olifant eet rustig soep"


def an_invitation(town: Town) -> Mapping[str, object]:
    """An invitation that waits: its number, its mark, the secret of its link."""
    return invite(town, "gust@work.example", "Gust")


def invite(town: Town, email: str, name: str) -> Mapping[str, object]:
    with db.write() as session:
        secret = invitations.invite_first(session, town.id, email, name, clock.now())
        found = invitations.offer(session, town.id, secret, at=clock.now())
        assert found
        mark = mark_of(invitations.waiting_to_change(session, town.id, found.id))
    return {"invitation": found.id, "mark": mark, "secret": secret}


def the_second(town: Town) -> Mapping[str, object]:
    return {"person": town.second.person_id}


def the_second_with_an_app(town: Town) -> Mapping[str, object]:
    app_of(town, town.second.person_id)
    return the_second(town)


def a_closed_account(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        roles.close_account(session, town.id, town.second.person_id, by=town.administrator, at=clock.now())
    return the_second(town)


def the_citizen(town: Town) -> Mapping[str, object]:
    return {"person": town.citizen.person_id}


def an_open_file(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        files.open_file(
            session, town.id, town.citizen.person_id, "Called us about a letter.", by=town.first, at=clock.now()
        )
    return the_citizen(town)


def the_file_of_an_objector(town: Town) -> Mapping[str, object]:
    with db.write() as session:
        person = queries.person_to_change(session, town.id, town.citizen.person_id)
        leaving.object_to_use(session, person, by=f"person:{person.id}", at=clock.now())
    return an_open_file(town)


def a_panel(town: Town) -> Mapping[str, object]:
    slug = make_panel(town)
    with db.read() as session:
        return {"subject": f"panel:{panels.panel(session, town.id, slug).id}"}


def an_interest(town: Town) -> Mapping[str, object]:
    found = a_panel(town)
    with db.write() as session:
        interests.declare(session, town.id, str(found["subject"]), "My shop is there.", by=town.first, at=clock.now())
    return found


TOMORROW = str(clock.local(clock.now() + timedelta(days=1)).date())
TODAY = str(clock.local(clock.now()).date())

ACTS = [
    Act(
        "people_desk.invite",
        "/desk/staff/invite",
        {"name": "Hanne", "email": "hanne@work.example", "role": Role.OFFICIAL.value, "starts_on": TODAY},
        who="administrator",
    ),
    Act(
        "people_desk.send_again",
        "/desk/staff/invitations/{invitation}/again",
        {"seen": "{mark}"},
        who="administrator",
        prepare=an_invitation,
    ),
    Act(
        "people_desk.withdraw",
        "/desk/staff/invitations/{invitation}/withdraw",
        who="administrator",
        prepare=an_invitation,
    ),
    Act(
        "people_desk.last_day",
        "/desk/staff/{person}/roles/official",
        {"ends_on": TOMORROW},
        who="administrator",
        prepare=the_second,
    ),
    Act("people_desk.end_role", "/desk/staff/{person}/roles/official/end", who="administrator", prepare=the_second),
    Act("people_desk.close_account", "/desk/staff/{person}/close", who="administrator", prepare=the_second),
    Act("people_desk.open_account", "/desk/staff/{person}/open", who="administrator", prepare=a_closed_account),
    Act(
        "people_desk.remove_factor",
        "/desk/staff/{person}/factor/remove",
        who="administrator",
        prepare=the_second_with_an_app,
    ),
    Act(
        "people.invitation",
        "/invitation/{secret}",
        {"name": "Gust", "password": PASSWORD},
        who=None,
        prepare=an_invitation,
    ),
    Act("people_desk.find", "/desk/people", {"wanted": "dee"}, status=200),
    Act("people_desk.file", "/desk/people/{person}", {"reason": "Called us about a letter."}, prepare=the_citizen),
    Act(
        "people_desk.correct",
        "/desk/people/{person}/contact",
        {"name": "Dee", "email": "dee2@work.example", "way": "email", "language": "nl"},
        prepare=an_open_file,
    ),
    Act("people_desk.note_objection", "/desk/people/{person}/objection", prepare=an_open_file),
    Act("people_desk.end_objection", "/desk/people/{person}/objection/end", prepare=the_file_of_an_objector),
    Act("people_desk.erase", "/desk/people/{person}/erase", prepare=an_open_file),
    Act(
        "people_desk.declare_interest",
        "/desk/interests/{subject}",
        {"reason": "My shop is in that street."},
        prepare=a_panel,
    ),
    Act("people_desk.withdraw_interest", "/desk/interests/{subject}/withdraw", prepare=an_interest),
]
