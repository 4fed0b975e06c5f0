"""The server that is measured: granian as `app/cli.py` starts it, and its database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import psycopg

SECRET = "for measuring only, and long enough for the rule"


class Server:
    """A running server and the database behind it."""

    def __init__(self, process: psutil.Process, port: int, url: str) -> None:
        self.process, self.port = process, port
        self._database = _postmaster(url) if url.startswith("postgresql") else None

    def cpu(self) -> float:
        """Seconds, user and system, of every server and database process so far."""
        return self.own_cpu() + (_family(self._database) if self._database else 0.0)

    def own_cpu(self) -> float:
        """The same without the database."""
        return _family(self.process)

    def workers(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return list(self.process.children())


def _family(parent: psutil.Process) -> float:
    """CPU of a process and all its descendants."""
    return sum(map(_seconds, [parent, *parent.children(recursive=True)]))


def _seconds(process: psutil.Process) -> float:
    """CPU of a process and of its children that have ended."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(
        times.user + times.system + times.children_user + times.children_system
    )


def _postmaster(url: str) -> psutil.Process:
    """The parent of every process of the database; it must run on this machine."""
    with psycopg.connect(url) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        found = backend.parent()
    if found is None or "postgres" not in found.name():
        message = "The database runs elsewhere: its CPU cannot be measured from here."
        raise RuntimeError(message)
    return found


def environment(folder: Path, url: str, port: int) -> dict[str, str]:
    """The settings of a server on this data."""
    return os.environ | {
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "WORKERS": "2",
        "MAIL_URL": "",
        "SEARCH_MODEL": "off",  # goals are by words; the model stands beside
    }


@contextmanager
def server(folder: Path, url: str, module: str = "tests.bench.server") -> Iterator[Any]:
    """A server on this data, ready; with `app` as module, the site as it is run."""
    port = _free_port()
    command = [sys.executable, "-m", module]
    settings = environment(folder, url, port)
    with subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL) as child:
        try:
            _wait(port, child)
            yield Server(psutil.Process(child.pid), port, url)
        finally:
            child.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, child: subprocess.Popen[bytes]) -> None:
    """Return when the home page has been served."""
    while child.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                answer.read()
                return
        except (URLError, ConnectionError):
            with suppress(subprocess.TimeoutExpired):
                child.wait(0.005)
    message = "The server ended before it answered."
    raise RuntimeError(message)


def cold_start(folder: Path, url: str) -> tuple[float, float]:
    """Seconds from the command to the first page, on a database that is ready; CPU."""
    began = time.perf_counter()
    with server(folder, url, "app") as started:
        return time.perf_counter() - began, started.own_cpu()


def memory(processes: list[psutil.Process]) -> list[tuple[float, float]]:
    """Proportional and resident MB of each process."""
    found = (process.memory_full_info() for process in processes)
    return [(info.pss / 1e6, info.rss / 1e6) for info in found]


if __name__ == "__main__":
    from app import cli

    cli.listen("tests.bench.wsgi")
