"""Markdown from outside: whether it holds more than writing.

The site's own files may hold raw HTML and attributes; what a visitor proposes may not.
What would be shown is looked at, not what was typed.
"""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from app.content.render import Renderer

_WRITING = frozenset(
    ["p", "br", "em", "strong", "code", "ul", "ol", "li", "blockquote", "hr", "a"]
)
_TABLE = frozenset(["div", "table", "thead", "tbody", "tr", "th", "td"])
_OF_TABLES = frozenset(["class", "tabindex", "role", "aria-label", "scope"])
_SCHEMES = frozenset(["http", "https", "mailto", ""])


def is_writing(markdown: str) -> bool:
    """Whether it shows as paragraphs, lists, tables and links, and nothing else."""
    renderer = Renderer(lambda _kind, _slug: "/")  # of its own: it keeps what it makes
    looked = _Look()
    for html in (renderer.block(markdown), renderer.inline(markdown)):
        looked.feed(html)
    looked.close()
    return looked.is_plain


class _Look(HTMLParser):
    """Goes through HTML and remembers whether all of it was writing."""

    is_plain = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = _OF_TABLES if tag in _TABLE else {"href"} if tag == "a" else {"start"}
        known = tag in _WRITING | _TABLE and {name for name, _ in attrs} <= allowed
        self.is_plain &= known and is_address(dict(attrs).get("href") or "")

    def handle_comment(self, data: str) -> None:
        self.is_plain = False

    def handle_decl(self, decl: str) -> None:
        self.is_plain = False

    def handle_pi(self, data: str) -> None:
        self.is_plain = False

    def unknown_decl(self, data: str) -> None:
        self.is_plain = False


def is_address(url: str) -> bool:
    """Whether a link may lead there."""
    try:
        return urlsplit(url.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False
