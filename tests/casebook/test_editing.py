"""Editors read what is proposed: the queue, questions and answers, and a no."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.casebook.models import Proposal, ProposalState
from app.db import db
from tests import make
from tests.casebook.proposed import SHORT, empty_outbox, letters, propose, saved
from tests.page import Page

pytestmark = pytest.mark.usefixtures("by_words")

HOME = "/casebook/propose/"


@pytest.fixture
def browser(client, sign_in):
    """Somebody who proposes."""
    empty_outbox()
    return sign_in(make.person("Rosa", email="rosa@example.org"))


@pytest.fixture
def editor(client, sign_in):
    """An editor's browser."""
    return sign_in(make.person("Nuala", is_editor=True))


def test_the_queue_has_the_oldest_first(browser, editor):
    """Whose turn it is, and since when."""
    propose(browser, **SHORT | {"title": "An older one"})
    clock.advance(timedelta(days=20))
    propose(browser, **SHORT | {"title": "A newer one"})
    saved(browser, title="A draft", do="save")

    page = Page(editor.get("/editor/"))

    assert page.text.index("An older one") < page.text.index("A newer one")
    assert "20 days" in page.text
    assert "The editors’, since 23 November" in page.text
    assert "A draft" not in page.text
    assert page.links["Editing"] == "/editor/"


@pytest.mark.parametrize("right", ["is_administrator", None])
def test_others_have_no_queue(client, sign_in, right):
    """404, and no link to it."""
    person = make.person(**{right: True} if right else {})
    browser = sign_in(person)

    assert browser.get("/editor/").status_code == 404
    assert "Editing" not in Page(browser.get("/account/")).links


def test_an_editor_sees_everything(browser, editor):
    """What was typed, by whom, and that it is a first contribution."""
    proposal = propose(browser)

    page = Page(editor.get(f"/editor/proposals/{proposal.id}/"))

    assert page.sent["did"] == SHORT["did"]
    assert "Rosa, rosa@example.org" in page.text
    assert "Nothing: a first contribution" in page.text
    assert "summary" in page.sent


def test_what_an_editor_changes_is_kept(browser, editor):
    """Their own part too, and the proposer reads the rest as it stands now."""
    proposal = propose(browser)
    page = f"/editor/proposals/{proposal.id}/"

    editor.post(page, data=SHORT | {"country": "Wales", "lat": "51.6"})

    assert Page(editor.get(page)).sent["lat"] == "51.6"
    assert "Wales" in Page(browser.get(f"{HOME}{proposal.id}/")).text


def test_asking_and_answering(browser, editor):
    """The turn goes to the proposer, by mail and on their page, and back."""
    proposal = propose(browser)
    page, theirs = f"/editor/proposals/{proposal.id}/", f"{HOME}{proposal.id}/"

    editor.post(f"{page}ask/", data={"question": "How many buses a day?"})

    asked = Page(browser.get(theirs))
    assert "Your turn, since 23 November: an editor asked something" in asked.text
    assert "How many buses a day?" in asked.text
    (to, _, text) = letters()[-1]
    assert to == "rosa@example.org"
    assert "How many buses a day?" in text
    assert f"http://localhost{theirs}" in text
    assert "Rosa’s, since 23 November" in Page(editor.get("/editor/")).text
    assert Page(editor.get(page)).sent.get("did") is None  # it is not their turn

    browser.post(f"{theirs}edit/", data=SHORT | {"began": "2010", "do": "save"})
    browser.post(f"{theirs}answer/", data={"answer": "Six, then none."})

    back = Page(editor.get(page))
    assert "Six, then none." in back.text
    assert back.sent["began"] == "2010"
    assert "The editors’ turn" in Page(browser.get(theirs)).text


def test_an_editors_part_survives_the_proposers_changes(browser, editor):
    """The proposer's form does not show it, and does not lose it."""
    proposal = propose(browser)
    page = f"/editor/proposals/{proposal.id}/"
    editor.post(page, data=SHORT | {"summary": "In two sentences.", "lat": "51.6"})
    editor.post(f"{page}ask/", data={"question": "How many?"})

    browser.post(f"{HOME}{proposal.id}/edit/", data=SHORT | {"do": "save"})
    browser.post(f"{HOME}{proposal.id}/answer/", data={"answer": "Six."})

    assert Page(editor.get(page)).sent["summary"] == "In two sentences."


def test_an_answer_to_nothing_is_not_lost(browser, editor):
    """It stays on the page, with a word on why."""
    proposal = propose(browser)

    answer = browser.post(f"{HOME}{proposal.id}/answer/", data={"answer": "Six."})

    assert answer.status_code == 409
    assert Page(answer).text.count("Nothing is asked of you now") == 1


@pytest.mark.parametrize("asked_first", [True, False])
def test_declining(browser, editor, asked_first):
    """With a reason, by mail and on the proposer's page; it leaves the queue."""
    proposal = propose(browser)
    page = f"/editor/proposals/{proposal.id}/"
    if asked_first:
        editor.post(f"{page}ask/", data={"question": "How many?"})

    editor.post(f"{page}decline/", data={"reason": "It is in the casebook already."})

    theirs = Page(browser.get(f"{HOME}{proposal.id}/"))
    assert "Declined on 23 November" in theirs.text
    assert "It is in the casebook already." in theirs.text
    assert "It is in the casebook already." in letters()[-1][2]
    assert SHORT["title"] not in Page(editor.get("/editor/")).text


@pytest.mark.parametrize(
    ("post", "name", "words"),
    [
        ("ask/", "question", "Write what you want to ask"),
        ("decline/", "reason", "Say why, so that they know"),
    ],
)
def test_nothing_is_sent_without_words(browser, editor, post, name, words):
    """The message stands at the field."""
    proposal = propose(browser)
    answer = editor.post(f"/editor/proposals/{proposal.id}/{post}")

    assert answer.status_code == 422
    assert Page(answer).at_field[name] == words
    assert letters() == []


def test_what_is_withdrawn_leaves_the_queue(browser, editor):
    """An editor who is still writing is told, and loses nothing."""
    proposal = propose(browser)
    browser.post(f"{HOME}{proposal.id}/withdraw/")

    assert editor.get(f"/editor/proposals/{proposal.id}/").status_code == 404
    db.session.expire_all()
    kept = db.session.scalars(select(Proposal)).one()
    assert kept.state is ProposalState.WITHDRAWN


def test_changes_out_of_turn_stay_on_the_page(browser, editor):
    """And are not kept."""
    proposal = propose(browser)
    page = f"/editor/proposals/{proposal.id}/"
    editor.post(f"{page}ask/", data={"question": "How many?"})

    answer = editor.post(page, data=SHORT | {"country": "Wales"})

    assert answer.status_code == 409
    assert "Wales" in answer.text
    assert Page(browser.get(f"{HOME}{proposal.id}/edit/")).sent["country"] == "England"
