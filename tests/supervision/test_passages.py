"""Finding a quoted passage in what was written, and marking it."""

import pytest

from app.practice.written import read
from app.supervision import passages
from app.supervision.passages import NotOnePlace, Span
from tests.pair import scale

NOT_THERE = "These words are not in the entry: copy them exactly"
TWICE = "These words stand there more than once: quote a few more"
WHAT = (
    "Eleven of us on the landing.\n\nTenant A said “that’s ours, not yours” and\n"
    "chaired. Nobody  left early (not one). Nobody spoke."
)


def written(what=WHAT, so_what="I listened.", now_what="Tenant A writes."):
    """What an entry with these three parts says."""
    typed = {"what": [what], "so_what": [so_what], "now_what": [now_what]}
    return read(typed, scale())


def marked(text, *quotes):
    """The first part with these quotations marked."""
    told = written(text)
    found = passages.spans(list(enumerate(quotes, start=1)), told)
    return str(passages.marked("what", told.what, found))


@pytest.fixture(autouse=True)
def _content(client):
    """The framework comes with the application."""


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("on the landing", "on the landing"),
        ("  on the landing  ", "on the landing"),
        ("“on the landing”", "on the landing"),
        ('"on the landing"', "on the landing"),
        ("said “that’s ours", "said “that’s ours"),
        ("said \"that's ours", "said “that’s ours"),
        ("said ”that‘s ours", "said “that’s ours"),
        ("yours” and chaired", "yours” and\nchaired"),
        ("Nobody left early", "Nobody  left early"),
        ("the landing. Tenant A said", "the landing.\n\nTenant A said"),
        ("the landing.\r\n\r\nTenant A said", "the landing.\n\nTenant A said"),
        ("early (not one).", "early (not one)."),
    ],
)
def test_passage_is_found(quote, stands):
    """White space and the kind of quotation mark are forgiven; nothing else is."""
    span = passages.find(quote, written())

    assert span.part == "what"
    assert WHAT[span.start : span.end] == stands


@pytest.mark.parametrize(
    ("part", "quote"), [("so_what", "I listened"), ("now_what", "writes")]
)
def test_passage_in_any_part(part, quote):
    """All three parts can be quoted."""
    assert passages.find(quote, written()).part == part


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("On the landing", NOT_THERE),
        ("on the stairs", NOT_THERE),
        ("early (not .*)", NOT_THERE),
        ("yours. I listened", NOT_THERE),
        ("", NOT_THERE),
        ("“”", NOT_THERE),
        ("Nobody", TWICE),
        ("Tenant A", TWICE),
        (".", TWICE),
    ],
)
def test_quotation_of_no_one_place(quote, words):
    """Words for the reader say whether it is nowhere, or in several places."""
    with pytest.raises(NotOnePlace) as problem:
        passages.find(quote, written())

    assert str(problem.value) == words


def test_spans_in_reading_order():
    """Those that are found, numbered as they were; rewritten ones are left out."""
    quotes = [(1, "I listened"), (2, "Nobody spoke"), (3, "was cut"), (4, "Eleven")]

    found = passages.spans(quotes, written())

    assert [(span.part, span.number) for span in found] == [
        ("so_what", 1),
        ("what", 4),
        ("what", 2),
    ]


def test_marks_are_linked_to_their_comments():
    """The passage, and after it the number that leads to the comment."""
    assert marked("One two three.", "two") == (
        '<p>One <mark class="passage-mark" id="p1">two</mark>'
        '<a class="ref" href="#c1" aria-label="Comment 1">1</a> three.</p>'
    )


def test_paragraphs_and_lines():
    """An empty line begins a paragraph, a line break stays one."""
    assert marked("One\ntwo\n\n\nthree") == "<p>One<br>two</p><p>three</p>"


def test_mark_across_paragraphs_is_closed_where_it_began():
    """A passage over two paragraphs does not leave a mark open in the first."""
    page = marked("One two.\n\nThree four.\n\nFive.", "two. Three")

    assert page.count("<p>") == page.count("</p>") == 2
    assert '<mark class="passage-mark" id="p1">two. Three</mark>' in page


def test_overlapping_passages():
    """The first is marked; what begins inside it is left alone, and no word is lost."""
    page = marked("One two three four.", "two three", "three four")

    assert page.count("<mark") == 1
    assert 'id="p1">two three</mark>' in page
    assert page.endswith(" four.</p>")


@pytest.mark.parametrize("quote", ["a < b", "<b>bold</b>", "& 'so'", "plain"])
def test_what_was_typed_is_never_markup(quote):
    """Marks, and what stands around them, show as they were typed."""
    text = "If a < b then <b>bold</b> <script>alert(1)</script> & 'so', plain."

    page = marked(text, quote)

    assert page.count("<mark") == 1
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_long_text_that_nearly_matches():
    """Twenty thousand characters of the same word are not the quotation either."""
    told = written("a " * 10_000)

    with pytest.raises(NotOnePlace):
        passages.find("a " * 400 + "b", told)


def test_span_of_another_part_marks_nothing():
    """Each part shows its own marks."""
    span = Span("so_what", 0, 3, 1)

    assert passages.marked("what", "One two.", [span]) == "<p>One two.</p>"
