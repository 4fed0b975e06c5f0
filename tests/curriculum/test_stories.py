"""Stories in which the reader decides, and scenes to score."""

import pytest

from app.content.questions import CONTROL
from app.curriculum.models import Answer
from app.look import library
from tests.curriculum.lessons import LESSON, kept, lesson, scored
from tests.curriculum.test_answers import HUGE, exercise
from tests.page import Page

STORY, SCENE = "flat-22", "hart-street-shelter"


def walk(browser, path):
    """Choose one after another in the story."""
    for end in range(1, len(path) + 1):
        data = {STORY: ".".join(path[:end])}
        assert browser.post(f"{LESSON}answers/{STORY}/", data=data).status_code == 302


def test_a_story_shows_the_way_taken(pair):
    """Each choice with what came of it, then the ending and what it teaches."""
    story = lesson().scenarios[0]
    walk(pair.log, ["b", "c"])
    page = exercise(pair.log.get(LESSON).text, STORY)
    assert library().block(story.node("hall").choices[1].consequence) in page
    assert library().block(story.node("laundry").text) in page
    assert library().block(story.node("names").text) not in page

    walk(pair.log, ["b", "c", "a"])
    page = exercise(pair.log.get(LESSON).text, STORY)
    assert "It ends half well." in page
    assert library().inline(story.node("fixed").teaches) in page
    (row,) = kept(Answer, pair.author)
    assert row.given == {"path": ["b", "c", "a"], "ended": ["fixed"]}
    assert row.is_right is None


def test_starting_a_story_again_forgets_no_ending(pair):
    """The rail goes on saying that it was done."""
    walk(pair.log, ["b", "c", "a"])
    pair.log.post(f"{LESSON}answers/{STORY}/", data={STORY: ""})
    (row,) = kept(Answer, pair.author)
    assert row.given == {"path": [], "ended": ["fixed"]}

    page = pair.log.get(LESSON).text
    assert "It ends" not in exercise(page, STORY)
    assert f'<li class="done" data-section="{STORY}">' in page


@pytest.mark.parametrize(
    "path", [None, "z", "b.z", "b.c.a.a", HUGE, ".".join("b" * 5000), "\x00", "b\x00"]
)
def test_a_way_that_leads_nowhere_is_not_taken(pair, path):
    """The story stays where it was."""
    walk(pair.log, ["b"])
    data = {} if path is None else {STORY: path}
    answer = pair.log.post(f"{LESSON}answers/{STORY}/", data=data)
    assert answer.status_code == 422
    assert "way" in Page(answer).at_field[STORY]
    assert "It takes ten seconds." in exercise(answer.text, STORY)
    (row,) = kept(Answer, pair.author)
    assert row.given["path"] == ["b"]


def test_a_scored_scene_stands_beside_its_key(pair):
    """Each principle with ours, whether it is fair, why, and why others differ."""
    scene = lesson().vignettes[0]
    changes = {f"rate.{SCENE}.social-capital": "3", f"rate.{SCENE}.accountability": "4"}
    data = scored(scene, **changes)
    assert pair.log.post(f"{LESSON}answers/{SCENE}/", data=data).status_code == 302

    (row,) = kept(Answer, pair.author)
    assert row.given["levels"]["social-capital"] == "3"
    assert row.given["control"] == {question.id: "1" for question in CONTROL}
    assert row.is_right is None
    page = exercise(pair.log.get(LESSON).text, SCENE)
    for key in scene.key:
        assert library().inline(key.reason) in page
        assert library().inline(key.differ) in page
    assert "5 of your 7 scores" in page  # not local democracy, not accountability
    assert page.count("Fair</span>") == 1
    assert "You: 5 of 10, done with. We: 5 of 10, done with." in page
    assert library().inline(scene.stream.reason) in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("rate.{}.mutual-aid", None, "Score every principle, if only as not in play"),
        ("rate.{}.mutual-aid", "5", "Score every principle, if only as not in play"),
        ("rate.{}.mutual-aid", HUGE, "Score every principle, if only as not in play"),
        ("control.{}.decided", None, "Answer all five questions about who held it"),
        ("control.{}.decided", "3", "Answer all five questions about who held it"),
        ("stream.{}.purpose", None, "Answer all six questions about the stream"),
        ("stream.{}.purpose", "\x00", "Answer all six questions about the stream"),
    ],
)
def test_a_scene_scored_in_part_comes_back(pair, field, value, message):
    """With what was chosen, and no key."""
    data = scored(lesson().vignettes[0])
    del data[field.format(SCENE)]
    if value is not None:
        data[field.format(SCENE)] = value
    answer = pair.log.post(f"{LESSON}answers/{SCENE}/", data=data)
    assert answer.status_code == 422
    page = Page(answer)
    assert page.at_field[SCENE] == message
    assert page.sent[f"rate.{SCENE}.volunteering"] == "2"
    assert page.sent[f"stream.{SCENE}.success"] == "A"
    assert not kept(Answer, pair.author)
