"""A small site built from the example files, valid until a test breaks it."""

import re
from pathlib import Path

import pytest

from app.content import library
from app.content.faults import ContentError
from app.content.library import Library
from app.content.vocab import POINTS

EXAMPLES = Path(__file__).parent / "examples"

OUTLINE = """
[[modules]]
number = 2
slug = "five-strands"
title = "Five strands"
lessons = []

[[modules]]
number = 3
slug = "community-groups"
title = "Community groups"

[[modules.lessons]]
number = 7
slug = "power-mapping"
title = "Power mapping"
points = [POINTS]

[[modules.lessons]]
number = 8
slug = "who-stays-responsible"
title = "Who stays responsible?"
points = []

[[modules.lessons]]
number = 9
slug = "provider-cannot-be-voice"
title = "Provider cannot be voice"
points = []

[[modules.lessons]]
number = 10
slug = "contracts-and-dependence"
title = "Contracts and dependence"
points = []

[[modules.lessons]]
number = 11
slug = "networks-across-a-place"
title = "Networks across a place"
points = []

[[modules.lessons]]
number = 12
slug = "safety-consent-data"
title = "Safety, consent, data"
points = []

[[modules]]
number = 6
slug = "listening-and-entry"
title = "Listening and entry"

[[modules.lessons]]
number = 16
slug = "getting-to-know-a-place"
title = "Getting to know a place"
points = ["18", "19"]

[[modules.lessons]]
number = 17
slug = "listening-one-to-one"
title = "Listening one to one"
points = ["19", "21"]

[[modules.lessons]]
number = 18
slug = "from-listening-to-shared-issues"
title = "From listening to shared issues"
points = ["4", "5"]
"""

TAUGHT_ELSEWHERE = ", ".join(f'"{p}"' for p in POINTS if p not in ("19", "21"))

STATEMENT = """
[[statements]]
id = "{0}"
text = "Statement {0} in our words."
lessons = ["listening-one-to-one"]
cases = ["community-empowerment-networks"]

[[statements.features]]
endpoint = "practice.index"
words = "The log"
"""

TERM = """
[[terms]]
id = "{0}"
term = "{0}"
meaning = "What {0} means."
see = []
"""
TERMS = (
    "non-directive",
    "safeguarding-lead",
    "broad-based-organising",
    "local-strategic-partnership",
)

MISTAKE = """+++
title = "No plan for the end"
summary = "The work stops when the money does."
was = []
reviewed = 2026-11-23
+++

## What it looks like

As in [the networks](case:community-empowerment-networks).

## Why sensible people do it

There is a great deal to do first.

## What to do instead

Ask on the first day who could stop it.
"""


class Site:
    """A folder of content, the names of its files, and ways to break them."""

    module = "curriculum/06-listening-and-entry/module.md"
    lesson = "curriculum/06-listening-and-entry/17-listening-one-to-one.md"
    case = "casebook/community-empowerment-networks.md"
    mistake = "curriculum/mistakes/no-plan-for-the-end.md"
    framework = "curriculum/frameworks/founding-1.toml"
    outline = "curriculum/outline.toml"
    founding = "curriculum/founding.toml"
    glossary = "curriculum/glossary.toml"

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, file: str, text: str) -> None:
        """Make a file, and its folder if need be."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, file: str) -> str:
        """The text of a file."""
        return (self.root / file).read_text(encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace the first `old` in a file, which must be there."""
        text = self.read(file)
        assert old in text, f"{file} does not hold {old!r}"
        self.write(file, text.replace(old, new, 1))

    def load(self) -> Library:
        """The site as it stands."""
        return library.load(self.root)

    def placed(self) -> tuple[str, ...]:
        """What is wrong with the site as it stands, with file and line."""
        with pytest.raises(ContentError) as caught:
            self.load()
        return caught.value.faults

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the site as it stands, without the lines."""
        return tuple(re.sub(r"^([^: ]+):\d+: ", r"\1: ", f) for f in self.placed())


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """One written module with one written lesson, three cases, the rest planned."""
    site = Site(tmp_path)
    for name, file in (
        ("module.md", site.module),
        ("lesson.md", site.lesson),
        ("case.md", site.case),
        ("framework-founding.toml", site.framework),
    ):
        site.write(file, (EXAMPLES / name).read_text(encoding="utf-8"))
    for title, slug in (
        ("The Beacon estate, Falmouth: a grant", "beacon-estate-falmouth"),
        ("Coventry CDP", "coventry-cdp"),
        ("The Community Organisers programme", "community-organisers-programme"),
    ):
        renamed = re.sub(
            'title = ".*"', f'title = "{title}"', site.read(site.case), count=1
        )
        site.write(f"casebook/{slug}.md", renamed)
    site.write(site.outline, OUTLINE.replace("POINTS", TAUGHT_ELSEWHERE))
    site.write(site.founding, "".join(STATEMENT.format(point) for point in POINTS))
    site.write(site.glossary, "".join(TERM.format(term) for term in TERMS))
    site.write(site.mistake, MISTAKE)
    _second_vignette(site)
    return site


def _second_vignette(site: Site) -> None:
    """A module needs two: the lesson's own, once more, under another id."""
    text = site.read(site.lesson)
    start = text.index("```vignette")
    block = text[start : text.index("\n```\n", start) + 5]
    again = block.replace("hart-street-shelter", "hart-street-again")
    site.write(site.lesson, f"{text}\n{again}")
