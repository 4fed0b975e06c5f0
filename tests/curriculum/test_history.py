"""What a lesson's history tells, its foot, and the editors' public answers."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.content.types import Change
from app.curriculum.models import Suggestion, SuggestionState
from app.db import db
from app.look import library
from tests import make
from tests.curriculum.lessons import LESSON, lesson
from tests.page import Page

HISTORY = f"{LESSON}history/"
QUEUE = "/editor/"
ANSWER = {"state": "taken-up", "reason": "Two organisers timed it.", "case": ""}


@pytest.fixture
def editor(client, sign_in):
    """An editor's browser."""
    return sign_in(make.person("Nuala", is_editor=True))


@pytest.fixture
def changed(app):
    """Serve the lesson with these changes; afterwards its own are back."""
    shelf, drawn = library(), app.extensions.pop("learn", {})

    def serve(*changes):
        other = replace(lesson(), changes=changes)
        lessons = [other if les.slug == other.slug else les for les in shelf.lessons]
        app.extensions["library"] = replace(shelf, lessons=tuple(lessons))
        app.extensions.pop("learn", None)

    yield serve
    app.extensions["library"] = shelf
    app.extensions["learn"] = drawn


def fresh(suggestion):
    """The suggestion as the database has it now."""
    db.session.rollback()
    query = select(Suggestion).where(Suggestion.id == suggestion.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def test_a_lesson_says_when_it_was_last_changed(client):
    """And leads to its history, for people without an account too."""
    page = Page(client.get(LESSON))

    assert "Last changed on 23 November 2026." in page.text
    history = Page(client.get(page.links["Its history, with suggestions and answers"]))
    assert "23 November 2026. First published" in history.text
    assert "No suggestion has been answered yet" in history.text


def test_last_changed_by_practice(client, changed):
    """The newest change that a case led to, though a later one was of another kind."""
    changed(
        Change(date(2026, 11, 23), "First published"),
        Change(date(2027, 3, 3), "The slip is longer", "st-mungos"),
        Change(date(2027, 5, 1), "A comma"),
        Change(date(2027, 1, 9), "Six seconds", "kirkby-rent-strike"),
    )

    page = Page(client.get(LESSON))
    words = "Last changed by practice: 3 March 2027, because of St Mungo's"
    assert words in page.text.replace("’", "'")
    history = Page(client.get(HISTORY))
    places = [
        history.text.index(words)
        for words in ("1 May 2027", "3 March 2027", "9 January 2027", "First published")
    ]
    assert places == sorted(places)
    assert history.links["Kirkby rent strike"] == "/casebook/kirkby-rent-strike/"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("taken-up", "Taken up"),
        ("not-taken-up", "Not taken up"),
        ("already-so", "Already so"),
    ],
)
def test_answering_in_public(client, editor, state, words):
    """From the queue to the history page, where anybody reads question and answer."""
    asked = make.suggestion(make.person("Rosa Person"), passage="Count to six")
    queue = Page(editor.get(QUEUE))
    address = queue.links["Listening one to one: How to do it"]
    page = Page(editor.get(address))
    assert "by Rosa Person" in page.text
    assert asked.wanted in page.text
    assert asked.wanted not in client.get(HISTORY).text

    editor.post(address, data=ANSWER | {"state": state})

    shown = Page(client.get(HISTORY)).text
    for text in (words, asked.wanted, asked.why, "Count to six", ANSWER["reason"]):
        assert text in shown
    assert "Rosa" not in shown
    assert asked.wanted not in Page(editor.get(QUEUE)).text


def test_a_first_name_stands_there_where_it_may(client):
    """And no other part of the name."""
    state = SuggestionState.ALREADY_SO
    make.suggestion(make.person("Rosa Person"), state, is_named=True)

    shown = Page(client.get(HISTORY)).text
    assert "suggested 23 November 2026 by Rosa" in shown
    assert "Person" not in shown


