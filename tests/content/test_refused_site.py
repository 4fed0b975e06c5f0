"""Files that are right by themselves and do not fit the others."""

import pytest

OTHER = "curriculum/06-listening-and-entry/16-knowing-a-place.md"


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("lesson", "(case:coventry-cdp)", "(case:coventry-cdp) [x](case:nowhere)",
         "dead link case:nowhere"),
        ("lesson", "(lesson:power-mapping)", "(lesson:pow)", "dead link lesson:pow"),
        ("lesson", "(lesson:safety-consent-data)", "(lesson:safe)", "link lesson:safe"),
        ("lesson", "(term:non-directive)", "(term:nothing)", "dead link term:nothing"),
        ("lesson", "Small is good", "[Small](point:13) is good", "dead link point:13"),
        ("lesson", "Small is good", "[Small](module:x) is good", "dead link module:x"),
        ("lesson", "Small is good", "[Small](../x.md) is good", "dead link ../x.md"),
        ("lesson", "Small is good", "[Small](//x.org) is good", "dead link //x.org"),
        ("lesson", "Small is good", "[Small](kase:x) is good", "dead link kase:x"),
        ("lesson", "There is no signal", "[No](case:x) signal", "dead link case:x"),
        ("case", "(term:local-", "(term:global-", "dead link term:global-"),
        ("mistake", "(case:community-", "(mistake:community-", "dead link mistake:"),
        ("glossary", "What non-directive", "[What](lesson:x)",
         "term non-directive: dead link lesson:x"),
        ("lesson", '"coventry-cdp"]', '"coventry-cdp", "x"]', "there is no case x"),
        ("lesson", '"safeguarding-lead"', '"guard"', "there is no term guard"),
        ("lesson", 'term = "non-directive"', 'term = "x"', "there is no term x"),
        ("lesson", 'points = ["19", "21"]', 'points = ["13"]', "there is no point 13"),
        ("lesson", "on = 2026-11-23", 'on = 2026-11-23\nbecause = "x"',
         "there is no case x"),
        ("module", '"five-strands"', '"six-strands"', "no module six-strands"),
        ("module", '["safety-consent-data"]', '["x"]', "there is no lesson x"),
        ("module", '"4", "5"', '"4", "55"', "there is no point 55"),
        ("case", '"who-stays-responsible"', '"x"', "there is no lesson x"),
        ("case", "[upheld]", '[upheld]\nkindness = "x"', "kindness is no principle of"),
        ("case", "[broken]", '[broken]\nkindness = "x"', "kindness is no principle of"),
        ("founding", '["listening-one-to-one"]', '["x"]', "statement 1: there is no"),
        ("founding", '["community-emp', '["x", "community-emp', "there is no case x"),
        ("glossary", "see = []", 'see = ["x"]', "directive: there is no term x"),
        ("framework", 'points = ["4"]', 'points = ["0"]', "there is no point 0"),
        ("framework", "level = 4", "level = 5", "must count from 0"),
        ("framework", 'id = "dont-know"', 'id = "unsure"', "outside the scale are"),
        ("framework", '  "Help went one way, from worker or agency",\n', "",
         "principle mutual-aid needs an anchor for each level"),
        ("framework", 'id = "social-capital"', 'id = "mutual-aid"', "is there twice"),
        ("framework", "version = 1", "version = 2", "is named founding-2.toml"),
        ("founding", 'id = "2"', 'id = "1"', "statement 1 is there twice"),
        ("founding", 'id = "2"', 'id = "1"', "statement 2 is missing"),
        ("glossary", 'id = "safeguarding-lead"', 'id = "non-directive"',
         "term non-directive is there twice"),
        ("outline", "number = 8", "number = 7", "lesson number 7 is there twice"),
        ("outline", "number = 3", "number = 2", "module number 2 is there twice"),
        ("outline", 'slug = "five-strands"', 'slug = "community-groups"',
         "module community-groups is there twice"),
        ("outline", 'slug = "five-strands"', 'slug = "glossary"', "and no slug"),
        ("lesson", 'id = "first-words"', 'id = "pre-limits"',
         "check pre-limits: the id is used elsewhere"),
        ("lesson", "was = []", 'was = ["power-mapping"]',
         "the slug power-mapping is used elsewhere"),
        ("case", "was = []", 'was = ["coventry-cdp"]',
         "the slug coventry-cdp is used elsewhere"),
    ],
)  # fmt: skip
def test_a_site_that_does_not_hold_together(site, kind, old, new, words):
    """The fault names the file, and the entry in it if it is a list."""
    file = getattr(site, kind)
    site.edit(file, old, new)

    assert any(f.startswith(f"{file}: ") and words in f for f in site.faults())


