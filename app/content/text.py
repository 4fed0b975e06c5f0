"""Markdown seen as words: without its marks, counted, or searched for links."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^)\s]*)[^)]*\)")
LINK_KINDS = ("lesson", "module", "case", "term", "mistake", "point")

_ATTRIBUTES = re.compile(r"\{:?\s*[#.][^}]*\}")
_TABLE_RULE = re.compile(r"(?m)^[ ]*\|?[ :|-]*-[ :|-]*$")
_LINE_MARK = re.compile(r"(?m)^\s*(?:#{1,6}|[-*+>]|\d+\.)\s+")
_EMPHASIS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
# Letters that Unicode does not take apart into a plain letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"}
)


def plain(markdown: str) -> str:
    """The words alone, on one line."""
    text = LINK.sub(r"\1", markdown)
    text = _ATTRIBUTES.sub("", text)
    text = _TABLE_RULE.sub("", text)
    text = _LINE_MARK.sub("", text).replace("|", " ")
    return " ".join(_EMPHASIS.sub("", text).split())


def count_words(markdown: str) -> int:
    """How many words a reader would read."""
    words = plain(markdown).split()
    return sum(word.isalnum() or any(map(str.isalnum, word)) for word in words)


def slugify(title: str) -> str:
    """A slug: the title before any colon, "the" and apostrophes dropped, ASCII."""
    text = _APOSTROPHES.sub("", title.partition(":")[0].lower()).translate(_LETTERS)
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", ascii_text)
    return "-".join(word for word in words if word != "the")


def strings(value: Any) -> Iterator[str]:
    """Every text inside a dataclass, tuple or dict, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        yield from strings(tuple(value.values()))
    elif is_dataclass(value):
        kind: Any = type(value)
        for name in _names(kind):
            yield from strings(getattr(value, name))


@cache
def _names(cls: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields."""
    return tuple(field.name for field in fields(cls))


def links(value: Any) -> Iterator[str]:
    """Where the Markdown links in every text of `value` lead, as written."""
    for text in strings(value):
        for match in LINK.finditer(text):
            yield match[2]
