"""Reading age: how old somebody is who reads a page's prose with ease.

By the automated readability index (letters a word, words a sentence) as textstat, which
only developers install, works it out; its other measures fetch a dictionary. The index
is a school grade of the United States: five years more is an age. Tables, headings and
blocks are left out, and a list's item is a sentence.

Measured on 23 November 2026: 45 lessons from 9.3 to 12.0 (mean 10.5), 15 modules from
10.3 to 13.0, 24 mistakes from 9.7 to 13.5, 143 cases from 10.7 to 15.1 (mean 12.4; the
finished example is the highest). The bounds are some two years beyond.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec

from app.content.library import Library
from app.content.page import Page, prose
from app.content.text import plain

AGES = {
    "lesson": (7.5, 14.0),
    "module": (8.0, 15.0),
    "mistake": (7.5, 15.5),
    "case": (8.5, 17.0),
}
LEAST_WORDS = 100  # in a shorter text one long word decides
_GRADE_TO_AGE = 5


def is_measured() -> bool:
    """Whether textstat is installed."""
    return find_spec("textstat") is not None


def faults(library: Library) -> Iterator[str]:
    """Pages that read far too hard or too simply, "file: what is wrong"."""
    for kind, page in library.pages():
        low, high = AGES[kind]
        words = told(page)
        if len(words.split()) < LEAST_WORDS:
            continue
        age = reading_age(words)
        if not low <= age <= high:
            yield (
                f"{page.file}: its prose has the reading age {age:.1f}, "
                f"far from the {low:g} to {high:g} of a {kind}"
            )


def reading_age(words: str) -> float:
    """The age in years of somebody who reads these sentences with ease."""
    from textstat import automated_readability_index  # noqa: PLC0415 (developers' only)

    return float(automated_readability_index(words)) + _GRADE_TO_AGE


def told(page: Page) -> str:
    """A page's sentences, a paragraph or item a line, without headings and tables."""
    paragraphs = (
        plain(paragraph)
        for part in prose(page.parts)
        for paragraph in re.split(
            r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.) )", _running(part.text)
        )
    )
    ended = (p if p[-1] in ".!?" else f"{p}." for p in paragraphs if p)
    return "\n".join(ended)


def _running(text: str) -> str:
    """Markdown without its headings and tables."""
    return re.sub(r"(?m)^(?:#{1,6} |\s*\|).*$", "", text)
