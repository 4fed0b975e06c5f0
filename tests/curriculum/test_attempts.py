"""Every attempt is kept: how often, when, what was said, and once for each form."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.content.blocks import Check
from app.curriculum.models import Answer, Attempt
from app.db import db, writing
from app.look import library
from tests.curriculum.lessons import LESSON, kept, lesson, right, scored
from tests.curriculum.test_answers import check, exercise
from tests.curriculum.test_stories import SCENE, STORY, walk
from tests.page import Page
from tests.watch import queries, together

FIRST = "first-words"
POST = f"{LESSON}answers/{FIRST}/"


def attempts(person):
    """A person's attempts in the order in which they were made."""
    (row,) = kept(Answer, person)
    return list(row.attempts)


def option(name):
    """The words of one answer to the first check."""
    return next(o.text for o in lesson().checks[0].options if o.id == name)


def changed(person, version=0):
    """As if the question had been another when it was answered."""
    (row,) = kept(Answer, person)
    with writing(row):
        row.version = version
        for attempt in row.attempts:
            attempt.version = version
    db.session.expire_all()


def test_every_attempt_is_kept(pair):
    """The latest is the answer; the first stays the first."""
    for chosen in ("a", "b", "c"):
        pair.log.post(POST, data={FIRST: chosen})
        clock.advance(timedelta(days=1))
    found = attempts(pair.author)

    assert [(a.number, a.given["option"]) for a in found] == [
        (1, "a"), (2, "b"), (3, "c"),
    ]  # fmt: skip
    assert [a.is_first for a in found] == [True, False, False]
    assert [a.at.day for a in found] == [23, 24, 25]


def test_a_reader_sees_how_often_when_and_what_they_said(pair):
    """Under the exercise, in a fold; after one try there is nothing to unfold."""
    pair.log.post(POST, data={FIRST: "a"})
    assert "You have tried this" not in exercise(pair.log.get(LESSON).text, FIRST)

    clock.advance(timedelta(days=2))
    pair.log.post(POST, data={FIRST: "b"})
    page = exercise(pair.log.get(LESSON).text, FIRST)
    fold = page[page.index("<details") :]
    assert "You have tried this two times, last on 25 November" in fold
    assert "23 November 2026, 20:00" in fold
    assert option("a") in fold
    assert fold.index(option("a")) < fold.index(option("b"))


def test_nobody_elses_attempts_are_shown(pair, client):
    """Neither to the supervisor nor to a stranger."""
    for chosen in ("a", "b"):
        pair.log.post(POST, data={FIRST: chosen})
    for browser in (pair.desk, client):
        assert "You have tried" not in browser.get(LESSON).text


def test_the_same_form_twice_is_one_attempt(pair):
    """A double click, or a reload of what was sent; another page is another try."""
    sent = {FIRST: "a", "form": Page(pair.log.get(LESSON)).sent["form"]}
    for _ in range(3):
        assert pair.log.post(POST, data=sent).status_code == 302
    assert len(attempts(pair.author)) == 1

    pair.log.post(POST, data=sent | {FIRST: "b"})  # gone back, and changed
    assert [a.given["option"] for a in attempts(pair.author)] == ["a", "b"]
    pair.log.post(POST, data=sent)  # and back again
    assert len(attempts(pair.author)) == 3

    again = Page(pair.log.get(LESSON)).sent["form"]
    assert again != sent["form"]
    pair.log.post(POST, data=sent | {"form": again})
    assert [a.number for a in attempts(pair.author)] == [1, 2, 3, 4]


def test_a_double_click_at_once_is_one_attempt(app, pair):
    """Both requests are under way together."""
    cookie = pair.log.get_cookie("alongside")

    def act():
        browser = app.test_client()
        browser.set_cookie("alongside", cookie.value)
        browser.token = pair.log.token
        return browser.post(POST, data={FIRST: "a", "form": "f" * 32})

    sent = together(app, act, act, act)
    assert [answer.status_code for answer in sent] == [302] * 3
    assert len(attempts(pair.author)) == 1


@pytest.mark.parametrize("mark", ["", "\x00", "x" * 100_000, "🦊", "' OR 1=1 --"])
def test_a_strange_mark_on_a_form_harms_nothing(pair, mark):
    """It is cut, cleaned and kept; the answer counts."""
    answer = pair.log.post(POST, data={FIRST: "a", "form": mark, "version": mark})
    assert answer.status_code == 302
    assert len(attempts(pair.author)) == 1


