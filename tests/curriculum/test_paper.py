"""A module and the whole curriculum on one page, and the crosswalk."""

import csv
import re
from io import StringIO

import pytest

from tests.curriculum import lessons

ONE_ENGINE = True  # made of files: no database is asked

MODULE = "/learn/listening-and-entry/print/"
WHOLE = "/learn/print/"
ID = re.compile(r' id="([^"]+)"')
INSIDE = re.compile(r' href="#([^"]*)"')


@pytest.mark.parametrize("path", [MODULE, WHOLE])
def test_every_link_on_the_page_leads_somewhere(client, path):
    """No name is there twice, though every lesson calls its sections the same."""
    page = client.get(path).text
    ids = ID.findall(page)

    assert sorted(ids) == sorted(set(ids))
    assert set(INSIDE.findall(page)) - set(ids) == set()


def test_answers_are_at_the_end(client):
    """Behind every question of every lesson, and behind both tests."""
    page = client.get(MODULE).text
    order = ID.findall(page)
    module = lessons.module()
    shown = [les for les in lessons.library().lessons if les.module == module.slug]
    checks = [check for les in shown for check in les.checks]
    checks += [*module.pre, *module.post]
    first = min(order.index(f"answer-{check.id}") for check in checks)

    assert max(order.index(check.id) for check in checks) < first
    assert "Questions have lines to write on" in page
    assert page.count('class="lines"') >= len(shown)


def test_the_whole_has_every_lesson_in_order(client, app):
    """And no other module is on the page of one."""
    whole, one = client.get(WHOLE).text, client.get(MODULE).text
    shelf = app.extensions["library"]
    places = [whole.index(f'id="lesson-{les.slug}"') for les in shelf.lessons]

    assert places == sorted(places)
    for lesson in shelf.lessons:
        is_here = lesson.module == "listening-and-entry"
        assert (f'id="lesson-{lesson.slug}"' in one) is is_here


def test_what_is_elsewhere_has_its_full_address(client):
    """Paper cannot follow a path."""
    page = client.get(MODULE).text
    article = page[page.index("<article") : page.index("</article>")]

    assert 'href="http://localhost/casebook/coventry-cdp/"' in article
    assert ' href="/' not in article


def test_no_paper_of_what_is_not_there(client):
    """404, in words."""
    assert client.get("/learn/no-such/print/").status_code == 404


def rows(client):
    """The crosswalk's file, row by row."""
    answer = client.get("/learn/crosswalk.csv")
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(answer.text)))


def test_the_crosswalk_says_what_front_matter_says(client, app):
    """Each lesson under each of its key areas and principles, once."""
    shelf = app.extensions["library"]
    found = sorted((row["code"], row["lesson title"]) for row in rows(client))
    told = [(code, les.title) for les in shelf.lessons for code in les.nos]
    told += [(str(n), les.title) for les in shelf.lessons for n in les.reform]

    assert [pair for pair in found if pair[1]] == sorted(told)
    codes = [f"KA{n}" for n in range(1, 7)] + [str(n) for n in range(1, 9)]
    assert {code for code, _ in found} == set(codes)


def test_page_and_file_have_the_same_rows(client):
    """In the same order."""
    page = client.get("/learn/crosswalk/").text
    shown = re.findall(r"<td>\d+ <a href=\"([^\"]+)\"", page)
    filed = [row["address"].removeprefix("http://localhost") for row in rows(client)]

    assert shown == [address for address in filed if address]


def test_the_crosswalk_says_what_it_is_not(client):
    """The set of 2015 is legacy, and the second list is ours."""
    page = client.get("/learn/crosswalk/").text

    assert "labelled legacy" in page
    assert "30 March 2023" in page
    assert "This list is ours" in page


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("/learn/", ["curriculum.epub", "print/", "crosswalk/", "offline/"]),
        (
            "/learn/listening-and-entry/",
            ["listening-and-entry.epub", "listening-and-entry/print/", "offline/"],
        ),
    ],
)
def test_it_can_be_found(client, page, links):
    """From the module list, and from each module."""
    shown = client.get(page).text

    for link in links:
        assert f'href="/learn/{link}"' in shown
        assert client.get(f"/learn/{link}").status_code == 200
