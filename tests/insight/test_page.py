"""What the page shows of real entries, and what it asks of the database."""

import re
from datetime import date

import pytest
from sqlalchemy import insert, select, text

from app.accounts.models import Role
from app.db import db, new_id
from app.practice.models import Entry, State
from tests import make, watch
from tests.page import Page

URL = "/insight/"


@pytest.fixture
def host(client):
    """An organisation."""
    return make.organisation()


@pytest.fixture
def organiser(host):
    """Somebody who keeps a log there."""
    return make.organiser(host)


def month_of(number, *, service, organiser, host, month, year=2026):
    """So many entries in a month, so many of them service provision."""
    for i in range(number):
        stream = "service" if i < service else "strengthening"
        when = date(year, month, 1 + i)
        make.entry(organiser, host, happened_on=when, stream=stream, minutes="60")


def table_row(page, heading):
    """The cells of a table row, as words."""
    html = page.html.replace("\u00a0", " ")
    row = re.search(
        rf'<tr><th scope="row">{re.escape(heading)}</th>(.*?)</tr>', html, re.S
    )
    assert row, f"no row {heading}"
    cells = row[1].split("</td>")[:-1]
    return [re.sub("<[^>]+>", "", cell).strip() for cell in cells]


def test_the_drift_table(sign_in, host, organiser):
    """Share of all entries; hours of two streams side by side and never added."""
    about = {"organiser": organiser, "host": host}
    month_of(4, service=3, month=10, **about)
    make.entry(organiser, host, happened_on=date(2026, 10, 9), stream="mixed")
    make.entry(organiser, host, happened_on=date(2026, 10, 9), stream="confused")
    month_of(2, service=1, month=11, **about)
    page = Page(sign_in(organiser).get(URL))

    assert table_row(page, "Oct 2026") == [
        "6", "3", "1", "1", "50%", "", "", "3.0", "1.0",
    ]  # fmt: skip
    assert table_row(page, "Nov 2026, so far") == [
        "2", "1", "0", "0", "–", "", "Too few for a point", "1.0", "1.0",
    ]  # fmt: skip
    assert "Limits are drawn once there are eight points; there is one." in page.text
    assert "there are two entries so far: too few for a point." in page.text
    assert "4.0" not in page.html.split("<details>")[1]


def test_months_join_on_the_axis(sign_in, host, organiser):
    """The label says which."""
    about = {"organiser": organiser, "host": host}
    month_of(2, service=0, month=5, **about)
    month_of(3, service=0, month=7, **about)

    assert ">May–Jul</text>" in Page(sign_in(organiser).get(URL)).html


def test_signals_reach_the_page(sign_in, host, organiser):
    """Eight quiet months, then one of service alone."""
    about = {"organiser": organiser, "host": host}
    for month in range(3, 11):
        month_of(5, service=1, month=month, **about)
    month_of(6, service=6, month=11, **about)
    browser = sign_in(organiser)
    page = Page(browser.get(URL))

    assert "November is above what chance would explain." in page.text
    assert "Ask what changed in November before deciding anything." in page.text
    assert table_row(page, "Nov 2026")[5:7] == ["0% to 69%", "Above the limit"]
    assert 'class="signal"' in page.html

    half = Page(browser.get(URL, query_string={"months": "6"}))
    assert "Mar 2026" not in half.html.replace("\u00a0", " ").split('id="coverage"')[0]
    assert table_row(half, "Nov 2026")[5:7] == ["0% to 69%", "Above the limit"]
    odd = Page(browser.get(URL, query_string={"months": "7"}))
    assert odd.sent["months"] == "18"


def test_coverage_counts_scores_and_leaves_service_out(sign_in, host, organiser):
    """Don’t know is no score; a service entry is in no profile."""
    scores = {"accountability": "2", "mutual-aid": "dont-know", "volunteering": "0"}
    for day in (1, 2):
        make.entry(organiser, host, happened_on=date(2026, 7, day), ratings=scores)
    for month in (7, 11):
        make.entry(
            organiser,
            host,
            happened_on=date(2026, month, 3),
            stream="service",
            ratings={"accountability": "3"},
        )
    make.entry(
        organiser,
        host,
        happened_on=date(2026, 11, 4),
        ratings={"volunteering": "1"},
        state=State.DRAFT,
    )
    page = Page(sign_in(organiser).get(URL))

    year = ["0"] * 7 + ["2"] + ["0"] * 4
    assert table_row(page, "Accountability") == year
    assert table_row(page, "Volunteering") == year
    assert table_row(page, "Mutual aid") == ["0"] * 12
    assert "have not been scored yet" in page.text
    assert page.html.count('class="gap"') == 7


