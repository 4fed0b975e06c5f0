"""The two tests that every entry takes, and the five kinds of background support.

Wording and limits are the project's own: control and stream tests of `principles.md`
(statements 3, 13a, 14, 15, 24 and 25), background support of statement 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One fixed question with its possible answers, as (value, words) pairs."""

    id: str
    words: str
    short: str
    answers: tuple[tuple[str, str], ...]


_HELD = (("0", "Worker or agency"), ("1", "Shared"), ("2", "Residents"))

CONTROL = (
    Question("named_issue", "Who named the issue?", "Named the issue", _HELD),
    Question("decided", "Who decided what to do?", "Decided what to do", _HELD),
    Question(
        "did_and_spoke",
        "Who did the visible work and the speaking?",
        "Did the visible work and speaking",
        _HELD,
    ),
    Question(
        "holds_money_keys_contacts",
        "Who holds the money, keys and contacts?",
        "Holds money, keys, contacts",
        _HELD,
    ),
    Question(
        "would_carry_on",
        "Who would carry on if you left tomorrow?",
        "Would carry on",
        _HELD,
    ),
)


def _stream(name: str, words: str, short: str, a: str, b: str) -> Question:
    return Question(name, words, short, (("A", a), ("B", b), ("unclear", "Not clear")))


STREAM = (
    _stream(
        "purpose",
        "Who set the purpose?",
        "Set the purpose",
        "Members",
        "A commissioner or provider",
    ),
    _stream(
        "who_does_it",
        "Who does most of it?",
        "Does most of it",
        "Members and volunteers",
        "Paid staff",
    ),
    _stream(
        "resourced",
        "How is it resourced?",
        "Resourced by",
        "Time, gifts, a small grant",
        "Contract, fees, full cost",
    ),
    _stream(
        "who_can_stop_it",
        "Who can change it or stop it?",
        "Can change or stop it",
        "Members",
        "The terms of a contract",
    ),
    _stream(
        "success",
        "What counts as success?",
        "Counts as success",
        "The group’s aims, links and influence",
        "Set outputs or users",
    ),
    _stream(
        "accountability",
        "Are people more able to question a provider?",
        "Able to question a provider",
        "More able",
        "The same, or less",
    ),
)

SUPPORT = {
    "community-development": "Help from a community worker",
    "small-grant": "A small grant",
    "meeting-space": "Somewhere to meet",
    "links": "Links to other groups",
    "citizenship-skills": "Skills for taking part as citizens",
}
SUPPORT_MARKS = {"given": "Given", "asked": "Asked for", "refused": "Refused"}

STREAM_NAMES = {
    "strengthening": "Strengthening communities",
    "service": "Service provision",
    "mixed": "Mixed, kept separate",
    "confused": "Confused",
}
MOST = 5  # answers of six that settle a stream


def control_name(total: int) -> str:
    """What a sum of 0-10 is called: done for, done with or led by."""
    if total <= 3:
        return "Done for"
    return "Done with" if total <= 7 else "Led by"


def stream_of(answers: Sequence[str], separation: str) -> str:
    """The stream that six answers make: a key of `STREAM_NAMES`."""
    if answers.count("A") >= MOST:
        return "strengthening"
    if answers.count("B") >= MOST:
        return "service"
    return "mixed" if separation.strip() else "confused"
