"""The whole check of the content, as authors run it: `check-content`.

The site's start refuses what it could not show rightly (`app.content.check`). Here it
is looked at besides whether what is promised is written, whether addresses of the site
are there, and how hard the prose is to read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.exceptions import HTTPException

import app as site
from app.casebook import actions as casebook
from app.casebook import chunks
from app.content import check, counts, library, lines, readable, text
from app.content.library import Library, Survey


@dataclass(frozen=True)
class Report:
    """What is wrong, "file:line: words"; what is worth knowing; what there is."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]
    counts: tuple[str, ...]


def report(root: Path) -> Report:
    """Everything about the content under `root`. Never raises `ContentError`."""
    found = library.survey(root)
    shelf, faults = found.library, found.faults
    faults += [*_unwritten(found), *_addresses(found)]
    if readable.is_measured():
        faults += readable.faults(shelf)
    placed = lines.placed(root, faults)
    return Report(placed, tuple(_notes(found)), tuple(counts.lines(shelf)))


def _unwritten(found: Survey) -> Iterator[str]:
    """Links to what the outline promises and nobody has written."""
    shelf = found.library
    planned = set(shelf.planned_only) - found.broken
    for file, thing in check.everything(shelf):
        for target in dict.fromkeys(text.links(thing)):
            kind, _, slug = target.partition(":")
            if (kind, slug) in planned:
                yield f"{file}: links to {target}, which is not written"


def _addresses(found: Survey) -> Iterator[str]:
    """Links to addresses of the site, and features, that lead nowhere."""
    shelf, routes = found.library, _routes()
    for file, thing in check.everything(shelf):
        for target in dict.fromkeys(text.links(thing)):
            if check.of_site(target) and not _leads_somewhere(target, found, routes):
                yield f"{file}: dead link {target}"
    for statement in shelf.statements:
        for feature in statement.features:
            if feature.endpoint not in routes.view_functions:
                yield (
                    f"{check.FOUNDING}: statement {statement.id}: "
                    f"no page of the site is named {feature.endpoint}"
                )


def _routes() -> Flask:
    """The site's addresses, without the content that would stop its start."""
    bare = Flask(site.__name__)
    for room in site.ROOMS + site.ROOMS_SIGNED_IN:
        bare.register_blueprint(room.bp)
    return bare


def _leads_somewhere(target: str, found: Survey, routes: Flask) -> bool:
    """Whether an address is a page's, and the anchor in it a heading's.

    An address with a part that varies must be one of the content's, unless it names
    what could not be read. Of other pages the anchor is not looked at.
    """
    shelf = found.library
    address, _, anchor = target.partition("#")
    path = address.partition("?")[0]
    page = shelf.at(path)
    if page is not None:
        held = {heading.anchor for heading in page.every_heading}
        return not anchor or anchor in held | {block.id for block in page.blocks}
    if shelf.is_address(target):
        return True
    adapter = routes.url_map.bind("localhost")
    try:
        _, parts = adapter.match(path, method="GET")
    except HTTPException:  # no such page, or one that only takes a form
        return False
    return not parts or bool({slug for _, slug in found.broken} & {*parts.values()})


def _notes(found: Survey) -> Iterator[str]:
    """What stops nothing, and should be known."""
    for key in found.library.planned_only:
        if key not in found.broken:
            yield f"Not written yet: {':'.join(key)}"
    if found.broken:
        yield (
            "A page with a fault in its front matter, and a block with one, were "
            "looked at no further: run this again when those are put right."
        )
    if not found.faults and (lacking := _without_vector(found.library)):
        yield f"{lacking} pieces of cases have no vector: run make vectors."
    if not readable.is_measured():
        yield "Reading age was not measured: textstat is missing (run make setup)."


def _without_vector(shelf: Library) -> int:
    """How many pieces of cases the search cannot find by meaning."""
    return len(chunks.lacking(casebook.pieces(shelf)))
