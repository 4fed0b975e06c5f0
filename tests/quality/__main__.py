"""`python -m tests.quality [folder]`: how good the search is, beside its goals.

Our own judged questions and drafts, and each collection in `folder` (by default
`../shared/search`), by words alone and with the sentence model, on both engines.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytrec_eval
from flask import Flask

from app import create_app, migrating
from app.casebook import actions, chunks, search
from app.casebook.models import Case
from app.config import ROOT
from app.db import db, writing
from tests import postgres
from tests.quality import collections
from tests.quality.collections import Collection

Ranked = dict[str, list[str]]
GOALS = {
    ("our questions", "both"): 0.70,
    ("our drafts", "both"): 0.75,
    ("cranfield", "both"): 0.41,
    ("scifact", "both"): 0.73,
    ("cranfield, similar", "both"): 0.37,
    ("scifact, similar", "both"): 0.61,
}
DEPTH = 50  # documents of an answer that are looked at


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality", description=__doc__
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--sqlite", action="store_true", help="leave PostgreSQL out")
    asked = parser.parse_args()
    folder = asked.folder or ROOT.parent / "shared" / "search"
    print(f"{'what':24}{'engine':12}{'by':8}{'nDCG@10':>9}{'recall@20':>11}{'goal':>8}")
    with tempfile.TemporaryDirectory(prefix="alongside-quality-") as name:
        for engine, url in engines(Path(name), only_sqlite=asked.sqlite):
            with site(url, Path(name) / engine) as app:
                ours(app, engine)
                shipped = chunks.VECTORS
                for part in sorted(folder.glob("*/")) if folder.exists() else ():
                    theirs(app, engine, collections.read(part))
                chunks.VECTORS = shipped
                chunks.ready.cache_clear()


def engines(folder: Path, *, only_sqlite: bool) -> Iterator[tuple[str, str]]:
    """Engine and database address, one after the other."""
    (folder / "SQLite").mkdir()
    yield "SQLite", f"sqlite:///{folder / 'SQLite' / 'a.sqlite3'}"
    if not only_sqlite:
        (folder / "cluster").mkdir()
        (folder / "PostgreSQL").mkdir()
        with postgres.database(folder / "cluster") as url:
            yield "PostgreSQL", url


@contextmanager
def site(url: str, folder: Path) -> Iterator[Flask]:
    """The application on a fresh database, its own cases loaded."""
    app = create_app(
        SQLALCHEMY_DATABASE_URI=url,
        DATA_DIR=folder,
        SECRET_KEY="for measuring only, and long enough",
        MAIL_URL="",
        BASE_URL="",
        SEARCH_MODEL=True,
    )
    with app.app_context():
        migrating.upgrade(db.engine)
        with writing():
            actions.sync(app.extensions["library"])
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def ours(app: Flask, engine: str) -> None:
    """Our questions as searches, our drafts as something being written."""
    for by in ("words", "both"):
        app.config["SEARCH_MODEL"] = by == "both"
        for half in ("choose", "report"):
            asked, grades = collections.judged("questions", half)
            show(f"our questions, {half}", engine, by, answered(asked), grades)
            asked, grades = collections.judged("drafts", half)
            show(f"our drafts, {half}", engine, by, resembling(asked), grades)


def theirs(app: Flask, engine: str, collection: Collection) -> None:
    """A public collection in place of the casebook."""
    load(collection)
    print(f"{collection.name}: {len(collection.documents)} documents")
    for by in ("words", "both"):
        app.config["SEARCH_MODEL"] = by == "both"
        wanted = {
            n: q for n, q in collection.questions.items() if n in collection.grades
        }
        for half, rest in (("choose", 0), ("report", 1)):
            part = {n: q for k, (n, q) in enumerate(wanted.items()) if k % 2 == rest}
            grades = {n: collection.grades[n] for n in part}
            show(f"{collection.name}, {half}", engine, by, answered(part), grades)
        alike = collection.co_judged()
        found = {n: search.nearest_to(n)[:DEPTH] for n in alike}
        show(f"{collection.name}, similar", engine, by, found, alike)


def answered(asked: dict[str, str]) -> Ranked:
    """What is found for each question, best first."""
    return {n: search.found(question, {})[:DEPTH] for n, question in asked.items()}


def resembling(asked: dict[str, str]) -> Ranked:
    """What resembles each draft, nearest first."""
    return {n: search.nearest(text)[:DEPTH] for n, text in asked.items()}


def show(
    what: str, engine: str, by: str, found: Ranked, grades: dict[str, dict[str, int]]
) -> None:
    """Print a line: nDCG over ten, recall over twenty, and the goal where there is one."""
    run = {n: {slug: -float(k) for k, slug in enumerate(f)} for n, f in found.items()}
    measured = pytrec_eval.RelevanceEvaluator(grades, {"ndcg_cut.10", "recall.20"})
    results = measured.evaluate(run).values()
    ndcg = sum(r["ndcg_cut_10"] for r in results) / len(grades)
    recall = sum(r["recall_20"] for r in results) / len(grades)
    goal = GOALS.get((what.removesuffix(", report"), by))
    aim = f"≥ {goal:.2f}" if goal else ""
    print(f"{what:24}{engine:12}{by:8}{ndcg:9.3f}{recall:11.3f}{aim:>8}", flush=True)


def load(collection: Collection) -> None:
    """Put the documents where the cases were, with their vectors worked out once."""
    chunks.VECTORS = Path(tempfile.gettempdir()) / f"vectors-{collection.name}.npz"
    chunks.ready.cache_clear()
    rows = [_row(n, *document) for n, document in enumerate(collection.documents, 1)]
    chunks.write(
        piece for row in rows for piece in chunks.of(row.title, row.summary, row.texts)
    )
    with writing():
        for case in db.session.scalars(db.select(Case)):
            db.session.delete(case)
    with writing():
        db.session.add_all(rows)
    db.session.expunge_all()


def _row(change: int, slug: str, title: str, text: str) -> Case:
    return Case(
        slug=slug,
        checksum="",
        title=title[:200],
        summary="",
        outcome="worked",
        began=2000,
        place="",
        country="",
        stream="both",
        reviewed_on=date(2000, 1, 1),
        facets={name: [] for name in ("upheld", "broken", "mistake", "method", "kind")},
        texts={"body": text, "asks": [], "wrong": "", "who": "", "other": ""},
        change=change,
    )


if __name__ == "__main__":
    sys.exit(main())
