"""The p-chart and the gaps, against figures worked out by hand."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight import stats
from app.insight.stats import Run, drift, fold
from tests.insight.samples import NOW, example, month, of_shares, rows


def spans(points):
    """First month, last month and entries of each point."""
    return [(point.first, point.last, point.entries) for point in points]


def test_a_month_with_five_entries_is_a_point():
    """Five are enough by themselves."""
    points, rest = fold(rows([5, 6], [1, 0], NOW), NOW)

    assert spans(points) == [
        (month(2025, 10), month(2025, 10), 5),
        (month(2025, 11), month(2025, 11), 6),
    ]
    assert rest is None


def test_months_join_until_they_give_five_entries():
    """Two, one and three entries make a point of three months."""
    points, rest = fold(rows([2, 1, 3, 7], [0, 0, 1, 0], NOW), NOW)

    assert spans(points) == [
        (month(2025, 8), month(2025, 10), 6),
        (month(2025, 11), month(2025, 11), 7),
    ]
    assert rest is None


def test_an_empty_month_lies_within_a_point_but_begins_none():
    """August is inside July to September; October is in no point."""
    points, _ = fold(rows([3, 0, 3, 0, 5], [0] * 5, NOW), NOW)

    assert spans(points) == [
        (month(2025, 7), month(2025, 9), 6),
        (month(2025, 11), month(2025, 11), 5),
    ]


def test_the_last_months_are_left_over_while_too_few():
    """They last until now, whether or not the month has an entry."""
    points, rest = fold(rows([5, 4, 0], [0, 1, 0], NOW), NOW)

    assert spans(points) == [(month(2025, 9), month(2025, 9), 5)]
    assert rest is not None
    assert (rest.first, rest.last, rest.entries) == (month(2025, 10), NOW, 4)


def test_a_point_of_an_aggregate_needs_enough_people_too():
    """Eight entries of four people wait for a fifth person."""
    some = [(month(2025, 10), who, "service", 2, 60) for who in "abcd"]
    more = [(NOW, "e", "strengthening", 1, 60)]

    assert fold(some, NOW, people=5)[0] == []
    joined, rest = fold(some + more, NOW, people=5)
    assert [(p.first, p.last, p.people) for p in joined] == [(month(2025, 10), NOW, 5)]
    assert rest is None


def test_streams_and_their_minutes_stay_apart():
    """Mixed and confused entries count in the whole, not as service."""
    few = [
        (NOW, "a", "service", 1, 60),
        (NOW, "a", "strengthening", 2, 150),
        (NOW, "b", "service", 1, 30),
        (NOW, "b", "mixed", 1, 20),
        (NOW, "b", "confused", 1, 10),
    ]
    (point,), _ = fold(few, NOW)

    assert (point.entries, point.service) == (6, 2)
    assert point.share == Fraction(1, 3)
    assert point.minutes == {
        "service": 90, "strengthening": 150, "mixed": 20, "confused": 10,
    }  # fmt: skip


def test_the_centre_is_the_pooled_share_of_the_first_eight_points():
    """29 of 161 in the design; never from seven; never moved by the ninth."""
    assert example().centre == Fraction(29, 161)
    assert of_shares(1, 1, 1, 1, 1, 1, 1).centre is None
    assert of_shares(1, 1, 1, 1, 1, 1, 1).limits == ()
    assert of_shares(1, 1, 1, 1, 1, 1, 1, 2, 9).centre == Fraction(9, 80)


def test_limits_follow_each_points_number():
    """Fewer entries, wider limits, clipped to 0 and 1."""
    # 0.2 ± 3 × √(0.2 × 0.8 / 100) = 0.2 ± 0.12; with 16 entries 0.2 ± 0.3
    assert stats.limits(Fraction(1, 5), 100) == pytest.approx((0.08, 0.32))
    assert stats.limits(Fraction(1, 5), 16) == pytest.approx((0.0, 0.5))
    assert stats.limits(Fraction(4, 5), 16) == pytest.approx((0.5, 1.0))
    # 29/161 ± 3 × √(29/161 × 132/161 / 24) = 0.1801 ± 0.2353
    assert example().limits[-1] == pytest.approx((0.0, 0.41545), abs=0.0001)


def test_the_design_example_signals_november_and_six_rising():
    """May is no part of the run, for June is lower."""
    found = example()

    assert found.outside == {13: "above"}
    assert found.runs == (Run("rising", 8, 13),)
    assert [found.in_run(i) for i in (7, 8, 13)] == [False, True, True]


def test_a_share_on_its_limit_is_within():
    """Only what lies beyond a limit is a signal."""
    # centre 1/2; with 9 entries the limits are 0 and 1 exactly
    even = rows([8] * 8 + [9], [4] * 8 + [9], NOW)

    assert drift(even, NOW).limits[-1] == (0.0, 1.0)
    assert drift(even, NOW).outside == {}


def test_a_share_below_the_lower_limit_is_a_signal():
    """Less service than chance would explain is told too."""
    # centre 0.5, 100 entries: 0.35 to 0.65
    fallen = rows([100] * 9, [50] * 8 + [34], NOW)

    assert drift(fallen, NOW).outside == {8: "below"}


def test_without_service_in_the_first_eight_points_any_is_outside():
    """The limits have no width then."""
    assert of_shares(0, 0, 0, 0, 0, 0, 0, 0, 1).outside == {8: "above"}


@pytest.mark.parametrize(
    ("later", "runs"),
    [
        ([3] * 7, ()),
        ([3] * 8, (Run("above", 8, 15),)),
        ([3] * 9, (Run("above", 8, 16),)),
        ([1] * 8, (Run("below", 8, 15),)),
        ([3] * 4 + [2] + [3] * 4, ()),  # a point on the centre ends the run
        ([3] * 4 + [1] + [3] * 4, ()),
    ],
)
def test_eight_in_a_row_on_one_side(later, runs):
    """Seven are no run; nine are one run."""
    assert of_shares(2, 2, 2, 2, 2, 2, 2, 2, *later).runs == runs


@pytest.mark.parametrize(
    ("shares", "runs"),
    [
        ((1, 2, 3, 4, 5), ()),  # five points: four steps
        ((1, 2, 3, 4, 5, 6), (Run("rising", 0, 5),)),
        ((5, 1, 2, 3, 4, 5, 6, 2), (Run("rising", 1, 6),)),
        ((6, 5, 4, 3, 2, 1), (Run("falling", 0, 5),)),
        ((1, 2, 3, 3, 4, 5, 6), ()),  # equal shares end it
    ],
)
def test_six_in_a_row_that_go_one_way(shares, runs):
    """Five are no run; up and down count alike."""
    found = of_shares(*shares)

    assert tuple(run for run in found.runs if run.kind in {"rising", "falling"}) == runs


def test_months_are_counted_across_years():
    """Forwards and back."""
    assert stats.months_later(month(2025, 11), 3) == month(2026, 2)
    assert stats.months_later(month(2026, 1), -13) == month(2024, 12)


@pytest.mark.parametrize(
    ("counts", "since", "found"),
    [
        ((1, 0, 0, 0), 0, range(1, 4)),
        ((0, 0, 0), 0, range(3)),
        ((0, 0, 0), 2, range(2, 3)),  # the log began in the last month
        ((0, 0, 1), 0, range(3, 3)),
        ((1, 0, 0, None), 0, range(1, 3)),  # hidden at the end: passed over
        ((1, None, 0, 0), 0, range(2, 4)),  # hidden before: nobody may know
    ],
)
def test_the_gap_at_the_end(counts, since, found):
    """Where it begins and ends."""
    assert stats.gap(counts, since) == found


def test_people_are_counted_once_and_service_left_out():
    """However many rows a person has."""
    some = [
        (month(2025, 9), "a", "service", 1, 60),
        (month(2025, 10), "b", "mixed", 1, 60),
        (month(2025, 10), "c", "mixed", 1, 60),
        (NOW, "b", "service", 1, 60),
    ]

    assert stats.people_in(some, month(2025, 9)) == 3
    assert stats.people_in(some, month(2025, 10)) == 2
    assert [row[1] for row in stats.outside_service(some)] == ["b", "c"]
    assert stats.thin_months(some, 2) == {month(2025, 9), NOW}


any_rows = st.lists(
    st.tuples(
        st.dates(date(2024, 1, 1), date(2025, 11, 30)).map(lambda d: d.replace(day=1)),
        st.sampled_from("abcdefg"),
        st.sampled_from(["service", "strengthening", "mixed", "confused"]),
        st.integers(1, 30),
        st.integers(5, 600),
    ),
    max_size=60,
)


@given(any_rows, st.sampled_from([1, 5]))
def test_every_entry_is_in_exactly_one_point(some, people):
    """Counted by stream, in the point that spans its month, or left over."""
    found = drift(some, NOW, people)
    pieces = [*found.points, *([found.rest] if found.rest else [])]

    counted: Counter[str] = Counter()
    for piece in pieces:
        inside = [row for row in some if piece.first <= row[0] <= piece.last]
        assert piece.entries == sum(row[3] for row in inside)
        counted.update(piece.by_stream)
    expected: Counter[str] = Counter()
    for row in some:
        expected[row[2]] += row[3]
    assert counted == expected
    assert all(a.last < b.first for a, b in pairwise(pieces))
    assert all(p.entries >= 5 and p.people >= people for p in found.points)


@given(any_rows)
def test_limits_always_contain_the_centre(some):
    """And lie between none and all; there are none before eight points."""
    found = drift(some, NOW)

    assert (found.centre is None) == (len(found.points) < 8)
    for lower, upper in found.limits:
        assert 0 <= lower <= float(found.centre) <= upper <= 1


@given(any_rows.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_rows_is_nothing(both):
    """The database may give them as it likes."""
    one, other = both

    assert drift(one, NOW) == drift(other, NOW)
