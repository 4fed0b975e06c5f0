"""Growth from a baseline: what may be set beside what, and what then is shown.

Rounds are set beside each other only where the same questions were asked in the same
way, and nothing is shown from under ten people (statement 17). Per principle there are
the counts of the answers 0 to 4 and their median; never a mean of means, nor a total.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import func, select

from app.content.baseline import (
    DONT_KNOW,
    GROUPS,
    LEVELS,
    REFUSED,
    RESIDENTS,
    Baseline,
    Part,
)
from app.db import db
from app.groups.rounds import FEWEST, Answers, Mode, Response, Round

FEW = "Fewer than ten people answered: not shown"
FEW_HERE = "Fewer than ten gave an answer to this: not shown"
OTHER_MODE = "Asked in another way: not comparable"
OTHER_QUESTIONS = "Asked other questions: not comparable"
ITS_BASELINE = (
    "This is its baseline. A second form, asked in the same way, stands beside it."
)
NOT_BESIDE = "so it does not stand beside this one."
FEW_GROUPS = (
    "Fewer than ten groups here have filled in their form twice in the same way, "
    "so nothing is shown from them together."
)


@dataclass(frozen=True)
class Spread:
    """The answers that some forms give on one principle."""

    counts: tuple[int, ...]  # of the levels 0 to 4
    dont_know: int
    refused: int
    people: int  # who chose a level at least once

    @property
    def answers(self) -> int:
        """How many levels were chosen."""
        return sum(self.counts)

    @property
    def is_shown(self) -> bool:
        """Whether enough people stand behind it."""
        return self.people >= FEWEST

    @property
    def median(self) -> float:
        """The answer in the middle of all that were given."""
        levels = [i for i, number in enumerate(self.counts) for _ in range(number)]
        return float(median(levels))


def spread(parts: Sequence[Part], forms: Sequence[Answers]) -> Spread:
    """How the forms answer these parts, together."""
    counts, outside = [0] * LEVELS, {DONT_KNOW: 0, REFUSED: 0}
    people = 0
    for form in forms:
        given = [form.get(part.id, REFUSED) for part in parts]
        levels = [answer for answer in given if isinstance(answer, int)]
        people += bool(levels)
        for level in levels:
            counts[level] += 1
        for word in outside:
            outside[word] += given.count(word)
    return Spread(tuple(counts), outside[DONT_KNOW], outside[REFUSED], people)


@dataclass(frozen=True)
class Told:
    """One asking in a line: its spreads by principle, or why there are none."""

    round: Round | None
    forms: int
    spreads: Mapping[str, Spread]
    refused: str = ""


@dataclass(frozen=True)
class Line:
    """Rounds that may be set beside each other, the others with the reason."""

    mode: Mode
    version: int
    told: tuple[Told, ...]  # by day

    @property
    def shown(self) -> list[Told]:
        """Those with figures."""
        return [one for one in self.told if not one.refused]


def principles(asked: Baseline, form: str) -> list[str]:
    """The principles that a form has questions for, in the order of the questions."""
    found = (part.principle for part in asked.parts(form))
    return list(dict.fromkeys(name for name in found if name))


def _spreads(asked: Baseline, form: str, forms: Sequence[Answers]) -> dict[str, Spread]:
    return {
        name: spread(asked.scored(form, name), forms)
        for name in principles(asked, form)
    }


def lines(
    rounds: Sequence[Round],
    forms: Mapping[uuid.UUID, Sequence[Answers]],
    versions: Mapping[int, Baseline],
) -> list[Line]:
    """The lines of a place's closed rounds, oldest first.

    The first is there as soon as one round may be shown; another only where a second
    round was asked in the same way. Without any, there is nothing to show.
    """
    big = [one for one in rounds if len(forms.get(one.id, ())) >= FEWEST]
    keys = [(one.mode, one.version) for one in big]
    kept = [k for n, k in enumerate(dict.fromkeys(keys)) if not n or keys.count(k) > 1]
    return [_line(mode, version, rounds, forms, versions) for mode, version in kept]


def _line(
    mode: Mode,
    version: int,
    rounds: Sequence[Round],
    forms: Mapping[uuid.UUID, Sequence[Answers]],
    versions: Mapping[int, Baseline],
) -> Line:
    told = []
    for one in rounds:
        given = forms.get(one.id, ())
        reason = _reason(one, len(given), mode, version)
        found = {} if reason else _spreads(versions[version], RESIDENTS, given)
        told.append(Told(one, len(given), found, reason))
    return Line(mode, version, tuple(told))


def _reason(one: Round, forms: int, mode: Mode, version: int) -> str:
    """Why a round stands in a line without figures; empty if it may have them."""
    if forms < FEWEST:
        return FEW
    if one.version != version:
        return OTHER_QUESTIONS
    return OTHER_MODE if one.mode is not mode else ""


def answers_of(rounds: Sequence[Round]) -> dict[uuid.UUID, list[Answers]]:
    """The forms of each of these rounds, in no order."""
    query = select(Response.round_id, Response.answers).where(
        Response.round_id.in_([one.id for one in rounds])
    )
    found: dict[uuid.UUID, list[Answers]] = {}
    for round_id, answers in db.session.execute(query):
        found.setdefault(round_id, []).append(answers)
    return found


def forms_of(rounds: Sequence[Round]) -> dict[uuid.UUID, int]:
    """How many forms each of these rounds has."""
    query = (
        select(Response.round_id, func.count())
        .where(Response.round_id.in_([one.id for one in rounds]))
        .group_by(Response.round_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def groups_together(
    place_id: uuid.UUID, versions: Mapping[int, Baseline]
) -> tuple[Told, Told] | None:
    """First and latest forms of the place's groups that have two; none under ten.

    The same groups stand in both, and all were asked in one way with one version.
    """
    rounds = list(
        db.session.scalars(
            select(Round)
            .where(
                Round.place_id == place_id,
                Round.group_id.is_not(None),
                Round.closed_on.is_not(None),
            )
            .order_by(Round.began_on, Round.id)
        )
    )
    by_group: dict[Any, list[Round]] = {}
    for one in rounds:
        by_group.setdefault((one.group_id, one.mode, one.version), []).append(one)
    pairs: dict[Any, list[tuple[Round, Round]]] = {}
    for (_, mode, version), held in by_group.items():
        if len(held) > 1:
            pairs.setdefault((mode, version), []).append((held[0], held[-1]))
    key = max(pairs, key=lambda k: len(pairs[k]), default=None)
    if key is None or len(pairs[key]) < FEWEST:
        return None
    given = answers_of([one for pair in pairs[key] for one in pair])
    return _two(pairs[key], given, versions[key[1]])


def _two(
    pairs: list[tuple[Round, Round]],
    given: Mapping[uuid.UUID, list[Answers]],
    asked: Baseline,
) -> tuple[Told, Told]:
    sides = []
    for held in zip(*pairs, strict=True):
        forms = [form for one in held for form in given.get(one.id, ())]
        sides.append(Told(None, len(forms), _spreads(asked, GROUPS, forms)))
    return sides[0], sides[1]


@dataclass(frozen=True)
class OwnForms:
    """A group's closed forms: the latest, and the earlier one it may stand beside."""

    rounds: tuple[Round, ...]  # all of them, open ones too
    latest: Answers | None = None
    earlier: Answers | None = None
    on: tuple[Any, Any] | None = None  # days of the earlier and the latest
    refused: str = ""  # why no earlier one stands beside the latest


def own_forms(group_id: uuid.UUID) -> OwnForms:
    """A group's own forms, as facts side by side and never as a score."""
    rounds = tuple(db.session.scalars(Round.of_group(group_id)))
    closed = [one for one in rounds if not one.is_open]
    if not closed:
        return OwnForms(rounds)
    given = answers_of(closed)
    last, before = closed[-1], closed[:-1]
    same = [o for o in before if (o.mode, o.version) == (last.mode, last.version)]
    latest = given[last.id][0]
    if not same:
        return OwnForms(rounds, latest, refused=_why(last, before))
    days = same[0].began_on, last.began_on
    return OwnForms(rounds, latest, given[same[0].id][0], days)


def _why(last: Round, before: list[Round]) -> str:
    if not before:
        return ITS_BASELINE
    if all(one.version != last.version for one in before):
        return f"The earlier form asked other questions, {NOT_BESIDE}"
    return f"The earlier form was asked in another way, {NOT_BESIDE}"
