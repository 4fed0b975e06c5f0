"""Narrowing by outcome, principle, country and years."""

import random
import re
from collections import Counter

import pytest

from app.casebook import search
from app.casebook.index import FACETS, PERIODS

VALUE = re.compile(
    r'name="(\w+)" value="([^"]+)"( checked)?>.*?<span class="n">(\d+)</span>'
)
WORDS = (
    *("council", "tenants", "money", "volunteers", "women", "school", "land", "rent"),
    *("farmers", "women's", "library", "grant", "board", "vote", "estate", "trust"),
)
ONE_ENGINE = True  # the index is the same file on both
PAIRS = 1000


def values_of(case):
    """A case's values by facet, from its file."""
    period = next(
        name for name, (_, low, high) in PERIODS.items() if low <= case.began <= high
    )
    return {
        "outcome": {case.outcome.word},
        "upheld": set(case.upheld),
        "broken": set(case.broken),
        "mistake": set(case.mistakes),
        "method": set(case.methods),
        "kind": {case.kind},
        "stream": {case.stream},
        "decade": {f"{case.began // 10 * 10}s"},
        "country": {case.place.country},
        "period": {period},
    }


def fits(case, chosen, but=""):
    """Whether it has one of the chosen values of each facet."""
    values = values_of(case)
    return all(
        values[facet] & set(wanted)
        for facet, wanted in chosen.items()
        if facet != but and wanted
    )


def counted(page):
    """Counts as the page shows them, without the noughts."""
    shown: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for facet, value, _, number in VALUE.findall(page):
        if int(number):
            shown[facet][value] = int(number)
    return shown


def some_choice(rng, cases):
    """A query and values for some facets."""
    query = " ".join(rng.sample(WORDS, rng.randint(0, 3)))
    chosen = {}
    for facet in rng.sample(FACETS, rng.randint(0, 3)):
        known = sorted(set.union(*(values_of(case)[facet] for case in cases)))
        chosen[facet] = rng.sample(known, min(len(known), rng.randint(1, 3)))
    return query, chosen


def test_counts_equal_brute_force(client, shelf):
    """For 1,000 questions with filters, each count is what choosing it would give.

    Every fiftieth is read off its page.
    """
    rng = random.Random(20261123)  # noqa: S311
    asked: dict[str, list] = {}
    for number in range(PAIRS):
        query, chosen = some_choice(rng, shelf.cases)
        if query not in asked:
            asked[query] = [shelf.case(slug) for slug in search.found(query, {})]
        expected: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        for case in asked[query]:
            for facet in FACETS:
                if fits(case, chosen, but=facet):
                    expected[facet].update(values_of(case)[facet])

        counts = search.search(query, chosen).counts
        assert counts == expected, (query, chosen)
        if number % 50 == 0:
            page = client.get("/casebook/", query_string={"q": query} | chosen)
            assert counted(page.text) == expected, (query, chosen)


def test_facets_combine(find_all, shelf):
    """Values of one facet widen, several facets narrow."""
    found = find_all(outcome=["failed", "mixed"], country=["England", "Scotland"])

    expected = {
        case.slug
        for case in shelf.cases
        if case.outcome.word != "worked"
        and case.place.country in {"England", "Scotland"}
    }
    assert set(found) == expected
    assert found


def test_choosing_a_value_gives_its_count(client, find_all):
    """The figure beside a box is what the reader gets by ticking it."""
    page = client.get("/casebook/?q=council&country=England").text

    for value, number in counted(page)["outcome"].items():
        assert len(find_all("council", country="England", outcome=value)) == number


def test_what_is_chosen_is_shown(client):
    """Chosen boxes are ticked, and each can be taken away again."""
    page = client.get("/casebook/?q=rent&outcome=failed&country=England").text

    ticked = {(facet, value) for facet, value, on, _ in VALUE.findall(page) if on}
    assert ticked == {("outcome", "failed"), ("country", "England")}
    assert 'href="/casebook/?q=rent&amp;country=England"' in page
    assert 'href="/casebook/?q=rent&amp;outcome=failed"' in page


@pytest.mark.parametrize("facet", FACETS)
def test_a_value_that_does_not_exist(client, facet):
    """It finds nothing, and the page says how to go on."""
    page = client.get("/casebook/", query_string={facet: "<b>nowhere</b>"})

    assert page.status_code == 200
    assert "Nobody has written this one up" in page.text
    assert "143 cases" in page.text  # without the filter
    assert "<b>nowhere" not in page.text
