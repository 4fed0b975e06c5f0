"""The index of the casebook: an SQLite file that follows the database.

A derived thing: one FTS5 file beside the data, made again when it is missing or
damaged, and brought up to date by the first search after a case has changed. Both
engines use the same file, and so rank alike.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
from flask import current_app
from numpy.typing import NDArray
from sqlalchemy import func, select

from app.casebook import chunks, words
from app.casebook.models import Case
from app.casebook.sentences import DIMENSIONS, Floats
from app.db import db

SCHEMA = 4  # raise it when the tables below change
OUTCOMES = ("failed", "mixed", "worked")  # the worst first
PERIODS = {
    "before-1939": ("Before 1939", -9999, 1938),
    "1939-1979": ("1939 to 1979", 1939, 1979),
    "1980-2009": ("1980 to 2009", 1980, 2009),
    "since-2010": ("Since 2010", 2010, 9999),
}
FACETS = (
    *("outcome", "upheld", "broken", "mistake", "country", "period", "decade"),
    *("method", "kind", "stream"),
)

TABLES = """
CREATE TABLE item (row INTEGER PRIMARY KEY, slug TEXT UNIQUE, change INTEGER,
    title TEXT, summary TEXT, asks TEXT, body TEXT, other TEXT,
    began INTEGER, ended INTEGER, facets TEXT, shown TEXT);
CREATE INDEX item_change ON item(change);
CREATE VIRTUAL TABLE word USING fts5(title, summary, asks, body, other,
    content='item', content_rowid='row',
    tokenize="porter unicode61 remove_diacritics 2");
CREATE TRIGGER item_in AFTER INSERT ON item BEGIN
    INSERT INTO word(rowid, title, summary, asks, body, other)
    VALUES (new.row, new.title, new.summary, new.asks, new.body, new.other);
END;
CREATE TRIGGER item_out AFTER DELETE ON item BEGIN
    INSERT INTO word(word, rowid, title, summary, asks, body, other)
    VALUES ('delete', old.row, old.title, old.summary, old.asks, old.body,
            old.other);
    DELETE FROM chunk WHERE item = old.row;
END;
CREATE TABLE chunk (item INTEGER, n INTEGER, text TEXT, is_ask INTEGER,
    vector BLOB, PRIMARY KEY (item, n)) WITHOUT ROWID;
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
"""

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Found = TypeVar("Found")
_local = threading.local()


@dataclass
class Facet:
    """Which rows have which values: two columns side by side, row and code."""

    names: list[str] = field(default_factory=list)  # by code
    rows: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    codes: Rows = field(default_factory=lambda: np.empty(0, np.int64))

    def having(self, values: Iterable[str], size: int) -> Flags:
        """The rows that have one of the values, as flags by row."""
        codes = [self.names.index(v) for v in values if v in self.names]
        flags = np.zeros(size, np.bool_)
        flags[self.rows[np.isin(self.codes, codes)]] = True
        return flags

    def counted(self, flags: Flags) -> dict[str, int]:
        """How many of the flagged rows have each value, without the noughts."""
        counts = np.bincount(self.codes[flags[self.rows]], minlength=len(self.names))
        return {name: int(n) for name, n in zip(self.names, counts, strict=True) if n}

    def replace(self, gone: Rows, new: list[tuple[int, str]]) -> None:
        """Forget some rows' values and take in others, row and value."""
        stay = ~np.isin(self.rows, gone)
        for _, value in new:
            if value not in self.names:
                self.names.append(value)
        rows = np.array([row for row, _ in new], np.int64)
        codes = np.array([self.names.index(value) for _, value in new], np.int64)
        self.rows = np.concatenate([self.rows[stay], rows])
        self.codes = np.concatenate([self.codes[stay], codes])


@dataclass(frozen=True)
class Pieces:
    """Of each piece with a vector: its row, the vector, whether it is a question."""

    owners: Rows
    vectors: Floats
    is_ask: Flags


@dataclass
class Shelf:
    """What a thread keeps of the index in memory; arrays run by row."""

    version: int = -1  # of the file, as this connection sees it
    change: int = 0
    slugs: dict[str, int] = field(default_factory=dict)
    is_held: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))
    outcome_ranks: Rows = field(default_factory=lambda: np.zeros(0, np.int64))
    began: Rows = field(default_factory=lambda: np.zeros(0, np.int64))
    changes: Rows = field(default_factory=lambda: np.zeros(0, np.int64))
    places: Rows = field(default_factory=lambda: np.zeros(0, np.int64))  # by slug
    facets: dict[str, Facet] = field(
        default_factory=lambda: {name: Facet() for name in FACETS}
    )
    pieces: "Pieces | None" = None  # none before they are read
    vocabulary: dict[str, int] | None = None  # in how many cases each word stands

    @property
    def count(self) -> int:
        """How many cases there are."""
        return len(self.slugs)

    def named(self, rows: Rows) -> list[str]:
        """The slugs of these rows."""
        slugs = {row: slug for slug, row in self.slugs.items()}
        return [slugs[row] for row in rows.tolist()]

    @property
    def size(self) -> int:
        """One more than the highest row."""
        return len(self.is_held)


