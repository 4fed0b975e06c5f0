"""What a search that finds nothing could let go of, and the cases that come nearest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.casebook import search, words
from app.casebook.search import Chosen, Hit

NEAREST = 3  # cases


@dataclass(frozen=True)
class Way:
    """One thing to let go of: the facet, or none for quotation marks and minuses."""

    facet: str | None
    state: Mapping[str, str | Sequence[str]]  # of the address that lets it go
    total: int  # cases that are found there


@dataclass(frozen=True)
class Looser:
    """The ways that find something, the best first, and the nearest cases."""

    ways: Sequence[Way]
    nearest: Sequence[Hit]


def looser(query: str, chosen: Chosen) -> Looser:
    """What to suggest where a search found nothing."""
    question = words.read(query)
    picked = {name: values for name, values in chosen.items() if values}
    ways = [_way(facet, query, _without(picked, facet)) for facet in picked]
    if question.phrases or question.refused:
        ways.append(_way(None, question.text, picked))
    near = search.search(question.text, {}).hits if question.words else ()
    found = sorted((w for w in ways if w.total), key=lambda way: -way.total)
    return Looser(found, near[:NEAREST])


def _way(facet: str | None, query: str, chosen: Chosen) -> Way:
    state = ({"q": query} if query else {}) | dict(chosen)
    return Way(facet, state, search.search(query, chosen).total)


def _without(chosen: Chosen, facet: str) -> Mapping[str, Sequence[str]]:
    return {name: values for name, values in chosen.items() if name != facet}
