"""A practitioner's question, as the index is asked it.

Words, "phrases" and -without; anything else is text. British and American spellings
find each other.
"""

import re
from collections import Counter

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
PIECE = re.compile(r'(-?)"([^"]*)"|(?<!\S)-([^\s"-][^\s"]*)')
MOST_WORDS = 60  # different words that one question may hold

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
    """The words that carry meaning, lower case, in order, repeats kept."""
    found = (re.sub(r"['’]", "", word.lower()) for word in WORD.findall(text))
    return [word for word in found if word not in STOP and len(word) < 40]


def spellings(word: str) -> list[str]:
    """The word, and how it is spelt on the other side of the Atlantic."""
    for british, american in ENDINGS:
        for here, there in ((british, american), (american, british)):
            stem = word.removesuffix(here)
            if stem != word and len(word) > 4:
                return [word, stem + there]
    return [word]


def telling(text: str, limit: int) -> str:
    """A longer text's most frequent words of meaning, repeats kept, as a question."""
    counted = Counter(content_words(text))
    return " ".join(
        word for word, times in counted.most_common(limit) for _ in range(min(times, 3))
    )


def match_expression(query: str) -> str:
    """The FTS5 expression for a question; empty when it holds no words.

    Every word is quoted, so that nothing typed is read as the index's own language.
    """
    needed: list[str] = []
    refused: list[str] = []

    def take(found: re.Match[str]) -> str:
        text = found[2] if found[2] is not None else found[3]
        phrase = " ".join(WORD.findall(text))
        minus = bool(found[1]) or found[3] is not None
        if phrase:
            (refused if minus else needed).append(f'"{phrase}"')
        return " " if minus else f" {text} "

    rest = PIECE.sub(take, query.replace("\x00", " "))
    words = content_words(rest) or [word.lower() for word in WORD.findall(rest)]
    known = set(list(dict.fromkeys(words))[:MOST_WORDS])
    asked = [s for word in words if word in known for s in spellings(word)]
    if not asked:
        return ""
    expression = " OR ".join(f'"{word}"' for word in asked[: 4 * MOST_WORDS])
    for phrase in needed:
        expression = f"({expression}) AND {phrase}"
    for phrase in refused:
        expression = f"({expression}) NOT {phrase}"
    return expression
