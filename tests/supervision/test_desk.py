"""The desk: the supervisor's score comes first, and only it opens the author's."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.db import db, writing
from app.practice.models import State, Version
from app.supervision.models import SupervisorRating
from tests import make, watch
from tests.conftest import NOW
from tests.page import Page
from tests.pair import scale

EVIDENCE = "Four households put it to the repairs manager."
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
WORDS = "What in the entry do you rest that on?"


def desk(pair, entry, query=""):
    """The desk of an entry."""
    page = Page(pair.desk.get(f"/supervision/{entry.id}/{query}"))
    assert page.status == 200
    return page


def score(pair, entry, principle, level, evidence=""):
    """Give a score."""
    return pair.desk.post(
        f"/supervision/{entry.id}/scores/{principle}/",
        data={"level": level, "evidence": evidence},
    )


def given():
    """Level and first level by principle, as the supervisor gave them."""
    rows = db.session.scalars(select(SupervisorRating))
    return {row.principle: (row.level, row.first_level) for row in rows}


def write(entry, **about):
    """Change what the submitted version says, behind everybody's back."""
    content = {name: [value] for name, value in make.typed(**about).items()}
    with writing():
        db.session.execute(
            update(Version).where(Version.entry_id == entry.id).values(content=content)
        )


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED])
@pytest.mark.parametrize("level", ["0", "1", "3", "4", "dont-know", None])
def test_nothing_on_the_page_depends_on_a_sealed_score(pair, level, state):
    """Whatever the author scored, the page is the same to the letter."""
    entry = pair.entry(state=state)
    queries = ["", "?score=community-voice", "?score=independence"]
    pages = [f"/supervision/{entry.id}/{query}" for query in queries]
    before = [TOKEN.sub("", pair.desk.get(page).text) for page in pages]

    write(
        entry,
        rate__community__voice=level,
        evidence__community__voice="Sealed words.",
        second__community__voice="Sealed source.",
        rate__independence=level,
        evidence__independence="Sealed words too.",
    )

    assert [TOKEN.sub("", pair.desk.get(page).text) for page in pages] == before
    assert "Sealed" in before[0]
    assert EVIDENCE not in before[0]


def test_own_score_opens_theirs(pair):
    """Level and evidence of that principle, and of no other."""
    entry = pair.entry(
        rate__independence="4",
        evidence__independence="They chose the date.",
        second__independence="Tenant B says so.",
        rate__mutual__aid="3",
        evidence__mutual__aid="Still sealed words.",
    )
    assert Page(score(pair, entry, "independence", "2", "Line 3.")).status == 302

    page = desk(pair, entry)

    assert "Independence 2 4 2 apart" in page.text
    assert "Ann Author on independence: They chose the date." in page.text
    assert "Second source: Tenant B says so." in page.text
    assert "Still sealed words." not in page.html
    assert EVIDENCE not in page.html
    assert page.text.count("Sealed") == len(scale().principles) - 1


@pytest.mark.parametrize(
    ("mine", "theirs", "gap"),
    [
        ("2", "2", "Same"),
        ("not-in-play", None, "Same"),
        ("dont-know", "dont-know", "Same"),
        ("0", "4", "4 apart"),
        ("3", "2", "1 apart"),
        ("not-in-play", "2", "Differ"),
        ("2", None, "Differ"),
        ("dont-know", "1", "Differ"),
    ],
)
def test_gap_in_words(pair, mine, theirs, gap):
    """How far apart two levels are; where one is no number, only that they differ."""
    entry = pair.entry(ratings={"accountability": theirs} if theirs else {})

    score(pair, entry, "accountability", mine, "Line 3.")

    row = desk(pair, entry).text.split("Accountability")[1]
    assert gap in row.split("Change")[0]


def test_first_score_is_kept_when_it_is_changed(pair):
    """Calibration keeps the blind one; the conversation has the new one."""
    entry = pair.entry()
    score(pair, entry, "independence", "3", "Line 3.")
    page = desk(pair, entry, "?score=independence")
    assert "Your first score stays on record for calibration." in page.text
    assert (page.sent["level"], page.sent["evidence"]) == ("3", "Line 3.")

    score(pair, entry, "independence", "1")
    score(pair, entry, "independence", "2", "Line 4.")

    assert given() == {"independence": ("2", "3")}
    assert desk(pair, entry, "?score=independence").sent["level"] == "2"


@pytest.mark.parametrize("level", ["0", "2", "3", "4"])
@pytest.mark.parametrize("words", ["", "  "])
def test_score_needs_words(pair, level, words):
    """What it rests on is part of a score; the level stays chosen."""
    entry = pair.entry()

    page = Page(score(pair, entry, "independence", level, words))

    message = f"Say what you rest it on: a score of {level} needs words"
    assert page.status == 422
    assert page.summary == [("evidence", message)]
    assert page.at_field["evidence"] == message
    assert page.sent["level"] == level
    assert "Sealed" in page.text
    assert EVIDENCE not in page.html
    assert given() == {}


