"""Slips of the finger are mended, and said; known words never are."""

import pytest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tennants", "tenants"),  # a letter too many
        ("alotment", "allotment"),  # one too few
        ("coopurative", "cooperative"),  # a wrong one
        ("libraires", "libraries"),  # two changed about
        ("CRÉCHHE", "crèche"),
    ],
)
def test_a_slip_is_mended_and_said(client, find, typed, meant):
    """The page says what it looked for, and finds the same as for the right word."""
    page = client.get("/casebook/", query_string={"q": typed}).text

    assert "so we looked for" in page
    assert find(typed) == find(meant) != []


@pytest.mark.parametrize("word", ["rent", "tenant", "organizer", "libraries", "kirkby"])
def test_a_known_word_is_left_alone(client, word):
    """In any form and in either spelling."""
    page = client.get("/casebook/", query_string={"q": word}).text

    assert "so we looked for" not in page


def test_a_word_like_no_other_is_left_alone(client):
    """Nothing is near enough: it is said that nothing was found."""
    page = client.get("/casebook/?q=zzyzxqk").text

    assert "so we looked for" not in page
    assert "No cases match" in page


def test_what_was_typed_is_shown_as_text(client):
    """The note quotes it, and runs nothing."""
    page = client.get("/casebook/", query_string={"q": "tennants<b>x</b>"}).text

    assert "<b>x" not in page


def test_a_phrase_is_not_mended(client):
    """Quotation marks mean the very words."""
    page = client.get("/casebook/", query_string={"q": '"tennants hall"'}).text

    assert "No cases match" in page
