"""CPU per request of each page, in rounds with its twin between the pages."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from tests.bench.client import Ask, Load
from tests.bench.pages import TWIN, Page
from tests.bench.server import Server


@dataclass(frozen=True)
class Sample:
    """One burst: CPU seconds per request, requests per second, and every wait."""

    cpu: float
    rate: float
    waits: tuple[float, ...]


@dataclass
class Measured:
    """A page on one engine, round by round, with the twin of each round."""

    samples: list[Sample] = field(default_factory=list)
    twins: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """CPU against the twin's of the same round; the median of the rounds."""
        pairs = zip(self.samples, self.twins, strict=True)
        return median(sample.cpu / twin for sample, twin in pairs)

    @property
    def milliseconds(self) -> float:
        """CPU per request."""
        return 1000 * median(sample.cpu for sample in self.samples)

    @property
    def rate(self) -> float:
        """Requests per second."""
        return median(sample.rate for sample in self.samples)

    @property
    def p99(self) -> float:
        """Milliseconds within which 99 of 100 requests were answered."""
        waits = sorted(wait for sample in self.samples for wait in sample.waits)
        return 1000 * waits[math.ceil(len(waits) * 0.99) - 1]


def sample(load: Load, server: Server, ask: Ask, times: int) -> Sample:
    """One burst, and what it cost the server and its database."""
    before = server.cpu()
    burst = load.burst(ask, times)
    spent = server.cpu() - before
    return Sample(spent / len(burst.waits), burst.rate, burst.waits)


def rounds(
    load: Load,
    servers: Mapping[str, Server],
    pages: Iterable[tuple[str, Page]],
    number: int,
    seconds: float,
) -> dict[tuple[str, str], Measured]:
    """Pages, each with the name of its engine, measured by page and engine.

    Every burst takes about `seconds` of CPU: processor time is counted in hundredths.
    The twin runs before each page, on the first engine: it asks no database.
    """
    first = next(iter(servers.values()))
    twin = Ask(first.port, TWIN, {})
    jobs = [
        (page.name, engine, page.ask(servers[engine].port)) for engine, page in pages
    ]
    times = {id(ask): _times(load, servers[engine], ask, seconds)
             for _, engine, ask in jobs}  # fmt: skip
    twins = _times(load, first, twin, seconds)
    found: dict[tuple[str, str], Measured] = defaultdict(Measured)
    for _ in range(number):
        for name, engine, ask in jobs:
            measured = found[name, engine]
            measured.twins.append(sample(load, first, twin, twins).cpu)
            measured.samples.append(sample(load, servers[engine], ask, times[id(ask)]))
    return found


def _times(load: Load, server: Server, ask: Ask, seconds: float) -> int:
    """How many requests take that much CPU, once every worker has answered some."""
    for _ in range(3):
        load.burst(ask, 24)
    return max(40, round(seconds / max(sample(load, server, ask, 80).cpu, 1e-4)))