def test_a_statement_that_no_lesson_teaches(site):
    """A planned lesson taught it, until the outline dropped it."""
    site.edit(site.outline, 'points = ["1", ', "points = [")

    assert site.faults() == (f"{site.founding}: no lesson teaches statement 1",)


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        (
            "module",
            "number = 6",
            "number = 7",
            "the outline gives module listening-and-entry the number 6",
        ),
        (
            "module",
            '["getting-to',
            '["power-mapping", "getting-to',
            "the outline does not put lesson power-mapping in this module",
        ),
        (
            "module",
            '["getting-to',
            '["listening-one-to-one", "getting-to',
            "lesson listening-one-to-one is listed twice",
        ),
        (
            "lesson",
            "number = 17",
            "number = 18",
            "the outline gives lesson listening-one-to-one the number 17",
        ),
        (
            "lesson",
            'module = "listening-and-entry"',
            'module = "five-strands"',
            "its module five-strands has no module.md",
        ),
    ],
)
def test_the_outline_decides(site, kind, old, new, words):
    """Numbers and modules are the outline's."""
    file = getattr(site, kind)
    site.edit(file, old, new)

    assert f"{file}: {words}" in site.faults()


def test_a_lesson_that_its_module_does_not_list(site):
    """It would stand nowhere in the order."""
    site.edit(site.module, '"listening-one-to-one", ', "")
    faults = site.faults()

    assert f"{site.lesson}: its module listening-and-entry does not list it" in faults


def test_a_lesson_outside_the_outline(site):
    """Its slug comes from there."""
    site.write(OTHER, site.read(site.lesson))

    assert f"{OTHER}: the outline has no lesson knowing-a-place" in site.faults()


def test_a_module_outside_the_outline(site):
    """Its slug comes from there, too."""
    site.write("curriculum/07-other/module.md", site.read(site.module))

    wanted = "curriculum/07-other/module.md: the outline has no module other"
    assert wanted in site.faults()


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("06-listening-and-entry/18-listening-one-to-one.md", "it must be named 17-"),
        ("06-listening-and-entry/listening-one-to-one.md", "is not named 01-slug"),
        ("06-listening-and-entry/17-Listening.md", "is not named 01-slug"),
        ("05-other/17-listening-one-to-one.md", "it must be in the folder of its"),
    ],
)
def test_the_names_of_files(site, new, words):
    """A lesson's file carries its number and slug, in its module's folder."""
    site.write(f"curriculum/{new}", site.read(site.lesson))
    (site.root / site.lesson).unlink()

    assert any(f.startswith(f"curriculum/{new}: {words}") for f in site.faults())


def test_the_name_of_a_folder(site):
    """A module's folder carries its number and slug."""
    old = site.root / "curriculum/06-listening-and-entry"
    old.rename(site.root / "curriculum/07-listening-and-entry")

    folder = "curriculum/07-listening-and-entry/module.md"
    wanted = f"{folder}: its folder must be named 06-listening-and-entry"
    assert site.faults() == (wanted,)


def test_one_slug_for_two_lessons(site):
    """Both files are named, and their blocks as well."""
    other = "curriculum/03-community-groups/17-listening-one-to-one.md"
    site.write(other, site.read(site.lesson))
    faults = site.faults()

    for file in (site.lesson, other):
        assert f"{file}: the slug listening-one-to-one is used elsewhere too" in faults
        assert f"{file}: scenario flat-22: the id is used elsewhere" in faults


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("scenario", "none of its written lessons has a scenario"),
        ("vignette", "its written lessons need two vignettes, and have 1"),
    ],
)
def test_a_module_has_a_scenario_and_two_vignettes_in_its_lessons(site, kind, words):
    """Among those that are written."""
    site.edit(site.lesson, f"```{kind}\n", f"```{kind}\nretired = 2026-12-01\n")

    assert site.faults() == (f"{site.module}: {words}",)


@pytest.mark.parametrize(
    ("key", "old"),
    [
        ("lessons", '["listening-one-to-one"]'),
        ("cases", '["community-empowerment-networks"]'),
    ],
)
def test_a_statement_is_carried(site, key, old):
    """By a lesson, a case and a page of the site."""
    site.edit(site.founding, f"{key} = {old}", f"{key} = []")

    assert site.faults() == (f"{site.founding}: statement 1 has no {key}",)


def test_a_statement_has_a_page_of_the_site(site):
    """Something that people can do about it."""
    row = '\n[[statements.features]]\nendpoint = "practice.index"\nwords = "The log"\n'
    site.edit(site.founding, row, "features = []\n")

    assert site.placed() == (f"{site.founding}:7: statement 1 has no features",)


def test_exactly_one_framework_is_the_default(site):
    """Neither none nor two."""
    wanted = "curriculum/frameworks: exactly one framework must be the default"
    other = site.read(site.framework).replace('id = "founding"', 'id = "other"')
    site.write("curriculum/frameworks/other-1.toml", other)
    assert site.faults() == (wanted,)

    for name in ("other", "founding"):
        file = f"curriculum/frameworks/{name}-1.toml"
        site.edit(file, "default = true", "default = false")
    assert site.faults() == (wanted,)


def test_a_reference_to_an_old_slug(site):
    """A link may use it; front matter names what there is now."""
    site.edit("casebook/coventry-cdp.md", "was = []", 'was = ["cdp"]')
    site.edit(site.lesson, "Small is good", "[Small](case:cdp) is good")
    site.load()
    site.edit(site.lesson, '"coventry-cdp"]', '"coventry-cdp", "cdp"]')

    assert f"{site.lesson}: case cdp is now coventry-cdp" in site.faults()
