"""The small site, loaded: what is found, in which order, and under which address."""

import re

from app.content.library import Link

SECOND = "curriculum/06-listening-and-entry/16-getting-to-know-a-place.md"


def write_second_lesson(site):
    """Lesson 16, made from lesson 17 with ids and slug of its own."""
    text = site.read(site.lesson).replace("number = 17", "number = 16")
    site.write(SECOND, re.sub(r'(?m)^(```\w+\nid = ")', r"\1second-", text))


def test_everything_is_there(site):
    """Every kind is read, and keeps what its file says."""
    library = site.load()
    lesson = library.lesson("listening-one-to-one")

    assert library.module("listening-and-entry").hours == 12
    assert lesson.reviewed.isoformat() == "2026-11-23"
    assert lesson.sources[0].read == "extract"
    assert library.case("coventry-cdp").place.precision == "country"
    assert library.mistake("no-plan-for-the-end").title == "No plan for the end"
    assert library.term("non-directive").meaning == "What non-directive means."
    assert library.statement("13a").features[0].endpoint == "practice.index"
    assert library.frameworks["founding", 1] is library.default_framework
    assert library.framework("founding").principle("independence").points[0] == "7"
    assert library.planned("power-mapping").title == "Power mapping"


def test_nothing_is_found_under_a_wrong_name(site):
    """A lookup gives none and does not raise."""
    library = site.load()

    assert library.module("x") is None
    assert library.lesson("power-mapping") is None
    assert library.case("x") is None
    assert library.mistake("fighting-alone") is None
    assert library.term("x") is None
    assert library.statement("13") is None
    assert library.framework("x") is None
    assert library.planned("x") is None
    assert library.resolve("case", "x") is None


def test_blocks_by_kind(site):
    """A page gives its exercises by kind, and stands in parts in order."""
    library = site.load()
    lesson = library.lesson("listening-one-to-one")
    module = library.module("listening-and-entry")

    kinds = [check.kind for check in lesson.checks]
    assert kinds == ["single", "multiple", "ordering", "short"]
    assert [s.id for s in lesson.scenarios] == ["flat-22"]
    scenes = ["hart-street-shelter", "hart-street-again"]
    assert [v.id for v in lesson.vignettes] == scenes
    assert [r.id for r in lesson.reflections] == ["asked-for-nothing"]
    assert [t.id for t in lesson.tasks] == ["one-conversation"]
    assert [c.pair for c in module.pre] == [c.pair for c in module.post]
    assert module.task.id == "ten-and-a-table"
    assert lesson.scenarios[0].node("tea").ending == "good"
    assert lesson.vignettes[0].key[3].level == "not-in-play"
    assert library.blocks["flat-22"] == (lesson, lesson.scenarios[0])


def test_a_margin_stands_before_its_paragraph(site):
    """Parts keep the order of the file."""
    lesson = site.load().lesson("listening-one-to-one")

    where = [part.block for part in lesson.parts].index("margin")
    assert lesson.parts[where].id == "gloss-non-directive"
    assert lesson.parts[where + 1].opens.anchor == "how"
    assert lesson.parts[where - 1].opens.anchor == "idea"


def test_headings_are_those_of_level_two(site):
    """The rail leaves out the worked example, a heading of level three."""
    lesson = site.load().lesson("listening-one-to-one")

    anchors = [heading.anchor for heading in lesson.headings]
    assert anchors == ["scene", "idea", "how", "wrong", "against", "read"]
    assert lesson.headings[0].title == "The fourteenth door"
    assert "worked" in [heading.anchor for heading in lesson.every_heading]


def test_a_retired_block_is_kept_and_not_shown(site):
    """Its answers can still be read by its id."""
    site.edit(
        site.lesson, 'id = "first-words"', 'id = "first-words"\nretired = 2026-12-01'
    )
    library = site.load()
    lesson = library.lesson("listening-one-to-one")

    assert len(lesson.checks) == 3
    assert "first-words" not in [p.id for p in lesson.parts if p.block != "prose"]
    assert lesson.block("first-words").retired.year == 2026
    assert "first-words" in library.blocks


