"""A volume as an EPUB 3 book: documents from templates, in a zip file.

Written with `zipfile` and our own templates: around the documents a book is a package
file, a contents page and a container of five lines, and the lessons' HTML must be
drawn by us in any case. The well-known library for it is under the AGPL. Whether the
book is right is said by epubcheck, in the tests.
"""

import textwrap
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import current_app, render_template
from markupsafe import Markup

from app.content.blocks import Check, Scenario, Vignette
from app.content.types import Lesson, Module
from app.curriculum import naming, volume
from app.curriculum.binding import Binding, name
from app.curriculum.volume import Volume

MEDIA_TYPE = "application/epub+zip"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf"
 media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
FONTS = (
    "fonts/brygada-1918-latin-wght-normal.woff2",
    "fonts/brygada-1918-latin-wght-italic.woff2",
    "fonts/source-sans-3-latin-wght-normal.woff2",
)
LICENCES = ("fonts/OFL-brygada-1918.txt", "fonts/OFL-source-sans-3.txt")
BACK = {"scales": "The scale", "glossary": "Glossary", "sources": "Sources"}
WIDE = 18  # letters of the title in a line of the cover


@dataclass(frozen=True)
class Document:
    """One XHTML file: its name without the ending, its title and its text."""

    part: str
    title: str
    body: str
    kind: str = "bodymatter"


@dataclass(frozen=True)
class About:
    """What tells this book from every other, and where it comes from."""

    identifier: str
    source: str


def build(held: Volume) -> bytes:
    """The book as a file; the same bytes for the same content and address."""
    book = Binding(held, _place, is_print=False)
    about = About(f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, book.home)}", book.home)
    text = [*_text(book), *_back(book)]
    documents = [
        Document("cover", held.title, _draw("cover", volume=held, about=about)),
        Document("nav", "Contents", _contents(held, text), "frontmatter"),
        *text,
    ]
    files = _files(held)
    package = render_template(
        "learn/epub/package.xml",
        volume=held,
        about=about,
        documents=documents,
        files=[_item(file) for file in files],
    )
    pages = {f"{d.part}.xhtml": _page(d).encode() for d in documents}
    return _zip(held, {"package.opf": package.encode(), **pages, **files})


def _place(part: str, of_it: str) -> str:
    return f"{part}.xhtml#{of_it}" if of_it else f"{part}.xhtml"


def _text(book: Binding) -> Iterator[Document]:
    """Every module with its lessons, and after them its second test."""
    for module in book.volume.modules:
        sections = volume.before(module)
        about = {"book": book, "page": module, "called": naming.headings(module)}
        body = _draw("module", sections=sections, **about)
        yield Document(name(module), f"Module {module.number}: {module.title}", body)
        for lesson in book.volume.shelf.lessons_of(module):
            yield Document(name(lesson), lesson.title, _lesson(book, lesson))
        tests = (*module.pre, *module.post)
        body = _draw("after", sections=volume.after(module), exercises=tests, **about)
        yield Document(f"after-{module.slug}", f"After {module.title}", body)


def _lesson(book: Binding, lesson: Lesson) -> str:
    shelf = book.volume.shelf
    return _draw(
        "lesson",
        book=book,
        page=lesson,
        called=naming.headings(lesson),
        cases=[case for slug in lesson.cases if (case := shelf.case(slug))],
        exercises=answered(lesson),
    )


def answered(page: Lesson | Module) -> list[Check | Scenario | Vignette]:
    """A page's exercises that have an answer, in order."""
    kinds = Check | Scenario | Vignette
    return [part for part in naming.blocks(page) if isinstance(part, kinds)]


def _back(book: Binding) -> Iterator[Document]:
    for part, title in BACK.items():
        if getattr(book.volume, "terms" if part == "glossary" else part):
            body = _draw("back", book=book, part=part)
            yield Document(part, title, body, "backmatter")


@dataclass(frozen=True)
class Entry:
    """A line of the contents, with those under it."""

    title: str
    address: str
    under: tuple["Entry", ...] = ()


def _contents(held: Volume, text: list[Document]) -> str:
    """The contents: lessons under their module."""
    titles = {document.part: document.title for document in text}

    def entry(part: str, *under: str) -> Entry:
        return Entry(titles[part], _place(part, ""), tuple(map(entry, under)))

    modules = [
        entry(
            name(module),
            *(name(lesson) for lesson in held.shelf.lessons_of(module)),
            f"after-{module.slug}",
        )
        for module in held.modules
    ]
    back = [entry(part) for part in BACK if part in titles]
    return _draw("nav", entries=[*modules, *back], start=_place(text[0].part, ""))


def _draw(template: str, **about: object) -> str:
    return render_template(f"learn/epub/{template}.xhtml", **about)


def _page(document: Document) -> str:
    body = Markup(document.body)  # noqa: S704 (drawn by a template)
    return _draw("page", title=document.title, kind=document.kind, body=body).lstrip()


def _files(held: Volume) -> dict[str, bytes]:
    """What the documents need: style, fonts, their licences, the cover's picture."""
    static = Path(current_app.static_folder or "")
    names = ("epub.css", *FONTS, *LICENCES)
    found = {file: (static / file).read_bytes() for file in names}
    kicker, _, title = held.title.rpartition(": ")
    cover = render_template(
        "learn/epub/cover.svg", kicker=kicker, lines=textwrap.wrap(title, WIDE)
    )
    return found | {"cover.svg": cover.lstrip().encode()}


_TYPES = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
    ".svg": "image/svg+xml",
}


def _item(file: str) -> tuple[str, str, str, str]:
    """A file as the package lists it."""
    path = Path(file)
    properties = "cover-image" if file == "cover.svg" else ""
    return f"file-{path.stem}", file, _TYPES[path.suffix], properties


def _zip(held: Volume, files: dict[str, bytes]) -> bytes:
    """The container (EPUB 3.3, section 4): its media type first, and not compressed."""
    out = BytesIO()
    moment = datetime.combine(held.changed_on, time()).timetuple()[:6]
    with ZipFile(out, "w") as file:
        file.writestr(ZipInfo("mimetype", moment), MEDIA_TYPE, ZIP_STORED)
        held_files = {"META-INF/container.xml": CONTAINER.encode()}
        held_files |= {f"EPUB/{name}": data for name, data in files.items()}
        for path, data in held_files.items():
            file.writestr(ZipInfo(path, moment), data, ZIP_DEFLATED)
    return out.getvalue()
