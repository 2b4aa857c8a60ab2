"""What this room holds on people, why and for how long; how they see it, and how it goes. For everybody with a name here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from participation.db import Base
from participation.errors import N_
from participation.held import Holding, Kind, Sentence, Somebody
from participation.i18n import LANGUAGES
from participation.messages.recipients import WAY_NAMES
from participation.municipalities import queries as municipalities
from participation.pace import Count
from participation.people import queries, unused, voices
from participation.people.models import (
    FileOpened,
    HeldRole,
    Interest,
    Invitation,
    LetterCode,
    Objection,
    OpenSession,
    Passkey,
    Person,
    ProviderIdentity,
    RecoveryCode,
    SentCode,
    SignInLink,
    Voice,
)
from participation.permissions import ROLE_NAMES, Role
from participation.sheets import CHANNEL_NAMES

_ASKED = N_("You asked for it by making an account; it goes when you erase the account.")
_TASK = N_("A task of the municipality in the public interest (GDPR, article 6.1.e).")
_DUTY = N_("A legal duty of the municipality (GDPR, article 6.1.c).")
_ONLY_YOU = N_("Only you.")

KINDS = (
    Kind(
        "people.account",
        N_("Your account"),
        ("person",),
        N_(
            "Your account: name, e-mail address, telephone, language, how we write to you, your address if you want "
            "letters, and how sure we are who you are. Of your national number only a pseudonym that says nothing "
            "without a key kept elsewhere; of your password only a digest."
        ),
        N_("To let you in, to write to you, and to know that one person counts once."),
        _ASKED,
        N_("You. Officials who open your file, with a reason that you can read."),
        N_("you last signed in; we write to you a month before"),
        unused.TERM,
    ),
    Kind(
        "people.role",
        N_("Roles"),
        ("held_role",),
        N_("The roles you have or had, from when to when, and who gave them."),
        N_("To know who may do what here."),
        _TASK,
        N_("You, and administrators."),
        N_("the role ended"),
        365,
    ),
    Kind(
        "people.invitation",
        N_("Invitations to work here"),
        ("invitation",),
        N_("An invitation to work here: name, e-mail address, role and days."),
        N_("To let in whoever was invited, and nobody else."),
        _TASK,
        N_("Administrators."),
        N_("the invitation expired"),
        30,
    ),
    Kind(
        "people.interest",
        N_("Interests you declared"),
        ("interest",),
        N_("The interests that an official or councillor declared, with the reason."),
        N_("So that nobody decides about what they gain or lose by."),
        _DUTY,
        N_("You, and auditors."),
        N_("your last role ended"),
        365,
    ),
    Kind(
        "people.session",
        N_("Browsers in which you signed in"),
        ("open_session",),
        N_("The browsers in which you signed in: which one, and since when."),
        N_("To know you from page to page, and to let you end it from elsewhere."),
        _ASKED,
        _ONLY_YOU,
        N_("you signed in there"),
        30,
    ),
    Kind(
        "people.code",
        N_("Codes and links to sign in"),
        ("sent_code", "sign_in_link"),
        N_("Codes and links to sign in: where they went, and a digest of the code."),
        N_("To check that it is you who types it."),
        _ASKED,
        N_("Nobody."),
        N_("the code expired"),
        1,
    ),
    Kind(
        "people.letter_code",
        N_("Codes by letter"),
        ("letter_code",),
        N_("That you asked for a code by letter, and whether you used it."),
        N_("To check that you live where you say."),
        _ASKED,
        N_("You. Officials who open your file."),
        N_("the code expired"),
        30,
    ),
    Kind(
        "people.factor",
        N_("Passkeys and recovery codes"),
        ("passkey", "recovery_code"),
        N_("Your passkeys, and digests of your recovery codes."),
        N_("So that nobody else signs in as you."),
        _ASKED,
        _ONLY_YOU,
        N_("you remove them, or your account goes"),
        None,
    ),
    Kind(
        "people.provider",
        N_("Identity providers"),
        ("provider_identity",),
        N_("The identity provider you sign in with, and the number by which it knows you."),
        N_("To recognise you when you come in that way."),
        _ASKED,
        _ONLY_YOU,
        N_("you remove it, or your account goes"),
        None,
    ),
    Kind(
        "people.voice",
        N_("Voices you gave"),
        ("voice",),
        N_("That you gave your voice for something: a mark made with a key, for that one count only."),
        N_("So that one person counts once, on the screen, on paper, by telephone or at the desk."),
        _TASK,
        N_("Nobody: the mark cannot be turned back into a name or number."),
        N_("you gave it"),
        730,
    ),
    Kind(
        "people.objection",
        N_("Your objection to being drawn"),
        ("objection",),
        N_("That you do not want to be drawn: a pseudonym of your national number."),
        N_("To leave you out of every draw, also when you have no account."),
        _DUTY,
        N_("Nobody: the pseudonym is only compared."),
        N_("you take the objection back"),
        None,
    ),
    Kind(
        "people.file_opened",
        N_("Who looked at your file"),
        ("file_opened",),
        N_("Who looked at your file here, when, and why."),
        N_("So that you can see it, and nobody looks out of curiosity."),
        _DUTY,
        N_("You, and auditors."),
        N_("somebody looked"),
        365,
    ),
    Kind(
        "people.pace",
        N_("Tries in a short time"),
        ("pace_count",),
        N_("How often something was tried in a short time: a number beside a keyed digest."),
        N_("So that nobody can guess passwords and codes."),
        _DUTY,
        N_("Nobody: the digest cannot be turned back into an address."),
        N_("a day after the count ended"),
        None,
    ),
)

RUNGS = {
    1: N_("A code by e-mail or text message came back"),
    2: N_("A code sent to your home came back"),
    3: N_("Your identity card was seen, or an identity provider knows you"),
}


def asking(session: Session, *, who: Somebody) -> list[Holding]:
    """Everything in this room on somebody. Raises NotFound when they were erased meanwhile."""
    person = queries.person(session, who.municipality_id, who.person_id)

    def rows(table: type[Base], *where: ColumnElement[bool], **shown: str) -> list[Mapping[str, object]]:
        found = session.scalars(_of(table, who.municipality_id, *where))
        return [{label: getattr(one, column) for column, label in shown.items()} for one in found]

    mine = {table: _column(table, "person_id") == who.person_id for table in _OF_A_PERSON}
    expires, used, since = N_("Until"), N_("Used"), N_("Since")
    codes = rows(
        SentCode,
        or_(mine[SentCode], SentCode.address.in_(who.addresses)),
        address=N_("Sent to"),
        expires=expires,
        used_at=used,
    )
    return [
        Holding("people.account", [_account(person)]),
        Holding(
            "people.role",
            [
                {**row, N_("Role"): Sentence(ROLE_NAMES[Role(str(row[N_("Role")]))])}
                for row in rows(HeldRole, mine[HeldRole], role=N_("Role"), starts_on=since, ends_on=expires)
            ],
        ),
        Holding(
            "people.invitation",
            rows(
                Invitation, Invitation.email.in_(who.addresses), name=N_("Name"), email=N_("Sent to"), expires=expires
            ),
        ),
        Holding(
            "people.interest",
            rows(Interest, mine[Interest], subject=N_("About"), reason=N_("Why"), declared_at=since),
        ),
        Holding("people.session", rows(OpenSession, mine[OpenSession], device=N_("Browser"), created_at=since)),
        Holding("people.code", codes + rows(SignInLink, mine[SignInLink], expires=expires, used=used)),
        Holding(
            "people.letter_code",
            rows(LetterCode, mine[LetterCode], asked_at=N_("Asked"), expires=expires, used_at=used),
        ),
        Holding(
            "people.factor",
            rows(Passkey, mine[Passkey], name=N_("Passkey"), created_at=since, used_at=used)
            + [{N_("Recovery code"): True, **row} for row in rows(RecoveryCode, mine[RecoveryCode], used_at=used)],
        ),
        Holding(
            "people.provider",
            rows(
                ProviderIdentity,
                mine[ProviderIdentity],
                issuer=N_("Identity provider"),
                subject=N_("Your number there"),
                linked_at=since,
            ),
        ),
        Holding("people.voice", _voices(session, person)),
        Holding("people.objection", rows(Objection, Objection.number_key == who.number_key, made_at=since)),
        Holding("people.file_opened", _looks(session, who.municipality_id, who.person_id)),
    ]


def leaving(session: Session, *, who: Somebody) -> None:
    """Forget somebody in this room, and take their name from what they did."""
    # An offer of somebody who is gone would be nobody's, and they might have made it to themselves.
    _drop(
        session,
        who.municipality_id,
        Invitation,
        Invitation.invited_by == who.person_id,
        Invitation.accepted_at.is_(None),
    )
    for table, column in ((HeldRole, "given_by"), (Invitation, "invited_by"), (FileOpened, "opened_by")):
        session.execute(
            update(table)
            .where(_column(table, "municipality_id") == who.municipality_id, _column(table, column) == who.person_id)
            .values({column: None})
        )
    person = queries.person(session, who.municipality_id, who.person_id)
    _drop(session, who.municipality_id, Objection, Objection.number_key == who.number_key)
    _drop(session, who.municipality_id, Invitation, Invitation.email.in_(who.addresses))
    _drop(session, who.municipality_id, SentCode, SentCode.address.in_(who.addresses))
    for theirs in _OF_A_PERSON:
        _drop(session, who.municipality_id, theirs, _column(theirs, "person_id") == who.person_id)
    _drop(session, who.municipality_id, Person, Person.id == who.person_id)
    session.expunge(person)


def expiring(session: Session, *, municipality_id: int, at: datetime) -> None:
    """Erase what has been kept for its term."""
    before = {}
    for kind in KINDS:
        days = municipalities.term_days(session, municipality_id, kind.name, kind.days)
        before[kind.name] = None if days is None else at - timedelta(days=days)
    for name, table, moment in _TERMS:
        if (limit := before[name]) is not None:
            _drop(session, municipality_id, table, moment < limit)
    if limit := before["people.role"]:
        _drop(session, municipality_id, HeldRole, HeldRole.ends_on < limit.date())
    if limit := before["people.interest"]:
        working = select(HeldRole.person_id).where(
            HeldRole.municipality_id == municipality_id,
            or_(HeldRole.ends_on.is_(None), HeldRole.ends_on >= limit.date()),
        )
        stale = Interest.person_id.not_in(working)
        _drop(session, municipality_id, Interest, stale, Interest.declared_at < limit)
    # Counts belong to no municipality: the digest does not say whose they are.
    session.execute(delete(Count).where(Count.until < at - timedelta(days=1)))
    if limit := before["people.account"]:
        unused.erase(session, municipality_id, before=limit, at=at)


_OF_A_PERSON: tuple[type[Base], ...] = (
    HeldRole,
    OpenSession,
    SignInLink,
    SentCode,
    LetterCode,
    Passkey,
    RecoveryCode,
    ProviderIdentity,
    Interest,
    FileOpened,
)

# What goes when a moment of its own is long enough ago.
_TERMS: tuple[tuple[str, type[Base], Any], ...] = (
    ("people.invitation", Invitation, Invitation.expires),
    ("people.session", OpenSession, OpenSession.created_at),
    ("people.code", SentCode, SentCode.expires),
    ("people.code", SignInLink, SignInLink.expires),
    ("people.letter_code", LetterCode, LetterCode.expires),
    ("people.voice", Voice, Voice.given_at),
    ("people.file_opened", FileOpened, FileOpened.opened_at),
)


def _account(person: Person) -> Mapping[str, object]:
    address = person.address or {}
    return {
        N_("Name"): person.name,
        N_("E-mail address"): person.email,
        N_("Telephone"): person.phone,
        N_("Language"): LANGUAGES.get(person.language or ""),
        N_("How we write to you"): Sentence(WAY_NAMES[person.way]),
        N_("Address"): ", ".join(address[part] for part in ("street", "postcode", "town") if address.get(part)) or None,
        N_("How sure we are who you are"): Sentence(RUNGS[person.rung]) if person.rung in RUNGS else None,
        N_("Date of birth"): person.born_on,
        N_("A pseudonym of your national number"): person.number_key is not None,
        N_("A password"): person.password is not None,
        N_("An app that makes codes"): person.totp is not None,
        N_("Account since"): person.created_at,
        N_("Last signed in"): person.signed_in_at,
        N_("Closed since"): person.disabled_at,
        N_("You object since"): person.objects_at,
    }


def _voices(session: Session, person: Person) -> list[Mapping[str, object]]:
    """Which marks are this person's can only be told with their number, and not from the marks."""
    if person.number_key is None:
        return []
    here = Voice.municipality_id == person.municipality_id
    keys = {
        purpose: voices.voice_key(person.municipality_id, purpose, person.number_key)
        for purpose in session.scalars(select(Voice.purpose).where(here).distinct())
    }
    found = session.execute(
        select(Voice.purpose, Voice.channel, Voice.given_at).where(here, Voice.key.in_(keys.values()))
    )
    return [
        {N_("About"): purpose, N_("How"): Sentence(CHANNEL_NAMES.get(channel, channel)), N_("When"): given}
        for purpose, channel, given in found
    ]


def _looks(session: Session, municipality_id: int, person_id: int) -> list[Mapping[str, object]]:
    rows = session.execute(
        select(FileOpened.opened_at, FileOpened.reason, Person.name)
        .outerjoin(Person, (Person.municipality_id == FileOpened.municipality_id) & (Person.id == FileOpened.opened_by))
        .where(FileOpened.municipality_id == municipality_id, FileOpened.person_id == person_id)
        .order_by(FileOpened.opened_at.desc(), FileOpened.id.desc())
    )
    gone = Sentence(N_("somebody who no longer works here"))
    return [{N_("When"): when, N_("Who"): name or gone, N_("Why"): why} for when, why, name in rows]


def _of(table: type[Base], municipality_id: int, *where: ColumnElement[bool]) -> Select[Any]:
    return select(table).where(_column(table, "municipality_id") == municipality_id, *where)


def _column(table: type[Base], name: str) -> Any:
    return getattr(table, name)


def _drop(session: Session, municipality_id: int, table: type[Base], *where: ColumnElement[bool]) -> None:
    session.execute(delete(table).where(_column(table, "municipality_id") == municipality_id, *where))
