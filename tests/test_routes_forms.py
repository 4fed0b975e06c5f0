"""Send every form on the site with anything in its fields. None may break a page."""

import io
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.town import READERS, Town

EXAMPLES = 12  # for each form of each reader
SIGNED_IN = [reader for reader in READERS if reader != "stranger"]
LONG = "x" * 100_000

fuzz = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "a\x00b",
            "🦊👩‍👩‍👧",
            "שלום عليكم",
            "‮desrever",
            LONG,
            LONG + "🦊",
        ]
    ),
    st.sampled_from(
        ["-1", "0", "9" * 400, "1e309", "NaN", "٣", "0001-01-01", "9999-12-31"]
    ),
    st.sampled_from(["2026-02-30", "<b>x</b>", "' OR 1=1 --", "{{ 7*7 }}", "\r\nX: y"]),
    st.uuids().map(str),
)


def file():
    """A file where words were asked for."""
    return io.BytesIO(b"\xff\xd8 not words"), "photo.jpg"


class Forms(HTMLParser):
    """What each form of a page would send: fields and offered values, by address."""

    def __init__(self, path, page):
        super().__init__()
        self.path = path
        self.found = {}
        self._offered = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "form" and about.get("method") == "post":
            action = (about.get("action") or self.path).partition("#")[0]
            self._offered = self.found.setdefault(action, {})
        if tag == "select":
            self._select = about["name"]
        name = self._select if tag == "option" else about.get("name")
        if self._offered is not None and name and name != "csrf_token":
            if tag in {"input", "textarea", "select", "button", "option"}:
                values = self._offered.setdefault(name, [])
                values += [about["value"]] if about.get("value") else []

    def handle_endtag(self, tag):
        if tag == "form":
            self._offered = None
        if tag == "select":
            self._select = ""


@pytest.fixture
def town(app, client):
    """Two organisations with a row of everything."""
    return Town(app)


def forms_of(browser, town):
    """Every form that a reader is shown: address, and offered values by field."""
    found = {}
    for rule in town.rules:
        if "GET" in rule.methods:
            for path in town.paths(rule, town.here):
                page = browser.get(path, buffered=True)
                if page.mimetype == "text/html":
                    found |= Forms(path, page.text).found
    return found


def answers(offered):
    """A form filled in with what is offered, with anything, or with gaps."""
    plain = {
        name: st.sampled_from(values) if values else texts
        for name, values in offered.items()
    }
    odd = st.one_of(texts, st.lists(texts, max_size=3))
    changed = st.fixed_dictionaries({}, optional=dict.fromkeys(offered, odd))
    return st.builds(dict.__or__, st.fixed_dictionaries(plain), changed)


@pytest.mark.parametrize("reader", SIGNED_IN)
def test_nothing_typed_breaks_a_page(town, sign_in, reader):
    """Right and wrong answers, several at once, emoji, NUL, a hundred thousand letters."""
    person = town.person(reader)
    forms = forms_of(sign_in(person), town)
    assert "/account/" in forms

    for path, offered in forms.items():
        browser = sign_in(person)
        browser.token = browser._fresh_token()

        @fuzz
        @given(answers(offered))
        def send(typed, path=path, browser=browser):
            answer = browser.post(path, data=dict(typed))
            assert answer.status_code < 500, path

        send()


@pytest.mark.parametrize("kind", ["file", "nothing", "json", "list", "number"])
@pytest.mark.parametrize("reader", SIGNED_IN)
def test_no_other_kind_of_body_breaks_a_page(town, sign_in, reader, kind):
    """A file in each field, no field at all, or JSON."""
    person = town.person(reader)
    broken = {}
    for path, offered in forms_of(sign_in(person), town).items():
        browser = sign_in(person)
        token = browser._fresh_token()
        if kind == "file":
            sent = {"data": {name: file() for name in offered} | {"csrf_token": token}}
        elif kind == "nothing":
            sent = {"data": {"csrf_token": token}}
        else:
            body = {"json": dict.fromkeys(offered, 7), "list": [7], "number": 7}[kind]
            sent = {"json": body, "headers": {"X-CSRFToken": token}}
        status = browser.post(path, with_token=False, **sent).status_code
        if status >= 500 or status == 400:
            broken[path] = status

    assert broken == {}
