"""What the words of a question mean: any of them, "all together", -never."""

import pytest


def test_any_word_is_enough(find_all):
    """Words are joined by OR: two words find all that either finds."""
    libraries, cement = find_all("libraries"), find_all("cement")

    both = find_all("libraries cement")

    assert libraries
    assert cement
    assert set(libraries).isdisjoint(cement)
    assert set(both) == {*libraries, *cement}


def test_a_long_question_still_finds_something(find):
    """One word that no case holds spoils nothing."""
    assert find("zzyzx lending libraries")[0] == "lewishams-libraries"


def test_the_title_counts_for_more(find):
    """The case whose title holds the word comes before those that mention it."""
    assert find("kirkby")[0] == "kirkby-rent-strike"
    assert find("orangi")[0] == "orangi-pilot-project"


@pytest.mark.parametrize("quotes", ['"{}"', "“{}”"])
def test_a_phrase_keeps_words_together(find_all, shelf, quotes):
    """Straight or curly quotation marks leave only cases with the very words."""
    loose = find_all("rent strike")

    strict = find_all(quotes.format("rent strike"))

    holding = {
        case.slug
        for case in shelf.cases
        if "rent strike" in " ".join(case.plain().values()).lower()
    }
    assert set(strict) == holding
    assert len(strict) < len(loose)


def test_a_phrase_beside_words(find_all):
    """The phrase decides which cases; the words beside it do not add any."""
    strict = set(find_all('"village halls"'))

    assert set(find_all('"village halls" money volunteers sewers')) == strict


@pytest.mark.parametrize("refused", ["-libraries", '-"lending libraries" -libraries'])
def test_without(find_all, refused):
    """A minus leaves out every case with the word, and no other."""
    every = find_all("council")
    out = set(find_all("libraries"))

    left = find_all(f"council {refused}")

    assert out & set(every)
    assert left == [slug for slug in every if slug not in out]


def test_without_alone(find_all, shelf):
    """Nothing but a minus: every other case."""
    out = set(find_all("libraries"))

    left = find_all("-libraries")

    assert out
    assert set(left) == {case.slug for case in shelf.cases} - out


def test_a_hyphen_within_a_word_is_no_minus(find):
    """Self-help is not "self, without help"."""
    assert "playgroup-movement" in find("women's self-help movement")


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organisers", "organizers"),
        ("programme", "program"),
        ("neighbourhood", "neighborhood"),
        ("labour", "labor"),
        ("centre", "center"),
        ('"community organisers"', '"community organizers"'),
        ("village -organisers", "village -organizers"),
    ],
)
def test_both_spellings_find_the_same(find_all, british, american):
    """An American reader finds what a British one does, in the same order."""
    found = find_all(british)

    assert found
    assert find_all(american) == found


@pytest.mark.parametrize("typed", ["crèche", "creche", "cre\u0300che", "CRÈCHE"])
def test_accents_are_folded(find, typed):
    """With its accent, without it, and with the accent as a character of its own."""
    assert "fatima-mansions" in find(typed)
    assert find(typed) == find("creche")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("volunteer", "volunteers"),
        ("evict", "eviction"),
        ("council", "council's"),
        ("council", "council’s"),
        ("O'Neill", "o neill"),
    ],
)
def test_forms_of_a_word(find_all, one, other):
    """Plurals, endings and apostrophes lead to the same cases."""
    found = set(find_all(one))

    assert found
    assert found <= set(find_all(other))


def test_small_words_are_left_out(find_all):
    """They would match everything and mean nothing."""
    assert find_all("how do we get the libraries back") == find_all("libraries back")


def test_a_word_said_often_counts_three_times(find):
    """More would only cost: sixty cost five seconds before this was so."""
    assert find("council rent " * 30) == find("council rent " * 3)
    assert find('"village halls" ' * 30) == find('"village halls" ' * 3)


def test_no_words_lists_every_case_failures_first(client, find_all, shelf):
    """An empty question is the whole casebook."""
    every = find_all("")

    outcomes = [shelf.case(slug).outcome.word for slug in every]
    assert sorted(every) == [case.slug for case in shelf.cases]
    assert outcomes == sorted(outcomes, key=["failed", "mixed", "worked"].index)
    assert "those that went wrong first" in client.get("/casebook/").text


@pytest.mark.parametrize("typed", ["???", '""', "🙂", "\x00", "-", "* ^ ( )"])
def test_a_question_without_words(client, find_all, typed):
    """It lists every case, and does not claim to have ranked them."""
    page = client.get("/casebook/", query_string={"q": typed})

    assert find_all(typed) == find_all("")
    assert "best match first" not in page.text


def test_nothing_found_says_so(client):
    """A dead end offers the way out."""
    page = client.get("/casebook/?q=zzyzx")

    assert "No cases match" in page.text
    assert "Show every case" in page.text
