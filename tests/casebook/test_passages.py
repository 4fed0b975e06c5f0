"""The passage that a result shows, and what is marked in it."""

from app.casebook.passages import LENGTH, best, stems

TEXT = (
    "The council sold the hall. Nobody asked the neighbours, and a year went by. "
    "In spring the volunteers painted it, and volunteering became a habit; the "
    "charities of the town gave chairs. " + "It rained for weeks on end. " * 20
) + "At last a crèche opened."


def marked(passage):
    """The marked words."""
    return [words for is_match, words in passage if is_match]


def test_every_form_is_marked():
    """Plural, ending and y as i: as the index finds them."""
    passage = best(TEXT, stems(["volunteer", "charity"]))

    assert marked(passage) == ["volunteers", "volunteering", "charities"]


def test_words_that_only_begin_alike_are_not():
    """Hall is no halloween, and asked no asking price."""
    assert marked(best("A hallmark. A hall.", stems(["hall"]))) == ["hall"]


def test_accents_and_capitals():
    """Marked as they stand in the text."""
    assert marked(best(TEXT, stems(["CRECHE"]))) == ["crèche"]
    assert marked(best(TEXT, stems(["crèche"]))) == ["crèche"]


def test_it_is_short_and_verbatim():
    """About thirty words of the text itself."""
    passage = best(TEXT, stems(["rained", "creche"]))
    said = "".join(words for _, words in passage)

    assert said in TEXT
    assert len(said) <= LENGTH + 20


def test_nothing_without_a_match():
    """No words, no passage."""
    assert best(TEXT, stems(["zeppelin"])) == ()
    assert best(TEXT, stems([])) == ()
    assert best("", stems(["hall"])) == ()
