"""What the soak breaks: the line, the server's processes, the database."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine

from tests.bench import server as bench

HELD = 5  # tries for which somebody else holds the lock
LONGEST = 1  # seconds for which it is held where so many do not come
KINDS = ("pass", "request cut", "reply dropped")
OFTEN = (90, 4, 6)  # of a hundred requests


class ServerProcess:
    """The server with its workers, in a process group of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.port = bench._free_port()
        self._settings = bench.environment(folder, url, self.port)
        self._settings["SEARCH_MODEL"] = "off"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "app"],
            env=self._settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """kill -9 of every process of it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        """Begin again after `kill`."""
        self.process = self._start()
        bench._wait(self.port, self.process)

    def __enter__(self) -> "ServerProcess":
        bench._wait(self.port, self.process)
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


class Proxy:
    """A line to the server that cuts some requests in half and drops some replies."""

    def __init__(self, to: int, chance: random.Random) -> None:
        self._to, self._chance = to, chance
        self.faults: Counter[str] = Counter()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._door.getsockname()[1]

    def __enter__(self) -> "Proxy":
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            fate = self._chance.choices(KINDS, OFTEN)[0]
            if fate != "pass":
                self.faults[fate] += 1
            threading.Thread(target=self._carry, args=(line, fate), daemon=True).start()

    def _carry(self, line: socket.socket, fate: str) -> None:
        with suppress(OSError), line, self._to_server() as server:
            request = _whole_request(line)
            if fate == "request cut":
                server.sendall(request[: len(request) // 2])
                return
            server.sendall(request)
            reply = b"".join(iter(lambda: server.recv(65536), b""))
            if fate == "pass":
                line.sendall(reply)

    def _to_server(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self._to))


def _whole_request(line: socket.socket) -> bytes:
    """Head and body of one request."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(line)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += _some(line)
    return head + b"\r\n\r\n" + body


def _some(line: socket.socket) -> bytes:
    data = line.recv(65536)
    if not data:
        raise ConnectionResetError
    return data


class Pulse:
    """Tells those who wait that something has happened."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.tries = 0
        self.is_up = threading.Event()  # whether there is a server to try
        self.is_up.set()

    def beat(self, tries: int = 0) -> None:
        """Something has happened, of which so many are tries that began."""
        with self._changed:
            self.tries += tries
            self._changed.notify_all()

    def until(self, is_so: Callable[[], bool], longest: float | None = None) -> None:
        """Wait for it, or so many seconds."""
        with self._changed:
            self._changed.wait_for(is_so, longest)


class Breaker:
    """Breaks the server and its database, a little at a time."""

    def __init__(self, server: ServerProcess, engine: Engine, pulse: Pulse) -> None:
        self._server, self._engine, self._pulse = server, engine, pulse
        self.faults: Counter[str] = Counter()

    def break_things(self, kills: int, done: Callable[[], float]) -> None:
        """So many kills and twice as many locks, spread over the work.

        `done` says how much of the work is done, 0 to 1.
        """
        steps = 3 * kills
        for step in range(steps):
            self._pulse.until(lambda far=(step + 0.5) / steps: done() >= far)
            if step % 3 == 1:
                self._pulse.is_up.clear()
                self._server.kill()
                self.faults["server killed"] += 1
                self._server.restart()
                self._pulse.is_up.set()
            else:
                self._lock()

    def _lock(self) -> None:
        """Hold the lock on the log; in PostgreSQL, then end whoever waited for it."""
        if self._engine.name == "postgresql":
            self._lock_postgresql()
            return
        self.faults["database locked"] += 1
        connection: Any = self._engine.raw_connection()
        try:
            connection.execute("PRAGMA busy_timeout=20000")
            connection.execute("BEGIN IMMEDIATE")
            self._hold()
            connection.execute("ROLLBACK")
        finally:
            connection.close()

    def _hold(self) -> None:
        """Until some have run into it."""
        enough = self._pulse.tries + HELD
        self._pulse.until(lambda: self._pulse.tries >= enough, LONGEST)

    def _lock_postgresql(self) -> None:
        url = self._engine.url.set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        with (
            psycopg.connect(address, autocommit=True) as other,
            other.transaction(),
        ):
            self.faults["database locked"] += 1
            other.execute("LOCK TABLE entry IN EXCLUSIVE MODE")
            self._hold()
            ended = other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid != pg_backend_pid()"
            )
            self.faults["connection ended"] += len(ended.fetchall())
