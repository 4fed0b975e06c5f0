"""The reader's own entries at the task that they practised; and what comes before."""

import re

import pytest

from app.practice.models import State
from app.supervision import actions as supervision
from app.supervision.models import Decision
from tests import make
from tests.curriculum.lessons import LESSON, MODULE, do_lesson, module, right
from tests.curriculum.test_answers import exercise
from tests.page import Page

OWN = "one-conversation"  # the lesson's task: two entries
TASK = "ten-and-a-table"  # the module's: four
BEST = re.compile(r"Best after .*? at any time\.", re.DOTALL)


def words(browser, path, name):
    """The task as it reads."""
    return " ".join(
        re.sub(r"<[^>]+>", " ", exercise(browser.get(path).text, name)).split()
    )


def test_a_lesson_shows_the_entries_that_practised_its_task(pair):
    """With state and day, the newest first, linked; of one's own only."""
    shown = words(pair.log, LESSON, OWN)
    assert shown.startswith("Practice task 0 of 2 entries accepted")
    missing = "Two entries are still to be accepted: two are still to be recorded."
    assert f"{missing} None yet." in shown

    sent = pair.entry(task=OWN, kind="listening", title="By the shop")
    page = pair.log.get(LESSON)
    shown = words(pair.log, LESSON, OWN)
    assert "By the shop 23 November Waiting for review" in shown
    assert "accepted: one waits for review and one is still to be recorded." in shown
    assert Page(page).links["By the shop"] == f"/practice/{sent.id}/"

    other = make.organiser(pair.host)
    make.entry(other, pair.host, task=OWN, kind="listening", title="Not hers")
    for browser in (pair.log, pair.desk):
        assert "Not hers" not in browser.get(LESSON).text
    assert "By the shop" not in pair.desk.get(LESSON).text


def test_what_is_missing_is_said_by_state(pair):
    """What waits, what came back, what is not recorded; then that it is done."""
    about = {"task": TASK, "kind": "listening"}
    pair.entry(state=State.ACCEPTED, **about)
    pair.entry(state=State.SUBMITTED, **about)
    pair.entry(state=State.RETURNED, **about)
    shown = words(pair.log, MODULE, TASK)
    assert "1 of 4 entries accepted" in shown
    assert (
        "Three entries are still to be accepted: one waits for review, one was "
        "returned to you and one is still to be recorded."
    ) in shown

    for _ in range(3):
        last = pair.entry(state=State.ACCEPTED, **about)
    shown = words(pair.log, MODULE, TASK)
    assert "4 of 4 entries accepted" in shown
    assert "Done: as many are accepted" in shown
    assert "still to be" not in shown

    supervision.decide(last, pair.supervisor, 1, Decision.REOPENED, "A name.")
    make.db.session.commit()
    shown = words(pair.log, MODULE, TASK)
    assert "Done: as many are accepted" in shown
    assert "It was accepted before, and counts." in shown


def test_an_entry_of_another_kind_says_that_it_does_not_count(pair):
    """And why; and it is not what is waited for."""
    pair.entry(task=TASK, kind="event", state=State.ACCEPTED, title="The fête")
    shown = words(pair.log, MODULE, TASK)
    assert "It does not count for this task, which asks for" in shown
    assert "Four entries are still to be accepted: four are" in shown


def test_whoever_keeps_no_log_sees_the_task_alone(pair, client):
    """A supervisor, a stranger."""
    for browser in (pair.desk, client):
        assert "Your entries for it" not in browser.get(LESSON).text


def best(browser, path="/learn/five-strands/"):
    """What a module says of those before it."""
    found = BEST.search(browser.get(path).text)
    return " ".join(re.sub(r"<[^>]+>", "", found[0]).split()) if found else ""


def test_a_module_advises_and_locks_nothing(pair, client):
    """With how much of it is finished, for whoever is signed in."""
    anybody = "Best after Two streams. You can read it at any time."
    assert best(client) == anybody
    mine = "Best after Two streams (you have not finished it yet)."
    assert best(pair.log).startswith(mine)
    assert (
        pair.log.get("/learn/five-strands/voice-towards-services/").status_code == 200
    )
    assert best(pair.log, "/learn/two-streams/") == ""
    # One of the two is planned, and has no page yet.
    shown = best(pair.log, MODULE)
    assert shown.startswith("Best after Five strands and ")
    assert "(you have not finished any of them yet)" in shown


def test_a_module_before_is_finished(pair):
    """Its parts are counted as on its own page."""
    before = module("two-streams")
    for each in make.library().lessons_of(before):
        do_lesson(pair.log, each)
    for check in before.post:
        pair.log.post(f"/learn/two-streams/answers/{check.id}/", data=right(check))
    assert "not finished it yet" in best(pair.log)

    kind = before.task.entry_kinds[0]
    for _ in range(before.task.entries):
        pair.entry(task=before.task.id, kind=kind, state=State.ACCEPTED)
    assert "(you have finished it)" in best(pair.log)


@pytest.mark.parametrize("finished", [0, 1, 2])
def test_the_advice_counts(app, finished):
    """None of two, one of them, both."""
    modules = [
        ("Two streams", "/a/", finished > 0),
        ("Five strands", None, finished > 1),
    ]
    with app.test_request_context():
        page = app.jinja_env.get_template("learn/best.html").module.best(modules, True)
    said = ["have not finished any of them yet", "have finished one of them",
            "have finished both"][finished]  # fmt: skip
    text = " ".join(re.sub(r"<[^>]+>", "", str(page)).split())
    both = "Best after Two streams and Five strands"
    assert text == f"{both} (you {said}). You can read it at any time."
