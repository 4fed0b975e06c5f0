"""Markdown to HTML, with the site's own links."""

import pytest

from app.content.render import Renderer

PLACES = {("case", "coventry-cdp"): "/casebook/coventry-cdp/"}


@pytest.fixture
def renderer() -> Renderer:
    """A renderer that knows one case and nothing else."""
    return Renderer(lambda kind, slug: PLACES.get((kind, slug)))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[it](case:coventry-cdp)", '<a href="/casebook/coventry-cdp/">it</a>'),
        ("a [planned *one*](lesson:x), b", "a planned <em>one</em>, b"),
        (
            "[see [1]](case:coventry-cdp)",
            '<a href="/casebook/coventry-cdp/">see [1]</a>',
        ),
        ("[out](https://example.org/)", '<a href="https://example.org/">out</a>'),
        ('"It\'s here," she said.', "“It\u2019s here,” she said."),
        ("He asks: \"Who is 'we'?\"", "He asks: “Who is \u2018we\u2019?”"),
        ("1974. The council", "1974. The council"),
        ("# of homes", "# of homes"),
        ("- no list", "- no list"),
        ("one\n\ntwo", "one two"),
        ("R&D < 3", "R&amp;D &lt; 3"),
    ],
)
def test_inline(renderer, text, html):
    """Links, emphasis and quotes, and no block of any kind."""
    assert renderer.inline(text) == html


def test_block(renderer):
    """Paragraphs, lists and headings with their anchors."""
    html = renderer.block('## A "door" {#scene}\n\nOne.\n\n1. Two\n2. Three')

    assert '<h2 id="scene">A “door”</h2>' in html
    assert "<p>One.</p>" in html
    assert "<ol>\n<li>Two</li>" in html


def test_a_table_becomes_a_ledger(renderer):
    """In a named box that can be scrolled by keyboard, with no style attribute."""
    html = renderer.block("| | Said | No. |\n|---|---|--:|\n| 1 | *x* | 5 |")

    assert 'class="ledger-box"' in html
    assert 'tabindex="0"' in html
    assert 'role="region"' in html
    assert 'aria-label="Table: Said, No."' in html
    assert '<table class="ledger">' in html
    assert '<th scope="col">Said</th>' in html
    assert "<td></td>" in html
    assert '<th class="r" scope="col">No.</th>' in html
    assert '<td class="r">5</td>' in html
    assert "style" not in html


def test_two_tables_and_what_follows(renderer):
    """Each has its own box, and the text after it stays outside."""
    table = "| A |\n|---|\n| 1 |"
    html = renderer.block(f"{table}\n\nBetween.\n\n{table}\n\nAfter.")

    assert html.count("ledger-box") == 2
    assert "</table></div>\n<p>Between.</p>" in html
    assert html.endswith("<p>After.</p>")


def test_nothing_renders_twice():
    """A text's links are looked up once, however often it is shown."""
    asked = []

    def url(kind, slug):
        asked.append((kind, slug))

    renderer = Renderer(url)
    for _ in range(3):
        renderer.block("[a](case:x)")
        renderer.inline("[a](case:x)")

    assert asked == [("case", "x")] * 2


def test_a_whole_lesson(site):
    """What is written is linked, what is planned is plain words."""
    library = site.load()
    lesson = library.lesson("listening-one-to-one")
    html = "".join(library.block(p.text) for p in lesson.parts if p.block == "prose")

    assert '<a href="/casebook/coventry-cdp/">' in html
    assert '<a href="/learn/glossary/#non-directive">' in html
    assert "(lesson 28)" in html
    assert '<h3 id="worked">' in html
    see = lesson.block("see-safety")
    assert "Lesson 42 has the steps." in library.inline(see.text)
