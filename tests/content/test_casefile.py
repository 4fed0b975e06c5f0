"""A case written as the text of its file is read back as the same case."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import casefile, library, safe
from app.content.types import CASE_HEADINGS, Case, Contradiction

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (Path(__file__).parent / "examples" / "case.md").read_text()

AWKWARD = ['"', "\\", "'''", '"""', "\t", "\x7f", "\x01", "\u2028", "\x85", "é", "שלום",
           "🦊", "+++", "=", "[x]", "{#a}", "# ", "```", "a\nb", "\\n", "$", "\ufeff",
           "\u202e", "* x", "1. x", "--", "|"]  # fmt: skip
texts = st.lists(
    st.one_of(st.sampled_from(AWKWARD), st.text(max_size=8)), min_size=1, max_size=6
).map("".join)
# What a form can send: no half letters, and something that is not a space.
texts = texts.map(lambda text: text.encode(errors="ignore").decode()).filter(str.strip)
north = st.floats(-90, 90)
years = st.integers(-3000, 3000)
lines = st.lists(texts, max_size=3).map(tuple)
notes = st.dictionaries(texts, texts, max_size=3)


@pytest.fixture(scope="module")
def example() -> Case:
    """The case that the format is explained by."""
    found = casefile.read("community-empowerment-networks", EXAMPLE, [])
    assert found
    return found


def same(case: Case) -> None:
    """Each field of the case, written and read, is what it was."""
    faults: list[str] = []
    again = casefile.read(case.slug, casefile.write(case), faults)
    assert faults == []
    for field in fields(Case):
        assert getattr(again, field.name) == getattr(case, field.name), field.name


def test_every_shipped_case():
    """Whatever the files hold, margins too."""
    for case in library.load(ROOT).cases:
        same(case)


awkward = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@awkward
@given(data=st.data())
def test_awkward_characters_in_every_field(example, data):
    """In texts, lists, tables and lists of tables."""

    def draw(strategy):
        return data.draw(strategy)

    source = replace(example.sources[0], text=draw(texts), url=draw(texts))
    same(
        replace(
            example,
            title=draw(texts),
            summary=draw(texts),
            was=draw(lines),
            began=draw(years),
            ended=draw(st.none() | years),
            dates_note=draw(st.none() | texts),
            who=draw(texts),
            asks=tuple(draw(texts) for _ in range(8)),
            confidence_note=draw(texts),
            changes=(replace(example.changes[0], what=draw(texts)),),
            place=replace(example.place, name=draw(texts), lat=draw(north)),
            outcome=replace(example.outcome, why=draw(texts)),
            contradicts=(Contradiction("power-mapping", draw(texts)[:199]),),
            upheld=draw(notes),
            broken=draw(notes),
            sources=(source, replace(source, url=None)),
        )
    )


five = st.lists(st.lists(texts, max_size=4).map("\n\n".join), min_size=5, max_size=5)


@awkward
@given(bodies=five)
def test_awkward_characters_in_the_prose(example, bodies):
    """Whatever the loader makes of a body, it makes of it again."""
    parts = zip(CASE_HEADINGS, bodies, strict=True)
    body = "\n\n".join(f"## {title}\n\n{words}" for title, words in parts)
    front = casefile.write(example).partition("\n+++\n")[0]
    text = f"{front}\n+++\n\n{body}\n".replace("\r", "")  # as a file is read
    case = casefile.read(example.slug, text, [])
    if case:
        same(case)


def test_it_is_written_as_the_files_are(example):
    """Line by line, but for the layout of the longer lists."""
    assert casefile.write(example) == EXAMPLE


@pytest.mark.parametrize("text", ["Plain *words*.", "1. one\n2. two", "- a\n- b",
    "| a | b |\n|---|--:|\n| 1 | 2 |", "[x](https://example.org)", "[x](case:y)",
    "5 < 6 & 7 > 2", "> quoted", "**Run in.** And on."])  # fmt: skip
def test_writing_is_let_through(text):
    """Emphasis, lists, tables, quotations and links."""
    assert safe.is_writing(text)
