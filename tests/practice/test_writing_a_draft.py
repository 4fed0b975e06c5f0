"""The entry form keeps whatever was typed, as it was typed, once."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.content.questions import CONTROL, STREAM, SUPPORT
from app.db import db
from app.practice.models import Entry, State, Version
from tests import make
from tests.page import Page
from tests.pair import LEAD, scale

HEADINGS = [
    "Call it something",
    "Which group?",
    "Date",
    "Minutes",
    "Where?",
    "What kind?",
    "Who started it?",
    "Does it answer a practice task?",
    "What happened?",
    "So what?",
    "Now what?",
    "What ends the doing-for?",
    "How are the two kept apart?",
    "Did the group ask for something, or get an answer?",
    "Of whom?",
    "What was asked?",
    "How does it stand?",
    "What changed? (optional)",
    "What",
    "Who",
    "By",
]


def entries() -> int:
    """How many entries there are."""
    return db.session.scalar(select(func.count()).select_from(Entry))


def test_new_form_shows_everything(pair):
    """Every question, level, answer and warning is on the page before anything is."""
    group = pair.group()

    page = Page(pair.log.get("/practice/new/"))

    assert page.status == 200
    assert set(HEADINGS) <= set(page.labels)
    assert group.name in page.options["group"]
    assert page.sent["happened_on"] == "2026-11-23"
    for question in (*CONTROL, *STREAM):
        assert question.words in page.text
        assert all(words in page.text for _, words in question.answers)
    assert set(SUPPORT.values()) <= set(page.labels)
    for principle in scale().principles:
        assert principle.meaning in page.text
        assert all(anchor in page.text for anchor in principle.anchors)
        assert page.sent[f"rate-{principle.id}"] == "not-in-play"
    assert "The log is never the way to report harm." in page.text
    assert LEAD in page.text
    assert entries() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None, "what": None, "kind": None, "started_by": None},
        {"minutes": "ten", "happened_on": "last Tuesday"},
        {"minutes": "1441", "happened_on": "2031-02-30"},
        {"minutes": "-0", "action__due__1": "when we meet", "action__who__1": "Chair"},
        {"what": "One.\r\n\r\n  Two <b>bold</b> & “quoted” 'so'.\r\nThree ☂ 𐐷 é."},
        {"rate__mutual__aid": "4", "evidence__mutual__aid": None},
        {"rate__independence": "dont-know", "evidence__independence": "A rumour"},
        {
            "evidence__accountability": "Evidence for nothing yet",
            "second__mutual__aid": "B",
        },
        {
            "ask": "new",
            "ask_of": "Landlord",
            "ask_what": None,
            "ask_outcome": "refused",
        },
        {"control__decided": None, "stream__purpose": None, "ends": "The lease"},
        {"voice_flag": "y", "support__links": "refused", "separation": "Two budgets"},
        {"task": "", "place": "Flat 4, the top landing", "action__what__2": "Ring"},
    ],
)
def test_draft_keeps_anything_typed(pair, changes):
    """Finished or not, sensible or not: the form shows it again exactly."""
    typed = make.typed(**changes)

    saved = pair.log.post("/practice/new/", data=typed | {"do": "save"})
    page = Page(pair.log.get(saved.location))

    assert saved.status_code == 302
    assert "Your draft is saved. Nobody else can read it." in page.text
    assert {name: page.sent[name] for name in typed} == typed
    left_out = {n for n, value in changes.items() if value is None}
    for name in left_out:
        assert page.sent.get(name.replace("__", "-"), "") == ""
    assert page.summary == []


def test_draft_may_be_empty(pair):
    """A form with nothing in it is kept too, and stands in the log without a title."""
    saved = pair.log.post("/practice/new/", data={"do": "save"})

    assert saved.status_code == 302
    assert "No title yet" in Page(pair.log.get("/practice/")).text


def test_text_without_meaning_to_a_database_is_kept(pair):
    """A NUL is dropped; the words around it stay."""
    saved = pair.log.post(
        "/practice/new/", data={"title": "Sta\x00irs", "what": "a\x00b"}
    )

    page = Page(pair.log.get(saved.location))

    assert (page.sent["title"], page.sent["what"]) == ("Stairs", "ab")


def test_saving_again_changes_the_same_draft(pair):
    """What was cleared is gone, what was added is there, and nothing is doubled."""
    saved = pair.log.post("/practice/new/", data=make.typed(do="save"))

    again = make.typed(title="Landing meeting", now_what=None, place="Block C")
    pair.log.post(saved.location, data=again)
    page = Page(pair.log.get(saved.location))

    assert page.sent["title"] == "Landing meeting"
    assert page.sent["place"] == "Block C"
    assert page.sent["now_what"] == ""
    assert entries() == 1


def test_autosave_answers_in_json(pair):
    """The page hears when it was kept, and where it goes on."""
    key = uuid.uuid4()

    answer = pair.log.post("/practice/new/", data=make.typed(key=key, do="keep"))

    assert answer.status_code == 200
    assert answer.json == {
        "saved_at": "2026-11-23T20:00:00+00:00",
        "edit": f"/practice/{key}/edit/",
    }
    assert (
        "Saved at 20:00. Only you can read it."
        in Page(pair.log.get(answer.json["edit"])).text
    )


def test_autosave_of_a_known_draft(pair):
    """Later keeps go to the draft's own address and move its time on."""
    entry = pair.entry(state=State.DRAFT)
    address = f"/practice/{entry.id}/edit/"
    clock.advance(timedelta(minutes=3))

    answer = pair.log.post(address, data=make.typed(title="Longer", do="keep"))

    assert answer.json == {"saved_at": "2026-11-23T20:03:00+00:00", "edit": address}
    assert Page(pair.log.get(address)).sent["title"] == "Longer"


