"""Before and after: own, of those supervised, and aggregates of five."""

import html
import re
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.curriculum.models import Answer
from app.db import db, writing
from app.insight import firsts
from tests import make
from tests.curriculum.lessons import kept
from tests.insight.answering import answer, chosen, module, take_tests

URL = "/insight/"
LEAST = 5


@pytest.fixture
def host(client):
    """An organisation."""
    return make.organisation()


def section(browser, who=None):
    """The words of the part about tests, as a reader sees them."""
    answer_ = browser.get(URL, query_string={"who": who} if who else {})
    assert answer_.status_code == 200
    page = answer_.text.partition('id="gain"')[2].partition("</figure>")[0]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def group(host, *results, cohort=None):
    """Organisers with so many right before and after, of four."""
    people = [make.organiser(host, cohort=cohort) for _ in results]
    for person, (before, after) in zip(people, results, strict=True):
        take_tests(person, before, after)
    return people


def test_a_learner_sees_their_pairs_on_the_module_and_all_in_one_place(sign_in, host):
    """Right before, right after; nothing before the test after is begun."""
    person = make.organiser(host)
    browser, path = sign_in(person), f"/learn/{module().slug}/"
    for check in module().pre:
        data = {check.id: chosen(check, False)["option"]}
        browser.post(f"{path}answers/{check.id}/", data=data)
    assert "Before and after" not in browser.get(path).text

    for number, check in enumerate(module().post):
        data = {check.id: chosen(check, number < 3)["option"]}
        browser.post(f"{path}answers/{check.id}/", data=data)
    page = browser.get(path).text
    panel = page[page.index('id="gain-h"') :].partition("</section>")[0]
    assert "none was right before and three are right after" in panel
    assert panel.count("Not right") == len(module().pre) + len(module().post) - 3
    everything = browser.get("/learn/answers/").text
    assert module().title in everything.partition('id="gain"')[2]
    words = f"0 of {len(module().pre)} questions were right before and 3 of them after."
    assert words in section(browser)


def test_only_first_attempts_count(sign_in, host):
    """Neither a change of mind before, nor a second go after."""
    (person,) = group(host, (1, 2))
    with writing():
        for check in (*module().pre, *module().post):
            answer(person, module().slug, check, chosen(check, True))
    words = section(sign_in(person))
    assert "1 of 4 questions was right before and 2 of them after." in words


def test_an_answer_to_an_earlier_wording_is_left_out(sign_in, host):
    """A pair needs both of its questions as they are now."""
    (person,) = group(host, (1, 2))
    row = next(r for r in kept(Answer, person) if r.block == module().pre[0].id)
    with writing(row):
        row.attempts[0].version = row.version = 0
    words = section(sign_in(person))
    assert "0 of 3 questions were right before and 1 of them after." in words


def test_a_supervisor_sees_the_mean_with_its_interval(sign_in, host):
    """Five people, by hand: gains of 1, 2, 2, 3 and 2 of four questions."""
    results = [(1, 2), (1, 3), (0, 2), (1, 4), (2, 4)]
    people = group(host, *results)
    words = section(sign_in(make.supervisor(host, *people)), "all")
    # Mean 2/4; standard deviation 0.7071/4; t with four degrees 2.7764; root of five.
    assert f"{module().title} All five 5 25% 75% +50 +28 to +72" in words
    assert f"More was right after {module().title} than before" in words


def test_few_people_get_words_and_no_mean(sign_in, host):
    """And the one who answered a single test is not among them."""
    people = group(host, (0, 4), (1, 4), (0, 3), (0, 4))
    half = make.organiser(host)
    with writing():
        check = module().pre[0]
        answer(half, module().slug, check, chosen(check, True))
    words = section(sign_in(make.supervisor(host, *people, half)), "all")
    assert "Too few people have answered both tests" in words
    assert "Four people answered both tests; a mean needs five" in words
    assert not re.search(r"\d% \d", words)


def test_a_supervisor_sees_cohorts_apart_and_one_person_alone(sign_in, host):
    """Both cohorts, the second with too few."""
    spring, autumn = make.cohort(host, "Spring"), make.cohort(host, "Autumn")
    people = group(host, *[(0, 2), (1, 2), (0, 1), (1, 3), (0, 3)], cohort=spring)
    people += group(host, (0, 4), cohort=autumn)
    browser = sign_in(make.supervisor(host, *people))
    words = section(browser, "all")
    title = module().title
    assert f"{title} All six 6" in words
    assert f"{title} Spring 5 10% 55%" in words
    assert f"{title} Autumn One person answered both tests; a mean needs five" in words
    assert "4 of them after" in section(browser, f"person:{people[-1].id}")


def test_a_supervisor_sees_nobody_elses(sign_in, host):
    """Neither in the mean nor by asking."""
    mine = group(host, *[(0, 4)] * 5)
    theirs = group(host, *[(4, 0)] * 5)
    browser = sign_in(make.supervisor(host, *mine))
    assert "All five 5 0% 100% +100 Everybody’s gain was the same" in section(
        browser, "all"
    )
    for other in theirs:
        asked = browser.get(URL, query_string={"who": f"person:{other.id}"})
        assert asked.status_code == 404


@pytest.mark.parametrize(("number", "shown"), [(4, False), (5, True)])
def test_a_coordinator_sees_no_aggregate_of_four(sign_in, host, number, shown):
    """Whether of the organisation or of a cohort."""
    cohort = make.cohort(host)
    group(host, *[(n % 2, 3) for n in range(number)], cohort=cohort)
    browser = sign_in(make.coordinator(host))
    for who in ("organisation", f"cohort:{cohort.id}"):
        assert (bool(re.search(r"\d% \d", section(browser, who)))) is shown
        assert (f" {number} " in section(browser, who)) is shown


def test_four_cannot_be_worked_out_from_nine_and_five(sign_in, host):
    """Whoever would be left over is left out of the whole."""
    spring, autumn = make.cohort(host, "Spring"), make.cohort(host, "Autumn")
    group(host, *[(0, n % 3) for n in range(5)], cohort=spring)
    group(host, *[(4, 4)] * 4, cohort=autumn)
    words = section(sign_in(make.coordinator(host)), "organisation")
    title = module().title
    assert f"{title} The organisation 5 0% 20%" in words
    assert f"{title} Spring 5 0% 20%" in words
    assert f"{title} Autumn Not shown: fewer than five people" in words


people = st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=30)


@settings(deadline=None, derandomize=True, database=None, max_examples=400)
@given(people)
def test_no_difference_of_figures_is_of_fewer_than_five(parts):
    """The whole, and the whole less any cohorts that have a figure of their own."""
    cohort_of = {uuid.UUID(int=n): name for n, name in enumerate(parts)}
    named = {who: name for who, name in cohort_of.items() if name}
    whole = firsts.safe(cohort_of, named)
    shown = [
        firsts.safe([w for w, n in named.items() if n == name], named)
        for name in ("a", "b", "c")
    ]
    assert not whole or len(whole) >= LEAST
    for some in range(8):
        rest = whole
        for place, part in enumerate(shown):
            rest = rest - part if some >> place & 1 else rest
        assert not rest or len(rest) >= LEAST
    assert all(not part or len(part) >= LEAST for part in shown)


def test_nothing_crosses_to_another_organisation(sign_in, host):
    """Five people elsewhere are not counted here."""
    group(make.organisation(), *[(0, 4)] * 5)
    assert not re.search(r"\d% \d", section(sign_in(make.coordinator(host))))
    db.session.rollback()