def test_a_walk_through_a_story_is_one_attempt(pair):
    """Step by step; starting again and choosing anew begins another."""
    walk(pair.log, ["b", "c", "a"])
    assert [a.given["path"] for a in attempts(pair.author)] == [["b", "c", "a"]]

    pair.log.post(f"{LESSON}answers/{STORY}/", data={STORY: ""})
    assert len(attempts(pair.author)) == 1
    walk(pair.log, ["a"])
    found = attempts(pair.author)
    assert [a.given["path"] for a in found] == [["b", "c", "a"], ["a"]]
    assert found[0].given["ended"] == ["fixed"]
    page = exercise(pair.log.get(LESSON).text, STORY)
    assert "You have tried this two times" in page
    assert "It ended half well." in page


def test_ticking_points_is_no_new_attempt_at_a_short_answer(pair):
    """Another text is."""
    block, path = check("short")
    for text, ticks in (("No.", []), ("No.", ["0"]), ("Yes.", [])):
        data = {block.id: text, f"tick.{block.id}": ticks}
        pair.log.post(f"{path}answers/{block.id}/", data=data)
    found = attempts(pair.author)
    assert [a.given["text"] for a in found] == ["No.", "Yes."]
    assert found[0].given["ticks"] == [0]
    assert "You found in it" in found[0].words["said"][1]


def test_the_words_of_every_kind_are_kept(pair):
    """The question and the answer as they read that day."""
    for block in lesson().checks:
        pair.log.post(f"{LESSON}answers/{block.id}/", data=right(block))
    scene = lesson().vignettes[0]
    pair.log.post(f"{LESSON}answers/{SCENE}/", data=scored(scene, "not-in-play"))
    rows = {row.block: row.attempts[0].words for row in kept(Answer, pair.author)}

    single = lesson().checks[0]
    correct = next(o.text for o in single.options if o.correct)
    assert rows[FIRST]["said"] == [correct]
    assert rows[FIRST]["asked"] in single.question.replace("*", "")
    ordering = next(c for c in lesson().checks if c.kind == "ordering")
    assert rows[ordering.id]["said"][0].startswith("1. ")
    assert len(rows[ordering.id]["said"]) == len(ordering.items)
    assert "Mutual aid: Not in play" in rows[SCENE]["said"]
    assert all(words["asked"] and words["said"] for words in rows.values())


def test_a_changed_question_says_so_and_shows_the_old_answer(pair):
    """It is asked afresh, and the new answer is a first attempt at it."""
    pair.log.post(POST, data={FIRST: "a"})
    changed(pair.author)
    page = exercise(pair.log.get(LESSON).text, FIRST)
    words = "This question has changed since you answered it on 23 November 2026."
    assert words in page
    assert page.index(words) < page.rindex(option("a"))

    pair.log.post(POST, data={FIRST: "b"})
    found = attempts(pair.author)
    assert [(a.version, a.is_first) for a in found] == [(0, True), (1, True)]
    page = exercise(pair.log.get(LESSON).text, FIRST)
    assert "An earlier wording" in page
    assert words not in page


def test_an_answer_to_an_earlier_wording_is_not_taken_for_one_to_this(pair):
    """The question changed while the page was open: what fits is still chosen."""
    sent = pair.log.post(POST, data={FIRST: "a", "version": "0"})
    assert sent.status_code == 422
    assert "has changed since you opened the page" in Page(sent).at_field[FIRST]
    assert 'value="a" checked' in exercise(sent.text, FIRST)
    assert not kept(Answer, pair.author)


def test_what_was_migrated_says_that_earlier_tries_were_not_kept(pair):
    """Two were made before attempts were kept; the third is there without words."""
    pair.log.post(POST, data={FIRST: "a"})
    (row,) = kept(Answer, pair.author)
    with writing(row):
        row.times = row.attempts[0].number = 3
        row.attempts[0].words = {}
    page = exercise(pair.log.get(LESSON).text, FIRST)
    assert "You have tried this three times" in page
    assert "Two earlier tries: what you said was not kept." in page
    assert option("a") in page[page.index("<details") :]


def test_a_page_asks_no_more_for_many_attempts(pair):
    """They come with the answers."""
    for number in range(12):
        for block in lesson().checks:
            data = right(block) | {"form": f"{number}"}
            pair.log.post(f"{LESSON}answers/{block.id}/", data=data)
    with queries() as sent:
        pair.log.get(LESSON)
    assert len(sent) <= 5
    assert len(list(db.session.scalars(select(Attempt)))) >= 12


def test_no_version_of_a_block_is_below_one():
    """So that 0 in these tests is always an earlier one."""
    blocks = [b for _, b in library().blocks.values() if isinstance(b, Check)]
    assert min(block.version for block in blocks) == 1
