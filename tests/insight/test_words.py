"""What the charts say, on figures that ask for it."""

import pytest

from app.insight import words
from app.insight.stats import drift, months_later
from tests.insight.samples import NOW, example, month, of_shares, rows

YEAR = [months_later(NOW, i - 11) for i in range(12)]
MAYBE = " Nobody may have needed it, or nobody may be looking."


def says(found, first=0):
    """What is said about the points from the place `first` on."""
    return words.drift_says(found, range(first, len(found.points)), NOW)


def test_the_design_example():
    """Both signals, and the month in which the older one began."""
    assert says(example()) == (
        "November is above what chance would explain, and from June to November the "
        "share rises without a break, six points in a row. Ask what changed in June "
        "before deciding anything."
    )


def test_nothing_to_explain():
    """A calm chart says so."""
    assert says(of_shares(1, 2, 1, 2, 1, 2, 1, 2, 1)) == (
        "Nothing here that chance would not explain."
    )


def test_limits_are_announced():
    """With the number of points there are."""
    assert says(of_shares(1, 2, 1)) == (
        "Limits are drawn once there are eight points; there are three."
    )
    assert says(of_shares(1)) == (
        "Limits are drawn once there are eight points; there is one."
    )


def test_a_trend_is_told_before_there_are_limits():
    """It needs no centre."""
    assert says(of_shares(1, 2, 3, 4, 5, 6)) == (
        "From June to November the share rises without a break, six points in a row. "
        "Ask what changed in June before deciding anything. "
        "Limits are drawn once there are eight points; there are six."
    )


def test_no_point_yet():
    """Four entries are no point."""
    assert says(drift(rows([4], [1], NOW), NOW)) == (
        "There are too few entries for a point so far."
    )


def test_a_centre_of_nothing():
    """The page explains why the limits have no width."""
    assert says(of_shares(0, 0, 0, 0, 0, 0, 0, 0, 1)).endswith(
        "The first eight points hold no service provision, so the limits lie on the "
        "centre and any change is outside them."
    )


def test_eight_on_one_side():
    """With the months from which to which."""
    assert says(of_shares(*[2] * 8, *[3] * 8)) == (
        "Eight points in a row, April to November, are above the centre. "
        "Ask what changed in April before deciding anything."
    )


def test_several_outside():
    """Two are named; of more, the last."""
    two = of_shares(*[1] * 8, 9, 9)
    assert says(two).startswith("October and November are above what chance")
    three = of_shares(*[1] * 8, 9, 9, 9)
    assert says(three).startswith("Three points, the last of them November, are above")


def test_only_what_is_on_show_is_told():
    """A signal outside the picture is not in its sentence."""
    old = of_shares(*[1] * 8, 9, *[1, 2] * 4)

    assert "March is above what chance would explain" in says(old)
    assert says(old, 9) == "Nothing here that chance would not explain."


def test_a_year_is_named_where_the_month_alone_could_mislead():
    """A name means the last month of that name."""
    assert words.spoken(month(2024, 11), month(2024, 11), NOW) == "November 2024"
    assert words.spoken(month(2024, 12), month(2024, 12), NOW) == "December"
    assert words.spoken(month(2024, 10), month(2025, 2), NOW) == (
        "October 2024 to February"
    )
    assert words.months_dated(month(2024, 11), month(2025, 1)) == "Nov 2024–Jan 2025"
    assert words.months_dated(month(2025, 5), month(2025, 7)) == "May–Jul 2025"


def test_a_share_is_rounded_half_up():
    """As people round, not as Python does."""
    assert [words.percent(share) for share in (0.125, 0.5449, 1)] == [
        "13%", "54%", "100%",
    ]  # fmt: skip


def test_the_rest_is_told_without_numbers_where_people_are_too_few():
    """A coordinator reads that there is something, not how much."""
    rest = drift(rows([5, 1], [0, 0], NOW), NOW).rest
    assert rest is not None

    assert words.rest_says(rest, NOW, is_aggregate=False) == (
        "From November on there is one entry so far: too few for a point."
    )
    assert words.rest_says(rest, NOW, is_aggregate=True) == (
        "From November on there is too little for a point so far."
    )


ALWAYS = (1,) * 12


def scored_until(place: int) -> tuple[int, ...]:
    """Scored every month up to the one at this place, and not since."""
    return tuple(int(i <= place) for i in range(12))


@pytest.mark.parametrize(
    ("table", "start", "expected"),
    [
        (
            {"Mutual aid": ALWAYS, "Accountability": scored_until(7)},
            0,
            f"Accountability has not been scored since July.{MAYBE}",
        ),
        (
            {"Independence": scored_until(7), "Accountability": scored_until(7)},
            0,
            f"Independence and accountability have not been scored since July.{MAYBE}",
        ),
        (
            {"Mutual aid": ALWAYS, "Accountability": (0,) * 12},
            0,
            f"Accountability has not been scored in these twelve months.{MAYBE}",
        ),
        (
            {"Mutual aid": ALWAYS, "Accountability": (0,) * 12},
            10,
            f"Accountability has not been scored yet.{MAYBE}",
        ),
        (
            {"Mutual aid": ALWAYS, "Accountability": scored_until(9)},
            0,
            "Every principle has been scored in the last three months.",
        ),
        ({"Mutual aid": ALWAYS}, 11, "Every principle has been scored this month."),
        (
            {"Mutual aid": (0,) * 12},
            0,
            "No principle has been scored in these twelve months.",
        ),
        (
            {"Mutual aid": (*(1,) * 11, None), "Voice": (1,) * 7 + (0,) * 4 + (None,)},
            0,
            f"In the months shown, voice has not been scored since June.{MAYBE}",
        ),
        (
            {"Mutual aid": (None, *(1,) * 11)},
            0,
            "In the months shown, no principle has gone unscored for long.",
        ),
        ({"Mutual aid": (None,) * 12}, 0, "Too few people wrote in any one month."),
    ],
)
def test_what_gets_forgotten(table, start, expected):
    """The principle unscored longest, and no claim about hidden months."""
    assert words.coverage_says(table, YEAR, start) == expected


def test_the_charts_in_words_for_who_does_not_see_them():
    """The descriptions inside the drawings."""
    assert words.drift_about(example(), range(14)) == (
        "17% in Oct 2024 to 54% in Nov 2025, over 14 points; lowest 12%, highest 54%. "
        "Centre 18%, limits at the last point 0% and 42%."
    )
    table = {"Mutual aid": ALWAYS, "Voice": scored_until(3), "Aid": (0,) * 12}
    assert words.coverage_about(table) == (
        "Mutual aid is scored in every month. Aid is scored in none."
    )
