"""Questions that come back when their check has changed, and to whom they belong."""

import html
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app import clock
from app.curriculum.cards import Card, Recall
from app.curriculum.models import Answer
from app.db import db, writing
from app.look import library
from tests import make
from tests.curriculum.lessons import LESSON, MODULE, kept, lesson, module, right
from tests.page import Page
from tests.watch import queries, together

REVIEW = "/learn/review/"
FIRST = "first-words"  # a single choice
SHORT = "asked-too-soon"


@pytest.fixture
def ada(client):
    """Somebody with an account and no organisation."""
    return make.person("Ada")


@pytest.fixture
def browser(ada, sign_in):
    """Her browser."""
    return sign_in(ada)


@pytest.fixture
def change(app, monkeypatch):
    """Change a check in the library, as a newer file would."""

    def with_(block, **about):
        page, _ = library().blocks[block.id]
        newer = replace(block, **about)
        monkeypatch.setitem(library().blocks, block.id, (page, newer))
        return newer

    return with_


def short():
    """A check that is answered in words."""
    return next(c for c in lesson().checks if c.kind == "short")


def words(answer):
    """What a page says."""
    return Page(answer).text


def post(browser, block, data, version=1, turn=0):
    """Send an answer."""
    return browser.post(f"{REVIEW}{block.id}/{version}/{turn}/", data=data)


def test_a_changed_check_is_asked_afresh(ada, browser, change):
    """At once, and the page says that it changed; its schedule begins anew."""
    block = lesson().checks[0]
    make.recall(ada, block)
    assert "That is all for today" in words(browser.get(REVIEW))
    newer = change(block, version=2, question="Asked in other words?")
    asked = browser.get(REVIEW)

    assert "Asked in other words?" in asked.text
    assert "Changed since you answered it on 24 October" in words(asked)
    sent = post(browser, newer, right(newer), version=2, turn=1)
    assert "It comes back on 25 November 2026." in words(browser.get(sent.location))
    assert sorted((r.version, r.turn) for r in kept(Recall, ada)) == [(1, 0), (2, 1)]
    assert [(c.version, c.turn) for c in kept(Card, ada)] == [(2, 2)]


def test_the_lesson_answered_again_after_a_change(ada, browser, change):
    """The card goes on from that answer."""
    block = lesson().checks[0]
    make.recall(ada, block)
    with writing():
        db.session.scalars(db.select(Card)).one().version = 0
    browser.post(f"{LESSON}answers/{block.id}/", data=right(block))

    assert [(c.version, c.due_on) for c in kept(Card, ada)] == [
        (1, date(2026, 11, 25)),
    ]


def test_a_check_that_changes_while_it_is_open(ada, browser, change):
    """It is shown as it is now, and nothing of the answer is lost."""
    block = short()
    make.answered(ada, block)
    change(block, version=2)
    sent = post(browser, block, {block.id: "Written to the old one."})

    assert sent.status_code == 422
    assert "was changed while you had it open" in Page(sent).at_field[block.id]
    assert Page(sent).sent[block.id] == "Written to the old one."
    assert not kept(Recall, ada)


def test_a_retired_check_comes_back_no_more(ada, browser, change):
    """Its card goes with the next answer; what was under way is kept."""
    block, other = short(), lesson().checks[0]
    make.recall(ada, block)
    make.answered(ada, other)
    change(block, retired=date(2026, 11, 1))
    with writing():
        db.session.scalars(db.select(Card)).one().due_on = date(2026, 11, 1)
    page = words(browser.get(REVIEW))
    assert "One for today" not in page  # one is answered already
    assert library().inline(other.question) in html.unescape(browser.get(REVIEW).text)

    sent = post(browser, block, {block.id: "Half a page."}, turn=1)
    shown = browser.get(sent.location)
    assert "Half a page." in shown.text
    assert "taken out of its lesson since" in words(shown)
    assert not kept(Card, ada)
    assert len(kept(Recall, ada)) == 2


def test_a_check_that_has_gone(ada, browser, change, monkeypatch):
    """The page says so, and shows what had just been written."""
    block = short()
    made = make.recall(ada, block)
    monkeypatch.delitem(library().blocks, block.id)
    shown = browser.get(f"{REVIEW}answers/{made.id}/")
    assert "taken out of its lesson since" in words(shown)
    assert "I would ask next door first." in shown.text

    sent = post(browser, block, {block.id: "Half <i>a</i> page."}, turn=1)
    assert sent.status_code == 410
    assert "taken out of its lesson" in words(sent)
    assert "Half &lt;i&gt;a&lt;/i&gt; page." in sent.text
    for verb in ("leave-out", "put-back"):
        assert browser.post(f"{REVIEW}{block.id}/{verb}/").status_code == 410
    assert "Nothing comes back yet" in words(browser.get(REVIEW))
    assert browser.get("/today/").status_code == 200
    assert browser.get("/account/questions/").status_code == 200