def test_a_case_stands_in_its_five_sections(site):
    """With anchors, and with text that holds no Markdown."""
    case = site.load().case("community-empowerment-networks")

    anchors = [section.anchor for section in case.sections]
    assert anchors == ["situation", "did", "changed", "wrong", "take"]
    assert case.sections[0].title == "What the situation was"
    assert case.sections[0].text.startswith("In 2001 new money")
    assert "Local Strategic Partnerships: boards" in case.sections[0].text
    assert "They arrived after the decision. Many" in case.sections[3].text


def test_the_texts_of_a_case_for_the_search_index(site):
    """Each field alone, without Markdown."""
    fields = site.load().case("community-empowerment-networks").plain()

    assert fields["title"].startswith("Community Empowerment Networks: voice")
    assert "nothing changes how do you choose" in fields["asks"]
    assert fields["place"] == "88 districts of England England"
    assert "Auditors found limited influence" in fields["outcome"]
    assert fields["take"].startswith("If you set up a voice")
    assert not any("](" in text or "**" in text for text in fields.values())


def test_addresses(site):
    """Every kind of link leads where the site has its page."""
    library = site.load()

    lesson = library.resolve("lesson", "listening-one-to-one")
    assert lesson == Link(
        "Listening one to one", "/learn/listening-and-entry/listening-one-to-one/"
    )
    for kind, slug, url in (
        ("module", "listening-and-entry", "/learn/listening-and-entry/"),
        ("case", "coventry-cdp", "/casebook/coventry-cdp/"),
        ("term", "non-directive", "/learn/glossary/#non-directive"),
        ("mistake", "no-plan-for-the-end", "/casebook/mistakes/no-plan-for-the-end/"),
        ("point", "13a", "/foundations/#statement-13a"),
    ):
        assert library.resolve(kind, slug).url == url


def test_what_is_planned_has_a_title_and_no_address(site):
    """It is named, and refused by nobody."""
    library = site.load()

    assert library.resolve("lesson", "power-mapping") == Link("Power mapping", None)
    assert library.resolve("module", "five-strands") == Link("Five strands", None)
    assert library.resolve("mistake", "fighting-alone") == Link("Fighting alone", None)
    assert "lesson:power-mapping" in library.unwritten
    assert "module:five-strands" in library.unwritten
    assert "mistake:fighting-alone" in library.unwritten
    assert "lesson:listening-one-to-one" not in library.unwritten


def test_an_old_slug_leads_to_the_new(site):
    """A renamed case is found under the name it had."""
    site.edit(site.case, "was = []", 'was = ["cens"]')
    library = site.load()

    assert library.redirects["case", "cens"] == "community-empowerment-networks"
    url = "/casebook/community-empowerment-networks/"
    assert library.resolve("case", "cens").url == url


def test_lessons_stand_in_the_order_of_the_front_matter(site):
    """Not in the order of their numbers or file names."""
    write_second_lesson(site)
    first = '"getting-to-know-a-place", "listening-one-to-one"'
    library = site.load()
    place, talk = library.lessons
    assert (place.number, talk.number) == (16, 17)
    assert library.next(place) is talk
    assert library.previous(talk) is place
    assert library.previous(place) is None
    assert library.next(talk) is None

    swapped = '"listening-one-to-one", "getting-to-know-a-place"'
    site.edit(site.module, first, swapped)
    library = site.load()
    assert [lesson.number for lesson in library.lessons] == [17, 16]
    module = library.module("listening-and-entry")
    assert library.lessons_of(module) == library.lessons


def test_the_newest_version_of_a_framework_counts(site):
    """The old one stays for the entries that were scored with it."""
    newer = site.read(site.framework).replace("version = 1", "version = 2", 1)
    site.write("curriculum/frameworks/founding-2.toml", newer)
    library = site.load()

    assert library.default_framework.version == 2
    assert library.framework("founding").version == 2
    assert library.frameworks["founding", 1].version == 1
