"""A log as a book: a tagged PDF (PDF/UA-1), set by typst, which is one plain wheel.

Brygada 1918 has the letters of western Europe; for others typst's own fonts step in.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import typst

from app.clock import today
from app.look import count, day
from app.practice.finding import STATES, STREAMS, Found
from app.practice.written import Written

HERE = Path(__file__).parents[1]
SET_BY = HERE / "templates" / "typst" / "log.typ"
FONTS = HERE / "static" / "fonts"
SHORT = {"title", "place", "task", "kind", "kind_words", "starter", "starter_words"}
PARTS = {
    "what": "What happened",
    "so_what": "So what",
    "now_what": "Now what",
    "ends": "What ends the doing-for",
    "separation": "How the two are kept apart",
}
Data = dict[str, Any]


def book(
    name: str, title: str, about: list[str], found: Iterable[Found], beside: Data
) -> Data:
    """What the book says. `beside`: groups' names, comments by entry, more parts."""
    log = [_entry(one, beside) for one in found]
    made = (
        f"{count(len(log), 'entry', 'entries').capitalize()}. Made on {day(today())}."
    )
    return {
        "title": title,
        "name": name,
        "about": [*about, made],
        "entries": log,
        "more": beside.get("more", []),
    }


def _entry(one: Found, beside: Data) -> Data:
    says = one.written
    about = [
        day(says.happened_on) or "No day yet",
        says.kind_words,
        beside["groups"].get(says.group_id, ""),
        says.place,
        f"{says.minutes} minutes" if says.minutes else "",
        says.starter_words and f"Started by: {says.starter_words}",
        STATES[one.entry.state.value].rstrip("s"),
    ]
    lists = {
        "Next": [_action(action) for action in says.actions],
        "Asked": [
            f"{says.ask.of_whom}: {says.ask.what} {says.ask.outcome_words}. "
            f"{says.ask.changed}"
        ]
        if says.ask
        else [],
        "Said by your supervisor": beside["comments"].get(str(one.entry.id), []),
    }
    return {
        "title": says.title or "No title yet",
        "about": [part for part in about if part],
        "parts": _parts(says),
        "rows": _rows(says),
        "lists": [[name, items] for name, items in lists.items() if items],
    }


def _action(action: Any) -> str:
    by = f", by {day(action.due_on)}" if action.due_on else ""
    return f"{action.what} ({action.who}{by})"


def _parts(says: Written) -> list[list[str]]:
    """Every long answer, in the order of the form, whatever fields it has."""
    texts = [
        (
            PARTS.get(f.name, f.name.replace("_", " ").capitalize()),
            getattr(says, f.name),
        )
        for f in fields(says)
        if f.name not in SHORT
    ]
    return [[name, text] for name, text in texts if isinstance(text, str) and text]


def _rows(says: Written) -> list[list[str]]:
    rows = []
    for rating in says.ratings:
        second = f" Also: {rating.second_source}" if rating.second_source else ""
        level = f"{rating.level} of 4" if rating.level.isdigit() else "Don’t know"
        words = f"{level}. {rating.evidence}{second}"
        rows.append([rating.principle.name, words])
    if says.control:
        rows.append(["Control", says.control_words])
        rows += map(list, says.control_rows)
    if says.stream:
        rows.append(["Stream", STREAMS.get(says.stream_word, says.stream_word)])
        rows += map(list, says.stream_rows)
    return rows + [list(row) for row in says.support_rows]


def as_pdf(data: Mapping[str, Any]) -> bytes:
    """The book as a tagged PDF.

    Pictures such as emoji are named in brackets. Where letters of a script are
    written that no font here has, it is tagged still, but PDF/UA-1 forbids to say so.
    """
    text = PICTURES.sub(_named, json.dumps(data, ensure_ascii=False))
    try:
        return _compiled(text, pdf_standards=["ua-1"])
    except typst.TypstError:
        return _compiled(text)


PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf][\ufe0f\u200d]?")
SKIN = range(0x1F3FB, 0x1F400)  # tones that belong to the picture before


def _named(found: re.Match[str]) -> str:
    letter = found[0][0]
    if ord(letter) in SKIN:
        return ""
    return f"[{unicodedata.name(letter, 'picture').lower()}]"


def _compiled(text: str, **more: Any) -> bytes:
    files = {
        "main.typ": SET_BY.read_bytes(),
        "data.json": text.encode("utf-8", "replace"),
    }
    made = typst.compile(
        files, format="pdf", font_paths=[FONTS], ignore_system_fonts=True, **more
    )
    return cast("bytes", made)
