"""Which line of its file a fault is on.

tomllib gives no lines, so the line is found again from what the fault names: first the
block or table (by its id, else by counting), then the key, link, anchor or name in it.
Exact are keys, blocks, rows, headings, links, ids and TOML's own errors. What is
missing stands where the thing begins that lacks it; a fault in a text over several
lines, where its key is; what is named twice without need, at the first place; and what
concerns a page as a whole, where its body begins. A line inside a text over several
lines that looks like a key or a table is taken for one.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from app.content.blocks import KINDS
from app.content.text import plain, slugify

_FENCE = re.compile(rf"^```({'|'.join(KINDS)})[ ]*$")
_HEADER = re.compile(r"^\s*\[\[?([\w.\-]+)\]\]?\s*(?:#.*)?$")
_ANCHOR = re.compile(r"^(#{1,6}) +(.+?)(?: *\{:? *#([\w-]+)[^}]*\})? *$")

# How a fault calls a row, and the table and key that it stands for.
_ROWS = {
    "node": ("nodes", "id"),
    "choice": ("choices", "id"),
    "key": ("key", "principle"),
    "principle": ("principles", "id"),
    "statement": ("statements", "id"),
    "term": ("terms", "id"),
    "module": ("modules", "slug"),
    "lesson": ("lessons", "slug"),
}


class Placed(NamedTuple):
    """A fault with its place; in order of file and line."""

    file: str
    line: int  # from 1; 0 where the file is a folder or is not there
    words: str

    def __str__(self) -> str:
        return f"{self.file}{f':{self.line}' if self.line else ''}: {self.words}"


class _Scope(NamedTuple):
    """A stretch of a file: the lines `start` to `end`, counted from 0, less `end`."""

    lines: list[str]
    start: int
    end: int

    def part(self, start: int, end: int) -> "_Scope":
        return _Scope(self.lines, start, end)

    def find(self, pattern: str) -> int | None:
        """The first line in which the pattern is."""
        return next(self.every(pattern), None)

    def every(self, pattern: str) -> Iterator[int]:
        """The lines in which the pattern is."""
        search = re.compile(pattern).search
        return (n for n in range(self.start, self.end) if search(self.lines[n]))


def placed(root: Path, faults: Iterable[str]) -> tuple[str, ...]:
    """The faults, "file: words", by file and line as "file:line: words", each once."""
    texts: dict[str, str | None] = {}
    found = set()
    for fault in faults:
        file, _, words = fault.partition(": ")
        if file not in texts:
            texts[file] = _text(root / file)
        text = texts[file]
        found.add(Placed(file, 0 if text is None else line(text, words), words))
    return tuple(map(str, sorted(found)))


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def line(text: str, words: str) -> int:
    """The line, from 1, of the fault that these words tell of a file's text."""
    lines = text.split("\n")
    scope = _Scope(lines, 0, len(lines))
    scope, words = _in_block(scope, words)
    is_page = scope.start == 0 and lines[0] == "+++"
    if is_page and not _about_body(words):
        scope = scope.part(0, _body(scope))
    scope, words = _in_rows(scope, words)
    for rule in (_toml, _sought, _key):
        if (found := rule(scope, words)) is not None:
            return found + 1
    whole = scope.start == 0 and lines[0] == "+++" and not words.endswith("missing")
    return (_body(scope) if whole else scope.start) + 1


def _body(scope: _Scope) -> int:
    """Where the body of a page begins: its first line that holds something."""
    close = next((n for n in scope.every(r"^\+\+\+$") if n), 0)
    rest = range(close + 1, len(scope.lines))
    return next((n for n in rest if scope.lines[n].strip()), close)


def _about_body(words: str) -> bool:
    """Whether it may be in prose, and not in front matter."""
    return bool(
        re.search(
            r"link|anchor|heading|surname|UNVERIFIED|block|pair|there is no| is now ",
            words,
        )
    )


def _in_block(scope: _Scope, words: str) -> tuple[_Scope, str]:
    """The block that the words begin with, and the words after that."""
    for start in scope.every(_FENCE.pattern):
        rest = range(start + 1, scope.end)
        end = next((n for n in rest if scope.lines[n].startswith("```")), scope.end)
        block = scope.part(start, end)
        kind = scope.lines[start].strip("` ")
        for name in _names(block):
            for mark in (": ", " "):
                if words.startswith(f"{kind} {name}{mark}"):
                    return block, words.removeprefix(f"{kind} {name}{mark}")
    return scope, words


def _names(block: _Scope) -> Iterator[str]:
    """What a fault may call a block: its id, or the line that it begins with."""
    inside = block.lines[block.start + 1 : block.end]
    for held in inside:
        if match := re.match(r'\s*id\s*=\s*"([^"]+)"', held):
            yield match[1]
            break
    yield "that begins " + next((held.strip() for held in inside if held.strip()), "")


