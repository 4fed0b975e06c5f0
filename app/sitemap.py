"""What search engines are told: which pages there are, and when each last changed."""

from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.casebook import published
from app.content.changed import changed_on
from app.content.library import Library
from app.content.page import Page
from app.look import full_url, library

bp = Blueprint("sitemap", __name__)

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Every mix of filters is a page of its own, and none says what the cases do not.
ROBOTS = """User-agent: *
Disallow: /casebook/?
Disallow: /casebook/feed.atom?

Sitemap: {}
"""


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Where the map is, and what is not worth a crawler's time."""
    return Response(ROBOTS.format(full_url("sitemap.sitemap")), mimetype="text/plain")


@bp.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Every page that is open to read (sitemaps.org, version 0.9)."""
    root = Element("urlset", {"xmlns": NAMESPACE})
    for address, changed in pages(library()):
        url = SubElement(root, "url")
        SubElement(url, "loc").text = address
        SubElement(url, "lastmod").text = changed.isoformat()
    xml = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(xml, mimetype="application/xml")


def pages(shelf: Library) -> Iterator[tuple[str, date]]:
    """The address of each page, and the day of its last change.

    A page that lists others changed when the newest of them did.
    """
    cases = published.every()
    read, told = _newest(shelf.lessons), _newest(cases)
    taught = max(read, _newest(shelf.modules))
    yield full_url("pages.home"), max(taught, told)
    yield full_url("pages.foundations"), max(read, told)
    yield full_url("learn.index"), taught
    yield full_url("learn.glossary"), read  # a lesson brings its terms
    yield full_url("learn.show_crosswalk"), read
    for module in shelf.modules:
        found = (module, *shelf.lessons_of(module))
        yield full_url("learn.show_module", module_slug=module.slug), _newest(found)
    for lesson in shelf.lessons:
        about = {"module_slug": lesson.module, "slug": lesson.slug}
        yield full_url("learn.show_lesson", **about), changed_on(lesson)
    yield full_url("casebook.index"), told
    for case in cases:
        yield full_url("casebook.show_case", slug=case.slug), changed_on(case)
    if shelf.mistakes:
        yield full_url("casebook.mistakes"), _newest(shelf.mistakes)
    for mistake in shelf.mistakes:
        yield full_url("casebook.show_mistake", slug=mistake.slug), changed_on(mistake)


def _newest(held: Iterable[Page]) -> date:
    return max(map(changed_on, held))
