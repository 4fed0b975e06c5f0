"""The sentence model: what it adds, and that search stands without it."""

from dataclasses import replace

import numpy as np
import pytest

from app.casebook import actions, chunks, index, search, sentences
from tests.casebook.test_judged import by_meaning  # noqa: F401 (a fixture)

ONE_ENGINE = True  # files as pages: no database is asked for more than a row


def test_texts_that_mean_the_same_point_the_same_way():
    """Without a word in common."""
    one = sentences.meaning("The landlord put us out of our home.")
    like = sentences.meaning("Families were evicted from their flats by the owner.")
    unlike = sentences.meaning("Bake the bread for forty minutes.")

    assert one @ like > 0.4 > one @ unlike
    assert one @ one == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "…", "\x00", "🙂", "word " * 5000, "שלום"])
def test_any_text_has_a_meaning(text):
    """Nothing that can be typed raises, and nothing comes out that is no number."""
    assert np.isfinite(sentences.meaning(text)).all()


def test_the_shipped_vectors_are_those_of_the_shipped_cases(shelf):
    """Every piece has one, and a few that are worked out again are the same."""
    pieces = list(actions.pieces(shelf))
    assert not chunks.lacking(pieces), "run make vectors"
    held = chunks.ready()
    for piece in pieces[:: len(pieces) // 5]:
        vector = np.frombuffer(held[chunks.name(piece)], np.float16)
        assert sentences.meaning(piece) @ vector.astype(np.float32) > 0.999


@pytest.mark.usefixtures("by_meaning")
def test_found_without_a_word_in_common(find):
    """Everyday words lead to the case, and the page shows why."""
    asked = "battered wives needed somewhere to flee to"

    assert "womens-aid" in find(asked)[:3]


@pytest.mark.usefixtures("by_meaning")
def test_phrases_and_refusals_hold(find_all):
    """What is near in meaning must have the phrase, and must not have the refused."""
    assert set(find_all('"village halls" money for the roof')) == set(
        find_all('"village halls"')
    )
    assert "lewishams-libraries" not in find_all("closing reading rooms -libraries")


@pytest.mark.usefixtures("by_meaning")
def test_a_new_case_is_found_before_and_after_its_meaning_is_known(
    find, publish, shelf
):
    """By its words at once; its pieces catch up with each search."""
    first = shelf.cases[0]
    new = replace(first, slug="gnomes-of-zurich", title="Gnomes of Zurich")
    publish([*shelf.cases, new])

    for _ in range(6):
        assert "gnomes-of-zurich" in find("gnomes who keep the gold in Zurich")

    def waiting(file, shelf):
        query = "SELECT count(*) FROM chunk WHERE vector IS NULL"
        return file.execute(query).fetchone()[0]

    assert index.asking(waiting) == 0


def test_the_model_can_be_left_out(app, find, monkeypatch):
    """Then nothing of it is read, and words alone find."""

    def forbidden(text):
        raise AssertionError(text)

    monkeypatch.setattr(sentences, "meaning", forbidden)

    assert "kirkby-rent-strike" in find("tenants withhold rent from the council")
    assert search.like("Tenants withhold the rent from the council.", 3)