def stamp() -> int:
    """The number of the last change to a case; 0 before there is any."""
    return db.session.scalar(_LAST_CHANGE) or 0


_LAST_CHANGE = select(func.max(Case.change))


def asking(ask: Callable[[sqlite3.Connection, Shelf], Found]) -> Found:
    """What `ask` finds in the index, brought up to date with the database first.

    A damaged index holds nothing that cannot be made again: it is, and asked again.
    """
    path = current_app.config["DATA_DIR"] / f"search-{SCHEMA}.sqlite3"
    try:
        return ask(*_fresh(path))
    except sqlite3.DatabaseError:
        close()
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink(missing_ok=True)
        return ask(*_fresh(path))


def close() -> None:
    """Let go of this thread's connection."""
    if getattr(_local, "path", None):
        _local.index.close()
        _local.path = None


def _fresh(path: Path) -> tuple[sqlite3.Connection, Shelf]:
    index = _open(path)
    newest = stamp()
    (held,) = index.execute("SELECT coalesce(max(change), 0) FROM item").fetchone()
    if held != newest:
        with index:
            index.execute("BEGIN IMMEDIATE")
            _follow(index)
    return index, _shelf(index)


def _open(path: Path) -> sqlite3.Connection:
    """This thread's connection to the index file, made if it is missing."""
    if getattr(_local, "path", None) == path and path.exists():
        found: sqlite3.Connection = _local.index
        return found
    close()
    index = sqlite3.connect(path, isolation_level=None, timeout=10)
    index.execute("PRAGMA journal_mode=WAL")
    index.execute("BEGIN IMMEDIATE")
    made = index.execute("SELECT 1 FROM sqlite_master WHERE name = 'item'").fetchone()
    index.execute("COMMIT")
    if not made:
        index.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")
    _local.path, _local.index, _local.shelf = path, index, Shelf()
    return index


# -- following the database ---------------------------------------------------


def _follow(index: sqlite3.Connection) -> None:
    """Take in the cases that changed, and drop those that are gone."""
    (held,) = index.execute("SELECT coalesce(max(change), 0) FROM item").fetchone()
    ready = chunks.ready()
    changed = select(Case).where(Case.change > held).order_by(Case.slug)
    for case in db.session.scalars(changed):
        _take_in(index, case, ready)
    sums = select(func.count(), func.coalesce(func.sum(Case.change), 0))
    here = index.execute("SELECT count(*), coalesce(sum(change), 0) FROM item")
    if tuple(db.session.execute(sums).one()) != tuple(here.fetchone()):
        there = dict(db.session.execute(select(Case.slug, Case.change)).all())
        for slug, change in index.execute("SELECT slug, change FROM item").fetchall():
            if there.get(slug) != change:
                index.execute("DELETE FROM item WHERE slug = ?", (slug,))
        stay = {slug for (slug,) in index.execute("SELECT slug FROM item")}
        for case in db.session.scalars(select(Case).order_by(Case.slug)):
            if case.slug not in stay:
                _take_in(index, case, ready)


def _take_in(index: sqlite3.Connection, case: Case, ready: dict[str, bytes]) -> None:
    index.execute("DELETE FROM item WHERE slug = ?", (case.slug,))
    item = _item(case)
    marks = ", ".join("?" * len(item))
    row = index.execute(f"INSERT INTO item VALUES ({marks})", item).lastrowid
    index.executemany(
        "INSERT INTO chunk VALUES (?, ?, ?, ?, ?)",
        (
            (row, n, text, n < len(case.texts["asks"]), ready.get(chunks.name(text)))
            for n, text in enumerate(chunks.of(case.title, case.summary, case.texts))
        ),
    )
    said = {word for text in item[3:8] for word in words.known(str(text))}
    index.executemany(
        "INSERT INTO vocabulary VALUES (?, 1) "
        "ON CONFLICT (word) DO UPDATE SET n = n + 1",
        ((word,) for word in sorted(said)),
    )


