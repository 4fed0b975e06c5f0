"""Finding in one's own log: words, filters, several at once, and the page's words."""

import re
from datetime import date, timedelta

import pytest

from app.practice.models import State
from tests import make
from tests.page import Page

FIND = "/practice/find/"


def titles(browser, **query):
    """The titles that are listed, all pages, in order."""
    found, address = [], FIND
    while address:
        answer = browser.get(address, query_string=query if address == FIND else None)
        assert answer.status_code == 200
        page = Page(answer)
        entries = re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', page.html)
        found += entries
        address = page.links.get("Older entries", "")
    return found


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("cafe", True),
        ("CAFÉ", True),
        ("café lift", True),
        ('"lift was mended"', True),
        ('"mended was lift"', False),
        ("lift elephant", False),
        ("straße", True),
        ("household's", True),
        ("%", False),
    ],
)
def test_words(pair, words, is_found):
    """Accents and case make no difference; all words must be there, phrases whole."""
    pair.entry(
        title="Found",
        what="In the Café on Strasse 5 the lift was\nmended: the household’s wish.",
    )
    pair.entry(title="Other", what="Nothing of the sort.")

    assert titles(pair.log, q=words) == (["Found"] if is_found else [])


@pytest.mark.parametrize(
    "field", ["title", "what", "so_what", "now_what", "evidence__community_voice"]
)
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED])
def test_where_words_are_looked_for(pair, field, state):
    """In each part, of drafts and of what was sent."""
    field = field.replace("community_voice", "community-voice")
    pair.entry(state=state, **{field: "A zephyr blew"})
    pair.entry(state=state, title="Calm")

    page = Page(pair.log.get(FIND, query_string={"q": "zephyr"}))

    assert "One entry, newest first" in page.text
    assert "Calm" not in page.links
    if field != "title":
        assert "A <mark>zephyr</mark> blew" in page.html


def test_found_words_are_marked_and_nothing_else_is_markup(pair):
    """What was written is shown as text."""
    pair.entry(what="<b>Loud</b> & Loud")

    html = pair.log.get(FIND, query_string={"q": "loud"}).text

    assert "&lt;b&gt;<mark>Loud</mark>&lt;/b&gt; &amp; <mark>Loud</mark>" in html


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED])
@pytest.mark.parametrize(
    ("query", "about"),
    [
        ({"kind": "training"}, {"kind": "training"}),
        ({"stream": "service"}, {"stream": "service"}),
        ({"principle": "mutual-aid"}, {"ratings": {"mutual-aid": "3"}}),
        ({"since": "2026-06-01"}, {"happened_on": date(2026, 6, 1)}),
        ({"until": "2026-06-01"}, {"happened_on": date(2026, 6, 1)}),
    ],
)
def test_one_filter(pair, state, query, about):
    """Each filter alone, also over drafts, whose words are in the form as kept."""
    late = "until" in query
    other = {"happened_on": date(2026, 6, 2) if late else date(2026, 5, 31)}
    pair.entry(title="Fits", state=state, **about)
    pair.entry(title="Other", state=state, **other)

    assert titles(pair.log, **query) == ["Fits"]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED])
def test_group_and_neighbourhood(pair, state):
    """By group, and by where the group is."""
    group = pair.group()
    pair.entry(title="Sent", group=group)
    pair.entry(title="Fits", state=state, group=group)
    pair.entry(title="Other", state=state)

    for query in ({"group": group.id}, {"place": group.place_id}):
        assert sorted(titles(pair.log, **query)) == ["Fits", "Sent"]
    choices = Page(pair.log.get(FIND)).options
    assert choices["group"] == ["Any", group.name]


def test_several_at_once_and_how_to_loosen(pair):
    """The page says what is asked; each part leads to the list without it."""
    pair.entry(title="Both", kind="training", what="A kettle")
    pair.entry(title="Kettle", what="A kettle")
    pair.entry(title="Training", kind="training")
    query = {"q": "kettle", "kind": "training"}

    page = Page(pair.log.get(FIND, query_string=query))

    assert titles(pair.log, **query) == ["Both"]
    assert page.sent["q"] == "kettle"
    assert page.sent["kind"] == "training"
    loosened = Page(pair.log.get(page.links["Kind: Training take away"]))
    assert "Two entries" in loosened.text
    assert "Kettle" in loosened.links


def test_every_entry_is_on_one_page(pair):
    """45 finds of a few days take three pages, each listed once, in order."""
    for n in range(45):
        on = date(2026, 11, 20) - timedelta(days=n // 4)
        pair.entry(title=f"Entry {n:02}", happened_on=on)

    listed = titles(pair.log, q="entry")

    assert len(listed) == len(set(listed)) == 45


def test_one_sees_ones_own_and_this_organisations(pair, sign_in):
    """A colleague's entry is no find, and nobody else has the page."""
    colleague = make.organiser(pair.host)
    make.entry(colleague, pair.host, title="Kettle")

    assert titles(pair.log, q="kettle") == []
    assert pair.desk.get(FIND).status_code == 404
    assert sign_in(make.coordinator(pair.host)).get(FIND).status_code == 404


@pytest.mark.parametrize(
    "query", ["group=x", "since=2026-13-01", "state=lost", "after=x", "q=%00", "kind=%"]
)
def test_damaged_filter_is_left_out(pair, query):
    """It filters nothing, and the page does not say that it does."""
    pair.entry(title="Here")

    page = Page(pair.log.get(f"{FIND}?{query}"))

    assert "Here" in page.links
    assert "Take one away" not in page.text
