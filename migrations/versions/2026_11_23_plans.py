"""Which drafts are plans, and whether an intention was written before the result.

Lists and Today read the first; the moments stand on each version too, as it was then.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_plans"
down_revision = "2026_11_23_sent_from_devices"
branch_labels = None
depends_on = None

MOMENTS = ("intended_at", "told_at")


def upgrade() -> None:
    """Go forward."""
    for name in ("entry", "version"):
        with op.batch_alter_table(name) as table:
            for moment in MOMENTS:
                table.add_column(sa.Column(moment, sa.DateTime(timezone=True)))
    with op.batch_alter_table("entry") as table:
        table.add_column(
            sa.Column(
                "is_planned", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("entry") as table:
        table.drop_column("is_planned")
    for name in ("version", "entry"):
        with op.batch_alter_table(name) as table:
            for moment in MOMENTS:
                table.drop_column(moment)
