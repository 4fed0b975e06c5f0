"""Find cases: plain words in, ranked cases out, the same on both engines.

The index is a derived thing: an SQLite FTS5 file beside the data, rebuilt by itself
when it is missing or damaged, and brought up to date by the first search after a
case has changed. Words are joined by OR and ranked by bm25, which on our own
questions found four times as much as joining them by AND (0.41 against 0.10 nDCG@10,
measured before the build); the title counts threefold.
"""

import json
import re
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from flask import current_app
from sqlalchemy import func, select

from app.casebook import words
from app.casebook.models import Case
from app.db import db

SCHEMA = 2  # raise it when the tables below change
WEIGHTS = "3.0, 2.0, 2.0, 1.0, 1.0"  # title, summary, asks, body, other
PAGE = 10
LONGEST_QUERY = 60  # different words
MOST_KEPT = 256  # answers of `like`, in each process
PERIODS = {
    "before-1939": ("Before 1939", -9999, 1938),
    "1939-1979": ("1939 to 1979", 1939, 1979),
    "1980-2009": ("1980 to 2009", 1980, 2009),
    "since-2010": ("Since 2010", 2010, 9999),
}
FACETS = ("outcome", "principle", "country", "period")
WORST_FIRST = {"failed": 0, "mixed": 1, "worked": 2}
START, END = "\x02", "\x03"  # around a matched word in a passage
MATCHED = re.compile(f"({START}.*?{END})")

TABLES = """
CREATE TABLE item (rowid INTEGER PRIMARY KEY, slug TEXT UNIQUE, change INTEGER,
    title TEXT, summary TEXT, asks TEXT, body TEXT, other TEXT,
    outcome TEXT, country TEXT, period TEXT, principles TEXT, shown TEXT);
CREATE INDEX item_change ON item(change);
CREATE VIRTUAL TABLE word USING fts5(title, summary, asks, body, other,
    content='item', tokenize="porter unicode61 remove_diacritics 2");
CREATE TRIGGER item_in AFTER INSERT ON item BEGIN
    INSERT INTO word(rowid, title, summary, asks, body, other)
    VALUES (new.rowid, new.title, new.summary, new.asks, new.body, new.other);
END;
CREATE TRIGGER item_out AFTER DELETE ON item BEGIN
    INSERT INTO word(word, rowid, title, summary, asks, body, other)
    VALUES ('delete', old.rowid, old.title, old.summary, old.asks, old.body,
            old.other);
END;
"""

_local = threading.local()
_kept: dict[bytes, tuple[tuple[int, int], list["Hit"]]] = {}  # by digest: see `_once`
Found = TypeVar("Found")


@dataclass(frozen=True)
class Hit:
    """A case as a list of results shows it."""

    slug: str
    title: str
    summary: str
    outcome: str
    where: str  # place, country and years
    who: str
    wrong: str  # what went wrong, in a line
    principles: tuple[str, ...]
    passage: tuple[tuple[bool, str], ...] = ()  # (is a match, words)


@dataclass(frozen=True)
class Results:
    """One page of hits, and how many cases each facet's values would give."""

    hits: tuple[Hit, ...]
    total: int
    everything: int  # cases there are, found or not
    page: int
    pages: int
    is_ranked: bool  # by how well they match; else those that went wrong first
    counts: dict[str, Counter[str]] = field(default_factory=dict)


Chosen = Mapping[str, Sequence[str]]  # facet, values
Facets = dict[str, dict[str, set[int]]]  # facet, or "slug", and value: rows


def search(query: str, chosen: Chosen, page: int = 1) -> Results:
    """Cases that match the words, within the chosen facets, best first.

    Without words: every case, those that went wrong first. A page past the last one
    is the last one.
    """
    return _asking(lambda index: _search(index, query, chosen, page))


def _search(
    index: sqlite3.Connection, query: str, chosen: Chosen, page: int
) -> Results:
    wanted, refused = words.expressions(query)
    ranked = _ranked(index, wanted) if wanted else _everything(index)
    if refused:
        left_out = set(_ranked(index, refused))
        ranked = [row for row in ranked if row not in left_out]
    facets = _facets(index)
    kept = _fitting(facets, ranked, chosen)
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(1, page), pages)
    rows = kept[(page - 1) * PAGE : page * PAGE]
    return Results(
        hits=_hits(index, rows, wanted),
        total=len(kept),
        everything=len(facets["slug"]),
        page=page,
        pages=pages,
        is_ranked=bool(wanted),
        counts=_counts(facets, ranked, chosen),
    )


