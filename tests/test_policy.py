"""Who may see what: the page, the rule and the query give one answer.

The table is that of the README. Everything that a person may not see answers 404.
Groups, reflections and what must not cross are in `test_policy_apart.py`.
"""

import pytest
from sqlalchemy import select

from app import policy
from app.db import db, writing
from app.practice.models import Entry, State
from app.supervision import actions as supervision
from app.supervision.models import Comment, Decision
from tests import make
from tests.cast import READERS, SENT, Cast, fresh, pages_of, statuses


@pytest.fixture
def cast(client):
    """An author and their readers."""
    return Cast()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("reader", READERS)
def test_reading_an_entry(cast, sign_in, reader, state):
    """Its author always; the supervisor of today once it has been submitted."""
    entry = make.entry(cast.author, cast.host, state=state)
    person = fresh(cast[reader])
    allowed = reader == "author" or (reader == "supervisor" and state in SENT)
    page = pages_of(entry)[0 if reader == "author" else -1]

    shown = sign_in(person).get(page, follow_redirects=True)

    assert shown.status_code == (200 if allowed else 404)
    assert ("Stairwell meeting" in shown.text) is allowed
    if not allowed:
        assert statuses(sign_in(person), pages_of(entry)) == {404}
    assert policy.can_read(person, entry) is allowed
    assert policy.can_review(person, entry) is (allowed and reader == "supervisor")
    assert list(db.session.scalars(policy.readable(person))) == [entry][: int(allowed)]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("reader", READERS)
def test_changing_an_entry(cast, sign_in, reader, state):
    """Its author alone: a draft or what came back is written, a fresh draft deleted."""
    entry = make.entry(cast.author, cast.host, state=state)
    person, browser = fresh(cast[reader]), sign_in(cast[reader])
    is_author = reader == "author"
    may_edit = is_author and state in {State.DRAFT, State.RETURNED}

    opened = browser.get(f"/practice/{entry.id}/edit/").status_code

    assert (opened == 200) is may_edit
    assert policy.can_edit(person, entry) is may_edit
    assert policy.can_withdraw(person, entry) is (
        is_author and state is State.SUBMITTED
    )
    assert policy.can_delete(person, entry) is (is_author and state is State.DRAFT)


AUTHORS_POSTS = ["practice/{}/edit/", "practice/{}/submit/", "practice/{}/withdraw/",
                 "practice/{}/delete/"]  # fmt: skip