def test_one_key_is_one_entry(pair):
    """A second post under the same key, after a lost answer, changes the same draft."""
    key = uuid.uuid4()
    for title in ("Stairs", "Stairwell"):
        answer = pair.log.post(
            "/practice/new/", data=make.typed(key=key, title=title, do="keep")
        )
        assert answer.json["edit"] == f"/practice/{key}/edit/"

    assert entries() == 1
    assert Page(pair.log.get(f"/practice/{key}/edit/")).sent["title"] == "Stairwell"


def test_key_of_a_submitted_entry_leads_to_it(pair):
    """A retry that arrives after the submission changes nothing and makes nothing."""
    entry = pair.entry(title="As sent")
    retry = make.typed(key=entry.id, title="As sent", do="save")

    for address in ("/practice/new/", f"/practice/{entry.id}/edit/"):
        answer = pair.log.post(address, data=retry)
        assert answer.status_code == 302
        assert answer.location == f"/practice/{entry.id}/"

    assert entries() == 1
    assert db.session.scalar(select(func.count()).select_from(Version)) == 1


def test_other_words_for_a_submitted_entry_stay_on_the_page(pair):
    """What a second page still holds is not saved, said so, and not lost."""
    entry = pair.entry(title="As sent")
    other = make.typed(
        key=entry.id, title="As sent", so_what="A thought since", do="save"
    )

    for address in ("/practice/new/", f"/practice/{entry.id}/edit/"):
        answer = pair.log.post(address, data=other)
        assert answer.status_code == 409
        assert "submitted from another page" in answer.text
        assert Page(answer).sent["so_what"] == "A thought since"

    assert "A thought since" not in pair.log.get(f"/practice/{entry.id}/").text
    assert db.session.scalar(select(func.count()).select_from(Version)) == 1


def test_key_of_somebody_else_is_refused(pair, sign_in):
    """Nobody writes into another person's entry by naming it."""
    entry = pair.entry(state=State.DRAFT, title="Ann's own")
    thief = sign_in(make.organiser(pair.host))

    answer = thief.post("/practice/new/", data=make.typed(key=entry.id, do="save"))

    assert answer.status_code == 404
    assert entries() == 1
    assert db.session.get(Entry, entry.id).title == "Ann's own"


@pytest.mark.parametrize("key", ["", "7", "not-a-key", "0" * 400])
def test_damaged_key_is_replaced(pair, key):
    """What was written matters more than the key it came with."""
    saved = pair.log.post("/practice/new/", data=make.typed(key=key, title="Kept"))

    assert Page(pair.log.get(saved.location)).sent["title"] == "Kept"


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("title", 160),
        ("place", 160),
        ("what", 20_000),
        ("so_what", 20_000),
        ("now_what", 20_000),
        ("ends", 20_000),
        ("separation", 20_000),
        ("evidence-independence", 20_000),
        ("second-independence", 500),
        ("ask_of", 160),
        ("ask_what", 500),
        ("ask_changed", 500),
        ("action-what-0", 300),
        ("action-who-0", 80),
    ],
)
@pytest.mark.parametrize("do", ["save", "keep", "check"])
def test_too_long_is_said_and_nothing_is_lost(pair, name, limit, do):
    """One character over: a message at the field, and all of it still in the page."""
    long = "é" * limit
    typed = make.typed() | {name: f"{long}x"}

    page = Page(pair.log.post("/practice/new/", data=typed | {"do": do}))

    message = f"Use at most {limit:,} characters here"
    assert page.status == 422
    assert page.at_field == {name: message}
    assert page.summary == [(name, message)]
    assert {field: page.sent[field] for field in typed} == typed
    assert entries() == 0
    fits = pair.log.post("/practice/new/", data=typed | {name: long, "do": "save"})
    assert Page(pair.log.get(fits.location)).sent[name] == long


def test_too_long_leaves_the_draft_as_it_was(pair):
    """What was kept before stays kept."""
    entry = pair.entry(state=State.DRAFT, what="Short and kept.")
    address = f"/practice/{entry.id}/edit/"

    page = Page(pair.log.post(address, data=make.typed(what="x" * 20_001)))

    assert page.status == 422
    assert Page(pair.log.get(address)).sent["what"] == "Short and kept."
