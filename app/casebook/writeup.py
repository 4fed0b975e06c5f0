"""From a proposal as it was typed to a case, or to what is wrong at which field."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from app.casebook.forms import SOURCE_ROWS, BaseProposalForm, is_year
from app.clock import today
from app.content import casefile, check, safe, text
from app.content.types import CASE_HEADINGS, Case
from app.look import library

DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,8})?", re.ASCII)
LONGEST_SLUG = 120
ANCHORS = tuple(CASE_HEADINGS.values())
PLACES = {  # how a fault names something, and the field that it is typed in
    "place: name": "place_name",
    "place: country": "country",
    "place: lat": "lat",
    "place: lon": "lon",
    "place: precision": "precision",
    "outcome: word": "outcome",
    "outcome: why": "outcome_why",
    "sources": "source-text-0",
} | {
    f"outcome: {name}: {part}": field
    for name in ("aim", "survival", "growth")
    for part, field in (("answer", name), ("note", f"{name}_note"))
}
NEEDED = {
    "title": "Give it a title",
    "summary": "Say in two sentences what it comes to",
    "began": "Enter the year in figures, such as 1998",
    "lat": "Enter the latitude in degrees, from -90 to 90, such as 53.49",
    "lon": "Enter the longitude in degrees, from -180 to 180, such as -2.88",
    "asks": "Write eight to twelve questions, one in a line",
    "source-text-0": "Name at least one source",
}
FAULT = re.compile(
    r"(?P<place>.+?) (?:is|has the|holds|has)\b (?P<wrong>.*)", re.DOTALL
)
SOURCE = re.compile(r"sources (\d+): (\w+)")
KNOWN = (  # what a fault says, the field, and plain words for it
    (
        re.compile(r"has (\d+) words of prose"),
        "situation",
        "The five parts have {} words together. A case has 350 to 700",
    ),
    (
        re.compile("is used elsewhere"),
        "title",
        "Another case has this name. Change it before any colon",
    ),
    (
        re.compile("and no slug$"),
        "title",
        "The casebook has a page of that name. Change it",
    ),
    (
        re.compile("^it ended before it began$"),
        "ended",
        "This is before the year in which it began",
    ),
)


def case_of(form: BaseProposalForm) -> Case | None:
    """The case that was typed; none where it has faults, said at their fields."""
    wrong = dict(_beyond_the_checker(form))
    if form.ended.data and not is_year(form.ended.data):
        wrong["ended"] = "Enter the year in figures, or leave it empty"
    slug = text.slugify(form.title.data or "")
    faults: list[str] = []
    case = casefile.read(slug, casefile.text_of(_front(form), _body(form)), faults)
    if case is not None:
        faults += check.of_case(case, library())
    for fault in faults:
        name, words = _plainly(form, fault.removeprefix(f"{casefile.path(slug)}: "))
        wrong.setdefault(name, words)
    for name, words in wrong.items():
        form[name].errors = [words]
    return None if wrong else case


# -- what was typed, as the file has it ----------------------------------------


def _line(form: BaseProposalForm, name: str) -> str | None:
    return " ".join((form[name].data or "").split()) or None


def _number(form: BaseProposalForm, name: str) -> float | None:
    typed = form[name].data or ""
    return float(typed) if DEGREES.fullmatch(typed) else None


def _year(form: BaseProposalForm, name: str) -> int | None:
    typed = form[name].data or ""
    return int(typed) if is_year(typed) else None


def _front(form: BaseProposalForm) -> dict[str, Any]:
    single = ("title", "summary", "dates_note", "kind", "who", "stream",
              "confidence", "confidence_note")  # fmt: skip
    several = ("who_did_the_work", "methods", "mistakes", "lineage", "lessons")
    day = today()
    return {
        **{name: _line(form, name) for name in single},
        **{name: list(dict.fromkeys(form[name].data or ())) for name in several},
        "was": [],
        "began": _year(form, "began"),
        "ended": _year(form, "ended"),
        "asks": [line for row in _rows(form.asks.data) if (line := row.strip())],
        "reviewed": day,
        "changes": [{"on": day, "what": "First published"}],
        "place": {
            "name": _line(form, "place_name"),
            "country": _line(form, "country"),
            "lat": _number(form, "lat"),
            "lon": _number(form, "lon"),
            "precision": _line(form, "precision"),
        },
        "outcome": {
            "word": form.outcome.data or None,
            "why": _line(form, "outcome_why"),
            **{
                name: {"answer": _line(form, name), "note": _line(form, f"{name}_note")}
                for name in ("aim", "survival", "growth")
            },
        },
        "upheld": _principles(form, "upheld"),
        "broken": _principles(form, "broken"),
        "sources": [_source(form, n) for n in _sources(form)],
    }


def _principles(form: BaseProposalForm, shown: str) -> dict[str, str]:
    ids = [principle.id for principle in form.framework.principles]
    found = {name: _line(form, f"{shown}-{name}") for name in ids}
    return {name: words for name, words in found.items() if words}


def _sources(form: BaseProposalForm) -> list[int]:
    """The rows in which something of a source is typed."""
    parts = ("text", "url", "date", "read")
    return [
        n
        for n in range(SOURCE_ROWS)
        if any(form[f"source-{part}-{n}"].data for part in parts)
    ]


def _source(form: BaseProposalForm, n: int) -> dict[str, str | None]:
    parts = ("text", "url", "date", "read")
    return {part: _line(form, f"source-{part}-{n}") for part in parts}


def _body(form: BaseProposalForm) -> str:
    """The five headings, with what was typed under each."""
    parts = []
    for title, anchor in CASE_HEADINGS.items():
        parts += [f"## {title}", "\n".join(_rows(form[anchor].data)).strip()]
    return "\n\n".join(parts)


def _rows(typed: str | None) -> list[str]:
    """The lines of a text, however its sender ends them."""
    return (typed or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")


# -- what is wrong with it, in plain words -------------------------------------


def _beyond_the_checker(form: BaseProposalForm) -> Iterator[tuple[str, str]]:
    """What the checker lets the site's own files do, and a proposal may not."""
    parts = {name: _wrong_part(form, name) for name in ANCHORS}
    yield from ((name, words) for name, words in parts.items() if words)
    if not safe.is_writing(form.summary.data or ""):
        yield "summary", _PLAIN_WRITING
    for n in _sources(form):
        url = form[f"source-url-{n}"].data
        if url and not _is_web_address(url):
            yield (
                f"source-url-{n}",
                "Enter a whole address, such as https://example.org",
            )
    for field in form:
        if isinstance(field.data, str) and "UNVERIFIED" in field.data:
            yield field.name, "This still says UNVERIFIED"
    if not 0 < len(text.slugify(form.title.data or "")) <= LONGEST_SLUG:
        yield "title", "Give it a title that has words in it before any colon"


