"""The reading list: saving a case, a private note, taking the list along."""

import csv
import html
import io
import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from itertools import pairwise

import pytest
from sqlalchemy import select

from app import clock
from app.casebook.models import SavedCase
from app.db import db
from tests import make
from tests.page import Page

LIST = "/casebook/reading/"
TITLE = re.compile(r"<h2>(?:<a [^>]*>)?(.*?)(?:</a>)?</h2>")
FIRST, SECOND = "st-mungos", "kirkby-rent-strike"


@pytest.fixture
def reader(client):
    """Somebody with an account and no organisation."""
    return make.person("Marguerite")


@pytest.fixture
def browser(reader, sign_in):
    """Their browser."""
    return sign_in(reader)


def titles(browser):
    """The cases on the list, in order."""
    page = browser.get(LIST)
    assert page.status_code == 200
    return [html.unescape(title) for title in TITLE.findall(page.text)]


def save(browser, slug, **data):
    """Press Save on a case."""
    answer = browser.post(f"/casebook/{slug}/save/", data=data)
    assert answer.status_code == 302, slug
    return answer


def saved():
    """Everything that anybody saved."""
    db.session.rollback()
    return db.session.scalars(select(SavedCase).order_by(SavedCase.saved_at)).all()


def test_saving_on_the_case_page(browser, shelf):
    """One press; the page then says so, and the list holds it."""
    offered = browser.get(f"/casebook/{FIRST}/").text

    answer = save(browser, FIRST)
    page = browser.get(answer.location).text

    assert f'action="/casebook/{FIRST}/save/"' in offered
    assert answer.location == f"/casebook/{FIRST}/"
    assert "is on your reading list now" in page
    assert f'action="/casebook/{FIRST}/save/"' not in page
    assert "On your reading list" in page
    assert titles(browser) == [shelf.case(FIRST).title]


def test_saving_on_a_result(browser):
    """It leads back to the same results, at the same place."""
    search = "/casebook/?q=rent+strike&outcome=failed"
    found = browser.get(search).text
    back = f"{search}#case-{SECOND}"
    assert f'name="next" value="{html.escape(back)}"' in found
    assert f'id="case-{SECOND}"' in found

    answer = save(browser, SECOND, next=back)

    assert answer.location == back
    assert f'action="/casebook/{SECOND}/save/"' not in browser.get(search).text


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "\t/x"])
def test_saving_never_leads_to_another_site(browser, wanted):
    """An address elsewhere is forgotten; the case opens."""
    assert save(browser, FIRST, next=wanted).location == f"/casebook/{FIRST}/"
    page = browser.get(f"/casebook/{SECOND}/save/", query_string={"next": wanted})
    assert f'href="{wanted}"' not in page.text


def test_saving_twice_is_one(browser):
    """The second press says that it was there."""
    save(browser, FIRST)

    answer = save(browser, FIRST)

    assert "was on your reading list" in browser.get(answer.location).text
    assert len(saved()) == 1


def test_the_newest_comes_first(browser, shelf):
    """In the order of saving, the last on top."""
    for slug in (FIRST, SECOND, "southwark-circle"):
        save(browser, slug)
        clock.advance(timedelta(minutes=1))

    wanted = ["southwark-circle", SECOND, FIRST]
    assert titles(browser) == [shelf.case(slug).title for slug in wanted]


def test_a_stranger_signs_in_and_saves_with_one_more_press(client, reader):
    """From a result to the offer, to sign in, to the offer again, to the results."""
    results = Page(client.get("/casebook/?q=rent+strike&outcome=failed"))
    offer = next(a for words, a in results.links.items() if words.startswith("Save:"))
    ways = Page(client.get(offer))

    sign_in = ways.links["Sign in"]
    data = {"email": reader.email, "password": make.PASSWORD}
    back = client.post(sign_in, data=data).location
    asked = Page(client.get(back))
    done = client.post(back.partition("?")[0], data=asked.sent)

    assert ways.links["Open an account"].startswith("/open-account/?next=")
    assert back == offer
    assert done.location.startswith("/casebook/?q=rent+strike&outcome=failed#case-")
    assert len(saved()) == 1
    assert "is on your reading list now" in client.get(done.location).text


