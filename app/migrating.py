"""Bringing a database to the newest migration, and asking whether it is there."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.config import ROOT
from app.db import to_write


def settings() -> Config:
    """Alembic's settings."""
    found = Config()
    found.set_main_option("script_location", str(ROOT / "migrations"))
    found.set_main_option(
        "file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s"
    )
    return found


def upgrade(engine: Engine) -> None:
    """Run the migrations that the database has not seen. One process at a time."""
    found = settings()
    with engine.connect().execution_options(**to_write(engine)) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20261123)")
        found.attributes["connection"] = connection
        command.upgrade(found, "head")
        connection.commit()


def is_newest(engine: Engine) -> bool:
    """Whether no migration is waiting."""
    with engine.connect() as connection:
        seen = MigrationContext.configure(connection).get_current_heads()
    return set(seen) == set(ScriptDirectory.from_config(settings()).get_heads())
