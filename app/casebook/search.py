"""Find cases: plain words in, ranked cases out, the same on both engines.

Words are joined by OR and ranked by bm25, the title counting threefold. The longer the
question, the more its meaning counts beside its words: a weighted sum of both scores,
each stretched from 0 to 1.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import numpy as np
from flask import current_app
from sqlalchemy import func, select

from app.casebook import chunks, index, passages, ranking, sentences, spelling, words
from app.casebook.index import Flags, Rows, Shelf
from app.casebook.models import Case
from app.casebook.passages import Passage
from app.casebook.ranking import Scores
from app.casebook.sentences import Floats
from app.casebook.words import Question
from app.db import db

PAGE = 10
PIECES = 2  # stretches of a longer text whose meaning is worked out
BESIDE = 2  # more than asked for are looked at, for failures to come first
MEANS = 0.5  # how much the meaning of a longer text counts beside its words
MOST_KEPT = 256  # answers of `like`, in each process
ORDERS = {"fit": "Best fit first", "oldest": "Oldest first", "newest": "Newest first"}
WORST_FIRST = {"failed": 0, "mixed": 1, "worked": 2}
SHORT = 32  # words of a passage


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
    mistakes: tuple[str, ...]  # known ones that it shows
    passage: Passage = ()


@dataclass(frozen=True)
class Results:
    """One page of hits, and how many cases each facet's values would give."""

    hits: tuple[Hit, ...]
    total: int
    everything: int  # cases there are, found or not
    page: int
    pages: int
    is_ranked: bool  # by how well they match; else those that went wrong first
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    mended: tuple[tuple[str, str], ...] = ()  # word as typed, word looked for


Chosen = Mapping[str, Sequence[str]]  # facet, values


@dataclass(frozen=True)
class _Asked:
    """A question with its answer: which rows, and how well each fits."""

    question: Question
    mended: tuple[tuple[str, str], ...]
    scores: Scores | None  # by row; none without words
    found: Flags
    fitting: dict[str, Flags]  # by facet chosen
    rows: Rows  # found and fitting, in the order asked for
    best: Rows | None = None  # by row, the piece nearest in meaning


