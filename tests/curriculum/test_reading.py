"""The curriculum is open to read, and gives nothing away."""

import html
import re

import pytest

from app.content.blocks import Check, Scenario, Vignette
from app.look import library
from tests.curriculum.lessons import BESIDE, LESSON, MODULE, do_lesson, lesson, module
from tests.page import Page
from tests.watch import queries

PUBLIC = ["/learn/", "/learn/glossary/", MODULE, LESSON, BESIDE]


def plain(page):
    """A page's source as words, so that a text can be found in it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def secrets(block):
    """The texts that would give an exercise's answer away."""
    if isinstance(block, Check):
        parts = (*block.options, *block.items, *block.pairs)
        yield from (part.feedback for part in parts)
    elif isinstance(block, Vignette):
        for key in block.key:
            yield from (key.reason, key.differ)
        yield from (block.control.reason, block.stream.reason)
    elif isinstance(block, Scenario):
        for node in block.nodes:
            if node.id != block.start:
                yield node.text
            yield from (choice.consequence for choice in node.choices)


@pytest.mark.parametrize("path", PUBLIC)
def test_anybody_reads_without_a_session_or_a_query(client, path):
    """Nothing is asked of the database, and no cookie is set."""
    client.get(path)
    with queries() as sent:
        answer = client.get(path)

    assert answer.status_code == 200
    assert not sent
    assert "Set-Cookie" not in answer.headers
    assert "csrf_token" not in answer.text


@pytest.mark.parametrize("path", PUBLIC)
def test_signed_in_a_page_takes_few_queries(pair, path):
    """The reader, and four more at most."""
    pair.log.get(path)
    with queries() as sent:
        assert pair.log.get(path).status_code == 200
    assert len(sent) <= 5


def test_the_queries_do_not_grow(pair):
    """As many with everything answered as with nothing."""
    do_lesson(pair.log, lesson())
    with queries() as sent:
        pair.log.get(LESSON)
    assert len(sent) <= 5


@pytest.mark.parametrize("reader", ["stranger", "organiser"])
def test_no_answer_is_in_a_page_before_one_is_given(client, pair, reader):
    """Neither feedback, nor key, nor what a choice leads to."""
    browser = client if reader == "stranger" else pair.log
    found = 0
    for page in (*library().modules, *library().lessons):
        slug = page.slug if page in library().modules else f"{page.module}/{page.slug}"
        words = plain(browser.get(f"/learn/{slug}/").text)
        for block in page.blocks:
            for text in secrets(block):
                assert plain(library().inline(text)) not in words
                found += 1
    assert found > 300


def test_a_model_answer_is_folded_for_a_stranger_and_absent_for_an_organiser(
    client, pair
):
    """A stranger has no form to fill; somebody signed in writes first."""
    check = next(check for check in lesson().checks if check.kind == "short")
    model = plain(library().inline(check.model))

    assert model in plain(client.get(LESSON).text)
    assert f'name="{check.id}"' not in client.get(LESSON).text
    assert model not in plain(pair.log.get(LESSON).text)


def test_an_ordering_names_no_item(client):
    """The ids of its items stand in the right order, so a form does not use them."""
    check = next(check for check in lesson().checks if check.kind == "ordering")
    page = Page(client.get(LESSON))

    names = [name for name in page.sent if name.startswith(f"order.{check.id}.")]
    assert names == [f"order.{check.id}.{n}" for n in range(1, len(check.items) + 1)]


def test_a_lesson_shows_all_that_it_has(client):
    """Headings with anchors, margins, exercises, cases, sources, ways on."""
    page = client.get(LESSON).text
    words = plain(page)

    for heading in lesson().every_heading:
        assert f'id="{heading.anchor}"' in page
    for block in lesson().blocks:
        if block.block != "margin":
            assert f'<section class="exercise" id="{block.id}"' in page
    assert "Non-directive: a worker helps people to think" in words
    assert "Next door: If you hear of harm" in words
    assert "About 35 minutes, with four checks, one story to decide, one scene" in words
    assert "Read in extract." in words
    assert "Module 6" in words
    links = Page(client.get(LESSON)).links
    assert links["Getting to know a place"] == BESIDE
    assert links["From listening to shared issues"].startswith(MODULE)
    for slug in lesson().cases:
        assert f"/casebook/{slug}/" in links.values()


def test_the_last_lesson_leads_to_the_module_task(client):
    """As the rail does."""
    last = library().lessons_of(module())[-1]
    links = Page(client.get(f"{MODULE}{last.slug}/")).links
    assert links[f"Module task: {module().task.title}"] == f"{MODULE}#task"


def test_a_stranger_is_told_that_nothing_is_kept(client, pair):
    """At the head of a lesson and of a module; never to somebody signed in."""
    told = "You are not signed in: nothing that you answer here is kept."
    for path in (LESSON, MODULE):
        assert told in plain(client.get(path).text)
        assert told not in plain(pair.log.get(path).text)


@pytest.mark.parametrize(
    ("kind", "old", "path", "leads_to"),
    [
        ("lesson", "old-lesson", f"{MODULE}old-lesson/", LESSON),
        ("module", "old-module", "/learn/old-module/", MODULE),
        ("module", "old-module", "/learn/old-module/listening-one-to-one/", LESSON),
        ("module", "x", "/learn/two-streams/listening-one-to-one/", LESSON),
    ],
)
def test_an_old_address_leads_on(client, monkeypatch, kind, old, path, leads_to):
    """For good."""
    now = {"lesson": "listening-one-to-one", "module": "listening-and-entry"}[kind]
    monkeypatch.setitem(library().redirects, (kind, old), now)
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (301, leads_to)


@pytest.mark.parametrize(
    "path",
    [
        "/learn/groups-for-everyone/",
        f"{MODULE}nothing/",
        "/learn/nothing/listening-one-to-one/",
    ],
)
def test_what_is_not_there(client, path):
    """A module or a lesson of no such name, and one under another module."""
    assert client.get(path).status_code == 404


def test_the_index_lists_what_is_written_and_no_more(client):
    """In order, with hours and lessons."""
    words = plain(client.get("/learn/").text)
    for planned in library().outline:
        assert (planned.title in words) is (library().module(planned.slug) is not None)
    for written in library().lessons:
        assert f"{written.number} {written.title}" in words


def test_the_glossary_has_every_term(client):
    """With its meaning, what to see also, and the lesson that uses it first."""
    page = client.get("/learn/glossary/").text
    words = plain(page)
    for term in library().terms:
        assert f'<div id="{term.id}">' in page
        assert plain(library().inline(term.meaning)) in words
        assert all(f'href="#{other}"' in page for other in term.see)
    term = page[page.index('id="non-directive"') :].partition("</div>")[0]
    assert f'<a href="{LESSON}">Listening one to one</a>' in term
