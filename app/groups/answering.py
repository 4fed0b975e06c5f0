"""From what was tapped or typed to the answers that are kept."""

from collections.abc import Mapping
from typing import Any

from app.content.baseline import DONT_KNOW, OUTSIDE, REFUSED, Part
from app.groups.rounds import Answers

SHORT = {"d": DONT_KNOW, "?": DONT_KNOW, "r": REFUSED, "-": REFUSED, "y": "4", "n": "0"}
LONGEST = 2000  # characters in words
MOST = 1_000_000


def read(part: Part, typed: str) -> int | str | None:
    """The answer that `typed` means; none if it means none.

    What is chosen is its number, a yes 4 and a no 0; beside it stand `OUTSIDE`'s words.
    """
    text = typed.replace("\x00", "").strip()
    if part.kind == "words":
        return text if 0 < len(text) <= LONGEST else None
    text = SHORT.get(text.lower(), text)
    if text in OUTSIDE:
        return text
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        return None
    number = int(text)
    if part.kind == "number":
        return number if number <= MOST else None
    return number if number in part.choices else None


def tapped(parts: tuple[Part, ...], form: Mapping[str, str]) -> Answers:
    """What one page after another has gathered; anything else in it is dropped."""
    found = {part.id: read(part, form.get(f"q-{part.id}", "")) for part in parts}
    return {name: answer for name, answer in found.items() if answer is not None}


def whole(parts: tuple[Part, ...], answers: Answers) -> Answers:
    """Answers to every closed part: one not reached counts as rather not say."""
    gaps: Answers = {p.id: REFUSED for p in parts if not p.is_open}
    return gaps | answers


def problems(parts: tuple[Part, ...], form: Mapping[str, str]) -> list[tuple[str, str]]:
    """Field id and message, for what was typed and cannot be read."""
    return [
        (f"q-{part.id}", _message(part))
        for part in parts
        if form.get(f"q-{part.id}", "").strip()
        and read(part, form[f"q-{part.id}"]) is None
    ]


def _message(part: Part) -> str:
    if part.kind == "words":
        return f"{part.id}: use at most 2,000 characters"
    if part.kind == "number":
        return f"{part.id}: enter a whole number in figures, or d or r"
    if part.kind == "yes-no":
        return f"{part.id}: type 4 for yes, 0 for no, or d or r"
    return f"{part.id}: type a number from 0 to {len(part.options) - 1}, or d or r"


def say(part: Part, answer: Any) -> str:
    """An answer in words."""
    if answer is None or answer == "":
        return "Not said"
    if answer in OUTSIDE:
        return OUTSIDE[answer]
    return str(answer) if part.is_open else part.choices.get(answer, "Not said")
