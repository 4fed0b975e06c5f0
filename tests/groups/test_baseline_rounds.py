"""A baseline round from its opening to its end, and who may do what with it."""

import pytest
from sqlalchemy import select

from app.db import db
from app.groups.rounds import Response, Round
from tests import make
from tests.page import Page

OPEN = {"began_on": "2026-11-20", "mode": "our-phone", "sample": "Every third door"}


@pytest.fixture
def place(pair):
    """A neighbourhood of the pair's organisation."""
    return make.place(pair.host, "Marlpit")


def opened(browser, place, **changes):
    """Open a round through the page."""
    answer = browser.post(f"/places/{place.id}/baseline/new/", data=OPEN | changes)
    assert answer.status_code == 302
    return db.session.scalars(select(Round)).one()


def test_a_round_is_opened_and_shown(pair, place):
    """With its day, way and sample; and the address for residents."""
    asked = opened(pair.log, place, aimed="40")

    page = Page(pair.log.get(f"/places/{place.id}/baseline/{asked.id}/"))

    assert page.status == 200
    assert "On an organiser’s phone, face to face" in page.text
    assert "You meant to ask 40." in page.text
    assert f"/answer/{asked.key}/" in page.text
    assert page.text.count("Every third door") == 1


def test_typing_a_form(pair, place):
    """A digit an answer; what is empty counts as rather not say."""
    asked = opened(pair.log, place)
    typed = {"q-1": "3", "q-2": "d", "q-8a": "4", "q-8b": "n"}

    pair.log.post(f"/places/{place.id}/baseline/{asked.id}/type/", data=typed)

    kept = db.session.scalars(select(Response)).one().answers
    assert {k: v for k, v in kept.items() if v != "refused"} == {
        "1": 3, "2": "dont-know", "8a": 4, "8b": 0,
    }  # fmt: skip
    assert len(kept) == 15
