"""An entry open in two tabs without JavaScript: neither loses a word."""

import pytest

from app.db import db
from app.practice.models import Entry, State
from tests.page import Page


@pytest.fixture
def entry(pair):
    """A draft."""
    return pair.entry(state=State.DRAFT, what="On the landing.")


def opened(pair, entry):
    """What the form of a tab holds."""
    return Page(pair.log.get(f"/practice/{entry.id}/edit/")).sent


def press(pair, entry, form, do="save", **typed):
    """Change something in a tab and press its button."""
    data = form | {"do": do} | typed
    return pair.log.post(f"/practice/{entry.id}/edit/", data=data)


def what(entry):
    """The words that the draft holds."""
    db.session.expire_all()
    return db.session.get(Entry, entry.id).pending["what"][0]


@pytest.mark.parametrize("do", ["save", "check", "carry"])
def test_both_are_kept_and_the_writer_chooses(pair, entry, do):
    """Whichever button the second tab's is."""
    one, two = opened(pair, entry), opened(pair, entry)
    press(pair, entry, one, what="Eleven of us.")

    answer = press(pair, entry, two, do, what="Tenant A chaired.")

    assert answer.location == f"/practice/{entry.id}/both/"
    assert what(entry) == "Eleven of us."
    page = Page(pair.log.get(answer.location))
    assert "Eleven of us." in page.text
    assert "Tenant A chaired." in page.text
    chosen = {"mark": page.sent["mark"], "do": "take"}
    pair.log.post(answer.location, data=chosen)
    assert what(entry) == "Tenant A chaired."
    assert "Eleven of us." in Page(pair.log.get(answer.location)).text


def test_one_tab_after_another_saves_as_ever(pair, entry):
    """Each page that comes back is written over what was saved before."""
    first = press(pair, entry, opened(pair, entry), what="One.")
    form = Page(pair.log.get(first.location)).sent
    second = press(pair, entry, form, what="Two.")

    assert second.location == first.location
    assert what(entry) == "Two."


def test_the_same_words_twice_are_no_conflict(pair, entry):
    """A button pressed twice, or a page that is sent again, in both tabs."""
    form = opened(pair, entry)
    for _ in range(2):
        answer = press(pair, entry, form, what="Eleven of us.")
        assert answer.location == f"/practice/{entry.id}/edit/"

    for _ in range(2):
        press(pair, entry, form, what="Tenant A chaired.")
    both = Page(pair.log.get(f"/practice/{entry.id}/both/"))
    assert both.text.count("Tenant A chaired.") == 1


def test_a_page_that_went_back_overwrites_nothing(pair):
    """The form for a new entry, sent with other words after it was saved once."""
    form = Page(pair.log.get("/practice/new/")).sent
    pair.log.post("/practice/new/", data=form | {"what": "Eleven of us."})

    answer = pair.log.post("/practice/new/", data=form | {"what": "Tenant A chaired."})

    (entry,) = db.session.scalars(db.select(Entry))
    assert answer.location == f"/practice/{entry.id}/both/"
    assert what(entry) == "Eleven of us."


def test_what_is_too_long_stays_behind(pair, entry):
    """The page with the message is no newer than the one that was sent."""
    one, two = opened(pair, entry), opened(pair, entry)
    press(pair, entry, one, what="Eleven of us.")

    answer = press(pair, entry, two, title="x" * 100_000)
    again = Page(answer).sent | {"title": "Landing", "what": "Tenant A chaired."}

    assert answer.status_code == 422
    assert press(pair, entry, again).location == f"/practice/{entry.id}/both/"
    assert what(entry) == "Eleven of us."


def test_a_page_without_a_name_for_its_words_saves(pair, entry):
    """One that was opened before pages had one."""
    one, two = opened(pair, entry), opened(pair, entry)
    press(pair, entry, one, what="Eleven of us.")
    two.pop("over")

    press(pair, entry, two, what="Tenant A chaired.")

    assert what(entry) == "Tenant A chaired."
