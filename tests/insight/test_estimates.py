"""Means and kappa against second computations that share nothing with the first."""

import random
from math import isclose, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from app.insight import estimates
from app.insight.estimates import LEVELS, kappa, mean, weighted_kappa

levels = st.integers(0, LEVELS - 1)
tables = st.lists(st.tuples(levels, levels), min_size=2, max_size=60)
many = settings(deadline=None, derandomize=True, database=None, max_examples=200)


def by_cuts(pairs):
    """Linear weights another way: kappa of every cut of the scale in two, pooled.

    S. Vanbelle and A. Albert, A note on the linearly weighted kappa coefficient for
    ordinal scales, Statistical Methodology 6, 2009.
    """
    above, chance = 0.0, 0.0
    mine, theirs = np.array(pairs).T
    for cut in range(LEVELS - 1):
        a, b = mine > cut, theirs > cut
        above += float(np.mean(a == b))
        chance += float(a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean()))
    most = LEVELS - 1
    return None if isclose(chance, most) else (above - chance) / (most - chance)


def of_table(shares):
    """Kappa of a table of shares, as disagreement seen over disagreement by chance."""
    apart = np.abs(np.subtract.outer(np.arange(LEVELS), np.arange(LEVELS)))
    by_chance = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    return 1 - (apart * shares).sum() / (apart * by_chance).sum() * shares.sum()


def error_by_slopes(pairs):
    """The standard error by the delta method, its slopes found numerically."""
    shares = np.zeros((LEVELS, LEVELS))
    for i, j in pairs:
        shares[i, j] += 1 / len(pairs)
    slopes, step = np.zeros_like(shares), 1e-6
    for at in np.ndindex(shares.shape):
        more, less = shares.copy(), shares.copy()
        more[at] += step
        less[at] -= step
        slopes[at] = (of_table(more) - of_table(less)) / (2 * step)
    spread = (shares * slopes**2).sum() - (shares * slopes).sum() ** 2
    return sqrt(max(0.0, spread) / len(pairs))


@many
@given(tables)
def test_kappa_is_that_of_the_pooled_cuts(pairs):
    """On any table; and both know when there is none."""
    found, other = weighted_kappa(pairs), by_cuts(pairs)
    assert (found is None) == (other is None)
    assert found is None or isclose(found, other, abs_tol=1e-9)


@many
@given(tables)
def test_the_error_is_that_of_the_delta_method(pairs):
    """The formula of 1969 against slopes that no formula gave."""
    assume(weighted_kappa(pairs) is not None)
    found = estimates.kappa_error(pairs)
    assert isclose(found, error_by_slopes(pairs), abs_tol=1e-4)


@many
@given(tables)
def test_an_interval_holds_its_figure_and_stays_on_the_scale(pairs):
    """Order of the pairs is nothing, nor which side is which."""
    found = kappa(pairs)
    assume(found is not None and found.lower is not None)
    assert -1 <= found.lower <= found.value <= found.upper <= 1
    turned = kappa([(j, i) for i, j in reversed(pairs)])
    assert isclose(turned.value, found.value, abs_tol=1e-9)
    assert isclose(turned.lower, found.lower, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([(0, 0), (4, 4)], 1.0),
        ([(0, 4), (4, 0)], -1.0),
        ([(0, 0), (0, 4), (4, 0), (4, 4)], 0.0),
        ([(2, 2)] * 9, None),  # nothing varies
        ([], None),
    ],
)
def test_kappa_of_tables_that_one_can_see_through(pairs, value):
    """Always the same, always the opposite, chance, no telling."""
    assert weighted_kappa(pairs) == value


def test_perfect_agreement_has_no_interval():
    """Nothing varied, so nothing says how far it could have."""
    found = kappa([(0, 0), (4, 4), (2, 2)])
    assert (found.value, found.lower, found.upper) == (1.0, None, None)


def test_people_with_one_pair_each_are_the_jackknife_of_pairs():
    """And close to the formula, where there are many."""
    rng = random.Random(4)  # noqa: S311
    pairs = [
        (level, min(4, max(0, level + rng.choice([-1, 0, 0, 1]))))
        for level in (rng.randrange(5) for _ in range(300))
    ]
    one, each = kappa(pairs), estimates.kappa_of_people([[pair] for pair in pairs])
    assert isclose(one.value, each.value)
    assert isclose(one.lower, each.lower, abs_tol=0.005)
    assert isclose(one.upper, each.upper, abs_tol=0.005)


def test_people_who_agree_with_themselves_widen_the_interval():
    """The same pairs, but each five from one person, count as fewer."""
    rng = random.Random(7)  # noqa: S311
    people = []
    for _ in range(12):
        shift = rng.choice([0, 1])
        own = [rng.randrange(4) for _ in range(5)]
        people.append([(level + shift, level) for level in own])
    together = estimates.kappa_of_people(people)
    apart = kappa([pair for own in people for pair in own])
    assert together.n == apart.n == 60
    assert together.upper - together.lower > apart.upper - apart.lower


@pytest.mark.parametrize("degrees", [*range(1, 41), 99, 100, 999])
def test_students_t(degrees):
    """As a library has it."""
    expected = scipy_stats.t.ppf(0.975, degrees)
    assert isclose(estimates.t_quantile(degrees), expected, abs_tol=1e-6)


@many
@given(st.lists(st.tuples(levels, levels), min_size=2, max_size=40))
def test_a_paired_mean_is_that_of_a_library(pairs):
    """The interval of the differences, cut off where no difference can be."""
    differences = [float(after - before) for before, after in pairs]
    found = mean(differences, -4, 4)
    assume(found.lower is not None)
    after, before = [a for _, a in pairs], [b for b, _ in pairs]
    other = scipy_stats.ttest_rel(after, before).confidence_interval(0.95)
    assert isclose(found.lower, max(-4, other.low), abs_tol=1e-6)
    assert isclose(found.upper, min(4, other.high), abs_tol=1e-6)
    assert found.sign == (found.lower > 0) - (found.upper < 0)


@pytest.mark.parametrize("values", [[1.0], [0.5] * 6])
def test_a_mean_without_spread_has_no_interval(values):
    """One value, or values all alike."""
    found = mean(values, -1, 1)
    assert (found.value, found.lower, found.sign) == (values[0], None, 0)
