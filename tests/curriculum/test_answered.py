"""What you answered: everything, by module, also what is asked no longer."""

import html
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app import clock
from app.curriculum.models import Answer
from app.db import db, writing
from app.forms import TEXT_LIMIT
from app.look import library
from tests import make
from tests.curriculum.lessons import LESSON, MODULE, kept, lesson, module, right
from tests.curriculum.test_answers import check
from tests.curriculum.test_attempts import FIRST, POST, changed, option
from tests.page import Page
from tests.watch import queries

URL = "/learn/answers/"


def words(browser):
    """The page as a reader sees it."""
    return html.unescape(browser.get(URL).text)


def item(browser, name):
    """What the page says of one exercise."""
    page = words(browser)
    start = page.index(f'<li id="{name}">')
    return page[start : page.index("</details>", start)]


@pytest.fixture
def retired(monkeypatch):
    """The first check, taken out of the lesson since."""
    page, block = library().blocks[FIRST]
    monkeypatch.setitem(
        library().blocks, FIRST, (page, replace(block, retired=date(2026, 11, 1)))
    )
    shown = page.blocks
    old = tuple(
        replace(b, retired=date(2026, 11, 1)) if b is block else b for b in shown
    )
    monkeypatch.setitem(page.__dict__, "blocks", old)
    parts = tuple(part for part in page.parts if part is not block)
    monkeypatch.setitem(page.__dict__, "parts", parts)
    return block


@pytest.fixture
def gone(monkeypatch):
    """A short answer whose question is in no file any more."""
    block, _ = check("short")
    page, _ = library().blocks[block.id]

    def take_away():
        monkeypatch.delitem(library().blocks, block.id)
        rest = tuple(b for b in page.blocks if b.id != block.id)
        monkeypatch.setitem(page.__dict__, "blocks", rest)
        parts = tuple(p for p in page.parts if p is not block)
        monkeypatch.setitem(page.__dict__, "parts", parts)

    return block, take_away


def test_it_lists_what_was_answered_by_module(pair):
    """With a link to each, and every try."""
    clock.advance(timedelta(days=-3))
    pair.log.post(POST, data={FIRST: "a"})
    clock.advance(timedelta(days=3))
    pair.log.post(POST, data={FIRST: "b"})
    pair.log.post(f"{MODULE}answers/pre-contacts/", data={"pre-contacts": "b"})
    page = Page(pair.log.get(URL))

    assert "Two exercises answered." in page.text
    assert module().title in page.text
    assert f"{LESSON}#{FIRST}" in page.links.values()
    assert f"{MODULE}#pre-contacts" in page.links.values()
    mine = item(pair.log, FIRST)
    assert option("a") in mine
    assert option("b") in mine
    assert "20 November 2026" in mine
    assert URL in Page(pair.log.get("/learn/")).links.values()


def test_a_test_before_gives_nothing_away(pair):
    """Until its pair is answered, not even whether it was right."""
    for chosen in ("a", "b"):
        data = {"pre-contacts": chosen}
        pair.log.post(f"{MODULE}answers/pre-contacts/", data=data)
    assert "s we would" not in item(pair.log, "pre-contacts")

    pair.log.post(f"{MODULE}answers/post-contacts/", data={"post-contacts": "a"})
    mine = item(pair.log, "pre-contacts")
    assert "Not as we would" in mine
    assert "As we would" in mine


def test_it_is_empty_at_first_and_ones_own(pair, client):
    """A supervisor sees their own, a stranger is asked to sign in."""
    assert "Nothing answered yet" in words(pair.log)
    pair.log.post(POST, data={FIRST: "a"})
    assert "Nothing answered yet" not in words(pair.log)
    assert "Nothing answered yet" in words(pair.desk)
    assert client.get(URL).status_code == 302


def test_a_practitioner_has_one_too(sign_in, client):
    """Without an organisation."""
    browser = sign_in(make.person())
    browser.post(POST, data={FIRST: "a"})
    assert option("a") in words(browser)


def test_a_question_that_changed(pair):
    """It says so, and leads to it."""
    pair.log.post(POST, data={FIRST: "a"})
    changed(pair.author)
    mine = item(pair.log, FIRST)
    assert "has changed since you answered it on 23 November 2026" in mine
    assert option("a") in mine
    assert f"{LESSON}#{FIRST}" in mine


def test_a_question_that_was_retired(pair, retired):
    """An answer that comes late is kept, and the page says what happened."""
    sent = pair.log.post(POST, data={FIRST: "a"})
    assert (sent.status_code, sent.location) == (302, f"{URL}#{FIRST}")
    mine = item(pair.log, FIRST)
    assert "No longer asked" in mine
    assert option("a") in mine
    assert f'href="{LESSON}#{FIRST}"' not in mine
    assert len(kept(Answer, pair.author)) == 1

    assert "no longer asked" in pair.log.post(POST, data={FIRST: "zz"}).text
    (row,) = kept(Answer, pair.author)
    assert row.given == {"option": "a"}


def test_a_question_that_is_gone_altogether(pair, gone):
    """What was said is still read, and what comes late is given back to copy."""
    block, take_away = gone
    at = f"{LESSON}answers/{block.id}/"
    pair.log.post(at, data={block.id: "I would <b>ask</b> next door."})
    take_away()
    mine = item(pair.log, block.id)
    assert "No longer there" in mine
    assert "I would <b>ask</b> next door." in mine

    late = pair.log.post(at, data={block.id: "Written\r\n\r\non the bus. 🦊"})
    assert late.status_code == 404
    assert "This is no longer asked" in late.text
    assert "on the bus. 🦊" in late.text


def test_a_module_that_is_gone(pair):
    """Its answers stand at the end."""
    pair.log.post(POST, data={FIRST: "a"})
    (row,) = kept(Answer, pair.author)
    with writing(row):
        row.block, row.module = "no-such-check", "no-such-module"
    page = words(pair.log)
    assert "No longer in the curriculum" in page
    assert option("a") in page


def test_a_reflection_that_is_gone_comes_back(pair):
    """As a check does; a place that is not there says nothing."""
    late = pair.log.post(
        f"{LESSON}reflections/nothing/", data={"text": "A long think."}
    )
    assert late.status_code == 404
    assert "A long think." in late.text
    text = "x" * TEXT_LIMIT * 2
    assert (
        text in pair.log.post(f"{LESSON}reflections/nothing/", data={"text": text}).text
    )
    place = pair.log.post(f"{LESSON}place/", data={"anchor": "nothing"})
    assert "no longer asked" not in place.text


def test_it_takes_one_query(pair):
    """However much was answered."""
    for block in lesson().checks:
        pair.log.post(f"{LESSON}answers/{block.id}/", data=right(block))
    db.session.expire_all()
    with queries() as sent:
        assert pair.log.get(URL).status_code == 200
    assert len(sent) <= 2
