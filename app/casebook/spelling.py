"""Words that no case holds, and the words that were probably meant."""

import math
import sqlite3
from collections import Counter
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.casebook import index, words
from app.casebook.index import Shelf
from app.casebook.words import Question

SHORTEST = 4  # letters of a word that is mended
LONG = 7  # from here on two slips are mended, below it one
TELLING = 30  # words that stand for a longer text


def mended(
    file: sqlite3.Connection, shelf: Shelf, question: Question
) -> tuple[Question, tuple[tuple[str, str], ...]]:
    """The question with each unknown word replaced by the likeliest known one.

    With the pairs, as typed and as looked for. A word that any case holds is never
    touched, and one without a likely twin stays.
    """
    found = {}
    known = index.vocabulary(file, shelf)
    for word in dict.fromkeys(question.words):
        if word not in known and not _finds(file, word):
            likely = _likely(file, known, word)
            if likely:
                found[word] = likely
    if not found:
        return question, ()
    return question.with_words(found), tuple(found.items())


def _finds(file: sqlite3.Connection, word: str) -> bool:
    """Whether a case holds it, in any form and in either spelling."""
    match = words.any_of([word])
    query = "SELECT 1 FROM word WHERE word MATCH ? LIMIT 1"
    return bool(file.execute(query, (match,)).fetchone())


def _likely(file: sqlite3.Connection, known: dict[str, int], word: str) -> str | None:
    """The known word that is fewest slips away; of several, the commonest.

    A slip is a letter too many, too few, wrong, or changed about with its neighbour.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return None
    most = 2 if len(word) >= LONG else 1
    near = process.extract(
        word, list(known), scorer=OSA.distance, score_cutoff=most, limit=None
    )
    ranked = sorted(
        (slips, other[0] != word[0], -known[other], other) for other, slips, _ in near
    )
    return next((other for *_, other in ranked if _finds(file, other)), None)


def weighty(file: sqlite3.Connection, shelf: Shelf, question: Question) -> Question:
    """The question without the words that more than half of the cases hold.

    They weigh nothing in bm25, and cost the most; where all are such, all stay.
    """
    known = index.vocabulary(file, shelf)
    rare = [word for word in question.words if known.get(word, 0) * 2 <= shelf.count]
    return replace(question, words=tuple(rare)) if rare else question


def telling(file: sqlite3.Connection, shelf: Shelf, text: str) -> Counter[str]:
    """The words that tell a longer text from others, with how often each is said.

    Those that are said most often for how few cases hold them.
    """
    said, known = Counter(words.content_words(text)), index.vocabulary(file, shelf)
    rare = {
        word: times * math.log((shelf.count + 1) / (known[word] + 0.5))
        for word, times in said.items()
        if word in known
    }
    best = sorted(rare, key=lambda word: (-rare[word], word))[:TELLING]
    return Counter({word: said[word] for word in best})
