"""Questions from lessons come back, a few a day, and are answered one at a time."""

import html
from datetime import timedelta

import pytest

from app import clock
from app.curriculum.cards import Card, Ease, Recall
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


def test_a_short_answer_is_judged_by_its_writer(ada, browser):
    """Beside ours; what was written in the lesson can be looked at."""
    block = check("short")
    make.answered(ada, block)
    shown = browser.get(answer_to(browser, {block.id: "Ask <b>her</b>."}).location)
    page = html.unescape(shown.text)

    assert library().inline(block.model) in page
    assert "&lt;b&gt;her" in shown.text
    assert "If you do not say, it comes back on 24 November 2026." in words(shown)
    assert "What you wrote before" in page
    assert "I would ask next door first." in page
    (recall,) = kept(Recall, ada)
    assert (recall.is_right, recall.rating) == (None, None)

    said = browser.post(shown.request.path, data={"rating": "good"})
    assert said.location == REVIEW
    (recall,) = kept(Recall, ada)
    assert (recall.is_right, recall.rating) == (True, Ease.GOOD)
    again = words(browser.get(shown.request.path))
    assert "You said yes." in again
    assert "It comes back on" in again
    assert "It comes back on 24 November" not in again


@pytest.mark.parametrize(
    ("said", "day", "rating"),
    [
        ("good", "9 December 2026", Ease.GOOD),
        ("easy", "21 December 2026", Ease.EASY),
        ("again", "24 November 2026", Ease.AGAIN),
    ],
)
def test_a_right_answer_may_have_been_easy_or_a_guess(ada, browser, said, day, rating):
    """Said once or changed: what counts is what was said last."""
    make.answered(ada, check("single"), days_ago=4)
    where = answer_to(browser, right(check("single"))).location
    for value in ("easy", "again", said):
        assert browser.post(where, data={"rating": value}).status_code == 302

    assert f"It comes back on {day}." in words(browser.get(where))
    (recall,) = kept(Recall, ada)
    assert (recall.rating, recall.is_right) == (rating, True)


@pytest.mark.parametrize("value", ["", "hard", "GOOD", "\x00", "x" * 9999])
def test_a_rating_that_there_is_not_changes_nothing(ada, browser, value):
    """The page is shown again."""
    make.answered(ada, check("single"))
    where = answer_to(browser, right(check("single"))).location
    before = words(browser.get(where))
    assert browser.post(where, data={"rating": value}).location == where
    assert words(browser.get(where)) == before


def test_what_is_said_of_an_old_answer_changes_nothing(ada, browser):
    """The question has been answered again since."""
    make.answered(ada, check("single"))
    old = answer_to(browser, right(check("single"))).location
    days(60)
    answer_to(browser, right(check("single")))
    (due_on,) = (card.due_on for card in kept(Card, ada))

    said = browser.post(old, data={"rating": "again"}, follow_redirects=True)
    assert "nothing is changed" in words(said)
    assert [card.due_on for card in kept(Card, ada)] == [due_on]


def test_ten_a_day_after_a_long_time_away(ada, browser):
    """Those first that are likeliest to be forgotten; the page says that more wait."""
    blocks = [block for block in every_check() if block.kind != "short"][:14]
    for place, block in enumerate(blocks):
        make.answered(ada, block, 200 - place, is_right=place != 6)
    line = "10 questions from lessons you have read: about eight minutes."
    assert line in words(browser.get("/today/"))
    first = browser.get(REVIEW)
    assert "1 of 10 for today" in words(first)
    assert "likeliest to have forgotten" in words(first)
    assert library().inline(blocks[6].question) in html.unescape(first.text)

    for number in range(1, 11):
        asked = browser.get(REVIEW).text
        assert f"{number} of 10 for today" in asked
        name = asked.split(f'action="{REVIEW}')[1].split("/")[0]
        block = next(b for b in blocks if b.id == name)
        assert answer_to(browser, right(block)).status_code == 302
    last = words(browser.get(REVIEW))
    assert "That is all for today" in last
    assert "the next question comes tomorrow" in last
    assert "lessons you have read" not in words(browser.get("/today/"))
    days(1)
    assert "1 of 4 for today" in words(browser.get(REVIEW))


def test_today_offers_what_is_due_in_one_line(ada, browser):
    """How many and how long; nothing when nothing is due."""
    assert "you have read" not in words(browser.get("/today/"))
    for block in every_check()[:4]:
        make.answered(ada, block, 3)
    page = browser.get("/today/")

    line = "Four questions from lessons you have read: about three minutes."
    assert line in words(page)
    assert Page(page).links["Answer them"] == REVIEW
    for _ in range(3):
        name = browser.get(REVIEW).text.split(f'action="{REVIEW}')[1].split("/")[0]
        answer_to(browser, right(next(b for b in every_check() if b.id == name)))
    assert "One question from a lesson you have read: about one minute." in words(
        browser.get("/today/")
    )


