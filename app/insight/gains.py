"""What several people knew before a module and after it, by module and by cohort."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from app.content.types import Module
from app.curriculum import gain
from app.curriculum.gain import Gain
from app.insight import estimates, firsts, whiskers
from app.insight.estimates import Estimate
from app.insight.firsts import Firsts, Id
from app.insight.queries import Scope
from app.insight.whiskers import Chart, Whisker
from app.look import count, library, listed
from app.policy import SMALLEST_AGGREGATE as LEAST  # people, for a mean to say much


@dataclass(frozen=True)
class Row:
    """One module and some people: shares of right answers, 0 to 1, by person.

    Without a gain, `refused` says why.
    """

    module: Module
    group: str  # what these people are together
    is_whole: bool  # all that the page is about, not one cohort of them
    people: int = 0
    before: float = 0
    after: float = 0
    gain: Estimate | None = None
    refused: str = ""


@dataclass(frozen=True)
class Gains:
    """The section: one person's pairs, or the rows and the chart of several people."""

    says: str
    own: tuple[Gain, ...] = ()
    rows: tuple[Row, ...] = ()
    chart: Chart | None = None


def of_person(found: Firsts) -> Gains:
    """One person's tests, pair by pair, of the modules whose test after is begun."""
    tests = next(iter(found.tests.values()), {})
    gains = tuple(g for m in library().modules if (g := gain.of(m, tests)).is_begun)
    if not gains:
        return Gains("No test after a module has been answered yet.")
    of, before, after = (
        sum(numbers)
        for numbers in zip(
            *((len(g.counted), g.before, g.after) for g in gains), strict=True
        )
    )
    if not of:
        return Gains("No question has a first answer on both sides.", gains)
    says = f"{before} of {of} questions {'was' if before == 1 else 'were'} "
    says += f"right before and {after} of them after."
    return Gains(says, gains)


def of_people(scope: Scope, found: Firsts) -> Gains:
    """Mean gain of those who answered both tests whole, by module and cohort."""
    rows = []
    for module in library().modules:
        whole = {
            who: g
            for who, tests in found.tests.items()
            if (g := gain.of(module, tests)).is_whole
        }
        rows += list(_rows(module, whole, scope, found.cohorts))
    chart = _chart(rows)
    if scope.is_aggregate and chart is None:
        rows = []
    return Gains(_says(rows), rows=tuple(rows), chart=chart)


def _rows(
    module: Module,
    whole: Mapping[Id, Gain],
    scope: Scope,
    cohorts: Mapping[Id, str],
) -> Iterator[Row]:
    """All of them together, then each cohort among them, where there are several."""
    parts = sorted({cohorts[who] for who in whole if who in cohorts})
    if not whole and not scope.is_aggregate:
        return
    everybody = firsts.safe(whole, cohorts) if scope.is_aggregate else set(whole)
    yield _row(module, scope.words, [whole[who] for who in everybody], scope, True)
    if scope.value in {"all", "organisation"}:
        for key in parts if len(parts) > 1 else ():
            part = [g for who, g in whole.items() if cohorts.get(who) == key]
            yield _row(module, key, part, scope, False)


def _row(
    module: Module, group: str, gains: Collection[Gain], scope: Scope, is_whole: bool
) -> Row:
    if len(gains) < LEAST:
        few = (
            f"{count(len(gains), 'person', 'people').capitalize()} answered both tests"
        )
        refused = firsts.TOO_FEW if scope.is_aggregate else f"{few}; a mean needs five"
        return Row(module, group, is_whole, refused=refused)
    before = [g.before / len(g.pairs) for g in gains]
    after = [g.after / len(g.pairs) for g in gains]
    differences = [b - a for a, b in zip(before, after, strict=True)]
    return Row(
        module,
        group,
        is_whole,
        len(gains),
        sum(before) / len(gains),
        sum(after) / len(gains),
        estimates.mean(differences, -1, 1),
    )


def _says(rows: list[Row]) -> str:
    """Where people know more than before, and where that cannot be told."""
    shown = [row for row in rows if row.is_whole and row.gain]
    if not shown:
        return (
            "Too few people have answered both tests of any module: "
            "a mean needs five of them."
        )
    said = []
    for sign, words in ((1, "More was right after"), (-1, "Less was right after")):
        names = [r.module.title for r in shown if r.gain and r.gain.sign == sign]
        if names:
            said.append(f"{words} {listed(names)} than before, beyond chance.")
    open_ = [r.module.title for r in shown if r.gain and not r.gain.sign]
    if open_:
        said.append(f"In {listed(open_)} the figures do not tell a gain from chance.")
    return " ".join(said)


def _chart(rows: list[Row]) -> Chart | None:
    """Mean gain of all of them, by module; none where no module has one."""
    whole = [row for row in rows if row.is_whole]
    if not any(row.gain for row in whole):
        return None
    lines = [
        Whisker(f"Module {row.module.number}", "", row.gain,
                count(row.people, "person", "people").capitalize(), row.refused)
        for row in whole
    ]  # fmt: skip
    return whiskers.chart(lines, (-1, 1), 4, _points)


def _points(share: float) -> str:
    return f"{share * 100:+.0f}".replace("+0", "0").replace("-", "−")
