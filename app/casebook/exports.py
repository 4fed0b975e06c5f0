"""What may be taken away from the casebook: citations, a feed, and the whole of it."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.casebook import citing, feed, published, search
from app.casebook import schema as schemas
from app.casebook.asked import asked
from app.casebook.citing import Citation
from app.casebook.whole import case_data
from app.clock import today
from app.content.types import Case
from app.look import full_url, library

Write = Callable[[Citation, date], str]
LONGEST_NAME = 120  # characters of a question in a feed's title


def add_to(bp: Blueprint) -> None:
    """Put these addresses among the casebook's own."""
    bp.add_url_rule("/<slug>.bib", view_func=bibtex)
    bp.add_url_rule("/<slug>.ris", view_func=ris)
    bp.add_url_rule("/<slug>.json", view_func=csl_json)
    bp.add_url_rule("/feed.atom", "feed", view_func=show_feed)
    bp.add_url_rule("/cases.json", view_func=cases)
    bp.add_url_rule("/schema.json", view_func=schema)


# -- one case, for a reference manager ----------------------------------------


def bibtex(slug: str) -> ResponseReturnValue:
    """The case as a BibTeX entry."""
    return _cited(slug, "bib", "text/x-bibtex", citing.bibtex)


def ris(slug: str) -> ResponseReturnValue:
    """The case as a RIS record."""
    media_type = "application/x-research-info-systems; charset=utf-8"
    return _cited(slug, "ris", media_type, citing.ris)


def csl_json(slug: str) -> ResponseReturnValue:
    """The case as CSL-JSON."""
    media_type = "application/vnd.citationstyles.csl+json"
    return _cited(slug, "json", media_type, citing.csl_json)


def _cited(slug: str, ending: str, media_type: str, write: Write) -> Any:
    """A case's citation as a file; a renamed case's, at its new address."""
    moved = library().redirects.get(("case", slug))
    if moved:
        return redirect(url_for(str(request.endpoint), slug=moved), 301)
    case = published.case(slug)
    if case is None:
        abort(404)
    return _file(write(citing.of(case), today()), f"{slug}.{ending}", media_type)


def _file(text: str, name: str, media_type: str) -> Response:
    """A download under this name."""
    answer = Response(text, mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


# -- following ----------------------------------------------------------------


def show_feed() -> ResponseReturnValue:
    """The cases that a search finds, the newest change first; with no search, all."""
    query, chosen = asked(request.args)
    every = {case.slug: case for case in published.every()}
    held = search.found(query, chosen)
    found = [every[slug] for slug in held if slug in every]
    state: dict[str, Any] = {"q": query or None, **chosen}
    about = feed.Feed(
        title=_named(query, chosen),
        subtitle="Cases of community organising, with sources, as they change",
        address=full_url("casebook.feed", **state),
        page=full_url("casebook.index", **state),
    )
    atom = feed.atom(about, found, _updated(every.values()))
    return Response(atom, mimetype="application/atom+xml")


def _named(query: str, chosen: search.Chosen) -> str:
    """What a reader's list of feeds shows."""
    values = [value.replace("-", " ") for held in chosen.values() for value in held]
    asked_for = ", ".join(filter(None, [query, *values]))
    if len(asked_for) > LONGEST_NAME:
        asked_for = asked_for[:LONGEST_NAME].rstrip() + " …"
    return f"{citing.AUTHOR}: {asked_for}" if asked_for else citing.AUTHOR


# -- the whole ----------------------------------------------------------------


def cases() -> ResponseReturnValue:
    """Every case with every field, as one file."""
    every = published.every()
    found = [
        case_data(case, full_url("casebook.show_case", slug=case.slug), _address)
        for case in every
    ]
    data = {
        "schema": full_url("casebook.schema"),
        "title": citing.AUTHOR,
        "url": full_url("casebook.index"),
        "updated": _updated(every).isoformat(),
        "count": len(found),
        "cases": found,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return _file(text, "alongside-casebook.json", "application/json")


def _address(kind: str, slug: str) -> str | None:
    """Where a link of the content leads, in full."""
    link = library().resolve(kind, slug)
    return full_url("pages.home").rstrip("/") + link.url if link and link.url else None


def _updated(held: Iterable[Case]) -> date:
    """The day of the newest change; today, where there is no case."""
    return max((feed.last_change(case).on for case in held), default=today())


def schema() -> ResponseReturnValue:
    """What the whole casebook as data must look like."""
    principles = {p.id: p.name for p in library().default_framework.principles}
    made = schemas.schema(full_url("casebook.schema"), principles)
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    return Response(text, mimetype="application/schema+json")