REVIEWERS_POSTS = {
    "supervision/{}/scores/community-voice/": {"level": "1"},
    "supervision/{}/scores/": {},
    "supervision/{}/comments/": {"on": "whole", "text": "Mine to say"},
    "supervision/{}/decision/": {"do": "return", "note": "Mine to say"},
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("reader", READERS[1:])
def test_nobody_else_writes(cast, sign_in, reader, state):
    """Whoever may not change or review an entry gets 404, and it stays as it was."""
    entry = make.entry(cast.author, cast.host, state=state)
    browser = sign_in(cast[reader])
    may_review = reader == "supervisor" and state in SENT

    posts = dict.fromkeys(AUTHORS_POSTS, make.typed(title="Taken over"))
    posts |= {} if may_review else REVIEWERS_POSTS
    answers = {
        browser.post("/" + path.format(entry.id), data=dict(data)).status_code
        for path, data in posts.items()
    }

    db.session.rollback()
    kept = db.session.get(Entry, entry.id)
    assert answers == {404}
    assert (kept.state, kept.title) == (state, "Stairwell meeting")
    assert db.session.scalars(select(Comment)).all() == []


@pytest.mark.parametrize("begun", ["score", "comment"])
def test_withdrawing_ends_when_the_supervisor_has_begun(cast, sign_in, begun):
    """A first score or comment is enough."""
    entry = make.entry(cast.author, cast.host)
    with writing():
        if begun == "score":
            supervision.score(entry, cast["supervisor"], "community-voice", "1", "")
        else:
            supervision.comment(entry, cast["supervisor"], 1, "Who chaired?")

    answer = sign_in(cast.author).post(f"/practice/{entry.id}/withdraw/")

    assert answer.status_code == 404
    assert not policy.can_withdraw(cast.author, entry)


def test_a_withdrawn_entry_is_a_draft_again(cast, sign_in):
    """The supervisor loses it with every version; and it cannot be deleted any more."""
    entry = make.entry(cast.author, cast.host)
    browser = sign_in(cast.author)

    browser.post(f"/practice/{entry.id}/withdraw/")
    deleted = browser.post(f"/practice/{entry.id}/delete/")

    entry = db.session.scalars(select(Entry).execution_options(populate_existing=True))
    entry = entry.one()
    assert entry.state is State.DRAFT
    assert deleted.status_code == 404
    assert statuses(sign_in(cast["supervisor"]), pages_of(entry)) == {404}
    assert not policy.can_delete(cast.author, entry)


def test_the_supervisor_reads_submitted_versions_only(cast, sign_in):
    """What the author is changing since stays theirs until it is sent again."""
    entry = make.entry(cast.author, cast.host, state=State.RETURNED)
    changed = make.typed(what="A thought that is not finished.") | {"do": "save"}
    sign_in(cast.author).post(f"/practice/{entry.id}/edit/", data=changed)
    author, supervisor = sign_in(cast.author), sign_in(cast["supervisor"])
    page, version = f"/supervision/{entry.id}/", f"/practice/{entry.id}/versions/2/"

    assert "A thought that is not finished." in author.get(version).text
    assert supervisor.get(version).status_code == 404
    assert supervisor.get(f"/practice/{entry.id}/versions/1/").status_code == 200
    assert "A thought that is not finished." not in supervisor.get(page).text


@pytest.mark.parametrize(
    "page", ["/organisation/", "/groups/", "/insight/", "/today/", "/admin/"]
)
@pytest.mark.parametrize("reader", ["coordinator", "administrator who coordinates"])
def test_whoever_runs_things_reads_no_words(cast, sign_in, reader, page):
    """Counts at most: neither titles nor sentences of anybody's log."""
    group = make.group(cast.host, cast.author)
    for state in SENT:
        make.entry(cast.author, cast.host, state=state, group=group)
    browser = sign_in(cast[reader])

    for path in (page, f"/groups/{group.id}/"):
        shown = browser.get(path)
        assert shown.status_code in {200, 404}
        assert "Stairwell" not in shown.text
        assert "Tenant A" not in shown.text


@pytest.mark.parametrize("released", [True, False])
@pytest.mark.parametrize("reader", READERS)
def test_reading_a_comment(cast, sign_in, reader, released):
    """The supervisor at once; the author when the entry comes back; nobody else."""
    entry = make.entry(cast.author, cast.host)
    with writing():
        supervision.comment(entry, cast["supervisor"], 1, "Who chaired the next one?")
        if released:
            supervision.decide(entry, cast["supervisor"], 1, Decision.RETURNED, "")
    person, comment = fresh(cast[reader]), db.session.scalars(select(Comment)).one()
    allowed = reader == "supervisor" or (reader == "author" and released)

    pages = [
        sign_in(person).get(page, follow_redirects=True) for page in pages_of(entry)
    ]

    assert any("Who chaired the next one?" in page.text for page in pages) is allowed
    assert policy.can_read_comment(person, comment, entry) is allowed


def test_a_score_of_the_author_stays_sealed(cast, sign_in):
    """The supervisor's page does not hold it until their own is given."""
    evidence = "Four households put it to the repairs manager."
    entry = make.entry(cast.author, cast.host)
    browser, page = sign_in(cast["supervisor"]), f"/supervision/{entry.id}/"

    assert evidence not in browser.get(page).text
    version = browser.get(f"/practice/{entry.id}/versions/1/").text
    assert evidence not in version
