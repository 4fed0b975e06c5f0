"""The casebook as an Atom feed (RFC 4287), the newest change first.

Written with the standard library: feedgen would bring lxml, a parser in C, for these
dozen elements, has had no version since 2023, and stops at a control character, which
a question in a feed's title may hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

from app.casebook import citing
from app.content import text, vocab
from app.content.types import Case, Change
from app.look import day, full_url

ATOM = "http://www.w3.org/2005/Atom"
MOST = 500  # entries; a case that changes is among them again
# Beyond these, XML 1.0 has no way to write a character, not even as a number.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    """What a feed is called, and where it and the page that it follows are."""

    title: str
    subtitle: str
    address: str
    page: str


def last_change(case: Case) -> Change:
    """The newest change that readers are told of; of one day's, the last written."""
    return sorted(case.changes, key=lambda change: change.on)[-1]


def newest_first(cases: Iterable[Case]) -> list[Case]:
    """Cases by their last change; those of one day by slug."""
    by_slug = sorted(cases, key=lambda case: case.slug)
    return sorted(by_slug, key=lambda case: last_change(case).on, reverse=True)


def atom(feed: Feed, cases: Iterable[Case], otherwise: date) -> bytes:
    """The feed as UTF-8. With no case in it, `otherwise` is when it was updated."""
    shown = newest_first(cases)[:MOST]
    root = Element("feed", {"xmlns": ATOM, "xml:lang": citing.LANGUAGE})
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _moment(last_change(shown[0]).on if shown else otherwise))
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _add(SubElement(root, "author"), "name", citing.AUTHOR)
    for case in shown:
        _entry(root, case)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: Element, case: Case) -> None:
    entry, change = SubElement(root, "entry"), last_change(case)
    # The first slug, whatever the case is called now: an id never changes.
    first = case.was[0] if case.was else case.slug
    _add(entry, "id", full_url("casebook.show_case", slug=first))
    _add(entry, "title", case.title)
    _add(entry, "updated", _moment(change.on))
    _add(entry, "published", _moment(min(change.on for change in case.changes)))
    address = full_url("casebook.show_case", slug=case.slug)
    _link(entry, "alternate", address, "text/html")
    outcome = case.outcome.word
    about = {"term": outcome, "label": vocab.OUTCOMES[outcome]}
    SubElement(entry, "category", about)
    _add(entry, "summary", text.plain(case.summary))
    _add(entry, "content", _content(case, change), type="html")


def _content(case: Case, change: Change) -> str:
    """What changed, then what the case is, as HTML."""
    came_out = case.outcome
    paragraphs = (
        f"What changed on {day(change.on)}: {text.plain(change.what)}",
        text.plain(case.summary),
        f"{vocab.OUTCOMES[came_out.word]}. {text.plain(came_out.why)}",
    )
    return "".join(f"<p>{escape(words)}</p>" for words in paragraphs)


def _add(parent: Element, name: str, words: str, **about: str) -> None:
    SubElement(parent, name, about).text = _NOT_XML.sub("", words)


def _link(parent: Element, rel: str, href: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": href, "type": media_type})


def _moment(on: date) -> str:
    """The beginning of a day, as Atom writes a moment."""
    return f"{on.isoformat()}T00:00:00Z"
