"""The known mistakes: a page each, with the cases that show them."""

import re

ONE_ENGINE = True  # files as pages: no database is asked for more than a row

LINK = re.compile(r'href="/casebook/([^/"]+)/"')


def test_there_are_enough(shelf):
    """Twenty to thirty pages; at least sixty cases carry one, and each has cases."""
    tagged = [case for case in shelf.cases if case.mistakes]

    assert 20 <= len(shelf.mistakes) <= 30
    assert len(tagged) >= 60
    for mistake in shelf.mistakes:
        assert sum(mistake.slug in case.mistakes for case in tagged) >= 3, mistake.slug


def test_all_are_listed(client, shelf):
    """With what they are, and how many cases show each."""
    page = client.get("/casebook/mistakes/").text

    for mistake in shelf.mistakes:
        assert f'href="/casebook/mistakes/{mistake.slug}/"' in page


def test_a_mistake_and_its_cases(client, shelf):
    """The page names every case that carries it, and no other in its list."""
    for mistake in shelf.mistakes:
        page = client.get(f"/casebook/mistakes/{mistake.slug}/")
        beside = page.text.partition("<aside")[2].partition("</section>")[0]

        assert page.status_code == 200
        assert set(LINK.findall(beside)) == {
            case.slug for case in shelf.cases if mistake.slug in case.mistakes
        }
        for heading in ("What it looks like", "Why sensible people do it"):
            assert heading in page.text
        assert "What to do instead" in page.text


def test_an_unknown_mistake_is_not_there(client):
    """404, as everywhere."""
    assert client.get("/casebook/mistakes/no-such-thing/").status_code == 404


def test_from_a_case_to_its_mistakes(client):
    """Each that the case shows is a link."""
    page = client.get("/casebook/community-empowerment-networks/").text

    assert 'href="/casebook/mistakes/no-plan-for-the-end/"' in page


def test_the_facet_finds_them(find_all, shelf):
    """Narrowing by a mistake gives its cases."""
    found = find_all(mistake="no-plan-for-the-end")

    assert set(found) == {
        case.slug for case in shelf.cases if "no-plan-for-the-end" in case.mistakes
    }
