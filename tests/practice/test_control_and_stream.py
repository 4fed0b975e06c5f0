"""The two tests that every entry takes, and what is carried over from last time."""

from datetime import date

import pytest

from app.content.questions import CONTROL, STREAM
from app.practice.models import State, Stream
from tests import make
from tests.page import Page
from tests.pair import entry_at

CARRIED = "These answers are carried over from last time: confirm or change them"


def control(answers):
    """Five answers as form fields."""
    return {f"control-{q.id}": a for q, a in zip(CONTROL, answers, strict=True)}


def stream(answers):
    """Six answers as form fields; U is unclear."""
    words = ["unclear" if a == "U" else a for a in answers]
    return {f"stream-{q.id}": a for q, a in zip(STREAM, words, strict=True)}


def submitted(pair, **changes):
    """The check page of a complete form, and the entry once it has been submitted."""
    form = make.typed(**changes, do="check")
    answer = pair.log.post("/practice/new/", data=form)
    assert answer.status_code == 302, Page(answer).summary
    page = Page(pair.log.get(answer.location))
    sent = pair.log.post(answer.location.replace("check", "submit"))
    assert sent.status_code == 302
    return page, entry_at(sent.location)


@pytest.mark.parametrize(
    ("answers", "total", "words"),
    [
        ("00000", 0, "0 of 10, done for"),
        ("21000", 3, "3 of 10, done for"),
        ("11110", 4, "4 of 10, done with"),
        ("22210", 7, "7 of 10, done with"),
        ("22220", 8, "8 of 10, led by"),
        ("22222", 10, "10 of 10, led by"),
    ],
)
def test_sum_and_name_of_control(pair, answers, total, words):
    """Five answers of 0 to 2 make a sum with a name."""
    page, entry = submitted(pair, **control(answers), ends="When the lease is theirs.")

    assert words in page.text
    assert entry.control == total
    assert entry.control_answers == [int(answer) for answer in answers]


def test_done_for_says_what_ends_it(pair):
    """What ends the doing-for is read beside the answers."""
    page, _ = submitted(pair, **control("00000"), ends="When Tenant A holds the keys.")

    assert "What ends the doing-for: When Tenant A holds the keys." in page.text


@pytest.mark.parametrize(
    ("answers", "note", "verdict", "words"),
    [
        ("AAAAAA", "", Stream.STRENGTHENING, "Strengthening"),
        ("AAAAAB", "", Stream.STRENGTHENING, "Strengthening"),
        ("UAAAAA", "Two budgets.", Stream.STRENGTHENING, "Strengthening"),
        ("BBBBBB", "", Stream.SERVICE, "Service provision"),
        ("BBBBBA", "", Stream.SERVICE, "Service provision"),
        ("AAAABB", "", Stream.CONFUSED, "Stream confused: no separation note"),
        ("AAAABB", "Two budgets.", Stream.MIXED, "Mixed, kept separate"),
        ("ABBBBU", "", Stream.CONFUSED, "Stream confused: no separation note"),
        ("ABBBBU", "  ", Stream.CONFUSED, "Stream confused: no separation note"),
        ("UUUUUU", "", Stream.CONFUSED, "Stream confused: no separation note"),
        ("UUUUUU", "Two budgets.", Stream.MIXED, "Mixed, kept separate"),
    ],
)
def test_verdict_of_the_stream(pair, answers, note, verdict, words):
    """Five alike of six settle it; otherwise mixed, or confused without a note."""
    page, entry = submitted(pair, **stream(answers), separation=note)

    assert words in page.text
    assert entry.stream is verdict


def test_carried_over_answers_count_as_unanswered(pair):
    """They are shown, and stop the submission until both parts are confirmed."""
    group = pair.group()
    pair.entry(group=group, stream="mixed", **control("01210"))

    page = Page(pair.log.get(f"/practice/new/?group={group.id}"))
    typed = page.sent | make.typed(
        **control("01210"), **stream("AAABBB"), group=group.id
    )

    assert page.sent["control-did_and_spoke"] == "2"
    assert page.sent["stream-success"] == "B"
    assert page.sent["separation"] == "Another budget, other people decide."
    assert "Carried over from your last entry for this group." in page.text
    answer = Page(pair.log.post("/practice/new/", data=typed | {"do": "check"}))
    assert answer.status == 422
    assert answer.summary == [("still_control", CARRIED), ("still_stream", CARRIED)]
    assert answer.at_field == {"still_control": CARRIED, "still_stream": CARRIED}
    half = answer.sent | {"still_stream": "y", "do": "check"}
    answer = Page(pair.log.post("/practice/new/", data=half))
    assert answer.summary == [("still_control", CARRIED)]
    assert answer.sent["still_stream"] == "y"


def test_confirmed_answers_can_be_submitted(pair):
    """One tap for each part is enough, and stays with the kept draft."""
    group = pair.group()
    pair.entry(group=group, **control("01210"))
    page = Page(pair.log.get(f"/practice/new/?group={group.id}"))
    facts = make.typed(**control("01210"), group=group.id)
    ticks = {"still_control": "y", "still_stream": "y"}

    _, entry = submitted(pair, **page.sent | facts | ticks)

    assert entry.state is State.SUBMITTED
    assert entry.control_answers == [0, 1, 2, 1, 0]


def test_carry_over_into_a_draft(pair):
    """The button brings the group's last answers and leaves the rest as typed."""
    group = pair.group()
    pair.entry(group=group, stream="service", **control("22222"))
    typed = make.typed(group=group.id, **control("11111"), title="Second visit")

    answer = pair.log.post("/practice/new/", data=typed | {"do": "carry"})
    page = Page(pair.log.get(answer.location))

    assert "Control and stream are carried over. Confirm or change them." in page.text
    assert page.sent["title"] == "Second visit"
    assert page.sent["what"] == typed["what"]
    assert [page.sent[f"control-{q.id}"] for q in CONTROL] == ["2"] * 5
    assert [page.sent[f"stream-{q.id}"] for q in STREAM] == ["B"] * 6
    assert page.sent["carried"] == "control stream"


def test_nothing_to_carry_over(pair):
    """Drafts, other people's entries and other groups lend no answers."""
    group = pair.group()
    colleague = make.organiser(pair.host)
    make.supervisor(pair.host, colleague)
    pair.entry(group=group, state=State.DRAFT, **control("22222"))
    make.entry(colleague, pair.host, group=group, **control("22222"))
    pair.entry(group=pair.group(), **control("22222"))
    typed = make.typed(group=group.id, do="carry")

    answer = pair.log.post("/practice/new/", data=typed)
    page = Page(pair.log.get(answer.location))

    assert "There is no earlier entry of yours for this group." in page.text
    assert page.sent["control-decided"] == "1"
    assert page.sent["carried"] == ""


def test_latest_entry_of_the_group_is_carried(pair):
    """Of several, the engagement that happened last; of it, what was submitted last."""
    group = pair.group()
    for day, answers in ((20, "11111"), (2, "22222")):
        pair.entry(group=group, happened_on=date(2026, 11, day), **control(answers))

    page = Page(pair.log.get(f"/practice/new/?group={group.id}"))

    assert [page.sent[f"control-{q.id}"] for q in CONTROL] == ["1"] * 5
