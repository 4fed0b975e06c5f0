"""What search engines are told."""

from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from app import security

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# Open to anybody, and not pages to be found by a search.
NOT_PAGES = {"accounts", "static"}


@pytest.fixture
def listed(client):
    """The address and the day of each page on the map."""
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    root = ElementTree.fromstring(answer.data)  # noqa: S314
    assert root.tag == f"{SITEMAP}urlset"
    found = {}
    for url in root:
        assert url.tag == f"{SITEMAP}url"
        assert [part.tag for part in url] == [f"{SITEMAP}loc", f"{SITEMAP}lastmod"]
        address, day = (part.text for part in url)
        assert len(address) < 2048
        assert address not in found
        found[address] = date.fromisoformat(day)
    assert len(found) < 50_000
    return found


def test_every_page_on_the_map_opens(client, listed):
    """At that address, without being led on."""
    for address in listed:
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == "http://localhost"
        assert client.get(parts.path).status_code == 200, address


def test_the_map_has_what_is_open_to_read(app, listed):
    """Home, foundations, glossary, every module, lesson and case."""
    shelf = app.extensions["library"]
    expected = {"/", "/foundations/", "/learn/", "/learn/glossary/", "/casebook/"}
    expected |= {f"/learn/{module.slug}/" for module in shelf.modules}
    expected |= {f"/learn/{les.module}/{les.slug}/" for les in shelf.lessons}
    expected |= {f"/casebook/{case.slug}/" for case in shelf.cases}

    assert expected <= {urlsplit(address).path for address in listed}


def test_the_map_has_nothing_that_is_not(app, listed):
    """Each address is one of a public page."""
    adapter = app.url_map.bind("localhost")
    endpoints = {adapter.match(urlsplit(address).path)[0] for address in listed}

    assert endpoints <= security.PUBLIC
    assert not {name.split(".")[0] for name in endpoints} & NOT_PAGES


def test_a_case_is_as_new_as_its_last_change(app, listed):
    """Or as the day on which it was last read through."""
    for case in app.extensions["library"].cases:
        days = [case.reviewed, *(change.on for change in case.changes)]
        assert listed[f"http://localhost/casebook/{case.slug}/"] == max(days)


def test_robots_are_told_where_the_map_is(client):
    """And to leave the mixes of filters alone."""
    answer = client.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    assert "Sitemap: http://localhost/sitemap.xml" in answer.text.splitlines()
    assert "Disallow: /casebook/?" in answer.text.splitlines()
