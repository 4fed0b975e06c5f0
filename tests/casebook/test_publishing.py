"""A proposal becomes a case: checked, published, searched, cited, exported."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update

from app.casebook import actions, published
from app.casebook.models import Case, Proposal, ProposalState
from app.content import casefile
from app.db import db, writing
from tests import make
from tests.casebook.proposed import HOME, WHOLE, empty_outbox, letters, propose
from tests.page import Page

pytestmark = pytest.mark.usefixtures("by_words")

SLUG = "harrow-vale-bus"
NOTE = {"note": "We asked the council for the date."}


@pytest.fixture
def browser(client, sign_in):
    """Somebody who proposes; what was published is gone afterwards."""
    empty_outbox()
    yield sign_in(make.person("Rosa", email="rosa@example.org"))
    with writing():
        gone = db.session.execute(delete(Case).where(Case.exported.is_not(None)))
        last = db.session.scalar(select(func.max(Case.change)))
        first = select(Case.id).order_by(Case.slug).limit(1).scalar_subquery()
        if gone.rowcount:
            moved = update(Case).where(Case.id == first).values(change=last + 9)
            db.session.execute(moved)


@pytest.fixture
def editor(client, sign_in):
    """An editor's browser."""
    return sign_in(make.person("Nuala", is_editor=True))


@pytest.fixture
def proposal(browser):
    """Sent to the editors, with everything."""
    return propose(browser, **WHOLE)


def accept(editor, proposal, **changes):
    """The answer to an editor's Publish, with everything filled in."""
    address = f"/editor/proposals/{proposal.id}/publish/"
    return editor.post(address, data=WHOLE | NOTE | changes)


def test_publishing(editor, browser, proposal, client):
    """Its page is there for everybody, drawn as every other, and found at once."""
    before = Page(client.get("/casebook/")).text

    answer = accept(editor, proposal)

    assert answer.headers["Location"] == f"/casebook/{SLUG}/"
    page = Page(client.get(f"/casebook/{SLUG}/"))
    assert page.status == 200
    for words in ("Harrow Vale bus", "What went wrong, and why", "2011 to 2012",
                  "Two days of six", "Neighbours drove each other", "Vale Gazette",
                  "Cite this case", "Similar cases"):  # fmt: skip
        assert words in page.text, words
    found = client.get("/casebook/", query_string={"q": "Harrow Vale bus"})
    assert f"/casebook/{SLUG}/" in found.text
    assert Page(client.get("/casebook/")).text != before
    assert f"alongside-{SLUG}" in client.get(f"/casebook/{SLUG}.bib").text


def test_the_proposer_is_told(editor, browser, proposal):
    """By mail, and on their page, with the editor's words and a link."""
    accept(editor, proposal)

    (to, subject, text) = letters()[-1]
    assert (to, subject) == ("rosa@example.org", "Your case is published")
    assert NOTE["note"] in text
    page = Page(browser.get(f"{HOME}{proposal.id}/"))
    assert "Published on 23 November" in page.text
    assert page.links["read it there"] == f"/casebook/{SLUG}/"
    assert NOTE["note"] in page.text


WRONG = {
    "title": ("Propose", "The casebook has a page of that name. Change it"),
    "summary": ("", "Say in two sentences what it comes to"),
    "began": ("", "Enter the year in figures, such as 1998"),
    "ended": ("2010", "This is before the year in which it began"),
    "kind": ("guild", "Choose one of the answers offered"),
    "who": ("", "Fill in “"),
    "stream": ("", "Fill in “"),
    "methods": (["juggling"], "Choose one of the answers offered"),
    "lineage": (["none"], "Choose one of the answers offered"),
    "lessons": (["no-such-lesson"], "One of these lessons is not there any more"),
    "asks": ("one\ntwo", "Write eight to twelve questions, one in a line"),
    "confidence": ("", "Fill in “"),
    "confidence_note": ("", "Fill in “"),
    "place_name": ("", "Fill in “"),
    "country": ("", "Fill in “"),
    "lat": ("north", "Enter the latitude in degrees, from -90 to 90, such as 53.49"),
    "lon": ("181", "Enter the longitude in degrees, from -180 to 180, such as -2.88"),
    "precision": ("", "Fill in “"),
    "outcome": ("", "Fill in “"),
    "outcome_why": ("", "Fill in “"),
    "aim": ("", "Fill in “"),
    "survival_note": ("", "Fill in “"),
    "source-text-0": ("", "Name at least one source"),
    "source-url-0": ("javascript:x", "Enter a whole address, such as https://example.org"),
    "source-date-0": ("", "Fill in “"),
    "source-read-0": ("skimmed", "Choose one of the answers offered"),
    "situation": ("word " * 700, "The five parts have"),
    "did": ("## Another heading", "Take out the line that begins with # or ```"),
    "changed": ("<script>x</script>", "Use plain writing"),
    "wrong": ("", "Write “What went wrong, and why”: every case has it"),
    "take": ("See [it](case:no-such)", "The link to “case:no-such” leads nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_stands_at_its_field(editor, proposal, name):
    """In plain words, there and in the summary; nothing is published, nothing lost."""
    typed, words = WRONG[name]
    page = Page(accept(editor, proposal, **{name: typed}))

    assert page.status == 422
    assert page.at_field.get(name, "").startswith(words), page.at_field
    assert name in dict(page.summary)
    assert published.case(SLUG) is None
    assert letters() == []
    kept = Page(editor.get(f"/editor/proposals/{proposal.id}/"))
    assert kept.sent["upheld-mutual-aid"] == WHOLE["upheld-mutual-aid"]


def test_every_fault_is_shown_at_once(editor, proposal):
    """Not one after another."""
    page = Page(accept(editor, proposal, summary="", asks="", lat=""))

    assert {"summary", "asks", "lat"} <= page.at_field.keys()


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "<img src=x>",
        "![x](https://example.org/x.png)",
        "[x](javascript:alert)",
        "[x]\n\n[x]: javascript:alert",
        "<javascript:alert>",
        "Words\n{: onclick=alert }",
        "Words\n{: style=color:red }",
        "<!-- a comment -->",
        "*x*{: class=btn }",
    ],
)
def test_what_is_more_than_writing_is_refused(editor, proposal, text):
    """HTML, pictures, attributes, and links that are no addresses."""
    page = Page(accept(editor, proposal, take=f"{WHOLE['take']}\n\n{text}"))

    assert page.status == 422
    assert "take" in page.at_field


