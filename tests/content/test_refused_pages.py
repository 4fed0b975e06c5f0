"""Pages that have their shape and break a rule for pages."""

import re

import pytest

AGAINST = 'contradicts = [{{ lesson = "{}", how = "{}" }}]\n'
SAID = '{ lesson = "power-mapping", how = "How." }'
TWICE = f"contradicts = [{SAID}, {SAID}]\n"
MANY = "\n\n" + "word " * 700


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("lesson", "{#scene}", "{#start}", "no heading has the anchor scene"),
        ("lesson", " {#against}", "", "no heading has the anchor against"),
        ("lesson", "{#worked}", "{#example}", "no heading has the anchor worked"),
        ("lesson", "{#idea}", "{#scene}", "anchor scene is used twice"),
        ("lesson", "{#worked}", "{#flat-22}", "flat-22 is both an anchor and a block"),
        ("lesson", "## The fourteenth", "# The fourteenth", "is of level 1"),
        ("lesson", "{#read}\n", "{#read}" + MANY, "words of prose, and must have 800"),
        ("lesson", "[Lesson 42](", "[Lesson 42](#nowhere) (", "dead link #nowhere"),
        ("lesson", "(case:coventry-cdp)", "(term:non-directive)",
         "case coventry-cdp is listed and not linked in the prose"),
        ("lesson", "```reflect\n", "```reflect\nretired = 2026-12-01\n",
         "needs a reflection"),
        ("lesson", 'question = "A man', 'test = "pre"\npair = "x"\n'
         'lesson = "listening-one-to-one"\nquestion = "A man',
         "check first-words is a test, which belongs in a module"),
        ("module", "{#why}", "{#reason}", "no heading has the anchor why"),
        ("module", "{#post}", "{#afterwards}", "no heading has the anchor post"),
        ("module", "```task\n", "```task\nretired = 2026-12-01\n", "needs a task"),
        ("case", "## What people did", "## What they did", "the headings must be"),
        ("case", "## What changed", "### What changed", "the headings must be"),
        ("case", "## What changed\n", "## What changed" + MANY, "and must have 350"),
        ("case", "+++\n\n## What the", "+++\n\nHello.\n\n## What the",
         "something stands above the first heading"),
        ("case", "Networks: voice", "Nets: voice", "its title makes the slug"),
        ("case", "ended = 2010", "ended = 2000", "it ended before it began"),
        ("case", "asks = [", AGAINST.format("no-such", "How.") + "asks = [",
         "there is no lesson no-such"),
        ("case", "asks = [", AGAINST.format("power-mapping", " ") + "asks = [",
         "contradicts 1: how is empty"),
        ("case", "asks = [", AGAINST.format("power-mapping", "x" * 200) + "asks = [",
         "how has 200 characters, and must have under 200"),
        ("case", "asks = [", 'contradicts = [{ lesson = "power-mapping" }]\nasks = [',
         "contradicts 1: how is missing"),
        ("case", "asks = [", TWICE + "asks = [", "contradicts power-mapping twice"),
        ("mistake", "## What to do instead", "## Instead", "the headings must be"),
    ],
)  # fmt: skip
def test_pages(site, kind, old, new, words):
    """Each is named with its file."""
    file = getattr(site, kind)
    site.edit(file, old, new)

    assert any(f.startswith(f"{file}: ") and words in f for f in site.faults())


@pytest.mark.parametrize(("kind", "least"), [("lesson", 800), ("case", 350)])
def test_too_few_words(site, kind, least):
    """Blocks and front matter do not count: a lesson of exercises is too short."""
    file = getattr(site, kind)
    # Keys begin with a small letter, so only prose is cut.
    short = re.sub(r"(?m)^[A-Z*0-9|].{80,}$", "Short.", site.read(file))
    site.write(file, short)

    wanted = f"words of prose, and must have {least} to"
    assert any(f.startswith(file) and wanted in f for f in site.faults())


def test_the_headings_of_a_case_stand_in_order(site):
    """The same five, the first two exchanged."""
    text = site.read(site.case).replace("## What people did", "## X")
    text = text.replace("## What the situation was", "## What people did")
    site.write(site.case, text.replace("## X", "## What the situation was"))

    wanted = (
        f"{site.case}: the headings must be, in order: What the situation was; "
        "What people did; What changed; What went wrong, and why; What to take from it"
    )
    assert site.faults() == (wanted,)