@pytest.mark.parametrize("name", [FIRST, "nothing", "\x00", "🦊", "pre-contacts"])
def test_what_was_never_answered_is_missing(ada, browser, name):
    """404, for every verb."""
    for path in (f"{name}/1/0", f"{name}/leave-out", f"{name}/put-back"):
        sent = browser.post(f"{REVIEW}{path}/", data={FIRST: "a"})
        assert sent.status_code == 404, path
    assert not kept(Card, ada)


def test_module_tests_stories_and_scenes_do_not_come_back(ada, browser):
    """Only the checks of lessons; the tests before and after stay clean."""
    test = module().pre[0]
    browser.post(f"{MODULE}answers/{test.id}/", data=right(test))
    assert kept(Answer, ada)
    clock.advance(timedelta(days=30))
    assert not kept(Card, ada)
    assert "Nothing comes back yet" in words(browser.get(REVIEW))
    assert post(browser, test, right(test)).status_code == 404


def test_a_card_is_made_once(ada, browser):
    """Answering again in the lesson leaves its day as it was."""
    block = lesson().checks[0]
    for _ in range(3):
        browser.post(f"{LESSON}answers/{block.id}/", data=right(block))
        clock.advance(timedelta(days=1))

    (card,) = kept(Card, ada)
    assert (card.due_on, card.turn, card.version) == (date(2026, 11, 25), 0, 1)


def test_nothing_here_counts_towards_a_module(ada, browser):
    """What is read and done stays as it was."""
    before = words(browser.get(MODULE))
    make.answered(ada, lesson().checks[0], is_right=False)
    middle = words(browser.get(MODULE))
    post(browser, lesson().checks[0], right(lesson().checks[0]))

    assert words(browser.get(MODULE)) == middle != before


def test_what_comes_back_is_ones_own(pair):
    """A supervisor’s page of the person is the same with it and without."""
    block = short()
    make.answered(pair.author, block)
    page = f"/supervision/people/{pair.author.id}/"
    before = pair.desk.get(page).text
    sent = post(pair.log, block, {block.id: "Between me and the page."})
    pair.log.post(sent.location, data={"rating": "again"})

    assert pair.desk.get(page).text == before
    assert pair.desk.get(sent.location).status_code == 404
    assert pair.desk.post(sent.location, data={"rating": "easy"}).status_code == 404
    assert "Only you can see these answers" in words(pair.log.get(sent.location))


def test_a_stranger_signs_in_first(client):
    """And what they sent is carried along."""
    assert client.get(REVIEW).location == "/sign-in/?next=/learn/review/"
    sent = client.post(f"{REVIEW}{SHORT}/1/0/", data={SHORT: "My words."})
    assert "Sign in" in sent.text
    assert "My words." in sent.text


@pytest.mark.parametrize(
    ("hour", "asked"), [(22, True), (23, True)], ids=["before", "after"]
)
def test_the_day_is_that_of_the_clock_where_they_work(ada, browser, hour, asked):
    """In summer the day begins an hour before midnight in UTC."""
    clock.start()
    clock.stop(datetime(2026, 7, 1, hour, 30, tzinfo=UTC))
    block = lesson().checks[0]
    browser.post(f"{LESSON}answers/{block.id}/", data=right(block))

    assert [c.due_on for c in kept(Card, ada)] == [date(2026, 7, hour - 19)]
    clock.start()
    clock.stop(datetime(2026, 7, hour - 20, 22, 59, tzinfo=UTC))
    assert "Nothing to answer today" in words(browser.get(REVIEW))
    clock.advance(timedelta(minutes=1))
    assert "One for today" in words(browser.get(REVIEW))


def test_answers_from_before_come_back_by_themselves(ada, browser):
    """A whole curriculum's worth, without a row moved; and Today asks once for it."""
    for les in library().lessons:
        for block in les.checks:
            make.answered(ada, block, 40)
    assert not kept(Card, ada)
    with queries() as sent:
        page = browser.get("/today/")

    assert "10 questions from lessons you have read" in words(page)
    assert sum("LEFT OUTER JOIN card" in statement for statement, _ in sent) == 1
    assert not kept(Card, ada)


def test_ten_clicks_at_the_same_moment(app, ada, sign_in):
    """On an answer from before there were cards: one card, one answer that counts."""
    block = lesson().checks[0]
    make.answered(ada, block)
    browsers = [sign_in(ada) for _ in range(10)]
    for one in browsers:
        one.token = one._fresh_token()
    sent = together(
        app, *[lambda one=one: post(one, block, right(block)) for one in browsers]
    )

    assert {answer.status_code for answer in sent} == {302}
    assert len({answer.location for answer in sent}) == 1
    assert len(kept(Recall, ada)) == 1
    assert [card.turn for card in kept(Card, ada)] == [1]
