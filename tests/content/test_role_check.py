"""The questions of the role check: read, checked, kept by version."""

from pathlib import Path

import pytest

from app.config import ROOT

FILE = "curriculum/role-check/role-check-1.toml"
SHIPPED = (Path(ROOT) / FILE).read_text(encoding="utf-8")


@pytest.fixture
def asked(site):
    """A site with the questions that are shipped."""
    site.write(FILE, SHIPPED)
    return site


def test_the_shipped_questions(asked):
    """Eight, each with three choices and the statements that it comes from."""
    questions = asked.load().role_questions[1].questions

    assert len(questions) == 8
    assert all(len({c.id for c in q.choices}) == 3 for q in questions)
    points = {point for q in questions for point in q.points}
    assert points == {"12", "13a", "13b", "14", "15", "25"}


def test_an_older_version_stays(asked):
    """Beside the new one."""
    newer = SHIPPED.replace("version = 1", "version = 2", 1)
    asked.write(FILE.replace("-1.", "-2."), newer)

    assert set(asked.load().role_questions) == {1, 2}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version = 1", "version = 2", "is named role-check-2.toml"),
        ('id = "stop"', 'id = "purpose"', "question purpose is there twice"),
        (
            '  { id = "unclear", words = "Both, or not clear" },\n',
            "",
            "question purpose needs three different choices",
        ),
        (
            '{ id = "unclear", words = "Both',
            '{ id = "members", words = "Both',
            "question purpose needs three different choices",
        ),
        ('points = ["14"]', 'points = ["99"]', "there is no point 99"),
        ('points = ["14"]', "points = []", "points"),
        ("published = 2026-11-23\n", "", "published is missing"),
        ('title = "Role check"', "title =", "not valid TOML"),
    ],
)
def test_faults_name_the_file(asked, old, new, words):
    """And what is wrong in it; the site does not start."""
    asked.edit(FILE, old, new)

    assert any(fault.startswith(FILE) and words in fault for fault in asked.faults())
