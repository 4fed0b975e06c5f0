"""What may be set beside what: every refusal; and counts against counting by hand."""

import random
from datetime import date
from statistics import median

import pytest

from app.content.baseline import DONT_KNOW, REFUSED, RESIDENTS
from app.db import db
from app.groups import growth
from app.groups.rounds import Before, Mode, Round
from app.look import library
from tests import make, make_groups
from tests.page import Page

FIRST, AGAIN = date(2025, 11, 3), date(2026, 11, 2)


@pytest.fixture
def place(pair):
    """A neighbourhood of the pair's organisation."""
    return make.place(pair.host, "Marlpit")


def said(rng, part):
    """An answer that a resident might give."""
    return rng.choice([*list(part.choices) * 4, DONT_KNOW, REFUSED])


def forms(number, seed=1):
    """So many residents' forms."""
    rng = random.Random(seed)  # noqa: S311
    parts = library().baseline.parts(RESIDENTS)
    return [{part.id: said(rng, part) for part in parts} for _ in range(number)]


def closed(pair, place, on, number, **about):
    """A closed round with so many forms."""
    facts = {"began_on": on, "closed_on": on} | about
    return make_groups.baseline(
        place.id, pair.author, *forms(number, on.toordinal()), **facts
    )


def shown(pair, place):
    """The place's page."""
    return Page(pair.log.get(f"/places/{place.id}/"))


def test_counts_and_medians_are_those_of_counting_by_hand(pair, place):
    """Per principle: levels, don't know, rather not say, people, the middle answer."""
    asked = closed(pair, place, FIRST, 37)
    given = growth.answers_of([asked])[asked.id]
    (line,) = growth.lines([asked], {asked.id: given}, library().baselines)

    for principle, found in line.told[0].spreads.items():
        ids = [
            part.id
            for part in library().baseline.parts(RESIDENTS)
            if part.principle == principle
        ]
        answers = [form[part] for form in given for part in ids]
        levels = [answer for answer in answers if isinstance(answer, int)]
        people = [f for f in given if any(isinstance(f[i], int) for i in ids)]
        assert found.counts == tuple(levels.count(level) for level in range(5))
        assert found.dont_know == answers.count(DONT_KNOW)
        assert found.refused == answers.count(REFUSED)
        assert found.people == len(people)
        assert found.median == median(levels)


def test_no_growth_without_a_baseline(pair, place):
    """Nothing asked, or asked once: the page says what is missing."""
    assert "There is no baseline yet" in shown(pair, place).text
    closed(pair, place, FIRST, 32)

    page = shown(pair, place)

    assert "This is the baseline." in page.text
    assert "The middle answer" not in page.text


def test_two_comparable_rounds_stand_beside_each_other(pair, place):
    """With a sentence, both days, the numbers of people, and the table."""
    for on, number in ((FIRST, 32), (AGAIN, 34)):
        closed(pair, place, on, number)

    page = shown(pair, place)

    assert "The middle answer, from 0 to 4," in page.text
    assert "32 people from 3 November 2025" in page.text
    assert "34 people from 2 November 2026" in page.text
    assert 'class="refuse"' not in page.html


@pytest.mark.parametrize(
    ("number", "about", "reason"),
    [
        (34, {"mode": Mode.TELEPHONE}, growth.OTHER_MODE),
        (9, {}, growth.FEW),
    ],
)
def test_a_round_that_cannot_be_compared_is_drawn_as_refused(
    pair, place, number, about, reason
):
    """A dashed row with its reason for each principle, and no change is claimed."""
    closed(pair, place, FIRST, 32)
    closed(pair, place, AGAIN, number, **about)

    page = shown(pair, place)

    assert page.html.count('class="refuse"') == 6
    assert reason in page.text
    assert "The middle answer" not in page.text


def test_other_questions_are_not_compared():
    """Where the version differs, whatever else is the same."""
    one, other = library().baseline, 2
    rounds = [
        Round(id=n, mode=Mode.OUR_PHONE, version=version, began_on=on)
        for n, version, on in ((1, 1, FIRST), (2, other, AGAIN))
    ]
    given = {1: forms(12), 2: forms(12)}

    (line,) = growth.lines(rounds, given, {1: one, other: one})

    assert [told.refused for told in line.told] == ["", growth.OTHER_QUESTIONS]
    assert line.told[1].spreads == {}


def test_ten_people_are_shown_and_nine_are_not(pair, place):
    """Not as a baseline either."""
    nine = closed(pair, place, FIRST, 9)
    assert growth.lines([nine], growth.answers_of([nine]), library().baselines) == []
    assert "Fewer than ten people answered, so nothing is shown" in (
        shown(pair, place).text
    )
    closed(pair, place, AGAIN, 10)
    assert "This is the baseline." in shown(pair, place).text


def test_a_principle_that_fewer_than_ten_answered_is_not_shown(pair, place):
    """Though enough people filled in a form."""
    quiet = [form | dict.fromkeys(["11"], REFUSED) for form in forms(32)]
    about = {"began_on": FIRST, "closed_on": FIRST}
    make_groups.baseline(place.id, pair.author, *quiet, **about)

    page = shown(pair, place)

    assert page.html.count('class="refuse"') == 1
    assert growth.FEW_HERE in page.text


def test_answers_of_an_open_round_are_not_shown(pair, place):
    """Otherwise each new form would tell what it said."""
    make_groups.baseline(place.id, pair.author, *forms(20))

    page = shown(pair, place)

    assert "20 answered" in page.text
    assert "There is no baseline yet" in page.text


def two_forms(pair, place, n):
    """A group with two closed forms."""
    group = pair.group(place=place, name=f"Group number {n}")
    for on, level in ((FIRST, 1), (AGAIN, 3)):
        form = {"12a": "Tea", "12b": level, "17": level}
        about = {"began_on": on, "closed_on": on, "group": group}
        make_groups.baseline(place.id, pair.author, form, **about)
    return group


@pytest.mark.parametrize(("groups", "is_shown"), [(9, False), (10, True)])
def test_groups_together_from_ten_of_them(pair, place, groups, is_shown):
    """The same groups in both, or the reason why not."""
    for n in range(groups):
        two_forms(pair, place, n)

    page = shown(pair, place)

    assert ("The same 10 groups stand in both" in page.text) is is_shown
    assert (growth.FEW_GROUPS in page.text) is not is_shown
    assert ("social capital (1 to 3)" in page.text) is is_shown


def test_a_groups_forms_stand_beside_each_other_as_facts(pair, place):
    """Question by question, and no figure is made of them."""
    group = two_forms(pair, place, 1)

    page = Page(pair.log.get(f"/groups/{group.id}/"))

    assert "12b. Who set that purpose? Another organisation" in page.text
    assert "Another organisation Members with somebody else" in page.text
    assert '<svg class="plot' not in page.html


def test_what_was_there_before_is_no_growth(pair, place):
    """Marked on the group, with its day; counted apart on the place's page."""
    group = pair.group(place=place)
    pair.group(place=place)
    pair.log.post(f"/groups/{group.id}/before/", data={"was_there": "yes"})

    assert db.session.get(Before, group.id).marked_on == date(2026, 11, 23)
    assert (
        "that it exists is no growth" in Page(pair.log.get(f"/groups/{group.id}/")).text
    )
    text = shown(pair, place).text
    assert "so no growth: 1. Begun since: 0. Nobody has said: 1." in text
