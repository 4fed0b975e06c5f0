"""Where Alembic finds the models and the database."""

from alembic import context
from sqlalchemy import Connection

from app.db import db

target = db.metadata


def run(connection: Connection) -> None:
    """Run the migrations on this connection."""
    context.configure(
        connection=connection,
        target_metadata=target,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    from app import create_app

    app = create_app()
    with app.app_context(), db.engine.connect() as connection:
        run(connection)
        connection.commit()
