"""What devices sent: once each, and both kept where two changed the same entry."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_sent_from_devices"
down_revision = "2026_11_23_taking"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "sent",
        sa.Column("mark", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("base", sa.String(length=32), nullable=False),
        sa.Column("aside", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
            name=op.f("fk_sent_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_sent")),
    )
    op.create_index("ix_sent_entry_id", "sent", ["entry_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("sent")
