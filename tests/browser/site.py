"""The site that the browser visits: the real application, served on this machine."""

import csv
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserType, Page, Playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app, migrating
from app.casebook import actions as casebook
from app.db import db, writing
from app.demo import build
from tests.conftest import SECRET

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NO_BROWSER = (
    "The journeys need a Chromium, and none is on the path. Install one, so that "
    "'chromium' answers (on Debian: apt-get install chromium), or run "
    "'.venv/bin/playwright install chromium', and try again."
)


@dataclass(frozen=True)
class Site:
    """Where the demonstration organisation is served, and who can sign in."""

    app: Flask
    address: str
    folder: Path
    accounts: dict[str, tuple[str, str]]  # email and password, by first name

    @property
    def outbox(self) -> list[Path]:
        """Messages that the site has sent, oldest first."""
        return sorted((self.folder / "outbox").glob("*.eml"))


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """The application on a free port, with a fresh demonstration in `folder`."""
    app = create_app(
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'browser.sqlite3'}",
        DATA_DIR=folder,
        SECRET_KEY=SECRET,
        MAIL_URL="",
        BASE_URL="",
    )
    with app.app_context():
        migrating.upgrade(db.engine)
        with writing():
            casebook.sync(app.extensions["library"])
        build.build()
        db.session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    app.config["BASE_URL"] = address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app, address, folder, _accounts(folder))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


class _Quiet(WSGIRequestHandler):
    """A server that leaves the tests' output to the tests."""

    def log(self, type: str, message: str, *args: object) -> None:
        logging.getLogger("browser").debug(message, *args)


def _accounts(folder: Path) -> dict[str, tuple[str, str]]:
    with (folder / "demo-accounts.csv").open(newline="") as file:
        return {
            row["name"]: (row["email"], row["password"]) for row in csv.DictReader(file)
        }


def launch(playwright: Playwright) -> Browser:
    """A Chromium from the path, else Playwright's own.

    Raises `FileNotFoundError`, with words that say what to do.
    """
    path = chromium_path(playwright.chromium)
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def chromium_path(kind: BrowserType) -> str:
    """Where the Chromium is. Raises as `launch` does."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    path = found or kind.executable_path
    if not Path(path).exists():
        raise FileNotFoundError(NO_BROWSER)
    return path


def shot(page: Page, name: str) -> None:
    """A picture of the whole page, in the folder that SHOTS names, if it does."""
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
