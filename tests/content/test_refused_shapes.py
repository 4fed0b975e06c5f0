"""Files that cannot be read, and keys that are unknown, missing or mistyped."""

import re

import pytest


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("lesson", "minutes = 35", "minutes = 35\ncolour = 1", "unknown key colour"),
        ("lesson", "minutes = 35\n", "", "minutes is missing"),
        ("lesson", "minutes = 35", 'minutes = "35"', "minutes is not a whole number"),
        ("lesson", "minutes = 35", "minutes = 35.5", "minutes is not a whole number"),
        ("lesson", "minutes = 35", "minutes = true", "minutes is not a whole number"),
        ("lesson", "minutes = 35", "minutes = 0", "minutes is 0, and must be from 1"),
        ("lesson", "skill = true", "skill = 1", "skill is not true or false"),
        ("lesson", "was = []", 'was = "x"', "was is not a list"),
        ("lesson", "was = []\n", "", "was is missing"),
        ("lesson", "reviewed = 2026-11-23", 'reviewed = "x"', "reviewed is not a date"),
        (
            "lesson",
            "reviewed = 2026-11-23",
            "reviewed = 2026-11-23T10:00:00",
            "reviewed is not a date",
        ),
        ("lesson", 'title = "Listening', 'title = 1 # "', "title is not text"),
        ("lesson", 'what = "First published"', 'what = " "', "what is empty"),
        ("lesson", 'what = "First published"\n', "", "changes 1: what is missing"),
        ("lesson", 'read = "extract"', 'read = "skimmed"', "unknown word"),
        ("lesson", 'date = "1967"', 'date = "1967"\nyear = 1', "1: unknown key year"),
        ("lesson", "reform = [1, 8]", "reform = [1, 9]", "reform 2 has the unknown"),
        ("lesson", 'nos = ["KA2"]', 'nos = ["KA9"]', 'unknown word "KA9"'),
        ("lesson", '"popular-education"', '"marxist"', 'unknown word "marxist"'),
        ("lesson", "+++\n", "", "does not open with front matter"),
        ("lesson", "minutes = 35", "minutes = ", "not valid TOML"),
        ("module", "hours = 12", 'hours = "12"', "hours is not a whole number"),
        ("module", 'aim = "Come', 'aims = "Come', "unknown key aims"),
        ("case", "lat = 52.56", 'lat = "N"', "place: lat is not a number"),
        ("case", "lat = 52.56", "lat = 152.56", "place: lat is 152.56"),
        ("case", "[place]", "[spot]", "place is missing"),
        ("case", "was = []", "was = {}", "was is not a list"),
        ("case", "[place]", "[[place]]", "place is not a table"),
        ("case", "[outcome.aim]", "[outcome.goal]", "outcome: aim is missing"),
        ("case", 'answer = "partly"', 'answer = "maybe"', 'unknown word "maybe"'),
        ("case", 'word = "failed"', 'word = "lost"', 'unknown word "lost"'),
        ("case", 'kind = "network"', 'kind = "club"', 'unknown word "club"'),
        ("case", '["paid-staff",', '["staff",', 'unknown word "staff"'),
        ("case", '"strengthening"', '"A"', 'unknown word "A"'),
        (
            "case",
            '"elected-forum"',
            '"forum"',
            'methods 1 has the unknown word "forum"',
        ),
        ("case", '"arriving-after-the-decision"', '"late"', 'unknown word "late"'),
        ("case", '["state-programme"]', '["state"]', 'unknown word "state"'),
        ("case", '"partly-verified"', '"sure"', 'unknown word "sure"'),
        ("case", '"country"', '"planet"', 'unknown word "planet"'),
        (
            "case",
            'independence = "Every',
            "independence = 1 #",
            "broken independence is",
        ),
        ("mistake", 'summary = "', 'text = "', "summary is missing"),
        ("framework", "version = 1", 'version = "1"', "version is not a whole number"),
        ("framework", 'name = "Set back"', "", "scale 1: name is missing"),
        ("framework", "[principles.misscoring]\n", "", "misscoring is missing"),
        ("framework", "published = 2026-11-23\n", "", "published is missing"),
        ("framework", "default = true", "default =", "not valid TOML"),
        ("founding", 'text = "', 'words = "', "statements 1: text is missing"),
        ("founding", "endpoint", "url", "features 1: endpoint is missing"),
        ("glossary", "meaning", "means", "terms non-directive: unknown key means"),
        ("glossary", "[[terms]]", "[[words]]", "unknown key words"),
        ("outline", "number = 3", "number = 3.0", "modules 2: number is not a whole"),
        ("outline", "[[modules.lessons]]", "[[modules.units]]", "unknown key units"),
    ],
)
def test_front_matter_and_tables(site, kind, old, new, words):
    """Each is named with its file."""
    file = getattr(site, kind)
    site.edit(file, old, new)

    assert any(f.startswith(file) and words in f for f in site.faults())


