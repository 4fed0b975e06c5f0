"""Checks, stories and scenes: answered, kept, and answered with nonsense."""

import html

import pytest

from app.curriculum.models import Answer
from app.db import db, writing
from app.forms import TEXT_LIMIT
from app.look import library
from tests.curriculum.lessons import (
    BESIDE,
    LESSON,
    kept,
    lesson,
    right,
)
from tests.page import Page

KINDS = ["single", "multiple", "ordering", "matching"]
HUGE = "x" * 100_000


def check(kind):
    """A check of this kind, and the address of its lesson."""
    path, slug = (LESSON, "listening-one-to-one")
    if kind == "matching":
        path, slug = BESIDE, "getting-to-know-a-place"
    return next(c for c in lesson(slug).checks if c.kind == kind), path


def exercise(page, name):
    """The words of one exercise of a page."""
    start = page.index(f'<section class="exercise" id="{name}"')
    return html.unescape(page[start : page.index("</section>", start)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_is_kept_and_said(pair, kind):
    """And the reader comes back to the exercise."""
    block, path = check(kind)
    answer = pair.log.post(f"{path}answers/{block.id}/", data=right(block))

    assert (answer.status_code, answer.location) == (302, f"{path}#{block.id}")
    (row,) = kept(Answer, pair.author)
    assert (row.block, row.version, row.is_right, row.times) == (block.id, 1, True, 1)
    assert row.module == "listening-and-entry"
    page = exercise(pair.log.get(path).text, block.id)
    assert "msg-ok" in page
    assert "msg-warn" not in page
    assert "Answered on 23 November" in page
    assert f'<a href="#{block.see}">Read that part again</a>' in page


def test_a_wrong_answer_has_its_own_feedback_and_no_other(pair):
    """The right one is still to be found."""
    pair.log.post(f"{LESSON}answers/first-words/", data={"first-words": "a"})
    (row,) = kept(Answer, pair.author)
    assert row.is_right is False

    page = exercise(pair.log.get(LESSON).text, "first-words")
    options = {option.id: option for option in lesson().checks[0].options}
    for name, option in options.items():
        assert (library().inline(option.feedback) in page) is (name == "a")
    assert 'value="a" checked' in page


def test_answering_again_keeps_the_latest_and_counts(pair):
    """One row for each exercise."""
    for chosen in ("a", "b", "c"):
        data = {"first-words": chosen}
        pair.log.post(f"{LESSON}answers/first-words/", data=data)
    (row,) = kept(Answer, pair.author)
    assert (row.given, row.times) == ({"option": "c"}, 3)


def test_several_choices_are_answered_for_each_and_for_what_was_missed(pair):
    """a and d rightly chosen, b wrongly, c missed; nothing on e."""
    data = {"what-to-write": ["a", "b", "d"]}
    pair.log.post(f"{LESSON}answers/what-to-write/", data=data)
    page = exercise(pair.log.get(LESSON).text, "what-to-write")
    feedback = {o.id: library().inline(o.feedback) for o in lesson().checks[1].options}

    assert [name for name in "abcde" if feedback[name] in page] == ["a", "b", "c", "d"]
    assert page.count("You chose it, and so would we") == 2
    assert page.count("You chose it, and we would not") == 1
    assert page.count("You left it out, and we would not") == 1


def test_an_order_is_answered_line_by_line(pair):
    """In the right order, with what was put where."""
    block, path = check("ordering")
    sent = right(block)
    names = sorted(sent, key=lambda name: int(sent[name]))
    sent[names[0]], sent[names[1]] = sent[names[1]], sent[names[0]]
    pair.log.post(f"{path}answers/{block.id}/", data=sent)
    page = exercise(pair.log.get(path).text, block.id)

    assert page.count("Where you put it") == len(names) - 2
    assert "You put it second" in page
    assert "You put it first" in page


def test_a_short_answer_shows_ours_and_the_points_to_tick(pair):
    """Self-judged: there is no right or wrong."""
    block, path = check("short")
    data = {
        block.id: "  No.\r\n\r\nAsk <b>next door</b>.  ",
        f"tick.{block.id}": ["0", "9"],
    }
    pair.log.post(f"{path}answers/{block.id}/", data=data)

    (row,) = kept(Answer, pair.author)
    assert row.given == {"text": "No.\r\n\r\nAsk <b>next door</b>.", "ticks": [0]}
    assert row.is_right is None
    page = pair.log.get(path).text
    assert library().inline(block.model) in html.unescape(page)
    assert all(
        library().inline(p.feedback) in html.unescape(page) for p in block.points
    )
    assert "Ask &lt;b&gt;next door&lt;/b&gt;." in page
    assert page.count(f'name="tick.{block.id}" value="0" checked') == 1
    assert page.count(f'name="tick.{block.id}" value="1" checked') == 0


ODD = {"unknown": "zz", "huge": HUGE, "nul": "\x00", "emoji": "🦊", "twice": "1"}
NONSENSE = [(kind, odd) for kind in KINDS for odd in ("nothing", *ODD)]
NONSENSE.remove(("matching", "twice"))  # one answer may fit two lines
NONSENSE += [("short", "nothing"), ("short", "huge"), ("short", "nul")]


@pytest.mark.parametrize(("kind", "nonsense"), NONSENSE)
def test_nonsense_gets_a_message_at_the_exercise(pair, kind, nonsense):
    """Nothing is kept, and nothing that was kept is lost."""
    block, path = check(kind)
    pair.log.post(f"{path}answers/{block.id}/", data=right(block))
    data = {}
    if nonsense != "nothing":
        data = dict.fromkeys(right(block), ODD[nonsense])
    answer = pair.log.post(f"{path}answers/{block.id}/", data=data)

    assert answer.status_code == 422
    page = Page(answer)
    assert page.at_field.keys() == {block.id}
    assert "<title>Error: " in answer.text
    (row,) = kept(Answer, pair.author)
    assert row.times == 1


def test_what_was_chosen_in_part_comes_back(pair):
    """Two lines have a number, the others none."""
    block, path = check("ordering")
    names = list(right(block))
    data = {names[0]: "3", names[1]: "3"}
    answer = Page(pair.log.post(f"{path}answers/{block.id}/", data=data))
    assert answer.at_field[block.id] == "Give every line a number"
    assert [answer.sent[name] for name in names[:3]] == ["3", "3", ""]

    answer = Page(
        pair.log.post(f"{path}answers/{block.id}/", data=dict.fromkeys(names, "3"))
    )
    assert answer.at_field[block.id] == "Give every line a number of its own"


def test_a_short_answer_that_is_too_long_comes_back_whole(pair):
    """Over the limit by one character."""
    block = lesson().checks[3]
    text = "x" * TEXT_LIMIT
    kept_at = f"{LESSON}answers/{block.id}/"
    assert pair.log.post(kept_at, data={block.id: text}).status_code == 302

    answer = pair.log.post(kept_at, data={block.id: f"{text}y"})
    assert answer.status_code == 422
    assert Page(answer).sent[block.id] == f"{text}y"
    assert "20,001 characters" in Page(answer).at_field[block.id]


@pytest.mark.parametrize(
    "path",
    [
        f"{LESSON}answers/nothing/",
        f"{LESSON}answers/asked-for-nothing/",  # a reflection
        f"{LESSON}answers/one-conversation/",  # a task
        f"{LESSON}answers/what-tells-you-what/",  # of the lesson beside
        f"{LESSON}reflections/first-words/",  # a check
        f"{LESSON}answers/pre-contacts/",  # of the module
        "/learn/listening-and-entry/answers/first-words/",  # of the lesson
        "/learn/listening-and-entry/nothing/answers/first-words/",
    ],
)
def test_an_exercise_that_is_not_there_is_missing(pair, path):
    """404, whatever is sent."""
    assert (
        pair.log.post(path, data={"first-words": "a", "text": "x"}).status_code == 404
    )
    assert not kept(Answer, pair.author)


def test_a_question_that_has_changed_is_asked_afresh(pair):
    """A new version may mean something else; the old answer is not shown as its own."""
    pair.log.post(f"{LESSON}answers/first-words/", data={"first-words": "b"})
    (row,) = kept(Answer, pair.author)
    with writing(row):
        row.version = 0
    db.session.expire_all()
    page = exercise(pair.log.get(LESSON).text, "first-words")
    assert "Changed since you answered it on 23 November" in page
    assert "checked" not in page
    assert "msg" not in page


def test_answers_are_nobody_elses(pair, client):
    """Not even the supervisor sees them here."""
    pair.log.post(f"{LESSON}answers/first-words/", data={"first-words": "a"})
    for browser in (pair.desk, client):
        page = exercise(browser.get(LESSON).text, "first-words")
        assert "checked" not in page
        assert "msg" not in page


@pytest.mark.parametrize("name", ["answers/first-words", "place"])
def test_a_stranger_can_keep_nothing(client, name):
    """They are asked to sign in, and what they sent is carried along."""
    answer = client.post(f"{LESSON}{name}/", data={"first-words": "a"})
    assert answer.status_code == 200
    assert "Sign in" in answer.text
