"""Taking one's own writing away: as a book, as tables, as data."""

import csv
import io
import json
import zipfile

import jsonschema
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.practice.models import State
from tests import make
from tests.page import Page

AWAY = "/practice/take-away/"
FILES = ("everything.json", "schema.json", "log.xlsx", "log.zip", "log.pdf")


def csv_rows(answer, name):
    """One table of the archive, as lists of text."""
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        raw = archive.read(name)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def book_text(answer):
    """All words of the book."""
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_tables_hold_what_the_screen_lists(pair):
    """The same filters give the same entries on the page, in CSV, XLSX and the book."""
    for n in range(3):
        pair.entry(title=f"Kettle {n}", kind="training", what="On, then off")
    pair.entry(title="Kettle draft", state=State.DRAFT, kind="training")
    pair.entry(title="Kettle meeting")
    query = {"q": "kettle", "kind": "training"}

    screen = Page(pair.log.get("/practice/find/", query_string=query))
    rows = csv_rows(pair.log.get(AWAY + "log.zip", query_string=query), "entries.csv")
    sheet = load_workbook(
        io.BytesIO(pair.log.get(AWAY + "log.xlsx", query_string=query).data)
    )["Entries"]
    book = book_text(pair.log.get(AWAY + "log.pdf", query_string=query))

    at = rows[0].index("Title")
    listed = [w for w in screen.links if w.startswith("Kettle")]
    assert len(listed) == 4
    assert [row[at] for row in rows[1:]] == listed
    assert [row[at] for row in sheet.iter_rows(min_row=2, values_only=True)] == listed
    assert all(title in book for title in listed)
    assert "Kettle meeting" not in book
    assert "Four entries." in book
    assert "Four entries" in Page(pair.log.get(AWAY, query_string=query)).text


def test_tables_of_what_belongs_to_entries(pair):
    """Scores, next actions and asks have a table each, with the entry's key."""
    group = pair.group()
    about = {"ask": "new", "ask_of": "The council", "ask_what": "A lift"}
    entry = pair.entry(group=group, **about, action__what__0="Ring the office")
    answer = pair.log.get(AWAY + "log.zip")

    assert csv_rows(answer, "ratings.csv")[1][:2] == [
        str(entry.id),
        "Stairwell meeting",
    ]
    assert "2" in csv_rows(answer, "ratings.csv")[1]
    assert csv_rows(answer, "next-actions.csv")[1][2] == "Ring the office"
    assert csv_rows(answer, "asks.csv")[1][2:4] == ["The council", "A lift"]
    assert group.name in csv_rows(answer, "entries.csv")[1]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(pair, text):
    """What begins like a formula is shown as text by a spreadsheet."""
    pair.entry(what=text, evidence__community__voice=text)

    cells = [
        c for r in csv_rows(pair.log.get(AWAY + "log.zip"), "entries.csv") for c in r
    ]
    book = load_workbook(io.BytesIO(pair.log.get(AWAY + "log.xlsx").data))
    types = {c.data_type for s in book for row in s.iter_rows() for c in row}

    assert f"'{text.strip()}" in cells
    assert "f" not in types


def test_book_is_tagged_and_says_all(pair):
    """PDF/UA-1 with tags, title and language; written words are never markup."""
    entry = pair.entry(
        title="#panic() *bold* $x", what="First.\n\nSecond <b> & “so” é ł שלום 🦊"
    )
    pair.desk.post(f"/supervision/{entry.id}/comments/", data={"text": "Who chaired?"})

    answer = pair.log.get(AWAY + "log.pdf")
    reader = PdfReader(io.BytesIO(answer.data))

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Practice log"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert "#panic() *bold* $x" in book_text(answer)
    assert "[fox face]" in book_text(answer)
    assert "Four households put it to the repairs manager." in book_text(answer)


def test_book_of_letters_that_no_font_has(pair):
    """It is made all the same, with tags."""
    pair.entry(what="早上好, and good morning")

    answer = pair.log.get(AWAY + "log.pdf")

    assert answer.status_code == 200
    assert "and good morning" in book_text(answer)
    assert PdfReader(io.BytesIO(answer.data)).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_everything_fits_its_schema(pair):
    """Drafts, versions, reflections, answers and the reading list are there."""
    for state in State:
        pair.entry(title=state.value, state=state)
    make.saved_case(pair.author, "st-mungos", "Before Tuesday")
    make.saved_search(pair.author, "q=rent")

    data = json.loads(pair.log.get(AWAY + "everything.json").data)

    jsonschema.validate(data, json.loads(pair.log.get(AWAY + "schema.json").data))
    assert {one["title"] for one in data["entries"]} == {s.value for s in State}
    sent = [one for one in data["entries"] if one["state"] != "draft"]
    assert all(one["versions"][0]["content"]["what"] for one in sent)
    assert data["saved_cases"][0]["note"] == "Before Tuesday"


def test_held_back_comments_stay_held_back(pair):
    """What the supervisor has not let the author read is in no file."""
    entry = pair.entry()
    pair.desk.post(
        f"/supervision/{entry.id}/comments/", data={"text": "Not released yet"}
    )

    for name in ("everything.json", "log.pdf"):
        answer = pair.log.get(AWAY + name)
        text = book_text(answer) if name.endswith("pdf") else answer.text
        assert "Not released yet" not in text


def test_anybody_takes_ones_own_and_nobody_elses(pair):
    """A supervisor, who keeps no log, gets files of their own without the author's."""
    pair.entry(title="The author's", what="Whispered")

    for name in FILES:
        answer = pair.desk.get(AWAY + name)
        assert answer.status_code == 200
        text = book_text(answer) if name.endswith("pdf") else str(answer.data)
        assert "Whispered" not in text
    assert csv_rows(pair.desk.get(AWAY + "log.zip"), "entries.csv")[1:] == []
