"""The load: requests over kept connections, from processes of their own."""

import http.client
import math
import multiprocessing
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.pool import Pool

CLIENTS = 4  # processes, each with one connection


@dataclass(frozen=True)
class Ask:
    """One request, over and over."""

    port: int
    path: str
    headers: Mapping[str, str]
    status: int = 200


@dataclass(frozen=True)
class Burst:
    """What came of sending one request many times."""

    seconds: float  # from the first request to the last answer
    waits: tuple[float, ...]  # seconds that each request took

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.waits) / self.seconds


class WrongAnswer(Exception):  # noqa: N818 (reads as what is wrong)
    """A page that answered with another status than was asked for."""


def _repeat(ask: Ask, times: int) -> list[float]:
    """Seconds that each of `times` requests took, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", ask.port, timeout=30)
    waits = []
    for _ in range(times):
        began = time.perf_counter()
        connection.request("GET", ask.path, headers=dict(ask.headers))
        answer = connection.getresponse()
        answer.read()
        waits.append(time.perf_counter() - began)
        if answer.status != ask.status:
            message = f"{ask.path} answered {answer.status}, not {ask.status}"
            raise WrongAnswer(message)
    connection.close()
    return waits


class Load:
    """The load generator."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def burst(self, ask: Ask, times: int) -> Burst:
        """Send one request at least `times` times, from every client at once."""
        each = math.ceil(times / CLIENTS)
        began = time.perf_counter()
        found = self._pool.starmap(_repeat, [(ask, each)] * CLIENTS, chunksize=1)
        seconds = time.perf_counter() - began
        return Burst(seconds, tuple(wait for waits in found for wait in waits))


@contextmanager
def load() -> Iterator[Load]:
    """A load generator, ended with the block."""
    with multiprocessing.get_context("spawn").Pool(CLIENTS) as pool:
        yield Load(pool)


def once(ask: Ask) -> tuple[bytes, dict[str, str]]:
    """One request: what came back, and its headers by lower-case name."""
    connection = http.client.HTTPConnection("127.0.0.1", ask.port, timeout=30)
    connection.request("GET", ask.path, headers=dict(ask.headers))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != ask.status:
        message = f"{ask.path} answered {answer.status}, not {ask.status}"
        raise WrongAnswer(message)
    return body, {name.lower(): value for name, value in answer.getheaders()}