def _item(case: Case) -> tuple[object, ...]:
    texts = case.texts
    shown = {
        "where": f"{_place(case)}, {years(case.began, case.ended)}",
        "outcome": case.outcome,
        "principles": sorted({*case.facets["upheld"], *case.facets["broken"]}),
        "mistakes": case.facets["mistake"],
        "who": texts["who"],
        "wrong": texts["wrong"],
    }
    other = [case.place, case.country, texts["who"], texts["other"]]
    return (
        None,
        case.slug,
        case.change,
        case.title,
        case.summary,
        "\n".join(texts["asks"]),
        texts["body"],
        " ".join(other),
        case.began,
        case.ended,
        json.dumps(_values(case)),
        json.dumps(shown),
    )


def _values(case: Case) -> dict[str, list[str]]:
    """Its values of each facet."""
    period = next(
        name for name, (_, low, high) in PERIODS.items() if low <= case.began <= high
    )
    return {
        "outcome": [case.outcome],
        "country": [case.country],
        "period": [period],
        "decade": [f"{case.began // 10 * 10}s"],
        "stream": [case.stream],
        **case.facets,
    }


def _place(case: Case) -> str:
    """Where it was, with the country unless its name says that already."""
    said = case.country in case.place
    return case.place if said else f"{case.place}, {case.country}"


def years(began: int, ended: int | None) -> str:
    """2001 to 2010, or since 2001."""
    if ended is None:
        return f"since {began}"
    return f"{began} to {ended}" if ended != began else str(began)


# -- what is kept in memory ---------------------------------------------------


def _shelf(index: sqlite3.Connection) -> Shelf:
    """This thread's shelf, with what has changed in the file since it was read."""
    shelf: Shelf = _local.shelf
    version = index.execute("PRAGMA data_version").fetchone()[0]
    total, newest = index.total_changes, 0
    if (version, total) != (shelf.version, getattr(_local, "total", None)):
        (newest,) = index.execute(
            "SELECT coalesce(max(change), 0) FROM item"
        ).fetchone()
        if newest != shelf.change:
            _reread(index, shelf)
        shelf.version, _local.total, shelf.change = version, total, newest
    return shelf


def _reread(index: sqlite3.Connection, shelf: Shelf) -> None:
    rows = index.execute(
        "SELECT row, slug, change, began, facets FROM item WHERE change > ?",
        (shelf.change,),
    ).fetchall()
    there = dict(index.execute("SELECT slug, row FROM item").fetchall())
    gone = [row for slug, row in shelf.slugs.items() if there.get(slug) != row]
    shelf.slugs = there
    size = max([shelf.size, *(row + 1 for row in there.values())])
    for name in ("is_held", "outcome_ranks", "began", "changes", "places"):
        array = getattr(shelf, name)
        setattr(shelf, name, _grown(array, size))
    shelf.is_held[gone] = False
    values = [(row, json.loads(facets)) for row, _, _, _, facets in rows]
    for (row, _, change, began, _), (_, held) in zip(rows, values, strict=True):
        shelf.is_held[row], shelf.changes[row], shelf.began[row] = True, change, began
        shelf.outcome_ranks[row] = OUTCOMES.index(held["outcome"][0])
    shelf.places[[shelf.slugs[slug] for slug in sorted(shelf.slugs)]] = range(
        shelf.count
    )
    touched = np.array([*gone, *(row for row, *_ in rows)], np.int64)
    for name, facet in shelf.facets.items():
        new = [(row, value) for row, held in values for value in held.get(name, ())]
        facet.replace(touched, new)
    shelf.pieces = shelf.vocabulary = None


def _grown(array: NDArray[np.generic], size: int) -> NDArray[np.generic]:
    """The array with zeros after its end, up to a length."""
    grown = np.zeros(size, array.dtype)
    grown[: len(array)] = array
    return grown


def vectors(index: sqlite3.Connection, shelf: Shelf) -> Pieces:
    """The pieces of all cases that have a vector."""
    if shelf.pieces is None:
        held = index.execute(
            "SELECT item, vector, is_ask FROM chunk WHERE vector NOT NULL "
            "ORDER BY item, n"
        ).fetchall()
        packed = np.frombuffer(b"".join(row[1] for row in held), np.float16)
        shelf.pieces = Pieces(
            owners=np.array([row[0] for row in held], np.int64),
            vectors=packed.reshape(-1, DIMENSIONS).astype(np.float32),
            is_ask=np.array([row[2] for row in held], np.bool_),
        )
    return shelf.pieces


def vocabulary(index: sqlite3.Connection, shelf: Shelf) -> dict[str, int]:
    """The words of all cases, with the number of cases in which each stands."""
    if shelf.vocabulary is None:
        said = index.execute("SELECT word, n FROM vocabulary ORDER BY word")
        shelf.vocabulary = dict(said.fetchall())
    return shelf.vocabulary
