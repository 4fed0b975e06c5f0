"""What somebody answered, in words that stay when the question does not."""

from collections.abc import Callable, Mapping
from typing import Any

from app.content.blocks import Check, Scenario, Vignette
from app.content.questions import CONTROL, STREAM
from app.content.text import plain
from app.curriculum.answers import Exercise, Given, holds, reached, walk
from app.curriculum.models import Answer, Attempt
from app.look import framework

UNKNOWN = "It was answered before the words of an answer were kept."


def words(block: Exercise, given: Given) -> dict[str, Any]:
    """Question and answer as plain text: `{"asked": text, "said": [text]}`."""
    return {"asked": asked(block), "said": said(block, given)}


def asked(block: Exercise) -> str:
    """What the exercise asks, or is called."""
    return plain(block.question if isinstance(block, Check) else block.title)


def said(block: Exercise, given: Given) -> list[str]:
    """The answer, a line for each part of it; `given` fits the block."""
    if isinstance(block, Scenario):
        return _walk(block, given)
    if isinstance(block, Vignette):
        return _scores(block, given)
    return _CHECKS[block.kind](block, given)


def attempt_words(block: Exercise | None, attempt: Attempt) -> list[str]:
    """What an attempt said: as it was kept, else as the exercise still has it."""
    kept: list[str] = attempt.words.get("said", [])
    if kept:
        return kept
    if block and block.version == attempt.version and holds(block, attempt.given):
        return said(block, attempt.given)
    text = attempt.given.get("text")
    return [text] if text else [UNKNOWN]


def question_of(block: Exercise | None, answer: Answer) -> str:
    """What was asked, when it was last answered; its name if nothing else is known."""
    kept = answer.attempts[-1].words.get("asked", "") if answer.attempts else ""
    return kept or (asked(block) if block else answer.block.replace("-", " "))


def _options(check: Check, given: Given) -> list[str]:
    chosen = given.get("options", [given.get("option")])
    return [plain(option.text) for option in check.options if option.id in chosen]


def _order(check: Check, given: Given) -> list[str]:
    places: Mapping[str, int] = given["places"]
    items = sorted(check.items, key=lambda item: places[item.id])
    return [f"{n}. {plain(item.text)}" for n, item in enumerate(items, start=1)]


def _pairs(check: Check, given: Given) -> list[str]:
    right = {pair.id: pair.right for pair in check.pairs}
    pairs: Mapping[str, str] = given["pairs"]
    return [f"{plain(p.left)}: {plain(right[pairs[p.id]])}" for p in check.pairs]


def _short(check: Check, given: Given) -> list[str]:
    """The text, and the points that were found in it."""
    points = [plain(check.points[n].text) for n in given.get("ticks", ())]
    return [given["text"], *(f"You found in it: {point}" for point in points)]


_CHECKS: Mapping[str, Callable[[Check, Given], list[str]]] = {
    "single": _options,
    "multiple": _options,
    "ordering": _order,
    "matching": _pairs,
    "short": _short,
}


def _walk(story: Scenario, given: Given) -> list[str]:
    """Each choice; and how it ended, if it did."""
    taken = [plain(choice.text) for _, choice in walk(story, given["path"]) or ()]
    end = reached(story, given["path"]).ending
    return taken + ([f"It ended {_ENDINGS[end]}."] if end else [])


_ENDINGS = {"good": "well", "mixed": "half well", "poor": "badly"}


def _scores(scene: Vignette, given: Given) -> list[str]:
    """A line for the principles, one for each of the two tests."""
    scale = framework(scene.framework, scene.framework_version)
    marks = {mark.id: mark.name for mark in scale.outside}
    levels = given["levels"]
    scores = [
        f"{p.name}: {marks.get(levels[p.id], levels[p.id])}"
        for p in scale.principles
        if p.id in levels
    ]
    held = [f"{q.short}: {dict(q.answers)[given['control'][q.id]]}" for q in CONTROL]
    stream = [f"{q.short}: {dict(q.answers)[given['stream'][q.id]]}" for q in STREAM]
    return [*scores, *held, *stream]
