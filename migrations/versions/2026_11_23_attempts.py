"""Attempts: every try at an exercise is kept, beside the latest answer.

Each answer there is becomes one attempt, and the latest: earlier ones were never kept.
An answer that had been changed is therefore no first attempt. A story counted every
step, and a short answer every tick, so theirs count as one.
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_attempts"
down_revision = "2026_11_23_suggestions"
branch_labels = None
depends_on = None

answer = sa.table(
    "answer",
    sa.column("id", sa.Uuid()),
    sa.column("version", sa.Integer()),
    sa.column("given", sa.JSON()),
    sa.column("is_right", sa.Boolean()),
    sa.column("times", sa.Integer()),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Go forward."""
    attempt = op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_attempt_answer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "answer_id", "number", name=op.f("uq_attempt_answer_id_number")
        ),
    )
    connection = op.get_bind()
    kept = connection.execute(sa.select(answer)).all()
    for row in kept:
        counts_steps = bool({"path", "text"} & set(row.given))
        times = 1 if counts_steps else row.times
        connection.execute(
            attempt.insert().values(
                id=uuid.uuid4(),
                answer_id=row.id,
                number=times,
                version=row.version,
                is_first=times == 1,
                given=row.given,
                is_right=row.is_right,
                words={},
                form="",
                at=row.at,
            )
        )
        connection.execute(
            answer.update().where(answer.c.id == row.id).values(times=times)
        )


def downgrade() -> None:
    """Go back."""
    op.drop_table("attempt")
