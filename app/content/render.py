"""Markdown to HTML, with the site's own links resolved. Nothing renders twice."""

import re
from collections.abc import Callable
from threading import Lock
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from app.content.text import LINK, LINK_KINDS

_QUOTES = {
    "left-double-quote": "\N{LEFT DOUBLE QUOTATION MARK}",
    "right-double-quote": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "left-single-quote": "\N{LEFT SINGLE QUOTATION MARK}",
    "right-single-quote": "\N{RIGHT SINGLE QUOTATION MARK}",
    "ellipsis": "\N{HORIZONTAL ELLIPSIS}",
    "ndash": "\N{EN DASH}",
    "mdash": "\N{EM DASH}",
}

_NOT_PARAGRAPHS = (
    *("empty", "indent", "code", "table", "hashheader", "setextheader"),
    *("hr", "olist", "ulist", "quote", "reference"),
)


class Renderer:
    """Turns the content's Markdown into HTML, and keeps what it made.

    `url` gives the address for a link's kind and slug, or none where nothing is
    written yet: the link's words then stand alone. Only for the site's own files,
    which are reviewed: raw HTML passes, and nothing kept is ever dropped.
    """

    def __init__(self, url: Callable[[str, str], str | None]) -> None:
        self._url = url
        self._block = _markdown()
        self._inline = _markdown()
        _only_paragraphs(self._inline)
        self._kept: dict[tuple[bool, str], str] = {}
        self._lock = Lock()  # a Markdown object serves one text at a time

    def block(self, text: str) -> str:
        """HTML with paragraphs, lists, headings and tables."""
        return self._render(self._block, text)

    def inline(self, text: str) -> str:
        """HTML for the inside of one element: no paragraphs, lists or headings."""
        return self._render(self._inline, text)

    def _render(self, markdown: Markdown, text: str) -> str:
        key = (markdown is self._inline, text)
        if key not in self._kept:
            linked = LINK.sub(self._link, text)
            with self._lock:
                self._kept[key] = _convert(markdown, linked, flat=key[0])
        return self._kept[key]

    def _link(self, match: re.Match[str]) -> str:
        """The Markdown link with its real address, or its words."""
        kind, colon, slug = match[2].partition(":")
        if not colon or kind not in LINK_KINDS:
            return match[0]
        address = self._url(kind, slug)
        return f"[{match[1]}]({address})" if address else match[1]


def _convert(markdown: Markdown, text: str, *, flat: bool) -> str:
    markdown.reset()
    if not flat:
        return markdown.convert(text)
    html = markdown.convert(" ".join(text.split()))
    return html.removeprefix("<p>").removesuffix("</p>")


def _markdown() -> Markdown:
    markdown = Markdown(
        extensions=["attr_list", "tables", "sane_lists", "smarty"],
        extension_configs={"smarty": {"substitutions": _QUOTES}},
    )
    # After the inline work (20) and before the stashed text comes back (0).
    markdown.treeprocessors.register(_Ledger(markdown), "ledger", 1)
    return markdown


def _only_paragraphs(markdown: Markdown) -> None:
    """Leave "1974. The council" and "# of homes" as they are."""
    for name in _NOT_PARAGRAPHS:
        markdown.parser.blockprocessors.deregister(name)
    markdown.preprocessors.deregister("html_block")


class _Ledger(Treeprocessor):
    """Dresses tables as the site's ledgers: a named box that can be scrolled."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[place] = _boxed(child)


def _boxed(table: Element) -> Element:
    names = [_dressed(cell) for cell in table.iterfind("thead/tr/th")]
    for cell in table.iterfind("tbody/tr/td"):
        _align(cell)
    table.set("class", "ledger")
    label = "Table: " + ", ".join(filter(None, names))
    role = {"class": "ledger-box", "tabindex": "0", "role": "region"}
    box = Element("div", role | {"aria-label": label})
    box.append(table)
    box.tail, table.tail = table.tail, None
    return box


def _dressed(cell: Element) -> str:
    """Make a header cell a column's header, if it has words; give the words."""
    words = "".join(cell.itertext()).strip()
    if words:
        cell.set("scope", "col")
    else:
        cell.tag = "td"
    _align(cell)
    return words


def _align(cell: Element) -> None:
    """A class in place of a style, which the site's security policy refuses."""
    if "right" in cell.attrib.pop("style", ""):
        cell.set("class", "r")
