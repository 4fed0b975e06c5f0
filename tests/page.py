"""Read a page as somebody would: its words, what its form holds, its messages."""

from html.parser import HTMLParser
from typing import Any

VOID = {"br", "hr", "img", "input", "link", "meta"}
Attributes = dict[str, str | None]


class Page(HTMLParser):
    """One answer. `sent` is what its forms would send, by field name."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.status = answer.status_code
        self.html = answer.get_data(as_text=True)
        self.sent: dict[str, str] = {}
        self.options: dict[str, list[str]] = {}  # words, by the select's name
        self.labels: list[str] = []
        self.links: dict[str, str] = {}  # address, by words
        self.summary: list[tuple[str, str]] = []  # field id, message
        self.at_field: dict[str, str] = {}  # message, by field id
        self._words: list[str] = []
        self._open: list[tuple[str, Attributes, int]] = []
        self.feed(self.html)
        self.text = " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag == "input":
            self._input(about)
        if tag == "select":
            self.sent.pop(about["name"] or "", None)
        if tag not in VOID:
            self._open.append((tag, about, len(self._words)))
        if tag in {"p", "li", "td", "th", "div", "h1", "h2", "h3", "label", "dd", "br"}:
            self._words.append(" ")

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, about, start = self._open.pop()
            if name == tag:
                self._closed(tag, about, "".join(self._words[start:]))
                return

    def _input(self, about: Attributes) -> None:
        ticked = about.get("type") not in {"radio", "checkbox"} or "checked" in about
        if ticked and about.get("name"):
            self.sent[about["name"] or ""] = about.get("value") or ""

    def _closed(self, tag: str, about: Attributes, words: str) -> None:
        plain = " ".join(words.split())
        if tag == "textarea":
            text = words.removeprefix("\r").removeprefix("\n")
            self.sent[about["name"] or ""] = text
        elif tag == "option":
            self._option(about, plain)
        elif tag == "label":
            self.labels.append(plain)
        elif tag == "a":
            self._link(about.get("href") or "", plain)
        elif (about.get("id") or "").endswith("-e"):
            name = (about["id"] or "").removesuffix("-e")
            self.at_field[name] = plain.removeprefix("Error: ")

    def _option(self, about: Attributes, words: str) -> None:
        select = next(attrs for tag, attrs, _ in self._open[::-1] if tag == "select")
        name, value = select["name"] or "", about.get("value")
        self.options.setdefault(name, []).append(words)
        if "selected" in about or name not in self.sent:
            self.sent[name] = words if value is None else value

    def _link(self, href: str, words: str) -> None:
        self.links[words] = href
        if any(attrs.get("class") == "errors" for _, attrs, _ in self._open):
            self.summary.append((href.removeprefix("#"), words))
