"""The inclusion layer: forms in every way, who entered them for whom, what is asked of us, and what is told in which words."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not as a batch: that would make the tables anew, with numbers that are given again.
    op.add_column("person", sa.Column("large_print", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("message", sa.Column("large_print", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("message", sa.Column("copies", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    add_house_styles()
    add_content()
    add_forms()
    add_statement()


def add_house_styles() -> None:
    op.create_table(
        "house_style",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("light", sa.JSON(), nullable=False),
        sa.Column("dark", sa.JSON(), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_house_style_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", name="pk_house_style"),
    )


def add_content() -> None:
    op.create_table(
        "wording",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "written_by"],
            ["person.municipality_id", "person.id"],
            name="fk_wording_municipality_id_written_by",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_wording_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "subject", "part", "language", name="pk_wording"),
    )
    op.create_table(
        "medium",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=4), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("alt", sa.JSON(), nullable=False),
        sa.Column("captions", sa.Text(), nullable=True),
        sa.Column("transcript", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "added_by"],
            ["person.municipality_id", "person.id"],
            name="fk_medium_municipality_id_added_by",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_medium_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_medium"),
    )
    op.create_index("ix_medium_subject", "medium", ["subject"])


def add_forms() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_draft_municipality_id_person_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_draft_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("municipality_id", "digest", name="uq_draft_municipality_id_digest"),
        sa.UniqueConstraint(
            "municipality_id", "holder", "sheet", "subject", name="uq_draft_municipality_id_holder_sheet_subject"
        ),
    )
    op.create_index("ix_draft_person_id", "draft", ["person_id"])
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("known_by", sa.String(length=10), nullable=False),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("read_back", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correctable_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "entered_by"],
            ["person.municipality_id", "person.id"],
            name="fk_entry_municipality_id_entered_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_entry_municipality_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "second_by"],
            ["person.municipality_id", "person.id"],
            name="fk_entry_municipality_id_second_by",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_entry_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("municipality_id", "digest", name="uq_entry_municipality_id_digest"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_entry_municipality_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_person_id", "entry", ["person_id"])
    op.create_index("ix_entry_sheet", "entry", ["municipality_id", "sheet", "subject"])
    op.create_table(
        "text_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=3), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "entry_id"],
            ["entry.municipality_id", "entry.id"],
            name="fk_text_question_municipality_id_entry_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_text_question_municipality_id_person_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_text_question_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_text_question"),
        sa.UniqueConstraint("municipality_id", "digest", name="uq_text_question_municipality_id_digest"),
    )
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("handled_by", sa.Integer(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "entry_id"],
            ["entry.municipality_id", "entry.id"],
            name="fk_request_municipality_id_entry_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "handled_by"],
            ["person.municipality_id", "person.id"],
            name="fk_request_municipality_id_handled_by",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_request_municipality_id_person_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_request_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
        sa.UniqueConstraint("municipality_id", "entry_id", name="uq_request_municipality_id_entry_id"),
    )
    op.create_index("ix_request_person_id", "request", ["person_id"])
    op.create_index("ix_request_kind", "request", ["municipality_id", "kind", "state"])


def add_statement() -> None:
    op.create_table(
        "known_problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("alternative", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "noted_by"],
            ["person.municipality_id", "person.id"],
            name="fk_known_problem_municipality_id_noted_by",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_known_problem_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_known_problem"),
    )
    op.create_table(
        "statement_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "reviewed_by"],
            ["person.municipality_id", "person.id"],
            name="fk_statement_review_municipality_id_reviewed_by",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_statement_review_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statement_review"),
    )


NEW = (
    "statement_review",
    "known_problem",
    "request",
    "text_question",
    "entry",
    "draft",
    "medium",
    "wording",
    "house_style",
)


def downgrade() -> None:
    for name in NEW:
        op.drop_table(name)
    op.drop_column("message", "copies")
    op.drop_column("message", "large_print")
    op.drop_column("person", "large_print")
