"""The map of one's own work: neighbourhoods as they lie, larger where more was done."""

import re
from datetime import date

import pytest

from app.db import db
from app.groups.models import Place
from app.practice.models import State
from tests import make
from tests.page import Page

MAP = "/practice/map/"


@pytest.fixture
def town(pair):
    """Three neighbourhoods on a line to the north, and a group in the first two."""
    return [
        make.place(pair.host, name, lat=53.70 + n / 100, lon=-2.0)
        for n, name in enumerate(("Mill", "Weir", "Top"))
    ]


def circles(answer):
    """Of each circle on the drawing: x, y and radius, by what it says."""
    found = re.findall(
        r'<a href="[^"]*" transform="translate\(([\d.]+) ([\d.]+)\)"><title>([^<]+)'
        r'</title><circle class="[^"]*" r="([\d.]+)"',
        answer.text,
    )
    return {says: (float(x), float(y), float(r)) for x, y, says, r in found}


def test_more_work_is_a_larger_circle_and_north_is_up(pair, town):
    """Drafts do not count; each circle leads to the entries that it counts."""
    mill, weir, _ = town
    group = pair.group(place=mill)
    for n in range(4):
        pair.entry(group=group, title=f"Mill {n}", happened_on=date(2026, 11, 2))
    group = pair.group(place=weir, name="Weir wardens")
    pair.entry(group=group, title="At the weir")
    pair.entry(group=group, title="Half", state=State.DRAFT)

    answer = pair.log.get(MAP)
    at = circles(answer)

    assert list(at) == ["1. Mill: four entries", "2. Weir: one entry", "3. Top: none"]
    (x, y, mill_r), (weir_x, weir_y, weir_r), (_, top_y, top_r) = at.values()
    assert mill_r > weir_r > top_r
    assert x == weir_x
    assert y > weir_y > top_y
    page = Page(answer)
    assert "You have recorded nothing here" in page.text
    found = Page(pair.log.get(page.links["One entry of yours"]))
    assert "At the weir" in found.text
    assert "Mill 0" not in found.text


def test_streams_stand_beside_each_other(pair, town):
    """Of a neighbourhood each stream has its own number."""
    group = pair.group(place=town[0])
    for stream in ("service", "strengthening", "strengthening"):
        pair.entry(group=group, stream=stream)

    text = Page(pair.log.get(MAP)).text

    assert "Service provision 1" in text
    assert "Strengthening 2" in text


def test_twelve_months(pair, town):
    """What is older is left out, of the drawing, the list and the link."""
    group = pair.group(place=town[0])
    pair.entry(group=group, happened_on=date(2025, 3, 1))
    pair.entry(group=group, happened_on=date(2026, 3, 1))
    pair.entry(happened_on=date(2026, 3, 1), group_id=None)

    assert "Two entries of yours" in Page(pair.log.get(MAP)).text
    text = Page(pair.log.get(MAP + "?time=year")).text
    assert "One entry of yours" in text
    assert "One entry without a group is in no neighbourhood" in text


def test_neighbourhoods_at_one_point_part(pair):
    """No circle lies over another, and lines lead to where they belong."""
    for _ in range(3):
        make.place(pair.host, lat=53.7, lon=-2.0)

    answer = pair.log.get(MAP)
    at = list(circles(answer).values())

    assert len(at) == 3
    for n, (x, y, r) in enumerate(at):
        for other_x, other_y, other_r in at[n + 1 :]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 > r + other_r
    assert 'class="lead"' in answer.text


def test_nobody_said_where(pair):
    """No drawing, and a way to say it; then there is one."""
    make.place(pair.host, "Fold Lane")

    page = Page(pair.log.get(MAP))
    assert "Nobody has said yet where these neighbourhoods lie" in page.text
    form = page.links["say where Fold Lane lies"]
    answer = pair.log.post(form, data={"where": "53.71949, -1.98701"})

    said = Page(pair.log.get(answer.location)).text
    assert "Fold Lane is on the map" in said
    assert "53.719, -1.987, to about a hundred metres" in said
    assert (
        "53.719, -1.987, to about a hundred metres"
        in Page(pair.log.get(answer.location)).text
    )
    assert list(circles(pair.log.get(MAP))) == ["1. Fold Lane: none"]

    pair.log.post(form, data={"where": ""})
    assert circles(pair.log.get(MAP)) == {}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("by the canal", "Give two numbers with a comma"),
        ("53.7", "Give two numbers with a comma"),
        ("91, 0", "The first number is from -90 to 90"),
        ("0, 181", "The first number is from -90 to 90"),
        ("٥٣, ٢", "Give two numbers with a comma"),
        ("1e5, 2", "Give two numbers with a comma"),
        ("9" * 400, "Give two numbers with a comma"),
    ],
)
def test_no_position(pair, typed, message):
    """A message at the field, what was typed stays, and nothing is kept."""
    place = make.place(pair.host)

    answer = pair.log.post(f"/places/{place.id}/position/", data={"where": typed})

    page = Page(answer)
    assert answer.status_code == 422
    assert page.at_field["where"].startswith(message)
    assert page.sent["where"] == typed
    assert db.session.get(Place, place.id).lat is None


@pytest.mark.parametrize(
    "typed", ["-33.9,151.2", "-33.9 151.2", "  -33.9 ,  151.2 ", "-33.90000001, +151.2"]
)
def test_ways_to_type_a_position(pair, typed):
    """As different maps give it."""
    place = make.place(pair.host)

    pair.log.post(f"/places/{place.id}/position/", data={"where": typed})

    assert "-33.900, 151.200" in pair.log.get(f"/places/{place.id}/").text


def test_only_organisers_of_the_organisation_say_where(pair):
    """Others get 404, and a supervisor is offered no link."""
    place = make.place(pair.host)
    there = f"/places/{place.id}/"

    assert pair.desk.get(there + "position/").status_code == 404
    assert "Say where it lies" not in pair.desk.get(there).text
    assert "Say where it lies" in pair.log.get(there).text
    assert pair.desk.get(MAP).status_code == 404