def _in_rows(scope: _Scope, words: str) -> tuple[_Scope, str]:
    """The row or table that the words begin with, however deep; the words after."""
    while match := re.match(r"(\w[\w-]*)(?: ([^\s:]+))?: (?=.)", words):
        inner = _row(scope, match[1], match[2])
        if inner is None:
            break
        scope, words = inner, words[match.end() :]
    while match := re.match(r"(\w+) (\S+?):? (?!is (?:there|used) twice)", words):
        is_row = match[1] in _ROWS and match[2] != "number"
        inner = _row(scope, match[1], match[2]) if is_row else None
        if inner is None:
            break
        scope, words = inner, words[match.end() :]
    return scope, words


def _row(scope: _Scope, word: str, name: str | None) -> _Scope | None:
    """The row of table `word` with this id or number; the whole table without."""
    table, key = _ROWS.get(word, (word, "id"))
    rows = list(_tables(scope, table))
    if not name:
        return rows[0] if rows else _inline(scope, table, None)
    for row in rows:
        if row.find(rf'^\s*{key}\s*=\s*"{re.escape(name)}"') is not None:
            return row
    if name.isdigit() and 0 < int(name) <= len(rows):
        return rows[int(name) - 1]
    return _inline(scope, table, name)


def _tables(scope: _Scope, name: str) -> Iterator[_Scope]:
    """The stretches under `[name]` or `[[name]]`, the tables in them too."""
    for start in scope.every(_HEADER.pattern):
        path = _path(scope.lines[start])
        if path.split(".")[-1] == name:
            after = (n for n in scope.every(_HEADER.pattern) if n > start)
            ends = (
                n for n in after if not _path(scope.lines[n]).startswith(f"{path}.")
            )
            yield scope.part(start, next(ends, scope.end))


def _path(header: str) -> str:
    match = _HEADER.match(header)
    return match[1] if match else ""


def _inline(scope: _Scope, key: str, name: str | None) -> _Scope | None:
    """The value of a key, or the item of this number where each has a line."""
    start = scope.find(rf'^\s*"?{re.escape(key)}"?\s*=')
    if start is None:
        return None
    rest = range(start + 1, scope.end)
    closes = re.compile(r"^\s*\]")
    end = next((n for n in rest if closes.match(scope.lines[n])), start + 1)
    if not scope.lines[start].rstrip().endswith("["):
        return scope.part(start, start + 1)
    if name and name.isdigit() and start + int(name) < end:
        return scope.part(start + int(name), start + int(name) + 1)
    return scope.part(start, end)


def _toml(scope: _Scope, words: str) -> int | None:
    """The line that TOML's own error gives, which counts from the table's first."""
    if "not valid TOML" not in words:
        return None
    fenced = scope.lines[scope.start].startswith(("```", "+++"))
    if match := re.search(r"at line (\d+)", words):
        return scope.start + int(match[1]) - (0 if fenced else 1)
    closes = scope.find(r"^\+\+\+$") if scope.start else None
    return closes or scope.end - 1


def _last(scope: _Scope, pattern: str) -> int | None:
    return max(scope.every(pattern), default=None)


def _first(pattern: str) -> Callable[[_Scope, re.Match[str]], int | None]:
    """The first line with the pattern, in which {0} is what the fault names."""

    def seek(scope: _Scope, match: re.Match[str]) -> int | None:
        name = next((group for group in match.groups() if group), "")
        return scope.find(pattern.replace("{0}", re.escape(name)))

    return seek


def _link(scope: _Scope, match: re.Match[str]) -> int | None:
    return scope.find(rf"\]\({re.escape(match[1])}[)\s]")


def _heading(scope: _Scope, match: re.Match[str]) -> int | None:
    """The last heading with this anchor, its own or made of its title."""
    found = None
    for n in scope.every(r"^#"):
        if heading := _ANCHOR.match(scope.lines[n]):
            given = heading[3] or slugify(plain(heading[2]))
            found = n if given == match[1] else found
    return found


def _unclosed(scope: _Scope, _: re.Match[str]) -> int | None:
    """The fence that opens, and is followed by one that opens, or by none."""
    fences = list(scope.every("^```"))
    opened = None
    for n in fences:
        is_bare = scope.lines[n].strip() == "```"
        if is_bare == (opened is None):
            return n if opened is None else opened
        opened = n if opened is None else None
    return opened


def _surname(scope: _Scope, match: re.Match[str]) -> int | None:
    name = r"\s".join(map(re.escape, match[1].split()))
    found = re.search(name, "\n".join(scope.lines))
    return found.string.count("\n", 0, found.start()) if found else None


