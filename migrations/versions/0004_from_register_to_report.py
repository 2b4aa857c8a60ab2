"""A panel from the register to its report: its remit, whom to invite, letters and answers, members and their sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_to_panels()
    add_invitations()
    add_members()


def add_to_panels() -> None:
    op.create_table(
        "remit",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=30), nullable=False),
        sa.Column("commissioner", sa.String(length=20), nullable=False),
        sa.Column("mandate", sa.JSON(), nullable=False),
        sa.Column("promise", sa.JSON(), nullable=False),
        sa.Column("output", sa.JSON(), nullable=False),
        sa.Column("funding", sa.JSON(), nullable=False),
        sa.Column("evaluation", sa.JSON(), nullable=False),
        sa.Column("answer_months", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("resident_on", sa.Date(), nullable=True),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("assessment", sa.String(length=300), nullable=False),
        sa.Column("calendar", sa.JSON(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_remit_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("panel_id", name="pk_remit"),
    )
    op.create_table(
        "statistic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("from_age", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_statistic_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statistic"),
        sa.UniqueConstraint("municipality_id", "category", name="uq_statistic_municipality_id_category"),
    )
    op.create_table(
        "round",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("relaxed", sa.JSON(), nullable=False),
        sa.Column("pool", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "opened_by"],
            ["person.municipality_id", "person.id"],
            name="fk_round_municipality_id_opened_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_round_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("panel_id", "number", name="pk_round"),
    )
    op.create_table(
        "tally",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=15), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("feature", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_tally_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("panel_id", "step", "way", "category", "feature", name="pk_tally"),
    )
    op.add_column("calculation", sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("draw", sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    op.drop_index("uq_draw_active", table_name="draw")
    op.create_index(
        "uq_draw_active",
        "draw",
        ["panel_id", "round"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )


def add_invitations() -> None:
    op.create_table(
        "register",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.JSON(), nullable=False),
        sa.Column("faults", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erase_on", sa.Date(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "imported_by"],
            ["person.municipality_id", "person.id"],
            name="fk_register_municipality_id_imported_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_register_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_register_municipality_id_id"),
    )
    op.create_index(
        "uq_register_here",
        "register",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("erased_at IS NULL"),
        postgresql_where=sa.text("erased_at IS NULL"),
    )
    op.create_table(
        "register_part",
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "register_id"],
            ["register.municipality_id", "register.id"],
            name="fk_register_part_municipality_id_register_id",
        ),
        sa.PrimaryKeyConstraint("register_id", "kind", "number", name="pk_register_part"),
    )
    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("one_per_address", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("frame", sa.String(length=64), nullable=False),
        sa.Column("answers_until", sa.Date(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("seed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_by", sa.Integer(), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("drawn_by", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("values", sa.JSON(), nullable=True),
        sa.Column("cancel_asked_by", sa.Integer(), nullable=True),
        sa.Column("cancel_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("cancelled_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "cancel_asked_by"],
            ["person.municipality_id", "person.id"],
            name="fk_lot_municipality_id_cancel_asked_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "cancelled_by"],
            ["person.municipality_id", "person.id"],
            name="fk_lot_municipality_id_cancelled_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "drawn_by"],
            ["person.municipality_id", "person.id"],
            name="fk_lot_municipality_id_drawn_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_lot_municipality_id_panel_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "promised_by"],
            ["person.municipality_id", "person.id"],
            name="fk_lot_municipality_id_promised_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "proposed_by"],
            ["person.municipality_id", "person.id"],
            name="fk_lot_municipality_id_proposed_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "register_id"],
            ["register.municipality_id", "register.id"],
            name="fk_lot_municipality_id_register_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_lot"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_lot_municipality_id_id"),
        sa.UniqueConstraint("panel_id", "sequence", name="uq_lot_panel_id_sequence"),
    )
    op.create_index(
        "uq_lot_active",
        "lot",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_table(
        "frame_part",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "lot_id"],
            ["lot.municipality_id", "lot.id"],
            name="fk_frame_part_municipality_id_lot_id",
        ),
        sa.PrimaryKeyConstraint("lot_id", "number", name="pk_frame_part"),
    )
    op.create_table(
        "invited",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_key", sa.String(length=64), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("letter", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("household", sa.String(length=16), nullable=True),
        sa.Column("number_key", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("features", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("next_pool", sa.Boolean(), nullable=False),
        sa.Column("candidate", sa.String(length=12), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "lot_id"], ["lot.municipality_id", "lot.id"], name="fk_invited_municipality_id_lot_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_invited_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invited"),
        sa.UniqueConstraint("municipality_id", "code_key", name="uq_invited_municipality_id_code_key"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_invited_municipality_id_id"),
        sa.UniqueConstraint("panel_id", "candidate", name="uq_invited_panel_id_candidate"),
        sa.UniqueConstraint("panel_id", "number", name="uq_invited_panel_id_number"),
    )
    op.create_index("ix_invited_entry", "invited", ["municipality_id", "entry_id"], unique=False)
    op.create_index("ix_invited_number_key", "invited", ["number_key"], unique=False)
    op.create_index("ix_invited_panel_answer", "invited", ["panel_id", "answer", "state"], unique=False)
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("answers_until", sa.Date(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "made_by"],
            ["person.municipality_id", "person.id"],
            name="fk_batch_municipality_id_made_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_batch_municipality_id_panel_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "printed_by"],
            ["person.municipality_id", "person.id"],
            name="fk_batch_municipality_id_printed_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "sent_by"],
            ["person.municipality_id", "person.id"],
            name="fk_batch_municipality_id_sent_by",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_batch_municipality_id_id"),
        sa.UniqueConstraint("panel_id", "sequence", name="uq_batch_panel_id_sequence"),
    )
    op.create_table(
        "letter_words",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_letter_words_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("panel_id", "language", name="pk_letter_words"),
    )
    op.create_table(
        "batch_letter",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("invited_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("returned", sa.String(length=15), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "batch_id"],
            ["batch.municipality_id", "batch.id"],
            name="fk_batch_letter_municipality_id_batch_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "invited_id"],
            ["invited.municipality_id", "invited.id"],
            name="fk_batch_letter_municipality_id_invited_id",
        ),
        sa.PrimaryKeyConstraint("batch_id", "number", name="pk_batch_letter"),
        sa.UniqueConstraint("municipality_id", "once", name="uq_batch_letter_municipality_id_once"),
    )
    op.create_index("ix_batch_letter_invited_id", "batch_letter", ["invited_id"], unique=False)
    op.create_table(
        "invited_before",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("number_key", sa.String(length=64), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_invited_before_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "number_key", name="pk_invited_before"),
    )


def add_members() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("public_name", sa.String(length=120), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_member_municipality_id_panel_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_member_municipality_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_member_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "key", name="uq_member_municipality_id_key"),
        sa.UniqueConstraint("panel_id", "code", name="uq_member_panel_id_code"),
    )
    op.create_index("ix_member_panel_state", "member", ["panel_id", "state"], unique=False)
    op.create_table(
        "panel_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("joining", sa.JSON(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("fallback", sa.String(length=10), nullable=False),
        sa.Column("fallback_plan", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_panel_session_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_panel_session"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_panel_session_municipality_id_id"),
        sa.UniqueConstraint("panel_id", "number", name="uq_panel_session_panel_id_number"),
    )
    op.create_table(
        "session_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "changed_by"],
            ["person.municipality_id", "person.id"],
            name="fk_session_change_municipality_id_changed_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "session_id"],
            ["panel_session.municipality_id", "panel_session.id"],
            name="fk_session_change_municipality_id_session_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_session_change"),
    )
    op.create_index("ix_session_change_session_id", "session_change", ["session_id"], unique=False)
    op.create_table(
        "arrangement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "member_id"],
            ["member.municipality_id", "member.id"],
            name="fk_arrangement_municipality_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "noted_by"],
            ["person.municipality_id", "person.id"],
            name="fk_arrangement_municipality_id_noted_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "session_id"],
            ["panel_session.municipality_id", "panel_session.id"],
            name="fk_arrangement_municipality_id_session_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement"),
        sa.UniqueConstraint("session_id", "member_id", "kind", name="uq_arrangement_session_id_member_id_kind"),
    )
    op.create_index("ix_arrangement_member_id", "arrangement", ["member_id"], unique=False)
    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "session_id"],
            ["panel_session.municipality_id", "panel_session.id"],
            name="fk_material_municipality_id_session_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_material"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_material_municipality_id_id"),
    )
    op.create_index("ix_material_session_id", "material", ["session_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "member_id"],
            ["member.municipality_id", "member.id"],
            name="fk_attendance_municipality_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "noted_by"],
            ["person.municipality_id", "person.id"],
            name="fk_attendance_municipality_id_noted_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "session_id"],
            ["panel_session.municipality_id", "panel_session.id"],
            name="fk_attendance_municipality_id_session_id",
        ),
        sa.PrimaryKeyConstraint("session_id", "member_id", name="pk_attendance"),
    )
    op.create_index("ix_attendance_member_id", "attendance", ["member_id"], unique=False)
    op.create_table(
        "allowance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("export", sa.Integer(), nullable=True),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "approved_by"],
            ["person.municipality_id", "person.id"],
            name="fk_allowance_municipality_id_approved_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "member_id"],
            ["member.municipality_id", "member.id"],
            name="fk_allowance_municipality_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "noted_by"],
            ["person.municipality_id", "person.id"],
            name="fk_allowance_municipality_id_noted_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "session_id"],
            ["panel_session.municipality_id", "panel_session.id"],
            name="fk_allowance_municipality_id_session_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allowance"),
        sa.UniqueConstraint("municipality_id", "once", name="uq_allowance_municipality_id_once"),
    )
    op.create_index("ix_allowance_member_id", "allowance", ["member_id"], unique=False)
    op.create_table(
        "bank_detail",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "member_id"],
            ["member.municipality_id", "member.id"],
            name="fk_bank_detail_municipality_id_member_id",
        ),
        sa.PrimaryKeyConstraint("member_id", name="pk_bank_detail"),
    )
    op.create_table(
        "table_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("balance", sa.JSON(), nullable=False),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.Column("helpers", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "made_by"],
            ["person.municipality_id", "person.id"],
            name="fk_table_plan_municipality_id_made_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "session_id"],
            ["panel_session.municipality_id", "panel_session.id"],
            name="fk_table_plan_municipality_id_session_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_table_plan"),
        sa.UniqueConstraint("session_id", name="uq_table_plan_session_id"),
    )
    op.create_table(
        "seating_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("table", sa.Integer(), nullable=True),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "noted_by"],
            ["person.municipality_id", "person.id"],
            name="fk_seating_wish_municipality_id_noted_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_seating_wish_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_seating_wish"),
    )
    op.create_index("ix_seating_wish_panel_id", "seating_wish", ["panel_id"], unique=False)
    op.create_table(
        "cost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "noted_by"],
            ["person.municipality_id", "person.id"],
            name="fk_cost_municipality_id_noted_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_cost_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cost"),
    )
    op.create_index("ix_cost_panel_id", "cost", ["panel_id"], unique=False)
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("minority", sa.JSON(), nullable=False),
        sa.Column("votes", sa.JSON(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answer_words", sa.JSON(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_recommendation_municipality_id_panel_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
        sa.UniqueConstraint("panel_id", "number", name="uq_recommendation_panel_id_number"),
    )
    op.create_table(
        "report",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("advised_on", sa.Date(), nullable=True),
        sa.Column("since", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "panel_id"],
            ["panel.municipality_id", "panel.id"],
            name="fk_report_municipality_id_panel_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "published_by"],
            ["person.municipality_id", "person.id"],
            name="fk_report_municipality_id_published_by",
        ),
        sa.PrimaryKeyConstraint("panel_id", name="pk_report"),
    )


# What points at another goes first.
NEW = (
    *(
        "report",
        "recommendation",
        "cost",
        "seating_wish",
        "table_plan",
        "bank_detail",
        "allowance",
        "attendance",
        "material",
        "arrangement",
        "session_change",
        "panel_session",
        "member",
    ),
    *(
        "invited_before",
        "batch_letter",
        "letter_words",
        "batch",
        "invited",
        "frame_part",
        "lot",
        "register_part",
        "register",
    ),
    *("tally", "round", "statistic", "remit"),
)


def downgrade() -> None:
    # What was drawn in later rounds cannot be told in the words of before.
    op.execute("DELETE FROM draw WHERE round > 1")
    op.drop_index("uq_draw_active", table_name="draw")
    op.create_index(
        "uq_draw_active",
        "draw",
        ["panel_id"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.drop_column("draw", "round")
    op.drop_column("calculation", "round")
    for table in NEW:
        op.drop_table(table)
