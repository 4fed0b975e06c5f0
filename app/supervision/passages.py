"""Finding a quoted passage in what was written, and marking it on the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.practice.written import Written
from app.quoting import places

MARK = Markup(
    '<mark class="passage-mark" id="p{0}">{1}</mark>'
    '<a class="ref" href="#c{0}" aria-label="Comment {0}">{0}</a>'
)


class NotOnePlace(ValueError):  # noqa: N818 (reads as what is wrong)
    """A quotation that stands nowhere in the entry, or in more than one place."""


@dataclass(frozen=True)
class Span:
    """Where a passage stands in one part, and the comment's number on the page."""

    part: str
    start: int
    end: int
    number: int = 0


def find(quote: str, written: Written) -> Span:
    """Where the quotation stands. White space and quotation marks are forgiven.

    Raises `NotOnePlace`, with words for the reader.
    """
    parts = ((name, text) for name, _, text in written.reflection)
    spans = [Span(*place) for place in places(quote, parts)]
    if not spans:
        message = "These words are not in the entry: copy them exactly"
        raise NotOnePlace(message)
    if len(spans) > 1:
        message = "These words stand there more than once: quote a few more"
        raise NotOnePlace(message)
    return spans[0]


def spans(quotes: Iterable[tuple[int, str]], written: Written) -> list[Span]:
    """Spans of the (number, quotation) pairs that can be found, in reading order."""
    found = []
    for number, quote in quotes:
        try:
            span = find(quote, written)
        except NotOnePlace:  # the author has rewritten it since
            continue
        found.append(Span(span.part, span.start, span.end, number))
    return sorted(found, key=lambda span: (span.part, span.start))


def marked(part: str, text: str, found: list[Span]) -> Markup:
    """One part in paragraphs, its passages marked and linked to their comments."""
    pieces, place = [], 0
    for span in found:
        if span.part != part or span.start < place:
            continue
        pieces.append(escape(text[place : span.start]))
        words = text[span.start : span.end].replace("\n\n", " ")
        pieces.append(MARK.format(span.number, words))
        place = span.end
    pieces.append(escape(text[place:]))
    whole = Markup("").join(pieces)
    blocks = [block for block in re.split(r"\n{2,}", whole) if block.strip()]
    lines = (block.strip().replace("\n", "<br>") for block in blocks)
    return Markup("".join(f"<p>{line}</p>" for line in lines))  # noqa: S704 (escaped above)
