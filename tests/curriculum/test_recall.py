"""Questions from lessons come back, a few a day, and are answered one at a time."""

import html
from datetime import timedelta

import pytest

from app import clock
from app.curriculum.cards import Ease, Recall
from app.curriculum.models import Answer
from app.look import library
from tests import make
from tests.curriculum.lessons import LESSON, kept, lesson, right
from tests.page import Page

REVIEW = "/learn/review/"
KINDS = ["single", "multiple", "ordering", "matching"]


@pytest.fixture
def ada(client):
    """Somebody with an account and no organisation."""
    return make.person("Ada")


@pytest.fixture
def browser(ada, sign_in):
    """Her browser."""
    return sign_in(ada)


def check(kind):
    """A check of this kind."""
    slug = "getting-to-know-a-place" if kind == "matching" else "listening-one-to-one"
    return next(c for c in lesson(slug).checks if c.kind == kind)


def every_check():
    """The checks of all lessons."""
    return [one for les in library().lessons for one in les.checks]


def days(number):
    """So many days later."""
    clock.advance(timedelta(days=number))


def words(answer):
    """What a page says."""
    return Page(answer).text


def answer_to(browser, data, page=None):
    """Answer the question that is asked now; gives the page that follows."""
    asked = page or browser.get(REVIEW).text
    start = asked.index(f'action="{REVIEW}') + len('action="')
    action = asked[start : asked.index("#", start)]
    return browser.post(action, data=data)


def test_a_check_answered_in_a_lesson_comes_back(ada, browser):
    """Two days after a right answer; not before, and once a day."""
    block = check("single")
    browser.post(f"{LESSON}answers/{block.id}/", data=right(block))
    assert "comes back on 25 November 2026" in words(browser.get(REVIEW))
    days(1)
    assert "Nothing to answer today" in words(browser.get(REVIEW))

    days(1)
    asked = browser.get(REVIEW)

    assert library().inline(block.question) in html.unescape(asked.text)
    assert "One for today" in words(asked)
    assert "checked" not in asked.text
    shown = browser.get(answer_to(browser, right(block)).location)
    assert "We would choose it too." in words(shown)
    assert "It comes back on 6 December 2026." in words(shown)
    assert f'href="{LESSON}#{block.see}"' in shown.text
    assert "That is all for today" in words(browser.get(REVIEW))


def test_a_wrong_answer_comes_back_the_next_day(browser):
    """With what we would choose, and nothing to say about it."""
    block = check("single")
    browser.post(f"{LESSON}answers/{block.id}/", data=right(block))
    days(2)
    wrong = next(o for o in block.options if not o.correct)
    shown = browser.get(answer_to(browser, {block.id: wrong.id}).location)

    assert "We would choose another." in words(shown)
    best = next(o for o in block.options if o.correct)
    assert library().inline(best.text) in html.unescape(shown.text)
    assert "It comes back on 26 November 2026." in words(shown)
    assert "I guessed" not in shown.text
    days(1)
    assert "One for today" in words(browser.get(REVIEW))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_answered_as_in_the_lesson(ada, browser, kind):
    """Kept apart: the lesson's own answer stays as it was."""
    block = check(kind)
    make.answered(ada, block, is_right=False)
    (before,) = kept(Answer, ada)
    sent = answer_to(browser, right(block))

    assert sent.status_code == 302
    (recall,) = kept(Recall, ada)
    assert (recall.block, recall.version, recall.is_right) == (block.id, 1, True)
    assert recall.rating is Ease.GOOD
    assert recall.at == clock.now()
    (after,) = kept(Answer, ada)
    assert (after.given, after.is_right, after.times, after.at) == (
        before.given,
        False,
        1,
        before.at,
    )
    assert "msg-ok" in browser.get(sent.location).text


@pytest.mark.parametrize("kind", [*KINDS, "short"])
@pytest.mark.parametrize("sent", [{}, "odd", "\x00", "🦊", "x" * 100_000])
def test_nonsense_gets_a_message_and_counts_for_nothing(ada, browser, kind, sent):
    """As in the lesson; a short answer takes any words, if not too many."""
    block = check(kind)
    make.answered(ada, block)
    data = sent and dict.fromkeys(right(block), sent)
    answer = answer_to(browser, data)
    is_words = kind == "short" and sent in ("odd", "🦊")

    assert answer.status_code == (302 if is_words else 422)
    if not is_words:
        page = Page(answer)
        assert page.at_field.keys() == {block.id}
        assert "<title>Error: " in answer.text
        assert not kept(Recall, ada)
        assert answer_to(browser, right(block), answer.text).status_code == 302
