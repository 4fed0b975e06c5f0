"""The site in a process of its own, to be killed, over the demonstration's database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.site import Site
from tests.conftest import SECRET

SERVE = """
import sys
from werkzeug.serving import make_server
from app import create_app
make_server("127.0.0.1", int(sys.argv[1]), create_app(), threaded=True).serve_forever()
"""
PATIENCE = 60  # seconds for it to start


class Server:
    """A server that can be killed and started again at the same address."""

    def __init__(self, site: Site) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._settings = os.environ | {
            "DATABASE_URL": f"sqlite:///{site.folder / 'browser.sqlite3'}",
            "DATA_DIR": str(site.folder),
            "SECRET_KEY": SECRET,
            "BASE_URL": self.address,
        }

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(self.port)],
            env=self._settings,
            cwd=Path(__file__).parents[2],
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                assert time.monotonic() < until, "the server did not start"

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self._process.kill()
        self._process.wait()


@contextmanager
def running(site: Site) -> Iterator[Server]:
    """A server that runs."""
    server = Server(site)
    server.start()
    try:
        yield server
    finally:
        server.kill()
