"""A baseline round from its opening to its end, and who may do what with it."""

import pytest
from sqlalchemy import select

from app.db import db
from app.groups.rounds import Response, Round
from app.look import library
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


def test_a_refusal_is_one_tap(pair, place):
    """And a slip is taken back; never under none."""
    asked = opened(pair.log, place)
    page = f"/places/{place.id}/baseline/{asked.id}/"
    counts = []
    for do in ("less", "more", "more", "less"):
        pair.log.post(f"{page}refusals/", data={"do": do})
        counts.append(Page(pair.log.get(page)).text.split(" answered, ")[1][0])

    assert counts == ["0", "1", "2", "1"]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"began_on": "2026-11-24"}, "began_on", "Choose today or an earlier day"),
        ({"began_on": "1066-10-14"}, "began_on", "Choose today or an earlier day"),
        ({"began_on": ""}, "began_on", "Choose the first day"),
        ({"sample": " "}, "sample", "Say how people are chosen"),
        ({"sample": "x" * 100_000}, "sample", "Use at most 2,000 characters"),
        ({"mode": "by-owl"}, "mode", "Choose one of the answers offered"),
        ({"aimed": "0"}, "aimed", "Enter a number from 1 to 100,000"),
    ],
)
def test_a_round_that_cannot_be_opened(pair, place, changes, field, message):
    """A message at the field, and what was typed."""
    data = OPEN | changes
    page = Page(pair.log.post(f"/places/{place.id}/baseline/new/", data=data))

    assert page.summary[0][0] == field
    assert message in page.at_field[field]
    assert page.sent["sample"] == data["sample"].strip()
    assert db.session.scalars(select(Round)).all() == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [("q-1", "5"), ("q-1", "yes"), ("q-8a", "2"), ("q-1", "9" * 5000), ("q-3", "²")],
)
def test_a_form_that_cannot_be_read(pair, place, name, typed):
    """Nothing is kept but on the page, with a message there and at the top."""
    asked = opened(pair.log, place)
    data = {"q-2": "1", name: typed}

    page = Page(
        pair.log.post(f"/places/{place.id}/baseline/{asked.id}/type/", data=data)
    )

    assert page.status == 422
    assert [field for field, _ in page.summary] == [name]
    assert page.sent[name] == typed
    assert page.sent["q-2"] == "1"
    assert db.session.scalars(select(Response)).all() == []


def test_an_empty_form_is_not_kept(pair, place):
    """It would count as somebody who would not say anything."""
    asked = opened(pair.log, place)

    page = Page(pair.log.post(f"/places/{place.id}/baseline/{asked.id}/type/", data={}))

    assert page.summary == [("q-1", "Type at least one answer")]


def test_closing_asks_who_was_not_reached(pair, place):
    """A closed round takes nothing more, and shows the words."""
    asked = opened(pair.log, place)
    page = f"/places/{place.id}/baseline/{asked.id}/"
    end = {"closed_on": "2026-11-23", "not_reached": "The flats above the shops"}
    assert "Nobody has answered yet" in pair.log.post(f"{page}close/", data=end).text
    pair.log.post(f"{page}type/", data={"q-1": "3"})
    for wrong in ({"not_reached": ""}, {"closed_on": "2026-11-19"}):
        assert pair.log.post(f"{page}close/", data=end | wrong).status_code == 422

    assert pair.log.post(f"{page}close/", data=end).status_code == 302

    assert "The flats above the shops" in pair.log.get(page).text
    for part in ("type", "refusals", "close", "sheet"):
        assert pair.log.post(f"{page}{part}/", data={"q-1": "3"}).status_code == 404


def test_the_place_sheet(pair, place):
    """Numbers and words, and what was there before."""
    asked = opened(pair.log, place)
    page = f"/places/{place.id}/baseline/{asked.id}/"
    sheet = {"q-groups-known": "14", "q-before": "The street party"}
    wrong = pair.log.post(f"{page}sheet/", data=sheet | {"q-spaces": "four"})
    assert (wrong.status_code, Page(wrong).sent["q-before"]) == (
        422,
        "The street party",
    )

    pair.log.post(f"{page}sheet/", data=sheet)

    text = Page(pair.log.get(page)).text
    assert "How many groups are known here? 14" in text
    assert "before the programme began? The street party" in text


def test_a_groups_form_is_kept_once(pair, place):
    """Filled in again while it is open, it takes the place of the first."""
    group = pair.group(place=place)
    answer = pair.log.post(f"/groups/{group.id}/baseline/new/", data=OPEN)
    for years in ("3", "4"):
        pair.log.post(answer.location, data={"q-12a": "Tea", "q-12c": years})

    (kept,) = db.session.scalars(select(Response)).all()
    assert (kept.answers["12a"], kept.answers["12c"]) == ("Tea", 4)
    assert Page(pair.log.get(answer.location)).sent["q-12c"] == "4"


def test_paper_has_every_question_and_no_name(pair, place):
    """With the answers to tick, and the sheet overleaf."""
    asked = opened(pair.log, place)

    page = Page(pair.log.get(f"/places/{place.id}/baseline/{asked.id}/paper/"))

    for part in library().baseline.parts("residents"):
        assert part.ask in page.text
    for part in library().baseline.sheet:
        assert part.ask in page.text
    assert "Do not write your name" in page.text
