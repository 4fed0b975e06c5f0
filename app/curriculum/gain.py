"""What a module's test before and test after say together, pair by pair.

Only first attempts count: what was answered again was answered knowing more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.content.blocks import Check
from app.content.types import Module
from app.curriculum.models import Answer
from app.look import library

Firsts = Mapping[str, bool]  # whether the first attempt was right, by block


@dataclass(frozen=True)
class Pair:
    """The same question before and after. None: not answered, or not as a first try."""

    before: Check
    after: Check
    was: bool | None
    now: bool | None

    @property
    def counts(self) -> bool:
        """Both first attempts are known."""
        return self.was is not None and self.now is not None


@dataclass(frozen=True)
class Gain:
    """One person's two tests in one module."""

    module: Module
    pairs: tuple[Pair, ...]

    @property
    def counted(self) -> tuple[Pair, ...]:
        """The pairs that say something."""
        return tuple(pair for pair in self.pairs if pair.counts)

    @property
    def before(self) -> int:
        """How many of the pairs that count were right before."""
        return sum(bool(pair.was) for pair in self.counted)

    @property
    def after(self) -> int:
        """How many of them were right after."""
        return sum(bool(pair.now) for pair in self.counted)

    @property
    def is_whole(self) -> bool:
        """Every pair counts."""
        return bool(self.pairs) and len(self.counted) == len(self.pairs)

    @property
    def is_begun(self) -> bool:
        """A question of the test after is answered: then there is something to see."""
        return any(pair.now is not None for pair in self.pairs)


def pairs_of(module: Module) -> Iterator[tuple[Check, Check]]:
    """Question before, question after."""
    after = {check.pair: check for check in module.post}
    for check in module.pre:
        if check.pair in after:
            yield check, after[check.pair]


def of(module: Module, firsts: Firsts) -> Gain:
    """The module's pairs with what `firsts` knows of them."""
    return Gain(
        module,
        tuple(
            Pair(before, after, firsts.get(before.id), firsts.get(after.id))
            for before, after in pairs_of(module)
        ),
    )


def firsts_in(held: Mapping[str, Answer]) -> dict[str, bool]:
    """First attempts at the questions as they are now, of answers with attempts."""
    found = {}
    for name, answer in held.items():
        _, block = library().blocks.get(name, (None, None))
        if not isinstance(block, Check):
            continue
        for attempt in answer.attempts:
            is_it = attempt.is_first and attempt.version == block.version
            if is_it and attempt.is_right is not None:
                found[name] = attempt.is_right
    return found