def test_a_stranger_opens_an_account_and_saves(client, app, reader):
    """The link in the mail leads back to the offer, too."""
    offer = f"/casebook/{FIRST}/save/"
    form = Page(client.get(offer)).links["Open an account"]
    client.post(form, data={"email": "new@example.org"})
    folder = app.config["DATA_DIR"] / "outbox"
    newest = max(folder.glob("*.eml")).read_bytes()
    text = message_from_bytes(newest, policy=default).get_content()
    link = re.search(r"/link/\S+", text)[0]

    fields = {"name": "New", "password": make.PASSWORD}
    back = client.post(link, data=fields).location
    client.post(back)

    assert back == offer
    assert [row.slug for row in saved()] == [FIRST]


def test_nothing_is_lost_when_the_sign_in_has_expired(client, reader):
    """A press that arrived too late goes through after signing in."""
    late = client.post(f"/casebook/{FIRST}/save/", data={"by": str(reader.id)})
    carried = Page(late).sent

    data = carried | {"email": reader.email, "password": make.PASSWORD}
    answer = client.post("/sign-in/", data=data)

    assert "Send what I wrote" in answer.text
    assert f'action="/casebook/{FIRST}/save/"' in answer.text


def test_strangers_pages_set_no_cookie_and_are_kept(client):
    """The case page has a link in place of a form, so that it can be kept."""
    page = client.get(f"/casebook/{FIRST}/")

    assert "Set-Cookie" not in page.headers
    assert "ETag" in page.headers
    assert f'href="/casebook/{FIRST}/save/"' in page.text


@pytest.mark.parametrize("path", ["/casebook/nowhere/save/", "/casebook/%00/save/"])
def test_an_unknown_case_cannot_be_saved(client, browser, path):
    """404 for everybody."""
    assert client.get(path).status_code == 404
    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code == 404
    assert saved() == []


NOTES = ["Read before Tuesday.", "<b>bold</b> & “so”", "שלום 🦊", "a\r\n\r\nb",
         "=HYPERLINK(1)"]  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_kept_as_typed(browser, note):
    """Shown escaped, and in the form again to be changed."""
    save(browser, FIRST)
    [row] = saved()

    answer = browser.post(f"{LIST}{row.id}/", data={"note": f"  {note}\x00 "})
    page = Page(browser.get(answer.location))

    assert answer.location == f"{LIST}#saved-{row.id}"
    assert page.sent["note"].split() == note.split()
    assert "<b>bold</b>" not in page.html
    assert saved()[0].note == note


def test_a_note_too_long_is_not_lost(browser):
    """A message at its own field, and what was typed is there; the other is closed."""
    save(browser, SECOND)
    save(browser, FIRST)
    row = next(row for row in saved() if row.slug == FIRST)
    long = "x" * 5001

    answer = browser.post(f"{LIST}{row.id}/", data={"note": long})
    page = Page(answer)

    assert answer.status_code == 422
    assert page.at_field == {f"note-{row.id}": "Use at most 5,000 characters"}
    assert page.summary == [(f"note-{row.id}", "Use at most 5,000 characters")]
    assert long in page.html
    assert page.html.count('<details class="more" open>') == 1
    assert saved()[0].note == ""


def test_removing(browser):
    """It goes with its note; the list says what it will hold."""
    save(browser, FIRST)
    remove = f"{LIST}{saved()[0].id}/remove/"

    page = browser.post(remove, follow_redirects=True).text

    assert "is off your reading list" in page
    assert "Nothing saved yet" in page
    assert "reading.csv" not in page
    assert browser.post(remove).status_code == 404
    assert saved() == []


def test_nobody_else_sees_or_changes_it(client, browser, sign_in):
    """Neither the list nor a note, whoever they are."""
    save(browser, FIRST)
    [row] = saved()
    browser.post(f"{LIST}{row.id}/", data={"note": "Nobody reads this"})
    host = make.organisation()
    others = [
        make.person(is_administrator=True, is_editor=True),
        make.coordinator(host),
        make.person(),
    ]

    for other in map(sign_in, others):
        for path in (LIST, "/casebook/reading.csv", "/casebook/reading.bib", "/today/"):
            page = other.get(path).text
            assert "Nobody reads this" not in page
            assert "St Mungo" not in page
        assert f'action="/casebook/{FIRST}/save/"' in (
            other.get(f"/casebook/{FIRST}/").text
        )
        answers = {
            other.post(f"{LIST}{row.id}/", data={"note": "Mine"}).status_code,
            other.post(f"{LIST}{row.id}/remove/").status_code,
        }
        assert answers == {404}

    assert saved()[0].note == "Nobody reads this"


