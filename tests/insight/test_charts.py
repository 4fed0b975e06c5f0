"""Where things are drawn."""

from itertools import pairwise

import pytest

from app.insight.charts import coverage_chart, drift_chart
from app.insight.stats import drift, months_later
from tests.insight.samples import NOW, example, month, of_shares, rows

YEAR = [months_later(NOW, i - 11) for i in range(12)]
TWO = [("mutual-aid", "Mutual aid"), ("accountability", "Accountability")]


def test_the_design_example_lies_where_the_design_has_it():
    """Points, bands, labels and table rows agree with the mock’s numbers."""
    chart = drift_chart(example(), NOW, 18, is_aggregate=False)

    assert [(mark.x, mark.y) for mark in chart.marks[:2]] == [
        (83.5, 206.9), (134.3, 181.0),
    ]  # fmt: skip
    assert [mark.shape for mark in chart.marks] == ["pt"] * 8 + ["run"] * 5 + ["signal"]
    assert chart.centre == 201.1
    assert [words for _, words in chart.ticks] == ["0%", "20%", "40%", "60%"]
    assert chart.bands[0].startswith("58.0,85.2 108.9,85.2 108.9,96.3 159.7,96.3")
    assert [words for _, words, _ in chart.labels] == [
        "54% in November", "Upper limit 42%", "Centre 18%", "Lower limit 0%",
    ]  # fmt: skip
    assert [mark.year for mark in chart.marks if mark.year] == ["2024", "2025"]
    assert chart.rows[-1].signal == "Above the limit, part of a run"
    assert chart.rows[0].limits == "0% to 45%"


def test_fewer_months_show_less_and_keep_the_limits():
    """The limits still come from the first eight points of all."""
    chart = drift_chart(example(), NOW, 6, is_aggregate=False)

    assert [mark.months for mark in chart.marks] == [
        "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
    ]  # fmt: skip
    assert chart.centre is not None
    assert chart.rows[-1].limits == "0% to 42%"


def test_no_limits_before_eight_points():
    """Neither drawn, nor named at the side, nor in the table."""
    chart = drift_chart(of_shares(1, 2, 3), NOW, 18, is_aggregate=False)

    assert (chart.bands, chart.limits, chart.centre) == ((), "", None)
    assert [words for _, words, _ in chart.labels] == ["30% in November"]
    assert {row.limits for row in chart.rows} == {""}


def test_a_point_of_several_months_is_as_wide_as_they_are():
    """August is one month of four, September to November three."""
    chart = drift_chart(
        drift(rows([6, 2, 0, 3], [0] * 4, NOW), NOW), NOW, 18, is_aggregate=False
    )

    assert [(mark.x, mark.months) for mark in chart.marks] == [
        (147.0, "Aug"), (503.0, "Sep–Nov"),
    ]  # fmt: skip


def test_a_month_without_entries_breaks_the_limits():
    """Two bands, each with an upper and a lower line."""
    broken = rows([6] * 4 + [0] + [6] * 5, [1] * 4 + [0] + [1] * 5, NOW)
    chart = drift_chart(drift(broken, NOW), NOW, 18, is_aggregate=False)

    assert len(chart.bands) == 2
    assert chart.limits.count("M") == 4


def test_a_signal_that_is_not_the_last_carries_its_share():
    """The last point is named at the side instead."""
    chart = drift_chart(of_shares(*[1] * 8, 9, 1), NOW, 18, is_aggregate=False)

    assert [mark.over for mark in chart.marks][-2:] == ["90%", ""]


@pytest.mark.parametrize("is_aggregate", [False, True])
def test_the_rest_is_drawn_apart(is_aggregate):
    """In the months’ own place; an aggregate’s without its number."""
    found = drift(rows([5, 2], [0, 1], NOW), NOW)
    chart = drift_chart(found, NOW, 18, is_aggregate)

    assert chart.rest is not None
    assert (chart.rest.x, chart.rest.width) == (414.0, 356.0)
    assert (chart.rest.point is None) is is_aggregate


def test_with_too_few_entries_there_is_no_plot():
    """There is nothing to draw, only something to say."""
    chart = drift_chart(drift(rows([2], [1], NOW), NOW), NOW, 18, is_aggregate=False)

    assert chart.marks == ()
    assert chart.rest is not None


def test_labels_at_the_side_never_overlap():
    """Even where the last point lies on the centre."""
    chart = drift_chart(of_shares(*[2] * 9), NOW, 18, is_aggregate=False)
    heights = [y for y, _, _ in chart.labels]

    assert all(b - a >= 18 for a, b in pairwise(heights))
    assert heights[-1] <= 278


def test_every_drawing_stays_on_the_paper():
    """From none in service to all of them."""
    for shares in ([0] * 9, [10] * 9, [1, 9] * 6, [5]):
        chart = drift_chart(of_shares(*shares), NOW, 18, is_aggregate=False)
        assert all(58 <= mark.x <= 770 and 22 <= mark.y <= 278 for mark in chart.marks)


def test_coverage_lies_where_the_design_has_it():
    """Columns, rows and the box around the gap agree with the mock."""
    scored = {("mutual-aid", m): n for m, n in zip(YEAR, range(12), strict=True)}
    scored |= {("accountability", m): 1 for m in YEAR[:8]}
    chart = coverage_chart(TWO, scored, YEAR, YEAR[0], set())

    assert chart.months[0] == (172, month(2024, 12))
    assert [(row.id, row.y) for row in chart.rows] == [
        ("mutual-aid", 31), ("accountability", 77),
    ]  # fmt: skip
    assert chart.rows[0].gap is None
    assert chart.rows[1].gap == (382, 112)
    assert chart.rows[1].counts == (1,) * 8 + (0,) * 4
    assert chart.says.startswith("Accountability has not been scored since July.")


def test_shades_are_those_of_the_design_and_grow_with_the_log():
    """A log ten times as large has the same picture."""
    small = {("mutual-aid", m): n for m, n in zip(YEAR, range(7), strict=False)}
    large = {key: n * 10 for key, n in small.items()}

    for scored in (small, large):
        (row,) = coverage_chart(TWO[:1], scored, YEAR, YEAR[0], set()).rows
        assert [cell.shade for cell in row.cells[:7]] == [
            "q0", "q1", "q2", "q3", "q3", "q4", "q4",
        ]  # fmt: skip


def test_hidden_months_have_no_cells():
    """Not in the drawing, and not in the table."""
    scored = {("mutual-aid", m): 3 for m in YEAR}
    chart = coverage_chart(TWO, scored, YEAR, YEAR[0], {YEAR[11]})

    assert chart.hidden == (467,)
    assert [len(row.cells) for row in chart.rows] == [11, 11]
    assert {row.counts[11] for row in chart.rows} == {None}


def test_a_log_that_began_lately_has_no_long_gap():
    """Two months without a score are the whole log."""
    chart = coverage_chart(TWO, {("mutual-aid", NOW): 1}, YEAR, YEAR[10], set())

    assert chart.rows[1].gap is None
