"""One application per session and engine, its tables emptied after each test."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import text

from app import clock, create_app, migrating
from app.accounts import actions as accounts
from app.accounts.models import Person
from app.casebook import actions as casebook
from app.db import db, writing
from tests import postgres

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # a Monday evening
SECRET = "for tests only, and long enough for the rule"
STRONG = accounts.hasher
accounts.hasher = PasswordHasher.from_parameters(CHEAPEST)  # a hundred times faster
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
KEPT = {"alembic_version", "casebook_case"}  # cases come from files and never change


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engine sqlite` leaves PostgreSQL out, for a quick run."""
    parser.addoption("--engine", choices=["sqlite", "postgresql"], default=None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that uses the application runs on both engines.

    But for those whose module says `ONE_ENGINE`: what they test asks no database; and
    for those marked for one `engine`, whose fault the other cannot have.
    """
    if "engine_name" in metafunc.fixturenames:
        only = metafunc.config.getoption("engine")
        names = [only] if only else ["sqlite", "postgresql"]
        if getattr(metafunc.module, "ONE_ENGINE", False):
            names = names[:1]
        metafunc.parametrize("engine_name", names, scope="session")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database; see `postgres.py`.

    Its folder is not pytest's own, which the `postgres` user may not enter.
    """
    with (
        TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder,
        postgres.database(Path(folder)) as url,
    ):
        yield url


class Client(FlaskClient):
    """A browser that fills in the form token as a page would have."""

    token = ""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Each request has a context of its own, and the test then reads afresh."""
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.pop("with_token", True) and "json" not in kwargs:
            fields = {"csrf_token": self.token or self._fresh_token()}
            kwargs["data"] = fields | kwargs.get("data", {})
        return super().post(*args, **kwargs)

    def _fresh_token(self) -> str:
        for path in ("/account/", "/sign-in/"):
            found = TOKEN.search(self.get(path).get_data(as_text=True))
            if found:
                return found[1]
        return ""


@pytest.fixture(scope="session")
def app(
    engine_name: str,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """The application on a migrated database that holds the cases."""
    folder: Path = tmp_path_factory.mktemp(engine_name)
    url = (
        f"sqlite:///{folder / 'test.sqlite3'}"
        if engine_name == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    app = create_app(
        SQLALCHEMY_DATABASE_URI=url,
        DATA_DIR=folder,
        SECRET_KEY=SECRET,
        MAIL_URL="",
        BASE_URL="http://localhost",
        SEARCH_MODEL=False,  # on where a test is about it: it costs 20 ms a search
        TESTING=True,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.test_client_class = Client
    with app.app_context():
        migrating.upgrade(db.engine)
        with writing():
            casebook.sync(app.extensions["library"])
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    clock.stop(NOW)
    yield
    clock.start()


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """Somebody with no account. Every table is empty again afterwards."""
    yield app.test_client()
    db.session.remove()
    names = [t.name for t in db.metadata.sorted_tables if t.name not in KEPT]
    deletes = [f'DELETE FROM "{name}"' for name in reversed(names)]  # noqa: S608
    if db.engine.name == "postgresql":
        deletes = ["; ".join(deletes)]  # one way there and back, and not one a table
    with db.engine.begin() as connection:
        for statement in deletes:
            connection.execute(text(statement))


@pytest.fixture
def sign_in(app: Flask, client: FlaskClient) -> Callable[[Person], FlaskClient]:
    """Give a person a browser in which they are signed in."""

    def enter(person: Person) -> FlaskClient:
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"] = person.session_key
            session["_fresh"] = True
        return browser

    return enter


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out, on an engine, what is marked for the other; the longest come first."""
    left = [item for item in items if _is_for_another(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
    items.sort(key=lambda item: "test_accessibility" not in item.nodeid)


def _is_for_another(item: pytest.Item) -> bool:
    marked, params = item.get_closest_marker("engine"), getattr(item, "callspec", None)
    name = params.params.get("engine_name") if params else None
    return marked is not None and name not in marked.args
