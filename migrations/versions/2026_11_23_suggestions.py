"""Suggestions: what readers would change in a lesson, and what editors answered."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_suggestions"
down_revision = "2026_11_23_proposals"
branch_labels = None
depends_on = None

TABLE = "lesson_suggestion"
INDEXES = (["state", "made_at"], ["lesson", "answered_at"], ["network", "made_at"])


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("anchor", sa.String(length=80), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("case_slug", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("because", sa.String(length=120), nullable=False),
        sa.Column("is_withheld", sa.Boolean(), nullable=False),
        sa.Column("editor_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)",
            name=op.f("ck_lesson_suggestion_answered_or_open"),
        ),
        sa.CheckConstraint(
            "state = 'open' OR reason <> ''",
            name=op.f("ck_lesson_suggestion_answered_in_words"),
        ),
        sa.CheckConstraint(
            "NOT is_named OR person_id IS NOT NULL",
            name=op.f("ck_lesson_suggestion_named_person"),
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["person.id"], name=op.f("fk_lesson_suggestion_editor_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lesson_suggestion_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_suggestion")),
    )
    op.create_index(op.f("ix_lesson_suggestion_person_id"), TABLE, ["person_id"])
    for columns in INDEXES:
        op.create_index(op.f(f"ix_{TABLE}_{'_'.join(columns)}"), TABLE, columns)


def downgrade() -> None:
    """Go back."""
    op.drop_table(TABLE)
