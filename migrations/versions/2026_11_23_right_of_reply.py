"""A group's right of reply; groups merged, archived, and what was done to a record."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_right_of_reply"
down_revision = "2026_11_23_group_history"
branch_labels = None
depends_on = None

UUID = sa.Uuid()
MOMENT = sa.DateTime(timezone=True)


def _id(table: str) -> tuple[sa.Column, sa.PrimaryKeyConstraint]:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    return sa.Column("id", UUID, nullable=False), key


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("community_group") as batch:
        batch.add_column(sa.Column("archived_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("archived_for", sa.String(40), nullable=True))
        batch.add_column(
            sa.Column("archived_note", sa.String(), nullable=False, server_default="")
        )
    with op.batch_alter_table("community_group") as batch:
        batch.alter_column("archived_note", server_default=None)
    op.create_table(
        "group_redirect",
        sa.Column("old_id", UUID, nullable=False),
        sa.Column("group_id", UUID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        _to("group_redirect", "group_id", "community_group"),
        sa.PrimaryKeyConstraint("old_id", name=op.f("pk_group_redirect")),
    )
    _index("group_redirect", "group_id")
    op.create_table(
        "group_event",
        *_id("group_event"),
        sa.Column("group_id", UUID, nullable=False),
        sa.Column("person_id", UUID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        _to("group_event", "group_id", "community_group"),
        _to("group_event", "person_id", "person"),
    )
    _index("group_event", "group_id")
    _replies()


def _replies() -> None:
    op.create_table(
        "reply_link",
        *_id("reply_link"),
        sa.Column("group_id", UUID, nullable=False),
        sa.Column("made_by_id", UUID, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        _to("reply_link", "group_id", "community_group"),
        _to("reply_link", "made_by_id", "person"),
        sa.UniqueConstraint("digest", name=op.f("uq_reply_link_digest")),
    )
    _index("reply_link", "group_id")
    op.create_table(
        "reply_opening",
        sa.Column("link_id", UUID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_reply_opening_times")),
        _to("reply_opening", "link_id", "reply_link"),
        sa.PrimaryKeyConstraint("link_id", "on", name=op.f("pk_reply_opening")),
    )
    op.create_table(
        "group_reply",
        *_id("group_reply"),
        sa.Column("group_id", UUID, nullable=False),
        sa.Column("link_id", UUID, nullable=False),
        sa.Column("role", sa.String(160), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("network", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("facts_changed", sa.Boolean(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", UUID, nullable=True),
        _to("group_reply", "group_id", "community_group"),
        _to("group_reply", "link_id", "reply_link"),
        _to("group_reply", "answered_by_id", "person"),
    )
    _index("group_reply", "group_id")
    op.create_table(
        "reply_point",
        *_id("reply_point"),
        sa.Column("reply_id", UUID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("heading", sa.String(200), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("entry_id", UUID, nullable=True),
        sa.Column("principle", sa.String(40), nullable=False),
        _to("reply_point", "reply_id", "group_reply"),
        _to("reply_point", "entry_id", "entry"),
    )
    _index("reply_point", "reply_id")
    _index("reply_point", "entry_id")


def downgrade() -> None:
    """Go back."""
    for table in ("reply_point", "group_reply", "reply_opening", "reply_link"):
        op.drop_table(table)
    op.drop_table("group_event")
    op.drop_table("group_redirect")
    with op.batch_alter_table("community_group") as batch:
        for column in ("archived_note", "archived_for", "archived_on"):
            batch.drop_column(column)
