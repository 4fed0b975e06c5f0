"""A module: its two tests, its task, and what completes it."""

import html
import re

import pytest

from app.curriculum import progress
from app.curriculum.models import Answer
from app.db import db
from app.look import library
from app.practice.models import State
from app.supervision import actions as supervision
from app.supervision.models import Decision
from tests import make
from tests.curriculum.lessons import MODULE, do_lesson, kept, lesson, module, right
from tests.curriculum.test_answers import exercise
from tests.page import Page

PRE, POST = "pre-contacts", "post-contacts"
TASK = "ten-and-a-table"  # four entries: listening, one to one, meeting


def answer(browser, name, chosen):
    """Answer a question of one of the tests."""
    return browser.post(f"{MODULE}answers/{name}/", data={name: chosen})


def feedback(name, chosen):
    """What we say about this choice."""
    options = library().blocks[name][1].options
    return library().inline(next(o.feedback for o in options if o.id == chosen))


def shown(browser, name):
    """One question as a browser sees it."""
    return exercise(browser.get(MODULE).text, name)


def checklist(browser):
    """What is said of each thing that completes the module."""
    page = html.unescape(browser.get(MODULE).text)
    items = re.findall(r"<li>([\w ]+: \d+ of \d+) (.*?)</li>", page, re.DOTALL)
    return {words: "Done" in rest for words, rest in items}


def state(app, person):
    """How far one module is, as Today is told."""
    with app.app_context(), app.test_request_context():
        done, of = progress.count_done(module(), progress.of_all(person))
        return [done, of, progress.is_complete(module(), progress.of_all(person))]


def log(pair, number, **about):
    """So many accepted entries that answer the module task."""
    about = {"kind": "listening", "state": State.ACCEPTED} | about
    return [pair.entry(task=TASK, **about) for _ in range(number)]


def test_a_test_before_waits_for_the_test_after(pair):
    """It is kept, can be changed, and says nothing meanwhile."""
    sent = answer(pair.log, PRE, "a")
    assert (sent.status_code, sent.location) == (302, f"{MODULE}#{PRE}")
    answer(pair.log, PRE, "b")
    page = shown(pair.log, PRE)
    assert "Kept. You see what we think after the module." in page
    assert 'value="b" checked' in page
    assert not [c for c in "abcd" if feedback(PRE, c) in page]
    (row,) = kept(Answer, pair.author)
    assert (row.module, row.is_right) == ("listening-and-entry", True)


def test_the_test_after_stands_beside_the_test_before(pair):
    """Then both are answered for, and the first is closed."""
    answer(pair.log, PRE, "a")
    answer(pair.log, POST, "b")
    after = shown(pair.log, POST)
    assert feedback(POST, "b") in after
    assert "At the start" in after
    assert feedback(PRE, "a") in after
    before = shown(pair.log, PRE)
    assert feedback(PRE, "a") in before
    assert "<form" not in before

    sent = answer(pair.log, PRE, "b")
    assert sent.status_code == 422
    rows = {row.block: row.given["option"] for row in kept(Answer, pair.author)}
    assert rows == {PRE: "a", POST: "b"}


def test_a_test_after_alone_says_so(pair):
    """Somebody began in the middle."""
    answer(pair.log, POST, "a")
    assert "You did not answer" in shown(pair.log, POST)
    assert "and not before it" in shown(pair.log, PRE)


@pytest.mark.parametrize("chosen", ["", "zz", "\x00", "x" * 100_000])
def test_nonsense_gets_a_message_at_the_question(pair, chosen):
    """And keeps nothing."""
    for name in (PRE, POST):
        sent = answer(pair.log, name, chosen)
        assert sent.status_code == 422
        assert Page(sent).at_field == {name: "Choose one of the answers"}
    assert not kept(Answer, pair.author)


def test_an_organiser_sees_the_entries_that_answer_the_task(pair, client):
    """With their states, and a way to record one more."""
    log(pair, 1, title="The fourteenth door")
    log(pair, 1, title="Stop C", state=State.SUBMITTED)
    page = shown(pair.log, TASK)
    assert f'href="/practice/new/?task={TASK}"' in page
    assert page.index("Stop C") < page.index("Waiting for review")
    assert "The fourteenth door" in page
    assert "1 of 4 entries accepted" in page
    for browser in (client, pair.desk):
        assert "Record an entry" not in shown(browser, TASK)
        assert "Stop C" not in browser.get(MODULE).text


def test_a_module_is_complete_with_its_five_things(app, pair):
    """Each is listed with what is missing; the parts are counted on the rail."""
    assert checklist(pair.log) == {
        "Lessons read: 0 of 3": False,
        "Checks answered: 0 of 12": False,
        "Scenes scored: 0 of 2": False,
        "Test after the module answered: 0 of 4": False,
        "Entries for the module task accepted: 0 of 4": False,
    }
    assert state(app, pair.author) == [0, 5, False]

    do_lesson(pair.log, lesson())
    assert state(app, pair.author) == [1, 5, False]
    for each in library().lessons_of(module()):
        do_lesson(pair.log, each)
    for check in module().post:
        pair.log.post(f"{MODULE}answers/{check.id}/", data=right(check))
    assert state(app, pair.author) == [4, 5, False]

    entries = log(pair, 4)
    assert state(app, pair.author) == [5, 5, True]
    assert set(checklist(pair.log).values()) == {True}
    assert "You have completed this module" in pair.log.get(MODULE).text
    assert "Done" in pair.log.get("/learn/").text

    supervision.decide(entries[0], pair.supervisor, 1, Decision.REOPENED, "A name.")
    db.session.commit()
    assert entries[0].state is State.RETURNED
    assert state(app, pair.author) == [5, 5, True]


@pytest.mark.parametrize(
    "about",
    [
        {"state": State.SUBMITTED},
        {"state": State.RETURNED},
        {"state": State.DRAFT},
        {"kind": "event"},  # none of the task's kinds
    ],
)
def test_an_entry_counts_when_it_is_accepted_and_of_its_kinds(app, pair, about):
    """Three that count, and one that does not."""
    log(pair, 3)
    log(pair, 1, **about)
    words = "Entries for the module task accepted: 3 of 4"
    assert checklist(pair.log)[words] is False


def test_one_person_completes_nothing_for_another(app, pair):
    """Nor does a lesson's own task count."""
    log(pair, 4)
    pair.entry(task="one-conversation", kind="listening", state=State.ACCEPTED)
    other = make.organiser(pair.host)
    assert state(app, pair.author) == [1, 5, False]
    assert state(app, other) == [0, 5, False]


def test_open_tasks_are_those_of_modules_begun(app, pair):
    """The lessons begun first, then the module's, until enough is submitted."""

    def tasks():
        with app.app_context(), app.test_request_context():
            return [task.id for task in progress.open_tasks(pair.author)]

    assert tasks() == []
    pair.log.post("/learn/listening-and-entry/listening-one-to-one/place/")
    first = ["one-conversation", TASK, "one-route-three-times", "a-first-gathering"]
    assert tasks() == first

    log(pair, 4, state=State.SUBMITTED)
    pair.entry(task="one-conversation", kind="listening")
    assert tasks() == [name for name in first if name != TASK]
