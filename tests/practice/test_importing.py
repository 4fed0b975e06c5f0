"""Bringing in what was taken away: said first, never twice, whole or not at all."""

import io
import json
from copy import deepcopy

import pytest
from sqlalchemy import func, select

from app.curriculum.models import Answer, Reflection
from app.db import db
from app.practice.models import Brought, Entry, State
from tests import make
from tests.page import Page

AWAY = "/practice/take-away/everything.json"
IN = "/practice/import/"
DIFFERS = {"made_at", "person"}  # of a file, between two accounts
KEYS = {"key", "organisation", "group_names"}  # of a draft, between two accounts


def taken(browser):
    """Everything, as data."""
    return json.loads(browser.get(AWAY).data)


def send(browser, data):
    """Send a file; `data` is what it says, or its bytes."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    token = Page(browser.get("/account/")).sent["csrf_token"]
    head = 'Content-Disposition: form-data; name="'
    body = (
        f'--x\r\n{head}csrf_token"\r\n\r\n{token}\r\n--x\r\n{head}file"; '
        'filename="log.json"\r\n\r\n'
    ).encode() + raw
    return browser.open(
        IN,
        method="POST",
        input_stream=io.BytesIO(body + b"\r\n--x--\r\n"),
        content_length=len(body) + 9,
        content_type="multipart/form-data; boundary=x",
    )


def bring(browser, data, **chosen):
    """Send a file and say yes."""
    assert send(browser, data).status_code == 302
    page = Page(browser.get(IN))
    answer = browser.post(f"{IN}bring/", data=chosen, follow_redirects=True)
    assert "came in" in Page(answer).text
    return page


def full_log(pair):
    """A person with something of every kind; gives what they take away."""
    group = pair.group()
    for state in State:
        pair.entry(title=state.value, state=state, group=group)
    entry = pair.entry(title="Talked about", group=group, what="é 🦊 שלום\n\n“so”")
    pair.desk.post(f"/supervision/{entry.id}/comments/", data={"text": "Who chaired?"})
    db.session.add(
        Reflection(person_id=pair.author.id, module="m", block="b", text="I")
    )
    db.session.add(
        Answer(person_id=pair.author.id, module="m", block="q", version=1,
               given={"a": 1}, is_right=True)
    )  # fmt: skip
    db.session.commit()
    make.saved_case(pair.author, "st-mungos", "Before Tuesday")
    make.saved_search(pair.author, "q=rent")
    return taken(pair.log)


def without(data):
    """A file less what must differ between two accounts."""
    plain = {k: v for k, v in data.items() if k not in DIFFERS}
    plain["entries"] = sorted(
        ({k: v for k, v in one.items() if k not in KEYS} for one in data["entries"]),
        key=lambda one: one["title"],
    )
    return deepcopy(plain)


@pytest.fixture
def fresh(pair, sign_in):
    """A browser of somebody new, who keeps a log with another host."""
    return sign_in(make.organiser(make.organisation()))


def test_round_trip(pair, fresh):
    """Out, into a fresh account, and out again: equal but for keys of drafts."""
    data = full_log(pair)

    page = bring(fresh, data)

    again = taken(fresh)
    assert without(again) == without(data)
    sent = {one["key"] for one in data["entries"] if one["state"] != "draft"}
    assert sent <= {one["key"] for one in again["entries"]}
    assert "drafts, which you may send" in page.text
    assert "Nobody here has reviewed them" in page.text


def test_nothing_comes_twice(pair, fresh):
    """The same file again, and one's own file in one's own account, add nothing."""
    data = full_log(pair)
    bring(fresh, data)
    once = taken(fresh)

    for browser, file in ((fresh, data), (fresh, once), (pair.log, data)):
        before = taken(browser)
        page = bring(browser, file)
        assert "New" not in page.html.split("<tbody>")[1]
        assert without(taken(browser)) == without(before)


def test_what_was_sent_elsewhere_is_read_and_not_counted(pair, fresh):
    """It has a page that says so, and is no entry; nobody else opens it."""
    entry = pair.entry(title="Landing", what="Eleven of us")
    bring(fresh, taken(pair.log))

    page = Page(fresh.get(IN))
    shown = fresh.get(page.links["Landing"])
    owners = db.session.scalars(select(Entry.author_id)).all()

    assert "Nobody here has reviewed it" in Page(shown).text
    assert "Eleven of us" in shown.text
    assert "Landing" not in fresh.get("/practice/").text
    assert owners == [entry.author_id]
    assert pair.log.get(page.links["Landing"]).status_code == 404


def test_draft_comes_in_as_a_draft_that_can_be_changed(pair, fresh):
    """With its words, in one's own log."""
    pair.entry(title="Half", state=State.DRAFT, what="So far")
    bring(fresh, taken(pair.log))

    page = Page(
        fresh.get(Page(fresh.get("/practice/")).links["Half"], follow_redirects=True)
    )

    assert page.sent["what"] == "So far"


