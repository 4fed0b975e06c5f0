"""The stretch of a text that answers a question best, its words marked."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import Stemmer

from app.casebook import words

Passage = tuple[tuple[bool, str], ...]  # (is a match, words)

LENGTH = 200  # characters, about 32 words
LEAD = 60  # characters before the first match, at most
ACCENTS = {
    chr(code): base[0]
    for code in range(0xC0, 0x180)
    if (base := unicodedata.normalize("NFD", chr(code)))[0].isascii()
}
ACCENTED = re.compile(f"[{''.join(ACCENTS)}]")
SPACES = re.compile(r"\s")


@cache
def _stemmer() -> Stemmer.Stemmer:
    """Porter's stemmer, as the index has it."""
    return Stemmer.Stemmer("porter")


def stems(asked: Iterable[str]) -> frozenset[str]:
    """What the forms of these words have in common, in either spelling."""
    typed = {
        part for word in asked for s in words.spellings(word) for part in _parts(s)
    }
    return frozenset(_stemmer().stemWords(sorted(typed)))


def _parts(word: str) -> list[str]:
    return re.findall(r"\w+", _folded(word))


def _folded(text: str) -> str:
    """Lower case without accents, letter for letter. `translate` takes far longer."""
    return ACCENTED.sub(lambda letter: ACCENTS[letter[0]], text).lower()


def best(text: str, wanted: frozenset[str]) -> Passage:
    """The stretch that holds most of the words; nothing where it holds none."""
    found = _matches(text, wanted)
    if not found:
        return ()
    densest = max(found, key=lambda one: (_worth(found, one[0]), -one[0]))
    start = _beginning(text, densest[0])
    end = _end(text, start + LENGTH)
    pieces: list[tuple[bool, str]] = []
    at = start
    for first, last, _ in found:
        if first >= start and last <= end:
            pieces += [(False, text[at:first]), (True, text[first:last])]
            at = last
    pieces.append((False, text[at:end]))
    return tuple(piece for piece in pieces if piece[1])


def _matches(text: str, wanted: frozenset[str]) -> list[tuple[int, int, str]]:
    """Start, end and stem of each word that has one of the stems.

    A word begins with its stem, but for a last y that the stem has as i.
    """
    if not wanted:
        return []
    starts = sorted({re.escape(stem.removesuffix("i")) for stem in wanted})
    pattern = re.compile(rf"\b(?:{'|'.join(starts)})\w*")
    near = list(pattern.finditer(_folded(text)))
    known = _stemmer().stemWords([one[0] for one in near])
    return [
        (one.start(), one.end(), stem)
        for one, stem in zip(near, known, strict=True)
        if stem in wanted
    ]


def _worth(found: list[tuple[int, int, str]], start: int) -> int:
    """How many different words stand in the stretch that begins here."""
    return len({stem for first, _, stem in found if 0 <= first - start < LENGTH - LEAD})


def _beginning(text: str, match: int) -> int:
    """Where the sentence of a match begins, if that is near, else a word before it."""
    earliest = max(0, match - LEAD)
    stop = max(text.rfind(mark, earliest, match) for mark in (". ", "? ", ": "))
    if stop >= 0:
        return stop + 2
    return 0 if earliest == 0 else text.find(" ", earliest) + 1


def _end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = SPACES.search(text, end)
    return space.start() if space else len(text)
