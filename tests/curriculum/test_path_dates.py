"""A cohort's dates: set on one form by its coordinator, shown to its organisers."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from app import policy
from app.accounts.models import Role
from app.curriculum.models import ModuleDates
from app.db import db, writing
from app.look import library
from tests import make
from tests.cast import READERS, Cast, fresh
from tests.curriculum.lessons import do_lesson, lesson
from tests.page import Page

TODAY = date(2026, 11, 23)
FIRST = "two-streams"
SECOND = "five-strands"
THIRD = "listening-and-entry"


class Cohort:
    """A cohort, its coordinator's browser, and one organiser's."""

    def __init__(self, sign_in):
        self.host = make.organisation("Calderfold")
        self.row = make.cohort(self.host, "Autumn intake")
        self.organiser = make.organiser(self.host, "Ann", cohort=self.row)
        self.coordinator = make.coordinator(self.host)
        self.office = sign_in(self.coordinator)
        self.log = sign_in(self.organiser)
        for browser in (self.office, self.log):
            browser.token = browser._fresh_token()
        self.page = f"/organisation/cohorts/{self.row.id}/path/"

    def save(self, do="save", **days):
        """Send the form; two underscores stand for a hyphen."""
        fields = {name.replace("__", "-"): str(day) for name, day in days.items()}
        return self.office.post(self.page, data=fields | {"do": do})

    def kept(self):
        """Begin by and done by, by module, as the database has them."""
        db.session.rollback()
        return {
            row.module: (row.begin_by, row.done_by)
            for row in db.session.scalars(select(ModuleDates))
        }


@pytest.fixture
def cohort(sign_in):
    """A cohort of one."""
    return Cohort(sign_in)


def marks(browser, path="/learn/"):
    """What is said beside each module: shape and words."""
    page = browser.get(path).text
    rows = re.findall(
        r"<summary>(.*?)</summary>" if path == "/learn/" else r"<li>(.*?)</li>",
        page[page.index('id="mods"') :] if path == "/today/" else page,
        re.DOTALL,
    )
    found = {}
    for row in rows:
        words = " ".join(re.sub(r"<[^>]+>", " ", row).split())
        module = next((m for m in library().modules if m.title in words), None)
        if module:
            said = words.split(module.title)[-1].strip()
            shape = re.search(r"icons\.svg[^#]*#(\w+)", row)
            found[module.slug] = (shape[1] if shape else "", said)
    return found


def test_dates_are_saved_and_come_back(cohort):
    """Either may be left empty; a module with neither keeps nothing."""
    begin, done = TODAY - timedelta(days=9), TODAY + timedelta(days=3)
    answer = cohort.save(
        begin__two__streams=begin, done__two__streams=done, done__five__strands=done
    )
    assert (answer.status_code, answer.location) == (302, cohort.page)
    assert cohort.kept() == {FIRST: (begin, done), SECOND: (None, done)}

    page = Page(cohort.office.get(cohort.page))
    assert page.sent["begin-two-streams"] == "2026-11-14"
    assert page.sent["done-two-streams"] == "2026-11-26"
    assert page.sent["begin-listening-and-entry"] == ""

    cohort.save(done__five__strands=done)
    assert cohort.kept() == {SECOND: (None, done)}


@pytest.mark.parametrize(
    ("days", "field", "message"),
    [
        (
            {"begin__two__streams": "2026-12-02", "done__two__streams": "2026-12-01"},
            "done-two-streams",
            "Choose the day on which it is begun, or a later one",
        ),
        (
            {"done__two__streams": "soon"},
            "done-two-streams",
            "Enter the day as year-month-day, such as 2026-11-20",
        ),
        (
            {"begin__two__streams": "0001-01-01"},
            "begin-two-streams",
            "Choose a day between the years 2000 and 2100",
        ),
        (
            {"spread_until": "9999-12-31"},
            "spread_until",
            "Choose a day between the years 2000 and 2100",
        ),
    ],
)
def test_a_day_that_cannot_be_gets_a_message_at_its_field(cohort, days, field, message):
    """What was typed elsewhere comes back, and nothing is saved."""
    answer = cohort.save(done__five__strands="2027-01-09", **days)
    assert answer.status_code == 422
    page = Page(answer)
    assert page.at_field == {field: message}
    assert page.summary == [(field, message)]
    assert page.sent["done-five-strands"] == "2027-01-09"
    assert cohort.kept() == {}


def test_modules_are_spread_as_a_suggestion(cohort):
    """From the first day to the last without a gap, and kept only when saved."""
    answer = cohort.save(
        "spread", spread_from="2026-12-01", spread_until="2027-02-10",
        done__two__streams="2030-01-01",
    )  # fmt: skip
    assert answer.status_code == 200
    assert cohort.kept() == {}
    page = Page(answer)
    assert "nothing is saved" in page.text
    days = [
        (page.sent[f"begin-{m.slug}"], page.sent[f"done-{m.slug}"])
        for m in library().modules
    ]
    assert days[0][0] == "2026-12-01"
    assert days[-1][1] == "2027-02-10"
    for (begin, done), (after, _) in pairwise(days):
        assert begin <= done
        assert date.fromisoformat(after) - date.fromisoformat(done) == timedelta(days=1)
    lengths = {date.fromisoformat(d) - date.fromisoformat(b) for b, d in days}
    assert max(lengths) - min(lengths) <= timedelta(days=1)

    page.sent["done-two-streams"] = page.sent["begin-two-streams"]
    fields = {k: v for k, v in page.sent.items() if "-" in k or "spread" in k}
    assert (
        cohort.office.post(cohort.page, data=fields | {"do": "save"}).status_code == 302
    )
    assert len(cohort.kept()) == len(library().modules)
    assert cohort.kept()[FIRST] == (date(2026, 12, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        ("", "2026-12-10", "spread_from", "Choose the first day"),
        ("2026-12-01", "", "spread_until", "Choose the last day"),
        ("2026-12-10", "2026-12-01", "spread_until", "Choose a later day"),
        ("2026-12-01", "2026-12-02", "spread_until", "Choose a later day"),
        ("2001-12-01", "2030-12-02", "spread_until", "within ten years"),
        ("x" * 100_000, "2026-12-10", "spread_from", "Enter the day"),
    ],
)
def test_spreading_needs_two_days_far_enough_apart(cohort, first, last, field, words):
    """A message beside the field, and what was typed for the modules stays."""
    answer = cohort.save(
        "spread", spread_from=first, spread_until=last, done__two__streams="2027-01-09"
    )
    assert answer.status_code == 422
    page = Page(answer)
    assert words in page.at_field[field]
    assert page.sent["done-two-streams"] == "2027-01-09"


@pytest.mark.parametrize("starts_on", [date(1, 1, 1), date(2027, 5, 1), date.max])
def test_a_cohort_that_begins_later_moves_no_saved_day(cohort, starts_on):
    """Its start only says from when a suggestion would be made at first."""
    day = date(2026, 12, 1)
    cohort.save(done__two__streams=day)
    with writing(cohort.row):
        cohort.row.starts_on = starts_on
    assert cohort.office.get(cohort.page).status_code == 200
    assert cohort.kept() == {FIRST: (None, day)}

    cohort.save()
    assert cohort.kept() == {}
    assert cohort.office.get(cohort.page).status_code == 200


def test_dates_stay_with_a_module_under_a_new_name(cohort, monkeypatch):
    """Its file was renamed since, and lists its old slug."""
    row = make.dates(cohort.row, "old-name", done_by=date(2026, 12, 1))
    monkeypatch.setitem(library().redirects, ("module", "old-name"), FIRST)
    page = Page(cohort.office.get(cohort.page))
    assert page.sent["done-two-streams"] == "2026-12-01"
    cohort.save(done__two__streams="2026-12-05")
    assert list(cohort.kept().values()) == [(None, date(2026, 12, 5))]
    assert db.session.get(ModuleDates, row.id)


def test_each_module_says_how_it_stands(cohort):
    """In words and by a shape: done apart, under way, next, late, and by when."""
    make.dates(cohort.row, FIRST, date(2026, 11, 1), date(2026, 11, 20))
    make.dates(cohort.row, SECOND, date(2026, 11, 22), date(2026, 12, 9))
    make.dates(cohort.row, THIRD, done_by=date(2026, 12, 24))
    expected = {
        FIRST: ("warn", "Late by three days due on 20 November"),
        SECOND: (
            "warn",
            "Begin: late by one day begin by 22 November, due on 9 December",
        ),
        THIRD: ("here", "Next due on 24 December"),
    }
    for path in ("/learn/", "/today/"):
        assert marks(cohort.log, path).items() >= expected.items()

    for read in ("two-streams/strengthening-versus-providing",
                 "five-strands/voice-towards-services"):  # fmt: skip
        assert cohort.log.post(f"/learn/{read}/place/").status_code == 302
    do_lesson(cohort.log, lesson())
    shown = marks(cohort.log)
    assert shown[FIRST][1].startswith("Late by three days 0 of ")
    assert shown[SECOND][1].endswith(" of 5 due on 9 December")
    assert shown[SECOND][0] == shown[THIRD][0] == "part"
    assert shown[THIRD][1] == "Under way 1 of 5 due on 24 December"


def test_without_a_cohort_there_are_no_dates(cohort, sign_in):
    """Nor in another organisation, nor for a coordinator, nor without an account."""
    make.dates(cohort.row, FIRST, date(2026, 11, 1), date(2026, 11, 20))
    other = make.organisation("A first in the alphabet")
    make.member(cohort.organiser, other, Role.ORGANISER)
    make.member(cohort.coordinator, cohort.host, Role.SUPERVISOR, cohort.row)
    people = [cohort.organiser, cohort.coordinator, make.organiser(cohort.host)]
    for browser in map(sign_in, [*people, make.person()]):
        assert marks(browser)[FIRST] == ("here", "Next")
        assert marks(browser)[SECOND] == ("todo", "Not begun")
        assert "Late" not in browser.get("/today/").text
    assert "Late" not in cohort.log.application.test_client().get("/learn/").text


def test_today_speaks_of_what_is_late_and_of_what_falls_due_within_a_week(cohort):
    """One notice: the first that is late; else what is due soon; else nothing."""
    row = make.dates(cohort.row, SECOND, done_by=TODAY + timedelta(days=8))
    assert "A module" not in cohort.log.get("/today/").text

    with writing(row):
        row.done_by = TODAY + timedelta(days=7)
    page = cohort.log.get("/today/").text
    assert "A module falls due" in page
    assert "due on 30 November" in page

    make.dates(cohort.row, THIRD, done_by=TODAY - timedelta(days=1))
    page = cohort.log.get("/today/").text
    assert "A module is late" in page
    assert "Late by one day" in page
    assert "A module falls due" not in page


@pytest.mark.parametrize("reader", READERS)
def test_who_sets_dates(sign_in, reader):
    """Coordinators of the cohort's organisation; to others it is not there."""
    cast = Cast()
    cohort = make.cohort(cast.host)
    person = fresh(cast[reader])
    allowed = reader in {"coordinator", "administrator who coordinates"}
    browser, page = sign_in(person), f"/organisation/cohorts/{cohort.id}/"

    assert policy.can_set_dates(person, cohort) is allowed
    assert browser.get(page).status_code == (200 if allowed else 404)
    assert browser.get(f"{page}path/").status_code == (200 if allowed else 404)
    sent = browser.post(f"{page}path/", data={"done-two-streams": "2026-12-01"})
    assert sent.status_code == (302 if allowed else 404)
    assert bool(list(db.session.scalars(select(ModuleDates)))) is allowed


def test_a_coordinator_elsewhere_sets_none_here(cohort, sign_in):
    """Nothing crosses between organisations."""
    browser = sign_in(make.coordinator(make.organisation()))
    assert browser.get(cohort.page).status_code == 404
    assert browser.post(cohort.page, data={}).status_code == 404
