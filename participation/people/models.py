"""What is remembered of people with an account: who they are, how they prove it, and what they may do."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, OfMunicipality


class Person(OfMunicipality, Base):
    """Someone with an account in one municipality; who has one in two is two people to us.

    way: how we write to them: email, phone or letter; address: {street, postcode, town}, only for letters
    large_print: whether their letters are printed large
    rung: how sure we are who they are (`permissions.Rung`)
    number_key: the national number, keyed (see `people.numbers`): finds doubles, says nothing by itself
    totp: the secret of their authenticator app, sealed; totp_step: the last step whose code was used
    objects_at: since when they object to being written to and drawn
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("municipality_id", "id"),
        UniqueConstraint("municipality_id", "email"),
        UniqueConstraint("municipality_id", "phone"),
        UniqueConstraint("municipality_id", "number_key"),
        # The number of somebody who was forgotten is never given to somebody else: the journal still names it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(2))
    way: Mapped[str] = mapped_column(String(10), default="email")
    address: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    large_print: Mapped[bool] = mapped_column(default=False)
    rung: Mapped[int] = mapped_column(default=1)
    number_key: Mapped[str | None] = mapped_column(String(64))
    born_on: Mapped[date | None]
    password: Mapped[str | None] = mapped_column(String(200))
    totp: Mapped[str | None] = mapped_column(String(200))
    totp_step: Mapped[int | None]
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    objects_at: Mapped[datetime | None]


def _of_a_person(*columns: str) -> tuple[ForeignKeyConstraint, ...]:
    # Both columns together: a row can never point at a person of a neighbour municipality.
    return tuple(
        ForeignKeyConstraint(["municipality_id", column], ["person.municipality_id", "person.id"])
        for column in (columns or ("person_id",))
    )


class HeldRole(OfMunicipality, Base):
    """A role that a person has, from its first day to its last (None: until it is taken away)."""

    __tablename__ = "held_role"
    __table_args__ = (*_of_a_person("person_id", "given_by"), UniqueConstraint("municipality_id", "person_id", "role"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int]
    role: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    given_by: Mapped[int | None]


class Invitation(OfMunicipality, Base):
    """A role offered by link; only the digest of the link's secret is kept."""

    __tablename__ = "invitation"
    __table_args__ = (
        *_of_a_person("invited_by"),
        Index(
            "uq_invitation_waiting",
            "municipality_id",
            "email",
            "role",
            unique=True,
            sqlite_where=text("accepted_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    invited_by: Mapped[int | None]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class OpenSession(OfMunicipality, Base):
    """A browser in which somebody is signed in. Only the digest of the cookie's secret is kept.

    strong: whether a second factor was shown; confirmed_at: when they last proved who they are
    device: what the browser says it is, in words a person knows: "Firefox, Linux"
    """

    __tablename__ = "open_session"
    __table_args__ = _of_a_person()

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    strong: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]


class SignInLink(OfMunicipality, Base):
    """A way in that works once and for 15 minutes; only the digest of its secret is kept."""

    __tablename__ = "sign_in_link"
    __table_args__ = _of_a_person()

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]


class SentCode(OfMunicipality, Base):
    """A short code on its way to an e-mail address or telephone, and what it is for.

    purpose: sign_in, reset, address (a new e-mail address or number) or again; tries: wrong answers so far
    person_id: None where the address has no account yet; digest: keyed, a short code being easily guessed
    """

    __tablename__ = "sent_code"
    # The number stands in the key of the message that took it along, and is never given again.
    __table_args__ = (*_of_a_person(), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[int | None]
    digest: Mapped[str] = mapped_column(String(64))
    expires: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class LetterCode(OfMunicipality, Base):
    """A code sent by post to a home address: whoever types it lives there."""

    __tablename__ = "letter_code"
    # As with a sent code, its number is never given again.
    __table_args__ = (*_of_a_person(), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    expires: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Passkey(OfMunicipality, Base):
    """A key in somebody's telephone, computer or security key (WebAuthn)."""

    __tablename__ = "passkey"
    __table_args__ = _of_a_person()

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(OfMunicipality, Base):
    """One of the codes on paper for whoever loses their telephone; each works once."""

    __tablename__ = "recovery_code"
    __table_args__ = _of_a_person()

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class ProviderIdentity(OfMunicipality, Base):
    """Who somebody is at an identity provider: the pair of issuer and subject, never the e-mail address."""

    __tablename__ = "provider_identity"
    __table_args__ = (*_of_a_person(), UniqueConstraint("municipality_id", "issuer", "subject"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime]


class Voice(OfMunicipality, Base):
    """One person's voice for one purpose, such as `challenge:7/support`, whichever way it came in.

    key: the national number, keyed for this purpose alone, so that two purposes cannot be laid side by side
    """

    __tablename__ = "voice"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[datetime]


class Objection(OfMunicipality, Base):
    """Somebody without an account who does not want to be drawn or written to: their keyed national number."""

    __tablename__ = "objection"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    number_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    made_at: Mapped[datetime]


class Interest(OfMunicipality, Base):
    """An interest that an official or councillor declared in something, such as `panel:7`: there they do not decide."""

    __tablename__ = "interest"
    __table_args__ = (*_of_a_person(), UniqueConstraint("municipality_id", "person_id", "subject"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int]
    subject: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime]


class FileOpened(OfMunicipality, Base):
    """Somebody who works here looked at a person's file: who, when, why. The person can read it."""

    __tablename__ = "file_opened"
    __table_args__ = _of_a_person("person_id", "opened_by")

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(index=True)
    opened_by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]
