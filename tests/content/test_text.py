"""Markdown seen as words."""

import pytest

from app.content import text


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Community Empowerment Networks: voice that was switched off",
         "community-empowerment-networks"),
        ("The Beacon estate, Falmouth", "beacon-estate-falmouth"),
        ("Village halls and the rural councils that back them: a century",
         "village-halls-and-rural-councils-that-back-them"),
        ("The critics' best case", "critics-best-case"),
        ("Ireland\u2019s programme", "irelands-programme"),
        ("Mondragón and Solidarność", "mondragon-and-solidarnosc"),
        ("Københavns Ældre", "kobenhavns-aeldre"),
        ("What relieves services?", "what-relieves-services"),
        ("Theatre of the Oppressed", "theatre-of-oppressed"),
        ("Łódź", "lodz"),
    ],
)  # fmt: skip
def test_slugs(title, slug):
    """Before any colon, "the" and apostrophes dropped, folded to ASCII."""
    assert text.slugify(title) == slug


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## The fourteenth door {#scene}", "The fourteenth door"),
        ("**They came.** So *what*?", "They came. So what?"),
        ("See [the case](case:coventry-cdp) and `code`.", "See the case and code."),
        ("1. One\n2. Two\n\n- Three\n> Four", "One Two Three Four"),
        ("| Said | Does |\n|---|---|\n| a-b | c |", "Said Does a-b c"),
        ("snake_case and _stress_", "snake_case and stress"),
    ],
)
def test_plain(markdown, words):
    """The words alone."""
    assert text.plain(markdown) == words


def test_counting_words():
    """Marks and dashes are not words."""
    assert text.count_words("## One {#x}\n\n- two \u2013 *three*\n\n| four | 5 |") == 5
