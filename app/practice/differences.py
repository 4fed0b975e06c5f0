"""What changed between two versions of an entry: word by word, answer by answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.content.types import Framework, Principle
from app.look import day
from app.practice.written import Written

SAME, GONE, NEW = "same", "del", "ins"
WORD = re.compile(r"[\w’'-]+\s*|[^\w\s]\s*|\s+")
LEVELS = {"dont-know": "Don’t know"}

Pieces = tuple[tuple[str, str], ...]  # kind (same, del, ins) and words


@dataclass(frozen=True)
class Change:
    """One part of an entry that is not as it was."""

    name: str
    pieces: Pieces
    is_text: bool  # words compared; else an answer that was replaced by another


@dataclass(frozen=True)
class Named:
    """A version with what the reader calls its group and task."""

    written: Written
    group: str
    task: str


def between(
    before: Named, after: Named, scale: Framework, opened: set[str] | None = None
) -> list[Change]:
    """What differs, in the order of the entry's page.

    `opened` holds the principles whose scores the reader may see; none: all of them.
    """
    old = {name: (text, is_text) for name, text, is_text in _parts(before, scale)}
    new = {name: (text, is_text) for name, text, is_text in _parts(after, scale)}
    sealed = _sealed(scale, opened)
    changes = []
    for name in dict.fromkeys([*new, *old]):
        text, is_text = new.get(name) or ("", old[name][1])
        was, _ = old.get(name, ("", is_text))
        if was == text or name.startswith(sealed):
            continue
        pieces = words(was, text) if is_text else _replaced(was, text)
        changes.append(Change(name, pieces, is_text))
    return changes


def _sealed(scale: Framework, opened: set[str] | None) -> tuple[str, ...]:
    """How the names of parts begin that the reader may not see yet."""
    if opened is None:
        return ()
    return tuple(f"{p.name}: " for p in scale.principles if p.id not in opened)


def words(before: str, after: str) -> Pieces:
    """Both texts as one: the words that stayed, those that went, those that came.

    A word that makes up more than a hundredth of a long text is not matched by itself
    (difflib's own rule), so that no text takes long.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = (x[start : len(x) - end] for x in (old, new))
    pieces = [(SAME, "".join(old[:start]))]
    matcher = SequenceMatcher(None, middle_old, middle_new)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pieces.append((SAME, "".join(middle_old[i:j])))
        else:
            pieces += _replaced("".join(middle_old[i:j]), "".join(middle_new[k:m]))
    pieces.append((SAME, "".join(old[len(old) - end :])))
    return tuple(piece for piece in pieces if piece[1])


def _alike(old: list[str], new: list[str]) -> int:
    """How many words at the start are the same."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _replaced(before: str, after: str) -> Pieces:
    return tuple(pair for pair in ((GONE, before), (NEW, after)) if pair[1])


def _parts(named: Named, scale: Framework) -> Iterator[tuple[str, str, bool]]:
    """Name, words and whether it is text, of everything that a version says."""
    w = named.written
    yield "Title", w.title, True
    yield "When", day(w.happened_on), False
    yield "Minutes", str(w.minutes or ""), False
    yield "Kind", w.kind_words, False
    yield "Where", w.place, False
    yield "Started by", w.starter_words, False
    yield "Group", named.group, False
    yield "Practice task", named.task, False
    for _, heading, text in w.reflection:
        yield heading, text, True
    for principle in scale.principles:
        yield from _rating(w, principle, scale)
    for question, answer in w.control_rows:
        yield f"Who held it: {question}", answer, False
    yield "What ends the doing-for", w.ends, True
    for question, answer in w.stream_rows:
        yield f"Which stream: {question}", answer, False
    yield "How the two are kept apart", w.separation, True
    yield "Voice flag", "Yes" if w.voice_flag else "No", False
    for question, answer in w.support_rows:
        yield f"Background support: {question}", answer, False
    yield from _rest(w)


def _rating(
    w: Written, principle: Principle, scale: Framework
) -> Iterator[tuple[str, str, bool]]:
    names = {str(step.level): f"{step.level}, {step.name}" for step in scale.scale}
    rating = w.rating(principle.id)
    level = (names | LEVELS)[rating.level] if rating else "Not in play"
    yield f"{principle.name}: level", level, False
    yield f"{principle.name}: evidence", rating.evidence if rating else "", True
    yield (
        f"{principle.name}: second source",
        rating.second_source if rating else "",
        True,
    )


def _rest(w: Written) -> Iterator[tuple[str, str, bool]]:
    """The ask and the next actions."""
    ask = w.ask
    if ask:
        yield "Ask: of whom", ask.of_whom, False
        yield "Ask: what", ask.what, True
        yield "Ask: how it stands", ask.outcome_words, False
        yield "Ask: what changed", ask.changed, True
    for number, action in enumerate(w.actions, start=1):
        due = f", by {day(action.due_on)}" if action.due_on else ""
        yield f"Next action {number}", f"{action.what} ({action.who}{due})", True
