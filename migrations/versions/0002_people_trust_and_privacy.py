"""People, trust and privacy: a person belongs to one municipality, and what they prove, hear and may ask is remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ACTORS = ("proposed_by", "promised_by", "drawn_by", "cancel_asked_by", "cancelled_by")
OF_A_PERSON = ["municipality_id", "id"]


def upgrade() -> None:
    loosen()
    give_everybody_a_municipality(op.get_bind())
    tighten()
    add_tables()


def loosen() -> None:
    """Make room: every new column may still be empty."""
    with op.batch_alter_table("draw") as table:
        for column in ACTORS:
            table.drop_constraint(f"fk_draw_{column}", type_="foreignkey")
        table.alter_column("proposed_by", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("held_role") as table:
        table.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("given_by", sa.Integer(), nullable=True))
        table.drop_constraint("fk_held_role_person_id", type_="foreignkey")
    op.drop_table("sign_in_link")  # nothing in it lives longer than fifteen minutes
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("municipality_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("phone", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("language", sa.String(length=2), nullable=True))
        table.add_column(sa.Column("way", sa.String(length=10), nullable=False, server_default="email"))
        table.add_column(sa.Column("address", sa.JSON(), nullable=True))
        table.add_column(sa.Column("rung", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("number_key", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("born_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("totp", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("totp_step", sa.Integer(), nullable=True))
        table.add_column(sa.Column("created_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("objects_at", sa.DateTime(timezone=True), nullable=True))
        table.alter_column("email", existing_type=sa.String(length=254), nullable=True)
        table.drop_constraint("uq_person_email", type_="unique")
        table.drop_constraint("uq_person_stamp", type_="unique")
        table.drop_column("stamp")
    with op.batch_alter_table("panel") as table:
        table.add_column(sa.Column("people_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("chance", "numbered_panel"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("municipality_id", sa.Integer(), nullable=True))
            table.drop_constraint(f"fk_{name}_calculation_id", type_="foreignkey")


def give_everybody_a_municipality(connection: sa.Connection) -> None:
    """Who worked in two municipalities becomes two people; who never had a role nor acted anywhere is nobody here."""
    now = sa.func.current_timestamp()
    person = sa.table("person", *map(sa.column, ("id", "municipality_id", "email", "name", "password", "created_at")))
    role = sa.table("held_role", *map(sa.column, ("municipality_id", "person_id", "starts_on")))
    draw = sa.table("draw", *map(sa.column, ("municipality_id", *ACTORS)))
    places: dict[int, set[int]] = {}
    for municipality_id, person_id in connection.execute(sa.select(role.c.municipality_id, role.c.person_id)):
        places.setdefault(person_id, set()).add(municipality_id)
    for column in ACTORS:
        acted = sa.select(draw.c.municipality_id, draw.c[column]).where(draw.c[column].is_not(None)).distinct()
        for municipality_id, person_id in connection.execute(acted):
            places.setdefault(person_id, set()).add(municipality_id)
    for one in connection.execute(sa.select(person.c.id, person.c.email, person.c.name, person.c.password)).all():
        first, *others = sorted(places.get(one.id, ())) or [None]
        connection.execute(person.update().where(person.c.id == one.id).values(municipality_id=first, created_at=now))
        for municipality_id in others:
            known = {"email": one.email, "name": one.name, "password": one.password}
            connection.execute(person.insert().values(municipality_id=municipality_id, created_at=now, **known))
            twin = sa.select(person.c.id).where(
                person.c.email == one.email, person.c.municipality_id == municipality_id
            )
            there = connection.execute(twin).scalar_one()
            for table, column in ((role, "person_id"), *((draw, column) for column in ACTORS)):
                connection.execute(
                    table.update()
                    .where(table.c.municipality_id == municipality_id, table.c[column] == one.id)
                    .values({column: there})
                )
    connection.execute(person.delete().where(person.c.municipality_id.is_(None)))
    connection.execute(role.update().values(starts_on=sa.func.current_date()))
    for name in ("chance", "numbered_panel"):
        rows = sa.table(name, sa.column("municipality_id"), sa.column("calculation_id"))
        calculation = sa.table("calculation", sa.column("id"), sa.column("municipality_id"))
        its = sa.select(calculation.c.municipality_id).where(calculation.c.id == rows.c.calculation_id)
        connection.execute(rows.update().values(municipality_id=its.scalar_subquery()))


def tighten() -> None:
    """Now that every column is filled, what must be there must be there."""
    # The number of somebody who was forgotten is never given to somebody else.
    with op.batch_alter_table("person", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("municipality_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("created_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column("way", existing_type=sa.String(length=10), server_default=None)
        table.alter_column("rung", existing_type=sa.Integer(), server_default=None)
        for column in ("email", "id", "number_key", "phone"):
            table.create_unique_constraint(f"uq_person_municipality_id_{column}", ["municipality_id", column])
        table.create_foreign_key("fk_person_municipality_id", "municipality", ["municipality_id"], ["id"])
    with op.batch_alter_table("held_role") as table:
        table.alter_column("starts_on", existing_type=sa.Date(), nullable=False)
        for column in ("person_id", "given_by"):
            table.create_foreign_key(
                f"fk_held_role_municipality_id_{column}", "person", ["municipality_id", column], OF_A_PERSON
            )
    with op.batch_alter_table("draw") as table:
        for column in ACTORS:
            table.create_foreign_key(
                f"fk_draw_municipality_id_{column}", "person", ["municipality_id", column], OF_A_PERSON
            )
    for name in ("chance", "numbered_panel"):
        with op.batch_alter_table(name) as table:
            table.alter_column("municipality_id", existing_type=sa.Integer(), nullable=False)
            table.create_foreign_key(
                f"fk_{name}_municipality_id_calculation_id",
                "calculation",
                ["municipality_id", "calculation_id"],
                OF_A_PERSON,
            )
    with op.batch_alter_table("candidate") as table:
        table.add_column(sa.Column("number_key", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
        table.alter_column("reference", existing_type=sa.String(length=200), nullable=True)
        table.alter_column("features", existing_type=sa.JSON(), nullable=True)
        table.alter_column("salt", existing_type=sa.String(length=32), nullable=True)
    with op.batch_alter_table("municipality") as table:
        table.add_column(sa.Column("state", sa.String(length=10), nullable=False, server_default="open"))
    with op.batch_alter_table("municipality") as table:
        table.alter_column("state", existing_type=sa.String(length=10), server_default=None)


def add_tables() -> None:
    op.create_table(
        "sign_in_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_sign_in_link_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_sign_in_link_municipality_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_link")),
    )
    op.create_table(
        "pace_count",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pace_count")),
    )
    op.create_table(
        "journal_checkpoint",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_journal_checkpoint_municipality_id")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "day", name=op.f("pk_journal_checkpoint")),
    )
    op.create_table(
        "logo",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_logo_municipality_id")),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_logo")),
    )
    op.create_table(
        "municipality_setting",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_municipality_setting_municipality_id")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "key", name=op.f("pk_municipality_setting")),
    )
    op.create_table(
        "objection",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("number_key", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_objection_municipality_id")),
        sa.PrimaryKeyConstraint("municipality_id", "number_key", name=op.f("pk_objection")),
    )
    op.create_table(
        "voice",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_voice_municipality_id")),
        sa.PrimaryKeyConstraint("municipality_id", "purpose", "key", name=op.f("pk_voice")),
    )
    op.create_table(
        "file_opened",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "opened_by"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_file_opened_municipality_id_opened_by"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_file_opened_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_file_opened_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_opened")),
    )
    with op.batch_alter_table("file_opened", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_opened_person_id"), ["person_id"], unique=False)

    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_interest_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_interest_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint(
            "municipality_id", "person_id", "subject", name=op.f("uq_interest_municipality_id_person_id_subject")
        ),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "invited_by"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_invitation_municipality_id_invited_by"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_invitation_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_invitation_waiting",
            ["municipality_id", "email", "role"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL"),
        )

    op.create_table(
        "letter_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_letter_code_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_letter_code_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("letter_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_message_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_message_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_message_municipality_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_message_state", ["municipality_id", "state"], unique=False)

    op.create_table(
        "municipality_erasure",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "asked_by"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_municipality_erasure_municipality_id_asked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_municipality_erasure_municipality_id")
        ),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_municipality_erasure")),
    )
    op.create_table(
        "open_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("strong", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_open_session_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_open_session_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_open_session_digest")),
    )
    with op.batch_alter_table("open_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_passkey_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_passkey_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_person_id"), ["person_id"], unique=False)

    op.create_table(
        "provider_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_provider_identity_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_provider_identity_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identity")),
        sa.UniqueConstraint(
            "municipality_id", "issuer", "subject", name=op.f("uq_provider_identity_municipality_id_issuer_subject")
        ),
    )
    with op.batch_alter_table("provider_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_identity_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_recovery_code_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_recovery_code_municipality_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sent_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_sent_code_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_sent_code_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unsubscribed",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name=op.f("fk_unsubscribed_municipality_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_unsubscribed_municipality_id")),
        sa.PrimaryKeyConstraint("municipality_id", "person_id", "kind", name=op.f("pk_unsubscribed")),
    )


def downgrade() -> None:
    """Back to one account for all municipalities; raises where one address has an account in two of them, or none."""
    op.drop_table("unsubscribed")
    op.drop_table("sent_code")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_person_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("provider_identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provider_identity_person_id"))

    op.drop_table("provider_identity")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_person_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("open_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_open_session_person_id"))

    op.drop_table("open_session")
    op.drop_table("municipality_erasure")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_state")
        batch_op.drop_index(batch_op.f("ix_message_person_id"))

    op.drop_table("message")
    with op.batch_alter_table("letter_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_code_person_id"))

    op.drop_table("letter_code")
    op.drop_table("invitation")
    op.drop_table("interest")
    with op.batch_alter_table("file_opened", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_opened_person_id"))

    op.drop_table("file_opened")
    op.drop_table("voice")
    op.drop_table("objection")
    op.drop_table("municipality_setting")
    op.drop_table("logo")
    op.drop_table("journal_checkpoint")
    op.drop_table("pace_count")
    back_to_one_account()


def back_to_one_account() -> None:
    op.drop_table("sign_in_link")
    forgotten = sa.table("candidate", *map(sa.column, ("forgotten_at", "reference", "features", "salt", "code")))
    op.execute(
        forgotten.update()
        .where(forgotten.c.forgotten_at.is_not(None))
        .values(reference=forgotten.c.code, features="[]", salt="")
    )
    with op.batch_alter_table("municipality") as table:
        table.drop_column("state")
    with op.batch_alter_table("panel") as table:
        table.drop_column("people_at")
    with op.batch_alter_table("candidate") as table:
        table.alter_column("salt", existing_type=sa.String(length=32), nullable=False)
        table.alter_column("features", existing_type=sa.JSON(), nullable=False)
        table.alter_column("reference", existing_type=sa.String(length=200), nullable=False)
        table.drop_column("forgotten_at")
        table.drop_column("number_key")
    for name in ("chance", "numbered_panel"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(f"fk_{name}_municipality_id_calculation_id", type_="foreignkey")
            table.create_foreign_key(f"fk_{name}_calculation_id", "calculation", ["calculation_id"], ["id"])
            table.drop_column("municipality_id")
    with op.batch_alter_table("draw") as table:
        for column in ACTORS:
            table.drop_constraint(f"fk_draw_municipality_id_{column}", type_="foreignkey")
    with op.batch_alter_table("held_role") as table:
        for column in ("person_id", "given_by"):
            table.drop_constraint(f"fk_held_role_municipality_id_{column}", type_="foreignkey")
        for column in ("starts_on", "ends_on", "given_by"):
            table.drop_column(column)
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("stamp", sa.String(length=43), nullable=True))
        table.drop_constraint("fk_person_municipality_id", type_="foreignkey")
        for column in ("email", "id", "number_key", "phone"):
            table.drop_constraint(f"uq_person_municipality_id_{column}", type_="unique")
        for column in (
            "municipality_id",
            "phone",
            "language",
            "way",
            "address",
            "rung",
            "number_key",
            "born_on",
            "totp",
            "totp_step",
            "created_at",
            "signed_in_at",
            "disabled_at",
            "objects_at",
        ):
            table.drop_column(column)
    person = sa.table("person", sa.column("id"), sa.column("stamp"))
    op.execute(person.update().values(stamp=sa.literal("ended-") + sa.cast(person.c.id, sa.String)))
    with op.batch_alter_table("person") as table:
        table.alter_column("stamp", existing_type=sa.String(length=43), nullable=False)
        table.alter_column("email", existing_type=sa.String(length=254), nullable=False)
        table.create_unique_constraint("uq_person_email", ["email"])
        table.create_unique_constraint("uq_person_stamp", ["stamp"])
    with op.batch_alter_table("held_role") as table:
        table.create_foreign_key("fk_held_role_person_id", "person", ["person_id"], ["id"])
    with op.batch_alter_table("draw") as table:
        table.alter_column("proposed_by", existing_type=sa.Integer(), nullable=False)
        for column in ACTORS:
            table.create_foreign_key(f"fk_draw_{column}", "person", [column], ["id"])
    op.create_table(
        "sign_in_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in_link")),
    )
