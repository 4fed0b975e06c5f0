"""The whole casebook as one file: all of it, and as its schema says."""

import copy
import re
from dataclasses import replace
from datetime import date

import jsonschema
import pytest

from app.content import vocab
from app.content.types import Change
from tests.casebook.titles import AWKWARD, renamed

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

NOT_HELD = {"file", "body"}
OWN_LINK = re.compile(r"\]\((?:lesson|module|case|term|mistake|point):")
ADDRESS = re.compile(r"\]\((http://localhost/[^)#]+)")


@pytest.fixture
def whole(client):
    """The download."""
    return lambda: client.get("/casebook/cases.json").json


@pytest.fixture
def valid(client):
    """A validator by the schema that the site serves, which is itself in order."""
    schema = client.get("/casebook/schema.json").json
    kind = jsonschema.validators.validator_for(schema)
    assert kind is jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def test_it_is_as_the_schema_says(whole, valid):
    """Every case, down to the last field."""
    data = whole()

    valid.validate(data)
    assert data["schema"] == valid.schema["$id"]
    assert data["schema"] == "http://localhost/casebook/schema.json"


def test_it_is_a_file(client):
    """Named, and of its kind."""
    answer = client.get("/casebook/cases.json")

    assert answer.headers["Content-Type"] == "application/json"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == "attachment; filename=alongside-casebook.json"
    assert client.get("/casebook/schema.json").mimetype == "application/schema+json"


def test_nothing_is_left_out(whole, shelf):
    """Each field that a case file has, the sources among them, and its text."""
    data = whole()

    assert data["count"] == len(data["cases"]) == len(shelf.cases)
    for case, held in zip(shelf.cases, data["cases"], strict=True):
        names = set(type(case).__dataclass_fields__) - NOT_HELD
        assert names | {"url", "version", "sections"} == set(held)
        assert held["url"] == f"http://localhost/casebook/{case.slug}/"
        assert held["reviewed"] == case.reviewed.isoformat()
        assert (held["began"], held["ended"]) == (case.began, case.ended)
        assert held["upheld"] == case.upheld
        assert held["asks"] == list(case.asks)
        assert held["place"]["lat"] == case.place.lat
        told = [(source["text"], source["url"]) for source in held["sources"]]
        assert told == [(source.text, source.url) for source in case.sources]
        titles = [section["title"] for section in held["sections"]]
        assert titles == [section.title for section in case.sections]


def test_links_work_from_anywhere(client, whole):
    """None is in the files' own way of writing; each leads to a page."""
    text = client.get("/casebook/cases.json").text

    assert not OWN_LINK.search(text)
    addresses = set(ADDRESS.findall(text))
    assert addresses
    for address in addresses:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200


def test_the_day_of_the_newest_change(whole, publish, shelf):
    """And how often a case has changed."""
    first, *rest = shelf.cases
    more = Change(on=date(2026, 12, 1), what="More")
    publish([replace(first, changes=(*first.changes, more)), *rest])

    data = whole()

    assert data["updated"] == "2026-12-01"
    assert data["cases"][0]["version"] == len(first.changes) + 1


@pytest.mark.parametrize("title", AWKWARD)
def test_a_title_survives(whole, valid, publish, shelf, title):
    """As it is written."""
    publish([*shelf.cases, renamed(shelf, title)])

    data = whole()

    valid.validate(data)
    assert title in {case["title"] for case in data["cases"]}


WRONG = {
    "a word that is none": ("kind", "club"),
    "no sources": ("sources", []),
    "a text for a year": ("began", "1972"),
    "no date": ("reviewed", "2026-02-30"),
    "too few questions": ("asks", ["one"]),
    "a principle that is none": ("upheld", {"luck": "Everywhere"}),
    "a source too little": ("sources", [{"text": "A book"}]),
    "parts left out": ("sections", []),
    "a field too many": ("stars", 5),
}


@pytest.mark.parametrize("field", WRONG.values(), ids=WRONG.keys())
def test_the_schema_refuses(whole, valid, field):
    """What a case file could not hold either."""
    data = copy.deepcopy(whole() | {"cases": whole()["cases"][:1]})
    name, value = field
    data["cases"][0][name] = value

    with pytest.raises(jsonschema.ValidationError):
        valid.validate(data)


def test_the_schema_says_what_things_mean(valid):
    """Each field of a case in words, and each word of a vocabulary by its name."""
    case = valid.schema["properties"]["cases"]["items"]["properties"]

    assert [name for name, about in case.items() if not about.get("description")] == []
    named = {word["const"]: word["title"] for word in case["kind"]["oneOf"]}
    assert named == dict(vocab.CASE_KINDS)


def test_the_casebook_leads_to_it(client):
    """At its foot, with the schema and the feed."""
    page = client.get("/casebook/").text

    foot = page[page.index("Take the casebook with you") :]
    for path in ("cases.json", "schema.json", "feed.atom"):
        assert f'href="/casebook/{path}"' in foot
