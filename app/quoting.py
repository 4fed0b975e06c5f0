"""Finding quoted words in a text."""

import re
from collections.abc import Iterable

Place = tuple[str, int, int]  # the part's name, where it begins, where it ends


def places(quote: str, parts: Iterable[tuple[str, str]]) -> list[Place]:
    """Everywhere the quotation stands in the (name, text) parts.

    White space and the kind of quotation marks are forgiven.
    """
    pattern = _pattern(quote)
    return [
        (name, match.start(), match.end())
        for name, text in parts
        for match in pattern.finditer(_straight(text))
    ]


def _straight(text: str) -> str:
    """The text with typewriter quotation marks, so that both kinds are found."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def _pattern(quote: str) -> re.Pattern[str]:
    words = _straight(quote).strip("\"' \n").split()
    return re.compile(r"\s+".join(map(re.escape, words)) or r"(?!)")