def test_a_renamed_case_stays_on_the_list(browser, publish, shelf):
    """Under its new title and address, once, and saved under the old address too."""
    case = shelf.case(FIRST)
    save(browser, FIRST)
    others = [one for one in shelf.cases if one is not case]
    publish([replace(case, slug="renamed", title="Renamed", was=(FIRST,)), *others])

    save(browser, FIRST)
    save(browser, "renamed")

    assert titles(browser) == ["Renamed"]
    assert 'href="/casebook/renamed/"' in browser.get(LIST).text
    assert "On your reading list" in browser.get("/casebook/renamed/").text
    assert "alongside-renamed" in browser.get("/casebook/reading.bib").text
    assert len(saved()) == 1


def test_a_case_that_is_gone_is_said(browser, publish, shelf):
    """Its title and note stay, to be read and removed; Today says so as well."""
    case = shelf.case(FIRST)
    save(browser, FIRST)
    [row] = saved()
    browser.post(f"{LIST}{row.id}/", data={"note": "Page 12"})
    publish([one for one in shelf.cases if one is not case])

    page = browser.get(LIST).text

    assert titles(browser) == [case.title]
    assert "no longer in the casebook" in page
    assert "Page 12" in page
    assert f'href="/casebook/{FIRST}/"' not in page
    assert "No longer in the casebook" in browser.get("/today/").text
    [_, line] = table(browser)
    assert line[0] == case.title
    assert line[3] == "No longer in the casebook"
    assert browser.get("/casebook/reading.bib").text == ""
    assert browser.post(f"{LIST}{row.id}/remove/").status_code == 302


def table(browser):
    """The downloaded table, as a spreadsheet would read it."""
    answer = browser.get("/casebook/reading.csv")
    assert answer.mimetype == "text/csv"
    assert (
        "attachment; filename=reading-list.csv"
        in (answer.headers["Content-Disposition"])
    )
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_the_table_says_what_the_page_says(browser, shelf):
    """The same cases in the same order, with notes."""
    for slug in (FIRST, SECOND):
        save(browser, slug)
        clock.advance(timedelta(minutes=1))
    row = next(row for row in saved() if row.slug == FIRST)
    browser.post(f"{LIST}{row.id}/", data={"note": 'He said "no", £5\r\nand left'})

    heads, *lines = table(browser)

    assert heads[0] == "Case"
    assert heads[-1] == "Your note"
    assert [line[0] for line in lines] == titles(browser)
    assert lines[1][0] == shelf.case(FIRST).title
    assert lines[1][5] == f"http://localhost/casebook/{FIRST}/"
    assert lines[1][6] == "2026-11-23"
    assert lines[1][7] == 'He said "no", £5\r\nand left'
    assert lines[0][3] == "Did not work"


@pytest.mark.parametrize("start", list("=+-@＝＋－＠"))
def test_no_note_is_worked_out_by_a_spreadsheet(browser, start):
    """What would begin a formula is led by an apostrophe."""
    save(browser, FIRST)
    note = f'{start}cmd|"/c calc"!A1'
    browser.post(f"{LIST}{saved()[0].id}/", data={"note": note})

    assert table(browser)[1][-1] == f"'{note}"


def test_every_case_can_be_saved_and_cited(browser, shelf):
    """The BibTeX of the list is that of its cases, the newest first."""
    for case in shelf.cases:
        save(browser, case.slug)
        clock.advance(timedelta(seconds=1))

    text = browser.get("/casebook/reading.bib")
    places = [text.text.index(f"@misc{{alongside-{c.slug},") for c in shelf.cases]

    assert text.mimetype == "text/x-bibtex"
    assert text.text.count("@misc{") == len(shelf.cases)
    assert all(later < earlier for earlier, later in pairwise(places))
    one = browser.get(f"/casebook/{shelf.cases[0].slug}.bib").text
    assert one in text.text
    assert len(titles(browser)) == len(shelf.cases)
