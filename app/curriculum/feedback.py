"""What a page says about an answer, once it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.content.blocks import Check, Choice, Control, Node, Scenario, Stream, Vignette
from app.content.questions import CONTROL, STREAM, Question
from app.content.types import Framework, Principle
from app.curriculum.answers import Given, reached, walk

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True)
class Remark:
    """What we say about one part of an answer. `text` and `feedback` are Markdown."""

    text: str
    verdict: str
    agrees: bool
    feedback: str


def remarks(check: Check, given: Given) -> list[Remark]:
    """What we say about an answer to a check, part by part."""
    if check.kind in {"single", "multiple"}:
        return _on_options(check, given)
    if check.kind == "ordering":
        return _on_order(check, given["places"])
    return _on_pairs(check, given["pairs"]) if check.kind == "matching" else []


def _on_options(check: Check, given: Given) -> list[Remark]:
    """On what was chosen, and on what should have been."""
    chosen = given.get("options", [given.get("option")])
    verdicts = {
        (True, True): "You chose it, and so would we",
        (True, False): "You chose it, and we would not",
        (False, True): "You left it out, and we would not",
    }
    return [
        Remark(
            option.text,
            verdicts[option.id in chosen, option.correct],
            option.id in chosen and option.correct,
            option.feedback,
        )
        for option in check.options
        if option.id in chosen or (option.correct and check.kind == "multiple")
    ]


def _on_order(check: Check, places: Mapping[str, int]) -> list[Remark]:
    """On every item, in the right order."""
    return [
        Remark(
            item.text,
            "Where you put it" if agrees else f"You put it {_ordinal(places[item.id])}",
            agrees,
            item.feedback,
        )
        for n, item in enumerate(check.items, start=1)
        for agrees in [places[item.id] == n]
    ]


def _ordinal(number: int) -> str:
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"at {number}"


def _on_pairs(check: Check, pairs: Mapping[str, str]) -> list[Remark]:
    """On every left side, with the right side that belongs to it."""
    words = {pair.id: pair.right for pair in check.pairs}
    return [
        Remark(
            f"{pair.left}: *{pair.right}*",
            "You chose this" if agrees else f"You chose “{words[pairs[pair.id]]}”",
            agrees,
            pair.feedback,
        )
        for pair in check.pairs
        for agrees in [words[pairs[pair.id]] == pair.right]
    ]


@dataclass(frozen=True)
class Walk:
    """How far somebody has come in a story."""

    steps: Sequence[tuple[Node, Choice]]
    node: Node
    path: tuple[str, ...]

    def onward(self, choice: Choice) -> str:
        """The path that this choice makes, as a form sends it."""
        return ".".join((*self.path, choice.id))


def walked(story: Scenario, given: Given) -> Walk:
    """The walk that was kept or sent; at its start if that leads nowhere."""
    path = tuple(given.get("path", ()))
    steps = walk(story, path)
    if steps is None:
        path, steps = (), []
    return Walk(steps, reached(story, path), path)


@dataclass(frozen=True)
class Scored:
    """A principle as the reader scored it, and as the key does."""

    principle: Principle
    yours: str
    ours: str
    is_within: bool  # among the levels that a fair scorer may give
    reason: str
    differ: str


@dataclass(frozen=True)
class Told:
    """One of the two tests' questions: the reader's answer and the key's, in words."""

    question: Question
    yours: str
    ours: str


@dataclass(frozen=True)
class Comparison:
    """A scored scene beside its key."""

    scores: Sequence[Scored]
    control: Sequence[Told]
    stream: Sequence[Told]
    control_yours: int
    control_ours: int


def compared(scene: Vignette, scale: Framework, given: Given) -> Comparison:
    """The reader's scores beside the key's, with the reasons."""
    scores = [
        Scored(
            principle,
            given["levels"][key.principle],
            str(key.level),
            given["levels"][key.principle] in map(str, key.accept),
            key.reason,
            key.differ,
        )
        for key in scene.key
        if (principle := scale.principle(key.principle))
    ]
    return Comparison(
        scores,
        _told(CONTROL, given["control"], scene.control),
        _told(STREAM, given["stream"], scene.stream),
        sum(map(int, given["control"].values())),
        sum(getattr(scene.control, question.id) for question in CONTROL),
    )


def _told(
    questions: Sequence[Question], yours: Mapping[str, Any], key: Control | Stream
) -> list[Told]:
    return [
        Told(q, dict(q.answers)[yours[q.id]], dict(q.answers)[str(getattr(key, q.id))])
        for q in questions
    ]