def like(text: str, limit: int, but: str = "") -> list[Hit]:
    """Cases like a longer text, of the nearest ones the failures first.

    Ranking a thousand cases by sixty words costs seventy times what a page does, so
    answers are kept until a case changes.
    """
    return _once((text, limit, but), lambda: _found_like(text, limit, but))


def _found_like(text: str, limit: int, but: str) -> list[Hit]:
    wanted, _ = words.expressions(words.telling(text, LONGEST_QUERY))
    if not wanted:
        return []
    return _asking(lambda index: _like(index, wanted, limit, but))


def _like(index: sqlite3.Connection, wanted: str, limit: int, but: str) -> list[Hit]:
    itself = _facets(index)["slug"].get(but, ())
    rows = [row for row in _ranked(index, wanted) if row not in itself]
    nearest = _hits(index, rows[: limit + 2], "")
    return sorted(nearest, key=lambda hit: WORST_FIRST[hit.outcome])[:limit]


def similar(slug: str, limit: int = 3) -> list[Hit]:
    """Cases like this one, the failures first."""
    return _once((slug, limit), lambda: _found_similar(slug, limit))


def _found_similar(slug: str, limit: int) -> list[Hit]:
    case = db.session.scalars(select(Case).where(Case.slug == slug)).one()
    text = " ".join([case.title, case.summary, *map(str, case.texts.values())])
    return _found_like(text, limit, but=slug)


def _once(asked: tuple[object, ...], find: Callable[[], list[Hit]]) -> list[Hit]:
    """What `find` gives, found once for the cases as they stand.

    Kept under a digest, since what is asked may be a draft that nobody else may read.
    """
    now, key = stamp(), sha256(repr(asked).encode(errors="replace")).digest()
    found = _kept.get(key)
    if found is None or found[0] != now:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[key] = now, find()
    return found[1]


def count() -> int:
    """How many cases there are."""
    return stamp()[0]


def stamp() -> tuple[int, int]:
    """How many cases there are, and the number of the last change to one."""
    number, change = db.session.execute(_STAMP).one()
    return number, change


_STAMP = select(func.count(), func.coalesce(func.max(Case.change), 0))


# -- the index ------------------------------------------------------------


def _asking(ask: Callable[[sqlite3.Connection], Found]) -> Found:
    """What `ask` finds in the index, brought up to date with the database first.

    A damaged index holds nothing that cannot be made again: it is, and asked again.
    """
    path = current_app.config["DATA_DIR"] / f"search-{SCHEMA}.sqlite3"
    try:
        return ask(_fresh(path))
    except sqlite3.DatabaseError:
        _close()
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink(missing_ok=True)
        return ask(_fresh(path))


def _fresh(path: Path) -> sqlite3.Connection:
    index = _open(path)
    newest = stamp()
    held = "SELECT count(*), coalesce(max(change), 0) FROM item"
    in_order = select(Case).order_by(Case.slug)  # equal scores keep it, on any engine
    if tuple(index.execute(held).fetchone()) != newest:
        with index:
            index.execute("BEGIN IMMEDIATE")
            index.execute("DELETE FROM item")
            index.executemany(
                f"INSERT INTO item VALUES ({', '.join('?' * 13)})",
                (_row(case) for case in db.session.scalars(in_order)),
            )
        _local.facets = None
    return index


def _open(path: Path) -> sqlite3.Connection:
    """This thread's connection to the index file, made if it is missing."""
    if getattr(_local, "path", None) == path and path.exists():
        found: sqlite3.Connection = _local.index
        return found
    _close()
    index = sqlite3.connect(path, isolation_level=None, timeout=10)
    index.execute("PRAGMA journal_mode=WAL")
    index.execute("BEGIN IMMEDIATE")
    made = index.execute("SELECT 1 FROM sqlite_master WHERE name = 'item'").fetchone()
    index.execute("COMMIT")
    if not made:
        index.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")
    _local.path, _local.index, _local.facets = path, index, None
    return index


def _close() -> None:
    if getattr(_local, "path", None):
        _local.index.close()
        _local.path = None


def _row(case: Case) -> tuple[object, ...]:
    texts = case.texts
    period = next(
        name for name, (_, low, high) in PERIODS.items() if low <= case.began <= high
    )
    shown = {
        "where": f"{_place(case)}, {years(case.began, case.ended)}",
        "who": texts["who"],
        "wrong": texts["wrong"],
    }
    other = " ".join(
        [case.place, case.country, texts["who"], texts["methods"], texts["mistakes"]]
    )
    return (
        None,
        case.slug,
        case.change,
        case.title,
        case.summary,
        texts["asks"],
        texts["body"],
        other,
        case.outcome,
        case.country,
        period,
        json.dumps(case.principles),
        json.dumps(shown),
    )


