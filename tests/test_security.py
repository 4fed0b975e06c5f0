"""Redirects that stay on this site, and the headers that every answer carries."""

import pytest

from tests import make

FOREIGN = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n\\evil.example",
    " //evil.example",
    "https:",
    "https:/evil.example",
    "https:evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "//[",
    "http://[",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "",
    "\x00",
]


def is_inside(location):
    """Whether a browser that is sent there stays on this site."""
    return location.startswith("/") and not location.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize("wanted", FOREIGN)
def test_signing_in_never_leads_to_another_site(client, wanted):
    """An address that leads elsewhere is forgotten; Today opens."""
    data = {"email": make.person().email, "password": make.PASSWORD}

    answer = client.post("/sign-in/", query_string={"next": wanted}, data=data)

    assert answer.status_code == 302
    assert answer.location == "/today/"


@pytest.mark.parametrize("wanted", FOREIGN)
def test_somebody_signed_in_is_not_led_to_another_site(client, sign_in, wanted):
    """The sign-in page sends them on, and no further than Today."""
    browser = sign_in(make.person())

    answer = browser.get("/sign-in/", query_string={"next": wanted})

    assert answer.status_code == 302
    assert answer.location == "/today/"


@pytest.mark.parametrize(
    "wanted",
    [
        "/practice/",
        "/casebook/?q=rent%20strike&page=2",
        "/learn/#top",
        "/@evil.example",
    ],
)
def test_a_page_of_this_site_is_kept(client, sign_in, wanted):
    """With its query."""
    answer = sign_in(make.person()).get("/sign-in/", query_string={"next": wanted})

    assert answer.location == wanted


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example/", "/today/?next=//evil.example"]
)
def test_being_sent_to_sign_in_stays_here(client, path):
    """Whatever address a stranger was led to."""
    answer = client.get("/today/", query_string={"q": path})

    assert is_inside(answer.location)
    assert answer.location.startswith("/sign-in/?next=/today/")


EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/sign-in/", 200),
        ("/today/", 302),
        ("/no/such/page/", 404),
        ("/organisation/settings/", 405),
        ("/healthz", 200),
        ("/static/site.css", 200),
        ("/static/none.css", 404),
    ],
)
def test_every_answer_carries_the_headers(client, path, status):
    """Pages, redirects, errors and files alike."""
    answer = client.get(path, buffered=True)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    rules = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in rules
    assert "frame-ancestors 'none'" in rules
    assert "unsafe" not in rules


def test_pages_are_kept_by_nobody_but_their_reader(client, sign_in):
    """A shared cache must not show one person's page to another."""
    answer = sign_in(make.person()).get("/account/")

    assert "private" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]


def test_a_versioned_file_is_kept_for_good(client):
    """Its address changes when it does; without the version it is asked for again."""
    kept = [
        "immutable" in client.get(path, buffered=True).headers["Cache-Control"]
        for path in ("/static/site.css?v=1", "/static/site.css")
    ]

    assert kept == [True, False]


@pytest.mark.parametrize(("scheme", "said"), [("https", True), ("http", False)])
def test_https_is_asked_for_once_it_is_there(client, scheme, said):
    """A site that is served without it stays reachable."""
    answer = client.get("/", base_url=f"{scheme}://localhost")

    assert ("Strict-Transport-Security" in answer.headers) is said


@pytest.mark.parametrize("sent", [None, "", "made up"])
def test_a_form_without_its_token_is_refused(client, sign_in, sent):
    """The page says what happened and what to do, and nothing has changed."""
    anna = make.person("Anna")
    browser = sign_in(anna)
    data = {"do": "name", "name": "Eve"} | (
        {} if sent is None else {"csrf_token": sent}
    )

    page = browser.post("/account/", data=data, with_token=False)

    assert page.status_code == 400
    assert "This page could not be sent" in page.text
    assert "Anna’s account" in browser.get("/account/").text


def test_a_token_of_another_session_is_refused(client, sign_in):
    """One person's token does not send a form for another."""
    anna, berta = sign_in(make.person("Anna")), sign_in(make.person("Berta"))
    data = {"do": "name", "name": "Eve", "csrf_token": anna._fresh_token()}

    assert berta.post("/account/", data=data).status_code == 400
    assert "Berta’s account" in berta.get("/account/").text


def test_a_form_too_large_is_refused_in_words(client, sign_in):
    """Nothing is said to be broken, and the words stay in the browser."""
    data = {"do": "name", "name": "x" * (5 * 1024 * 1024)}

    page = sign_in(make.person()).post("/account/", data=data)

    assert page.status_code == 413
    assert "That is too long" in page.text
