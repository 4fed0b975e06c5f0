"""`python -m tests.bench [--quick]`: what the pages cost, beside their goals.

In full on both engines, with the growth of the log, in about ten minutes; with
`--quick` on SQLite alone and without growth, in less than two.
"""

import argparse
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import psutil
from flask import Flask
from psycopg import connect

from tests import postgres
from tests.bench import data, growth, report, searching
from tests.bench.client import Load, load
from tests.bench.measure import Measured, rounds
from tests.bench.pages import Page, pages, statements
from tests.bench.server import Server, cold_start, memory, server

STARTS = 5


@dataclass(frozen=True)
class Pace:
    """How long to measure."""

    rounds: int
    seconds: float  # of CPU in one burst


QUICK, FULL = Pace(5, 0.12), Pace(5, 0.5)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in less than two minutes")
    quick = parser.parse_args().quick
    # Ended from outside, it still stops its servers and takes its data away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The measuring was ended."))
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="alongside-bench-") as name,
        ExitStack() as at,
    ):
        folder = Path(name)
        urls = {"SQLite": f"sqlite:///{folder / 'SQLite' / 'alongside.sqlite3'}"}
        if not quick:
            (folder / "cluster").mkdir()
            urls["PostgreSQL"] = at.enter_context(postgres.database(folder / "cluster"))
        report.say(_machine(urls))
        _measure_pages(urls, folder, QUICK if quick else FULL)
        _measure_starts(urls, folder)
        if not quick:
            found = {
                engine: growth.measure(url, folder / "growth" / engine)
                for engine, url in urls.items()
            }
            report.growth(found)
            report.searching(searching.measure(folder / "searching"))
    report.say(f"Measured in {time.perf_counter() - began:.0f} seconds.")


def _machine(urls: dict[str, str]) -> str:
    names = ["granian", "flask", "sqlalchemy", "psycopg"]
    parts = [f"Python {platform.python_version()}"]
    parts += [f"{name} {version(name)}" for name in names]
    if "PostgreSQL" in urls:
        with connect(urls["PostgreSQL"]) as connection:
            found = connection.info.server_version // 10000
            parts.append(f"PostgreSQL {found}")
    load_now = psutil.getloadavg()[0]
    return (
        f"{', '.join(parts)}; {psutil.cpu_count()} cores, load {load_now:.1f} at the "
        "start (the nearer to 0, the steadier the figures)."
    )


@contextmanager
def _site(folder: Path, url: str) -> Iterator[tuple[Flask, Server]]:
    """The demonstration organisation, served."""
    app = data.application(folder, url)
    data.fill(app)
    with server(folder, url) as running:
        yield app, running


def _measure_pages(urls: dict[str, str], folder: Path, pace: Pace) -> None:
    """Every page on every engine, in the same rounds."""
    with load() as clients, ExitStack() as at:
        sites = {
            engine: at.enter_context(_site(folder / engine, url))
            for engine, url in urls.items()
        }
        found = {
            engine: list(pages(app, running.port))
            for engine, (app, running) in sites.items()
        }
        there = [
            (engine, page)
            for engine, asked in found.items()
            for page in asked
            if isinstance(page, Page)
        ]
        measured = _rounds(clients, sites, there, pace)
        queries = {
            page.name: len(statements(sites[engine][0], page)) for engine, page in there
        }
        report.pages([page for _, page in there], measured, queries, pace.rounds)
        absent = dict.fromkeys(
            name for asked in found.values() for name in asked if isinstance(name, str)
        )
        report.absent(list(absent))
        report.memory(
            {name: memory(running.workers()) for name, (_, running) in sites.items()}
        )


def _rounds(
    clients: Load,
    sites: dict[str, tuple[Flask, Server]],
    there: list[tuple[str, Page]],
    pace: Pace,
) -> dict[tuple[str, str], Measured]:
    servers = {engine: running for engine, (_, running) in sites.items()}
    # Both engines' turns at one page stand side by side in a round.
    names = list(dict.fromkeys(page.name for _, page in there))
    in_turn = sorted(there, key=lambda one: names.index(one[1].name))
    return rounds(clients, servers, in_turn, pace.rounds, pace.seconds)


def _measure_starts(urls: dict[str, str], folder: Path) -> None:
    """`python -m app` on a database that is ready, until the home page is there."""
    found = {}
    for engine, url in urls.items():
        starts = [cold_start(folder / engine, url) for _ in range(STARTS)]
        found[engine] = tuple(median(column) for column in zip(*starts, strict=True))
    report.starts(found)


if __name__ == "__main__":
    main()
