"""What is measured on: the demonstration organisation, and a thousand cases."""

import os
import random
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from app import create_app, migrating
from app.casebook import actions as casebook
from app.casebook.models import Case
from app.db import db, new_id, writing
from app.demo import build
from tests.bench.server import environment

CASES = 1000
SEED = 20261123


def application(folder: Path, url: str) -> Flask:
    """The application on this data, for the queries that prepare and inspect it."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment(folder, url, 8000))
    return create_app()


def fill(app: Flask) -> None:
    """Migrate the empty database, build the demonstration, fill up the casebook."""
    with app.app_context():
        migrating.upgrade(db.engine)
        with writing():
            casebook.sync(app.extensions["library"])
        build.build()
        with writing():
            db.session.execute(insert(Case), more_cases(CASES))


def more_cases(total: int, sentences_each: int = 60) -> list[dict[str, Any]]:
    """Cases in the words of the real ones, to this total: their sentences, shuffled."""
    rng = random.Random(SEED)  # noqa: S311 (not a secret)
    columns = [column.name for column in Case.__table__.columns]
    real = [
        {name: getattr(case, name) for name in columns}
        for case in db.session.scalars(select(Case).order_by(Case.slug))
    ]
    sentences = [s for row in real for s in row["texts"]["body"].split(". ")]
    last = max(row["change"] for row in real)
    made = []
    for number in range(total - len(real)):
        like = rng.choice(real)
        made.append(
            like
            | {
                "id": new_id(),
                "slug": f"measured-{number}",
                "title": f"{like['title']}, {number}",
                "texts": like["texts"]
                | {"body": ". ".join(rng.sample(sentences, sentences_each))},
                "change": last + number + 1,
            }
        )
    return made
