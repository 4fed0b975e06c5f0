"""Settings: read from the environment once, checked, and named when wrong."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile, mkstemp
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

# One thread works out a meaning: more would wait for each other by spinning, and the
# workers keep the other processors busy. numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 32  # characters; shorter keys can be guessed


class MissingSetting(Exception):  # noqa: N818 (the name is fixed by the style guide)
    """A setting is wrong or missing; its message names it in one line."""


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every setting the application reads, ready for `app.config`.

    Raises `MissingSetting`. Makes `DATA_DIR`, and on SQLite a kept secret key.
    """
    data_dir = _data_dir(environ)
    database_url = _database_url(environ, data_dir)
    base_url = _base_url(environ)
    return {
        "DATA_DIR": data_dir,
        "SQLALCHEMY_DATABASE_URI": database_url,
        "SECRET_KEY": _secret_key(environ, database_url, data_dir),
        "HOST": environ.get("HOST") or "127.0.0.1",
        "PORT": _whole(environ, "PORT", 8000, 1, 65535),
        "WORKERS": _whole(environ, "WORKERS", 2, 1, 64),
        "BASE_URL": base_url,
        "MAIL_URL": _mail_url(environ),
        "TIME_ZONE": _time_zone(environ),
        "SEARCH_MODEL": _on_or_off(environ, "SEARCH_MODEL"),
        "SESSION_COOKIE_SECURE": base_url.startswith("https://"),
    }


def _on_or_off(environ: Mapping[str, str], name: str) -> bool:
    given = environ.get(name) or "on"
    if given not in {"on", "off"}:
        message = f"{name} must be on or off."
        raise MissingSetting(message)
    return given == "on"


def _data_dir(environ: Mapping[str, str]) -> Path:
    path = Path(environ.get("DATA_DIR") or ROOT / "instance").absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path):  # of its own: others may be starting too
            pass
    except OSError as error:
        message = f"DATA_DIR: {path} cannot be written to ({error.strerror})."
        raise MissingSetting(message) from None
    return path


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'alongside.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        message = "DATABASE_URL must begin with sqlite:/// or postgresql://."
        raise MissingSetting(message)
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        message = "DATABASE_URL must look like postgresql://name:password@host:5432/db."
        raise MissingSetting(message) from None
    return url


def _secret_key(environ: Mapping[str, str], database_url: str, data_dir: Path) -> str:
    given = environ.get("SECRET_KEY")
    if given:
        if len(given) < SECRET_LENGTH:
            message = f"SECRET_KEY must have at least {SECRET_LENGTH} characters."
            raise MissingSetting(message)
        return given
    if not database_url.startswith("sqlite"):
        message = "SECRET_KEY is required with PostgreSQL: every node must share it."
        raise MissingSetting(message)
    return _kept_secret(data_dir / "secret-key")


def _kept_secret(path: Path) -> str:
    """The key in `path`, made there on the first start with mode 0600.

    It is written elsewhere first and then given its name, so that another start at
    the same moment finds either no key or the whole of it.
    """
    if not path.exists():
        descriptor, made = mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(made, path)
        Path(made).unlink()
    key = path.read_text(errors="replace").strip()
    if len(key) < SECRET_LENGTH:
        message = f"SECRET_KEY: the kept key in {path} is damaged; delete it."
        raise MissingSetting(message)
    return key


def _whole(
    environ: Mapping[str, str], name: str, default: int, low: int, high: int
) -> int:
    text = environ.get(name) or str(default)
    short = text.isascii() and text.isdigit() and len(text) < 6
    if not short or not low <= int(text) <= high:
        message = f"{name} must be a whole number from {low} to {high}."
        raise MissingSetting(message)
    return int(text)


def _base_url(environ: Mapping[str, str]) -> str:
    """The address that links in mail begin with, without a closing slash."""
    port = _whole(environ, "PORT", 8000, 1, 65535)
    url = (environ.get("BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    if not _is_address(url, {"http", "https"}):
        message = "BASE_URL must be a full address, such as https://log.example.org."
        raise MissingSetting(message)
    return url


def _is_address(url: str, schemes: set[str]) -> bool:
    """Whether it has one of these schemes, a host, and no port that cannot be one."""
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _mail_url(environ: Mapping[str, str]) -> str:
    url = environ.get("MAIL_URL", "")
    if url and not _is_address(url, {"smtp", "smtps"}):
        message = "MAIL_URL must look like smtp://name:password@mail.example.org:587."
        raise MissingSetting(message)
    return url


def _time_zone(environ: Mapping[str, str]) -> ZoneInfo:
    name = environ.get("TIME_ZONE") or "Europe/London"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"TIME_ZONE: there is no time zone called {name}."
        raise MissingSetting(message) from None