def test_the_framework_is_the_organisations(sign_in, client):
    """Its principles, and only entries that were scored with it."""
    host = make.organisation()
    host.framework = "changes-2008"
    db.session.commit()
    organiser = make.organiser(host)
    make.entry(organiser, host, happened_on=date(2026, 11, 2))
    page = Page(sign_in(organiser).get(URL))

    assert table_row(page, "Influential") == ["0"] * 12
    assert "Mutual aid" not in page.text


def test_an_empty_log_invites(sign_in, host, organiser):
    """With one thing to do; a log of drafts alone says so instead."""
    browser = sign_in(organiser)
    page = Page(browser.get(URL))
    assert "Your log is empty" in page.text
    assert page.links["Record an engagement"] == "/practice/new/"
    assert '<svg class="plot' not in page.html

    make.entry(organiser, host, state=State.DRAFT)
    assert "Nothing submitted yet" in Page(browser.get(URL)).text

    supervisor = make.supervisor(host, organiser)
    page = Page(sign_in(supervisor).get(URL))
    assert "Nobody has submitted an entry yet" in page.text


def test_old_entries_are_out_of_the_picture(sign_in, host, organiser):
    """They still make the limits; the page says that no point is on show."""
    about = {"organiser": organiser, "host": host, "year": 2024}
    month_of(5, service=1, month=3, **about)
    page = Page(sign_in(organiser).get(URL))

    assert "No point falls in these months." in page.text
    assert "No principle has been scored in these twelve months." in page.text


def test_drawings_carry_no_style_and_unique_ids(sign_in, host, organiser):
    """Paint is in classes; each id stands once; each drawing has title and text."""
    month_of(6, service=2, month=11, organiser=organiser, host=host)
    html = Page(sign_in(organiser).get(URL)).html
    ids = re.findall(r'\bid="([^"]+)"', html)

    assert " style=" not in html
    assert len(ids) == len(set(ids))
    for drawing in re.findall(r'<svg class="plot[^>]*role="img"[^>]*>.{9}', html):
        assert 'viewBox="' in drawing
        assert drawing.endswith("<title id")


def everything(host):
    """A person with every role, five busy organisers and two cohorts."""
    cohorts = [make.cohort(host), make.cohort(host)]
    people = [make.organiser(host, cohort=cohorts[i % 2]) for i in range(5)]
    person = make.supervisor(host, *people)
    make.member(person, host, Role.ORGANISER)
    make.member(person, host, Role.COORDINATOR)
    for one in [*people, person]:
        make.entry(one, host, happened_on=date(2026, 11, 2))
    return person, people


@pytest.mark.parametrize("who", ["me", "all", "organisation"])
def test_the_page_asks_few_questions(sign_in, host, who):
    """Never more than seven with the person, and the same for more entries."""
    person, people = everything(host)
    browser = sign_in(person)
    asked = []
    for _ in range(2):
        with watch.queries() as sent:
            assert browser.get(URL, query_string={"who": who}).status_code == 200
        asked.append(len(sent))
        for one in people:
            month_of(3, service=1, month=10, organiser=one, host=host)

    assert asked[0] == asked[1] <= 7


def test_one_persons_months_come_from_their_index(sign_in, host, organiser):
    """Not from reading every entry of the organisation."""
    month_of(6, service=2, month=11, organiser=organiser, host=host)
    entry = db.session.execute(select(Entry.__table__).limit(1)).mappings().one()
    others = [make.organiser(host).id for _ in range(20)]
    copies = [
        {**entry, "id": new_id(), "author_id": other}
        for other in others
        for _ in "abcde"
    ]
    db.session.execute(insert(Entry.__table__), copies)
    db.session.commit()
    db.session.execute(text("ANALYZE entry"))
    db.session.commit()
    with watch.queries() as sent:
        sign_in(organiser).get(URL)
    (figures,) = [q for q in sent if "sum(entry.minutes)" in q[0]]

    assert "ix_entry_monthly" in watch.plan(*figures)
