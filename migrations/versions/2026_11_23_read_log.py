"""Who opened somebody else's entry, and when: the author can see it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_read_log"
down_revision = "2026_11_23_baseline_rounds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "reading",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_reading_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["person.id"], name=op.f("fk_reading_reader_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "reader_id", "on", name=op.f("pk_reading")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("reading")
