"""`python -m app.content`."""

from app.content.__main__ import main


def test_a_good_site(site, capsys):
    """The counts, and what is not written yet."""
    assert main(site.root) == 0

    lines = capsys.readouterr().out.splitlines()
    assert "lessons: 1" in lines
    assert "cases: 4" in lines
    assert "statements: 26" in lines
    assert "not written: lesson:power-mapping" in lines


def test_a_bad_site(site, capsys):
    """Every fault on a line of its own, and how many."""
    site.edit(site.lesson, "minutes = 35", 'minutes = "35"')
    site.edit(site.case, 'kind = "network"', 'kind = "club"')

    assert main(site.root) == 1

    lines = capsys.readouterr().out.splitlines()
    assert f"{site.lesson}: minutes is not a whole number" in lines
    assert f'{site.case}: kind has the unknown word "club"' in lines
    assert lines[-1] == "2 faults"