def test_what_differs_is_kept_unless_chosen(pair):
    """One's draft here stays; ticked, the file's words come in."""
    entry = pair.entry(title="Half", state=State.DRAFT, what="Old")
    sent = pair.entry(title="Sent", what="As sent")
    data = taken(pair.log)
    for one in data["entries"]:
        form = one["pending"] or one["versions"][0]["content"]
        form["what"] = ["New"]

    page = bring(pair.log, data)
    assert "Entry: Half" in page.labels
    assert "Entry: Sent" not in page.labels
    kept = {one["title"]: one for one in taken(pair.log)["entries"]}
    assert kept["Half"]["pending"]["what"] == ["Old"]

    bring(pair.log, data, take=[f"entry:{entry.id}", f"entry:{sent.id}"])
    kept = {one["title"]: one for one in taken(pair.log)["entries"]}
    assert kept["Half"]["pending"]["what"] == ["New"]
    assert kept["Sent"]["versions"][0]["content"]["what"] == ["As sent"]


def changed(data, **about):
    """The data with other values at the top, or in every entry."""
    other = deepcopy(data)
    for name, value in about.items():
        if name in other:
            other[name] = value
        for one in other["entries"]:
            if name in one:
                one[name] = value
    return other


BAD = {
    "nothing": lambda _: b"",
    "no JSON": lambda _: b"{",
    "no text": lambda _: b"\xff\xfe\x00",
    "no object": lambda _: b"[1]",
    "another format": lambda d: changed(d, format="x"),
    "another edition": lambda d: changed(d, edition=2),
    "a part missing": lambda d: {k: v for k, v in d.items() if k != "answers"},
    "a wrong state": lambda d: changed(d, state="perfect"),
    "a NUL": lambda d: changed(d, title="a\x00b"),
    "half a letter": lambda d: changed(d, title="\ud83e"),
    "a number that is none": lambda d: (
        json.dumps(d).encode().replace(b"1,", b"NaN,", 1)
    ),
    "an endless nest": lambda _: b"[" * 100_000,
    "an unknown framework": lambda d: changed(d, framework_version=99),
    "a day that never was": lambda d: changed(d, made_at="2026-13-45T10:00:00+00:00"),
    "a twin": lambda d: changed(d, entries=d["entries"] * 2),
    "a key that is none": lambda d: changed(d, key="-" * 36),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_file_is_refused_whole(pair, fresh, fault):
    """A plain message at the field, and nothing has come in."""
    pair.entry(state=State.DRAFT)
    make.saved_case(pair.author, "st-mungos")

    answer = send(fresh, BAD[fault](taken(pair.log)))

    page = Page(answer)
    assert answer.status_code == 422
    assert page.at_field["file"]
    assert "Nothing has come in yet" not in Page(fresh.get(IN)).text
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 1
    assert db.session.scalar(select(func.count()).select_from(Brought)) == 0


def test_too_large_a_file(fresh):
    """A plain message, and no waiting for the end of it."""
    answer = send(fresh, b" " * (33 * 1024 * 1024))

    assert answer.status_code == 413
    assert "larger than this site accepts" in answer.text


def test_file_larger_than_any_form_is_read(pair, fresh):
    """The limit of other pages is not that of this one."""
    pair.entry(state=State.DRAFT, what="x")
    data = taken(pair.log)
    data["entries"][0]["pending"]["what"] = ["x" * 90_000]
    raw = json.dumps(data).encode() + b" " * (5 * 1024 * 1024)

    assert send(fresh, raw).status_code == 302


def test_file_can_be_thrown_away(pair, fresh):
    """Then nothing has come in."""
    pair.entry(state=State.DRAFT)
    send(fresh, taken(pair.log))

    fresh.post(f"{IN}forget/")

    assert taken(fresh)["entries"] == []
    assert "Its name ends in .json" in Page(fresh.get(IN)).text
