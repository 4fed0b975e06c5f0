"""Send every form on the site with anything in its fields. None may break a page."""

import io
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.town import READERS, Town

EXAMPLES = 8  # for each form
FIELDS = {"input", "textarea", "select", "button", "option"}
LONG = "x" * 100_000

fuzz = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # making failures smaller takes minutes
    suppress_health_check=list(HealthCheck),
)
texts = st.one_of(
    st.text(max_size=40),
    st.uuids().map(str),
    st.sampled_from(["", " ", "\x00", "a\x00b", LONG, f"{LONG}🦊", "\r\nX: y"]),
    st.sampled_from(
        ["🦊👩‍👩‍👧", "שלום عليكم", "\u202edesrever", "٣", "<b>x</b>", "{{ 7*7 }}"]
    ),
    st.sampled_from(["-1", "0", "9" * 400, "1e309", "NaN", "2026-02-30", "0001-01-01"]),
    st.sampled_from(["9999-12-31", "' OR 1=1 --", "%s", "\\", "\u2028"]),
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
        if self._offered is not None and tag in FIELDS and name:
            values = self._offered.setdefault(name, [])
            values += [about["value"]] if about.get("value") else []

    def handle_endtag(self, tag):
        if tag == "form" and self._offered is not None:
            self._offered.pop("csrf_token", None)
            self._offered = None
        if tag == "select":
            self._select = ""


@pytest.fixture
def town(app, client):
    """Two organisations with a row of everything."""
    return Town(app)


@pytest.fixture
def browser_of(town, app, sign_in):
    """A new browser for any reader."""
    people = {reader: town.person(reader) for reader in READERS}

    def enter(reader):
        person = people[reader]
        browser = sign_in(person) if person else app.test_client()
        browser.token = browser._fresh_token()
        return browser

    return enter


@pytest.fixture
def forms_of(town, browser_of):
    """The forms that a reader is shown: address, and offered values by field.

    What anybody signed in is shown is left to the member of nothing.
    """

    def collect(reader):
        found, browser = {}, browser_of(reader)
        for rule in town.rules:
            for path in town.paths(rule, town.here) if "GET" in rule.methods else ():
                page = browser.get(path, buffered=True)
                if page.mimetype == "text/html":
                    found |= Forms(path, page.text).found
        return found

    def own(reader):
        found = collect(reader)
        common = () if reader == "member of nothing" else collect("member of nothing")
        return {path: offered for path, offered in found.items() if path not in common}

    return own


def answers(offered):
    """A form filled in with what is offered, with anything, or with gaps."""
    plain = {
        name: st.sampled_from(values) if values else texts
        for name, values in offered.items()
    }
    odd = st.one_of(texts, st.lists(texts, max_size=3))
    changed = st.fixed_dictionaries({}, optional=dict.fromkeys(offered, odd))
    return st.builds(dict.__or__, st.fixed_dictionaries(plain), changed)


def send_anything(browser, path, offered):
    """Send one form many times."""

    @fuzz
    @given(answers(offered))
    def send(typed):
        answer = browser.post(path, data=dict(typed))
        assert answer.status_code < 500, path

    send()


@pytest.mark.parametrize("reader", READERS)
def test_nothing_typed_breaks_a_page(forms_of, browser_of, reader):
    """Right and wrong answers, several at once, NUL, a hundred thousand letters."""
    forms = forms_of(reader)
    assert forms

    for path, offered in forms.items():
        send_anything(browser_of(reader), path, offered)


@pytest.mark.engine("sqlite")  # a body is read before any database is asked
@pytest.mark.parametrize("reader", READERS)
def test_no_other_kind_of_body_breaks_a_page(forms_of, browser_of, reader):
    """A file in each field, no field at all, or JSON."""
    broken = {}
    for path, offered in forms_of(reader).items():
        browser = browser_of(reader)
        for kind, sent in bodies(offered, browser.token).items():
            status = browser.post(path, **sent).status_code
            if status >= 500 or status == 400:
                broken[path, kind] = status

    assert broken == {}


def bodies(offered, token):
    """By kind, what a post may carry in place of a form that was filled in."""
    about = {"headers": {"X-CSRFToken": token}}
    field = {"csrf_token": token}
    return {
        "file": {"data": {name: file() for name in offered} | field},
        "nothing": {"data": field},
        "json": {"json": dict.fromkeys(offered, 7)} | about,
        "list": {"json": [7]} | about,
        "number": {"json": 7} | about,
    }