def test_not_today(ada, browser):
    """Until tomorrow, or until one thinks better of it."""
    make.answered(ada, check("single"))
    assert browser.post(f"{REVIEW}not-today/").location == REVIEW
    assert "Put off until tomorrow" in words(browser.get(REVIEW))
    assert "you have read" not in words(browser.get("/today/"))

    browser.post(f"{REVIEW}after-all/")
    assert "One for today" in words(browser.get(REVIEW))
    browser.post(f"{REVIEW}not-today/")
    days(1)
    assert "One for today" in words(browser.get(REVIEW))
    assert "One question from a lesson" in words(browser.get("/today/"))


@pytest.mark.parametrize("days_ago", [0, 30], ids=["card", "no card yet"])
def test_a_question_is_left_out_and_put_back(ada, browser, days_ago):
    """Also one that was answered before there were cards."""
    block = check("single")
    if days_ago:
        make.answered(ada, block, days_ago)
    else:
        browser.post(f"{LESSON}answers/{block.id}/", data=right(block))
        days(2)
    browser.post(f"{REVIEW}{block.id}/leave-out/")
    assert "Nothing comes back yet" in words(browser.get(REVIEW))
    assert "you have read" not in words(browser.get("/today/"))
    choices = browser.get("/account/questions/")
    assert library().inline(block.question) in html.unescape(choices.text)

    browser.post(f"{REVIEW}{block.id}/put-back/")
    assert "One for today" in words(browser.get(REVIEW))
    assert "None. When a question" in words(browser.get("/account/questions/"))


def test_the_offer_is_switched_off_in_the_account(ada, browser):
    """Their page stays open, and the choice is kept."""
    for block in every_check()[:7]:
        make.answered(ada, block, 30)
    account = Page(browser.get("/account/"))
    assert account.links["Choose how many, or switch them off"] == "/account/questions/"
    sent = Page(browser.get("/account/questions/")).sent
    assert (sent["is_offered"], sent["a_day"]) == ("y", "10")

    browser.post("/account/questions/", data={"a_day": "5"})
    assert "you have read" not in words(browser.get("/today/"))
    assert "1 of 5 for today" in words(browser.get(REVIEW))
    sent = Page(browser.get("/account/questions/")).sent
    assert "is_offered" not in sent
    assert sent["a_day"] == "5"
    browser.post("/account/questions/", data={"a_day": "20", "is_offered": "y"})
    assert "Seven questions from lessons" in words(browser.get("/today/"))


@pytest.mark.parametrize("number", ["", "0", "-5", "1000", "ten", "\x00", "9" * 400])
def test_a_number_that_is_not_offered(ada, browser, number):
    """A message at the field; what was chosen stays."""
    answer = browser.post("/account/questions/", data={"a_day": number})
    assert Page(answer).at_field["a_day"] == "Choose one of the answers offered"
    assert "Error: " in answer.text


def test_sent_twice_counts_once(ada, browser):
    """A double click leads to the same page."""
    make.answered(ada, check("single"))
    page = browser.get(REVIEW).text
    first = answer_to(browser, right(check("single")), page)
    second = answer_to(browser, right(check("single")), page)

    assert first.location == second.location
    assert len(kept(Recall, ada)) == 1
    assert [card.turn for card in kept(Card, ada)] == [1]


def test_two_windows_answer_differently(ada, browser):
    """Both answers are kept, and the first decides."""
    block = check("short")
    make.answered(ada, block)
    page = browser.get(REVIEW).text
    answer_to(browser, {block.id: "The first."}, page)
    second = answer_to(browser, {block.id: "The second."}, page)
    shown = browser.get(second.location)

    assert "The second." in shown.text
    assert "in another window or on another device" in words(shown)
    assert 'name="rating"' not in shown.text
    told = sorted((r.given["text"], r.turn) for r in kept(Recall, ada))
    assert told == [("The first.", 0), ("The second.", None)]
    assert [card.turn for card in kept(Card, ada)] == [1]
    browser.post(second.location, data={"rating": "easy"})
    assert {r.rating for r in kept(Recall, ada)} == {None}


@pytest.mark.parametrize("turn", ["1", "7", "9" * 400])
def test_a_turn_that_was_never_asked(ada, browser, turn):
    """The question is shown again, with what was sent."""
    block = check("short")
    make.answered(ada, block)
    sent = browser.post(f"{REVIEW}{block.id}/1/{turn}/", data={block.id: "Mine."})
    assert sent.status_code == 422
    assert "out of date" in Page(sent).at_field[block.id]
    assert Page(sent).sent[block.id] == "Mine."
    assert not kept(Recall, ada)


def test_choices_before_anything_was_answered(ada, browser):
    """They are kept, and hold once there is something to ask."""
    browser.post("/account/questions/", data={"a_day": "5"})
    assert Page(browser.get("/account/questions/")).sent["a_day"] == "5"
    for block in every_check()[:7]:
        make.answered(ada, block, 30)

    assert "you have read" not in words(browser.get("/today/"))
    assert "1 of 5 for today" in words(browser.get(REVIEW))
