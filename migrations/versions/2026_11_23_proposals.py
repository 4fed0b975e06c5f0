"""Proposals of cases, questions about them, and reports of errors.

A published proposal is a case of its own until its file is there: `exported` holds
the text of that file.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_proposals"
down_revision = "2026_11_23_reading_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "casebook_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("editor_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["person.id"], name=op.f("fk_casebook_report_editor_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_casebook_report_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casebook_report")),
    )
    op.create_index(
        op.f("ix_casebook_report_network_made_at"),
        "casebook_report",
        ["network", "made_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_casebook_report_state_made_at"),
        "casebook_report",
        ["state", "made_at"],
        unique=False,
    )

    op.create_table(
        "casebook_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.String(length=120), nullable=True),
        sa.Column("editor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR slug IS NOT NULL",
            name=op.f("ck_casebook_proposal_published_somewhere"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR sent_at IS NOT NULL",
            name=op.f("ck_casebook_proposal_sent_before_anything_else"),
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["person.id"], name=op.f("fk_casebook_proposal_editor_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_casebook_proposal_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"],
            ["person.id"],
            name=op.f("fk_casebook_proposal_proposer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casebook_proposal")),
    )
    op.create_index(
        op.f("ix_casebook_proposal_entry_id"),
        "casebook_proposal",
        ["entry_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_casebook_proposal_proposer_id"),
        "casebook_proposal",
        ["proposer_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_casebook_proposal_state_state_since"),
        "casebook_proposal",
        ["state", "state_since"],
        unique=False,
    )

    op.create_table(
        "casebook_proposal_ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("editor_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["person.id"],
            name=op.f("fk_casebook_proposal_ask_editor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["casebook_proposal.id"],
            name=op.f("fk_casebook_proposal_ask_proposal_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casebook_proposal_ask")),
    )
    op.create_index(
        op.f("ix_casebook_proposal_ask_proposal_id"),
        "casebook_proposal_ask",
        ["proposal_id"],
        unique=False,
    )

    with op.batch_alter_table("casebook_case") as table:
        table.add_column(sa.Column("exported", sa.String(), nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("casebook_case") as table:
        table.drop_column("exported")

    op.drop_index(
        op.f("ix_casebook_proposal_ask_proposal_id"), table_name="casebook_proposal_ask"
    )

    op.drop_table("casebook_proposal_ask")
    op.drop_index(
        op.f("ix_casebook_proposal_state_state_since"), table_name="casebook_proposal"
    )
    op.drop_index(
        op.f("ix_casebook_proposal_proposer_id"), table_name="casebook_proposal"
    )
    op.drop_index(op.f("ix_casebook_proposal_entry_id"), table_name="casebook_proposal")

    op.drop_table("casebook_proposal")
    op.drop_index(
        op.f("ix_casebook_report_state_made_at"), table_name="casebook_report"
    )
    op.drop_index(
        op.f("ix_casebook_report_network_made_at"), table_name="casebook_report"
    )

    op.drop_table("casebook_report")
