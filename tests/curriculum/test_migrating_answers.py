"""Answers that were there before attempts become one attempt each."""

import json
import uuid

import pytest
from sqlalchemy import text

from app import migrating
from app.db import db
from tests.test_migrations import downgrade, empty

__all__ = ["empty"]  # a fixture: a database with no table in it

BEFORE = "2026_11_23_proposals"
AT = "2026-03-03 20:00:00.000000"
OLD = {
    "once": ({"option": "a"}, 1),
    "changed": ({"option": "b"}, 4),
    "story": ({"path": ["a", "b"], "ended": []}, 7),
    "short": ({"text": "No 🦊", "ticks": [1]}, 3),
}


@pytest.fixture
def old(app, empty):
    """A database of the time before, with a person's answers in it."""
    migrating.upgrade(empty)
    downgrade(empty, BEFORE)
    person = uuid.uuid4().hex
    with empty.begin() as connection:
        columns = {
            row.name: row
            for row in db_columns(connection, "person")
            if not row.nullable
        }
        fill(connection, "person", columns, {"id": person})
        for block, (given, times) in OLD.items():
            about = {"id": uuid.uuid4().hex, "person_id": person, "module": "m"}
            about |= {"block": block, "version": 2, "given": json.dumps(given)}
            about |= {"is_right": block == "once", "times": times, "at": AT}
            names = ", ".join(about)
            marks = ", ".join(f":{name}" for name in about)
            insert = f"INSERT INTO answer ({names}) VALUES ({marks})"  # noqa: S608
            connection.execute(text(insert), about)
    return empty


def db_columns(connection, table):
    """The columns of a table of this application."""
    return db.metadata.tables[table].columns


def fill(connection, table, columns, known):
    """A row with something in every column that needs it."""
    row = {}
    for name, column in columns.items():
        kind = column.type.python_type
        plain = {int: 0, bool: False, str: name}.get(kind, AT)
        row[name] = known.get(name, plain)
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)  # noqa: S608


def test_each_answer_becomes_one_attempt(old):
    """With its number; one that had been changed is no first attempt."""
    migrating.upgrade(old)
    with old.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT block, number, times, is_first, attempt.version, "
                "attempt.given, attempt.is_right, attempt.at, answer.at AS answered "
                "FROM attempt JOIN answer ON answer.id = answer_id"
            )
        ).all()

    assert {r.block: (r.number, r.times, bool(r.is_first)) for r in rows} == {
        "once": (1, 1, True),
        "changed": (4, 4, False),
        "story": (1, 1, True),
        "short": (1, 1, True),
    }
    for row in rows:
        held = row.given if isinstance(row.given, dict) else json.loads(row.given)
        assert held == OLD[row.block][0]
        assert row.version == 2
        assert bool(row.is_right) is (row.block == "once")
        assert row.at == row.answered


def test_going_back_keeps_the_answers(old):
    """The attempts go; forward again makes them anew."""
    migrating.upgrade(old)
    downgrade(old, BEFORE)
    with old.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM answer")) == len(OLD)
    migrating.upgrade(old)
    with old.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM attempt")) == len(OLD)