def _wrong_part(form: BaseProposalForm, name: str) -> str:
    """What is wrong with one of the five parts; nothing where it may stand."""
    lines = _rows(form[name].data)
    if not any(line.strip() for line in lines):
        return f"Write “{form[name].label.text}”: every case has it"
    if any(line.startswith(("#", "```")) for line in lines):
        return "Take out the line that begins with # or ```"
    return "" if safe.is_writing("\n".join(lines)) else _PLAIN_WRITING


_PLAIN_WRITING = "Use plain writing: words, lists, and links to web addresses"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _plainly(form: BaseProposalForm, fault: str) -> tuple[str, str]:
    """The field at which a fault of the checker stands, and words for it."""
    for pattern, field, words in KNOWN:
        found = pattern.search(fault)
        if found:
            return field, words.format(*found.groups())
    if fault.startswith(("dead link", "there is no")) or " is now " in fault:
        return _linked(form, fault)
    found = FAULT.match(fault)
    name = _field(form, found[1]) if found else None
    if found is None or name is None:
        return "title", f"The checker says: {fault}"
    if "unknown word" in found[2]:
        return name, "Choose one of the answers offered"
    return name, NEEDED.get(name, f"Fill in “{form[name].label.text}”")


def _field(form: BaseProposalForm, place: str) -> str | None:
    """The field in which what a fault names is typed, if there is one."""
    source = SOURCE.match(place)
    if source:
        row = _sources(form)[int(source[1]) - 1]
        return f"source-{source[2]}-{row}"
    bare = re.sub(r" \d+$", "", place)
    principle = re.sub(r"^(upheld|broken) ", r"\1-", place)
    known = (PLACES.get(place), PLACES.get(bare), principle, bare)
    return next((name for name in known if name and name in form), None)


def _linked(form: BaseProposalForm, fault: str) -> tuple[str, str]:
    """The field that holds a link, or names a lesson, that leads nowhere."""
    target = (
        fault.split(" is now ", maxsplit=1)[0].removeprefix("there is no ").split()[-1]
    )
    if target in (form.lessons.data or ()):
        return "lessons", "One of these lessons is not there any more"
    holding = (f.name for f in form if isinstance(f.data, str) and target in f.data)
    return next(holding, "title"), f"The link to “{target}” leads nowhere"
