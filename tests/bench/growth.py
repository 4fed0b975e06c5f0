"""What the growth of the log costs: the pages' own SQL, in a small and a large site."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import psycopg
from flask import Flask
from sqlalchemy import Engine, make_url, select

from app import clock, migrating
from app.accounts.models import Organisation, Person
from app.db import db
from app.insight import queries
from app.practice.models import Entry
from app.practice.views import PAGE
from tests.bench import rows
from tests.bench.data import application
from tests.bench.pages import Page, cookie_of, sent, statements

SIZES = (10_000, 1_000_000)
ROUNDS = 5
SECONDS = 0.4  # of one burst; the database's processor time is counted in hundredths
GOAL = 1.2
Sql = list[tuple[str, Any]]


@dataclass(frozen=True)
class Ratio:
    """One question asked of two databases, or of two places in one."""

    name: str
    less: float  # milliseconds of CPU, driver and database
    more: float

    @property
    def ratio(self) -> float:
        """How much the larger costs against the smaller."""
        return self.more / self.less


@contextmanager
def database(url: str, folder: Path, name: str) -> Iterator[str]:
    """An empty database of this name beside the one of `url`; SQLite's in `folder`."""
    if url.startswith("sqlite"):
        (folder / name).mkdir(parents=True)
        yield f"sqlite:///{folder / name / 'alongside.sqlite3'}"
        return
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield make_url(url).set(database=name).render_as_string(hide_password=False)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def measure(url: str, folder: Path) -> list[Ratio]:
    """The growth of each question, on the engine of `url`."""
    small, large = SIZES
    with (
        database(url, folder, f"bench_{small}") as url_small,
        database(url, folder, f"bench_{large}") as url_large,
    ):
        few = _filled(url_small, folder / f"bench_{small}", small)
        many = _filled(url_large, folder / f"bench_{large}", large)
        found = [_compared(name, few.ask(name), many.ask(name)) for name in QUESTIONS]
        deep = "log list: page 1, page 1,000"
        found.append(_compared(deep, many.ask("busiest"), many.ask("deep")))
        for site in (few, many):
            site.engine.dispose()
    return found


QUESTIONS = ("log list", "queue", "one person’s months")


@dataclass(frozen=True)
class Site:
    """A filled database, and the SQL that its pages send."""

    engine: Engine
    sql: dict[str, Sql]

    def ask(self, name: str) -> Callable[[], float]:
        """A burst of one question: milliseconds of CPU each time."""
        return lambda: _burst(self.engine, self.sql[name])


def _filled(url: str, folder: Path, entries: int) -> Site:
    app = application(folder, url)
    with app.app_context():
        migrating.upgrade(db.engine)
        grown = rows.fill(entries)
        engine = db.engine
    return Site(engine, _sql(app, grown))


def _sql(app: Flask, grown: rows.Grown) -> dict[str, Sql]:
    """Each question as its page sends it, without what loads the signed-in person."""
    log = Page("log list", 0, "/practice/", cookie_of(app, grown.organiser))
    queue = Page("queue", 0, "/supervision/", cookie_of(app, grown.supervisor))
    found = {page.name: statements(app, page) for page in (log, queue)}
    found["one person’s months"] = sent(app, lambda: _months(app, grown.organiser))
    if grown.busiest:
        first = replace(log, cookie=cookie_of(app, grown.busiest))
        deep = replace(first, path=f"/practice/?after={_deep(app, grown.busiest)}")
        found |= {"busiest": statements(app, first), "deep": statements(app, deep)}
    return {
        name: [one for one in asked if re.search(r"(FROM|JOIN) entry\b", one[0])]
        for name, asked in found.items()
    }


def _months(app: Flask, person: Person) -> None:
    with app.app_context():
        here = db.session.scalars(select(Organisation)).one()
        scope = queries.Scope("me", "", "", [person.id], True)
        queries.monthly(scope, here, clock.today())


def _deep(app: Flask, person: Person) -> str:
    """Where page 999 of a log ends."""
    with app.app_context():
        ends = Entry.of(person).offset(999 * PAGE - 1).limit(1)
        last = db.session.scalars(ends).one()
        return f"{last.sorted_at:%Y-%m-%d}.{last.id}"


def _compared(name: str, less: Callable[[], float], more: Callable[[], float]) -> Ratio:
    """Both, in turn, round by round; the median round."""
    found = sorted(
        (Ratio(name, less(), more()) for _ in range(ROUNDS)), key=lambda r: r.ratio
    )
    return found[ROUNDS // 2]


def _burst(engine: Engine, asked: Sql) -> float:
    """Milliseconds of CPU, here and in the database, each time the SQL is sent."""
    raw = engine.raw_connection()
    backend = None
    if engine.dialect.name == "postgresql":
        driver: Any = raw.driver_connection
        backend = psutil.Process(driver.info.backend_pid)
    cursor = raw.cursor()
    for _ in range(20):
        _send(cursor, asked)
    before = _cpu(backend)
    ends, times = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < ends:
        _send(cursor, asked)
        times += 1
    spent = _cpu(backend) - before
    raw.close()
    return 1000 * spent / times


def _send(cursor: Any, asked: Sql) -> None:
    for sql, given in asked:
        cursor.execute(sql, given)
        cursor.fetchall()


def _cpu(backend: psutil.Process | None) -> float:
    here = time.process_time()
    if backend is None:
        return here
    times = backend.cpu_times()
    return float(here + times.user + times.system)
