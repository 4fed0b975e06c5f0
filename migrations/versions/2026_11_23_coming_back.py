"""Checks answered in lessons come back on a schedule, to whoever answered them.

Answers that are there already need no rows here: a card is worked out from the answer
until it is asked for the first time.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_coming_back"
down_revision = "2026_11_23_attempts"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("left_out_at", MOMENT, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_card_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("person_id", "block", name=op.f("uq_card_person_id_block")),
    )
    op.create_table(
        "recall",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("rating", sa.String(length=40), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recall_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
        sa.UniqueConstraint(
            "person_id", "block", "turn", name=op.f("uq_recall_person_id_block_turn")
        ),
    )
    op.create_index("ix_recall_person_id_at", "recall", ["person_id", "at"])
    op.create_table(
        "recall_choice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("a_day", sa.Integer(), nullable=False),
        sa.Column("not_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "a_day BETWEEN 1 AND 50", name=op.f("ck_recall_choice_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recall_choice_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_recall_choice")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("recall_choice")
    op.drop_table("recall")
    op.drop_table("card")
