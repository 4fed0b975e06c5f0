"""What a results page costs against the raw index, at several sizes of the casebook."""

import gc
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from sqlalchemy import func, insert, select, update

from app import migrating
from app.casebook import actions, index, ranking, search, sentences, words
from app.casebook.index import Shelf
from app.casebook.models import Case
from app.db import db, writing
from tests.bench import data
from tests.quality import collections

SIZES = (1_000, 10_000, 100_000)
SENTENCES = 20  # of a case that was made for this: about 280 words
RAW = (
    f"SELECT rowid, bm25(word, {ranking.WEIGHTS}) AS score FROM word "
    "WHERE word MATCH ? ORDER BY score LIMIT 10"
)
ROUNDS = 3  # of all questions


@dataclass(frozen=True)
class Searched:
    """At one size: the milliseconds of every question, and of a case saved."""

    size: int
    raw: list[float]  # the index's own ten best
    page: list[float]  # found, counted, with passages
    like: list[float]  # cases like a draft
    saved: float  # a case changed and kept
    after: float  # the first search after that
    meaning: list[float]  # what the sentence model adds: a question's vector

    @property
    def ratio(self) -> float:
        """The page's p99 against the raw index's."""
        return p99(self.page) / p99(self.raw)


def p99(values: list[float]) -> float:
    """What 99 of 100 keep to."""
    return quantiles(values, n=100)[98]


def measure(folder: Path) -> Iterator[Searched]:
    """At each size, by words alone. Both engines ask the same kind of file."""
    for size in SIZES:
        here = folder / f"cases-{size}"
        app = data.application(here, f"sqlite:///{here / 'alongside.sqlite3'}")
        app.config["SEARCH_MODEL"] = False
        with app.app_context():
            migrating.upgrade(db.engine)
            with writing():
                actions.sync(app.extensions["library"])
            with writing():
                db.session.execute(insert(Case), data.more_cases(size, SENTENCES))
            yield _measured(size)
            index.close()
            db.session.remove()
            db.engine.dispose()


def _measured(size: int) -> Searched:
    """Every question three ways in turn, so that what else happens hits all alike."""
    asked, _ = collections.judged("questions")
    drafts, _ = collections.judged("drafts")
    search.search("", {})  # the index is made, and what stays in memory is read
    raw, page, like, meaning = [], [], [], []
    gc.collect()
    for turn in range(ROUNDS):
        for number, question in enumerate(asked.values()):
            raw.append(_timed(lambda q=question: index.asking(_raw(q))))
            page.append(_timed(lambda q=question: search.search(q, {})))
            draft = list(drafts.values())[number % len(drafts)]
            like.append(_timed(lambda d=draft, t=turn: search.like(f"{d} {t}", 3)))
            meaning.append(_timed(lambda q=question: sentences.meaning(q)))
    saved, after = _timed(_save), _timed(_search_after)
    return Searched(size, raw, page, like, saved, after, meaning)


def _raw(question: str) -> Callable[[sqlite3.Connection, Shelf], object]:
    match = words.read(question).wanted()
    return lambda file, _: file.execute(RAW, (match,)).fetchall()


def _save() -> None:
    with writing():
        last = db.session.scalar(select(func.max(Case.change))) or 0
        first = select(func.min(Case.slug)).scalar_subquery()
        changed = update(Case).where(Case.slug == first)
        db.session.execute(changed.values(change=last + 1, summary="Changed."))


def _search_after() -> None:
    search.search("changed", {})


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - began)