def _place(case: Case) -> str:
    """Where it was, with the country unless its name says that already."""
    said = case.country in case.place
    return case.place if said else f"{case.place}, {case.country}"


def years(began: int, ended: int | None) -> str:
    """2001 to 2010, or since 2001."""
    if ended is None:
        return f"since {began}"
    return f"{began} to {ended}" if ended != began else str(began)


# -- asking it ------------------------------------------------------------


def _ranked(index: sqlite3.Connection, match: str) -> list[int]:
    ranked = index.execute(
        f"SELECT rowid, bm25(word, {WEIGHTS}) AS score FROM word "
        "WHERE word MATCH ? ORDER BY score, rowid",
        (match,),
    )
    return [row for row, _ in ranked]


def _everything(index: sqlite3.Connection) -> list[int]:
    titles = dict(index.execute("SELECT rowid, title FROM item"))
    outcomes = _facets(index)["outcome"]
    return [
        row
        for outcome in sorted(outcomes, key=WORST_FIRST.__getitem__)
        for row in sorted(outcomes[outcome], key=lambda row: (titles[row], row))
    ]


def _facets(index: sqlite3.Connection) -> Facets:
    """The cases of every facet value and slug, kept until the index changes."""
    version = index.execute("PRAGMA data_version").fetchone()[0]
    kept = getattr(_local, "facets", None)
    if kept is None or kept[0] != version:
        found: Facets = {name: defaultdict(set) for name in ("slug", *FACETS)}
        for row, slug, outcome, country, period, principles in index.execute(
            "SELECT rowid, slug, outcome, country, period, principles FROM item"
        ):
            found["slug"][slug].add(row)
            found["outcome"][outcome].add(row)
            found["country"][country].add(row)
            found["period"][period].add(row)
            for principle in json.loads(principles):
                found["principle"][principle].add(row)
        _local.facets = kept = (version, found)
    facets: Facets = kept[1]
    return facets


def _fitting(
    facets: Facets, ranked: list[int], chosen: Chosen, but: str = ""
) -> list[int]:
    """The cases that have, for each facet chosen, one of its chosen values."""
    for facet in FACETS:
        wanted = chosen.get(facet)
        if wanted and facet != but:
            values = facets[facet]
            fitting = set().union(*(values.get(value, ()) for value in wanted))
            ranked = [row for row in ranked if row in fitting]
    return ranked


def _counts(
    facets: Facets, ranked: list[int], chosen: Chosen
) -> dict[str, Counter[str]]:
    """For each facet, cases per value among those that fit the other facets."""
    counts = {}
    for facet in FACETS:
        fitting = set(_fitting(facets, ranked, chosen, but=facet))
        found = {value: len(rows & fitting) for value, rows in facets[facet].items()}
        counts[facet] = +Counter(found)  # without the values that none has
    return counts


def _hits(index: sqlite3.Connection, rows: list[int], match: str) -> tuple[Hit, ...]:
    """The rows as hits, in their order, with a passage where words were asked for."""
    marks = ", ".join("?" * len(rows))
    found = {
        row[0]: row[1:]
        for row in index.execute(
            "SELECT rowid, slug, title, summary, outcome, principles, shown "
            f"FROM item WHERE rowid IN ({marks})",
            rows,
        )
    }
    passages = _passages(index, rows, match) if match else {}
    return tuple(_hit(found[row], passages.get(row, ())) for row in rows)


def _hit(row: Sequence[str], passage: tuple[tuple[bool, str], ...]) -> Hit:
    slug, title, summary, outcome, principles, shown = row
    return Hit(
        slug=slug,
        title=title,
        summary=summary,
        outcome=outcome,
        principles=tuple(json.loads(principles)),
        passage=passage,
        **json.loads(shown),
    )


def _passages(
    index: sqlite3.Connection, rows: list[int], match: str
) -> dict[int, tuple[tuple[bool, str], ...]]:
    """The stretch of each case's body that holds most of the words."""
    marks = ", ".join("?" * len(rows))
    found = index.execute(
        f"SELECT rowid, snippet(word, 3, '{START}', '{END}', '', 32) FROM word "
        f"WHERE word MATCH ? AND rowid IN ({marks})",
        (match, *rows),
    )
    return {row: _pieces(text) for row, text in found if START in text}


def _pieces(text: str) -> tuple[tuple[bool, str], ...]:
    """A marked passage as (is a match, words) pairs."""
    parts = MATCHED.split(text)
    return tuple((part[:1] == START, part.strip(START + END)) for part in parts if part)
