"""Where a person is in a lesson, and where they carry on."""

from datetime import timedelta

import pytest

from app import clock
from app.curriculum import progress
from app.curriculum.models import Place
from app.db import db, writing
from app.look import library
from tests.curriculum.lessons import BESIDE, LESSON, MODULE, do_lesson, kept, lesson
from tests.page import Page
from tests.watch import together


def reach(browser, *anchors, path=LESSON):
    """Come to these sections, one after another."""
    for anchor in anchors:
        clock.advance(timedelta(minutes=5))
        answer = browser.post(f"{path}place/", data={"anchor": anchor})
        assert answer.status_code == 204


def resume(app, person):
    """What Today is told."""
    with app.app_context(), app.test_request_context():
        return progress.resume(person)


def test_a_section_that_was_reached_is_read(pair):
    """The rail ticks it, and the lesson is not yet read."""
    reach(pair.log, "scene", "wrong", "scene")
    (row,) = kept(Place, pair.author)
    assert (row.anchor, row.read, row.finished_at) == (
        "scene",
        ["scene", "wrong"],
        None,
    )
    assert (row.lesson, row.module) == ("listening-one-to-one", "listening-and-entry")

    page = pair.log.get(LESSON).text
    assert '<li class="done" data-section="wrong">' in page
    assert '<li data-section="how">' in page
    assert "Mark this lesson as read" in page


def test_a_lesson_is_read_with_its_last_section(pair):
    """In whatever order; and it stays read."""
    anchors = [heading.anchor for heading in lesson().headings]
    reach(pair.log, *reversed(anchors))
    (row,) = kept(Place, pair.author)
    read_at = row.finished_at
    assert read_at == clock.now()

    reach(pair.log, "scene")
    (row,) = kept(Place, pair.author)
    assert row.finished_at == read_at
    assert "You read this lesson on 23 November 2026." in pair.log.get(LESSON).text


def test_the_button_reads_all_of_it(pair):
    """For a reader without JavaScript."""
    answer = pair.log.post(f"{LESSON}place/")
    assert (answer.status_code, answer.location) == (302, f"{LESSON}#lesson-read")
    (row,) = kept(Place, pair.author)
    assert set(row.read) == {heading.anchor for heading in lesson().headings}
    assert row.finished_at is not None


@pytest.mark.parametrize(
    "anchor", ["", "nothing", "first-words", "\x00", "x" * 100_000]
)
def test_a_section_that_is_not_there_is_missing(pair, anchor):
    """404, and nothing is kept."""
    answer = pair.log.post(f"{LESSON}place/", data={"anchor": anchor})
    assert answer.status_code == 404
    assert not kept(Place, pair.author)


def test_nobody_carries_on_before_they_have_begun(app, pair):
    """Today then says where to start."""
    assert resume(app, pair.author) is None
    assert "Carry on" not in pair.log.get("/learn/").text


def test_carrying_on_leads_to_the_very_section(app, pair):
    """From Today and from the index."""
    reach(pair.log, "scene", path=BESIDE)
    reach(pair.log, "scene", "wrong")
    assert resume(app, pair.author) == (
        "Listening one to one",
        "You stopped at “Where it goes wrong” in",
        f"{LESSON}#wrong",
    )
    links = Page(pair.log.get("/learn/")).links
    words = "Carry on: Listening one to one, at “Where it goes wrong”"
    assert links[words] == f"{LESSON}#wrong"
    assert f"{LESSON}#wrong" in Page(pair.log.get("/today/")).links.values()
    assert resume(app, pair.supervisor) is None


def test_answering_is_being_there(app, pair):
    """Without JavaScript an answer is how we know where somebody is."""
    pair.log.post(f"{LESSON}answers/what-to-write/", data={"what-to-write": "a"})
    title, words, url = resume(app, pair.author)
    assert (title, url) == ("Listening one to one", f"{LESSON}#what-to-write")
    assert words == "You stopped at “Check 2” in"


def test_after_reading_come_the_open_exercises_then_the_next_lesson(app, pair):
    """Then the test after; then there is nothing to carry on with."""
    pair.log.post(f"{LESSON}place/")
    assert resume(app, pair.author)[2] == f"{LESSON}#first-words"

    do_lesson(pair.log, lesson())
    assert resume(app, pair.author) == ("Getting to know a place", "Next comes", BESIDE)

    for each in library().lessons_of(library().module("listening-and-entry")):
        do_lesson(pair.log, each)
    assert resume(app, pair.author)[2] == f"{MODULE}#post"


def test_the_module_read_last_comes_first(app, pair):
    """A place in another module is not lost."""
    reach(pair.log, "idea")
    reach(pair.log, "how", path="/learn/two-streams/strengthening-versus-providing/")
    assert resume(app, pair.author)[0] == "Strengthening versus providing"

    reach(pair.log, "read")
    assert resume(app, pair.author)[0] == "Listening one to one"


def test_a_place_survives_a_new_name(app, pair, monkeypatch):
    """The lesson's file was renamed since, and lists its old slug."""
    reach(pair.log, "scene", "wrong")
    (row,) = kept(Place, pair.author)
    with writing(row):
        row.lesson = "old-lesson"
    monkeypatch.setitem(
        library().redirects, ("lesson", "old-lesson"), "listening-one-to-one"
    )
    assert resume(app, pair.author)[2] == f"{LESSON}#wrong"


def test_two_sections_at_once_are_both_kept(app, pair):
    """The first of a lesson, from two tabs."""
    cookie = pair.log.get_cookie("alongside")

    def act(anchor):
        browser = app.test_client()
        browser.set_cookie("alongside", cookie.value)
        browser.token = pair.log.token
        return lambda: browser.post(f"{LESSON}place/", data={"anchor": anchor})

    sent = together(app, *(act(anchor) for anchor in ("scene", "idea", "how", "wrong")))
    assert [answer.status_code for answer in sent] == [204] * 4
    (row,) = kept(Place, pair.author)
    assert sorted(row.read) == ["how", "idea", "scene", "wrong"]
    db.session.expire_all()


def test_another_device_carries_on_at_the_same_place(app, pair, sign_in):
    """And back again: the place is the person's, and no browser's."""
    phone, desk = pair.log, sign_in(pair.author)
    reach(phone, "scene", "idea", "wrong")
    for path in ("/today/", "/learn/"):
        assert f"{LESSON}#wrong" in Page(desk.get(path)).links.values()

    reach(desk, "read")
    assert f"{LESSON}#read" in Page(phone.get("/today/")).links.values()


def test_a_lesson_says_where_one_stopped(pair):
    """For whoever opens it from a list; not at its beginning, nor when it is done."""
    stopped = "You stopped at"
    reach(pair.log, "scene")
    assert stopped not in pair.log.get(LESSON).text

    reach(pair.log, "wrong")
    page = Page(pair.log.get(LESSON))
    assert page.links["“Where it goes wrong”"] == f"{LESSON}#wrong"
    assert stopped not in pair.desk.get(LESSON).text

    do_lesson(pair.log, lesson())
    assert stopped not in pair.log.get(LESSON).text


def test_a_test_before_is_a_beginning(app, pair):
    """Nothing is read yet: the first lesson comes next."""
    fields = {"pre-contacts": "a"}
    pair.log.post(f"{MODULE}answers/pre-contacts/", data=fields)
    assert resume(app, pair.author) == ("Getting to know a place", "Next comes", BESIDE)
