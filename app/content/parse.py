"""A Markdown file taken apart: front matter, prose, blocks."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from app.content.blocks import KINDS, Block
from app.content.page import Heading, Part, Prose
from app.content.shape import build
from app.content.text import plain, slugify

# Line by line: a lazy dot that tries every letter takes three times as long.
_FRONT = re.compile(r"\A\+\+\+\n((?:(?!\+\+\+\n).*\n)*)\+\+\+\n")
_FENCED = re.compile(r"^```(\S+)[ ]*\n((?:(?!```[ ]*$).*\n)*)```[ ]*$", re.MULTILINE)
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
_HEADING = re.compile(
    r"^(#{1,6}) +(.+?)(?: *\{:? *#([\w-]+)[^}\n]*\})? *$", re.MULTILINE
)


def table(text: str, where: str, faults: list[str]) -> dict[str, Any] | None:
    """The TOML in `text`; none if it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{where}: not valid TOML: {error}")
        return None


def front_matter(
    text: str, where: str, faults: list[str]
) -> tuple[dict[str, Any] | None, str]:
    """The front matter, none if it cannot be read, and the body."""
    match = _FRONT.match(text)
    if not match:
        faults.append(f"{where}: does not open with front matter between +++ lines")
        return None, ""
    return table(match[1], where, faults), text[match.end() :]


def body(
    text: str, where: str, faults: list[str], anchors: Mapping[str, str]
) -> tuple[Part, ...]:
    """Prose and blocks, in order.

    A heading's anchor is its own, else the one that `anchors` gives for its
    title, else a slug of the title.
    """
    parts: list[Part] = []
    end = 0
    for match in _FENCED.finditer(text):
        parts += _prose(text[end : match.start()], where, faults, anchors)
        parts += _block(match[1], match[2], where, faults)
        end = match.end()
    parts += _prose(text[end:], where, faults, anchors)
    return tuple(parts)


def _prose(
    text: str, where: str, faults: list[str], anchors: Mapping[str, str]
) -> Iterator[Prose]:
    """Prose, cut before each level-2 heading."""
    if re.search(r"^```", text, re.MULTILINE):
        faults.append(f"{where}: a block is not closed, or has no kind after its ```")
    for piece in _SECTION.split(text):
        if piece.strip():
            yield _with_anchors(piece.strip(), anchors)


def _with_anchors(text: str, anchors: Mapping[str, str]) -> Prose:
    """Prose in which every heading has its anchor written out."""
    headings: list[Heading] = []

    def name(match: re.Match[str]) -> str:
        marks, title, given = match.groups()
        anchor = given or anchors.get(title) or slugify(plain(title))
        headings.append(Heading(len(marks), anchor, title))
        return f"{marks} {title} {{#{anchor}}}"

    return Prose(_HEADING.sub(name, text), tuple(headings))


def _block(kind: str, text: str, where: str, faults: list[str]) -> Iterator[Block]:
    """The block, unless it has faults."""
    if kind not in KINDS:
        faults.append(f"{where}: unknown block {kind}")
        return
    first = text.strip().partition("\n")[0]
    content = table(text, f"{where}: {kind} that begins {first}", faults)
    if content is None:
        return
    name = content.get("id", f"that begins {first}")
    block = build(KINDS[kind], content, f"{where}: {kind} {name}", faults)
    if block:
        yield block
