"""Reading lists and saved searches: what a reader wants to come back to."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_reading_lists"
down_revision = "2026_11_23_case_facets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "saved_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_case_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_case")),
        sa.UniqueConstraint(
            "person_id", "slug", name=op.f("uq_saved_case_person_id_slug")
        ),
    )
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint(
            "person_id", "digest", name=op.f("uq_saved_search_person_id_digest")
        ),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("saved_search")
    op.drop_table("saved_case")