def test_the_case_behind_it(client, editor):
    """Both the reader's and the editor's are links."""
    asked = make.suggestion(case_slug="st-mungos")
    answer = ANSWER | {"case": "Kirkby rent strike"}
    editor.post(f"/editor/suggestions/{asked.id}/", data=answer)

    links = Page(client.get(HISTORY)).links
    assert "/casebook/kirkby-rent-strike/" in links.values()
    assert "/casebook/st-mungos/" in links.values()
    assert fresh(asked).because == "kirkby-rent-strike"


def test_words_that_stay_in(client, sign_in, editor):
    """The answer is public; the words are for their writer and the editors alone."""
    writer = make.person("Rosa Person")
    asked = make.suggestion(writer, is_named=True, wanted="Something unkind.")
    data = ANSWER | {"state": "not-taken-up", "is_withheld": "y"}
    editor.post(f"/editor/suggestions/{asked.id}/", data=data)

    shown = Page(client.get(HISTORY)).text
    assert ANSWER["reason"] in shown
    assert "Something unkind." not in shown
    assert "Rosa" not in shown
    own = Page(sign_in(writer).get("/learn/suggestions/")).text
    assert "Something unkind." in own
    assert ANSWER["reason"] in own


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("state", "", "Choose what becomes of it"),
        ("state", "open", "Choose one of the answers offered"),
        ("reason", "", "Say why, so that whoever asked knows"),
        ("reason", "x" * 5001, "Use at most 5,000 characters here"),
        ("case", "no such case", "No case in the casebook has this name"),
    ],
)
def test_what_an_answer_needs(editor, name, typed, words):
    """Said at the field; it stays open, and the editor's words stay on the page."""
    asked = make.suggestion()
    answer = ANSWER | {name: typed}
    page = Page(editor.post(f"/editor/suggestions/{asked.id}/", data=answer))

    assert page.status == 422
    assert words in page.at_field[name]
    assert page.sent["reason"] == answer["reason"]
    assert fresh(asked).state is SuggestionState.OPEN


def test_only_a_change_has_a_case_behind_it(editor):
    """Otherwise nothing would have been changed because of it."""
    asked = make.suggestion()
    answer = ANSWER | {"state": "already-so", "case": "st-mungos"}
    page = Page(editor.post(f"/editor/suggestions/{asked.id}/", data=answer))

    assert page.at_field["case"] == "Only a change that is made has a case behind it"


def test_the_second_editor_is_told(editor):
    """Whoever comes later changes nothing, and keeps their words to copy."""
    asked = make.suggestion()
    address = f"/editor/suggestions/{asked.id}/"
    editor.post(address, data=ANSWER)

    again = editor.post(address, data=ANSWER | {"reason": "I would not."})

    assert again.status_code == 409
    assert "I would not." in again.text
    assert fresh(asked).reason == ANSWER["reason"]


def test_names_are_pointed_out_to_the_editor(editor):
    """Who decides whether the words stay in."""
    asked = make.suggestion(why="Ann Example told me.")
    page = Page(editor.get(f"/editor/suggestions/{asked.id}/"))

    assert "“Ann Example” looks like a person’s name" in page.text


def test_a_part_or_a_lesson_that_is_gone(client, editor, sign_in):
    """The suggestion is read and answered all the same."""
    writer = make.person()
    moved = make.suggestion(writer, anchor="old", heading="An old part")
    gone = make.suggestion(writer, lesson="no-such-lesson")

    page = Page(editor.get(f"/editor/suggestions/{moved.id}/"))
    assert "“An old part”, a part that is not there any more" in page.text
    page = Page(editor.get(f"/editor/suggestions/{gone.id}/"))
    assert "This lesson is not here any more" in page.text
    assert "No such lesson" in Page(editor.get(QUEUE)).text
    editor.post(f"/editor/suggestions/{gone.id}/", data=ANSWER)
    own = Page(sign_in(writer).get("/learn/suggestions/")).text
    assert "No such lesson" in own
    assert ANSWER["reason"] in own
