"""`check-content`: what authors run, as `python -m app` and as `flask`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli

ROOT = Path(__file__).resolve().parents[2]


def run(root: Path) -> Result:
    """The command on a folder of content."""
    return CliRunner().invoke(cli.main, ["check-content", str(root)])


def whole(site):
    """Make of the planned lessons plain words, so that nothing is unwritten."""
    for path in sorted(site.root.rglob("*.md")):
        file = path.relative_to(site.root).as_posix()
        planned = r"\[([^\]]*)\]\((?:lesson|mistake|module):(?!listening)[^)]*\)"
        site.write(file, re.sub(planned, r"\1", site.read(file)))


@pytest.fixture
def finished(site):
    """A site with no faults at all."""
    whole(site)
    return site


def test_a_good_site(finished):
    """The counts, what is not written yet, and status 0."""
    result = run(finished.root)

    lines = result.stdout.splitlines()
    assert result.exit_code == 0, result.stdout
    for count in (
        "modules: 1",
        "lessons: 1",
        "checks: 4 (single 1, multiple 1, ordering 1, matching 0, short 1)",
        "questions of tests: 4 before, 4 after",
        "scenarios: 1",
        "vignettes: 2",
        "tasks: 2",
        "reflections: 1",
        "cases: 4",
        "known mistakes: 1",
        "glossary terms: 4",
        "statements taught: 2 of 26",
    ):
        assert count in lines
    linked = next(line for line in lines if line.startswith("links within"))
    made, resolve = re.findall(r"\d+", linked)
    assert made == resolve != "0"
    assert "Not written yet: lesson:power-mapping" in lines
    assert lines[-1] == "No faults."


def test_a_bad_site(finished):
    """Every fault on a line of its own, how many, and status 2."""
    finished.edit(finished.lesson, "minutes = 35", 'minutes = "35"')
    finished.edit(finished.case, 'kind = "network"', 'kind = "club"')

    result = run(finished.root)

    lines = result.stdout.splitlines()
    assert result.exit_code == 2
    assert lines[:4] == [
        f'{finished.case}:8: kind has the unknown word "club"',
        f"{finished.lesson}:8: minutes is not a whole number",
        "",
        "2 faults",
    ]
    assert "Not written yet: lesson:listening-one-to-one" not in lines
    assert "No faults." not in lines


def test_a_link_to_a_lesson_that_is_not_written(finished):
    """The site shows it as plain words; a finished curriculum has none."""
    finished.edit(
        finished.lesson, "Small is good", "[Small](lesson:power-mapping) is good"
    )
    finished.load()

    number = at(finished, "(lesson:power-mapping)")
    wanted = f"{finished.lesson}:{number}: links to lesson:power-mapping, which is not"
    assert wanted in run(finished.root).stdout


def at(site, words: str) -> int:
    """The line of the lesson in which the words are."""
    lines = site.read(site.lesson).split("\n")
    return next(n for n, line in enumerate(lines, start=1) if words in line)


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("/foundations/", True),
        ("/foundations/#statement-13a", True),
        ("/casebook/?q=listening", True),
        ("/casebook/coventry-cdp/", True),
        ("/casebook/coventry-cdp/#wrong", True),
        ("/learn/listening-and-entry/listening-one-to-one/#how", True),
        ("/learn/glossary/#non-directive", True),
        ("/casebook/nowhere/", False),
        ("/casebook/coventry-cdp/#nowhere", False),
        ("/learn/listening-and-entry/nowhere/", False),
        ("/nowhere/", False),
        ("/foundations", False),
    ],
)
def test_addresses_of_the_site(finished, address, is_there):
    """A page that there is, and a heading in it."""
    finished.edit(finished.lesson, "Small is good", f"[Small]({address}) is good")

    result = run(finished.root)

    wanted = f"{finished.lesson}:{at(finished, address)}: dead link {address}\n"
    assert (wanted not in result.stdout) is is_there
    assert result.exit_code == (0 if is_there else 2), result.stdout


def test_a_feature_that_is_no_page(finished):
    """A statement points at what people can do on the site."""
    finished.edit(finished.founding, "practice.index", "practice.nothing")

    wanted = f"{finished.founding}:9: statement 1: no page of the site is named practic"
    assert run(finished.root).stdout.startswith(wanted)


LONG = (
    "Notwithstanding institutional considerations regarding representativeness, "
    "organisational accountability mechanisms characteristically presuppose "
    "comprehensively documented responsibilities, interdepartmental communication "
    "infrastructure, and proportionately resourced administrative arrangements. "
)


@pytest.mark.parametrize(
    ("words", "says"), [(LONG, "far from the 7.5 to 14"), ("I go. ", "far from the")]
)
def test_a_reading_age_far_off(finished, words, says):
    """Too hard or too simple, with the figure; the site starts all the same."""
    text = finished.read(finished.lesson)
    prose = r"(?m)^(?=[A-Z*0-9])(.{80,})$"
    many = re.sub(prose, lambda m: words * (len(m[1]) // len(words) + 1), text)
    for slug in ("community-organisers-programme", "beacon-estate-falmouth"):
        many = many.replace("(case:coventry-cdp)", "")
        many = many.replace("## What to read", f"[x](case:{slug})\n\n## What to read")
    many += "\n[x](case:coventry-cdp)\n"
    finished.write(finished.lesson, many)

    result = run(finished.root)

    assert re.search(
        rf"{finished.lesson}:\d+: its prose has the reading age -?[\d.]+, {says}",
        result.stdout,
    )


def test_without_the_package_that_measures(finished, monkeypatch):
    """It says so, and looks at all the rest."""
    monkeypatch.setitem(sys.modules, "textstat", None)

    result = run(finished.root)

    assert result.exit_code == 0
    assert "Reading age was not measured: textstat is missing" in result.stdout


def test_every_command_is_flask_s_too():
    """Both take them from one place."""
    shown = flask("--help")

    for name in cli.main.commands:
        assert re.search(rf"(?m)^  {name} ", shown.stdout), name
    assert shown.stderr == ""


def test_flask_reports_faults_in_plain_words(finished):
    """Without a traceback, and with the status that says so."""
    finished.edit(finished.lesson, "minutes = 35", 'minutes = "35"')

    result = flask("check-content", str(finished.root))

    assert result.returncode == 2
    wanted = f"{finished.lesson}:8: minutes is not a whole number"
    assert result.stdout.splitlines()[0] == wanted
    assert result.stderr == ""


def flask(*words: str) -> subprocess.CompletedProcess[str]:
    """What `flask` says at the root of the project."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
