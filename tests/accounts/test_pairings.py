"""Who supervises whom, and from when until when."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts.models import Supervision
from app.db import db, writing
from tests import make

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


class World:
    """An organisation with an organiser, two supervisors and a coordinator."""

    def __init__(self, sign_in):
        self.host = make.organisation()
        self.anna = make.organiser(self.host, "Anna")
        self.sue, self.tom = (
            make.supervisor(self.host, name=n) for n in ("Sue", "Tom")
        )
        self.sign_in = sign_in
        self.browser = sign_in(make.coordinator(self.host))

    def pair(self, supervisor, organiser=None, from_on=""):
        """Send the coordinator's form."""
        data = {
            "organiser": str((organiser or self.anna).id),
            "supervisor": str(supervisor.id),
            "from_on": str(from_on),
        }
        return self.browser.post(
            "/organisation/pairings/", data=data, follow_redirects=True
        )

    def end(self, pairing, browser=None):
        """Press “End this pairing”."""
        path = f"/organisation/pairings/{pairing.id}/end/"
        return (browser or self.browser).post(path, follow_redirects=True)

    def reads(self, supervisor):
        """Whether Anna's page opens for this supervisor."""
        page = self.sign_in(supervisor).get(f"/supervision/people/{self.anna.id}/")
        return page.status_code == 200


@pytest.fixture
def world(client, sign_in):
    """A small organisation."""
    return World(sign_in)


def pairings():
    """Supervisor, first day, first day without; in order."""
    db.session.rollback()
    rows = db.session.scalars(select(Supervision).order_by(Supervision.from_on))
    return [(row.supervisor_id, row.from_on, row.until_on) for row in rows]


def test_pairing(world):
    """From today, when no day is given; the supervisor reads from that moment."""
    assert not world.reads(world.sue)

    page = world.pair(world.sue)

    assert "Sue supervises Anna." in page.text
    assert '<td data-th="Supervisor">Sue</td>' in page.text
    assert pairings() == [(world.sue.id, TODAY, None)]
    assert world.reads(world.sue)


def test_pairing_again_ends_the_earlier_pairing(world):
    """An organiser has one supervisor at a time; the earlier one loses access."""
    make.pair(world.sue, world.anna, world.host, from_on=date(2026, 1, 1))

    world.pair(world.tom)

    assert pairings() == [
        (world.sue.id, date(2026, 1, 1), TODAY),
        (world.tom.id, TODAY, None),
    ]
    assert (world.reads(world.sue), world.reads(world.tom)) == (False, True)


def test_what_waits_passes_to_the_next_supervisor(world):
    """An entry submitted to one is in the queue of the other."""
    make.pair(world.sue, world.anna, world.host)
    entry = make.entry(world.anna, world.host)

    world.pair(world.tom)

    path = f"/supervision/{entry.id}/"
    assert world.sign_in(world.tom).get(path).status_code == 200
    assert world.sign_in(world.sue).get(path).status_code == 404
    assert "Stairwell meeting" in world.sign_in(world.tom).get("/supervision/").text
    assert "Stairwell" not in world.sign_in(world.sue).get("/supervision/").text


def test_pairing_twice_on_one_day_keeps_the_last(world):
    """A coordinator who chose the wrong name puts it right at once."""
    world.pair(world.sue)
    world.pair(world.tom)

    assert pairings() == [(world.tom.id, TODAY, None)]
    assert (world.reads(world.sue), world.reads(world.tom)) == (False, True)


def test_a_pairing_that_begins_later(world):
    """Until that day the earlier supervisor reads; from that day the new one."""
    make.pair(world.sue, world.anna, world.host, from_on=date(2026, 1, 1))
    world.pair(world.tom, from_on=TODAY + 2 * DAY)

    seen = []
    for _ in range(4):
        seen.append((world.reads(world.sue), world.reads(world.tom)))
        clock.advance(DAY)

    assert seen == [(True, False), (True, False), (False, True), (False, True)]


