"""The content that ships with the product."""

from pathlib import Path

import pytest

from app import authoring
from app.content import library
from app.content.library import Library

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The shipped content. Loading it is itself the first test."""
    return library.load(ROOT)


def test_it_has_no_faults(shipped):
    """Nothing is refused, and every kind is there."""
    assert shipped.lessons
    assert shipped.cases
    assert shipped.default_framework.id == "founding"


def test_the_whole_check_has_nothing_to_say():
    """Also what the start does not look at: addresses, reading age, unwritten links."""
    report = authoring.report(ROOT)

    assert report.faults == ()
    assert report.notes == ()
    assert "statements taught: 26 of 26" in report.counts


def test_every_statement_is_carried(shipped):
    """No founding statement without a lesson, a case and a feature."""
    for statement in shipped.statements:
        assert statement.lessons, statement.id
        assert statement.cases, statement.id
        assert statement.features, statement.id


def test_every_page_renders(shipped):
    """No link is left in our own notation, and no style attribute is written."""
    for _, page in shipped.pages():
        for part in page.parts:
            if part.block == "prose":
                html = shipped.block(part.text)
                assert "](" not in html, page.file
                assert "style=" not in html, page.file
