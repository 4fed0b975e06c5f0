"""*Check and submit* says what is missing or wrong, at the top and at the field."""

import uuid

import pytest
from sqlalchemy import select

from app.content.questions import CONTROL, STREAM
from app.db import db
from app.practice.models import Entry, State
from tests import make
from tests.page import Page
from tests.pair import scale

NEXT_DAY = "2026-11-24"
FIGURES = "Enter a whole number in figures, such as 90"
RANGE = "Minutes must be between 5 and 1,440, which is a day"
EARLIER = "Choose today or an earlier day"
LATER = "Choose a day from the year 2000 on"
A_DAY = "Enter the day as year-month-day, such as 2026-11-20"
OFFERED = "Choose one of the answers offered"
ROW = "Say what is to be done, or clear the row"
DONE_FOR = {f"control-{q.id}": "0" for q in CONTROL}
TASK = "a-week-in-two-columns"  # planning, one-to-one, meeting, negotiating


def check(browser, **changes):
    """The page that a press on *Check and submit* gives."""
    return Page(browser.post("/practice/new/", data=make.typed(**changes, do="check")))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": None}, "title", "Give it a few words to find it by"),
        ({"title": "  "}, "title", "Give it a few words to find it by"),
        ({"happened_on": None}, "happened_on", "Choose the day, such as 2026-11-20"),
        ({"happened_on": "yesterday"}, "happened_on", A_DAY),
        ({"happened_on": "2026-02-30"}, "happened_on", A_DAY),
        ({"happened_on": NEXT_DAY}, "happened_on", EARLIER),
        ({"happened_on": "1999-12-31"}, "happened_on", LATER),
        ({"minutes": None}, "minutes", "Say how long it took, in minutes"),
        ({"minutes": "4"}, "minutes", RANGE),
        ({"minutes": "1441"}, "minutes", RANGE),
        ({"minutes": "ten"}, "minutes", FIGURES),
        ({"minutes": "90.5"}, "minutes", FIGURES),
        ({"kind": None}, "kind", "Choose what kind of engagement it was"),
        ({"kind": "picnic"}, "kind", OFFERED),
        ({"started_by": None}, "started_by", "Say who started it"),
        ({"started_by": "fate"}, "started_by", OFFERED),
        ({"what": None}, "what", "Say what happened: who did what, and who spoke"),
        ({"what": " \r\n "}, "what", "Say what happened: who did what, and who spoke"),
        ({"so_what": None}, "so_what", "Say what you make of it"),
        ({"now_what": None}, "now_what", "Say what comes next, and whose step it is"),
        (DONE_FOR, "ends", "This was done for people. Say what ends that"),
        (
            DONE_FOR | {"ends": "   "},
            "ends",
            "This was done for people. Say what ends that",
        ),
        (
            {"ask": "new", "ask_of": "The council", "ask_what": "A lift"},
            "ask",
            "An ask belongs to a group: choose the group first",
        ),
        ({"task": "no-such-task"}, "task", OFFERED),
        ({"action__who__0": "Tenant A"}, "action-what-0", ROW),
        ({"action__due__2": "2026-12-01"}, "action-what-2", ROW),
        (
            {"action__what__1": "Ring the council", "action__due__1": "soon"},
            "action-due-1",
            A_DAY,
        ),
    ],
)
def test_fault_is_said_at_the_top_and_at_the_field(pair, changes, field, message):
    """One message, in both places; everything typed is still there, and kept."""
    typed = make.typed(**changes)

    page = check(pair.log, **changes)

    assert page.status == 422
    assert page.summary == [(field, message)]
    assert page.at_field == {field: message}
    assert page.html.count(f'id="{field}"') == 1
    assert page.text.count("One thing to put right") == 1
    # An answer that no list offers has no place on the page.
    shown = {name: page.sent[name] for name in typed if message != OFFERED}
    assert shown == {name: typed[name].strip() for name in shown}
    kept = db.session.scalars(select(Entry)).one()
    assert kept.state is State.DRAFT
    assert kept.pending.get("what", [""]) == [typed.get("what", "")]


@pytest.mark.parametrize("question", CONTROL, ids=lambda q: q.id)
def test_all_five_control_questions_are_needed(pair, question):
    """The message names the question that is open."""
    page = check(pair.log, **{f"control-{question.id}": None})

    message = f"Answer all five: {question.words}"
    assert page.summary == [(f"control-{question.id}", message)]
    assert page.at_field == {f"control-{question.id}": message}


