"""What may be taken away from the curriculum: books, paper, and the crosswalk."""

from datetime import UTC, datetime, time

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.content.types import Module
from app.curriculum import crosswalk, epub, naming, pages, volume
from app.curriculum.binding import Binding, name
from app.curriculum.volume import Volume
from app.look import library


def add_to(bp: Blueprint) -> None:
    """Put these addresses among the curriculum's own."""
    bp.add_url_rule("/curriculum.epub", view_func=curriculum_epub)
    bp.add_url_rule("/<module_slug>.epub", view_func=module_epub)
    bp.add_url_rule("/print/", view_func=print_all)
    bp.add_url_rule("/<module_slug>/print/", view_func=print_module)
    bp.add_url_rule("/crosswalk/", view_func=show_crosswalk)
    bp.add_url_rule("/crosswalk.csv", view_func=crosswalk_csv)


def curriculum_epub() -> ResponseReturnValue:
    """The whole curriculum as an EPUB 3 book."""
    return _book(volume.of_all(library()))


def module_epub(module_slug: str) -> ResponseReturnValue:
    """One module as an EPUB 3 book; a renamed one's, at its new address."""
    return _book(volume.of_module(library(), _module(module_slug)))


def print_all() -> ResponseReturnValue:
    """The whole curriculum as one long page for paper."""
    return _paper(volume.of_all(library()))


def print_module(module_slug: str) -> ResponseReturnValue:
    """One module as one long page for paper."""
    return _paper(volume.of_module(library(), _module(module_slug)))


def show_crosswalk() -> ResponseReturnValue:
    """Which lessons teach each key area, and each reform principle."""
    return render_template("learn/crosswalk.html", walks=crosswalk.both(library()))


def crosswalk_csv() -> ResponseReturnValue:
    """The same rows as a file."""
    text = crosswalk.as_csv(crosswalk.both(library()), current_app.config["BASE_URL"])
    return _file(text, "alongside-crosswalk.csv", "text/csv")


def _module(slug: str) -> Module:
    moved = library().redirects.get(("module", slug))
    if moved:
        abort(redirect(url_for(str(request.endpoint), module_slug=moved), 301))
    return library().module(slug) or abort(404)


def _book(held: Volume) -> Response:
    """The book, built once for as long as the server has this content."""
    books: dict[str, bytes] = current_app.extensions.setdefault("books", {})
    if held.name not in books:
        books[held.name] = epub.build(held)
    answer = _file(books[held.name], f"alongside-{held.name}.epub", epub.MEDIA_TYPE)
    answer.last_modified = datetime.combine(held.changed_on, time(), UTC)
    return answer


def _file(data: str | bytes, filename: str, media_type: str) -> Response:
    """A download under this name."""
    answer = Response(data, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={filename}"
    return answer


def _paper(held: Volume) -> str:
    body = pages.drawn_once(f"print {held.name}", lambda: _paper_body(held))
    return render_template("learn/print.html", volume=held, body=body)


def _paper_body(held: Volume) -> str:
    """Everything but masthead and foot; the same for everybody."""
    book = Binding(held, _on_page, is_print=True)
    return render_template(
        "learn/print_body.html",
        book=book,
        modules=[
            (m, volume.before(m), held.shelf.lessons_of(m), volume.after(m))
            for m in held.modules
        ],
        called={name(page): naming.headings(page) for page in held.pages},
        cases={
            les.slug: [case for c in les.cases if (case := held.shelf.case(c))]
            for les in held.lessons
        },
        answered={name(page): epub.answered(page) for page in held.pages},
        name=name,
    )


def _on_page(part: str, of_it: str) -> str:
    return f"#{of_it or part}"