def _repeated(scope: _Scope, match: re.Match[str]) -> int | None:
    """The last row of this id: the one that is one too many."""
    table, key = _ROWS.get(match[1], (match[1], "id"))
    wanted = rf'^\s*{key}\s*=\s*"?{re.escape(match[2])}"?\s*$'
    rows = [row for row in _tables(scope, table) if row.find(wanted) is not None]
    return rows[-1].start if rows else _last(scope, wanted)


def _number(scope: _Scope, match: re.Match[str]) -> int | None:
    rows = _tables(scope, _ROWS[match[1]][0])
    wanted = rf"^number\s*=\s*{match[2]}\s*$"
    heads = (row.part(row.start, row.start + 3) for row in rows)
    return max((n for row in heads for n in row.every(wanted)), default=None)


def _statement(scope: _Scope, match: re.Match[str]) -> int | None:
    row = _row(scope, "statement", match[1])
    return row.start if row else None


# What a fault says, and how its line is found; the first that fits decides.
_SEEK = (
    (r"dead link (\S+)", _link),
    (r"links? to (\S+), which", _link),
    (r"^unknown key (\S+)", _first(r"^\s*(?:\[\[?)?[\w.]*\"?{0}\"?\s*(?:=|\])")),
    (r"^unknown block (\S+)", _first(r"^```{0}")),
    (r"^a block is not closed", _unclosed),
    (r"^(\S+) is an address of the curriculum", _first(r'^slug\s*=\s*"{0}"')),
    (r"^needs an anchor for each", _first(r"^\s*anchors\s*=")),
    (r'^heading "(.+)" is of level 1', _first(r"^# +{0}")),
    (r"^anchor (\S+) is used twice", _heading),
    (r"^(\S+) is both an anchor", _heading),
    (r"^no heading (\S+) to see", _first(r'^\s*see\s*=\s*"{0}"')),
    (r"^the headings must be|^something stands above", _first(r"^## ")),
    (r"^(.+) looks like a name with", _surname),
    (r'still says "(.+)"', _first("{0}")),
    (r"^(module|lesson) number (\d+) is there twice", _number),
    (r"^(\w+) (\S+) is (?:used|there) twice", _repeated),
    (r"statement (\S+)$", _statement),
    (r"^test pair (\S+) ", _first(r'^\s*pair\s*=\s*"{0}"')),
    (r"the id is used elsewhere", _first(r"^\s*id\s*=")),
    (r"^there is no framework", _first(r"^\s*framework\s*=")),
    (r"there is no \w+ (\S+)$|^\w+ (\S+) is now", _first(r'"{0}"')),
    (r"(?:case|lesson) (\S+) (?:is listed|in this)", _first(r'"{0}"')),
    (r"^the slug (\S+) is used elsewhere", _first(r'^was\s*=.*"{0}"')),
    (r"^contradicts (\S+) twice", _first(r'^\s*lesson\s*=\s*"{0}"')),
    (r"^the outline gives", _first(r"^number\s*=")),
    (r"^its module ", _first(r"^module\s*=")),
    (r"^its title ", _first(r"^title\s*=")),
    (r"^it ended ", _first(r"^ended\s*=")),
    (r"^(\S+) is no principle of", _first(r"^{0}\s*=")),
    (r"^starts at", _first(r"^start\s*=")),
    (r"^leads to (\S+),", _first(r'^to\s*=\s*"{0}"')),
    (r"^does not accept|^has \S+, which is no level", _first(r"^accept\s*=")),
    (r"^the (key) has ([\w-]+)", _repeated),
    (r"correct option|check of kind", _first(r"^kind\s*=")),
    (r"^tests ([\w-]+)", _first(r'^lesson\s*=\s*"{0}"')),
    (r"^no page of the site is named (\S+)", _first(r'endpoint\s*=\s*"{0}"')),
    (r"^has no (\w+)$", _first(r"^{0}\s*=")),
    (r"must count from 0", _first(r"^\[\[scale\]\]")),
    (r"^the marks outside", _first(r"^\[\[outside\]\]")),
    (r"^the file of this id", _first(r"^version\s*=")),
)


def _sought(scope: _Scope, words: str) -> int | None:
    for said, seek in _SEEK:
        if match := re.search(said, words):
            return seek(scope, match)
    return None


def _key(scope: _Scope, words: str) -> int | None:
    """The line of the key that the words begin with, or of the item under it."""
    match = re.match(r"([\w-]+)(?: ([\w-]+))? ", words + " ")
    if not match or words == f"{match[1]} is missing":
        return None
    tables = list(_tables(scope, match[1]))
    if tables:
        within = tables[0].find(rf"^{re.escape(match[2])}\s*=") if match[2] else None
        return tables[0].start if within is None else within
    held = _inline(scope, match[1], match[2])
    return held.start if held else None
