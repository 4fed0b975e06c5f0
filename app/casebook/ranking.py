"""How well cases fit: by their words, by their meaning, and by both.

Measured on four collections before the build: words joined by OR find far more than
words joined by AND (nDCG@10 of 0.69 against 0.07 on SciFact); a sentence model adds
0.04 to 0.05 on questions that are sentences and nothing on one or two words; a weighted
sum of both scores, each stretched from 0 to 1, beats fusing their ranks.
"""

import sqlite3

import numpy as np
from flask import current_app
from numpy.typing import NDArray

from app.casebook import index, sentences
from app.casebook.index import Flags, Rows, Shelf
from app.casebook.sentences import Floats
from app.casebook.words import Question

WEIGHTS = "3.0, 2.0, 2.0, 1.0, 1.0"  # title, summary, asks, body, other
NEAREST = 20  # cases that are found by their meaning alone, at most
NOWHERE = -1.0  # as far away as a piece can be
CATCH_UP = 1  # pieces whose meaning one search works out: each may cost 150 ms

Scores = NDArray[np.float32]


def weight(question: Question) -> float:
    """How much the meaning counts beside the words: more in a longer question."""
    if not question.words or not current_app.config["SEARCH_MODEL"]:
        return 0.0
    return 0.45 if len(set(question.words)) < 5 else 0.55


def matching(file: sqlite3.Connection, size: int, match: str) -> Flags:
    """The rows that match an expression, as flags by row."""
    flags = np.zeros(size, np.bool_)
    rows = file.execute("SELECT rowid FROM word WHERE word MATCH ?", (match,))
    flags[[row for (row,) in rows]] = True
    return flags


def by_words(file: sqlite3.Connection, size: int, match: str) -> tuple[Flags, Scores]:
    """The rows that match, and for each how well, from 0 to 1, by bm25."""
    flags, scores = np.zeros(size, np.bool_), np.zeros(size, np.float32)
    found = file.execute(
        f"SELECT rowid, bm25(word, {WEIGHTS}) FROM word WHERE word MATCH ?", (match,)
    )
    table = np.array(found.fetchall(), np.float64).reshape(-1, 2)
    if len(table):
        rows = table[:, 0].astype(np.int64)
        flags[rows] = True
        scores[rows] = _stretched(-table[:, 1])
    return flags, scores


def by_meaning(
    file: sqlite3.Connection, shelf: Shelf, meant: list[Floats]
) -> tuple[Scores, Rows]:
    """For each row how near it comes, from 0 to 1, and which of its pieces is nearest.

    How near its nearest question comes and its nearest stretch of text, together,
    which found more than the nearer of both. `meant` holds the vectors of what was
    asked, piece by piece; their nearness is averaged. The piece of a row without
    vectors is -1.
    """
    scores = np.zeros(shelf.size, np.float32)
    best = np.full(shelf.size, -1, np.int64)
    held = index.vectors(file, shelf)
    if not meant or not len(held.owners):
        return scores, best
    near = held.vectors @ np.stack(meant).T
    rows, starts = np.unique(held.owners, return_index=True)
    total = np.zeros(len(rows), np.float32)
    for kind in (held.is_ask, ~held.is_ask):
        of_kind = np.where(kind[:, None], near, NOWHERE)
        nearest = np.maximum.reduceat(of_kind, starts)
        total += np.maximum(nearest, 0).mean(axis=1)
    scores[rows] = _stretched(total)
    order = np.lexsort((near.mean(axis=1), held.owners))  # a row's last is its best
    last = np.append(starts[1:], len(held.owners)) - 1
    best[rows] = order[last] - starts
    return scores, best


def mixed(words: Scores, near: Scores, best: Rows, share: float) -> Scores:
    """Both scores as one; where a row has no vectors yet, its words stand for both."""
    total = (1 - share) * words + share * np.where(best < 0, words, near)
    return total.astype(np.float32)


def _stretched(values: NDArray[np.floating]) -> Scores:
    low, high = values.min(), values.max()
    if high <= low:
        return np.ones(len(values), np.float32)
    return ((values - low) / (high - low)).astype(np.float32)


def catch_up(file: sqlite3.Connection, shelf: Shelf) -> None:
    """Work out the meaning of a few pieces that lack theirs: a new case's."""
    missing = file.execute(
        "SELECT item, n, text FROM chunk WHERE vector IS NULL LIMIT ?", (CATCH_UP,)
    ).fetchall()
    for item, n, text in missing:
        vector = sentences.packed(sentences.meaning(text))
        file.execute(
            "UPDATE chunk SET vector = ? WHERE item = ? AND n = ? AND text = ?",
            (vector, item, n, text),
        )
    if missing:
        shelf.pieces = None
