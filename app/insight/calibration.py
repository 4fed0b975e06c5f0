"""Scores of scenes held against the key: how near, which way, where to look again.

From first attempts only. "Not in play" and "don't know" are marks outside the scale:
they are no level, so they are in no kappa and in no mean, and are counted apart.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from app.content.blocks import Key, Vignette
from app.content.types import Framework
from app.content.vocab import OUTSIDE_MARKS
from app.insight import estimates, firsts, whiskers
from app.insight.estimates import Estimate
from app.insight.firsts import Firsts, Id
from app.insight.whiskers import Chart, Whisker
from app.look import count, library

PAIRS = 10  # scores that a principle's figures need; charts show nothing from fewer
SCENES = 5  # that one person's lean needs
MOST = 6  # places to look at again


@dataclass(frozen=True)
class Score:
    """One principle of one scene, by one person and by the key."""

    person: Id
    scene: Vignette
    key: Key
    yours: str

    @property
    def gap(self) -> int | None:
        """Levels above the key; none where either is outside the scale."""
        if self.yours in OUTSIDE_MARKS or self.key.level in OUTSIDE_MARKS:
            return None
        return int(self.yours) - int(self.key.level)

    @property
    def is_within(self) -> bool:
        """Among the levels that a fair scorer may give."""
        return self.yours in map(str, self.key.accept)


@dataclass(frozen=True)
class Row:
    """One principle. `missing` is how many more scores its figures need."""

    id: str
    name: str
    pairs: int = 0  # on the scale
    scores: int = 0  # with those outside it
    within: int = 0
    agreement: Estimate | None = None
    lean: Estimate | None = None
    missing: int = 0
    is_refused: bool = False  # too few people


@dataclass(frozen=True)
class Outside:
    """How often a mark outside the scale met a level, or the reverse."""

    scores: int
    marks: Mapping[str, int]  # given where the key has a level, by mark
    levels: int  # given where the key has a mark
    both: int  # marks on both sides


@dataclass(frozen=True)
class Again:
    """A principle of a scene to look at again. `people` are all who scored it."""

    title: str
    url: str
    principle: str
    ours: str
    yours: str  # one person's; empty for several
    people: int = 0
    apart: int = 0  # of the people, whose score a fair scorer would not give


@dataclass(frozen=True)
class Calibration:
    """All that the section shows. Refused where too few people scored anything."""

    people: int
    scenes: int
    rows: tuple[Row, ...] = ()
    within: tuple[int, int] | None = None  # of how many scores
    lean: Estimate | None = None
    missing: int = 0  # scenes that the lean still needs
    outside: Outside | None = None
    again: tuple[Again, ...] = ()
    chart: Chart | None = None

    @property
    def is_refused(self) -> bool:
        """Fewer than five people."""
        return not self.people


def of(found: Firsts, scale: Framework, is_aggregate: bool) -> Calibration:
    """The figures of one person, or of five and more together."""
    scores = _scores(found, scale)
    cohorts = found.cohorts if is_aggregate else None
    all_ = _allowed(scores, cohorts)
    if not all_:
        return Calibration(0, 0)
    scenes = len({(score.person, score.scene.id) for score in all_})
    rows = tuple(
        _row(principle.id, principle.name, scores, cohorts)
        for principle in scale.principles
    )
    return Calibration(
        len({score.person for score in all_}),
        scenes,
        rows,
        (sum(score.is_within for score in all_), len(all_)),
        _lean(all_, scores, cohorts),
        0 if is_aggregate else max(0, SCENES - scenes),
        _outside(all_),
        _again(scores, scale, cohorts),
        _chart(rows),
    )


def _scores(found: Firsts, scale: Framework) -> list[Score]:
    """Every first score with the framework's principles, in a steady order."""
    scores = []
    for person in sorted(found.scenes):
        for name, levels in found.scenes[person].items():
            _, scene = library().blocks[name]
            if isinstance(scene, Vignette) and scene.framework == scale.id:
                scores += [
                    Score(person, scene, key, levels[key.principle])
                    for key in scene.key
                    if key.principle in levels
                ]
    return scores


def _allowed(scores: Sequence[Score], cohorts: Mapping[Id, str] | None) -> list[Score]:
    """The scores that may go into one figure: one's own, or of enough people."""
    if cohorts is None:
        return list(scores)
    people = firsts.safe({score.person for score in scores}, cohorts)
    return [score for score in scores if score.person in people]


def _row(
    id_: str, name: str, scores: Iterable[Score], cohorts: Mapping[Id, str] | None
) -> Row:
    mine = [score for score in scores if score.key.principle == id_]
    with_level = {score.person for score in mine if score.gap is not None}
    mine = _allowed([s for s in mine if s.person in with_level], cohorts)
    pairs = [score for score in mine if score.gap is not None]
    if cohorts is not None and not pairs:
        return Row(id_, name, is_refused=True)
    within = sum(score.is_within for score in mine)
    if len(pairs) < PAIRS:
        return Row(id_, name, len(pairs), len(mine), missing=PAIRS - len(pairs))
    return Row(
        id_,
        name,
        len(pairs),
        len(mine),
        within,
        _agreement(pairs, cohorts is not None),
        estimates.mean(_by_unit(pairs, cohorts is not None), -4, 4),
    )


