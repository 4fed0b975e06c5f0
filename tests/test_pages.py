"""Home, health, errors, static files."""

import logging
import re

import pytest
from sqlalchemy import text

from app import create_app
from app.db import db
from app.security import HEADERS
from tests import make
from tests.conftest import SECRET

REFERENCE = re.compile(r"with this reference: ([0-9a-f]{8})\.")
STATIC = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def rename(table, to):
    """Give a table another name."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))


@pytest.fixture
def broken_casebook(client):
    """A database in which one table is out of reach."""
    rename("casebook_case", "mislaid")
    yield client
    rename("mislaid", "casebook_case")


def test_home_has_three_doors(client, app):
    """Learn, look it up, practise; and it says how many cases there are."""
    page = client.get("/").text

    for words, path in (
        ("Open the lessons", "/learn/"),
        ("Search the casebook", "/casebook/"),
        ("Sign in to your log", "/sign-in/"),
    ):
        assert re.search(f'href="{path}">{words}', page)
    assert f"in {len(app.extensions['library'].cases)} cases" in page


def test_home_argues_and_points_to_the_evidence(client):
    """Every link of it leads somewhere."""
    page = client.get("/").text

    argument = page[page.index("What we hold to") :]
    links = re.findall(r'href="(/[^"#]*)', argument)
    assert "/casebook/?outcome=failed" in links
    assert "/foundations/" in links
    for link in links:
        assert client.get(link).status_code == 200, link


def test_signed_in_home_leads_to_today(sign_in):
    """Nobody signed in has to pick a door again."""
    answer = sign_in(make.person()).get("/")

    assert answer.status_code == 302
    assert answer.location == "/today/"


def test_healthz(client):
    """The process is up, whatever the database does."""
    assert client.get("/healthz").json == {"status": "up"}


def test_readyz(client):
    """The database is there and migrated."""
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"status": "ready"}


def test_readyz_when_a_migration_is_waiting(client):
    """A node that runs ahead of its database takes no traffic."""
    with db.engine.begin() as connection:
        (at,) = connection.execute(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("DELETE FROM alembic_version"))

    answer = client.get("/readyz")

    with db.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO alembic_version VALUES (:at)"), {"at": at[0]}
        )
    assert answer.status_code == 503
    assert answer.json == {"status": "migrations are waiting"}


def test_readyz_without_a_database(tmp_path, caplog):
    """It says so, and the log says why."""
    site = create_app(
        DATA_DIR=tmp_path,
        SQLALCHEMY_DATABASE_URI=f"postgresql://nobody@/nothing?host={tmp_path}",
        SECRET_KEY=SECRET,
    )

    with caplog.at_level(logging.ERROR):
        answer = site.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"status": "the database does not answer"}
    assert "The database does not answer" in caplog.text
    assert site.test_client().get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/nowhere/", "/casebook/nowhere/", "/learn/nowhere/", "/static/none.css"],
)
def test_404_says_404_and_no_more(client, path):
    """Nothing that tells a stranger what exists; the way on is the page's own."""
    answer = client.get(path)

    [main] = re.findall(r"<main.*?</main>", answer.text, re.DOTALL)
    assert answer.status_code == 404
    assert re.sub(r"<[^>]+>", "", main).split() == ["404"]
    assert 'href="/casebook/"' in answer.text


def test_a_wrong_method_looks_like_404(client):
    """It does not say that the address exists."""
    answer = client.post("/casebook/")

    assert answer.status_code in {400, 404, 405}
    assert "Traceback" not in answer.text


def test_500_gives_a_reference_that_is_in_the_log(broken_casebook, caplog):
    """The page says what is safe; the log says what broke, under the same reference."""
    with caplog.at_level(logging.ERROR):
        answer = broken_casebook.get("/casebook/")

    (reference,) = REFERENCE.findall(answer.text)
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "mislaid" not in answer.text
    assert "casebook_case" not in answer.text
    (record,) = [r for r in caplog.records if reference in r.getMessage()]
    assert "casebook_case" in caplog.text
    assert record.exc_info


def test_the_next_page_after_a_500_works(broken_casebook, caplog):
    """One failure does not poison what comes after it."""
    broken_casebook.get("/casebook/")

    assert broken_casebook.get("/foundations/").status_code == 200


def test_too_long_a_post(sign_in):
    """It is refused in words that help."""
    browser = sign_in(make.person())

    answer = browser.post("/account/", data={"name": "x" * (5 * 1024 * 1024)})

    assert answer.status_code == 413
    assert "That is too long" in answer.text


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/casebook/", "/healthz"])
def test_every_answer_carries_the_headers(client, path):
    """Errors as well."""
    answer = client.get(path)

    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_versioned_files_never_change(client):
    """What a page names with a version is kept for a year; without one it is not."""
    files = {path for path in STATIC.findall(client.get("/").text) if "?v=" in path}

    assert len(files) >= 3
    for path in files:
        answer = client.get(path, buffered=True)
        assert answer.status_code == 200, path
        assert (
            answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        ), path
    bare = client.get("/static/site.css", buffered=True).headers.get(
        "Cache-Control", ""
    )
    assert "immutable" not in bare


def test_every_file_that_a_page_names_exists(client):
    """Fonts, icons, scripts."""
    for path in set(STATIC.findall(client.get("/").text)):
        assert client.get(path, buffered=True).status_code == 200, path


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/privacy/", "A draft can be read by you alone"),
        ("/accessibility/", "WCAG 2.2 AA"),
        ("/foundations/", "26 statements"),
    ],
)
def test_pages_about_the_site(client, path, words):
    """Open to anybody, without a cookie."""
    answer = client.get(path)

    assert answer.status_code == 200
    assert words in answer.text
    assert "Set-Cookie" not in answer.headers
