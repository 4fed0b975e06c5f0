"""Somebody proposes a case: begun in a few lines, kept, checked, sent, withdrawn."""

import re
import uuid

import pytest
from sqlalchemy import select

from app.casebook.models import Proposal, ProposalState
from app.db import db
from tests import make
from tests.casebook.proposed import SHORT, saved, shown
from tests.page import Page

HOME = "/casebook/propose/"


pytestmark = pytest.mark.usefixtures("by_words")


@pytest.fixture
def proposer(client):
    """Somebody with an account and no organisation."""
    return make.person("Rosa")


@pytest.fixture
def browser(proposer, sign_in):
    """Their browser."""
    return sign_in(proposer)


def test_a_stranger_signs_in_first(client):
    """And is then led back."""
    answer = client.get(HOME)

    assert answer.headers["Location"] == "/sign-in/?next=/casebook/propose/"


def test_the_casebook_leads_there(client):
    """By a link under its heading."""
    assert Page(client.get("/casebook/")).links["propose a case"] == HOME


def test_anything_is_kept(browser):
    """A draft may lack everything, and shows again what was typed."""
    page = saved(browser, did="We knocked.", do="save")

    assert page.sent["did"] == "We knocked."
    assert page.sent["title"] == ""
    assert "Nobody else can read it" in page.text


def test_it_saves_itself(browser):
    """The script asks for the address at which it was kept."""
    key = str(uuid.uuid4())
    first = browser.post(HOME, data={"key": key, "title": "A lift", "do": "keep"})
    again = browser.post(
        HOME, data={"key": key, "title": "A lift mended", "do": "keep"}
    )

    assert first.json["edit"] == again.json["edit"] == f"{HOME}{key}/edit/"
    assert [p.title for p in db.session.scalars(select(Proposal))] == ["A lift mended"]


def test_every_part_of_the_format_is_there(browser):
    """Five headings, outcome, principles, methods, mistakes, asks and sources."""
    page = Page(browser.get(HOME))

    for name in ("situation", "did", "changed", "wrong", "take", "aim", "growth_note",
                 "upheld-mutual-aid", "broken-independence", "asks",
                 "source-url-7"):  # fmt: skip
        assert name in page.sent, name
    for words in ("Boycott", "Fighting alone", "Members"):
        assert words in page.labels


def test_ticks_come_back(browser):
    """Several of one list are kept and shown ticked."""
    page = saved(browser, methods=["march", "media"], do="save")

    assert re.findall(r'checked[^>]* value="(march|media|strike)"', page.html) == [
        "march",
        "media",
    ]


NEEDED = {
    "title": "Give it a name to find it by",
    "did": "Say what happened: who did what",
    "place_name": "Say where it was",
    "country": "Say in which country",
    "began": "Enter the year in figures, such as 1998",
    "outcome": "Choose how it turned out",
    "source-text-0": "Name at least one source: something that others can read",
}


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_needed_before_sending(browser, name):
    """Said at its field and above, and nothing typed is lost."""
    page = saved(browser, **SHORT | {name: ""}, do="check")

    assert page.status == 422
    assert page.at_field[name] == NEEDED[name]
    assert (name, NEEDED[name]) in page.summary
    kept = {k: v for k, v in SHORT.items() if k not in {name, "outcome"}}
    assert {k: page.sent[k] for k in kept} == kept


@pytest.mark.parametrize("year", ["next", "19", "99999", "٢٠٠١", "3000", "-200"])
def test_a_year_is_a_year(browser, year):
    """Four figures, and not in the future."""
    assert "began" in saved(browser, **SHORT | {"began": year}, do="check").at_field


def test_the_page_before_sending_says_what_happens_next(browser):
    """Who reads it, after how many, and about when; and that all are held."""
    page = saved(browser, **SHORT, do="check")

    assert "The editors of this site read it" in page.text
    assert "within about two weeks" in page.text
    assert "A first contribution is always held" in page.text
    assert "The council stopped the buses." in page.text


