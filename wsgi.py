"""What the `flask` command finds from here: the commands of `app/cli.py`, and the site.

A server takes the application from `app/wsgi.py`.
"""

import click
from flask import Flask

from app import cli
from app import create_app as site
from app.config import MissingSetting
from app.content.faults import ContentError


def create_app() -> Flask:
    """The site for `flask run`, `routes` and `shell`; for the others, their names.

    While `flask` looks for a command nothing is loaded, so that content with faults
    can be reported. Each of our commands builds the site if it needs it.
    """
    context = click.get_current_context(silent=True)
    if context and isinstance(context.command, click.Group):
        return _commands()
    try:
        return site()
    except (MissingSetting, ContentError) as error:
        raise click.ClickException(str(error)) from None


def _commands() -> Flask:
    """An application without pages that carries every command."""
    named = Flask("app")
    for command in cli.main.commands.values():
        named.cli.add_command(command)
    return named