def search(query: str, chosen: Chosen, page: int = 1, order: str = "fit") -> Results:
    """Cases that match the words or the meaning, within the chosen facets.

    Without words: every case, those that went wrong first. A page past the last one
    is the last one.
    """

    def ask(file: sqlite3.Connection, shelf: Shelf) -> Results:
        asked = _asked(file, shelf, query, chosen, order)
        pages = max(1, -(-len(asked.rows) // PAGE))
        shown = min(max(1, page), pages)
        rows = asked.rows[(shown - 1) * PAGE : shown * PAGE].tolist()
        return Results(
            hits=_hits(file, rows, asked.question, asked.best),
            total=len(asked.rows),
            everything=shelf.count,
            page=shown,
            pages=pages,
            is_ranked=asked.scores is not None,
            counts=_counts(shelf, asked),
            mended=asked.mended,
        )

    return index.asking(ask)


def found(query: str, chosen: Chosen, order: str = "fit") -> list[str]:
    """The slugs of all cases that `search` finds, in its order."""

    def ask(file: sqlite3.Connection, shelf: Shelf) -> list[str]:
        return shelf.named(_asked(file, shelf, query, chosen, order).rows)

    return index.asking(ask)


def _asked(
    file: sqlite3.Connection, shelf: Shelf, query: str, chosen: Chosen, order: str
) -> _Asked:
    question, mended = spelling.mended(file, shelf, words.read(query))
    question = spelling.weighty(file, shelf, question)
    fits = {
        name: shelf.facets[name].having(values, shelf.size)
        for name, values in chosen.items()
        if values
    }
    flags, scores, best = _found(file, shelf, question)
    kept = np.flatnonzero(_all(flags, fits.values()))
    rows = _ordered(shelf, kept, scores, order)
    return _Asked(question, mended, scores, flags, fits, rows, best)


def _found(
    file: sqlite3.Connection, shelf: Shelf, question: Question
) -> tuple[Flags, Scores | None, Rows | None]:
    """The rows that answer a question, how well each does, and by which piece."""
    flags, scores, best = shelf.is_held.copy(), None, None
    if question.words:
        flags, scores = ranking.by_words(file, shelf.size, question.wanted())
        share = ranking.weight(question)
        if share:
            ranking.catch_up(file, shelf)
            meant = [sentences.meaning(question.text)]
            near, best = ranking.by_meaning(file, shelf, meant)
            nearest = np.argsort(-near, kind="stable")[: ranking.NEAREST]
            flags[nearest[shelf.is_held[nearest]]] = True
            scores = ranking.mixed(scores, near, best, share)
    if question.phrases:
        flags &= ranking.matching(file, shelf.size, question.needed())
    if question.refused:
        flags &= ~ranking.matching(file, shelf.size, question.unwanted())
    return flags, scores, best


def _all(flags: Flags, fits: Iterable[Flags]) -> Flags:
    """The flags that stand in every array."""
    for fitting in fits:
        flags = flags & fitting
    return flags


def _ordered(shelf: Shelf, rows: Rows, scores: Scores | None, order: str) -> Rows:
    """Rows in the order asked for; equals in the order of their slugs."""
    began, place = shelf.began[rows], shelf.places[rows]
    if order in {"oldest", "newest"}:
        return rows[np.lexsort((place, began if order == "oldest" else -began))]
    if scores is not None:
        return rows[np.lexsort((place, -scores[rows].round(6)))]
    return rows[np.lexsort((place, shelf.outcome_ranks[rows]))]


def _counts(shelf: Shelf, asked: _Asked) -> dict[str, dict[str, int]]:
    """For each facet, cases per value among those that fit the other facets."""
    counts = {}
    for name, facet in shelf.facets.items():
        others = [fits for other, fits in asked.fitting.items() if other != name]
        counts[name] = facet.counted(_all(asked.found, others))
    return counts


def every(chosen: Chosen) -> list[Hit]:
    """Every case within the chosen facets, those that went wrong first."""

    def ask(file: sqlite3.Connection, shelf: Shelf) -> list[Hit]:
        rows = _asked(file, shelf, "", chosen, "fit").rows
        return list(_hits(file, rows.tolist(), Question(()), None))

    return index.asking(ask)


def like(text: str, limit: int) -> list[Hit]:
    """Cases like a longer text: of the nearest, failures and known mistakes first.

    Answers are kept until a case changes, since a draft is often asked about again.
    """

    def ask(file: sqlite3.Connection, shelf: Shelf) -> list[Hit]:
        return _worst_first(file, _near_text(file, shelf, text), limit)

    return _once((text, limit), lambda: index.asking(ask))


def similar(slug: str, limit: int = 3) -> list[Hit]:
    """Cases like this one: of the nearest, failures and known mistakes first."""

    def ask(file: sqlite3.Connection, shelf: Shelf) -> list[Hit]:
        return _worst_first(file, _near_case(file, shelf, slug), limit)

    return _once((slug, limit, "case"), lambda: index.asking(ask))


def nearest(text: str) -> list[str]:
    """The slugs of cases like a longer text, the nearest first."""
    return index.asking(
        lambda file, shelf: shelf.named(_near_text(file, shelf, text).rows)
    )


def nearest_to(slug: str) -> list[str]:
    """The slugs of cases like this one, the nearest first."""
    return index.asking(
        lambda file, shelf: shelf.named(_near_case(file, shelf, slug).rows)
    )


@dataclass(frozen=True)
class _Near:
    """Rows like a text, the nearest first, and by what they are."""

    question: Question
    rows: Rows
    best: Rows | None = None


def _near_text(file: sqlite3.Connection, shelf: Shelf, text: str) -> _Near:
    question = words.of_words(spelling.telling(file, shelf, text))
    meant: list[Floats] = []
    if current_app.config["SEARCH_MODEL"] and question.words:
        ranking.catch_up(file, shelf)
        meant = [sentences.meaning(piece) for piece in chunks.stretches(text)[:PIECES]]
    return _near(file, shelf, question, meant)


def _near_case(file: sqlite3.Connection, shelf: Shelf, slug: str) -> _Near:
    row = shelf.slugs[slug]
    (text,) = file.execute(
        "SELECT title || ' ' || summary || ' ' || asks || ' ' || body FROM item "
        "WHERE row = ?",
        (row,),
    ).fetchone()
    question = words.of_words(spelling.telling(file, shelf, text))
    meant: list[Floats] = []
    if current_app.config["SEARCH_MODEL"]:
        held = index.vectors(file, shelf)
        meant = list(held.vectors[held.owners == row])
    near = _near(file, shelf, question, meant)
    return replace(near, rows=near.rows[near.rows != row])


def _near(
    file: sqlite3.Connection, shelf: Shelf, question: Question, meant: list[Floats]
) -> _Near:
    """Rows by words and meaning; none without words."""
    if not question.words:
        return _Near(question, np.empty(0, np.int64))
    flags, scores = ranking.by_words(file, shelf.size, question.wanted())
    if not meant:
        return _Near(question, _ordered(shelf, np.flatnonzero(flags), scores, "fit"))
    near, best = ranking.by_meaning(file, shelf, meant)
    scores = ranking.mixed(scores, near, best, MEANS)
    rows = _ordered(shelf, np.flatnonzero(shelf.is_held), scores, "fit")
    return _Near(question, rows, best)


def _worst_first(file: sqlite3.Connection, near: _Near, limit: int) -> list[Hit]:
    held = _held(file, near.rows[: limit + BESIDE].tolist())

    def how_bad(row: int) -> tuple[int, bool]:
        hit, _ = held[row]
        return WORST_FIRST[hit.outcome], not hit.mistakes

    worst = dict(sorted(held.items(), key=lambda one: how_bad(one[0]))[:limit])
    return list(_with_passages(file, worst, near.question, near.best))


def _once(asked: tuple[object, ...], find: Callable[[], list[Hit]]) -> list[Hit]:
    """What `find` gives, found once for the cases as they stand.

    Kept under a digest, since what is asked may be a draft that nobody else may read.
    """
    now, key = index.stamp(), sha256(repr(asked).encode(errors="replace")).digest()
    held = _kept.get(key)
    if held is None or held[0] != now:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        held = _kept[key] = now, find()
    return held[1]


_kept: dict[bytes, tuple[int, list[Hit]]] = {}  # by digest, at which change


def count() -> int:
    """How many cases there are."""
    return db.session.scalar(select(func.count()).select_from(Case)) or 0


# -- showing what was found ---------------------------------------------------


def _hits(
    file: sqlite3.Connection, rows: list[int], question: Question, best: Rows | None
) -> tuple[Hit, ...]:
    """The rows as hits, in their order, with a passage where words were asked for."""
    return _with_passages(file, _held(file, rows), question, best)


def _held(file: sqlite3.Connection, rows: list[int]) -> dict[int, tuple[Hit, str]]:
    """The rows in their order: what a list shows of each, and its text."""
    marks = ", ".join("?" * len(rows))
    found = file.execute(
        "SELECT row, slug, title, summary, shown, body FROM item "
        f"WHERE row IN ({marks})",
        rows,
    )
    held = {}
    for row, slug, title, summary, shown, body in found:
        hit = Hit(slug, title, summary, **_tuples(json.loads(shown)))
        held[row] = hit, body
    return {row: held[row] for row in rows}


def _with_passages(
    file: sqlite3.Connection,
    held: dict[int, tuple[Hit, str]],
    question: Question,
    best: Rows | None,
) -> tuple[Hit, ...]:
    wanted = passages.stems(question.words)
    hits = []
    for row, (hit, body) in held.items():
        passage = passages.best(body, wanted)
        if not passage and best is not None and best[row] >= 0:
            passage = _piece(file, row, int(best[row]))
        hits.append(replace(hit, passage=passage))
    return tuple(hits)


def _tuples(shown: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in shown.items()}


def _piece(file: sqlite3.Connection, row: int, n: int) -> Passage:
    """The beginning of the piece that comes nearest in meaning, without a mark."""
    found = file.execute("SELECT text FROM chunk WHERE item = ? AND n = ?", (row, n))
    (text,) = found.fetchone() or ("",)
    return ((False, " ".join(text.split()[:SHORT])),)