def test_what_looks_personal_is_pointed_out(browser):
    """At its place, when saved and when checked; it stops nothing."""
    words = (
        "Mrs Okafor rang 0161 496 0000, or ann@example.org, at M1 1AE. Jane Smith too."
    )
    page = saved(browser, **SHORT | {"did": words}, do="save")
    checked = saved(browser, **SHORT | {"did": words}, do="check")

    for seen in (page, checked):
        for kind in ("“Mrs Okafor” looks like a person’s name",
                     "“0161 496 0000” looks like a phone number",
                     "“ann@example.org” looks like an email address",
                     "“M1 1AE” looks like a postcode",
                     "“Jane Smith” looks like a person’s name"):  # fmt: skip
            assert kind in seen.text
    assert checked.status == 200


def test_bodies_and_figures_are_not_people(browser):
    """Councils, months, sums and years are left alone."""
    words = "In March 1998 Leeds City Council paid £300,000 to 12,000 homes."
    page = saved(browser, **SHORT | {"did": words}, do="save")

    assert "looks like" not in page.text


def sent(browser):
    """A proposal that has been sent, as its own page shows it."""
    return shown(browser, saved(browser, **SHORT, do="check"), "send/")


def test_sending_it(browser, proposer):
    """It is the editors' turn, since today; and it can no longer be changed."""
    page = sent(browser)

    proposal = db.session.scalars(select(Proposal)).one()
    assert proposal.state is ProposalState.SENT
    assert "The editors’ turn, since 23 November" in page.text
    assert browser.get(f"{HOME}{proposal.id}/edit/").status_code == 404
    assert "The editors’ turn" in Page(browser.get(HOME)).text


def test_sending_twice_is_sending_once(browser):
    """A retry leads to the same page."""
    sent(browser)
    proposal = db.session.scalars(select(Proposal)).one()

    again = browser.post(f"{HOME}{proposal.id}/send/")

    assert again.status_code == 302
    assert again.headers["Location"] == f"{HOME}{proposal.id}/"


def test_an_unfinished_one_is_not_sent(browser):
    """Even by a form that is put together by hand."""
    saved(browser, do="save", title="A lift")
    proposal = db.session.scalars(select(Proposal)).one()

    answer = browser.post(f"{HOME}{proposal.id}/send/")

    assert answer.status_code == 422
    assert "Say where it was" in answer.text


def test_words_typed_elsewhere_stay_on_the_page(browser):
    """When it was sent from another page meanwhile."""
    sent(browser)
    proposal = db.session.scalars(select(Proposal)).one()

    answer = browser.post(f"{HOME}{proposal.id}/edit/", data={"did": "Later words."})

    assert answer.status_code == 409
    assert "Later words." in answer.text


def test_withdrawing_it(browser):
    """It says so, and cannot be sent again."""
    sent(browser)
    proposal = db.session.scalars(select(Proposal)).one()

    browser.post(f"{HOME}{proposal.id}/withdraw/")

    page = Page(browser.get(f"{HOME}{proposal.id}/"))
    assert "Withdrawn on 23 November" in page.text
    assert browser.post(f"{HOME}{proposal.id}/send/").status_code == 404


def test_deleting_a_draft(browser):
    """While nobody else has ever been able to read it."""
    saved(browser, title="A lift", do="save")
    proposal = db.session.scalars(select(Proposal)).one()

    browser.post(f"{HOME}{proposal.id}/delete/")

    db.session.rollback()
    assert db.session.scalars(select(Proposal)).all() == []


def test_cases_like_it_are_shown(browser):
    """Beside the form, and by themselves for the script."""
    words = "Tenants on the estate withheld the rent to fight the increase"
    page = saved(browser, did=words, do="save")
    alone = browser.post(f"{HOME}cases/", data={"did": words})

    assert "/casebook/kirkby-rent-strike/" in page.links.values()
    assert "/casebook/kirkby-rent-strike/" in alone.text


@pytest.mark.parametrize(
    "text", ["a\x00b", "x" * 100_000, "🦊 שלום", "\u202eabc", "\r\n"]
)
def test_odd_text_breaks_nothing(browser, text):
    """It is kept or refused in words."""
    fields = dict.fromkeys(SHORT, text)
    page = saved(browser, **fields, do="check")

    assert page.status in {200, 422}
