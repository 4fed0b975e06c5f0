"""Baseline rounds, their anonymous answers, and which groups were there before."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_baseline_rounds"
down_revision = "2026_11_23_right_of_reply"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _rounds()
    op.create_table(
        "baseline_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["baseline_round.id"],
            name=op.f("fk_baseline_response_round_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_response")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_baseline_response_round_id"), "baseline_response", ["round_id"]
    )
    op.create_table(
        "group_before",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("was_there", sa.Boolean(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_group_before_group_id")
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_before")),
    )


def _rounds() -> None:
    name = "baseline_round"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("aimed", sa.Integer(), nullable=True),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("not_reached", sa.String(), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "aimed IS NULL OR aimed > 0", name=op.f("ck_baseline_round_aimed")
        ),
        sa.CheckConstraint("refusals >= 0", name=op.f("ck_baseline_round_refusals")),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on >= began_on",
            name=op.f("ck_baseline_round_closed_on"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_baseline_round_place_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["community_group.id"],
            name=op.f("fk_baseline_round_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_baseline_round_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_round")),
        sa.UniqueConstraint("key", name=op.f("uq_baseline_round_key")),
    )
    for column in ("place_id", "group_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def downgrade() -> None:
    """Go back."""
    for table in ("group_before", "baseline_response", "baseline_round"):
        op.drop_table(table)