@pytest.mark.parametrize("question", STREAM, ids=lambda q: q.id)
def test_all_six_stream_questions_are_needed(pair, question):
    """The message names the question that is open."""
    page = check(pair.log, **{f"stream-{question.id}": None})

    message = f"Answer all six: {question.words}"
    assert page.summary == [(f"stream-{question.id}", message)]
    assert page.at_field == {f"stream-{question.id}": message}


@pytest.mark.parametrize("level", ["0", "2", "3", "4"])
@pytest.mark.parametrize("principle", ["mutual-aid", "accountability"])
def test_scores_that_need_evidence(pair, principle, level):
    """0, 2, 3 and 4 rest on something that was seen; blanks are not evidence."""
    name = scale().principle(principle).name
    page = check(
        pair.log,
        **{
            f"rate-{principle}": level,
            f"evidence-{principle}": "  ",
            f"second-{principle}": "Tenant B",
        },
    )

    message = f"{name}. Say what you saw: a score of {level} needs evidence"
    assert page.summary == [(f"evidence-{principle}", message)]
    assert page.at_field == {f"evidence-{principle}": message}


@pytest.mark.parametrize("level", ["1", "dont-know", "not-in-play"])
def test_scores_that_need_no_evidence(pair, level):
    """Nothing can be pointed to, so nothing need be."""
    page = check(pair.log, rate__independence=level)

    assert page.status == 302


def test_four_needs_a_second_source(pair):
    """Only a 4 does, and it may be given."""
    scored = {"rate-independence": "4", "evidence-independence": "They chose the date."}

    page = check(pair.log, **scored)
    message = "Independence. Say who else says so: a score of 4 needs a second source"
    assert page.summary == [("second-independence", message)]
    assert page.at_field == {"second-independence": message}

    assert check(pair.log, **scored, second__independence="Tenant B").status == 302
    assert check(pair.log, **scored | {"rate-independence": "3"}).status == 302


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("ask_of", "Say which body was asked"),
        ("ask_what", "Say what was asked of it"),
    ],
)
@pytest.mark.parametrize("blank", [None, "  "])
def test_new_ask_needs_a_body_and_words(pair, missing, message, blank):
    """An ask that nobody could look up later is not recorded."""
    ask = {"ask": "new", "ask_of": "The council", "ask_what": "A lift that works"}

    page = check(pair.log, group=pair.group().id, **ask | {missing: blank})

    assert page.status == 422
    assert page.summary == [(missing, message)]
    assert page.at_field == {missing: message}


@pytest.mark.parametrize(("kind", "fits"), [("event", False), ("planning", True)])
def test_task_asks_for_its_kind_of_entry(pair, kind, fits):
    """An entry of another kind does not answer the task, and the page says so."""
    page = check(pair.log, task=TASK, kind=kind)

    assert page.status == (302 if fits else 422)
    if not fits:
        assert page.at_field["task"].endswith(
            "asks for another kind of entry. Change the kind, or choose no task"
        )
        assert page.summary == [("task", page.at_field["task"])]


def test_several_faults_are_counted(pair):
    """The summary lists them in the order of the page."""
    page = check(pair.log, title=None, minutes="ten", what=None)

    assert [field for field, _ in page.summary] == ["title", "minutes", "what"]
    assert "Three things to put right" in page.text


def test_empty_form_names_everything(pair):
    """Nothing is assumed on anybody's behalf."""
    page = Page(pair.log.post("/practice/new/", data={"do": "check"}))

    assert {field for field, _ in page.summary} == {
        "title",
        "happened_on",
        "minutes",
        "kind",
        "started_by",
        "what",
        "so_what",
        "now_what",
        "control-named_issue",
        "stream-purpose",
    }


def test_group_of_others_cannot_be_named(pair):
    """A group that is not one's own is no answer, and reaches no record."""
    theirs = make.group(make.organisation())
    entry = pair.entry(state=State.DRAFT)

    for group in (theirs.id, uuid.uuid4()):
        address = f"/practice/{entry.id}/edit/"
        pair.log.post(address, data=make.typed(group=group, do="check"))
        page = Page(pair.log.get(f"/practice/{entry.id}/check/"))
        assert theirs.name not in page.text
        answer = pair.log.post(f"/practice/{entry.id}/submit/")
        assert answer.status_code < 500
        assert db.session.get(Entry, entry.id).group_id is None


def test_ask_of_others_cannot_be_updated(pair):
    """News goes to an ask of the entry's own group only."""
    mine = pair.group()

    page = check(pair.log, group=mine.id, ask=uuid.uuid4())

    assert page.status == 422
    assert page.summary == [("ask", OFFERED)]
