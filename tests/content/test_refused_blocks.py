"""Blocks that have their shape and do not hold together."""

import re

import pytest

OPTION = """
[[options]]
id = "{0}"
text = "An answer"
correct = {1}
feedback = "What comes of it."
"""
CHECK = '```check\nid = "extra"\nversion = 1\nquestion = "So?"\n{0}```\n'
PAIR = '[[pairs]]\nid = "{0}"\nleft = "L"\nright = "R"\nfeedback = "F"\n'
YES, NO = OPTION.format("a", "true"), OPTION.format("b", "false")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('kind = "single"\n', "a check of kind single needs options"),
        ('kind = "ordering"\n' + YES + NO, "a check of kind ordering needs items"),
        ('kind = "ordering"\n' + YES + NO, "a check of kind ordering takes no options"),
        ('kind = "matching"\nmodel = "M"\n', "a check of kind matching needs pairs"),
        ('kind = "matching"\n' + PAIR.format("a"), "one answer is no choice"),
        ('kind = "short"\nmodel = "M"\n', "a check of kind short needs points"),
        ('kind = "single"\n' + YES + YES, "id a is used twice"),
        (
            'kind = "single"\n' + NO + OPTION.format("c", "false"),
            "correct option, not 0",
        ),
        (
            'kind = "single"\n' + YES + OPTION.format("c", "true"),
            "correct option, not 2",
        ),
        (
            'kind = "multiple"\n' + NO + OPTION.format("c", "false"),
            "at least one correct",
        ),
        ('kind = "single"\nsee = "nowhere"\n' + YES + NO, "no heading nowhere to see"),
        ('kind = "single"\ntest = "pre"\n' + YES + NO, "all three of test, pair"),
    ],
)
def test_checks(site, text, words):
    """A check lacks what its kind needs, or has what it can't use."""
    site.write(site.lesson, site.read(site.lesson) + "\n" + CHECK.format(text))

    wanted = f"{site.lesson}: check extra: "
    assert any(f.startswith(wanted) and words in f for f in site.faults())


def test_a_matching_check_is_accepted(site):
    """The one kind that the examples do not show."""
    text = 'kind = "matching"\n' + PAIR.format("a") + PAIR.format("b")
    site.write(site.lesson, site.read(site.lesson) + "\n" + CHECK.format(text))

    assert len(site.load().lesson("listening-one-to-one").checks) == 5


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('start = "hall"', 'start = "door"', "starts at door, which is not a node"),
        ('to = "fixed"', 'to = "roof"', "node laundry leads to roof, which is not"),
        ('to = "forum"', 'to = "tea"', "node forum cannot be reached"),
        ('id = "tea"', 'id = "names"', "node names is used twice"),
        ('ending = "good"\n', "", "node tea needs choices or an ending"),
        ('ending = "good"\n', "", "node tea never ends"),
        (
            'id = "hall"\n',
            'id = "hall"\nending = "good"\n',
            "node hall needs choices or",
        ),
        ('teaches = "An invitation', 'text2 = "', "unknown key text2"),
        (
            'id = "b"\ntext = "\\"I\'d like that',
            'id = "a"\ntext = "',
            "choice a is used",
        ),
    ],
)
def test_scenarios(site, old, new, words):
    """A way leads nowhere, or on for ever."""
    text = site.read(site.lesson)
    start = text.index("```scenario")
    assert old in text[start:]
    site.write(site.lesson, text[:start] + text[start:].replace(old, new, 1))

    wanted = f"{site.lesson}: scenario flat-22: "
    assert any(f.startswith(wanted) and words in f for f in site.faults())


def test_a_scenario_that_goes_round_for_ever(site):
    """Two nodes that lead only to each other."""
    text = site.read(site.lesson)
    for ending in ("fixed", "tea", "forum", "silence"):
        text = text.replace(f'to = "{ending}"', 'to = "hall"')
    site.write(site.lesson, text)

    faults = [f for f in site.faults() if "scenario flat-22" in f]
    assert f"{site.lesson}: scenario flat-22: node kitchen never ends" in faults
    assert f"{site.lesson}: scenario flat-22: node tea cannot be reached" in faults


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("framework_version = 1", "framework_version = 2", "no framework founding 2"),
        ('framework = "founding"', 'framework = "other"', "no framework other 1"),
        ('"social-capital"', '"capital"', "the key lacks social-capital"),
        ('"social-capital"', '"capital"', "the key has capital, no principle"),
        ('"social-capital"', '"mutual-aid"', "the key has mutual-aid twice"),
        ("accept = [2, 3]", "accept = [1, 3]", "mutual-aid does not accept its own"),
        ("accept = [2, 3]", "accept = [2, 5]", "has 5, which is no level"),
        ('"not-in-play"\naccept', '"absent"\naccept', "has absent, which is no level"),
    ],
)
def test_vignettes(site, old, new, words):
    """A key that does not fit its framework."""
    text = site.read(site.lesson)
    start = text.index("```vignette")
    assert old in text[start:]
    site.write(site.lesson, text[:start] + text[start:].replace(old, new, 1))

    wanted = f"{site.lesson}: vignette hart-street-shelter: "
    assert any(f.startswith(wanted) and words in f for f in site.faults())


def test_a_key_that_lacks_a_principle(site):
    """Its whole table is gone."""
    text = site.read(site.lesson)
    pattern = r'\[\[key\]\]\nprinciple = "accountability"\n(?:.+\n)+'
    site.write(site.lesson, re.sub(pattern, "", text, count=1))

    assert site.faults() == (
        f"{site.lesson}: vignette hart-street-shelter: the key lacks accountability",
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'pair = "limits"',
            'pair = "borders"',
            "test pair limits needs one pre and one post, and has 0 and 1",
        ),
        (
            'pair = "shared"',
            'pair = "limits"',
            "test pair limits needs one pre and one post, and has 2 and 1",
        ),
        (
            'lesson = "listening-one-to-one"',
            'lesson = "from-listening-to-shared-issues"',
            "test pair limits tests two lessons",
        ),
        (
            'lesson = "listening-one-to-one"',
            'lesson = "power-mapping"',
            "check pre-limits tests power-mapping, no lesson of this module",
        ),
        (
            'test = "pre"\npair = "contacts"\nlesson = "getting-to-know-a-place"\n',
            "",
            "check pre-contacts is no test, and belongs in a lesson",
        ),
    ],
)
def test_tests(site, old, new, words):
    """A test before without its test after, or the other way round."""
    site.edit(site.module, old, new)

    assert f"{site.module}: {words}" in site.faults()


def test_the_heading_that_a_test_points_to_is_in_its_lesson(site):
    """The lesson is written, so its anchors are known; a planned one's are not."""
    site.edit(site.module, 'pair = "limits"', 'pair = "limits"\nsee = "how"')
    site.edit(site.module, 'pair = "shared"', 'pair = "shared"\nsee = "anything"')
    site.load()
    site.edit(site.module, 'see = "how"', 'see = "plan"')

    wanted = f"{site.module}: check pre-limits: no heading plan to see"
    assert site.faults() == (wanted,)
