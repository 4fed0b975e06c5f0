"""Means and agreement, each with how far it can be trusted. Pure: numbers in, out.

Every interval is of 95 per cent. The methods and their sources:

- a mean, and the mean of paired differences: Student's t, on the differences
  (Student, The Probable Error of a Mean, Biometrika 6, 1908);
- agreement on an ordered scale: kappa with linear weights, so that two levels apart
  count twice as much as one (J. Cohen, Weighted kappa, Psychological Bulletin 70,
  1968);
- its interval for one person, whose scenes were scored one by one: the large-sample
  variance of J. L. Fleiss, J. Cohen and B. S. Everitt, Large sample standard errors of
  kappa and weighted kappa, Psychological Bulletin 72, 1969;
- its interval for several people, each with several scenes: leaving one person out at
  a time (J. L. Fleiss and M. Davies, Jackknifing functions of multinomial frequencies,
  American Journal of Epidemiology 115, 1982; people in place of pairs, since the
  scores of one person are not independent), with Student's t.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist, fmean, stdev

LEVELS = 5  # of the scale, 0 to 4
SIDE = 0.975  # what lies below the upper end of an interval

Pair = tuple[int, int]  # one level, and the level that it is held against


@dataclass(frozen=True)
class Estimate:
    """A figure from `n` things. No bounds where none can be worked out."""

    n: int
    value: float
    lower: float | None = None
    upper: float | None = None

    @property
    def sign(self) -> int:
        """1 or -1 where the whole interval lies on that side of zero, else 0."""
        if self.lower is None or self.upper is None:
            return 0
        return (self.lower > 0) - (self.upper < 0)


def mean(values: Sequence[float], least: float, most: float) -> Estimate:
    """The mean of `values`, which lie between `least` and `most`, and its interval.

    None of a single value, nor of values that are all the same: there is no spread
    from which to tell how far they could have been apart.
    """
    middle = fmean(values)
    if len(values) < 2 or not (spread := stdev(values)):
        return Estimate(len(values), middle)
    wide = t_quantile(len(values) - 1) * spread / sqrt(len(values))
    return Estimate(
        len(values), middle, max(least, middle - wide), min(most, middle + wide)
    )


def t_quantile(degrees: int) -> float:
    """What Student's t stays under with 97.5 per cent.

    By halving, on the distribution of Abramowitz and Stegun, Handbook of Mathematical
    Functions, 1964, 26.7.3 and 26.7.4.
    """
    low, high = 0.0, 13.0  # with one degree it is 12.7
    while high - low > 1e-9:
        middle = (low + high) / 2
        if _t_within(middle, degrees) < 2 * SIDE - 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _t_within(t: float, degrees: int) -> float:
    """How likely Student's t lies between -t and t."""
    angle = atan(t / sqrt(degrees))
    odd = degrees % 2
    term = cos(angle) if odd else 1.0
    total = term if degrees > 1 else 0.0
    for k in range(2 + odd, degrees, 2):
        term *= (k - 1) / k * cos(angle) ** 2
        total += term
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


def weighted_kappa(pairs: Sequence[Pair]) -> float | None:
    """Agreement beyond chance, from 1 down; none where chance leaves nothing to say."""
    if not pairs:
        return None
    table = _Table(pairs)
    return (table.seen - table.chance) / (1 - table.chance) if table.varies else None


def kappa(pairs: Sequence[Pair]) -> Estimate | None:
    """Weighted kappa of one person's pairs, with the interval of Fleiss and others."""
    value = weighted_kappa(pairs)
    if value is None:
        return None
    error = kappa_error(pairs)
    return _within_one(len(pairs), value, NormalDist().inv_cdf(SIDE) * error)


def kappa_error(pairs: Sequence[Pair]) -> float:
    """The standard error of weighted kappa; for pairs of which it is known."""
    table = _Table(pairs)
    left, right = 1 - table.chance, 1 - table.seen
    squares = sum(
        share * (_weight(i, j) * left - (table.row(i) + table.column(j)) * right) ** 2
        for (i, j), share in table.shares.items()
    )
    middle = table.seen * table.chance - 2 * table.chance + table.seen
    return sqrt(max(0.0, squares - middle**2) / len(pairs)) / left**2


def kappa_of_people(people: Sequence[Sequence[Pair]]) -> Estimate | None:
    """Weighted kappa of several people's pairs, leaving out one person at a time."""
    pairs = [pair for own in people for pair in own]
    value = weighted_kappa(pairs)
    if value is None:
        return None
    without = [
        weighted_kappa([p for j, own in enumerate(people) if j != i for p in own])
        for i in range(len(people))
    ]
    known = [found for found in without if found is not None]
    if len(known) < len(people) or len(people) < 2:
        return Estimate(len(pairs), value)
    centre, number = fmean(known), len(known)
    squares = sum((found - centre) ** 2 for found in known)
    error = sqrt((number - 1) / number * squares)
    return _within_one(len(pairs), value, t_quantile(number - 1) * error)


def _within_one(n: int, value: float, wide: float) -> Estimate:
    """An interval cut off at -1 and 1; none where nothing varied."""
    if wide < 1e-9:
        return Estimate(n, value)
    return Estimate(n, value, max(-1.0, value - wide), min(1.0, value + wide))


def _weight(i: int, j: int) -> float:
    """1 for the same level, down to 0 for the two ends of the scale."""
    return 1 - abs(i - j) / (LEVELS - 1)


class _Table:
    """Shares of pairs, of each side's levels, and of agreement, weighted."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        counts = Counter(pairs)
        total = counts.total()
        self.shares = {pair: number / total for pair, number in counts.items()}
        self._rows: defaultdict[int, float] = defaultdict(float)
        self._columns: defaultdict[int, float] = defaultdict(float)
        for (i, j), share in self.shares.items():
            self._rows[i] += share
            self._columns[j] += share
        self.seen = sum(_weight(i, j) * share for (i, j), share in self.shares.items())
        self.chance = sum(self._rows[i] * self.row(i) for i in self._rows)
        # Both sides always at one and the same level: chance explains everything.
        self.varies = len(self._rows.keys() | self._columns.keys()) > 1

    def row(self, i: int) -> float:
        """The mean weight of a row over the other side's levels."""
        return sum(share * _weight(i, j) for j, share in self._columns.items())

    def column(self, j: int) -> float:
        """The mean weight of a column over this side's levels."""
        return sum(share * _weight(i, j) for i, share in self._rows.items())
