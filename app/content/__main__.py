"""`python -m app.content [folder]`: the faults of the content, or what it holds."""

import sys
from pathlib import Path

from app.content.faults import ContentError
from app.content.library import Library, load


def main(root: Path) -> int:
    """Write the faults and give 1, or the counts and give 0."""
    try:
        library = load(root)
    except ContentError as error:
        sys.stdout.write(f"{error}\n{len(error.faults)} faults\n")
        return 1
    sys.stdout.write("\n".join(_summary(library)) + "\n")
    return 0


def _summary(library: Library) -> list[str]:
    counts = {
        "modules": library.modules,
        "lessons": library.lessons,
        "cases": library.cases,
        "mistakes": library.mistakes,
        "frameworks": library.frameworks,
        "statements": library.statements,
        "terms": library.terms,
    }
    lines = [f"{name}: {len(things)}" for name, things in counts.items()]
    return [*lines, *(f"not written: {name}" for name in library.unwritten)]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
