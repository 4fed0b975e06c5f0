"""The pages that are measured, who opens them, and their goals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from app.accounts.models import Membership, Person, Role, Supervision
from app.db import db
from app.practice.models import Entry, State
from tests.bench.client import Ask, WrongAnswer, once

QUESTION = "/casebook/?q=the+grant+for+our+reps+is+ending"
TWIN = "/bench/twin/"
Row = tuple[str, float, str, Person | None]  # name, goal, path, who opens it


@dataclass(frozen=True)
class Page:
    """One page, as one person opens it."""

    name: str
    goal: float  # times the twin's CPU
    path: str
    cookie: str = ""
    etag: str = ""  # what the browser has kept

    def ask(self, port: int) -> Ask:
        """The request, at the server on this port."""
        headers = {"Cookie": self.cookie, "If-None-Match": self.etag}
        given = {name: value for name, value in headers.items() if value}
        return Ask(port, self.path, given, 304 if self.etag else 200)


def pages(app: Flask, port: int) -> Iterator[Page | str]:
    """Every page that is there, ready to be asked for; for the others, their names."""
    with app.app_context():
        for name, goal, path, person in [*_open(app), *_signed_in()]:
            cookie = cookie_of(app, person) if person else ""
            page = _settled(Page(name, goal, path, cookie), port)
            yield page or name
        for name, _, path, _ in _open(app):
            yield _kept(Page(f"304: {name}", 2, path), port) or f"304: {name}"


def _open(app: Flask) -> list[Row]:
    """Pages that need no account."""
    library = app.extensions["library"]
    lesson = library.lessons[len(library.lessons) // 2]
    case = library.cases[len(library.cases) // 2]
    return [
        ("home", 2, "/", None),
        ("lesson", 2, f"/learn/{lesson.module}/{lesson.slug}/", None),
        ("case", 2, f"/casebook/{case.slug}/", None),
        ("foundations", 2, "/foundations/", None),
        ("glossary", 2, "/learn/glossary/", None),
    ]


def _signed_in() -> list[Row]:
    """Pages of the busiest organiser, and of the supervisor with the longest queue."""
    organiser = _busiest(Entry.author_id, Entry.state == State.ACCEPTED)
    supervisor = _busiest(
        Supervision.supervisor_id,
        Entry.state == State.SUBMITTED,
        Supervision.organiser_id == Entry.author_id,
    )
    coordinator = db.session.scalars(
        select(Person).join(Membership).where(Membership.role == Role.COORDINATOR)
    ).one()
    oldest = db.session.scalars(
        select(Entry.id)
        .join(Supervision, Supervision.organiser_id == Entry.author_id)
        .where(
            Supervision.supervisor_id == supervisor.id, Entry.state == State.SUBMITTED
        )
        .order_by(Entry.state_since)
        .limit(1)
    ).one()
    return [
        ("log list", 4, "/practice/", organiser),
        ("queue", 4, "/supervision/", supervisor),
        ("Today, organiser", 5, "/today/", organiser),
        ("Today, supervisor", 5, "/today/", supervisor),
        ("Today, coordinator", 5, "/today/", coordinator),
        ("review desk", 5, f"/supervision/{oldest}/", supervisor),
        ("casebook search", 6, QUESTION, None),
        ("insight, own", 8, "/insight/", organiser),
        ("insight, supervisor", 8, "/insight/", supervisor),
    ]


def _busiest(who: Any, *conditions: Any) -> Person:
    """Whoever has most entries of this sort."""
    found = db.session.scalars(
        select(who).where(*conditions).group_by(who).order_by(func.count().desc())
    )
    person: Person = db.session.get_one(Person, found.first())
    return person


def cookie_of(app: Flask, person: Person) -> str:
    """The cookie of a browser in which the person is signed in."""
    sessions: Any = app.session_interface
    packer = sessions.get_signing_serializer(app)
    value = packer.dumps({"_user_id": person.session_key, "_fresh": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"


def _settled(page: Page, port: int) -> Page | None:
    """The page with the cookie that its first visit leaves; none if it is not there."""
    try:
        body, headers = once(page.ask(port))
    except WrongAnswer:
        return None
    if b"<main" not in body:
        return None
    cookie = headers.get("set-cookie", "").partition(";")[0]
    return replace(page, cookie=cookie) if cookie and page.cookie else page


def _kept(page: Page, port: int) -> Page | None:
    """The page asked for again by a browser that has kept it; none without an ETag."""
    try:
        _, headers = once(page.ask(port))
    except WrongAnswer:
        return None
    etag = headers.get("etag", "")
    return replace(page, etag=etag) if etag else None


def statements(app: Flask, page: Page) -> list[tuple[str, Any]]:
    """The SQL that a visit sends to the database, with its parameters."""
    browser = app.test_client(use_cookies=False)

    def visit() -> None:
        browser.get(page.path, headers={"Cookie": page.cookie})

    visit()  # the first visit fills what is kept
    return sent(app, visit)


def sent(app: Flask, do: Callable[[], object]) -> list[tuple[str, Any]]:
    """The SQL that `do` sends to the application's database, with its parameters."""
    found: list[tuple[str, Any]] = []

    def note(_c: object, _u: object, sql: str, given: object, *_: object) -> None:
        if not sql.startswith("BEGIN"):
            found.append((sql, given))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    do()
    event.remove(engine, "before_cursor_execute", note)
    return found
