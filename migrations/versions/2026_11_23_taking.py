"""What people bring along from elsewhere, and the files that they send for it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_taking"
down_revision = "2026_11_23_read_log"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "brought",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_brought_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought")),
        sa.UniqueConstraint(
            "person_id", "kind", "key", name=op.f("uq_brought_person_id_kind_key")
        ),
    )
    op.create_table(
        "read_file",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_read_file_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_read_file")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("read_file")
    op.drop_table("brought")
