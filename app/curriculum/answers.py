"""Answers: taken out of a form or an address, and judged.

What is kept of an answer has one shape per kind of exercise:

- single: `{"option": id}`; multiple: `{"options": [id]}`
- ordering: `{"places": {item: 1…n}}`; matching: `{"pairs": {pair: pair}}`, by whose
  right side was chosen
- short: `{"text": words, "ticks": [0…n]}`, the points that the reader ticked
- scenario: `{"path": [choice], "ended": [node]}`, every ending that was ever reached
- vignette: `{"levels": {principle: mark}, "control": {question: answer}, "stream": …}`

Where an id would give the answer away (the items of an ordering stand in the right
order in their file), a form names places in the shuffled list instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from app.content import vocab
from app.content.blocks import Check, Choice, Item, Node, Pair, Scenario, Vignette
from app.content.questions import CONTROL, STREAM, Question
from app.forms import TEXT_LIMIT, without_nul

Given = dict[str, Any]
Fields = MultiDict[str, str]
Exercise = Check | Scenario | Vignette

LONGEST_PATH = 60  # choices; the stories have fewer than ten to an ending
LEVELS = frozenset("01234") | set(vocab.OUTSIDE_MARKS)

T = TypeVar("T", Item, Pair)


@dataclass(frozen=True)
class Reading:
    """An answer as it was sent, and what is wrong with it, if anything is."""

    given: Given
    problem: str = ""


def read(block: Exercise, fields: Fields) -> Reading:
    """The answer that `fields` hold; what is not known is left out and said."""
    given = _kind(block).take(block, fields)
    return Reading(given, _kind(block).problem(block, given))


def holds(block: Exercise, given: Given) -> bool:
    """Whether a kept answer still fits the exercise as it is now."""
    return not _kind(block).problem(block, given)


def is_right(block: Exercise, given: Given) -> bool | None:
    """Whether it is the right answer; none where there is no single right one."""
    judge = _kind(block).is_right
    return judge(block, given) if judge else None


def shuffled(block: Check, things: Sequence[T]) -> list[T]:
    """`things` in an order that is always the same and never the file's."""

    def place(thing: T) -> bytes:
        return sha256(f"{block.id} {thing.id}".encode()).digest()

    mixed = sorted(things, key=place)
    return mixed[::-1] if mixed == list(things) else mixed


def rights(block: Check) -> list[Pair]:
    """The right sides of a matching, shuffled; equal words are offered once."""
    first = {pair.right: pair for pair in reversed(block.pairs)}
    return shuffled(block, list(reversed(first.values())))


def walk(story: Scenario, path: Sequence[str]) -> list[tuple[Node, Choice]] | None:
    """The nodes passed and the choices made there; none if the path leads nowhere."""
    steps = []
    node = story.node(story.start)
    for name in path:
        choices = node.choices if node else ()
        choice = next((choice for choice in choices if choice.id == name), None)
        if node is None or choice is None:
            return None
        steps.append((node, choice))
        node = story.node(choice.to)
    return steps


def reached(story: Scenario, path: Sequence[str]) -> Node:
    """The node to which a path leads that `walk` follows."""
    steps = walk(story, path) or []
    node = story.node(steps[-1][1].to if steps else story.start)
    return node or story.nodes[0]


# -- single, multiple ------------------------------------------------------
def _take_single(block: Check, fields: Fields) -> Given:
    return {"option": fields.get(block.id, "")}


def _single_problem(block: Check, given: Given) -> str:
    known = {option.id for option in block.options}
    return "" if given.get("option") in known else "Choose one of the answers"


def _single_is_right(block: Check, given: Given) -> bool:
    return any(o.correct for o in block.options if o.id == given["option"])


def _take_multiple(block: Check, fields: Fields) -> Given:
    return {"options": list(dict.fromkeys(fields.getlist(block.id)))}


def _multiple_problem(block: Check, given: Given) -> str:
    chosen = set(given.get("options", ()))
    if not chosen:
        return "Choose at least one of the answers"
    known = {option.id for option in block.options}
    return "" if chosen <= known else "Choose from the answers offered"


def _multiple_is_right(block: Check, given: Given) -> bool:
    return set(given["options"]) == {o.id for o in block.options if o.correct}


# -- ordering, matching ----------------------------------------------------
def _take_ordering(block: Check, fields: Fields) -> Given:
    rows = enumerate(shuffled(block, block.items), start=1)
    sent = {item.id: fields.get(f"order.{block.id}.{n}", "") for n, item in rows}
    allowed = {str(n): n for n in range(1, len(block.items) + 1)}
    return {"places": {k: allowed[v] for k, v in sent.items() if v in allowed}}