def test_a_taken_name_is_refused(editor, proposal):
    """Of a case in a file, and of one that was published."""
    page = Page(accept(editor, proposal, title="Kirkby rent strike: again"))

    assert (
        page.at_field["title"]
        == "Another case has this name. Change it before any colon"
    )


def test_two_of_one_name(editor, browser, proposal):
    """The second is refused at its title."""
    second = propose(browser, **WHOLE)
    accept(editor, proposal)
    page = Page(accept(editor, second))

    assert page.status == 422
    assert page.at_field["title"] == "Another case has this name. Change it"


def test_publishing_twice_is_publishing_once(editor, proposal):
    """A retry finds that it is not the editors' turn."""
    accept(editor, proposal)

    assert accept(editor, proposal).status_code == 409
    query = select(func.count()).where(Case.slug == SLUG)
    assert db.session.scalar(query) == 1


def test_it_is_not_published_without_words(editor, proposal):
    """The proposer is always told something."""
    page = Page(accept(editor, proposal, note=""))

    assert page.at_field["note"] == "Say what you changed, or that you changed nothing"
    assert published.case(SLUG) is None


def test_loading_files_leaves_it_alone(editor, proposal, shelf):
    """At every start the files are loaded; it stays what it was."""
    accept(editor, proposal)
    before = db.session.scalar(select(Case.change).where(Case.slug == SLUG))

    with writing():
        synced = actions.sync(shelf)

    assert (synced.written, synced.removed) == (0, 0)
    assert db.session.scalar(select(Case.change).where(Case.slug == SLUG)) == before


@pytest.mark.parametrize("name", [SLUG, "harrow-vale-buses"])
def test_a_file_wins(editor, proposal, shelf, publish, client, name):
    """Under its slug or one that says what it was; nothing doubles."""
    accept(editor, proposal)
    held = published.case(SLUG)
    was = () if name == SLUG else (SLUG,)
    file = replace(held, slug=name, was=was, title="Harrow Vale buses: from a file")

    publish([*shelf.cases, file])

    rows = db.session.scalars(select(Case).where(Case.slug.like("harrow-vale%"))).all()
    assert [(row.slug, row.exported) for row in rows] == [(name, None)]
    page = client.get(f"/casebook/{SLUG}/", follow_redirects=True)
    assert "from a file" in page.text
    found = client.get("/casebook/", query_string={"q": "Harrow Vale"}).text
    assert len(re.findall(r'<h3><a href="/casebook/harrow-vale', found)) == 1


def test_exporting_it(app, editor, proposal, tmp_path):
    """The command writes the file that the loader reads as the same case."""
    accept(editor, proposal)

    ran = app.test_cli_runner().invoke(args=["export-case", SLUG, "--to", tmp_path])

    assert ran.output == f"Written: casebook/{SLUG}.md\n"
    text = (tmp_path / "casebook" / f"{SLUG}.md").read_text()
    assert casefile.read(SLUG, text, []) == published.case(SLUG)
    assert text.startswith('+++\ntitle = "Harrow Vale bus: a route that came back"\n')


@pytest.mark.parametrize("slug", ["no-such", "kirkby-rent-strike", "../x"])
def test_exporting_nothing(app, client, slug, tmp_path):
    """It says so, and writes nothing."""

    ran = app.test_cli_runner().invoke(args=["export-case", slug, "--to", tmp_path])

    assert ran.output.startswith("Nothing written: no published proposal")
    assert list(tmp_path.iterdir()) == []


def test_the_first_contribution_is_named_as_one(editor, browser, proposal):
    """And the second is not."""
    accept(editor, proposal)
    second = propose(browser, **WHOLE | {"title": "Another bus"})

    page = Page(editor.get(f"/editor/proposals/{second.id}/"))

    assert "Published before One case" in page.text
    assert db.session.scalars(
        select(Proposal.state).where(Proposal.slug == SLUG)
    ).all() == [ProposalState.PUBLISHED]
