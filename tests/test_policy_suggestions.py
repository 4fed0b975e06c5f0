"""Who reads and answers suggestions: the page, the rule and the query agree."""

import pytest

from app import policy
from app.curriculum.models import SuggestionState
from app.db import db
from tests import make
from tests.cast import READERS, Cast, fresh

EDITORS = {"editor", "administrator who coordinates"}
HISTORY = "/learn/listening-and-entry/listening-one-to-one/history/"
OWN = "/learn/suggestions/"
STATES = [SuggestionState.OPEN, SuggestionState.NOT_TAKEN_UP]
ANSWER = {"state": "taken-up", "reason": "We did."}


@pytest.fixture
def cast(client):
    """Somebody who suggests a change, and everyone who might want to read it."""
    return Cast()


@pytest.mark.parametrize("is_withheld", [False, True])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("reader", [*READERS, "stranger"])
def test_reading_a_suggestion(cast, client, sign_in, reader, state, is_withheld):
    """Everybody once it is answered, unless its words are withheld."""
    about = {"is_withheld": is_withheld, "wanted": "Say three."}
    made = make.suggestion(cast.author, state, **about)
    person = None if reader == "stranger" else fresh(cast[reader])
    browser = sign_in(person) if person else client
    is_own, is_editor = reader == "author", reader in EDITORS
    is_answered = state is not SuggestionState.OPEN
    may = is_answered or is_own or is_editor
    may_words = may and (not is_withheld or is_own or is_editor)

    assert policy.can_read_suggestion(person, made) is may
    assert policy.can_read_words(person, made) is may_words
    found = list(db.session.scalars(policy.readable_suggestions(person)))
    assert found == [made][: int(may)]
    past = browser.get(HISTORY).text
    assert ("We asked two organisers." in past) is is_answered
    assert ("Say three." in past) is (is_answered and may_words)
    own = browser.get(OWN, follow_redirects=True).text
    assert ("Say three." in own) is is_own


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("reader", READERS)
def test_answering_a_suggestion(cast, sign_in, reader, state):
    """Editors, once; nobody else learns that it is there."""
    made = make.suggestion(cast.author, state)
    person = fresh(cast[reader])
    browser, page = sign_in(person), f"/editor/suggestions/{made.id}/"
    is_editor, is_open = reader in EDITORS, state is SuggestionState.OPEN

    assert policy.can_answer_suggestion(person, made) is (is_editor and is_open)
    assert browser.get(page).status_code == (200 if is_editor else 404)
    sent = browser.post(page, data=ANSWER).status_code
    assert sent == (404 if not is_editor else 302 if is_open else 409)


@pytest.mark.parametrize("reader", READERS)
def test_ones_own_suggestions(cast, reader):
    """The query finds those of nobody else."""
    made = make.suggestion(cast.author)
    make.suggestion()

    found = list(db.session.scalars(policy.own_suggestions(fresh(cast[reader]))))

    assert found == [made][: int(reader == "author")]
