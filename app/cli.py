"""The commands: `python -m app` serves, and with a word does what `--help` lists."""

import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from alembic import command
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app import authoring, create_app, migrating
from app.accounts import actions as accounts
from app.accounts.models import Person
from app.casebook import actions as casebook
from app.casebook import chunks
from app.config import ROOT, MissingSetting
from app.content import library
from app.content.faults import ContentError
from app.db import db, writing

FIRST_START = """Nobody has an account yet. Open this link, once, to create the first
administrator and organisation:

  {link}
"""


class Command(click.Command):
    """A command that a wrong setting or content ends in plain words, status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (MissingSetting, ContentError) as error:
            click.echo(str(error), err=True)
            sys.exit(2)


class Commands(click.Group):
    """Our commands; `flask` offers the same, by `wsgi.py`."""

    command_class = Command


@click.group(cls=Commands, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Alongside: serve the site, or run one of the commands."""
    if context.invoked_subcommand is None:
        context.invoke(serve)


def ready_app() -> Flask:
    """The application on a migrated database that holds the files' cases."""
    app: Flask = import_module("app.wsgi").app
    with app.app_context():
        try:
            newest = migrating.is_newest(db.engine)
        except OperationalError as error:
            reason = str(error.orig).splitlines()[0]
            message = f"DATABASE_URL: the database cannot be opened ({reason})."
            raise MissingSetting(message) from None
        if not newest:
            migrating.upgrade(db.engine)
        with writing():
            casebook.sync(app.extensions["library"])
    return app


@main.command()
def serve() -> None:
    """Migrate, load the content, and serve."""
    app = ready_app()
    with app.app_context():
        if not accounts.is_set_up():
            with writing():
                link = accounts.setup_link()
            click.echo(FIRST_START.format(link=link))
    listen()


def listen(module: str = "app.wsgi") -> None:
    """Serve the module's `app` until stopped.

    Where workers are forked they begin with the application that was built here, and
    share its memory; elsewhere they build it again, from the environment.
    """
    app: Flask = import_module(module).app
    settings = app.config
    os.environ["DATA_DIR"] = str(settings["DATA_DIR"])  # as it was made or found
    click.echo(f"Alongside is at {settings['BASE_URL']} (Ctrl+C stops it).")
    with app.app_context():
        db.engine.dispose()
    # What has been built stays: collections skip it, and workers share it. Collecting
    # more seldom saves about 6 % of a page's CPU.
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    Granian(
        f"{module}:app",
        address=settings["HOST"],
        port=settings["PORT"],
        interface=Interfaces.WSGI,
        websockets=False,
        workers=settings["WORKERS"],
        blocking_threads=1,
        log_access=False,
    ).serve()


@main.command()
@click.option("--no-serve", is_flag=True, help="Build it and stop.")
def demo(no_serve: bool) -> None:
    """Serve the demonstration organisation, from a data folder of its own."""
    os.environ.setdefault("DATA_DIR", str(ROOT / "instance-demo"))
    from app.demo import build  # noqa: PLC0415 (only here: it reads many files)

    app = ready_app()
    with app.app_context():
        if db.session.scalar(select(func.count()).select_from(Person)) == 0:
            build.build()
        accounts_file = Path(app.config["DATA_DIR"]) / "demo-accounts.csv"
        click.echo(accounts_file.read_text())
    if not no_serve:
        listen()


@main.command()
def upgrade() -> None:
    """Bring the database to the newest migration and load the cases."""
    ready_app()
    click.echo("The database is up to date.")


@main.command("check-content")
@click.argument("folder", default=ROOT, type=Path)
def content(folder: Path) -> None:
    """Check every lesson, case and framework; report every fault with its line.

    FOLDER has curriculum/ and casebook/ in it; the site's own unless given.
    Ends with status 2 if there are faults.
    """
    found = authoring.report(folder)
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        click.echo(f"\n{_counted(len(found.faults), 'fault')}\n")
    for line in (*found.notes, *found.counts):
        click.echo(line)
    if found.faults:
        sys.exit(2)
    click.echo("No faults.")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


@main.command("export-case")
@click.argument("slug")
@click.option("--to", default=ROOT, type=Path, help="The folder with casebook/ in it.")
def export_case(slug: str, to: Path) -> None:
    """Write casebook/SLUG.md for a case that was published from a proposal."""
    with ready_app().app_context():
        click.echo(casebook.export(slug, to))


@main.command()
def vectors() -> None:
    """Work out the meaning of cases that are new or changed, for the search."""
    new = chunks.write(casebook.pieces(library.load(ROOT)))
    click.echo(f"{new} new vectors.")


@main.command()
@click.argument("message")
def migration(message: str) -> None:
    """Draft a migration from what the models say; read it before it is kept."""
    app = create_app()
    with app.app_context(), db.engine.connect() as connection:
        settings = migrating.settings()
        settings.attributes["connection"] = connection
        command.revision(settings, message, autogenerate=True)


def run(do: Callable[[], object] = main) -> None:
    """Run a command; a wrong setting or content ends it in plain words, status 2."""
    try:
        do()
    except (MissingSetting, ContentError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
