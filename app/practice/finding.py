"""Finding entries in one's own log: filters, words, and the passages that hold them.

What is not sent yet has its words in the form as it was kept, so that rows are chosen
by the database as far as its columns go, and then read. One author has hundreds.
"""

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, or_, select

from app.content import vocab
from app.db import db
from app.groups.models import Group, Place
from app.look import day, framework, library
from app.practice.models import Entry, EntryKind, Rating, State, Stream, Version
from app.practice.written import Typed, Written, read

LONGEST = 200  # characters of a question
MOST_WORDS = 12
AROUND = 90  # characters of a passage on either side of what was found
STATES = {
    "draft": "Drafts",
    "submitted": "Waiting for review",
    "returned": "Returned",
    "accepted": "Accepted",
}
STREAMS = {
    "strengthening": "Strengthening",
    "service": "Service provision",
    "mixed": "Mixed, kept separate",
    "confused": "Stream confused",
}
PARTS = {
    "title": "Title",
    "place": "Where",
    "what": "What happened",
    "so_what": "So what",
    "now_what": "Now what",
}
QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]|(\S+)")
FILTERS = ("q", "state", "kind", "group", "place", "stream", "principle", "task",
           "since", "until")  # fmt: skip


def folded(text: str) -> tuple[str, list[int]]:
    """The text without accents and case, and where each letter of it stood."""
    letters, places = [], []
    for at, letter in enumerate(text):
        plain = unicodedata.normalize("NFKD", letter).casefold()
        for one in plain.translate(STRAIGHT):
            if not unicodedata.combining(one):
                letters.append(one)
                places.append(at)
    return "".join(letters), places


STRAIGHT = str.maketrans("’‘ʼ", "'''")


@dataclass(frozen=True)
class Wish:
    """What is asked of the log, as the address says it; damaged parts are left out."""

    q: str = ""
    state: str = ""
    kind: str = ""
    group: str = ""
    place: str = ""
    stream: str = ""
    principle: str = ""
    task: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def at(cls, args: Mapping[str, str]) -> "Wish":
        """The wish of an address."""
        asked = {n: args.get(n, "").replace("\x00", "").strip() for n in FILTERS}
        checks = {
            "state": STATES.__contains__,
            "kind": vocab.ENTRY_KINDS.__contains__,
            "group": _is_uuid,
            "place": _is_uuid,
            "stream": STREAMS.__contains__,
            "since": _is_day,
            "until": _is_day,
        }
        kept = {n: v for n, v in asked.items() if n not in checks or checks[n](v)}
        kept["q"] = " ".join(kept["q"].encode("utf-8", "ignore").decode().split())
        kept["q"] = kept["q"][:LONGEST]
        if kept["principle"] not in principles():
            kept["principle"] = ""
        kept["task"] = kept["task"][:80]
        return cls(**kept)

    @property
    def address(self) -> dict[str, str]:
        """The parameters that make this wish again."""
        return {n: v for n in FILTERS if (v := getattr(self, n))}

    @property
    def words(self) -> list[str]:
        """What must be found, without accents and case; a quoted phrase is one."""
        found = [a or b for a, b in QUOTED.findall(self.q)]
        plain = (" ".join(folded(one)[0].split()) for one in found)
        return [one for one in dict.fromkeys(plain) if one.strip('"“”')][:MOST_WORDS]


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def principles() -> dict[str, str]:
    """The principles of every framework that is shipped, by id."""
    scales = library().frameworks.values()
    return {p.id: p.name for scale in scales for p in scale.principles}


@dataclass(frozen=True)
class Passage:
    """Words that were found, with what stands around them."""

    part: str  # "What happened", or "Evidence: Community voice"
    html: Markup


@dataclass(frozen=True)
class Found:
    """An entry that fits, and what it says now."""

    entry: Entry
    written: Written
    passages: tuple[Passage, ...] = ()

    @property
    def key(self) -> tuple[datetime, uuid.UUID]:
        """Its place in the order of the list."""
        return self.entry.sorted_at, self.entry.id


def found(
    author_id: uuid.UUID, organisation_id: uuid.UUID | None, wish: Wish
) -> list[Found]:
    """The author's entries that fit, newest engagement first.

    Without an organisation, those of every one.
    """
    rows = list(db.session.scalars(_candidates(author_id, organisation_id, wish)))
    kept = _kept_forms(rows)
    places = _groups_of_place(wish.place)
    read_rows = (
        Found(row, read(kept[row.id], framework(row.framework, row.framework_version)))
        for row in rows
    )
    fitting = (one for one in read_rows if _fits(one, wish, places))
    if not wish.words:
        return list(fitting)
    shown = (_with_passages(one, wish.words) for one in fitting)
    return [one for one in shown if one is not None]


def _candidates(
    author_id: uuid.UUID, organisation_id: uuid.UUID | None, wish: Wish
) -> Select[Any]:
    query = (
        select(Entry)
        .where(Entry.author_id == author_id)
        .order_by(Entry.sorted_at.desc(), Entry.id.desc())
    )
    if organisation_id:
        query = query.where(Entry.organisation_id == organisation_id)
    if wish.state:
        query = query.where(Entry.state == State(wish.state))
    if wish.since:
        query = query.where(Entry.sorted_at >= _noon(wish.since))
    if wish.until:
        query = query.where(Entry.sorted_at <= _noon(wish.until))
    for condition in _column_conditions(wish):
        unsent = Entry.state.in_((State.DRAFT, State.RETURNED))
        query = query.where(or_(unsent, condition))
    return query


