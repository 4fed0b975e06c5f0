"""Without an account exercises work from the address, and nothing is kept."""

import pytest

from app.curriculum.models import Answer
from app.look import library
from tests.curriculum.lessons import BESIDE, LESSON, MODULE, kept, lesson, right, scored
from tests.curriculum.test_answers import check, exercise
from tests.page import Page
from tests.watch import queries


def ask(client, path, **fields):
    """Open a page with answers in its address."""
    with queries() as sent:
        answer = client.get(path, query_string=fields)
    assert not sent
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    return answer


@pytest.mark.parametrize("kind", ["single", "multiple", "ordering", "matching"])
def test_a_check_is_answered(client, kind):
    """With the same feedback."""
    block, path = check(kind)
    page = exercise(ask(client, path, **right(block)).text, block.id)
    assert "msg-ok" in page
    assert f'<form method="get" action="{path}#{block.id}"' in page
    assert "Answered on" not in page


def test_an_address_can_be_written_by_hand(client):
    """One answer, several, a way through a story."""
    page = client.get(f"{LESSON}?first-words=a&what-to-write=a&what-to-write=c").text
    assert "We would choose another." in exercise(page, "first-words")
    assert "You chose it, and so would we" in exercise(page, "what-to-write")

    page = exercise(client.get(f"{LESSON}?flat-22=b.c.a").text, "flat-22")
    assert "It ends half well." in page
    page = exercise(client.get(f"{LESSON}?flat-22=b").text, "flat-22")
    assert 'name="flat-22" value="b.c"' in page


def test_a_scene_is_scored(client):
    """And the key is shown."""
    scene = lesson().vignettes[0]
    page = exercise(ask(client, LESSON, **scored(scene)).text, scene.id)
    assert "of your 7 scores" in page


def test_the_answers_of_one_reader_are_not_shown_to_the_next(client):
    """Pages that are the same for everybody are kept; these are not."""
    ask(client, LESSON, **{"first-words": "a"})
    page = exercise(client.get(LESSON).text, "first-words")
    assert "msg" not in page
    assert "checked" not in page


@pytest.mark.parametrize(
    "address",
    [
        "answer=first-words",
        "first-words=zz",
        f"first-words={'x' * 20_000}",
        "first-words=%00",
        "first-words=%ff",
    ],
)
def test_nonsense_in_an_address_gets_a_message(client, address):
    """At the exercise."""
    page = Page(client.get(f"{LESSON}?{address}"))
    assert page.status == 200
    assert page.at_field == {"first-words": "Choose one of the answers"}


@pytest.mark.parametrize(
    "address",
    ["utm_source=x", "answer=nothing", "=&&", "order.=1", "...=1", "q[]=1", "%00=%00"],
)
def test_an_address_about_nothing_is_just_the_page(client, address):
    """For example one that a newsletter has added to."""
    for path in (LESSON, BESIDE, MODULE):
        assert not Page(client.get(f"{path}?{address}")).at_field


def test_a_test_before_says_nothing_yet(client):
    """There is no keeping it, and no feedback before its pair."""
    page = exercise(client.get(f"{MODULE}?pre-contacts=a").text, "pre-contacts")
    assert "so this is not kept" in page
    options = library().blocks["pre-contacts"][1].options
    assert not [o for o in options if library().inline(o.feedback) in page]

    page = exercise(client.get(f"{MODULE}?post-contacts=a").text, "post-contacts")
    assert "We would choose it too." in page
    assert "At the start" not in page


def test_signed_in_an_address_answers_nothing(pair):
    """What is kept decides."""
    page = exercise(pair.log.get(f"{LESSON}?first-words=a").text, "first-words")
    assert "checked" not in page
    assert not kept(Answer, pair.author)
