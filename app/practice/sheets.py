"""A log as tables: one row an entry, one a score, one a next action, one an ask.

The columns of an entry are the fields of what was written, whatever they are.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import xlsxwriter

from app.content.questions import CONTROL, STREAM
from app.practice.finding import STATES, Found
from app.practice.written import Written

APART = {"ratings", "actions", "ask", "group_id", "kind", "starter"}  # not as they are
NAMES = {
    "kind_words": "Kind",
    "starter_words": "Who started it",
    "happened_on": "Day",
    "what": "What happened",
    "separation": "How kept apart",
    "ends": "What ends the doing-for",
    "voice_flag": "Somebody paid spoke for residents",
    "task": "Practice task",
}
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767  # characters, Excel's own limit


@dataclass(frozen=True)
class Sheet:
    """One table: its name, what its columns are called, and its rows."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def sheets(found: Iterable[Found], groups: Mapping[Any, str]) -> list[Sheet]:
    """The four tables of these entries; `groups` are names by key."""
    log = list(found)
    columns = [f.name for f in fields(Written) if f.name not in APART]
    heads = ("Key", "Where it stands", "Group", *map(_head, columns),
             "Control, 0 to 10", "Stream, in a word")  # fmt: skip
    about = [(str(one.entry.id), one.written.title, one.written) for one in log]
    return [
        Sheet("Entries", heads, tuple(_entry(one, columns, groups) for one in log)),
        Sheet(
            "Ratings",
            ("Entry", "Title", "Day", "Framework", "Principle", "Level", "Evidence",
             "Second source"),
            tuple(
                (str(one.entry.id), one.written.title, one.written.happened_on,
                 f"{one.entry.framework} {one.entry.framework_version}",
                 r.principle.name, r.level, r.evidence, r.second_source)
                for one in log for r in one.written.ratings
            ),
        ),
        Sheet(
            "Next actions",
            ("Entry", "Title", "What", "Who", "By"),
            tuple((key, title, a.what, a.who, a.due_on)
                  for key, title, says in about for a in says.actions),
        ),
        Sheet(
            "Asks",
            ("Entry", "Title", "Of whom", "What", "How it stands", "What changed"),
            tuple((key, title, ask.of_whom, ask.what, ask.outcome_words, ask.changed)
                  for key, title, says in about if (ask := says.ask)),
        ),
    ]  # fmt: skip


def _head(name: str) -> str:
    return NAMES.get(name, name.replace("_", " ").capitalize())


def _entry(
    one: Found, columns: list[str], groups: Mapping[Any, str]
) -> tuple[Any, ...]:
    says = one.written
    return (
        str(one.entry.id),
        STATES[one.entry.state.value],
        groups.get(says.group_id, ""),
        *(_cell(name, getattr(says, name)) for name in columns),
        says.control_total if says.control else "",
        says.stream_word if says.stream else "",
    )


def _cell(name: str, value: Any) -> Any:
    """What one field says, in one cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {mark}" for key, mark in value.items())
    if isinstance(value, tuple):
        asked = {"control": CONTROL, "stream": STREAM}.get(name, ())
        names = [question.id for question in asked] or [""] * len(value)
        return "; ".join(f"{q} {v}".strip() for q, v in zip(names, value, strict=False))
    return "" if value is None else value


def as_csv(sheet: Sheet) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark, without which Excel guesses.

    Text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.heads)
    writer.writerows([_harmless(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> Any:
    is_formula = isinstance(value, str) and value.startswith(BEGINS_A_FORMULA)
    return f"'{value}" if is_formula else value


def as_xlsx(tables: Iterable[Sheet]) -> bytes:
    """The tables as one workbook. Text stays text: nothing in it is a formula."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    on = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    for table in tables:
        page = book.add_worksheet(table.name)
        page.freeze_panes(1, 0)
        page.set_column(0, len(table.heads) - 1, 22)
        for column, head in enumerate(table.heads):
            page.write_string(0, column, head, bold)
        for at, row in enumerate(table.rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, date) and value.year >= 1900:
                    page.write_datetime(at, column, value, on)
                elif isinstance(value, int):
                    page.write_number(at, column, value, text)
                elif value not in ("", None):
                    page.write_string(at, column, str(value)[:LONGEST_CELL], text)
    book.close()
    return file.getvalue()
