"""A practitioner's question, as the index is asked it.

Words, "phrases" and -without; anything else is text. British and American spellings
find each other.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
PIECE = re.compile(r'(-?)"([^"]*)"|(?<!\S)-([^\s"-][^\s"]*)')
CONTRACTION = re.compile(r"n't$|'(?:ll|ve|re|d|m)$")  # none of them carries meaning
MOST_WORDS = 60  # different words that one question may hold
MOST_REPEATS = 3  # of one word: each costs a search of its own
LONGEST_WORD = 40  # characters
MOST_SPELLINGS = 8  # of one phrase
QUOTES = str.maketrans({"“": '"', "”": '"', "\x00": " "})  # phones type curly ones

STOP = frozenset(
    """
    a about after again all also am an and any are as at be because been before
    being but by can could did do does doing for from get got had has have
    having he her here him his how i if in into is it its just like me more most
    my no nor not now of off on once only or other our out over own same she
    should so some such than that the their them then there these they this
    those through to too under until up us very was we were what when where
    which while who whom why will with would you your im ive dont doesnt didnt
    cant wont isnt
    """.split()  # noqa: SIM905 (one word a line would fill two screens)
)
# Spellings that differ between Britain and America, by their endings.
ENDINGS = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("ise", "ize"),
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ourhood", "orhood"),
    ("ourhoods", "orhoods"),
    ("centre", "center"),
    ("centres", "centers"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("elled", "eled"),
    ("elling", "eling"),
)


def content_words(text: str) -> list[str]:
    """The words that carry meaning, lower case, in order, repeats kept.

    An apostrophe within a word stays: the index splits such a word as it split the
    case's text, so that O'Neill is found.
    """
    typed = (word.lower().replace("’", "'") for word in WORD.findall(text))
    found = (word.removesuffix("'s") for word in typed if not CONTRACTION.search(word))
    return [
        word
        for word in found
        if word.replace("'", "") not in STOP and len(word) < LONGEST_WORD
    ]


@lru_cache(maxsize=4096)  # of a draft's words most come again while it is written
def spellings(word: str) -> tuple[str, ...]:
    """The word, and how it is spelt on the other side of the Atlantic."""
    for british, american in ENDINGS:
        for here, there in ((british, american), (american, british)):
            stem = word.removesuffix(here)
            if stem != word and len(word) > 4:
                return word, stem + there
    return (word,)


@dataclass(frozen=True)
class Question:
    """What was asked: any of the words, all of the phrases, nothing that is refused."""

    words: tuple[str, ...]  # of meaning, each as often as it was said
    phrases: tuple[str, ...] = ()  # each as an expression of the index
    refused: tuple[str, ...] = ()
    text: str = ""  # what the words and phrases were taken from

    def wanted(self) -> str:
        """What a case should match, as an FTS5 expression; empty without words."""
        if not self.words:
            return ""
        needed = [f"({phrase})" for phrase in self.phrases]
        return " AND ".join([f"({any_of(self.words)})", *needed])

    def needed(self) -> str:
        """What a case must match in any event; empty without phrases."""
        return " AND ".join(f"({phrase})" for phrase in self.phrases)

    def unwanted(self) -> str:
        """What a case must not match; empty where nothing was refused."""
        return " OR ".join(self.refused)

    def with_words(self, found: Mapping[str, str]) -> "Question":
        """The same with some words replaced."""
        exchanged = tuple(found.get(word, word) for word in self.words)
        text = WORD.sub(lambda w: found.get(w[0].lower(), w[0]), self.text)
        return replace(self, words=exchanged, text=text)


def any_of(asked: Iterable[str]) -> str:
    """Any of the words, in either spelling, as an FTS5 expression.

    Every word is quoted, so that nothing typed is read as the index's own language.
    """
    return " OR ".join(f'"{s}"' for word in asked for s in spellings(word))


def of_words(counted: Mapping[str, int]) -> Question:
    """A question of these words, each as often as it was said."""
    return Question(tuple(_repeated(counted, MOST_WORDS)))


def _repeated(counted: Mapping[str, int], limit: int) -> list[str]:
    """The first words, each as often as it was said, up to `MOST_REPEATS` times."""
    first = itertools.islice(counted.items(), limit)
    return [word for word, times in first for _ in range(min(times, MOST_REPEATS))]


def read(query: str) -> Question:
    """A question as it was typed: words, "phrases" and -without."""
    phrases: list[str] = []
    refused: list[str] = []

    def take(found: re.Match[str]) -> str:
        text = found[2] if found[2] is not None else found[3]
        minus = bool(found[1]) or found[3] is not None
        phrase = _phrase(text)
        if phrase:
            (refused if minus else phrases).append(phrase)
        return " " if minus else f" {text} "

    typed = unicodedata.normalize("NFC", query).translate(QUOTES)
    rest = PIECE.sub(take, typed)
    words = content_words(rest) or [word.lower() for word in WORD.findall(rest)]
    asked = _repeated(Counter(words), MOST_WORDS)
    needed = tuple(dict.fromkeys(phrases)) if asked else ()
    return Question(tuple(asked), needed, tuple(refused), " ".join(rest.split()))


def known(text: str) -> Iterator[str]:
    """The words of a case that a mistyped one may be mended to."""
    for word in WORD.findall(text):
        if len(word) > 3 and word.isalpha():
            yield word.lower()


def _phrase(text: str) -> str:
    """Words that stand together, in each of their spellings; empty without words."""
    words = [word.lower() for word in WORD.findall(text)]
    each = itertools.product(*map(spellings, words))
    ways = [" ".join(way) for way in itertools.islice(each, MOST_SPELLINGS)]
    return " OR ".join(f'"{way}"' for way in ways) if words else ""
