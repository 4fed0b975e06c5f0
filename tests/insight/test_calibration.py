"""Scores held against the key: own, of one who is supervised, aggregates of five."""

import html
import re
from dataclasses import replace

import pytest

from app.content.blocks import Key
from app.db import new_id
from app.insight import calibration, calibration_words
from app.insight.estimates import Estimate, weighted_kappa
from app.insight.firsts import Firsts
from app.look import library
from tests import make
from tests.insight.answering import scenes, score

URL = "/insight/"


@pytest.fixture
def host(client):
    """An organisation."""
    return make.organisation()


def section(browser, who=None):
    """The words of the part about scenes, as a reader sees them."""
    answer = browser.get(URL, query_string={"who": who} if who else {})
    assert answer.status_code == 200
    page = answer.text.partition('id="calibration"')[2].partition("</figure>")[0]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


@pytest.fixture
def many(app, monkeypatch):
    """Twelve scenes on mutual aid, with keys that go up the scale."""
    page, scene = library().blocks[scenes()[0][1].id]
    for number in range(12):
        key = Key("mutual-aid", number % 5, (number % 5,), "Because.", "Others.")
        block = replace(
            scene, id=f"scene-{number}", title=f"Scene {number}", key=(key,)
        )
        monkeypatch.setitem(library().blocks, block.id, (page, block))


def figures(*people, is_aggregate=False, cohorts=None):
    """The calibration of people, each given as marks of mutual aid, scene by scene."""
    held = {
        new_id(): {f"scene-{n}": {"mutual-aid": mark} for n, mark in enumerate(own)}
        for own in people
    }
    named = dict(zip(held, cohorts or (), strict=False))
    found = Firsts({}, held, named)
    return calibration.of(found, library().default_framework, is_aggregate)


def row(found):
    """That of mutual aid."""
    return next(r for r in found.rows if r.id == "mutual-aid")


def test_nothing_is_drawn_from_too_few_scores(sign_in, host):
    """One scene says how many are missing, and where to look again."""
    person = make.organiser(host)
    browser = sign_in(person)
    assert "No scene has been scored yet" in section(browser)
    key = next(k for k in scenes()[0][1].key if isinstance(k.level, int))
    far = "4" if key.level < 2 else "0"
    score(person, 0, **{key.principle.replace("-", "__"): far})
    words = section(browser)

    assert "6 of 7 scores are among those that a fair scorer may give" in words
    assert "It takes four more scenes to tell a strict eye" in words
    assert "Not shown: nine more scores are needed" in words
    assert "To look at again" in words
    assert scenes()[0][1].title in words
    links = browser.get(URL).text
    assert f'#{scenes()[0][1].id}"' in links


def test_only_the_first_score_counts(sign_in, host):
    """Scoring again with the key in view changes nothing."""
    person = make.organiser(host)
    score(person, 0, mutual__aid="dont-know", volunteering="dont-know")
    before = section(sign_in(person))
    score(person, 0)
    assert section(sign_in(person)) == before


def test_kappa_lean_and_fair_scores_of_one_person(many):
    """Against the numbers by hand: two of ten a level too high."""
    marks = [str(n % 5) for n in range(10)]
    marks[0], marks[1] = "1", "2"
    found = row(figures(marks))
    pairs = [(int(mark), n % 5) for n, mark in enumerate(marks)]

    assert (found.pairs, found.within, found.scores, found.missing) == (10, 8, 10, 0)
    assert found.agreement.value == weighted_kappa(pairs)
    assert found.lean.value == pytest.approx(0.2)
    assert found.lean.lower < 0 < found.lean.upper


@pytest.mark.parametrize(("number", "missing"), [(9, 1), (10, 0)])
def test_a_principle_needs_ten_scores_on_the_scale(many, number, missing):
    """And says how many are missing."""
    found = row(figures([str(n % 5) for n in range(number)]))
    assert found.missing == missing
    assert (found.agreement is None) is bool(missing)
    words = "Not shown: one more score is needed" if missing else ""
    assert calibration.withheld(found) == words


