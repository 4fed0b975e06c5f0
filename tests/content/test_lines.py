"""The line that a fault names is the one that an author has to look at."""

import re

import pytest

# The file, what is changed in it, the fault, and what its line begins with.
BROKEN = [
    ("lesson", "minutes = 35", 'minutes = "35"', "minutes is not", "minutes ="),
    ("lesson", "minutes = 35", "minutes = ", "not valid TOML", "minutes ="),
    ("lesson", "minutes = 35\n", "", "minutes is missing", "+++"),
    ("lesson", "minutes = 35", "minutes = 35\nx = 1", "unknown key x", "x = 1"),
    ("lesson", 'date = "1967"\n', "", "sources 1: date is missing", "[[sources]]"),
    ("lesson", 'read = "extract"', 'read = "x"', "unknown word", 'read = "x"'),
    ("lesson", "reform = [1, 8]", "reform = [1, 9]", "reform 2 has", "reform ="),
    ("lesson", '"coventry-cdp"]', '"coventry-cdp", "x"]', "is no case x", "cases ="),
    ("lesson", "(case:coventry-cdp)", "(case:nowhere)", "dead link case:", "> "),
    ("lesson", "Small is good", "[Small](#no) is good", "dead link #no", "> "),
    ("lesson", "Small is good", "[Small](lesson:x) is", "dead link lesson:x", "> "),
    ("lesson", "{#idea}", "{#scene}", "anchor scene is used", "## What the conv"),
    ("lesson", "{#scene}", "{#start}", "has the anchor scene", "## The fourteenth"),
    ("lesson", "## The four", "# The four", "is of level 1", "# The four"),
    ("lesson", "Marta has a form", "Marta Kay has", "Marta Kay looks like", "> "),
    ("lesson", 'see = "how"', 'see = "no"', "no heading no to see", 'see = "no"'),
    ("lesson", 'kind = "single"', 'kind = "one"', "first-words: kind", 'kind = "one"'),
    ("lesson", "```check\n", "```cheque\n", "unknown block cheque", "```cheque"),
    ("lesson", "```check\n", "```\n", "a block is not closed", "```"),
    ("lesson", 'id = "first-words"', 'id = "pre-limits"', "elsewhere", 'id = "pre-'),
    ("lesson", 'start = "hall"', 'start = "door"', "starts at door", 'start = "door"'),
    ("lesson", 'to = "fixed"', 'to = "roof"', "leads to roof", 'to = "roof"'),
    ("lesson", "accept = [2, 3]", "accept = [1, 3]", "its own level", "accept = [1,"),
    ("lesson", '"social-capital"', '"capital"', "has capital, no", "[[key]]"),
    ("lesson", "was = []", 'was = ["power-mapping"]', "is used elsewhere", "was ="),
    ("lesson", "number = 17", "number = 18", "the number 17", "number = 18"),
    ("module", 'pair = "limits"', 'pair = "edges"', "pair edges needs", 'pair = "edg'),
    ("module", '["safety-consent-data"]', '["x"]', "is no lesson x", "read_first ="),
    ("case", "lat = 52.56", "lat = 152.56", "place: lat is", "lat ="),
    ("case", "[broken]", '[broken]\nkindness = "x"', "kindness is no", "kindness ="),
    ("case", "ended = 2010", "ended = 2000", "ended before", "ended ="),
    ("mistake", "(case:community-", "(mistake:community-", "dead link", "As in ["),
    ("glossary", "see = []", 'see = ["x"]', "there is no term x", "see ="),
    ("founding", 'id = "2"', 'id = "1"', "statement 1 is there twice", "[[statem"),
    ("founding", 'text = "', 'words = "', "text is missing", "[[statements]]"),
    ("outline", "number = 8", "number = 7", "number 7 is there twice", "number = 7"),
    ("framework", 'id = "social-capital"', 'id = "mutual-aid"', "twice", "[[princ"),
]


@pytest.mark.parametrize(("kind", "old", "new", "words", "begins"), BROKEN)
def test_the_line(site, kind, old, new, words, begins):
    """In front matter, rows, blocks and prose; "> " stands for any prose."""
    file = getattr(site, kind)
    before = site.read(file).split("\n")
    site.edit(file, old, new)
    text = site.read(file).split("\n")

    found = [f for f in site.placed() if f.startswith(f"{file}:") and words in f]
    assert found
    number = int(re.match(rf"{re.escape(file)}:(\d+): ", found[0])[1])
    held = text[number - 1]
    if begins == "> ":
        assert held not in before
    else:
        assert held.strip().startswith(begins)


def test_feedback_that_is_missing_is_told_where_the_answer_begins(site):
    """The second answer of the first question, and not the first."""
    text = site.read(site.lesson)
    start = text.index('id = "b"', text.index("```check"))
    cut = re.sub(r"feedback = .*\n", "", text[start:], count=1)
    site.write(site.lesson, text[:start] + cut)

    line = text[:start].count("\n")  # the line before the id
    wanted = f"{site.lesson}:{line}: check first-words: options b: feedback is missing"
    assert site.placed() == (wanted,)


def test_toml_that_is_wrong_inside_a_block(site):
    """Its line is the file's, not the block's."""
    site.edit(site.lesson, 'start = "hall"', "start = hall")

    number = site.read(site.lesson).split("\n").index("start = hall") + 1
    assert any(f.startswith(f"{site.lesson}:{number}: scenario") for f in site.placed())


def test_faults_stand_by_file_and_line(site):
    """Line 9 before line 85, and the casebook before the curriculum."""
    site.edit(site.lesson, "Small is good", "[Small](case:x) is good")
    site.edit(site.lesson, "skill = true", "skill = true\ncolour = 1")
    site.edit(site.lesson, 'kind = "single"', 'kind = "one"')
    site.edit(site.case, "ended = 2010", "ended = 2000")

    placed = [fault.split(": ")[0].rpartition(":") for fault in site.placed()]
    order = [(file, int(number)) for file, _, number in placed]
    assert order == sorted(order)
    assert {file for file, _ in order} == {site.case, site.lesson}


def test_a_file_that_is_not_there_has_no_line(site):
    """Its name is enough."""
    (site.root / site.glossary).unlink()

    wanted = f"{site.glossary}: is missing, or is not UTF-8 text"
    assert wanted in site.placed()