def _column_conditions(wish: Wish) -> Iterator[Any]:
    """What the columns of an entry that was sent must hold."""
    columns: tuple[tuple[str, Any, Callable[[str], Any]], ...] = (
        (wish.kind, Entry.kind, EntryKind),
        (wish.group, Entry.group_id, uuid.UUID),
        (wish.stream, Entry.stream, Stream),
        (wish.task, Entry.task, str),
    )
    for value, column, as_kept in columns:
        if value:
            yield column == as_kept(value)
    if wish.principle:
        rated = select(Rating.entry_id).where(Rating.principle == wish.principle)
        yield Entry.id.in_(rated)


def _noon(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(12), UTC)


def _kept_forms(rows: Iterable[Entry]) -> dict[uuid.UUID, Typed]:
    """What each entry says now: as its author left it, or as it was submitted."""
    kept: dict[uuid.UUID, Typed] = {
        row.id: row.pending or {} for row in rows if row.pending is not None
    }
    sent = [row.id for row in rows if row.id not in kept]
    for start in range(0, len(sent), 500):  # SQLite takes no endless list
        query = (
            select(Version.entry_id, Version.content)
            .where(
                Version.entry_id.in_(sent[start : start + 500]),
                Version.is_submitted.is_(True),
            )
            .order_by(Version.number)
        )
        kept |= dict(list(db.session.execute(query)))
    return {row.id: kept.get(row.id, {}) for row in rows}


def _groups_of_place(place: str) -> set[uuid.UUID]:
    if not place:
        return set()
    query = select(Group.id).where(Group.place_id == uuid.UUID(place))
    return set(db.session.scalars(query))


def _fits(one: Found, wish: Wish, places: set[uuid.UUID]) -> bool:
    """Whether what it says now has all that is asked but the words."""
    says = one.written
    tests = (
        (wish.kind, says.kind),
        (wish.group and uuid.UUID(wish.group), says.group_id),
        (wish.stream, says.stream and says.stream_word),
        (wish.task, says.task),
        (wish.principle, wish.principle if says.rating(wish.principle) else ""),
    )
    if any(asked and asked != held for asked, held in tests):
        return False
    dated = says.happened_on is not None or not (wish.since or wish.until)
    return dated and (not wish.place or says.group_id in places)


def texts(says: Written) -> list[tuple[str, str]]:
    """Every text of an entry that words are looked for in, with its name."""
    named = [(words, getattr(says, name)) for name, words in PARTS.items()]
    named += [(f"Evidence: {r.principle.name}", r.evidence) for r in says.ratings]
    named += [(f"Second source: {r.principle.name}", r.second_source)
              for r in says.ratings]  # fmt: skip
    return [(name, text) for name, text in named if text]


def _with_passages(one: Found, words: list[str]) -> Found | None:
    """The entry with where each word stands; none where one of them does not."""
    parts = [(name, text, *folded(text)) for name, text in texts(one.written)]
    patterns = [re.compile(r"\s+".join(map(re.escape, w.split()))) for w in words]
    if not all(any(p.search(plain) for _, _, plain, _ in parts) for p in patterns):
        return None
    passages = []
    for name, text, plain, places in parts:
        spans = sorted(
            (places[m.start()], places[m.end() - 1] + 1)
            for p in patterns
            for m in p.finditer(plain)
        )
        if spans:
            passages.append(Passage(name, _marked(text, spans)))
    return Found(one.entry, one.written, tuple(passages))


def _marked(text: str, spans: list[tuple[int, int]]) -> Markup:
    """The first find and what stands around it, every find in it marked."""
    begin, end = max(0, spans[0][0] - AROUND), min(len(text), spans[0][1] + AROUND)
    while begin and text[begin - 1 : begin].strip():
        begin -= 1
    while end < len(text) and text[end : end + 1].strip():
        end += 1
    html, at = Markup("…") if begin else Markup(), begin
    for start, stop in spans:
        if start < at or stop > end:
            continue
        html += Markup("{}<mark>{}</mark>").format(text[at:start], text[start:stop])
        at = stop
    return html + text[at:end] + ("…" if end < len(text) else "")


def offered(author_id: uuid.UUID, organisation_id: uuid.UUID) -> list[Any]:
    """Id, name and neighbourhood of the groups in the author's submitted entries."""
    mine = select(Entry.group_id).where(
        Entry.author_id == author_id, Entry.organisation_id == organisation_id
    )
    query = (
        select(
            Group.id, Group.name, Place.id.label("place_id"), Place.name.label("place")
        )
        .join(Place, Place.id == Group.place_id)
        .where(Group.organisation_id == organisation_id, Group.id.in_(mine))
        .order_by(Group.name)
    )
    return list(db.session.execute(query))


def says(wish: Wish, names: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """Each part of the wish in words, with the filter to let go of."""
    given = []
    for name, value in wish.address.items():
        words = names.get(name, {}).get(value, value)
        if name in {"since", "until"}:
            on = day(date.fromisoformat(value))
            words = f"{'from' if name == 'since' else 'until'} {on}"
        given.append((name, f"“{value}”" if name == "q" else words))
    return given
