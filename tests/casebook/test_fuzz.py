"""Whatever is typed, the casebook answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.casebook import search

ONE_ENGINE = True  # the index is the same file on both
PIECES = st.sampled_from(
    [
        *[
            "AND",
            "OR",
            "NOT",
            "NEAR(",
            "NEAR/2",
            "title:",
            "{a b}:",
            "^",
            "*",
            "+",
            "-",
        ],
        *['"', '""', "“", "”", "'", "’", "(", ")", "--", ";", "\\", "%", "_", "\x00"],
        *["\t", "\n", "  ", "🙂", "é", "e\u0301", "İ", "ß", "ﬁ", "٣", "字", "\u202e"],
        *[
            "council",
            "o'neill",
            "rent strike",
            "a",
            "the",
            "x" * 41,
            "-strike",
            "don't",
        ],
    ]
)
QUERIES = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.tuples(PIECES, st.integers(1, 400)).map(lambda pair: pair[0] * pair[1]),
)
QUIET = settings(database=None, deadline=None, derandomize=True)


def test_2000_questions(app):
    """None raises, and what is counted is what the pages hold."""
    everything = search.count()

    @settings(QUIET, max_examples=2000)
    @given(query=QUERIES)
    def ask(query):
        found = search.search(query, {})
        assert 0 <= found.total <= everything
        assert len(found.hits) == min(found.total, search.PAGE)

    ask()


def test_200_pages(app):
    """The page answers too, with the question as it was typed."""
    browser = app.test_client()

    @settings(QUIET, max_examples=200)
    @given(
        query=QUERIES,
        page=st.one_of(st.integers(), st.text(max_size=8)),
        outcome=st.text(max_size=20),
    )
    def ask(query, page, outcome):
        asked = {"q": query, "page": str(page), "outcome": outcome}
        assert browser.get("/casebook/", query_string=asked).status_code == 200

    ask()


@pytest.mark.parametrize(
    "typed",
    [
        '"a"' * 160,
        '"a" ' * 120,
        '-"a" ' * 100,
        "-a " * 160,
        "(" * 400,
        '"organised neighbourhood labour programme centre" ' * 10,
        " ".join(f"word{n}" for n in range(5000)),
        "x" * 100_000,
    ],
)
def test_the_very_long(app, typed):
    """Neither many words nor many phrases overflow the index's own parser."""
    assert search.search(typed, {}).total >= 0
    assert search.like(typed, 3) is not None


def test_likeness_of_anything(app):
    """A draft holds anything as well."""

    @settings(QUIET, max_examples=500)
    @given(text=QUERIES)
    def ask(text):
        assert len(search.like(text, 3)) <= 3

    ask()
