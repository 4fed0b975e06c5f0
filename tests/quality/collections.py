"""What the search is measured on: documents, questions, and which answer which."""

import gzip
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

JUDGED = Path(__file__).parents[1] / "casebook" / "judged"


@dataclass(frozen=True)
class Collection:
    """Documents as (id, title, text); questions and grades by id."""

    name: str
    documents: tuple[tuple[str, str, str], ...]
    questions: dict[str, str]
    grades: dict[str, dict[str, int]]

    def co_judged(self) -> dict[str, dict[str, int]]:
        """By document, others that answer the same question.

        A question's best document stands for it; its other answers are wanted.
        """
        found = {}
        for grades in self.grades.values():
            ranked = sorted(grades, key=lambda one: (-grades[one], one))
            if len(ranked) > 1:
                best, *others = ranked
                found[best] = {other: grades[other] for other in others}
        return found


def read(folder: Path) -> Collection:
    """A collection as `docs.jsonl` (or `.gz`), `queries.jsonl` and `qrels.tsv`."""
    packed = folder / "docs.jsonl.gz"
    if packed.exists():
        text = gzip.decompress(packed.read_bytes()).decode()
    else:
        text = (folder / "docs.jsonl").read_text()
    documents = [json.loads(line) for line in text.splitlines()]
    asked = (folder / "queries.jsonl").read_text().splitlines()
    questions = {q["id"]: q["text"] for q in map(json.loads, asked)}
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text().splitlines():
        question, document, grade = line.split("\t")
        grades.setdefault(question, {})[document] = int(grade)
    return Collection(
        folder.name,
        tuple((d["id"], d["title"], d["text"]) for d in documents),
        questions,
        grades,
    )


def judged(
    name: str, half: str | None = None
) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
    """Our own questions or drafts with their grades, by number; of one half, or all."""
    listed = tomllib.loads((JUDGED / f"{name}.toml").read_text())[name]
    chosen = [one for one in listed if half in {None, one["half"]}]
    texts = {str(n): one.get("ask") or one["text"] for n, one in enumerate(chosen)}
    return texts, {str(n): one["grades"] for n, one in enumerate(chosen)}
