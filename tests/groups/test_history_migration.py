"""Groups that were registered before their history was kept."""

import pytest
from sqlalchemy import text

from app import migrating
from tests.test_migrations import downgrade, empty

__all__ = ["empty"]  # the fixture

HOST, PLACE = "0190a0a00a0a70a0a0a00a0a0a0a0a1a", "0190a0a00a0a70a0a0a00a0a0a0a0a2a"
ROWS = (
    "INSERT INTO organisation (id, name, framework, safeguarding_lead, created_at) "
    "VALUES (:host, 'Here', 'founding', '', '2026-11-01 20:00:00')",
    "INSERT INTO place (id, organisation_id, name) VALUES (:place, :host, 'Mill Lane')",
)
GROUP = (
    "INSERT INTO community_group (id, organisation_id, place_id, name, kind, purpose, "
    "paid_hours, controlled_by, has_contract, contract_note, facts_on, made_at) VALUES "
    "(:id, :host, :place, 'Tenants', 'community-group', '', :paid, 'members', "
    ":contract, '', "
    "'2026-10-01', '2026-10-01 20:00:00')"
)


@pytest.mark.parametrize(
    ("paid", "contract", "due"),
    [
        (None, False, "None"),
        (0, False, "None"),
        (3, False, "2026-10-01"),
        (None, True, "2026-10-01"),
    ],
)
def test_whoever_has_paid_work_is_due(app, empty, paid, contract, due):
    """From the day of the facts; what nobody was asked before is not known."""
    migrating.upgrade(empty)
    downgrade(empty, "2026_11_23_paths")
    values = {"id": HOST, "host": HOST, "place": PLACE}
    with empty.begin() as connection:
        for statement in ROWS:
            connection.execute(
                text(statement),
                {k: v for k, v in values.items() if f":{k}" in statement},
            )
        about = values | {"paid": paid, "contract": contract}
        connection.execute(text(GROUP), about)

    migrating.upgrade(empty)

    query = "SELECT check_due_on, income_band, share_grants FROM community_group"
    with empty.connect() as connection:
        on, band, grants = connection.execute(text(query)).one()
    assert (str(on), band, grants) == (due, "not-known", None)
