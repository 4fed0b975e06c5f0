"""The tables: each figure beside its goal. A figure is never a test."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from tests.bench import growth as growing
from tests.bench.measure import Measured
from tests.bench.pages import Page
from tests.bench.rows import EACH, MOST
from tests.bench.searching import Searched, p99

MOST_QUERIES = {
    "log list": 3,
    "queue": 3,
    "Today, organiser": 6,
    "Today, supervisor": 6,
    "Today, coordinator": 6,
    "review desk": 6,
}
POSTGRESQL = 1.7  # times the page's own CPU on SQLite
COLD_START = 1.0  # seconds
WORKER = 90  # MB


def say(text: str) -> None:
    """A line, at once."""
    print(text, flush=True)


def _table(heads: Sequence[str], body: Iterable[Sequence[str]]) -> None:
    """Words to the left, figures to the right."""
    lines = [list(heads), *map(list, body)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(heads))]
    for line in lines:
        first = line[0].ljust(widths[0])
        rest = (cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))
        say("  ".join([first, *rest]).rstrip())


def _share(value: float, goal: float) -> str:
    return f"{100 * value / goal:.0f} %"


def pages(
    there: Sequence[Page],
    measured: Mapping[tuple[str, str], Measured],
    queries: Mapping[str, int],
    rounds: int,
) -> None:
    """Each page on each engine."""
    twin = median(t for one in measured.values() for t in one.twins)
    say(f"""
CPU of a request: user and system, of all server and database processes, in twins. The
twin is a page of 8 KB in the same template, without session or database: here it costs
{1000 * twin:.2f} ms. Medians of {rounds} rounds, each with its own twin. Over 100 % of
its goal, a figure misses it. Requests per second, and the milliseconds that 99 of 100
keep to, are of four clients on the same machine. Queries as SQLAlchemy sends them: with
the one for the signed-in person, without what opens and ends a transaction.
""")
    heads = ["page", "engine", "twins", "goal", "of goal", "ms", "req/s", "p99"]
    heads += ["queries", "goal"]
    lines = []
    for (name, engine), one in measured.items():
        goal = next(page.goal for page in there if page.name == name)
        lines.append(
            [
                name, engine, f"{one.ratio:.2f}", f"≤ {goal:.1f}",
                _share(one.ratio, goal), f"{one.milliseconds:.2f}", f"{one.rate:.0f}",
                f"{one.p99:.0f}", str(queries[name]),
                f"≤ {MOST_QUERIES[name]}" if name in MOST_QUERIES else "",
            ]
        )  # fmt: skip
    _table(heads, lines)
    if any(engine == "PostgreSQL" for _, engine in measured):
        _engines(measured)


def _engines(measured: Mapping[tuple[str, str], Measured]) -> None:
    """PostgreSQL against SQLite, page by page."""
    say("\nPostgreSQL against SQLite, CPU of the same page\n")
    names = dict.fromkeys(name for name, _ in measured)
    lines = []
    for name in names:
        ratio = measured[name, "PostgreSQL"].ratio / measured[name, "SQLite"].ratio
        lines.append(
            [name, f"{ratio:.2f}", f"≤ {POSTGRESQL}", _share(ratio, POSTGRESQL)]
        )
    _table(["page", "ratio", "goal", "of goal"], lines)


def absent(names: Sequence[str]) -> None:
    """What could not be measured."""
    if names:
        say(f"\nNot there, or not in the site’s template: {', '.join(names)}.")


def memory(found: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """Each worker after its share of the requests above."""
    say("""
Memory of a worker after the requests above, without a sentence model: its proportional
share (PSS: what it shares is divided among the sharers) and all that is resident (RSS).
""")
    lines = [
        [f"{engine}, worker {n}", f"{pss:.0f} MB", f"{rss:.0f} MB", f"≤ {WORKER}",
         _share(pss, WORKER)]
        for engine, workers in found.items()
        for n, (pss, rss) in enumerate(workers, start=1)
    ]  # fmt: skip
    _table(["worker", "PSS", "RSS", "goal", "PSS of goal"], lines)


def starts(found: Mapping[str, Sequence[float]]) -> None:
    """From the command to the first page."""
    say("""
Cold start: `python -m app` on a migrated database, to the first 200 of the home page.
Its CPU, of two workers and their parent, depends less on what else the machine does.
""")
    lines = [
        [engine, f"{seconds:.2f} s", f"≤ {COLD_START:.1f} s",
         _share(seconds, COLD_START), f"{cpu:.2f} s"]
        for engine, (seconds, cpu) in found.items()
    ]  # fmt: skip
    _table(["engine", "to first 200", "goal", "of goal", "CPU"], lines)


def growth(found: Mapping[str, Sequence[growing.Ratio]]) -> None:
    """A hundred times as many entries."""
    small, large = growing.SIZES
    say(f"""
Growth: CPU of the pages’ own SQL on the entry table, driver and database together and
nothing drawn, in a site of {small:,} entries and in one of {large:,}: a hundred times as
many people, with {EACH} entries each. For page 1,000, one log of {MOST:,}
entries. Plausible rows without ratings and versions; medians of {growing.ROUNDS} rounds.
""")
    lines = [
        [one.name, engine, f"{one.less:.3f}", f"{one.more:.3f}", f"{one.ratio:.2f}",
         f"≤ {growing.GOAL}", _share(one.ratio, growing.GOAL)]
        for engine, ratios in found.items()
        for one in ratios
    ]  # fmt: skip
    heads = ["question", "engine", "ms less", "ms more", "ratio", "goal", "of goal"]
    _table(heads, lines)


def searching(found: Iterable[Searched]) -> None:
    """A results page by words against the index's own ten best, as they come."""
    say("""
Casebook search by words, milliseconds: the index’s own ten best by bm25 (raw), the same
question with facets, counts and passages (page), cases like a draft (like), one case
saved with the first search after it, and the median of what the sentence model adds to
a page where it is on (meaning). One question after the other, each way in turn.
""")
    heads = ["cases", "raw p50", "p99", "page p50", "p99", "p99 ratio", "goal"]
    heads += ["like p50", "p99", "saved", "next search", "meaning"]
    body = []
    for one in found:
        timed = [one.raw, one.page]
        cells = [f"{x:.1f}" for t in timed for x in (median(t), p99(t))]
        more = [median(one.like), p99(one.like), one.saved, one.after]
        more.append(median(one.meaning))
        body.append(
            [f"{one.size:,}", *cells, f"{one.ratio:.2f}", "≤ 1.5"]
            + [f"{value:.1f}" for value in more]
        )
    _table(heads, body)
