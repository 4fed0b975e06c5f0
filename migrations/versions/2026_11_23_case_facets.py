"""What cases are narrowed by, in one column: mistakes, methods and kinds came in.

The cases are loaded again from their files at the next start.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_case_facets"
down_revision = "2026_11_23_large_log_indexes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.execute("DELETE FROM casebook_case")
    with op.batch_alter_table("casebook_case") as table:
        table.drop_column("principles")
        table.add_column(sa.Column("facets", sa.JSON(), nullable=False))


def downgrade() -> None:
    """Go back."""
    op.execute("DELETE FROM casebook_case")
    with op.batch_alter_table("casebook_case") as table:
        table.drop_column("facets")
        table.add_column(sa.Column("principles", sa.JSON(), nullable=False))
