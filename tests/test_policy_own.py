"""What is one’s own alone: the page, the rule and the query give one answer."""

import pytest

from app import policy
from app.db import db
from app.look import library
from tests import make
from tests.cast import READERS, Cast, fresh


@pytest.fixture
def cast(client):
    """An author and everybody around them."""
    return Cast()


@pytest.mark.parametrize("reader", READERS)
def test_a_saved_case_and_its_note(cast, sign_in, reader):
    """Whoever saved it reads and writes; their supervisor and editors do not."""
    saved = make.saved_case(cast.author, "st-mungos", "Read before Tuesday.")
    person = fresh(cast[reader])
    browser, page = sign_in(person), "/casebook/reading/"
    own = reader == "author"

    assert policy.owns_saved(person, saved) is own
    assert list(db.session.scalars(policy.saved_cases(person))) == [saved][: int(own)]
    shown = browser.get(page).text
    assert ("Read before Tuesday." in shown) is own
    note = browser.post(f"{page}{saved.id}/", data={"note": "Changed"})
    removed = browser.post(f"{page}{saved.id}/remove/")
    assert (note.status_code, removed.status_code) == (
        (302, 302) if own else (404,) * 2
    )


@pytest.mark.parametrize("reader", READERS)
def test_a_saved_search(cast, sign_in, reader):
    """Whoever keeps it, and nobody else."""
    saved = make.saved_search(cast.author, "q=rent+strike", "What I wonder about")
    person = fresh(cast[reader])
    browser, page = sign_in(person), "/casebook/searches/"
    own = reader == "author"

    assert policy.owns_saved(person, saved) is own
    found = list(db.session.scalars(policy.saved_searches(person)))
    assert found == [saved][: int(own)]
    assert ("What I wonder about" in browser.get(page).text) is own
    named = browser.post(f"{page}{saved.id}/", data={"name": "Changed"})
    removed = browser.post(f"{page}{saved.id}/remove/")
    assert (named.status_code, removed.status_code) == (
        (302, 302) if own else (404, 404)
    )


@pytest.mark.parametrize("reader", READERS)
def test_an_answer_to_a_question_that_came_back(cast, sign_in, reader):
    """Whoever gave it: no supervisor, no coordinator, nobody who runs the site."""
    made = make.recall(cast.author, library().lessons[0].checks[0])
    person = fresh(cast[reader])
    browser, page = sign_in(person), f"/learn/review/answers/{made.id}/"
    own = reader == "author"

    assert policy.owns_recall(person, made) is own
    assert browser.get(page).status_code == (200 if own else 404)
    said = browser.post(page, data={"rating": "easy"})
    assert said.status_code == (302 if own else 404)


@pytest.mark.parametrize("reader", READERS)
def test_an_entry_that_was_brought_along(cast, sign_in, reader):
    """Whoever brought it opens it; their supervisor does not, and nobody else."""
    entry = make.entry(cast.author, cast.host, what="Written elsewhere")
    brought = make.brought(cast.author, entry)
    person = fresh(cast[reader])
    own = reader == "author"

    assert policy.owns_brought(person, brought) is own
    answer = sign_in(person).get(f"/practice/import/{brought.id}/")
    assert answer.status_code == (200 if own else 404)
