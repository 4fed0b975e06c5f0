"""Where a neighbourhood lies, for the map of one's own work."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_place_positions"
down_revision = "2026_11_23_plans"
branch_labels = None
depends_on = None

ON_EARTH = (
    "(lat IS NULL AND lon IS NULL) OR "
    "(coalesce(lat, 99) BETWEEN -90 AND 90 AND coalesce(lon, 999) BETWEEN -180 AND 180)"
)


def upgrade() -> None:
    """Go forward. SQLite could not make the table anew: others refer to it."""
    op.add_column("place", sa.Column("lat", sa.Double()))
    degrees = sa.Double().compile(dialect=op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE place ADD COLUMN lon {degrees} "
        f"CONSTRAINT ck_place_on_earth CHECK ({ON_EARTH})"
    )


def downgrade() -> None:
    """Go back."""
    op.drop_column("place", "lon")
    op.drop_column("place", "lat")
