"""Any reader suggests a change to a passage of a lesson; nothing typed is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.curriculum.models import Suggestion
from app.curriculum.suggestions import case_named
from app.db import db
from app.look import library
from tests import make
from tests.curriculum.lessons import LESSON, lesson
from tests.page import Page

FORM = f"{LESSON}suggest/"
PASSAGE = "Count to six before you fill a silence."
TYPED = {
    "section": "how",
    "passage": PASSAGE,
    "wanted": "Say three, and say why.",
    "why": "At a door six seconds is long.",
    "source": "Our own notes, May 2026",
    "case": "Kirkby rent strike",
}


def kept():
    """Every suggestion, the oldest first."""
    db.session.rollback()
    return list(db.session.scalars(select(Suggestion).order_by(Suggestion.id)))


@pytest.fixture
def serve(app):
    """Serve the lesson in another edition; the shipped one is back afterwards."""
    shelf = library()

    def other(**changes):
        held = [
            replace(les, **changes) if les.slug == "listening-one-to-one" else les
            for les in shelf.lessons
        ]
        app.extensions["library"] = replace(
            shelf, lessons=tuple(les for les in held if les.slug != "gone")
        )

    yield other
    app.extensions["library"] = shelf


def test_each_section_leads_there(client):
    """From beside its heading, and the form then knows the section."""
    page = Page(client.get(LESSON))

    for section in lesson().sections:
        name = f"Suggest a change to this section: {section.title}"
        form = Page(client.get(page.links[name]))
        assert form.sent["section"] == section.anchor
    assert page.links["Suggest a change to this lesson"] == FORM


def test_words_that_were_marked_are_quoted(client):
    """They come in the address, cut where they are too long for a passage."""
    query = {"section": "how", "passage": f"{PASSAGE}\x00" + "x" * 5000}
    sent = Page(client.get(FORM, query_string=query)).sent

    assert sent["passage"].startswith(PASSAGE)
    assert len(sent["passage"]) == 1000


def test_without_an_account(client):
    """It is kept with no name, and nobody but the editors reads it yet."""
    told = Page(client.post(FORM, data=TYPED, follow_redirects=True))

    (found,) = kept()
    assert "An editor reads it, and answers on this page" in told.text
    assert TYPED["wanted"] not in told.text
    assert (found.person_id, found.is_named) == (None, False)
    assert (found.anchor, found.heading) == ("how", "How to do it")
    assert (found.passage, found.case_slug) == (PASSAGE, "kirkby-rent-strike")
    assert "is_named" not in Page(client.get(FORM)).sent


def test_signed_in(sign_in, client):
    """They see what they sent, and choose whether their first name may stand there."""
    browser = sign_in(make.person("Rosa Person"))
    assert "My first name, Rosa, may stand" in browser.get(FORM).text

    told = Page(browser.post(FORM, data=TYPED | {"is_named": "y"},
                             follow_redirects=True))  # fmt: skip

    assert kept()[0].is_named
    assert "Waits for an editor" in told.text
    assert TYPED["wanted"] in told.text
    assert "with your first name" in told.text
    other = sign_in(make.person()).get("/learn/suggestions/").text
    assert TYPED["wanted"] not in other
    assert "You have suggested nothing yet" in other


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        (
            "passage",
            "Words that nobody wrote here.",
            "These words are not in the lesson",
        ),
        ("passage", "next", "These words stand there more than once"),
        ("passage", "x" * 1001, "Use at most 1,000 characters here"),
        ("passage", "x " * 50_000, "Use at most 1,000 characters here"),
        ("wanted", "", "Say what should change"),
        ("wanted", "x" * 5001, "Use at most 5,000 characters here"),
        ("why", " ", "Say why"),
        ("case", "No such case 🦊", "No case in the casebook has this name"),
        ("case", "/casebook/mistakes/no-baseline/", "No case in the casebook"),
        ("section", "gone", "this part is not there any more"),
    ],
)
def test_what_is_needed(client, name, typed, words):
    """Said at the field; nothing typed is lost, and nothing kept."""
    page = Page(client.post(FORM, data=TYPED | {name: typed}))

    assert page.status == 422
    assert words in page.at_field[name]
    for other in ("wanted", "why", "source"):
        assert page.sent[other] == (typed.strip() if other == name else TYPED[other])
    assert kept() == []


@pytest.mark.parametrize(
    ("section", "passage", "belongs"),
    [
        ("how", "", "how"),
        ("", "", ""),
        ("scene", PASSAGE, "how"),  # the words say better where it is
        ("", PASSAGE, "how"),
        ("how", "“count  to six\nbefore you", ""),  # not as it stands
        ("how", "  Count to six\n before   you fill", "how"),
        ("worked", "There's no such thing", ""),
        ("scene", "\"It isn't about the boilers unless", "scene"),
        ("scene", "“It isn’t about the boilers unless", "scene"),
        ("idea", "a worker helps people to think and decide", "idea"),  # in the margin
    ],
)
def test_where_words_belong(client, section, passage, belongs):
    """White space and quotation marks are forgiven, other words are not."""
    data = TYPED | {"section": section, "passage": passage}
    status = client.post(FORM, data=data).status_code

    is_found = belongs or not passage
    assert status == (302 if is_found else 422)
    assert [s.anchor for s in kept()] == ([belongs] if is_found else [])


def test_every_sentence_on_the_page_can_be_quoted(client):
    """As a reader copies it: links, emphasis, tables and lists leave no mark."""
    for passage in (
        "Broad-based organising works more by appointment",
        "Say who you are and who pays you, in your first two sentences.",
        "Joy: How long have you got? An opening, and a test.",
        "In a survey nearly six in ten thought that they would get there.",
    ):
        sent = client.post(FORM, data=TYPED | {"passage": passage, "section": ""})
        assert sent.status_code == 302, passage


def test_names_are_pointed_out_once(client):
    """And sent all the same by whoever wants that."""
    typed = TYPED | {"why": "Ann Example told me at the surgery."}
    page = Page(client.post(FORM, data=typed))

    assert page.status == 200
    assert "“Ann Example” looks like a person’s name" in page.text
    assert page.sent["why"] == typed["why"]
    assert kept() == []
    assert client.post(FORM, data=typed | {"do": "anyway"}).status_code == 302
    assert [s.why for s in kept()] == [typed["why"]]


def test_sent_twice_it_is_kept_once(client):
    """But what was changed in between is another suggestion."""
    key = Page(client.get(FORM)).sent["key"]
    for wanted in ("Say three.", "Say three.", "Say four."):
        client.post(FORM, data=TYPED | {"key": key, "wanted": wanted})
    client.post(FORM, data=TYPED | {"key": "no key", "wanted": "Say five."})

    assert [s.wanted for s in kept()] == ["Say three.", "Say four.", "Say five."]


def test_too_many_from_one_network(client, sign_in):
    """The eleventh within an hour waits, and keeps its words; members are not held."""
    for n in range(10):
        client.post(FORM, data=TYPED | {"wanted": f"Change {n}"})

    page = Page(client.post(FORM, data=TYPED))
    assert page.status == 422
    assert "Try again in an hour" in page.at_field["wanted"]
    assert page.sent["why"] == TYPED["why"]
    assert sign_in(make.person()).post(FORM, data=TYPED).status_code == 302

    clock.advance(timedelta(hours=1))
    assert client.post(FORM, data=TYPED).status_code == 302
    networks = [s.network for s in kept()]
    assert networks[:11] == [""] * 11
    assert networks[11]
    assert "127.0.0.1" not in networks[11]


def test_the_lesson_has_changed_meanwhile(client, serve):
    """The page says so, and what was typed is still there."""
    opened = Page(client.get(FORM)).sent | TYPED
    body = tuple(
        replace(part, text=part.text.replace("Count to six", "Count to three"))
        if getattr(part, "text", "").startswith("## How to do it")
        else part
        for part in lesson().body
    )
    serve(body=body)

    page = Page(client.post(FORM, data=opened))
    assert (
        "The lesson has changed since you opened this page" in page.at_field["passage"]
    )
    assert page.sent["wanted"] == TYPED["wanted"]
    assert page.sent["passage"] == PASSAGE


def test_the_section_has_gone_meanwhile(client, serve):
    """The reader is asked where it belongs now."""
    kept_parts = [
        part for part in lesson().body
        if "{#read}" not in getattr(part, "text", "")
    ]  # fmt: skip
    serve(body=tuple(kept_parts))

    page = Page(client.post(FORM, data=TYPED | {"section": "read", "passage": ""}))
    assert "this part is not there any more" in page.at_field["section"]
    assert page.sent["section"] == ""
    assert page.sent["why"] == TYPED["why"]
    again = client.post(FORM, data=page.sent)
    assert again.status_code == 302


def test_the_lesson_has_a_new_name_meanwhile(client, serve):
    """The suggestion follows it, and the reader is told."""
    serve(slug="listening", was=("listening-one-to-one",), title="Listening")

    told = Page(client.post(FORM, data=TYPED, follow_redirects=True))
    assert "This lesson has a new name, “Listening”" in told.text
    assert [s.lesson for s in kept()] == ["listening"]


def test_the_lesson_has_gone_meanwhile(client, serve):
    """Every word stands on the page that says so."""
    serve(slug="gone")

    page = Page(client.post(FORM, data=TYPED))
    assert page.status == 404
    assert "This lesson is not here any more" in page.text
    for name in ("passage", "wanted", "why", "source", "case"):
        assert TYPED[name] in page.text
    assert kept() == []
    assert client.get(FORM).status_code == 404


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Kirkby rent strike: fourteen months and no win", "kirkby-rent-strike"),
        ("kirkby-rent-strike", "kirkby-rent-strike"),
        ("/casebook/st-mungos/", "st-mungos"),
        ("http://localhost/casebook/st-mungos/?x=1#wrong", "st-mungos"),
        ("http://localhost/casebook/st-mungos#wrong", "st-mungos"),
        ("St Mungo’s", "st-mungos"),
        ("", None),
        ("/casebook/", None),
        ("http://example.org/", None),
        ("🦊", None),
        ("x" * 5000, None),
    ],
)
def test_how_a_case_is_named(client, typed, slug):
    """By title, slug or address."""
    assert case_named(typed) == slug
