"""Many clients write entries while everything fails: what is acknowledged is stored.

The real server, as it is run, behind a proxy that cuts requests and drops replies. The
server is killed (kill -9) and started again, the database locked, and PostgreSQL's
connections ended. A client sends an entry under the same key until it is acknowledged.

    python -m tests.soak        2,000 entries from 20 clients, on both engines
"""

import http.client
import random
import sys
import threading
import time
import uuid
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from app import create_app, migrating
from app.accounts.models import Person
from app.db import db
from app.practice.models import Entry, Rating, State, Version
from tests import make, postgres
from tests.bench.server import SECRET
from tests.breaking import Breaker, Proxy, Pulse, ServerProcess

MOST_TRIES = 2000  # of one entry, before a client gives up
FORM = "application/x-www-form-urlencoded"


@dataclass
class Sent:
    """One entry that a client sends."""

    key: uuid.UUID
    form: dict[str, str]
    is_kept: bool = False  # acknowledged: the draft is saved
    is_submitted: bool = False  # acknowledged: it is with the supervisor


@dataclass
class Report:
    """What came of it. `wrong` is empty when nothing was lost, doubled or halved."""

    sent: int = 0
    acknowledged: int = 0
    stored: int = 0
    doubled: int = 0
    lost: int = 0
    halved: int = 0
    tries: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def wrong(self) -> dict[str, int]:
        """What must not happen, where it did."""
        found = {"doubled": self.doubled, "lost": self.lost, "halved": self.halved}
        return {name: number for name, number in found.items() if number}


