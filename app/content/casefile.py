"""A case as the text of its file, and back: what one writes the other reads.

The TOML is written here, since the files have a form of their own: a table for every
source and change, however short, and one question in a line.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from app.content import parse
from app.content.files import read_page
from app.content.page import Prose
from app.content.text import plain, slugify
from app.content.types import CASE_HEADINGS, Case

# Keys in the order of the files; what a case has besides follows from where it is.
_KEYS = (
    *("title", "was", "summary", "began", "ended", "dates_note", "kind", "who"),
    *("who_did_the_work", "stream", "methods", "mistakes", "lineage", "lessons"),
    *("asks", "confidence", "confidence_note", "reviewed", "changes", "place"),
    *("contradicts", "outcome", "upheld", "broken", "sources"),
)
_OF_SOURCE = ("text", "url", "date", "read")


def path(slug: str) -> str:
    """Where the file of a case is, from the root of the content."""
    return f"casebook/{slug}.md"


def read(slug: str, text: str, faults: list[str]) -> Case | None:
    """The case in a file's text; none if it has faults, which are added."""
    before = len(faults)
    case = read_page(Case, slug, path(slug), text, faults)
    return case if len(faults) == before else None


def write(case: Case) -> str:
    """The text of a case's file. `read` gives the same case for it."""
    held = asdict(case)
    held["sources"] = [{key: row[key] for key in _OF_SOURCE} for row in held["sources"]]
    held["contradicts"] = held["contradicts"] or None  # most speak against no lesson
    return text_of({key: held[key] for key in _KEYS}, "\n\n".join(_body(case)))


def text_of(front: Mapping[str, Any], body: str) -> str:
    """A file's text from its front matter, in order, and its body in Markdown."""
    ordered = {key: front[key] for key in _KEYS if key in front}
    lines = "\n".join(_toml(ordered))
    return f"+++\n{lines}\n+++\n\n{body}\n"


def _toml(table: Mapping[str, Any], name: str = "") -> Iterator[str]:
    """The lines of a table: its values, then the tables in it. None is left out."""
    inner = {}
    for key, value in table.items():
        if isinstance(value, Mapping) or (value and _is_tables(value)):
            inner[key] = value
        elif value is not None:
            yield f"{_key(key)} = {_value(value, long=key == 'asks')}"
    for key, value in inner.items():
        full = f"{name}.{_key(key)}" if name else _key(key)
        if isinstance(value, Mapping):
            yield from ["", f"[{full}]", *_toml(value, full)]
        else:
            for item in value:
                yield from ["", f"[[{full}]]", *_toml(item, full)]


def _is_tables(value: Any) -> bool:
    is_list = isinstance(value, list | tuple)
    return is_list and all(isinstance(item, Mapping) for item in value)


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else _value(name)


def _value(value: Any, *, long: bool = False) -> str:
    """A text, number, date or list as TOML; a long list has an item in each line."""
    if isinstance(value, str):
        quoted = json.dumps(value, ensure_ascii=False)  # as TOML has it, but for one
        return quoted.replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        items = [_value(item) for item in value]
        if long and items:
            return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
        return f"[{', '.join(items)}]"
    if isinstance(value, date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _body(case: Case) -> Iterator[str]:
    for part in case.body:
        if isinstance(part, Prose):
            yield _prose(part)
        else:
            lines = "\n".join(_toml({"id": part.id} | asdict(part)))
            yield f"```{part.block}\n{lines}\n```"


def _prose(part: Prose) -> str:
    """Prose with the anchors of its headings left out where they go without saying."""
    text = part.text
    for heading in part.headings:
        given = CASE_HEADINGS.get(heading.title) or slugify(plain(heading.title))
        if heading.anchor == given:
            line = f"{'#' * heading.level} {heading.title}"
            text = text.replace(f"{line} {{#{heading.anchor}}}", line, 1)
    again = parse.body(text, "", [], CASE_HEADINGS)
    return text if again == (part,) else part.text