def test_marks_outside_the_scale_are_counted_apart(many):
    """In no kappa and in no mean; where the key has a level, said so."""
    marks = [str(n % 5) for n in range(10)] + ["not-in-play", "dont-know"]
    found = figures(marks)
    assert row(found).pairs == 10
    assert found.lean.value == 0
    assert found.outside.marks == {"not-in-play": 1, "dont-know": 1}
    words = calibration_words.outside(found.outside)
    assert "“not in play” once and “don’t know” once." in words


def test_a_level_where_the_key_has_none_is_the_reverse(many, monkeypatch):
    """Neither side is a score then."""
    page, scene = library().blocks["scene-0"]
    outside = replace(scene.key[0], level="not-in-play", accept=("not-in-play",))
    monkeypatch.setitem(
        library().blocks, "scene-0", (page, replace(scene, key=(outside,)))
    )
    found = figures(["2"])
    assert (found.outside.levels, row(found).pairs) == (1, 0)
    assert "A level given where the key has none: once." in (
        calibration_words.outside(found.outside)
    )
    assert figures(["not-in-play"]).outside.both == 1


def test_one_level_on_a_side_is_no_agreement(many):
    """Kappa would be nought, whatever is agreed."""
    found = row(figures(["2"] * 12))
    assert found.agreement is None
    assert calibration.withheld(found) == "Not shown: one side has a single level"


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (
            ["1", "2", "3", "4", "4"],
            "generous than the key: 0.8 of a level higher",
        ),
        (["0", "0", "1", "2", "3"], "stricter than the key: 0.8 of a level lower"),
        (["1", "0", "3", "2", "4"], "neither stricter nor more generous"),
    ],
)
def test_too_strict_or_too_generous(many, marks, words):
    """Five scenes are enough to say so, with the interval."""
    says = calibration_words.says(figures(marks))
    assert words in says
    assert "95% interval" in says


def test_a_supervisor_reads_it_person_by_person(sign_in, host):
    """Of those they supervise today, and of nobody else."""
    one, two, other = (make.organiser(host, name) for name in ("Ann", "Ben", "Cat"))
    for person in (one, other):
        score(person, 0)
    browser = sign_in(make.supervisor(host, one, two))
    words = section(browser, "all")
    assert "Ann one scene scored" in words
    assert "Ben no scenes scored" in words
    assert "Cat" not in words
    assert "7 of 7 scores" in section(browser, f"person:{one.id}")
    asked = browser.get(URL, query_string={"who": f"person:{other.id}"})
    assert asked.status_code == 404


@pytest.mark.parametrize(("number", "shown"), [(4, False), (5, True)])
def test_a_coordinator_sees_no_aggregate_of_four(sign_in, host, number, shown):
    """No figure, no place to look at again, no name."""
    for n in range(number):
        person = make.organiser(host, f"Organiser {n}")
        score(person, 0, **dict.fromkeys(["social__capital"], "4"))
        score(person, 1)
    words = section(sign_in(make.coordinator(host)))
    assert ("scores are among" in words) is shown
    assert (scenes()[0][1].title in words) is shown
    assert ("fewer than five people" in words.lower()) is not shown
    assert "Organiser 0" not in words


def test_a_principle_of_four_people_is_withheld_within_an_aggregate(many):
    """The fifth person has no level there."""
    levels = [str(n % 5) for n in range(12)]
    found = figures(*[levels] * 4, ["dont-know"] * 12, is_aggregate=True)
    assert found.people == 5
    assert row(found).is_refused
    assert calibration.withheld(row(found)) == "Not shown: fewer than five people"
    assert found.lean is None


def test_four_beside_a_cohort_of_five_are_left_out(many):
    """Else they could be worked out."""
    levels = [str(n % 5) for n in range(12)]
    people = [levels] * 5 + [["0"] * 12] * 4
    found = figures(*people, is_aggregate=True, cohorts=["Spring"] * 5)
    assert found.people == 5
    assert row(found).pairs == 60
    assert row(found).lean.value == 0


def test_a_number_has_a_real_minus():
    """And nought has none."""
    assert calibration_words.number(-0.04) == "0.0"
    found = Estimate(9, 0.2, -0.13, 0.5)
    assert calibration_words.interval(found) == "−0.1 to 0.5"
