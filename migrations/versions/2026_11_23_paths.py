"""Days for a cohort's modules, addresses for calendars, the day a reflection is shared.

Sharing stops with the pairing of that day, also where the same two are paired again.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_paths"
down_revision = "2026_11_23_coming_back"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "module_dates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("begin_by", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Date(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "begin_by IS NOT NULL OR done_by IS NOT NULL",
            name=op.f("ck_module_dates_some_day"),
        ),
        sa.CheckConstraint(
            "begin_by IS NULL OR done_by IS NULL OR begin_by <= done_by",
            name=op.f("ck_module_dates_order"),
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_module_dates_cohort_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_dates")),
        sa.UniqueConstraint(
            "cohort_id", "module", name=op.f("uq_module_dates_cohort_id_module")
        ),
    )
    op.create_table(
        "calendar_address",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=43), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_address_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("key", name=op.f("uq_calendar_address_key")),
    )
    op.add_column("reflection", sa.Column("shared_on", sa.Date(), nullable=True))
    op.execute(
        'UPDATE reflection SET shared_on = date("at") WHERE shared_with_id IS NOT NULL'
    )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("reflection") as reflection:
        reflection.drop_column("shared_on")
    op.drop_table("calendar_address")
    op.drop_table("module_dates")