@pytest.mark.parametrize("level", ["1", "not-in-play", "dont-know"])
def test_score_that_needs_no_words(pair, level):
    """Where nothing can be pointed to, nothing need be."""
    assert score(pair, pair.entry(), "independence", level).status_code == 302
    assert given() == {"independence": (level, level)}


@pytest.mark.parametrize("level", ["", "5", "-1", "good"])
def test_score_must_be_of_the_scale(pair, level):
    """Anything else gets a message, and keeps the words."""
    page = Page(score(pair, pair.entry(), "independence", level, "Line 3."))

    assert page.status == 422
    assert [field for field, _ in page.summary] == ["level"]
    assert page.sent["evidence"] == "Line 3."
    assert given() == {}


def test_too_many_words_are_kept_on_the_page(pair):
    """5,000 characters; one more gets a message."""
    entry, words = pair.entry(), "x" * 5001

    page = Page(score(pair, entry, "independence", "3", words))

    assert page.at_field["evidence"] == "Use at most 5,000 characters here"
    assert page.sent["evidence"] == words
    assert score(pair, entry, "independence", "3", words[1:]).status_code == 302


def test_no_such_principle(pair):
    """A principle of no framework leads nowhere."""
    assert score(pair, pair.entry(), "charm", "1").status_code == 404


def test_scoring_the_rest_as_not_in_play(pair):
    """In one press, leaving what was scored."""
    entry = pair.entry()
    score(pair, entry, "independence", "3", "Line 3.")
    rest = len(scale().principles) - 1
    words = f"Nothing touched the rest: score {rest} “not in play”"
    assert words in desk(pair, entry).text

    pair.desk.post(f"/supervision/{entry.id}/scores/")

    assert given() == {p.id: ("not-in-play",) * 2 for p in scale().principles} | {
        "independence": ("3", "3")
    }
    page = desk(pair, entry)
    assert "Everything is scored" in page.text
    assert "Sealed" not in page.text
    assert EVIDENCE in page.text


def test_next_supervisor_scores_blind_too(pair, sign_in):
    """What one supervisor has opened is sealed for the next."""
    entry = pair.entry()
    pair.score_all(entry)
    with writing():
        pairing = db.session.scalars(select(make.Supervision)).one()
        pairing.until_on = make.today()
    successor = sign_in(make.supervisor(pair.host, pair.author))

    page = Page(successor.get(f"/supervision/{entry.id}/"))

    assert EVIDENCE not in page.html
    assert page.text.count("Sealed") == len(scale().principles)


def test_desk_says_where_it_is_in_the_queue(pair):
    """Its place by age, and how long it has waited."""
    pair.entry(submitted_at=NOW - timedelta(days=4))
    entry = pair.entry(submitted_at=NOW - timedelta(days=2))
    pair.entry()

    page = desk(pair, entry)

    assert "By Ann Author" in page.text
    assert "Waiting for you 2 days" in page.text
    assert "Entry 2 of 3 to review" in page.text


def test_whose_turn_a_returned_entry_is(pair):
    """The desk says so, and offers no scoring."""
    entry = pair.entry(state=State.RETURNED)

    page = desk(pair, entry)

    assert "It is Ann Author’s turn, since 23 November." in page.text
    assert "level" not in page.sent
    assert WORDS not in page.labels


def test_own_entry_is_on_nobodys_own_desk(sign_in):
    """Whoever both organises and supervises reviews others only."""
    host = make.organisation()
    both = make.organiser(host)
    make.member(both, host, make.Role.SUPERVISOR)
    make.supervisor(host, both)
    entry = make.entry(both, host)

    assert sign_in(both).get(f"/supervision/{entry.id}/").status_code == 404


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("scores/independence/", {"level": "1"}),
        ("scores/", {}),
        ("comments/", {"on": "whole", "text": "Hello"}),
        ("decision/", {"do": "return", "note": "Hello"}),
    ],
)
def test_another_supervisor_changes_nothing(pair, sign_in, path, data):
    """Somebody else's organiser is not there, for reading or for writing."""
    entry = pair.entry()
    other = sign_in(make.supervisor(pair.host, make.organiser(pair.host)))

    assert other.post(f"/supervision/{entry.id}/{path}", data=data).status_code == 404
    assert given() == {}
    assert "It is Sue Supervisor’s turn" in pair.log.get(f"/practice/{entry.id}/").text


def test_desk_asks_the_database_few_questions(pair):
    """Eight at most when it is opened again, and as many when there is much on it."""
    entry = pair.entry(group=pair.group())
    address = f"/supervision/{entry.id}/"
    with watch.queries() as first:
        pair.desk.get(address)
    assert len(first) == 9  # that it was opened is written down
    with watch.queries() as bare:
        assert "None yet." in pair.desk.get(address).text
    pair.score_all(entry)
    for n in range(20):
        pair.entry()
        comment = {"on": "whole", "text": f"Question {n}?"}
        pair.desk.post(f"{address}comments/", data=comment)
    with watch.queries() as full:
        assert "Question 19?" in pair.desk.get(address).text

    assert len(bare) == len(full) <= 8