def test_ending_a_pairing(world):
    """Today is the first day without access."""
    pairing = make.pair(world.sue, world.anna, world.host)

    page = world.end(pairing)

    assert "The pairing has ended." in page.text
    assert "Nobody yet" in page.text
    assert pairings() == [(world.sue.id, date(2025, 1, 1), TODAY)]
    assert not world.reads(world.sue)


def test_ending_a_pairing_twice_changes_no_date(world):
    """What has ended stays ended on its day."""
    until = TODAY - 30 * DAY
    pairing = make.pair(world.sue, world.anna, world.host, until_on=until)

    world.end(pairing)

    assert pairings() == [(world.sue.id, date(2025, 1, 1), until)]


@pytest.mark.parametrize(
    ("from_on", "until_on", "reads"),
    [
        (TODAY - DAY, None, True),
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (TODAY - 9 * DAY, TODAY + DAY, True),
        (TODAY - 9 * DAY, TODAY, False),
        (TODAY - 9 * DAY, TODAY - DAY, False),
        (TODAY, TODAY, False),
    ],
)
def test_the_end_date_is_the_first_day_without_access(world, from_on, until_on, reads):
    """And the first date the first day with it."""
    make.pair(world.sue, world.anna, world.host, from_on=from_on, until_on=until_on)

    assert world.reads(world.sue) is reads


def test_the_day_turns_where_the_organisation_works(world):
    """At 23:30 in London it is still the pairing's last day; at midnight it is not."""
    make.pair(world.sue, world.anna, world.host, until_on=TODAY + DAY)

    clock.advance(timedelta(hours=3, minutes=30))
    assert world.reads(world.sue)
    clock.advance(timedelta(minutes=30))
    assert not world.reads(world.sue)


def test_nobody_supervises_themselves(world):
    """Neither by the form nor in the database."""
    both = make.supervisor(world.host, name="Both")
    make.member(both, world.host, make.Role.ORGANISER)

    page = world.pair(both, organiser=both)

    assert "Nobody can supervise themselves: choose another" in page.text
    assert pairings() == []
    with pytest.raises(IntegrityError), writing():
        db.session.add(
            Supervision(
                organisation_id=world.host.id,
                supervisor_id=both.id,
                organiser_id=both.id,
            )
        )


@pytest.mark.parametrize("side", ["supervisor", "organiser"])
def test_people_of_another_organisation_cannot_be_paired(world, side):
    """They are not offered, and their id is not taken."""
    elsewhere = make.organisation()
    other = getattr(make, side)(elsewhere, name="Zacharias")
    pair = {"supervisor": world.sue, "organiser": world.anna} | {side: other}

    page = world.pair(pair["supervisor"], pair["organiser"])

    assert "Choose one of the answers offered" in page.text
    assert "Zacharias" not in page.text
    assert pairings() == []


def test_a_pairing_of_another_organisation_is_not_there(world):
    """Its coordinator alone can end it; any other gets 404."""
    elsewhere = make.organisation()
    ben = make.organiser(elsewhere)
    sue = make.supervisor(elsewhere)
    pairing = make.pair(sue, ben, elsewhere)

    assert world.end(pairing).status_code == 404
    assert pairings() == [(sue.id, date(2025, 1, 1), None)]


@pytest.mark.parametrize("who", ["sue", "anna"])
def test_who_is_paired_cannot_end_it(world, who):
    """Neither the supervisor nor the organiser: 404."""
    pairing = make.pair(world.sue, world.anna, world.host)

    answer = world.end(pairing, world.sign_in(getattr(world, who)))

    assert answer.status_code == 404
    assert world.reads(world.sue)


def test_a_pairing_elsewhere_stays_as_it_is(world):
    """An organiser in two organisations has a supervisor in each."""
    elsewhere = make.organisation()
    make.member(world.anna, elsewhere, make.Role.ORGANISER)
    uli = make.supervisor(elsewhere, world.anna)

    world.pair(world.sue)

    assert (uli.id, date(2025, 1, 1), None) in pairings()
    assert world.reads(world.sue)
    assert world.reads(uli)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "🗓️", "23/11/2026"])
def test_a_day_that_is_none(world, day):
    """The message says how to write one."""
    assert "Enter the day as year-month-day" in world.pair(world.sue, from_on=day).text
    assert pairings() == []
