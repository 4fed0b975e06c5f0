"""The casebook's pages: search, one case, the known mistakes."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.casebook import citing, exports, pictures, published, saving, search
from app.casebook import map as maps
from app.casebook.asked import asked
from app.casebook.index import PERIODS, years
from app.casebook.looser import looser
from app.clock import now, today
from app.content import vocab
from app.content.text import strings
from app.content.types import Case, Lesson, Mistake
from app.db import writing
from app.look import library

bp = Blueprint("casebook", __name__, url_prefix="/casebook")

MANY = 8  # values of a facet, above which those that no case found has are left out
HEADINGS = {
    "outcome": "How it turned out",
    "mistake": "Known mistake",
    "broken": "Principle missing or damaged",
    "upheld": "Principle at work",
    "method": "Method",
    "kind": "Kind of body",
    "stream": "Stream",
    "country": "Country",
    "period": "Years",
    "decade": "Decade begun",
}


@bp.get("/")
def index() -> ResponseReturnValue:
    """Search in plain language, with facets; the results as a list or a picture."""
    query, chosen = asked(request.args)
    page, order = request.args.get("page", "1"), request.args.get("sort", "fit")
    order = order if order in search.ORDERS else "fit"
    number = int(page) if _is_number(page) else 1
    view = request.args.get("view", "list")
    view = view if view in pictures.VIEWS else "list"
    results = search.search(query, chosen, number, order)
    slugs = search.found(query, chosen, order) if view != "list" else []
    state = {
        "q": query,
        **chosen,
        "sort": order if order != "fit" else "",
        "view": view if view != "list" else "",
    }
    return render_template(
        "casebook/index.html",
        query=query,
        chosen={facet: values for facet, values in chosen.items() if values},
        state={name: value for name, value in state.items() if value},
        order=order,
        orders=search.ORDERS,
        results=results,
        view=view,
        views=pictures.VIEWS,
        picture=_picture(view, slugs),
        facets=_facets(results, chosen),
        names={p.id: p.name for p in library().default_framework.principles},
        held=_looked_at(),
        looser=None if results.total else looser(query, chosen),
        headings=HEADINGS,
        on_list=saving.kept_slugs(current_user),
    )


def _picture(view: str, slugs: Sequence[str]) -> pictures.Timeline | maps.Map | None:
    """What a view draws of these cases; nothing where there is nothing to draw."""
    plots = pictures.plotted(slugs)
    if not plots:
        return None
    if view == "map":
        return maps.drawn(plots)
    return pictures.timeline(plots, today().year)


def _looked_at() -> saving.Held | None:
    """The reader's saved search of this address, if any; from now on, looked at."""
    held = saving.held_search(current_user, saving.Sought.of(request.args))
    if held and held.new:
        with writing(held.saved):
            held.saved.looked_at = now()
    return held


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _facets(
    results: search.Results, chosen: search.Chosen
) -> list[tuple[str, str, list[tuple[str, str, int, bool]]]]:
    """Facet, heading, and per value: value, words, count, chosen.

    Of a facet with many values only those are there that some case found has.
    """
    found = []
    for facet, heading in HEADINGS.items():
        counts, picked = results.counts[facet], chosen[facet]
        known = _known(facet) or {v: v for v in sorted({*counts, *picked})}
        many = len(known) > MANY
        values = [
            (value, words, counts.get(value, 0), value in picked)
            for value, words in known.items()
            if value in picked or counts.get(value) or not many
        ]
        found.append((facet, heading, values))
    return found


def _known(facet: str) -> Mapping[str, str]:
    """A facet's values and their words, in order; empty where cases bring them."""
    principles = {p.id: p.name for p in library().default_framework.principles}
    lists: dict[str, Mapping[str, str]] = {
        "outcome": vocab.OUTCOMES,
        "upheld": principles,
        "broken": principles,
        "mistake": vocab.MISTAKES,
        "method": vocab.METHODS,
        "kind": vocab.CASE_KINDS,
        "stream": vocab.STREAMS,
        "period": {name: words for name, (words, _, _) in PERIODS.items()},
    }
    return lists.get(facet, {})


@bp.get("/mistakes/")
def mistakes() -> ResponseReturnValue:
    """The known mistakes, with how many cases show each."""
    results = search.search("", {})
    return render_template(
        "casebook/mistakes.html",
        mistakes=library().mistakes,
        counts=results.counts["mistake"],
    )


@bp.get("/mistakes/<slug>/")
def show_mistake(slug: str) -> ResponseReturnValue:
    """One known mistake, with the cases that show it."""
    moved = library().redirects.get(("mistake", slug))
    if moved:
        return redirect(url_for(".show_mistake", slug=moved), 301)
    mistake = library().mistake(slug)
    if mistake is None:
        abort(404)
    return render_template(
        "casebook/mistake.html",
        mistake=mistake,
        cases=search.every({"mistake": [slug]}),
        lessons=[les for les in library().lessons if _links(les, mistake)],
    )


def _links(lesson: Lesson, mistake: Mistake) -> bool:
    return any(f"(mistake:{mistake.slug})" in text for text in strings(lesson))


def _case(slug: str) -> Case:
    found = published.case(slug)
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
    cited = citing.of(case)
    return render_template(
        "casebook/show.html",
        case=case,
        citation=cited,
        meta=citing.meta(cited),
        coins=citing.coins(cited),
        linked=citing.json_ld(cited, case),
        years=years(case.began, case.ended),
        similar=search.similar(slug),
        lessons=_lessons_with(case),
        principles=library().default_framework.principles,
        on_list=saving.kept_slugs(current_user),
    )


def _lessons_with(case: Case) -> list[Lesson]:
    """The written lessons that use a case, in order."""
    return [
        lesson
        for lesson in library().lessons
        if case.slug in lesson.cases or lesson.slug in case.lessons
    ]


exports.add_to(bp)
