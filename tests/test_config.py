"""Settings: each one that is wrong stops the start, and is named in one line."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app import config
from app.config import MissingSetting

KEY = "k" * 40


@pytest.fixture
def load(tmp_path):
    """Load settings from these names and values, in a data folder of their own."""

    def from_environment(**environ):
        return config.load({"DATA_DIR": str(tmp_path)} | environ)

    return from_environment


def test_nothing_needs_to_be_set(load, tmp_path):
    """The site starts on this computer alone, with SQLite and an outbox."""
    found = load()

    assert found["DATA_DIR"] == tmp_path
    assert found["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/alongside.sqlite3"
    assert (found["HOST"], found["PORT"]) == ("127.0.0.1", 8000)
    assert found["BASE_URL"] == "http://127.0.0.1:8000"
    assert found["MAIL_URL"] == ""
    assert found["TIME_ZONE"] == ZoneInfo("Europe/London")
    assert found["SESSION_COOKIE_SECURE"] is False


def test_an_empty_setting_is_one_that_is_not_set(load):
    """As in a file of settings whose values are still to be filled in."""
    names = ("DATABASE_URL", "SECRET_KEY", "HOST", "PORT", "WORKERS", "BASE_URL",
             "MAIL_URL", "TIME_ZONE")  # fmt: skip

    assert load(**dict.fromkeys(names, "")) == load()


def test_what_is_set_is_taken(load):
    """Every setting, and a cookie that travels by https alone."""
    found = load(
        DATABASE_URL="postgresql://alongside:secret@db.example.org:5432/alongside",
        SECRET_KEY=KEY,
        HOST="0.0.0.0",  # noqa: S104
        PORT="80",
        WORKERS="8",
        BASE_URL="https://log.example.org/",
        MAIL_URL="smtp://name:password@mail.example.org:587",
        TIME_ZONE="Europe/Berlin",
    )

    assert found["SECRET_KEY"] == KEY
    assert (found["PORT"], found["WORKERS"]) == (80, 8)
    assert found["BASE_URL"] == "https://log.example.org"
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["TIME_ZONE"] == ZoneInfo("Europe/Berlin")


def test_the_links_begin_with_the_port_that_is_served(load):
    """Changing the port alone keeps links in mail right."""
    assert load(PORT="8080")["BASE_URL"] == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/alongside"),
        ("DATABASE_URL", "alongside.sqlite3"),
        ("DATABASE_URL", "postgresql://u@host:port/alongside"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "k" * 31),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "80a"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("PORT", "9" * 5000),
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("WORKERS", "two"),
        ("BASE_URL", "log.example.org"),
        ("BASE_URL", "ftp://log.example.org"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://:443"),
        ("BASE_URL", "https://log.example.org:https"),
        ("BASE_URL", "http://[::1"),
        ("MAIL_URL", "mail.example.org"),
        ("MAIL_URL", "http://mail.example.org"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://mail.example.org:smtp"),
        ("MAIL_URL", "smtp://["),
        ("TIME_ZONE", "London"),
        ("TIME_ZONE", "Europe"),
        ("TIME_ZONE", "../../../etc/passwd"),
        ("TIME_ZONE", "🕰️"),
    ],
)
def test_a_wrong_setting_is_named(load, name, value):
    """In one line that begins with its name."""
    with pytest.raises(MissingSetting) as stopped:
        load(**{name: value})

    assert str(stopped.value).startswith(name)
    assert "\n" not in str(stopped.value)


def test_a_data_folder_that_cannot_be_written_to(tmp_path):
    """A path through a file is no folder, not even for root."""
    (tmp_path / "file").touch()

    with pytest.raises(MissingSetting, match=r"^DATA_DIR: .* cannot be written to"):
        config.load({"DATA_DIR": str(tmp_path / "file" / "data")})


def test_the_data_folder_is_made(tmp_path):
    """With the folders above it; nothing is left of the trial."""
    found = config.load({"DATA_DIR": str(tmp_path / "a" / "b"), "SECRET_KEY": KEY})

    assert list(found["DATA_DIR"].iterdir()) == []


def test_a_secret_key_is_made_once_and_kept(load, tmp_path):
    """Nobody but its owner can read it, and the next start finds the same."""
    first = load()["SECRET_KEY"]
    path = tmp_path / "secret-key"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == first
    assert len(first) >= 32
    assert load()["SECRET_KEY"] == first


def test_a_secret_key_that_is_given_is_not_kept(load, tmp_path):
    """It stays where it was given."""
    load(SECRET_KEY=KEY)

    assert not (tmp_path / "secret-key").exists()


def test_two_sites_have_two_keys(tmp_path):
    """A key is random."""
    keys = {config.load({"DATA_DIR": str(tmp_path / n)})["SECRET_KEY"] for n in "ab"}

    assert len(keys) == 2


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe" * 3])
def test_a_damaged_kept_key_is_not_used(load, tmp_path, content):
    """An empty key would let anybody sign a session."""
    (tmp_path / "secret-key").write_bytes(content)

    with pytest.raises(
        MissingSetting, match=r"^SECRET_KEY: the kept key .* is damaged"
    ):
        load()


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_postgresql_needs_a_secret_key(load, tmp_path, scheme):
    """Several machines may serve one database, and must share the key."""
    with pytest.raises(
        MissingSetting, match=r"^SECRET_KEY is required with PostgreSQL"
    ):
        load(DATABASE_URL=f"{scheme}://localhost/alongside")

    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("DATABASE_URL", "sqlite:////no/such/folder/alongside.sqlite3"),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/alongside"),
    ],
)
def test_the_command_ends_in_plain_words(tmp_path, name, value):
    """One line that names the setting, status 2, no traceback."""
    given = {"DATA_DIR": str(tmp_path), "SECRET_KEY": KEY, name: value}
    done = subprocess.run(
        [sys.executable, "-m", "app", "upgrade"],
        cwd=Path(__file__).parent.parent,
        env={"PATH": os.environ["PATH"]} | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith(name)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_two_that_start_at_once(tmp_path):
    """Two servers, or a server and a command, in one folder: one secret, no error."""
    for n in range(20):
        folder = str(tmp_path / str(n))
        with ThreadPoolExecutor(8) as starters:
            found = list(starters.map(config.load, [{"DATA_DIR": folder}] * 8))
        assert len({settings["SECRET_KEY"] for settings in found}) == 1