def _agreement(pairs: Sequence[Score], of_people: bool) -> Estimate | None:
    """None where one side has a single level: kappa is 0 then, whatever is agreed."""
    sides = zip(*map(_levels, pairs), strict=True)
    if any(len(set(side)) == 1 for side in sides):
        return None
    if not of_people:
        return estimates.kappa([_levels(score) for score in pairs])
    people = groupby(pairs, key=lambda score: score.person)
    return estimates.kappa_of_people([[*map(_levels, own)] for _, own in people])


def _levels(score: Score) -> tuple[int, int]:
    return int(score.yours), int(score.key.level)


def _by_unit(pairs: Iterable[Score], of_people: bool) -> list[float]:
    """Mean gap of each person; of one person, of each scene: these are independent."""
    gaps: dict[object, list[int]] = {}
    for score in pairs:
        if score.gap is not None:
            unit = score.person if of_people else score.scene.id
            gaps.setdefault(unit, []).append(score.gap)
    return [fmean(found) for found in gaps.values()]


def _lean(
    own: Sequence[Score],
    scores: Sequence[Score],
    cohorts: Mapping[Id, str] | None,
) -> Estimate | None:
    """Mean gap over all principles; none from too few scenes, or too few people."""
    if cohorts is None:
        means = _by_unit(own, of_people=False)
        return estimates.mean(means, -4, 4) if len(means) >= SCENES else None
    pairs = _allowed([score for score in scores if score.gap is not None], cohorts)
    return estimates.mean(_by_unit(pairs, of_people=True), -4, 4) if pairs else None


def _outside(scores: Collection[Score]) -> Outside:
    marks = dict.fromkeys(OUTSIDE_MARKS, 0)
    levels = both = 0
    for score in scores:
        theirs = score.key.level in OUTSIDE_MARKS
        if score.yours in OUTSIDE_MARKS:
            both += theirs
            marks[score.yours] += not theirs
        else:
            levels += theirs
    return Outside(len(scores), marks, levels, both)


def _again(
    scores: Sequence[Score], scale: Framework, cohorts: Mapping[Id, str] | None
) -> tuple[Again, ...]:
    """Where scores lie furthest from what a fair scorer may give, widest first."""
    cells: dict[tuple[str, str], list[Score]] = {}
    for score in scores:
        cells.setdefault((score.scene.id, score.key.principle), []).append(score)
    found = []
    for cell in cells.values():
        held = _allowed(cell, cohorts)
        apart = [score for score in held if not score.is_within]
        if apart:
            found.append((_width(held, apart), _place(held, apart, scale, cohorts)))
    found.sort(key=lambda one: one[0], reverse=True)
    return tuple(place for _, place in found[:MOST])


def _width(held: Sequence[Score], apart: Sequence[Score]) -> tuple[float, float]:
    """How many are apart, then by how many levels; a mark for a level counts as one."""
    gaps = [1 if score.gap is None else abs(score.gap) for score in apart]
    return len(apart) / len(held), fmean(gaps)


def _place(
    held: Sequence[Score],
    apart: Sequence[Score],
    scale: Framework,
    cohorts: Mapping[Id, str] | None,
) -> Again:
    score = held[0]
    page, _ = library().blocks[score.scene.id]
    link = library().resolve("lesson", page.slug)
    principle = scale.principle(score.key.principle)
    return Again(
        score.scene.title,
        f"{link.url}#{score.scene.id}" if link and not score.scene.retired else "",
        principle.name if principle else score.key.principle,
        str(score.key.level),
        score.yours if cohorts is None else "",
        len(held),
        len(apart),
    )


def _chart(rows: Sequence[Row]) -> Chart | None:
    """Agreement by principle; none while no principle has enough scores."""
    if not any(row.agreement for row in rows):
        return None
    lines = [
        Whisker(row.name, row.id, row.agreement, f"{row.pairs} scores", withheld(row))
        for row in rows
    ]
    lows = [
        row.agreement.value if row.agreement.lower is None else row.agreement.lower
        for row in rows
        if row.agreement
    ]
    least = -1.0 if min(lows) < -0.2 else -0.2
    return whiskers.chart(lines, (least, 1.0), 4 if least == -1 else 6, _tick)


def _tick(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}".replace("-", "−")


def withheld(row: Row) -> str:
    """Why a principle has no agreement, in words; empty if it has."""
    if row.is_refused:
        return firsts.TOO_FEW
    if row.missing:
        verb = "is" if row.missing == 1 else "are"
        return f"Not shown: {count(row.missing, 'more score')} {verb} needed"
    if row.agreement is None:
        return "Not shown: one side has a single level"
    return ""
