"""Comments: on the whole, a principle or a passage; sealed until a decision."""

import pytest
from sqlalchemy import func, select

from app.db import db, writing
from app.practice.models import State
from app.supervision.models import Comment
from tests import make
from tests.page import Page

WHAT = "Eleven of us on the landing.\r\n\r\nTenant A chaired. Tenant A “spoke”."


@pytest.fixture
def entry(pair):
    """An entry that waits for review."""
    return pair.entry(what=WHAT)


def say(pair, entry, text="Who chose?", on="whole", quote=""):
    """Add a comment."""
    data = {"on": on, "quote": quote, "text": text}
    return pair.desk.post(f"/supervision/{entry.id}/comments/", data=data)


def comments():
    """How many comments there are."""
    return db.session.scalar(select(func.count()).select_from(Comment))


@pytest.mark.parametrize(
    ("on", "quote", "about"),
    [
        ("whole", "", "On the whole entry"),
        ("independence", "", "On Independence"),
        ("passage", "on the landing", "On “on the landing”"),
        ("whole", "left over from before", "On the whole entry"),
    ],
)
def test_comment_hangs_where_it_was_put(pair, entry, on, quote, about):
    """The desk shows it, with its place."""
    assert say(pair, entry, on=on, quote=quote).status_code == 302

    page = Page(pair.desk.get(f"/supervision/{entry.id}/"))

    assert f"{about} Who chose?" in page.text
    assert "Return with one comment" in page.text


@pytest.mark.parametrize(
    "quote", ["on the landing", "landing. Tenant A chaired", '"spoke"', "A “spoke”"]
)
def test_passage_is_marked_in_the_entry(pair, entry, quote):
    """The words are marked where they stand, with a way to the comment and back."""
    say(pair, entry, on="passage", quote=quote)

    html = pair.desk.get(f"/supervision/{entry.id}/").text

    assert html.count("<mark") == 1
    assert 'id="p1"' in html
    assert 'href="#c1"' in html
    assert 'id="c1"' in html
    assert 'href="#p1"' in html


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ("on the stairs", "These words are not in the entry: copy them exactly"),
        ("Tenant A", "These words stand there more than once: quote a few more"),
        ("", "Say which words you mean: mark them, or type them here"),
        ("   ", "Say which words you mean: mark them, or type them here"),
        ("x" * 1001, "Quote at most 1,000 characters"),
    ],
)
def test_quotation_that_fits_nowhere(pair, entry, quote, message):
    """A message at the field; the comment and the quotation are still there."""
    page = Page(say(pair, entry, "Who chose?", on="passage", quote=quote))

    assert page.status == 422
    assert page.summary == [("quote", message)]
    assert page.at_field["quote"] == message
    assert page.sent["text"].strip() == "Who chose?"
    assert page.sent["quote"] == quote.strip()
    assert page.sent["on"] == "passage"
    assert comments() == 0


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"text": ""}, "text", "Write your comment"),
        ({"text": " \r\n "}, "text", "Write your comment"),
        ({"text": "x" * 5001}, "text", "Use at most 5,000 characters here"),
        ({"on": "charm"}, "on", "Choose one of the answers offered"),
    ],
)
def test_comment_that_cannot_be_kept(pair, entry, changes, field, message):
    """A message at the field, and what was typed."""
    page = Page(say(pair, entry, **changes))

    assert page.status == 422
    assert page.summary == [(field, message)]
    assert page.at_field[field] == message
    assert page.sent["text"].strip() == changes.get("text", "Who chose?").strip()
    assert comments() == 0


@pytest.mark.parametrize("decision", ["return", "accept"])
def test_author_reads_comments_after_the_decision(pair, entry, decision):
    """Not before, on any page of theirs; then at once."""
    say(pair, entry, "Who chose the chair?")
    say(pair, entry, "Whose words?", on="passage", quote="“spoke”")
    pair.score_all(entry)
    addresses = [f"/practice/{entry.id}/", f"/practice/{entry.id}/versions/1/",
                 "/practice/", "/today/"]  # fmt: skip
    for address in addresses:
        shown = pair.log.get(address)
        assert shown.status_code == 200
        assert "Who chose the chair?" not in shown.text

    pair.desk.post(f"/supervision/{entry.id}/decision/", data={"do": decision})

    page = Page(pair.log.get(addresses[0]))
    assert "What Sue Supervisor said" in page.text
    assert "On the whole entry Who chose the chair?" in page.text
    assert "On ““spoke”” Whose words?" in page.text


