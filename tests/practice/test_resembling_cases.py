"""*Before you repeat it*: past cases like what is being written, failures first."""

import re

import pytest

from app.practice.models import State
from tests import make
from tests.page import Page

WORDS = (
    "The tenants on our estate want to withhold the rent until the landlord repairs "
    "the lifts, and the council says that a regeneration board will decide."
)
ORDER = [
    "Went wrong:",
    "Partly worked. What went wrong:",
    "Worked. What nearly did not:",
]
PARTS = ("title", "what", "so_what", "now_what")


def verdicts(page):
    """How the cases that are shown ended, in the order shown."""
    endings = "|".join(map(re.escape, ORDER))
    return [ORDER.index(words) for words in re.findall(endings, page.text)]


def cases(page):
    """Addresses of the cases that are shown."""
    return [a for a in page.links.values() if a.startswith("/casebook/") and a[10:]]


def asked_for(browser, **typed):
    """What the form fetches while its author types."""
    return Page(browser.post("/practice/cases/", data=dict.fromkeys(PARTS, "") | typed))


@pytest.mark.parametrize("part", PARTS)
def test_enough_words_bring_cases(pair, part):
    """Whichever part they stand in; three at most, those that went wrong first."""
    page = asked_for(pair.log, **{part: WORDS})

    assert page.status == 200
    assert 0 < len(cases(page)) <= 3
    assert verdicts(page)
    assert verdicts(page) == sorted(verdicts(page))
    for address in cases(page):
        assert pair.log.get(address).status_code == 200


@pytest.mark.parametrize("words", ["", "Rent strike on our estate", "   "])
def test_few_words_bring_none(pair, words):
    """Five say too little to find a case by."""
    assert cases(asked_for(pair.log, what=words)) == []


def test_words_that_mean_nothing_bring_none(pair):
    """Neither words on no list nor the marks of a search language are a fault."""
    assert cases(asked_for(pair.log, what="and the of it to in on")) == []
    assert asked_for(pair.log, what='"( NEAR * ) -- xyzzy qwrty" AND OR').status == 200


def test_draft_shows_them_without_a_script(pair):
    """They stand in the form once the words are saved, and are hidden before."""
    empty = Page(pair.log.get("/practice/new/"))
    entry = pair.entry(state=State.DRAFT, what=WORDS)

    page = Page(pair.log.get(f"/practice/{entry.id}/edit/"))

    assert cases(empty) == []
    assert "hidden data-resembling" in empty.html
    assert 0 < len(cases(page)) <= 3
    assert "hidden data-resembling" not in page.html
    assert "Before you repeat it" in page.text


def test_only_those_who_keep_a_log_ask(pair, sign_in):
    """The fragment belongs to the form."""
    assert asked_for(pair.desk, what=WORDS).status == 404
    assert asked_for(sign_in(make.person()), what=WORDS).status == 404
