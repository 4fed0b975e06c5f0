"""Migrations lead to the schema of the models, on both engines, and back."""

import re
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from app import migrating
from app.db import db, prepare
from tests import postgres

NAME = re.compile(r"\d{4}_\d\d_\d\d_[a-z_0-9]+\.py")


@pytest.fixture
def empty(engine_name, request, tmp_path) -> Iterator[Engine]:
    """A database with no table in it."""
    if engine_name == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        prepare(engine)
        yield engine
        engine.dispose()
        return
    server = request.getfixturevalue("postgres_url")
    with postgres.another(server, "migrating") as url:
        engine = create_engine(url)
        yield engine
        engine.dispose()


def downgrade(engine, to="base"):
    """Go back."""
    settings = migrating.settings()
    with engine.connect() as connection:
        settings.attributes["connection"] = connection
        command.downgrade(settings, to)
        connection.commit()


def schema(engine):
    """Everything that the database says about its tables, as text."""
    found = inspect(engine)
    ask = (
        found.get_foreign_keys,
        found.get_unique_constraints,
        found.get_check_constraints,
        found.get_indexes,
    )
    return {
        table: [
            plain(found.get_columns(table)),
            plain(found.get_pk_constraint(table)),
            *(sorted(plain(about(table)), key=str) for about in ask),
        ]
        for table in found.get_table_names()
    }


def plain(value):
    """What an inspector gives, comparable: its types and SQL as text."""
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return str(value)


def differences(engine):
    """What a new migration would have to do."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def test_the_migrated_schema_equals_the_models(app, empty):
    """Nothing is left for another migration to do."""
    migrating.upgrade(empty)

    assert differences(empty) == []
    assert migrating.is_newest(empty)


def test_every_constraint_of_the_models_is_there(app, empty):
    """Checks too, which Alembic does not compare: by their names."""
    migrating.upgrade(empty)

    found = inspect(empty)
    for table in db.metadata.sorted_tables:
        expected = {
            str(c.name) for c in table.constraints if str(c.name).startswith("ck_")
        }
        held = {c["name"] for c in found.get_check_constraints(table.name)}
        assert held == expected, table.name


def test_an_empty_database_is_not_ready(app, empty):
    """Before the first migration as well as half-way."""
    assert not migrating.is_newest(empty)


def test_upgrading_twice_changes_nothing(app, empty):
    """Every start of the server does it."""
    migrating.upgrade(empty)
    before = schema(empty)

    migrating.upgrade(empty)

    assert schema(empty) == before


def test_there_and_back_and_there_again(app, empty):
    """Going back leaves no table; going forward again gives the same schema."""
    migrating.upgrade(empty)
    before = schema(empty)

    downgrade(empty)

    assert set(schema(empty)) <= {"alembic_version"}
    assert not migrating.is_newest(empty)
    migrating.upgrade(empty)
    assert schema(empty) == before
    assert differences(empty) == []


def test_each_migration_can_be_undone(app, empty):
    """One step back from the newest, and forward again."""
    migrating.upgrade(empty)
    before = schema(empty)

    downgrade(empty, "-1")
    assert schema(empty) != before
    migrating.upgrade(empty)

    assert schema(empty) == before


def test_rows_survive_an_upgrade(app, empty):
    """What is there stays there."""
    migrating.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO failed_sign_in (id, subject, at) VALUES "
                "('0190a0a00a0a70a0a0a00a0a0a0a0a0a', 's', '2026-11-23 20:00:00')"
            )
        )

    migrating.upgrade(empty)

    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM failed_sign_in")) == 1


def test_there_is_one_newest_migration():
    """Two people's migrations have been put in a row."""
    scripts = ScriptDirectory.from_config(migrating.settings())

    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_each_migration_says_why():
    """Its name is a date and words; its first line is a sentence."""
    scripts = ScriptDirectory.from_config(migrating.settings())

    for script in scripts.walk_revisions():
        path = script.path.rpartition("/")[2]
        assert NAME.fullmatch(path), path
        assert len(script.revision) <= 32, path  # Alembic's column
        assert len(script.doc.split()) >= 3, path
        assert script.doc.splitlines()[0].endswith("."), path


SHARED_ONCE = (
    """INSERT INTO person (id, name, email, password_hash, session_key, is_editor,
    is_administrator, created_at) VALUES ('0190a0a00a0a70a0a0a00a0a0a0a0a1a', 'Ann',
    'a@example.org', '', 'k', false, false, '2026-11-01 20:00:00')""",
    """INSERT INTO reflection (id, person_id, module, block, text, shared_with_id, "at")
    VALUES ('0190a0a00a0a70a0a0a00a0a0a0a0a2a', '0190a0a00a0a70a0a0a00a0a0a0a0a1a',
    'm', 'r1', 'Mine', '0190a0a00a0a70a0a0a00a0a0a0a0a1a', '2026-11-20 20:00:00')""",
    """INSERT INTO reflection (id, person_id, module, block, text, shared_with_id, "at")
    VALUES ('0190a0a00a0a70a0a0a00a0a0a0a0a3a', '0190a0a00a0a70a0a0a00a0a0a0a0a1a',
    'm', 'r2', 'Mine', NULL, '2026-11-20 20:00:00')""",
)


def test_what_was_shared_keeps_the_day_on_which_it_was(app, empty):
    """So the supervisor of then reads it still; what was private has no such day."""
    migrating.upgrade(empty)
    downgrade(empty, "2026_11_23_proposals")
    with empty.begin() as connection:
        for statement in SHARED_ONCE:
            connection.execute(text(statement))

    migrating.upgrade(empty)

    with empty.connect() as connection:
        rows = connection.execute(text("SELECT block, shared_on FROM reflection"))
        assert {block: str(on) for block, on in rows} == {
            "r1": "2026-11-20",
            "r2": "None",
        }
