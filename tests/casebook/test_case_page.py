"""One case: what it tells, who says so, and how to cite it."""

import html
import re
from dataclasses import replace

import pytest

from app.content import vocab

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

HEADINGS = ["situation", "did", "changed", "wrong", "take", "sources", "cite"]


def test_every_case_has_its_page(client, shelf):
    """Its five parts in order, its sources with how they were read, its confidence."""
    for case in shelf.cases:
        page = client.get(f"/casebook/{case.slug}/")

        assert page.status_code == 200
        places = [page.text.index(f'<h2 id="{anchor}"') for anchor in HEADINGS]
        assert places == sorted(places), case.slug
        sources = page.text[places[-2] : places[-1]]
        items = re.findall(r"<li>(.*?)</li>", sources, re.DOTALL)
        assert len(items) == len(case.sources)
        for item, source in zip(items, case.sources, strict=True):
            assert source.text in html.unescape(item)
            assert vocab.READ[source.read] in item
        assert vocab.CONFIDENCE[case.confidence] in sources
        assert case.confidence_note in html.unescape(sources)


def test_what_went_wrong_is_on_the_page(client):
    """Why it failed, and who disputes that."""
    page = client.get("/casebook/kirkby-rent-strike/").text

    wrong = page[page.index('<h2 id="wrong"') : page.index('<h2 id="take"')]
    assert "<strong>They fought on their own.</strong>" in wrong
    assert "<strong>Contested.</strong>" in wrong
    assert "Did not work" in page


def test_how_it_came_out(client, shelf):
    """Aim, survival and growth are answered; each principle says where it shows."""
    case = shelf.case("beacon-estate-falmouth")

    page = html.unescape(client.get("/casebook/beacon-estate-falmouth/").text)

    for part in (case.outcome.aim, case.outcome.survival, case.outcome.growth):
        assert f"{vocab.ANSWERS[part.answer]}. {part.note}" in page
    for words in (*case.upheld.values(), *case.broken.values()):
        assert words in page
    assert case.outcome.why in page
    assert "Falmouth, England" in page
    assert "1995 to 2018" in page


def test_lessons_that_use_it(client, shelf):
    """Written lessons that name the case, or that the case names, lead to it."""
    for case in shelf.cases:
        page = client.get(f"/casebook/{case.slug}/").text
        aside = page[page.index("Similar cases, failures first") :]
        expected = {
            f"/learn/{lesson.module}/{lesson.slug}/"
            for lesson in shelf.lessons
            if case.slug in lesson.cases or lesson.slug in case.lessons
        }

        assert set(re.findall(r'href="(/learn/[^"]+/[^"]+/)"', aside)) == expected


def test_a_case_without_written_lessons(client, publish, shelf):
    """No empty heading stands there."""
    lonely = replace(shelf.cases[0], slug="lonely", lessons=())
    publish([*shelf.cases, lonely])

    assert "Lessons that use it" not in client.get("/casebook/lonely/").text


@pytest.mark.parametrize("ending", ["/", ".bib", ".ris", ".json"])
def test_an_unknown_case(client, ending):
    """404, and nothing else."""
    assert client.get(f"/casebook/nowhere{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["/", ".bib", ".ris", ".json"])
def test_an_old_address_leads_on(client, publish, shelf, ending):
    """A renamed case is found under its earlier name for good, in every format."""
    first, *rest = shelf.cases
    publish([replace(first, was=("its-old-name",)), *rest])

    answer = client.get(f"/casebook/its-old-name{ending}")

    assert answer.status_code == 301
    assert answer.location == f"/casebook/{first.slug}{ending}"


def test_the_citation_on_the_page(client, shelf):
    """Title, version, date and address, to copy."""
    page = html.unescape(client.get("/casebook/southwark-circle/").text)

    case = shelf.case("southwark-circle")
    assert f"“{case.title}”, version {len(case.changes)}, 23 November 2026" in page
    assert "http://localhost/casebook/southwark-circle/" in page
    for ending in ("bib", "ris", "json"):
        assert f'href="/casebook/southwark-circle.{ending}"' in page


def test_it_is_open_to_read(client):
    """Nobody needs an account, and no cookie is set."""
    for path in ("/casebook/", "/casebook/kirkby-rent-strike/"):
        assert "Set-Cookie" not in client.get(path).headers
