"""A case that contradicts a lesson flags it, and the editors see that."""

from dataclasses import replace
from datetime import date

import pytest

from app.content import contradicting
from app.content.types import Change, Contradiction
from app.look import library
from tests import make
from tests.page import Page

CASE = "acorn-bristol"
HOW = "Organisers asked at the first door for a subscription"
LESSON = "/learn/listening-and-entry/listening-one-to-one/"


@pytest.fixture
def serve(app):
    """Serve one case or one lesson otherwise; afterwards the shipped ones are back."""
    shelf, drawn = library(), app.extensions.pop("learn", {})

    def other(kind, slug, **changes):
        now = library()
        held = [
            replace(page, **changes) if page.slug == slug else page
            for page in getattr(now, kind)
        ]
        app.extensions["library"] = replace(now, **{kind: tuple(held)})
        app.extensions.pop("learn", None)

    yield other
    app.extensions["library"] = shelf
    app.extensions["learn"] = drawn


@pytest.fixture
def editor(client, sign_in):
    """An editor's browser."""
    return sign_in(make.person(is_editor=True))


def test_lesson_and_case_show_each_other(client):
    """With the sentence that says how."""
    page = Page(client.get(LESSON))
    assert "A case that speaks against this lesson" in page.text
    assert HOW in page.text
    address = page.links["ACORN Bristol: a union for the neighbourhood"]

    case = Page(client.get(address))
    assert "What it speaks against" in case.text
    assert HOW in case.text
    assert case.links["Listening one to one"] == LESSON


def test_every_shipped_contradiction_is_shown(client):
    """At both its ends; there are three lessons at least that a case speaks against."""
    held = [(c, said) for c in library().cases for said in c.contradicts]
    assert len({said.lesson for _, said in held}) >= 3

    for case, said in held:
        lesson = library().lesson(said.lesson)
        assert [a.how for a in contradicting.against(library(), lesson)
                if a.case is case] == [said.how]  # fmt: skip
        page = Page(client.get(f"/learn/{lesson.module}/{lesson.slug}/"))
        assert f"/casebook/{case.slug}/" in page.links.values()
        assert lesson.title in Page(client.get(f"/casebook/{case.slug}/")).links


def test_nothing_is_said_where_no_case_speaks_against_it(client):
    """Neither on the lesson nor on the case."""
    path = "/learn/two-streams/what-25-points-claim/"
    assert "against this lesson" not in client.get(path).text
    assert "speaks against" not in client.get("/casebook/st-mungos/").text


def test_a_lesson_that_is_not_written(client, serve):
    """Is named, and leads nowhere."""
    said = Contradiction("safety-consent-data", "Names were kept, and saved lives.")
    serve("cases", CASE, contradicts=(said,))

    case = Page(client.get(f"/casebook/{CASE}/"))
    assert "Names were kept, and saved lives." in case.text
    assert library().planned("safety-consent-data").title in case.text


@pytest.mark.parametrize(
    ("reviewed", "is_listed"),
    [(date(2027, 3, 2), True), (date(2027, 3, 3), True), (date(2027, 3, 4), False)],
)
def test_editors_see_it_until_the_lesson_is_reviewed(
    editor, serve, reviewed, is_listed
):
    """A case that changed on the very day may not have been seen, so it is listed."""
    changes = (
        Change(date(2026, 11, 23), "First published"),
        Change(date(2027, 3, 3), "Says which lesson it speaks against, and how"),
    )
    serve("cases", CASE, changes=changes)
    serve("lessons", "listening-one-to-one", reviewed=reviewed)

    queue = Page(editor.get("/editor/")).text

    assert (HOW in queue) is is_listed
    assert ("ACORN Bristol, changed 3 March 2027" in queue) is is_listed
