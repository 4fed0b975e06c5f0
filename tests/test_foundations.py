"""The 26 founding statements: carried by pages that exist, in words of our own."""

import hashlib
import html
import re
import tomllib
from pathlib import Path

import pytest

from app.content.vocab import POINTS
from app.security import PUBLIC
from tests import make

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

ROOT = Path(__file__).resolve().parents[1]
STATEMENTS = tomllib.loads((ROOT / "curriculum" / "founding.toml").read_text())[
    "statements"
]
FEATURES = sorted({f["endpoint"] for s in STATEMENTS for f in s["features"]})
# Five words in a row of the original statements, as hashes; its head says how.
ORIGINAL = set((ROOT / "tests" / "founding_shingles.txt").read_text().splitlines()[2:])
ITEM = re.compile(r'<li class="statement" id="statement-(\w+)">(.*?)</li>', re.DOTALL)


def shingles(text):
    """Every five words in a row, as the file of hashes has them."""
    words = re.findall(r"[a-z0-9]+", re.sub("['’]", "", text.lower()))
    for n in range(len(words) - 4):
        run = " ".join(words[n : n + 5])
        yield run, hashlib.sha256(run.encode()).hexdigest()[:16]


@pytest.fixture
def items(client):
    """Each statement's part of the page, by its id."""
    return dict(ITEM.findall(client.get("/foundations/").text))


def test_all_26_are_there_in_order(items):
    """Each has an anchor of its own: 1 to 25, and 13 twice."""
    assert list(items) == list(POINTS)
    assert len(items) == 26


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s["id"])
def test_each_is_carried(items, statement, client):
    """By a lesson that is written, a case and a feature; every link leads somewhere."""
    links = re.findall(r'href="([^"]+)"', items[statement["id"]])

    lessons = [link for link in links if re.fullmatch(r"/learn/[^/]+/[^/]+/", link)]
    cases = [link for link in links if re.fullmatch(r"/casebook/[^/]+/", link)]
    assert cases
    assert len(links) >= len(lessons) + len(cases) + len(statement["features"])
    for link in links:
        assert client.get(link).status_code in {200, 302}, link


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s["id"])
def test_each_lesson_is_written_or_planned(app, statement):
    """Nothing is promised that the outline does not know, and each has one at least."""
    shelf = app.extensions["library"]

    assert statement["lessons"]
    for slug in statement["lessons"]:
        assert shelf.lesson(slug) or shelf.planned(slug), slug
    for slug in statement["cases"]:
        assert shelf.case(slug), slug


@pytest.fixture(scope="module")
def known(app):
    """The endpoints that there are."""
    return {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("endpoint", FEATURES)
def test_a_feature_is_a_page(app, known, client, sign_in, endpoint):
    """Open, or sign-in first; then it answers to whoever it is for."""
    assert endpoint in known
    with app.test_request_context():
        path = app.url_for(endpoint)
    host = make.organisation()
    organiser = make.organiser(host)
    supervisor = make.supervisor(host, organiser)

    stranger = client.get(path)
    user = supervisor if endpoint.startswith("supervision.") else organiser
    member = sign_in(user).get(path, follow_redirects=True)

    if endpoint in PUBLIC:
        assert stranger.status_code == 200
    else:
        assert stranger.status_code == 302
        assert stranger.location.startswith("/sign-in/?next=")
    assert member.status_code == 200


def test_the_words_are_ours(items):
    """No five words in a row are the original's, on the page or in the file."""
    assert len(ORIGINAL) == 666
    texts = [html.unescape(re.sub(r"<[^>]+>", " ", item)) for item in items.values()]
    for statement in STATEMENTS:
        texts += [statement["text"], *(f["words"] for f in statement["features"])]

    assert [
        run for text in texts for run, mark in shingles(text) if mark in ORIGINAL
    ] == []


def test_the_hashes_would_notice():
    """Three of the five strands in a row, as they stand there, are among them."""
    quoted = "Strengthening mutual aid, social capital, volunteering"

    assert all(mark in ORIGINAL for _, mark in shingles(quoted))
