"""An accepted entry of the log begins a proposal, and little of it goes along."""

import pytest
from sqlalchemy import select

from app import policy
from app.casebook.models import Proposal, ProposalState
from app.casebook.telling import typed_from
from app.db import db, writing
from app.practice.models import Entry, State
from tests import make
from tests.casebook.proposed import HOME, SHORT
from tests.cast import READERS, Cast, fresh
from tests.page import Page

pytestmark = pytest.mark.usefixtures("by_words")

CONSENTS = {
    "author_consents": "y",
    "group_consent_who": "The chair, after a meeting of eleven members",
    "group_consent_on": "2026-11-20",
}
WHAT = (
    "Marlpit Tenants met on the landing. Nobody from Low Weir came, and the marlpit "
    "tenants wrote to the council."
)


@pytest.fixture
def cast(client):
    """Somebody who keeps a log, and everyone who might want to read it."""
    return Cast()


def entry_of(cast, state=State.ACCEPTED, **about):
    """An entry about a group and neighbourhood with names."""
    place = make.place(cast.host, "Low Weir")
    group = make.group(cast.host, cast.author, name="Marlpit Tenants", place=place)
    return make.entry(
        cast.author, cast.host, state=state, group=group, what=WHAT, **about
    )


def begin(browser, entry):
    """The form after the button was pressed."""
    answer = browser.post(f"{HOME}from/{entry.id}/", follow_redirects=True)
    return Page(answer)


def newest():
    """The last proposal begun."""
    db.session.rollback()
    query = select(Proposal).order_by(Proposal.id.desc()).limit(1)
    return db.session.scalars(query).one()


def test_the_entrys_page_offers_it(cast, sign_in):
    """Once it is accepted."""
    accepted = entry_of(cast)
    waiting = make.entry(cast.author, cast.host)
    browser = sign_in(cast.author)

    for entry, offers in ((accepted, True), (waiting, False)):
        shown = browser.get(f"/practice/{entry.id}/").text
        assert ("Propose it as a case" in shown) is offers


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("reader", READERS)
def test_only_the_author_and_only_an_accepted_one(cast, sign_in, reader, state):
    """Everybody else gets 404, and nothing begins."""
    entry = entry_of(cast, state)
    person = fresh(cast[reader])
    allowed = reader == "author" and state is State.ACCEPTED

    answer = sign_in(person).post(f"{HOME}from/{entry.id}/")

    assert answer.status_code == (302 if allowed else 404)
    assert policy.can_propose_from(person, entry) is allowed
    assert len(db.session.scalars(select(Proposal)).all()) == int(allowed)


def test_what_is_carried_over(cast, sign_in):
    """What happened, the kinds, month and year; no names of groups or places."""
    entry = entry_of(
        cast,
        title="Secret title",
        place="The landing at number 9",
        so_what="Secret thought",
        now_what="Secret plan",
        evidence__community__voice="Secret evidence",
    )
    page = begin(sign_in(cast.author), entry)

    assert page.sent["did"] == (
        "The group met on the landing. Nobody from the neighbourhood came, and the "
        "group wrote to the council."
    )
    assert page.sent["dates_note"] == "Meeting, November 2026"
    assert page.sent["began"] == "2026"
    assert page.sent["kind"] == "community-group"
    for private in ("Secret", "number 9", "Marlpit", "Low Weir"):
        assert private not in str(newest().content)
        assert private not in page.html
    assert set(newest().content) == {"did", "kind", "began", "dates_note"}


def test_pressing_twice_begins_once(cast, sign_in):
    """The second press goes on with the first one's proposal."""
    entry, browser = entry_of(cast), sign_in(cast.author)

    first, second = begin(browser, entry), begin(browser, entry)

    assert first.sent["key"] == second.sent["key"]


@pytest.mark.parametrize("lacking", CONSENTS)
def test_consents_come_first(cast, sign_in, lacking):
    """Without one of them it is not sent, by whatever way."""
    browser = sign_in(cast.author)
    begin(browser, entry_of(cast))
    address = f"{HOME}{newest().id}/"
    given = {k: v for k, v in CONSENTS.items() if k != lacking}

    page = Page(browser.post(f"{address}edit/", data=SHORT | given | {"do": "check"}))
    sent = browser.post(f"{address}send/")

    assert page.status == sent.status_code == 422
    assert lacking in page.at_field
    assert newest().state is ProposalState.DRAFT


def test_a_consent_of_tomorrow_is_none(cast, sign_in):
    """The day lies in the past."""
    browser = sign_in(cast.author)
    begin(browser, entry_of(cast))
    typed = SHORT | CONSENTS | {"group_consent_on": "2026-12-24", "do": "check"}

    page = Page(browser.post(f"{HOME}{newest().id}/edit/", data=typed))

    assert page.at_field["group_consent_on"] == "Choose today or an earlier day"


def sent(browser, entry):
    """The proposal from that entry, with the editors."""
    begin(browser, entry)
    address = f"{HOME}{newest().id}/"
    browser.post(f"{address}edit/", data=SHORT | CONSENTS | {"do": "check"})
    browser.post(f"{address}send/")
    assert newest().state is ProposalState.SENT
    return newest()


def test_consents_are_recorded(cast, sign_in):
    """The editor reads who agreed and when; and cannot read the log."""
    entry = entry_of(cast)
    proposal = sent(sign_in(cast.author), entry)
    editor = sign_in(cast["editor"])

    page = Page(editor.get(f"/editor/proposals/{proposal.id}/"))

    assert "The chair, after a meeting of eleven members, 20 November 2026" in page.text
    assert "Author agreed Yes" in page.text
    assert editor.get(f"/practice/{entry.id}/").status_code == 404
    assert str(entry.id) not in page.html


def test_consents_stay_once_it_is_sent(cast, sign_in):
    """Neither the proposer's nor the editor's form changes them."""
    browser = sign_in(cast.author)
    proposal = sent(browser, entry_of(cast))
    editor = sign_in(cast["editor"])
    page = f"/editor/proposals/{proposal.id}/"
    editor.post(f"{page}ask/", data=SHORT | {"question": "How many?"})
    browser.post(f"{HOME}{proposal.id}/edit/", data=SHORT | {"do": "save"})

    kept = newest().content
    assert {name: kept[name] for name in CONSENTS} == {
        name: [value] for name, value in CONSENTS.items()
    }
    assert "You agreed to tell it" in browser.get(f"{HOME}{proposal.id}/edit/").text


def test_an_entry_that_is_open_again_holds_it_back(cast, sign_in):
    """Until it has been accepted once more."""
    entry, browser = entry_of(cast), sign_in(cast.author)
    begin(browser, entry)
    address = f"{HOME}{newest().id}/"
    browser.post(f"{address}edit/", data=SHORT | CONSENTS | {"do": "check"})
    with writing():
        db.session.get(Entry, entry.id).state = State.RETURNED

    page = Page(browser.post(f"{address}send/", follow_redirects=True))

    assert "is open again" in page.text
    assert newest().state is ProposalState.DRAFT


def test_names_within_words_are_left(cast):
    """A place called Low is no part of "lower"; capitals follow the sentence."""
    make.place(cast.host, "Low")
    entry = make.entry(
        cast.author, cast.host, state=State.ACCEPTED,
        what="Lower rents. In Low, low rents. (Low is small.)",
    )  # fmt: skip

    assert typed_from(entry)["did"] == [
        "Lower rents. In the neighbourhood, the neighbourhood rents. "
        "(The neighbourhood is small.)"
    ]
