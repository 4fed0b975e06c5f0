"""A group's money and charges, its facts over time, role checks, support, meetings.

Groups that hold a contract or pay somebody are due for a role check at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_group_history"
down_revision = "2026_11_23_paths"
branch_labels = None
depends_on = None

SHARES = (
    "(share_members IS NULL AND share_grants IS NULL AND share_contracts IS NULL) OR "
    "(coalesce(share_members, -1) >= 0 AND coalesce(share_grants, -1) >= 0 AND "
    "coalesce(share_contracts, -1) >= 0 AND "
    "share_members + share_grants + share_contracts = 100)"
)
DATED = ("support_note", "met_alone")
TABLES = ("group_facts", "role_check", *DATED)


def upgrade() -> None:
    """Go forward."""
    _money()
    op.execute(
        "UPDATE community_group SET check_due_on = facts_on "
        "WHERE has_contract OR coalesce(paid_hours, 0) > 0"
    )
    _table("group_facts", "saved_at", sa.Column("facts", sa.JSON(), nullable=False))
    _table(
        "role_check",
        "made_at",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
    )
    _table(
        "support_note",
        "made_at",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=False),
        *_dated(),
        sa.CheckConstraint(
            "mark IN ('asked', 'given', 'refused')",
            name=op.f("ck_support_note_mark"),
        ),
    )
    _table("met_alone", "made_at", *_dated())


def _money() -> None:
    """Add the columns one by one: a table that others point at is not made anew."""
    group = "community_group"
    op.add_column(
        group,
        sa.Column(
            "income_band",
            sa.String(length=40),
            nullable=False,
            server_default="not-known",
        ),
    )
    op.add_column(group, sa.Column("share_members", sa.Integer()))
    op.add_column(group, sa.Column("share_grants", sa.Integer()))
    op.execute(
        f"ALTER TABLE {group} ADD COLUMN share_contracts INTEGER "
        f"CONSTRAINT ck_community_group_shares CHECK ({SHARES})"
    )
    op.add_column(
        group,
        sa.Column(
            "has_charge", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    op.add_column(
        group, sa.Column("charge_note", sa.String(), nullable=False, server_default="")
    )
    op.add_column(group, sa.Column("check_due_on", sa.Date()))
    op.create_index(op.f("ix_community_group_check_due_on"), group, ["check_due_on"])


def _dated() -> list[sa.Column]:
    return [
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
    ]


def _table(name: str, moment: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of rows about a group, by somebody, at a moment."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column(moment, sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=name == "group_facts"),
        *columns,
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f(f"fk_{name}_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f(f"fk_{name}_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    day = "on" if name in DATED else moment
    op.create_index(op.f(f"ix_{name}_group_id_{day}"), name, ["group_id", day])


def downgrade() -> None:
    """Go back."""
    for name in reversed(TABLES):
        op.drop_table(name)
    op.drop_index("ix_community_group_check_due_on", "community_group")
    with op.batch_alter_table("community_group") as group:
        group.drop_constraint(op.f("ck_community_group_shares"), type_="check")
        for column in (
            "check_due_on",
            "charge_note",
            "has_charge",
            "share_contracts",
            "share_grants",
            "share_members",
            "income_band",
        ):
            group.drop_column(column)
