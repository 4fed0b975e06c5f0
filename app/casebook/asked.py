"""What an address asks of the casebook: the address is the whole state."""

from werkzeug.datastructures import MultiDict

from app.casebook.index import FACETS

LONGEST = 500  # characters of one question


def asked(args: MultiDict[str, str]) -> tuple[str, dict[str, list[str]]]:
    """The question, and the values chosen of each facet."""
    query = args.get("q", "")[:LONGEST].strip()
    return query, {facet: args.getlist(facet) for facet in FACETS}
