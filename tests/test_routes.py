"""Walk every address on the site, as everybody, so that new pages are covered too."""

import re

import pytest

from app import security
from tests.town import READERS, Town, snapshot

# What an address may ask for after its question mark, on whichever page.
QUERY = ["q", "page", "next", "after", "state", "task", "group", "score", "who",
         "months", "outcome", "principle", "country", "period"]  # fmt: skip
STRANGE = ["", "0", "-1", "9" * 400, "x" * 3000, "\x00", "🦊 שלום", "' OR 1=1 --", "%s",
           "0001-01-01", "2026-11-20.x", "<b>x</b>", "\ud83e"]  # fmt: skip

# Data for machines (JSON-LD) is a script element, and none that runs.
DATA = '<script type="application/ld\\+json">'
INLINE = re.compile(
    rf"(?!{DATA})<script(?![^>]*\ssrc=)|<style|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|javascript:",
    re.IGNORECASE,
)


# Decided by the policy page and the token, in the same Python on both engines.
ONE_ENGINE = pytest.mark.engine("sqlite")


@pytest.fixture
def town(app, client):
    """Two organisations with a row of everything."""
    return Town(app)


@pytest.fixture
def browser_of(town, client, sign_in):
    """A browser for any reader."""

    def enter(reader):
        person = town.person(reader)
        browser = sign_in(person) if person else client
        browser.token = browser._fresh_token()
        return browser

    return enter


def gets(town):
    """The rules that answer a GET."""
    return [rule for rule in town.rules if "GET" in rule.methods]


def posts(town):
    """The rules that answer a POST."""
    return [rule for rule in town.rules if "POST" in rule.methods]


@ONE_ENGINE
def test_strangers_are_sent_to_sign_in(town, client):
    """From every page that is not public, whether the thing exists or not."""
    wrong = []
    for rule in gets(town):
        for path in town.every_path(rule):
            location = client.get(path, buffered=True).headers.get("Location", "")
            is_sent = location.startswith("/sign-in/?next=")
            if is_sent is (rule.endpoint in security.PUBLIC):
                wrong.append((path, location))

    assert wrong == []


@pytest.mark.parametrize("reader", READERS)
def test_no_address_breaks_a_page(town, browser_of, reader):
    """Found, not found or led elsewhere, never an error, never “forbidden”.

    Every answer has the headers, and no page a script, a style or a handler in it.
    """
    browser, wrong = browser_of(reader), []
    for rule in gets(town):
        for path in town.every_path(rule):
            answer = browser.get(path, buffered=True)
            if answer.status_code not in {200, 301, 302, 308, 404}:
                wrong.append((path, answer.status))
            if security.HEADERS.keys() - set(answer.headers.keys()):
                wrong.append((path, "lacks a header"))
            if answer.mimetype == "text/html" and INLINE.search(answer.text):
                wrong.append((path, INLINE.search(answer.text)[0]))

    assert wrong == []


def opened(town, browser_of):
    """For each rule a browser and an address that it opens, if there is one."""
    browsers = [browser_of(reader) for reader in READERS]
    for rule in gets(town):
        yield (
            rule.rule,
            next(
                (
                    (browser, path)
                    for path in town.paths(rule, town.here)
                    for browser in browsers
                    if browser.get(path, buffered=True).status_code == 200
                ),
                None,
            ),
        )


def test_every_page_opens_for_somebody(town, browser_of):
    """Otherwise the walk would prove little: it must know an id for each address."""
    assert [rule for rule, found in opened(town, browser_of) if not found] == []


def test_no_query_breaks_a_page(town, browser_of):
    """Whatever stands after the question mark."""
    wrong = []
    for _, (browser, path) in opened(town, browser_of):
        for strange in STRANGE:
            text = strange.encode("utf-8", "surrogatepass")
            query = dict.fromkeys(QUERY, text)
            answer = browser.get(path, query_string=query, buffered=True)
            if answer.status_code >= 500:
                wrong.append((path, strange))

    assert wrong == []


@ONE_ENGINE
@pytest.mark.parametrize("reader", READERS)
def test_a_post_without_its_token_changes_nothing(town, browser_of, reader):
    """400 to whoever is signed in; a stranger is asked to sign in, or gets 400 too."""
    browser = browser_of(reader)
    before, wrong = snapshot(), []
    for rule in posts(town):
        asked = reader == "stranger" and rule.endpoint not in security.PUBLIC
        for path in town.paths(rule, town.here):
            answer = browser.post(path, data={}, with_token=False)
            if answer.status_code != (200 if asked else 400):
                wrong.append((path, answer.status))

    assert wrong == []
    assert snapshot() == before


@ONE_ENGINE
@pytest.mark.parametrize("reader", READERS[1:])
def test_no_post_touches_another_organisation(town, browser_of, reader):
    """Every id of theirs answers 404 as an id of nothing does, and nothing changes."""
    browser = browser_of(reader)
    before, wrong = snapshot(), []
    for rule in posts(town):
        if not any(name.endswith("_id") for name in rule.arguments - {"block_id"}):
            continue
        theirs = [*town.paths(rule, town.there), *town.odd_paths(rule)]
        statuses = {path: browser.post(path).status_code for path in theirs}
        wrong += [found for found in statuses.items() if found[1] != 404]

    assert wrong == []
    assert snapshot() == before


@ONE_ENGINE
@pytest.mark.parametrize("reader", READERS[2:])
def test_nobody_else_posts_to_an_organisers_pages(town, browser_of, reader):
    """A colleague of another role gets 404 from every address of the log."""
    browser = browser_of(reader)
    before, answers = snapshot(), {}
    for rule in posts(town):
        if rule.endpoint.startswith("practice."):
            for path in town.paths(rule, town.here):
                answers[path] = browser.post(path).status_code

    assert {path: n for path, n in answers.items() if n != 404} == {}
    assert snapshot() == before


@pytest.mark.parametrize("reader", READERS)
def test_no_empty_post_breaks_anything(town, browser_of, reader):
    """A form that holds nothing but its token is answered in words."""
    browser = browser_of(reader)
    seen = {}
    for rule in posts(town):
        if rule.endpoint != "accounts.sign_out":
            for path in town.paths(rule, town.here):
                seen[path] = browser.post(path).status_code

    assert {path: n for path, n in seen.items() if n >= 500} == {}
