"""Results by fit, oldest or newest first."""

import pytest


def began(shelf, slugs):
    """The years in which these cases began."""
    return [shelf.case(slug).began for slug in slugs]


def test_oldest_and_newest(find_all, shelf):
    """The whole list is in the order asked for, and holds the same cases."""
    oldest, newest = find_all("rent", sort="oldest"), find_all("rent", sort="newest")

    assert set(oldest) == set(newest) == set(find_all("rent"))
    assert began(shelf, oldest) == sorted(began(shelf, oldest))
    assert began(shelf, newest) == sorted(began(shelf, newest), reverse=True)


@pytest.mark.parametrize("sort", ["", "best", "OLDEST", "<b>", "\x00"])
def test_another_word_means_by_fit(find, sort):
    """A damaged address gives the usual order."""
    assert find("rent", sort=sort) == find("rent")


def test_the_address_keeps_the_order(client):
    """Further pages and filters stay in it; the order in use is marked."""
    page = client.get("/casebook/?q=council&sort=oldest&country=England").text

    assert "q=council&amp;country=England&amp;sort=oldest&amp;page=2" in page
    assert 'name="sort" value="oldest"' in page
    assert '<span aria-current="true">Oldest first</span>' in page