def test_later_comments_wait_for_the_next_decision(pair, entry):
    """Of two rounds the author reads the first while the second is being written."""
    say(pair, entry, "First round?")
    pair.desk.post(f"/supervision/{entry.id}/decision/", data={"do": "return"})
    pair.log.post(f"/practice/{entry.id}/submit/")

    say(pair, entry, "Second round?")

    text = Page(pair.log.get(f"/practice/{entry.id}/")).text
    assert "First round?" in text
    assert "Second round?" not in text
    desk = Page(pair.desk.get(f"/supervision/{entry.id}/")).text
    assert "On the whole entry, sent 23 November First round?" in desk
    assert "On the whole entry Second round?" in desk


def test_taking_a_comment_back(pair, entry):
    """Until the author has been able to read it; then it stands."""
    say(pair, entry, "Rash words")
    say(pair, entry, "Kept words")
    first, kept = db.session.scalars(select(Comment.id).order_by(Comment.id))
    address = f"/supervision/{entry.id}/comments"

    pair.desk.post(f"{address}/{first}/delete/")
    assert "Rash words" not in pair.desk.get(f"/supervision/{entry.id}/").text
    assert pair.desk.post(f"{address}/{first}/delete/").status_code == 404

    pair.desk.post(f"/supervision/{entry.id}/decision/", data={"do": "return"})
    assert pair.desk.post(f"{address}/{kept}/delete/").status_code == 404
    assert "Take it back" not in pair.desk.get(f"/supervision/{entry.id}/").text
    assert db.session.scalars(select(Comment.text)).all() == ["Kept words"]


def test_comment_of_a_supervisor_before_cannot_be_taken_back(pair, entry, sign_in):
    """The next supervisor reads it, and leaves it."""
    say(pair, entry, "Asked by Sue")
    comment = db.session.scalars(select(Comment.id)).one()
    with writing():
        pairing = db.session.scalars(select(make.Supervision)).one()
        pairing.until_on = make.today()
    successor = sign_in(make.supervisor(pair.host, pair.author))
    address = f"/supervision/{entry.id}/"

    assert "Asked by Sue" in successor.get(address).text
    assert "Take it back" not in successor.get(address).text
    answer = successor.post(f"{address}comments/{comment}/delete/")
    assert answer.status_code == 404
    assert pair.desk.get(address).status_code == 404
    assert comments() == 1


@pytest.mark.parametrize("state", [State.RETURNED, State.ACCEPTED])
def test_no_comment_on_what_is_not_waiting(pair, state):
    """It says that nothing was changed."""
    entry = pair.entry(state=state)

    page = Page(
        pair.desk.post(
            f"/supervision/{entry.id}/comments/",
            data={"on": "whole", "text": "Too late"},
            follow_redirects=True,
        )
    )

    assert (
        "This entry is not waiting for you any more. Nothing was changed." in page.text
    )
    assert comments() == 0


def test_comments_show_as_they_were_typed(pair, entry):
    """Text is text, on the desk and on the author's pages."""
    say(pair, entry, "<script>alert(1)</script> & <b>so</b>")
    pair.desk.post(f"/supervision/{entry.id}/decision/", data={"do": "return"})

    for shown in (
        pair.desk.get(f"/supervision/{entry.id}/"),
        pair.log.get(f"/practice/{entry.id}/"),
        pair.log.get(f"/practice/{entry.id}/edit/"),
    ):
        assert "<script>alert" not in shown.text
        assert "<script>alert(1)</script> & <b>so</b>" in Page(shown).text


def test_passage_that_was_rewritten_keeps_its_comment(pair, entry):
    """The quotation stands with the comment, and is marked no longer."""
    say(pair, entry, on="passage", quote="on the landing")
    pair.desk.post(f"/supervision/{entry.id}/decision/", data={"do": "return"})
    data = make.typed(what="Eleven of us in the hall.", do="check")
    pair.log.post(f"/practice/{entry.id}/edit/", data=data)
    pair.log.post(f"/practice/{entry.id}/submit/")

    page = Page(pair.desk.get(f"/supervision/{entry.id}/"))

    assert "On “on the landing”, sent 23 November Who chose?" in page.text
    assert "<mark" not in page.html
