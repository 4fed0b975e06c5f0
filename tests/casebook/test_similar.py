"""Cases like another one, and like something just written."""

import re

from app.casebook import search

ASIDE = re.compile(r'<section[^>]*id="similar".*?</section>', re.DOTALL)
LINK = re.compile(r'href="/casebook/([^/"]+)/"')
WORST_FIRST = ["failed", "mixed", "worked"]
DRAFT = (
    "The tenants met on the landing. They want to withhold the rent until the damp "
    "is dealt with. The council says the landlord decides. Some are frightened of "
    "eviction and one asked who would go to court with them."
)


def test_no_case_is_like_itself(app, shelf):
    """Three others, those that failed first."""
    for case in shelf.cases:
        hits = search.similar(case.slug)

        outcomes = [hit.outcome for hit in hits]
        assert len(hits) == len({hit.slug for hit in hits}) == 3
        assert case.slug not in {hit.slug for hit in hits}
        assert outcomes == sorted(outcomes, key=WORST_FIRST.index), case.slug


def test_alike_is_alike(app):
    """One rent strike leads to the others."""
    found = {hit.slug for hit in search.similar("glasgow-rent-strike-1915", 5)}
    assert {"kirkby-rent-strike", "clydebank-rent-strike"} <= found
    assert "clydebank-rent-strike" in {
        hit.slug for hit in search.similar("kirkby-rent-strike", 5)
    }


def test_the_page_shows_them_with_what_went_wrong(client):
    """In the order of `similar`, each with a line."""
    hits = search.similar("glasgow-rent-strike-1915")

    page = client.get("/casebook/glasgow-rent-strike-1915/")
    [aside] = ASIDE.findall(page.text)

    assert LINK.findall(aside) == [hit.slug for hit in hits]
    for hit in hits:
        assert hit.wrong.split(".")[0] in aside


def test_like_a_draft(app):
    """An organiser's own words find both strikes, the lost one first."""
    hits = search.like(DRAFT, 9)

    found = [hit.slug for hit in hits]
    outcomes = [hit.outcome for hit in hits]
    assert found[0] == "kirkby-rent-strike"
    assert "clydebank-rent-strike" in found
    assert outcomes == sorted(outcomes, key=WORST_FIRST.index)


def test_like_a_draft_gives_as_many_as_were_asked_for(app):
    """No more, however many there are."""
    assert len(search.like(DRAFT, 1)) == 1
    assert len(search.like(DRAFT, 3)) == 3


def test_like_nothing(app):
    """No words, no cases."""
    assert search.like("", 3) == []
    assert search.like(" … 🙂 ", 3) == []
    assert search.like("We are the and of it", 3) == []
