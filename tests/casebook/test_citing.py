"""Citing in one click: libraries that are not ours read every case's citation."""

import json
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from tests.casebook.titles import AWKWARD, renamed

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

TODAY = date(2026, 11, 23)
MEDIA_TYPES = {
    "bib": "text/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


def bibtex(text):
    """The one entry of a BibTeX file, its TeX read as words."""
    read = bibtexparser.parse_string(
        text, append_middleware=[LatexDecodingMiddleware()]
    )
    assert not read.failed_blocks
    (entry,) = read.entries
    return entry


def ris(text):
    """The one record of a RIS file."""
    assert text.count("\r\n") == text.count("\n")
    (record,) = rispy.loads(text)
    assert not record.get("unknown_tag")
    return record


@pytest.fixture(scope="module")
def harvard():
    """A style in which a citation processor writes references."""
    return CitationStylesStyle("harvard-cite-them-right", validate=False)


def written(style, text):
    """The reference that the processor makes of a CSL-JSON file."""
    items = json.loads(text)
    shelf = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    shelf.register(Citation([CitationItem(items[0]["id"])]))
    (reference,) = shelf.bibliography()
    return str(reference)


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_each_format_is_a_file_of_its_own(client, shelf, ending):
    """Named by the slug, of the right kind."""
    for case in shelf.cases:
        answer = client.get(f"/casebook/{case.slug}.{ending}")

        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == MEDIA_TYPES[ending]
        disposition = answer.headers["Content-Disposition"]
        assert disposition == f"attachment; filename={case.slug}.{ending}"


def test_every_bibtex_entry(client, shelf):
    """It parses, says everything, and shares its key with no other."""
    keys = set()
    for case in shelf.cases:
        entry = bibtex(client.get(f"/casebook/{case.slug}.bib").text)

        keys.add(entry.key)
        assert entry.entry_type == "misc"
        assert entry["author"] == "Alongside Casebook"
        assert entry["title"] == case.title
        assert (entry["year"], entry["month"]) == (str(case.reviewed.year), "nov")
        assert f"http://localhost/casebook/{case.slug}/" in entry["howpublished"]
        assert entry["note"] == (
            f"Version {len(case.changes)}, reviewed 23 November 2026. "
            "Accessed 23 November 2026"
        )
    assert len(keys) == len(shelf.cases)


def test_every_ris_record(client, shelf):
    """A web page by an institution: a comma, and no first name after it."""
    for case in shelf.cases:
        record = ris(client.get(f"/casebook/{case.slug}.ris").text)

        assert record["type_of_reference"] == "ELEC"
        assert record["authors"] == ["Alongside Casebook,"]
        assert record["title"] == case.title
        assert record["year"] == str(case.reviewed.year)
        assert record["date"] == f"{case.reviewed:%Y/%m/%d}"
        assert record["access_date"] == f"{TODAY:%Y/%m/%d}"
        assert record["edition"] == f"Version {len(case.changes)}"
        assert record["urls"] == [f"http://localhost/casebook/{case.slug}/"]


def test_every_csl_item(client, shelf, harvard):
    """A processor writes it out whole, the institution's name in one piece."""
    for case in shelf.cases:
        text = client.get(f"/casebook/{case.slug}.json").text

        (item,) = json.loads(text)
        assert item["type"] == "webpage"
        assert item["author"] == [{"literal": "Alongside Casebook"}]
        assert item["title"] == case.title
        assert item["version"] == str(len(case.changes))
        assert item["accessed"] == {"date-parts": [[2026, 11, 23]]}
        assert written(harvard, text) == (
            f"Alongside Casebook ({case.reviewed.year}) {case.title}, Alongside. "
            f"Available at: http://localhost/casebook/{case.slug}/ "
            "(Accessed: November 23, 2026)."
        )


@pytest.mark.parametrize("title", AWKWARD)
def test_a_title_survives_every_format(client, publish, shelf, title):
    """Quotation marks, ampersands, accents, pounds, and what TeX would trip over."""
    publish([*shelf.cases, renamed(shelf, title)])

    asked = {end: client.get(f"/casebook/wild.{end}").text for end in MEDIA_TYPES}

    assert bibtex(asked["bib"])["title"] == title
    assert ris(asked["ris"])["title"] == title
    assert json.loads(asked["json"])[0]["title"] == title


def test_what_tex_would_trip_over_is_written_out(client, publish, shelf):
    """As commands that TeX has, whatever package is loaded."""
    title = r"100% & more: a_b #1 $5 £3 {x ~y ^z \end"
    publish([*shelf.cases, renamed(shelf, title)])

    entry = client.get("/casebook/wild.bib").text

    assert (
        r"title = {{100\% \& more: a\_b \#1 \$5 £3 \{x \textasciitilde{}y "
        r"\textasciicircum{}z \textbackslash{}end}}"
    ) in entry