class Client(threading.Thread):
    """One organiser's phone, which sends its entries one after the other."""

    def __init__(
        self, port: int, pulse: Pulse, who: tuple[str, str], entries: list[Sent]
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.pulse, self.entries = port, pulse, entries
        self.cookie, self.token = who
        self.tries: Counter[str] = Counter()
        self.is_done = False

    def run(self) -> None:
        for number, entry in enumerate(self.entries):
            form = entry.form | {"do": "save" if number % 2 else "keep"}
            entry.is_kept = self._send("/practice/new/", form)
            if entry.is_kept and number % 3 == 0:
                path = f"/practice/{entry.key}/submit/"
                entry.is_submitted = self._send(path, {})
            self.pulse.beat()
        self.is_done = True
        self.pulse.beat()

    def _send(self, path: str, form: dict[str, str]) -> bool:
        """Post until it is acknowledged; whether it was."""
        body = urlencode(form | {"csrf_token": self.token})
        for _ in range(MOST_TRIES):
            self.pulse.is_up.wait()
            self.pulse.beat(1)
            answer = self._try(path, body)
            self.tries[answer] += 1
            if answer in {"200", "302"}:
                return True
        return False

    def _try(self, path: str, body: str) -> str:
        """The status of one try, or how it ended."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        about = {"Cookie": self.cookie, "Content-Type": FORM, "Connection": "close"}
        try:
            line.request("POST", path, body.encode(), about)
            answer = line.getresponse()
            answer.read()
            if answer.status == 302 and "sign-in" in answer.headers["Location"]:
                return "signed out"
            return str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        finally:
            line.close()


def entry_to_send(number: int) -> Sent:
    """A whole entry of some thousand letters, its words found again by its key."""
    key = uuid.uuid4()
    form = make.typed(
        key=key,
        title=f"Soak {key}",
        what=f"What happened, {number}. " * 60,
        so_what=f"So what {key}. " * 40,
    )
    return Sent(key, form)


@contextmanager
def application(url: str, folder: Path) -> Any:
    """The application on a migrated, empty database, for setting up and counting."""
    app = create_app(
        SQLALCHEMY_DATABASE_URI=url,
        DATA_DIR=folder,
        SECRET_KEY=SECRET,
        MAIL_URL="",
        BASE_URL="http://127.0.0.1",
        SEARCH_MODEL=False,
    )
    with app.app_context():
        migrating.upgrade(db.engine)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def signed_in(app: Flask, person: Person) -> tuple[str, str]:
    """A browser's cookie and form token, as signing in would have made them."""
    raw = uuid.uuid4().hex
    session = {"_user_id": person.session_key, "_fresh": True, "csrf_token": raw}
    signer: Any = app.session_interface
    cookie = signer.get_signing_serializer(app).dumps(session)
    token = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(raw)
    return f"alongside={cookie}", str(token)


def soak(url: str, folder: Path, entries: int, clients: int, kills: int) -> Report:
    """Send so many entries through so many clients, and count what came of it."""
    pulse = Pulse()
    with application(url, folder) as app:
        host = make.organisation()
        people = [make.organiser(host) for _ in range(clients)]
        make.supervisor(host, *people)
        sent = [entry_to_send(n) for n in range(entries)]
        db.session.remove()
        began = time.perf_counter()
        with (
            ServerProcess(folder, url) as server,
            Proxy(server.port, random.Random(7)) as proxy,  # noqa: S311
        ):
            phones = [
                Client(proxy.port, pulse, signed_in(app, person), sent[n::clients])
                for n, person in enumerate(people)
            ]
            breaker = Breaker(server, db.engine, pulse)
            for phone in phones:
                phone.start()
            breaker.break_things(kills, lambda: _done(phones))
            for phone in phones:
                phone.join()
            report = counted(sent)
            report.faults = breaker.faults + proxy.faults
            report.tries = sum(phone.tries.total() for phone in phones)
        report.seconds = time.perf_counter() - began
    return report


def _done(phones: list[Client]) -> float:
    """How much of the work is done, 0 to 1; all of it when nobody is at it."""
    if all(phone.is_done for phone in phones):
        return 1.0
    kept = [entry.is_kept for phone in phones for entry in phone.entries]
    return sum(kept) / len(kept)


def counted(sent: list[Sent]) -> Report:
    """Look each entry up in the database."""
    db.session.rollback()
    titles = Counter(db.session.scalars(select(Entry.title)))
    versions = _numbers(Version)
    ratings = _numbers(Rating)
    rows = {entry.id: entry for entry in db.session.scalars(select(Entry))}
    report = Report(sent=len(sent), stored=len(rows))
    for entry in sent:
        row = rows.get(entry.key)
        report.acknowledged += entry.is_kept
        report.doubled += titles[f"Soak {entry.key}"] > 1
        report.doubled += versions[entry.key] > 1
        if row is None:
            report.lost += entry.is_kept
            continue
        report.lost += entry.is_submitted and row.state is State.DRAFT
        report.halved += not _is_whole(row, entry, versions, ratings)
    return report


def _numbers(table: Any) -> Counter[uuid.UUID]:
    """How many rows of a table each entry has."""
    query = select(table.entry_id, func.count()).group_by(table.entry_id)
    return Counter(dict(db.session.execute(query).all()))


def _is_whole(row: Entry, entry: Sent, versions: Any, ratings: Any) -> bool:
    """Every word of it in its place, and the rows that belong to it, or none yet."""
    if row.state is State.DRAFT:
        kept = {name: values[0] for name, values in (row.pending or {}).items()}
        return kept == entry.form and not versions[row.id] and not ratings[row.id]
    is_filled = row.what == entry.form["what"].strip() and row.pending is None
    return is_filled and versions[row.id] == 1 and ratings[row.id] == 1


COLUMNS = ("sent", "acknowledged", "stored", "doubled", "lost", "halved", "tries")


def main() -> None:
    """The whole soak, as a table. Ends with status 1 if anything went wrong."""
    reports = {}
    with TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        path = folder / "sqlite"
        path.mkdir()
        reports["SQLite"] = soak(f"sqlite:///{path / 's.sqlite3'}", path, 2000, 20, 12)
    with (
        TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name,
        postgres.database(Path(name)) as url,
        TemporaryDirectory() as data,
    ):
        reports["PostgreSQL"] = soak(url, Path(data), 2000, 20, 12)
    print("engine".ljust(12), *(c.rjust(12) for c in COLUMNS), "seconds".rjust(9))
    for engine, report in reports.items():
        figures = [str(getattr(report, c)).rjust(12) for c in COLUMNS]
        print(engine.ljust(12), *figures, f"{report.seconds:9.1f}")
        print(
            "  faults:", ", ".join(f"{k} {n}" for k, n in sorted(report.faults.items()))
        )
    sys.exit(any(r.wrong or r.acknowledged < r.sent for r in reports.values()))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
