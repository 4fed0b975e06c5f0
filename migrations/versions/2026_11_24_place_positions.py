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
    """Go forward."""
    with op.batch_alter_table("place") as table:
        table.add_column(sa.Column("lat", sa.Double()))
        table.add_column(sa.Column("lon", sa.Double()))
        table.create_check_constraint("on_earth", ON_EARTH)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("place") as table:
        table.drop_constraint("on_earth", type_="check")
        table.drop_column("lon")
        table.drop_column("lat")
