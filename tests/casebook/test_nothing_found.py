"""When nothing is found: what to let go of, and what comes nearest."""

import re

WAY = re.compile(r'<li><a href="([^"]+)">([^<]+)</a>: ([^<]+)</li>')
RESULT = re.compile(r'<h3><a href="/casebook/([^/"]+)/">')


def ways(page):
    """Address, words and count of each thing to let go of."""
    return [(a.replace("&amp;", "&"), w, c) for a, w, c in WAY.findall(page)]


def test_each_filter_that_is_in_the_way(client):
    """Every link finds as many cases as it says, and none that would find nothing."""
    page = client.get(
        "/casebook/?q=kirkby&country=Iceland&outcome=failed&decade=1970s"
    ).text

    assert "Nobody has written this one up with all that." in page
    found = ways(page)
    assert [words for _, words, _ in found] == ["Without “Country”"]
    for address, _, count in found:
        assert count.capitalize() in client.get(address).text


def test_quotation_marks_can_be_let_go(client):
    """The words without them find something, and the nearest are shown."""
    page = client.get("/casebook/", query_string={"q": '"rent kirkby strike"'}).text

    [(address, words, count)] = ways(page)
    assert words == "Any of the words, without quotation marks and minus signs"
    assert count.capitalize() in client.get(address).text
    assert "kirkby-rent-strike" in RESULT.findall(page)


def test_a_word_that_nothing_is_like(client):
    """Nothing to let go of and nothing near: other words are asked for."""
    page = client.get("/casebook/?q=zzyzxqk").text

    assert not ways(page)
    assert "Try other words for it." in page
    assert not RESULT.findall(page)


def test_what_was_typed_is_text(client):
    """Whatever stands between quotation marks."""
    page = client.get("/casebook/", query_string={"q": '"<b>x</b> hall"'})

    assert page.status_code == 200
    assert "<b>x" not in page.text
