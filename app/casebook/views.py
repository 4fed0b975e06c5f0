"""The casebook's pages: search, one case, its citation."""

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.casebook import search
from app.content import vocab
from app.content.types import Case, Lesson
from app.look import library

bp = Blueprint("casebook", __name__, url_prefix="/casebook")

LONGEST = 500  # characters of one question


@bp.get("/")
def index() -> ResponseReturnValue:
    """Search in plain language, with facets."""
    query = request.args.get("q", "")[:LONGEST].strip()
    chosen = {facet: request.args.getlist(facet) for facet in search.FACETS}
    page = request.args.get("page", "1")
    results = search.search(query, chosen, int(page) if _is_number(page) else 1)
    return render_template(
        "casebook/index.html",
        query=query,
        chosen={facet: values for facet, values in chosen.items() if values},
        results=results,
        facets=_facets(results, chosen),
        everything=results.everything,
        names={p.id: p.name for p in library().default_framework.principles},
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _facets(
    results: search.Results, chosen: search.Chosen
) -> list[tuple[str, str, list[tuple[str, str, int, bool]]]]:
    """Facet, heading, and per value: value, words, count, chosen."""
    countries = sorted({*results.counts["country"], *chosen["country"]})
    principles = library().default_framework.principles
    values = {
        "outcome": list(vocab.OUTCOMES.items()),
        "principle": [(p.id, p.name) for p in principles],
        "country": [(country, country) for country in countries],
        "period": [(name, words) for name, (words, _, _) in search.PERIODS.items()],
    }  # fmt: skip
    headings = {
        "outcome": "How it turned out",
        "principle": "Principle",
        "country": "Country",
        "period": "Years",
    }
    return [
        (
            facet,
            headings[facet],
            [
                (value, words, results.counts[facet][value], value in chosen[facet])
                for value, words in values[facet]
            ],
        )
        for facet in search.FACETS
    ]


def _case(slug: str) -> Case:
    found = library().case(slug)
    if found is None:
        abort(404)
    return found


@bp.get("/<slug>/")
def show_case(slug: str) -> ResponseReturnValue:
    """One case, with what went wrong, its sources and cases like it."""
    moved = library().redirects.get(("case", slug))
    if moved:
        return redirect(url_for(".show_case", slug=moved), 301)
    case = _case(slug)
    return render_template(
        "casebook/show.html",
        case=case,
        years=search.years(case.began, case.ended),
        similar=search.similar(slug),
        lessons=_lessons_with(case),
        principles=library().default_framework.principles,
    )


def _lessons_with(case: Case) -> list[Lesson]:
    """The written lessons that use a case, in order."""
    return [
        lesson
        for lesson in library().lessons
        if case.slug in lesson.cases or lesson.slug in case.lessons
    ]


@bp.get("/<slug>.bib")
def bibtex(slug: str) -> ResponseReturnValue:
    """The case as a BibTeX entry."""
    case = _case(slug)
    address = url_for(".show_case", slug=slug, _external=True)
    lines = {
        "title": f"{{{_tex(case.title)}}}",
        "author": "{{Alongside Casebook}}",
        "year": f"{{{case.reviewed.year}}}",
        "howpublished": f"{{\\url{{{address}}}}}",
        "note": f"{{Version {len(case.changes)}, checked {case.reviewed.isoformat()}}}",
    }
    body = ",\n".join(f"  {name} = {value}" for name, value in lines.items())
    answer = Response(
        f"@misc{{alongside-{slug},\n{body}\n}}\n", mimetype="text/x-bibtex"
    )
    answer.headers["Content-Disposition"] = f"attachment; filename={slug}.bib"
    return answer


_TEX = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"£": "\\pounds{}", "~": "\\~{}", "^": "\\^{}", "\\": "\\textbackslash{}"}
)


def _tex(text: str) -> str:
    """Text with what TeX would read as a command made harmless."""
    return text.translate(_TEX)