def test_a_case_holds_margins_and_no_exercises(site):
    """A gloss is welcome there, a question is not."""
    gloss = '\n```margin\nid = "g"\nkind = "gloss"\ntext = "A word."\n```\n'
    site.write(site.case, site.read(site.case) + gloss)
    case = site.load().case("community-empowerment-networks")
    assert case.sections[-1].parts[-1].id == "g"

    ask = '\n```reflect\nid = "r"\nversion = 1\nprompt = "P"\nhint = "H"\n```\n'
    site.write(site.case, site.read(site.case) + ask)
    assert site.faults() == (f"{site.case}: reflect r belongs in a lesson or module",)


@pytest.mark.parametrize("word", ["propose", "feed", "cases", "schema"])
def test_a_case_cannot_take_an_address_of_the_casebook(site, word):
    """/casebook/propose/ is a page of its own, and /casebook/cases.json a file."""
    text = re.sub('title = ".*"', f'title = "{word}"', site.read(site.case), count=1)
    site.write(f"casebook/{word}.md", text)

    wanted = f"casebook/{word}.md: {word} is an address of the casebook, and no slug"
    assert site.faults() == (wanted,)


def test_a_mistake_is_a_word_of_the_vocabulary(site):
    """Cases are tagged with its slug."""
    site.write("curriculum/mistakes/too-late.md", site.read(site.mistake))

    wanted = 'curriculum/mistakes/too-late.md: the slug is the unknown word "too-late"'
    assert site.faults() == (wanted,)


def test_two_checks_are_not_enough(site):
    """Two of the four are retired."""
    for name in ("what-to-write", "order-of-a-visit"):
        site.edit(site.lesson, f'id = "{name}"', f'id = "{name}"\nretired = 2026-12-01')

    assert site.faults() == (f"{site.lesson}: needs three checks, and has 2",)


def test_a_module_without_a_test_after(site):
    """All four of its checks are retired."""
    retired = 'test = "post"\nretired = 2026-12-01'
    text = site.read(site.module).replace('test = "post"', retired)
    site.write(site.module, text)

    wanted = f"{site.module}: needs a test before (pre) and a test after (post)"
    assert wanted in site.faults()


def test_a_lesson_may_have_nobody_in_it(site):
    """Then no name can have a surname."""
    text = re.sub("people = .*", "people = []", site.read(site.lesson), count=1)
    site.write(site.lesson, text)

    assert site.load().lesson("listening-one-to-one").people == ()


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("Marta has a form", "Marta Kowalska has a form", "Marta Kowalska"),
        ("Marta has a form", "Marta O'Hara has a form", "Marta O'Hara"),
        ("Marta has a form", "Marta de Souza has a form", "Marta de Souza"),
        ("Marta has a form", "Marta\nKowalska has a form", "Marta Kowalska"),
        ("Marta has a form", "Marta Łoś has a form", "Marta Łoś"),
        ("volunteer, Idris, are", "volunteer, Idris Khan, are", "Idris Khan"),
        ("Rukhsana, a school cook", "Rukhsana Begum, a school cook", "Rukhsana Begum"),
    ],
)
def test_people_have_no_surname(site, old, new, name):
    """In prose and in blocks."""
    site.edit(site.lesson, old, new)

    wanted = f"{site.lesson}: {name} looks like a name with a surname"
    assert site.faults() == (wanted,)


@pytest.mark.parametrize(
    "new",
    [
        "**Marta:** The woman",
        "It was Marta. The woman",
        "So said Marta! The woman",
        "She asked Marta, I think. The woman",
        "### Asking Marta\nThe woman",
        "By Marta\n\nThe woman",
        "She will see Marta Thursday. The woman",
        "| Marta | Joy |\n|---|---|\n| a | b |\n\nThe woman",
        "Marta's Friday form, and Martas Kowalska. The woman",
    ],
)
def test_what_only_looks_like_a_surname(site, new):
    """A capital that begins something new, or names a day."""
    site.edit(site.lesson, "The woman", new)

    assert site.load().lesson("listening-one-to-one")


@pytest.mark.parametrize("kind", ["lesson", "module", "case", "framework", "glossary"])
def test_unverified(site, kind):
    """The word that writers leave where a fact is still to be checked."""
    file = getattr(site, kind)
    site.write(file, site.read(file) + "\n# UNVERIFIED\n")

    assert f'{file}: still says "UNVERIFIED"' in site.faults()
