"""Searches that a reader keeps: where they lead, what is new in them."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, update

from app import clock
from app.casebook import saving
from app.casebook.models import Case, SavedSearch
from app.db import db, writing
from tests import make
from tests.page import Page

LIST = "/casebook/searches/"
NEW = f"{LIST}new/"
RENT = "q=rent+strike&outcome=failed"
HEADING = re.compile(r'<h2 id="found">(\S+) cases?,')
NUMBERS = dict(zip("One Two Three Four Five Six Seven Eight Nine".split(),  # noqa: SIM905
                   range(1, 10), strict=True))  # fmt: skip


@pytest.fixture
def reader(client):
    """Somebody with an account and no organisation; no case changed lately."""
    changed(clock.now() - timedelta(days=400))
    return make.person("Marguerite")


@pytest.fixture
def browser(reader, sign_in):
    """Their browser."""
    return sign_in(reader)


def changed(at, *slugs):
    """Say that these cases, or all, changed at that moment."""
    which = Case.slug.in_(slugs) if slugs else Case.slug.is_not(None)
    with writing():
        db.session.execute(update(Case).where(which).values(changed_at=at))


def keep(browser, query=RENT, name="Rent"):
    """Save a search under a name."""
    answer = browser.post(f"{NEW}?{query}", data={"name": name})
    assert answer.status_code == 302
    return answer


def kept():
    """Everything that anybody keeps."""
    db.session.rollback()
    return db.session.scalars(select(SavedSearch)).all()


def number_found(browser, query):
    """How many cases the page of results says there are."""
    said = HEADING.search(browser.get(f"/casebook/?{query}").text)[1]
    return NUMBERS.get(said) or int(said)


def test_saving_a_search(browser):
    """From the results by a page that has the question as its name."""
    results = Page(browser.get(f"/casebook/?{RENT}&page=1"))
    offer = Page(browser.get(results.links["Save this search"]))

    answer = keep(browser, RENT, "Rent strikes that failed")
    again = browser.get(answer.location).text

    assert results.links["Save this search"] == f"{NEW}?{RENT}"
    assert offer.sent["name"] == "rent strike"
    assert answer.location == f"/casebook/?{RENT}"
    assert "You keep this search as" in again
    assert "Save this search" not in again


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("q=the+grant+is+ending&outcome=failed", "the grant is ending"),
        ("outcome=failed&broken=independence", "Did not work, Independence"),
        ("country=Ireland&sort=oldest", "Ireland"),
        ("", "Every case"),
        (f"q={'x' * 300}", "x" * 120),
        ("q=%00", "Every case"),
    ],
)
def test_the_name_that_is_offered(browser, query, name):
    """The question; without one, the filters in words."""
    assert Page(browser.get(f"{NEW}?{query}")).sent["name"] == name


@pytest.mark.parametrize(
    "query",
    [
        RENT,
        "outcome=failed&outcome=mixed&country=Ireland&sort=newest",
        urlencode({"q": "“the rent” & the “strike” – 50% £5 שלום 🦊 +x"}),
        "",
    ],
)
def test_the_address_is_the_whole_search(browser, query):
    """It finds what the page of results finds, in the same order; so does its count."""
    keep(browser, query)

    page = Page(browser.get(LIST))
    address = page.links["Rent"]
    feed = page.links["Follow in a feed reader: Rent"]

    shown = re.findall(r'id="case-([^"]+)"', browser.get(f"/casebook/?{query}").text)
    again = re.findall(r'id="case-([^"]+)"', browser.get(address).text)
    assert again == shown
    assert feed == address.replace("/casebook/", "/casebook/feed.atom", 1)
    if shown:
        total = number_found(browser, query)
        assert re.search(rf"\b(?:{total} cases?|(?i:{in_words(total)}))\b", page.text)


def in_words(total):
    """A number as the list says it."""
    word = {n: word for word, n in NUMBERS.items()}.get(total, str(total))
    return f"{word} cases?"


@pytest.mark.parametrize(
    "same",
    [
        "outcome=failed&q=rent+strike",
        "q=+rent+strike+&outcome=failed&outcome=failed&page=3",
        f"{RENT}&sort=fit&unknown=1",
        f"{RENT}&sort=nonsense",
    ],
)
def test_saving_twice_is_one(browser, same):
    """However its address is written; the new name takes the place of the old."""
    keep(browser, RENT, "Rent")

    keep(browser, same, "Rent strikes")

    assert [row.name for row in kept()] == ["Rent strikes"]
    assert "You keep this search as" in browser.get(f"/casebook/?{same}").text


def test_what_is_new_or_changed(browser):
    """Counted until the search is looked at, by whichever way."""
    keep(browser)
    found = saving.search.found("rent strike", {"outcome": ["failed"]})
    clock.advance(timedelta(days=3))
    changed(clock.now() - timedelta(days=1), found[0], found[1], "st-mungos")

    before = Page(browser.get(LIST)).text
    unlooked = Page(browser.get(LIST)).text
    results = Page(browser.get(f"/casebook/?{RENT}&page=2")).text
    after = Page(browser.get(LIST)).text

    assert "st-mungos" not in found
    assert "2 new or changed since 23 November" in before
    assert "2 new or changed since 23 November" in unlooked
    assert "Two cases new or changed since you looked on 23 November." in results
    assert "Nothing new since 26 November" in after
    assert "since you looked" not in Page(browser.get(f"/casebook/?{RENT}")).text


def test_a_case_that_comes_in_is_new(browser, publish, shelf):
    """Loaded from a new file, it is counted at the next visit."""
    keep(browser, "country=Atlantis", "Atlantis")
    assert "No cases Nothing new" in Page(browser.get(LIST)).text
    case = shelf.cases[0]
    there = replace(case.place, country="Atlantis")
    clock.advance(timedelta(days=1))

    publish([replace(case, slug="new", place=there), *shelf.cases])

    assert "One case 1 new or changed" in Page(browser.get(LIST)).text


def test_today_says_what_is_new(browser):
    """Once there is something, with the search’s name; not after it was looked at."""
    keep(browser)
    quiet = browser.get("/today/").text
    clock.advance(timedelta(days=3))
    changed(clock.now(), *saving.search.found("rent strike", {"outcome": ["failed"]}))

    told = browser.get("/today/").text
    browser.get(f"/casebook/?{RENT}")
    later = browser.get("/today/").text

    assert "new or changed" not in quiet
    assert "cases are new or changed" in told
    assert "<strong>Rent</strong>" in told
    assert f'href="/casebook/?{RENT.replace("&", "&amp;")}"' in told
    assert "new or changed" not in later


def test_a_case_elsewhere_is_no_news(browser):
    """A change outside of the search is not counted."""
    keep(browser)
    clock.advance(timedelta(days=3))
    changed(clock.now(), "st-mungos")

    assert "new or changed" not in browser.get("/today/").text
    assert "Nothing new since 23 November" in browser.get(LIST).text


def test_renaming_and_removing(browser):
    """By the forms of the list."""
    keep(browser)
    own = f"{LIST}{kept()[0].id}/"

    renamed = browser.post(own, data={"name": " Strikes "})
    page = browser.get(renamed.location).text
    gone = browser.post(f"{own}remove/", follow_redirects=True).text

    assert ">Strikes</a></h2>" in page
    assert "The search “Strikes” is no longer kept." in gone
    assert "No searches kept yet" in gone
    assert browser.post(f"{own}remove/").status_code == 404
    assert kept() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [(" ", "Give the search a name"), ("x" * 121, "Use at most 120 characters")],
)
def test_a_name_that_will_not_do(browser, name, words):
    """Said at the field, new or renamed; the other search is left alone."""
    new = browser.post(f"{NEW}?{RENT}", data={"name": name})
    assert kept() == []
    keep(browser)
    keep(browser, "", "Everything")
    row = next(row for row in kept() if row.name == "Rent")

    renamed = browser.post(f"{LIST}{row.id}/", data={"name": name})
    page = Page(renamed)

    assert (new.status_code, renamed.status_code) == (422, 422)
    assert new.text.count(words) == 2
    assert list(page.at_field) == [f"name-{row.id}"]
    assert words in page.at_field[f"name-{row.id}"]
    assert page.html.count('<details class="more" open>') == 1


def test_thirty_searches_are_the_most(browser):
    """Another is refused in words; one that is kept can be saved again."""
    for n in range(30):
        keep(browser, f"q=word{n}", f"Word {n}")

    refused = browser.post(f"{NEW}?{RENT}", data={"name": "Rent"})
    keep(browser, "q=word3", "Word three")

    assert refused.status_code == 422
    assert "You keep 30 searches, which is the most." in refused.text
    assert len(kept()) == 30


def test_a_search_too_long_to_keep(browser):
    """Said in words."""
    query = urlencode({"country": [f"{n}" * 300 for n in range(50)]}, doseq=True)

    answer = browser.post(f"{NEW}?{query}", data={"name": "Long"})

    assert answer.status_code == 422
    assert "too long to keep" in answer.text
    assert kept() == []


def test_a_stranger_signs_in_and_saves_with_one_more_press(client, reader):
    """The whole search comes along."""
    offer = Page(client.get(f"/casebook/?{RENT}")).links["Save this search"]
    ways = Page(client.get(offer))

    data = {"email": reader.email, "password": make.PASSWORD}
    back = client.post(ways.links["Sign in"], data=data).location
    done = client.post(back, data=Page(client.get(back)).sent)

    assert "rent strike" in ways.text
    assert ways.links["Open an account"].startswith("/open-account/?next=")
    assert back == offer
    assert done.location == f"/casebook/?{RENT}"
    assert [row.person_id for row in kept()] == [reader.id]


def test_nobody_else_sees_or_changes_it(client, browser, sign_in):
    """Whoever they are."""
    keep(browser, RENT, "My own words")
    [row] = kept()
    others = [make.person(is_administrator=True, is_editor=True), make.person()]

    for other in map(sign_in, others):
        for path in (LIST, f"/casebook/?{RENT}", f"{NEW}?{RENT}", "/today/"):
            assert "My own words" not in other.get(path).text
        assert other.post(f"{LIST}{row.id}/", data={"name": "x"}).status_code == 404
        assert other.post(f"{LIST}{row.id}/remove/").status_code == 404

    assert [row.name for row in kept()] == ["My own words"]
