"""What machines read in a case's page: meta elements, COinS, JSON-LD, links."""

import json
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest

from app.content.text import plain
from tests.casebook.titles import AWKWARD, renamed

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

LD = "application/ld+json"


class Head(HTMLParser):
    """The names, links, scripts and COinS spans of a page, read as a browser does."""

    def __init__(self, html):
        super().__init__()
        self.named, self.links, self.data, self.coins = {}, [], [], []
        self.scripts = 0
        self._in_data = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "meta" and "name" in about:
            self.named.setdefault(about["name"], []).append(about["content"])
        if tag == "link":
            self.links.append(about)
        if tag == "span" and about.get("class") == "Z3988":
            self.coins.append(about["title"])
        if tag == "script":
            self.scripts += 1
            self._in_data = about.get("type") == LD

    def handle_endtag(self, tag):
        if tag == "script":
            self._in_data = False

    def handle_data(self, data):
        if self._in_data:
            self.data.append(data)


@pytest.fixture
def read(client):
    """A case's page as a machine reads it."""
    return lambda slug: Head(client.get(f"/casebook/{slug}/").text)


def test_meta_elements(read, shelf):
    """Highwire's and Dublin Core's, each once, in every case."""
    for case in shelf.cases:
        named = read(case.slug).named

        url = f"http://localhost/casebook/{case.slug}/"
        day = case.reviewed
        for prefix, written in (("citation_", f"{day:%Y/%m/%d}"), ("DC.", f"{day}")):
            date = "publication_date" if prefix == "citation_" else "date"
            assert named[f"{prefix}title"] == [case.title]
            assert named[f"{prefix}{date}"] == [written]
        assert named["citation_author"] == named["DC.creator"] == ["Alongside Casebook"]
        assert named["citation_public_url"] == named["DC.identifier"] == [url]


def test_coins(read, shelf):
    """One span a page, of a web page by an institution."""
    for case in shelf.cases:
        (coins,) = read(case.slug).coins

        held = parse_qs(coins, strict_parsing=True)
        assert held["ctx_ver"] == ["Z39.88-2004"]
        assert held["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
        assert held["rft.type"] == ["webpage"]
        assert held["rft.title"] == [case.title]
        assert held["rft.aucorp"] == ["Alongside Casebook"]
        assert held["rft.date"] == [case.reviewed.isoformat()]
        assert held["rft.identifier"] == [f"http://localhost/casebook/{case.slug}/"]


def test_json_ld(read, shelf):
    """One article a page, with when and where, its sources and when it changed."""
    for case in shelf.cases:
        (data,) = read(case.slug).data

        held = json.loads(data)
        assert held["@context"] == "https://schema.org"
        assert held["@type"] == "Article"
        assert held["headline"] == case.title
        assert held["abstract"] == plain(case.summary)
        assert held["dateModified"] == max(c.on for c in case.changes).isoformat()
        assert held["contentLocation"]["geo"]["latitude"] == case.place.lat
        end = case.ended or ".."
        assert held["temporalCoverage"] == f"{case.began}/{end}"
        assert len(held["citation"]) == len(case.sources)


def test_links(client, read):
    """The page's own address, its citations and the feed; each of them is there."""
    links = read("gigha").links

    (canonical,) = [link for link in links if link["rel"] == "canonical"]
    assert canonical["href"] == "http://localhost/casebook/gigha/"
    alternates = {ln["href"]: ln["type"] for ln in links if ln["rel"] == "alternate"}
    assert len(alternates) == 4
    for address, media_type in alternates.items():
        assert client.get(address).mimetype == media_type


@pytest.mark.parametrize("title", AWKWARD)
def test_a_title_survives_in_the_page(publish, read, shelf, title):
    """It says the same everywhere, and breaks out of nothing."""
    before = read(shelf.cases[0].slug)
    publish([*shelf.cases, renamed(shelf, title)])

    page = read("wild")

    assert page.named["citation_title"] == page.named["DC.title"] == [title]
    assert parse_qs(page.coins[0])["rft.title"] == [title]
    (data,) = page.data
    assert json.loads(data)["headline"] == title
    assert page.scripts == before.scripts


def test_its_canonical_address_is_the_sites_own(app, client):
    """Whatever name the site was asked by, and whatever was asked beside."""
    answer = client.get("/casebook/gigha/?from=elsewhere", base_url="http://10.0.0.1/")

    assert 'rel="canonical" href="http://localhost/casebook/gigha/"' in answer.text
    assert "10.0.0.1" not in answer.text
