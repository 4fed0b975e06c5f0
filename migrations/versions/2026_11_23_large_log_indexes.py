"""Indexes that stay in use when one organisation has a million entries.

Without statistics SQLite took `ix_entry_organisation_id` for the queue and for counts,
and so read every entry of the organisation; the queue cost ten times as much in a site
ten times as large.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_large_log_indexes"
down_revision = "2026_11_23_first_path"
branch_labels = None
depends_on = None

UNDER_REVIEW = sa.text("state IN ('submitted', 'returned')")
SUBMITTED = sa.text("state = 'submitted'")


def upgrade() -> None:
    """Go forward."""
    op.drop_index("ix_entry_waiting", table_name="entry")
    op.drop_index("ix_entry_monthly", table_name="entry")
    op.drop_index("ix_entry_organisation_id", table_name="entry")
    op.create_index(
        "ix_entry_waiting",
        "entry",
        ["organisation_id", "author_id", "state", "state_since"],
        sqlite_where=UNDER_REVIEW,
        postgresql_where=UNDER_REVIEW,
    )
    op.create_index(
        "ix_entry_monthly",
        "entry",
        ["organisation_id", "author_id", "happened_on", "state", "stream", "minutes"],
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_entry_monthly", table_name="entry")
    op.drop_index("ix_entry_waiting", table_name="entry")
    op.create_index("ix_entry_organisation_id", "entry", ["organisation_id"])
    op.create_index(
        "ix_entry_monthly", "entry", ["author_id", "happened_on", "state", "stream"]
    )
    op.create_index(
        "ix_entry_waiting",
        "entry",
        ["author_id", "state_since"],
        sqlite_where=SUBMITTED,
        postgresql_where=SUBMITTED,
    )
