"""What changed between two versions: in words, and for whom."""

import re
import time

import pytest

from app.practice import differences
from app.practice.models import State
from tests import make
from tests.page import Page

BEFORE = "Eleven of us on the landing. Tenant A chaired the meeting."
AFTER = "Twelve of us on the landing. Tenant B chaired the whole meeting."
MARKED = re.compile(r'<(ins|del)><span class="vh">[^<]*</span>([^<]*)<')


def save(browser, entry, do="save", **changes):
    """Press a button under the form of an entry."""
    data = make.typed(**changes, do=do)
    return browser.post(f"/practice/{entry.id}/edit/", data=data)


def send_again(pair, entry, **changes):
    """Change a returned entry, and submit it."""
    save(pair.log, entry, do="check", **changes)
    assert pair.log.post(f"/practice/{entry.id}/submit/").status_code == 302


def marked(page):
    """What is marked as put in or taken out, in order."""
    return [(kind, text.strip()) for kind, text in MARKED.findall(page.html)]


@pytest.fixture
def entry(pair):
    """Three versions: submitted, saved, submitted."""
    made = pair.entry(state=State.RETURNED, what=BEFORE)
    save(pair.log, made, what="Half of it.")
    send_again(pair, made, what=AFTER, minutes="45", rate__community__voice="3")
    return made


def test_words_that_went_and_came(pair, entry):
    """Each marked with an element of its own, and in words for who hears the page."""
    page = Page(pair.log.get(f"/practice/{entry.id}/differences/?from=1&to=4"))

    assert marked(page)[:7] == [
        ("del", "90"),
        ("ins", "45"),
        ("del", "Eleven"),
        ("ins", "Twelve"),
        ("del", "A"),
        ("ins", "B"),
        ("ins", "whole"),
    ]
    assert ("del", "2, Some") in marked(page) or "Community voice: level" in page.text
    assert "taken out: Eleven" in page.text
    assert "put in: Twelve" in page.text
    assert "of us on the landing. Tenant" in page.text
    assert "So what" not in page.text.replace("What changed", "")


def test_links_lead_there(pair, entry):
    """From the entry's page, each version, and the desk."""
    base = f"/practice/{entry.id}/differences/"

    assert (
        f"{base}?from=1&to=2"
        in Page(pair.log.get(f"/practice/{entry.id}/")).links.values()
    )
    desk = Page(pair.desk.get(f"/supervision/{entry.id}/"))
    assert desk.links["See what changed since then"] == base


def test_without_numbers_it_is_since_it_was_sent_before(pair, entry):
    """The last version, and what was submitted before it."""
    mine = Page(pair.log.get(f"/practice/{entry.id}/differences/"))
    theirs = Page(pair.desk.get(f"/practice/{entry.id}/differences/"))

    assert "From version 1" in mine.text
    assert "From version 1" in theirs.text
    assert "to version 4" in theirs.text
    assert theirs.options["from"] == [
        "Version 1, submitted 23 November, 20:00",
        "Version 4, submitted 23 November, 20:00",
    ]


@pytest.mark.parametrize(
    ("asked", "mine", "theirs"),
    [
        ("from=1&to=4", 200, 200),
        ("from=4&to=1", 200, 200),
        ("from=2&to=4", 200, 404),
        ("from=1&to=3", 200, 404),
        ("from=1&to=9", 404, 404),
        ("from=%00&to=🦊", 404, 404),
        ("to=" + "9" * 400, 404, 404),
    ],
)
def test_who_compares_which(pair, sign_in, entry, asked, mine, theirs):
    """As with versions; and nobody else any."""
    address = f"/practice/{entry.id}/differences/?{asked}"

    assert pair.log.get(address).status_code == mine
    assert pair.desk.get(address).status_code == theirs
    for who in (make.coordinator(pair.host), make.supervisor(pair.host)):
        assert sign_in(who).get(address).status_code == 404


def test_scores_stay_sealed_until_ones_own_is_given(pair, entry):
    """As on the desk: giving one's score for a principle opens the author's."""
    address = f"/practice/{entry.id}/differences/"
    assert "Community voice: level" not in Page(pair.desk.get(address)).text

    data = {"level": "1", "evidence": "Paragraph two."}
    pair.desk.post(f"/supervision/{entry.id}/scores/community-voice/", data=data)

    assert "Community voice: level" in Page(pair.desk.get(address)).text


def test_a_draft_has_nothing_to_compare(pair):
    """Before it was ever submitted there is no version; after one, it says so."""
    draft = pair.entry(state=State.DRAFT)
    assert pair.log.get(f"/practice/{draft.id}/differences/").status_code == 404

    entry = pair.entry()
    page = Page(pair.log.get(f"/practice/{entry.id}/differences/"))
    assert "There is one version so far" in page.text


def test_what_is_typed_is_shown_as_text(pair):
    """Tags that somebody typed are words, also where they differ."""
    entry = pair.entry(state=State.RETURNED, what="Plain.")
    send_again(pair, entry, what="<script>x</script> & <!--[if mso]> plain.")

    page = pair.log.get(f"/practice/{entry.id}/differences/")

    assert "<script>x" not in page.text
    assert "&lt;script" in page.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "All new."),
        ("All gone.", ""),
        ("One two.\n\nThree", "One  two.\nThree four 🦊 שלום"),
        ("word " * 4000, "word " * 3900 + "other " * 100),
        (" ".join(f"w{n % 700}" for n in range(3500)),
         " ".join(f"w{n * 7 % 700}" for n in range(3500))),
    ],
)  # fmt: skip
def test_both_texts_can_be_read_out_of_it(before, after):
    """What stayed and went is the old one, what stayed and came the new; soon."""
    began = time.process_time()
    pieces = differences.words(before, after)

    assert time.process_time() - began < 2
    assert "".join(words for kind, words in pieces if kind != "ins") == before
    assert "".join(words for kind, words in pieces if kind != "del") == after
