"""A log of any length, put into a database fast: plausible rows, the real indexes."""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import psycopg
from sqlalchemy import Engine

from app.accounts.models import Membership, Organisation, Person, Role, Supervision
from app.clock import today
from app.db import db, new_id, writing
from app.practice.models import Entry

EACH = 400  # entries by one organiser: three and a half years, two or three a week
MOST = 20_100  # entries by the one whose thousandth page is asked for
TEAM = 12  # organisers for one supervisor
SEED = 20261123

COLUMNS = (
    "id", "organisation_id", "author_id", "state", "state_since", "submitted_at",
    "made_at", "sorted_at", "framework", "framework_version", "title", "happened_on",
    "place", "minutes", "kind", "task", "started_by", "what", "so_what", "now_what",
    "control", "ends", "stream", "separation", "voice_flag", "support",
)  # fmt: skip
WORDS = (
    "Eleven of us on the landing. The chair of the tenants’ group spoke first and read "
    "out what each stairwell had written down. The manager promised dates by Friday. "
) * 2
KINDS = ["listening", "one-to-one", "meeting", "event", "action", "planning"]
STREAMS = ["strengthening"] * 7 + ["service"] * 2 + ["mixed"]
TITLES = [
    "Stairwell meeting", "Doors on the upper floors", "Coffee with the caretaker",
    "The repairs list goes in", "Planning the street party", "Tenants meet the council",
]  # fmt: skip


@dataclass(frozen=True)
class Grown:
    """Who is in a database that was filled here."""

    entries: int
    organiser: Person  # of `EACH` entries
    supervisor: Person  # of `TEAM` organisers
    busiest: Person | None  # of `MOST` entries, where there are enough


def fill(entries: int) -> Grown:
    """Fill the current application's empty, migrated database.

    An organiser has `EACH` entries, the same in a small and in a large site: a site
    grows by people. Their last four are a draft, two submitted and one returned.
    """
    busy = entries >= 2 * MOST
    number = (entries - MOST * busy) // EACH
    with writing():
        host = Organisation(name="The host")
        db.session.add(host)
        db.session.flush()
        people = [_person(n, host, Role.ORGANISER) for n in range(number + busy)]
        supervisors = [
            _person(n, host, Role.SUPERVISOR)
            for n in range(number + busy, number + busy + -(-number // TEAM))
        ]
        db.session.flush()
        for place, organiser in enumerate(people[:number]):
            db.session.add(
                Supervision(
                    organisation_id=host.id,
                    supervisor_id=supervisors[place // TEAM].id,
                    organiser_id=organiser.id,
                    from_on=today() - timedelta(days=2000),
                )
            )
    authors = [(one, EACH) for one in people[:number]]
    authors += [(one, MOST) for one in people[number:]]
    _insert(db.engine, _rows(host, authors))
    found = (people[number // 2], supervisors[number // TEAM // 2])
    return Grown(sum(n for _, n in authors), *found, people[-1] if busy else None)


def _person(number: int, host: Organisation, role: Role) -> Person:
    person = Person(
        id=new_id(),
        name=f"Person {number}",
        email=f"person{number}@example.org",
        password_hash="none",
        session_key=f"key-{number}",
    )
    db.session.add(person)
    db.session.add(Membership(person_id=person.id, organisation_id=host.id, role=role))
    return person


def _rows(
    host: Organisation, authors: list[tuple[Person, int]]
) -> Iterator[tuple[Any, ...]]:
    """The entries, day by day, everybody's in turn, as a site would have got them."""
    rng = random.Random(SEED)  # noqa: S311 (not a secret)
    numbers = count()
    longest = max(number for _, number in authors)
    for back in range(longest, 0, -1):
        for author, number in authors:
            if back <= number:
                days = (
                    back * 1000 // number * 5 // 4
                )  # over the same years for everyone
                yield _row(rng, host.id.hex, author.id.hex, back, days, next(numbers))


def _row(
    rng: random.Random, host: str, author: str, back: int, days: int, number: int
) -> tuple[Any, ...]:
    happened = today() - timedelta(days=days)
    noon = f"{happened} 12:00:00.000000"
    state = {1: "draft", 2: "submitted", 3: "submitted", 4: "returned"}.get(
        back, "accepted"
    )
    return (
        f"{number:012x}7{rng.getrandbits(76):019x}", host, author, state, noon, noon,
        noon, noon, "founding", 1, f"{rng.choice(TITLES)} {number}", _day(happened),
        "On the landing", rng.randrange(10, 180, 5), rng.choice(KINDS), "", "group",
        WORDS, WORDS, "Write up the promises.", rng.randrange(11), "",
        rng.choice(STREAMS), "", rng.choice("0001"), "{}",
    )  # fmt: skip


def _day(day: date) -> str:
    return day.isoformat()


def _insert(engine: Engine, rows: Iterator[tuple[Any, ...]]) -> None:
    """Put the rows in with the indexes away, then make the indexes again."""
    indexes = list(Entry.__table__.indexes)
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
    raw = engine.raw_connection()
    load: Any = _copy if engine.dialect.name == "postgresql" else _execute
    driver: Any = raw.driver_connection
    load(driver, rows)
    raw.close()
    with engine.begin() as connection:
        for index in indexes:
            index.create(connection)


def _execute(connection: sqlite3.Connection, rows: Iterator[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    for pragma in ("foreign_keys=OFF", "synchronous=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    connection.executemany(
        f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({marks})",
        rows,
    )
    connection.execute("COMMIT")


def _copy(connection: psycopg.Connection[Any], rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        with cursor.copy(f"COPY entry ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE entry")
    connection.autocommit = False