def _ordering_problem(block: Check, given: Given) -> str:
    places = given.get("places", {})
    if set(places) != {item.id for item in block.items}:
        return "Give every line a number"
    alone = len(set(places.values())) == len(places)
    return "" if alone else "Give every line a number of its own"


def _ordering_is_right(block: Check, given: Given) -> bool:
    right = {item.id: n for n, item in enumerate(block.items, start=1)}
    return bool(given["places"] == right)


def _take_matching(block: Check, fields: Fields) -> Given:
    offered = {str(n): pair.id for n, pair in enumerate(rights(block), start=1)}
    rows = enumerate(block.pairs, start=1)
    sent = {pair.id: fields.get(f"match.{block.id}.{n}", "") for n, pair in rows}
    return {"pairs": {k: offered[v] for k, v in sent.items() if v in offered}}


def _matching_problem(block: Check, given: Given) -> str:
    pairs, known = given.get("pairs", {}), {pair.id for pair in block.pairs}
    fits = set(pairs) == known and set(pairs.values()) <= known
    return "" if fits else "Choose an answer for every line"


def _matching_is_right(block: Check, given: Given) -> bool:
    right = {pair.id: pair.right for pair in block.pairs}
    return all(right[given["pairs"][pair.id]] == pair.right for pair in block.pairs)


# -- short -----------------------------------------------------------------
def _take_short(block: Check, fields: Fields) -> Given:
    text = without_nul(fields.get(block.id, "")) or ""
    ticks = set(fields.getlist(f"tick.{block.id}"))
    points = range(len(block.points))
    return {"text": text.strip(), "ticks": [n for n in points if str(n) in ticks]}


def _short_problem(_block: Check, given: Given) -> str:
    text = given.get("text", "")
    return too_long(text) or ("" if text else "Write an answer, then compare it")


def too_long(text: str) -> str:
    """What to say about a text that is too long to keep; nothing if it is not."""
    if len(text) <= TEXT_LIMIT:
        return ""
    return (
        f"This is {len(text):,} characters long, and {TEXT_LIMIT:,} fit. Shorten it; "
        "nothing that you typed is lost"
    )


# -- scenario --------------------------------------------------------------
def _take_scenario(block: Scenario, fields: Fields) -> Given:
    if block.id not in fields:
        return {}
    path = [name for name in fields[block.id].split(".", LONGEST_PATH) if name]
    steps = walk(block, path)
    ended = steps is not None and reached(block, path).ending
    return {"path": path, "ended": [reached(block, path).id] if ended else []}


def _scenario_problem(block: Scenario, given: Given) -> str:
    fits = "path" in given and walk(block, given["path"]) is not None
    return "" if fits else "Choose one of the ways on, or start again"


# -- vignette --------------------------------------------------------------
def _take_vignette(block: Vignette, fields: Fields) -> Given:
    levels = {
        k.principle: fields.get(f"rate.{block.id}.{k.principle}") for k in block.key
    }
    return {
        "levels": {name: level for name, level in levels.items() if level in LEVELS},
        "control": _take_questions("control", CONTROL, block, fields),
        "stream": _take_questions("stream", STREAM, block, fields),
    }


def _take_questions(
    test: str, questions: Sequence[Question], block: Vignette, fields: Fields
) -> dict[str, str]:
    sent = {q.id: fields.get(f"{test}.{block.id}.{q.id}", "") for q in questions}
    return {q.id: sent[q.id] for q in questions if sent[q.id] in dict(q.answers)}


def _vignette_problem(block: Vignette, given: Given) -> str:
    if set(given.get("levels", ())) != {key.principle for key in block.key}:
        return "Score every principle, if only as not in play"
    if set(given.get("control", ())) != {question.id for question in CONTROL}:
        return "Answer all five questions about who held it"
    if set(given.get("stream", ())) != {question.id for question in STREAM}:
        return "Answer all six questions about the stream"
    return ""


@dataclass(frozen=True)
class _Kind:
    """How the answers to one kind of exercise are taken, checked and judged."""

    take: Callable[[Any, Fields], Given]
    problem: Callable[[Any, Given], str]
    is_right: Callable[[Any, Given], bool] | None = None


_KINDS: Mapping[str, _Kind] = {
    "single": _Kind(_take_single, _single_problem, _single_is_right),
    "multiple": _Kind(_take_multiple, _multiple_problem, _multiple_is_right),
    "ordering": _Kind(_take_ordering, _ordering_problem, _ordering_is_right),
    "matching": _Kind(_take_matching, _matching_problem, _matching_is_right),
    "short": _Kind(_take_short, _short_problem),
    "scenario": _Kind(_take_scenario, _scenario_problem),
    "vignette": _Kind(_take_vignette, _vignette_problem),
}


def _kind(block: Exercise) -> _Kind:
    return _KINDS[block.kind if isinstance(block, Check) else block.block]