def test_too_few_and_too_many_questions_for_searchers(site):
    """Eight to twelve are wanted, and eight are enough."""
    text = site.read(site.case)
    start = text.index("asks = [")
    end = text.index("]", start)

    for count in (8, 12):
        asks = ", ".join(['"who pays"'] * count)
        site.write(site.case, f"{text[:start]}asks = [{asks}{text[end:]}")
        site.load()
    for count in (7, 13):
        asks = ", ".join(['"who pays"'] * count)
        site.write(site.case, f"{text[:start]}asks = [{asks}{text[end:]}")
        wanted = f"{site.case}: asks holds {count}, and must hold at least 8"
        assert any(fault.startswith(wanted) for fault in site.faults())


@pytest.mark.parametrize("kind", ["lesson", "case"])
@pytest.mark.parametrize("key", ["sources", "changes"])
def test_nothing_without_sources_and_changes(site, kind, key):
    """A lesson or case says what was read, and when it was first published."""
    file = getattr(site, kind)
    text = re.sub(rf"\[\[{key}\]\]\n(?:[^+\n].*\n)+", "", site.read(file))
    site.write(file, text)

    assert f"{file}: {key} is missing" in site.faults()


def test_a_lesson_needs_two_cases(site):
    """One is an anecdote."""
    file = site.lesson
    text = re.sub("cases = .*", 'cases = ["coventry-cdp"]', site.read(file), count=1)
    site.write(file, text)

    assert f"{file}: cases holds 1, and must hold at least 2" in site.faults()


@pytest.mark.parametrize("kind", ["founding", "glossary", "outline"])
def test_missing_lists(site, kind):
    """The three lists must be there."""
    (site.root / getattr(site, kind)).unlink()

    assert f"{getattr(site, kind)}: is missing, or is not UTF-8 text" in site.faults()


def test_a_file_that_is_not_text(site):
    """Its bytes are not UTF-8."""
    (site.root / site.case).write_bytes(b"+++\xff")

    assert f"{site.case}: is missing, or is not UTF-8 text" in site.faults()


def test_faults_are_reported_all_at_once(site):
    """From several files, of several sorts; and a broken case is not a dead link."""
    site.edit(site.lesson, "minutes = 35", 'minutes = "35"')
    site.edit(site.lesson, 'kind = "single"', 'kind = "one"')
    site.edit("casebook/coventry-cdp.md", 'kind = "network"', 'kind = "club"')
    site.edit(site.mistake, "community-empowerment-networks", "nowhere")

    assert sorted(site.faults()) == [
        'casebook/coventry-cdp.md: kind has the unknown word "club"',
        f'{site.lesson}: check first-words: kind has the unknown word "one"',
        f"{site.lesson}: minutes is not a whole number",
        f"{site.mistake}: dead link case:nowhere",
    ]


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("lesson", "version = 1", "versions = 1", "version is missing"),
        ("lesson", 'kind = "single"', 'kind = "one"', 'unknown word "one"'),
        ("lesson", 'correct = false\nfeedback = "You are not his neighbour', 'fb = "',
         "check first-words: options a: feedback is missing"),
        ("lesson", "correct = true", 'correct = "yes"', "correct is not true or false"),
        ("lesson", 'ending = "good"', 'ending = "happy"', 'unknown word "happy"'),
        ("lesson", 'to = "kitchen"\n', "", "nodes hall: choices a: to is missing"),
        ("lesson", "named_issue = 2", "named_issue = 3", "named_issue is 3"),
        ("lesson", 'purpose = "A"', 'purpose = "C"', 'unknown word "C"'),
        ("lesson", "accept = [2, 3]", "accept = []", "accept holds 0"),
        ("lesson", "accept = [2, 3]", "accept = [true]", "accept 1 is not text"),
        ("lesson", 'kind = "gloss"', 'kind = "note"', 'unknown word "note"'),
        ("lesson", '["listening", "one-to-one"]', '["chat"]', 'unknown word "chat"'),
        ("lesson", "hint =", "tip =", "reflect asked-for-nothing: hint is missing"),
        ("lesson", "within_days = 21", "within_days = 0", "within_days is 0"),
        ("lesson", 'id = "flat-22"\n', "", "id is missing"),
        ("lesson", 'start = "hall"', "start = hall", "not valid TOML"),
        ("lesson", "```check", "```quiz", "unknown block quiz"),
        ("lesson", "```check", "```", "is not closed, or has no kind"),
        ("module", 'test = "pre"', 'test = "mid"', 'unknown word "mid"'),
    ],
)  # fmt: skip
def test_blocks(site, kind, old, new, words):
    """Each is named with its file, and where it can be with its block."""
    file = getattr(site, kind)
    site.edit(file, old, new)

    assert any(f.startswith(file) and words in f for f in site.faults())
