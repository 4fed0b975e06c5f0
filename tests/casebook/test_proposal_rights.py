"""Who may see and change a proposal: the page, the rule and the query agree."""

import pytest
from sqlalchemy import select

from app import policy
from app.casebook.models import Proposal, ProposalAsk, ProposalState
from app.db import db
from tests import make
from tests.casebook.proposed import HOME
from tests.cast import READERS, Cast, fresh, statuses

pytestmark = pytest.mark.usefixtures("by_words")

EDITORS = {"editor", "administrator who coordinates"}
FOR_EDITORS = {ProposalState.SENT, ProposalState.ASKED, ProposalState.PUBLISHED,
               ProposalState.DECLINED}  # fmt: skip
UNDER_WAY = {ProposalState.SENT, ProposalState.ASKED}
OWN_POSTS = ["", "edit/", "send/", "answer/", "withdraw/", "delete/"]
EDITORS_POSTS = ["", "ask/", "decline/"]


@pytest.fixture
def cast(client):
    """Somebody who proposes, and everyone who might want to read it."""
    return Cast()


@pytest.mark.parametrize("state", list(ProposalState))
@pytest.mark.parametrize("reader", READERS)
def test_reading_a_proposal(cast, sign_in, reader, state):
    """Its proposer always; editors once it is sent, unless it is withdrawn."""
    proposal = make.proposal(cast.author, state)
    person = fresh(cast[reader])
    browser = sign_in(person)
    is_own, may_edit = reader == "author", reader in EDITORS and state in FOR_EDITORS
    own, editors = f"{HOME}{proposal.id}/", f"/editor/proposals/{proposal.id}/"

    shown = browser.get(own, follow_redirects=True)

    assert (shown.status_code == 200) is is_own
    assert (browser.get(editors).status_code == 200) is may_edit
    assert policy.can_read_proposal(person, proposal) is (is_own or may_edit)
    found = list(db.session.scalars(policy.readable_proposals(person)))
    assert found == [proposal][: int(is_own or may_edit)]


@pytest.mark.parametrize("state", list(ProposalState))
@pytest.mark.parametrize("reader", READERS)
def test_changing_a_proposal(cast, sign_in, reader, state):
    """Its proposer in their turn, editors in theirs."""
    proposal = make.proposal(cast.author, state)
    person = fresh(cast[reader])
    is_own, is_editor = reader == "author", reader in EDITORS
    theirs = state in {ProposalState.DRAFT, ProposalState.ASKED}

    opened = sign_in(person).get(f"{HOME}{proposal.id}/edit/").status_code

    assert (opened == 200) is (is_own and theirs)
    assert policy.can_write_proposal(person, proposal) is (is_own and theirs)
    assert policy.can_withdraw_proposal(person, proposal) is (
        is_own and state in UNDER_WAY
    )
    assert policy.can_delete_proposal(person, proposal) is (
        is_own and state is ProposalState.DRAFT
    )
    assert policy.can_decide_proposal(person, proposal) is (
        is_editor and state is ProposalState.SENT
    )
    assert policy.can_decline_proposal(person, proposal) is (
        is_editor and state in UNDER_WAY
    )


@pytest.mark.parametrize("state", list(ProposalState))
@pytest.mark.parametrize("reader", READERS[1:])
def test_nobody_else_writes(cast, sign_in, reader, state):
    """404, and it stays as it was."""
    proposal = make.proposal(cast.author, state)
    browser = sign_in(cast[reader])
    data = {"question": "?", "reason": "No.", "answer": "Yes.", "title": "Taken"}
    posts = [f"{HOME}{proposal.id}/{post}" for post in OWN_POSTS[1:]]
    if reader not in EDITORS or state not in FOR_EDITORS:
        posts += [f"/editor/proposals/{proposal.id}/{post}" for post in EDITORS_POSTS]

    answers = {browser.post(path, data=data).status_code for path in posts}

    db.session.rollback()
    kept = db.session.scalars(
        select(Proposal).execution_options(populate_existing=True)
    ).one()
    assert answers == {404}
    assert (kept.state, kept.title) == (state, "A bus that came back")
    asked = [ask.question for ask in db.session.scalars(select(ProposalAsk))]
    assert asked == ["How many?"][: state is ProposalState.ASKED]


@pytest.mark.parametrize("reader", READERS)
def test_the_editors_queue(cast, sign_in, reader):
    """Editors alone."""
    person = fresh(cast[reader])

    assert statuses(sign_in(person), ["/editor/"]) == {
        200 if reader in EDITORS else 404
    }
    assert policy.can_edit_cases(person) is (reader in EDITORS)
