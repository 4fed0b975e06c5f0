"""A page of results: numbers that add up, pages, and marked passages."""

import re
from dataclasses import replace

import pytest

from app.content.page import Prose

SPELT = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def heading(page):
    """How many cases the page says that it found."""
    [words] = re.findall(r'<h2 id="found">(\w+) cases?[, ]', page.text.lower())
    return SPELT.index(words) if words in SPELT else int(words)


@pytest.mark.parametrize("query", ["", "council", "strike", "crèche", "zzyzx"])
def test_the_number_found_is_what_the_pages_hold(client, find_all, query):
    """Nothing is counted that is not shown, and no case is shown twice."""
    shown = find_all(query)

    page = client.get("/casebook/", query_string={"q": query})

    assert heading(page) == len(shown) == len(set(shown))


def test_ten_to_a_page(find, shelf):
    """The last page holds the rest."""
    first, second = find(""), find("", page=2)

    last = find("", page=-(-len(shelf.cases) // 10))

    assert len(first) == len(second) == 10
    assert len(last) == (len(shelf.cases) % 10 or 10)
    assert not set(first) & set(second)


def test_a_page_beyond_the_end_is_the_last_one(client, find, shelf):
    """An old link to page 99 shows cases."""
    last = -(-len(shelf.cases) // 10)

    page = client.get("/casebook/?page=99").text

    assert find("", page=99) == find("", page=last)
    assert f'aria-current="page"><span class="vh">Page </span>{last}<' in page


@pytest.mark.parametrize("page", ["0", "-1", "two", "", "1e3", "٣", "9" * 400])
def test_a_page_that_is_no_number_is_the_first(find, page):
    """Nobody gets an error for a damaged link."""
    assert find("", page=page)[0] in find("")


def test_links_to_further_pages_keep_the_question(client):
    """Question and filters travel along."""
    page = client.get("/casebook/?q=council&country=England").text

    assert "/casebook/?q=council&amp;country=England&amp;page=2" in page


def test_the_passage_is_marked(client):
    """The matching words stand out, in whatever form they have there."""
    page = client.get("/casebook/?q=lending+collapse").text

    assert "<mark>lending</mark>" in page.lower()
    assert "<mark>collapsed</mark>" in page.lower()


def test_without_words_the_summary_stands_there(client, shelf):
    """Nothing is marked when nothing was asked."""
    page = client.get("/casebook/").text

    assert "<mark>" not in page
    assert "passage-whole" in page


def test_passages_are_escaped(client, publish, shelf):
    """A case that quotes HTML shows it, and does not run it."""
    wild = "A leaflet said <script>alert('gnome')</script> & <b>gnomes</b>."
    first = shelf.cases[0]
    publish([replace(first, body=(*first.body, Prose(wild))), *shelf.cases[1:]])

    page = client.get("/casebook/?q=gnome").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;<mark>gnome</mark>&#39;)&lt;/script&gt;" in page
    assert "&lt;b&gt;<mark>gnomes</mark>&lt;/b&gt;" in page


def test_the_question_is_escaped(client):
    """What was typed comes back as text."""
    page = client.get("/casebook/", query_string={"q": '"><script>x</script>'}).text

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_each_result_says_what_went_wrong(client, find):
    """Outcome and mistake are there before anybody opens the case."""
    page = client.get("/casebook/?q=kirkby").text

    assert page.count("What went wrong:") == len(find("kirkby"))
    assert "They fought on their own." in page
    assert "Did not work" in page
