"""What is wrong inside one block, beyond its shape."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from app.content.blocks import (
    Block,
    Check,
    Item,
    Key,
    Node,
    Option,
    Pair,
    Scenario,
    Vignette,
)
from app.content.types import Framework

Frameworks = Mapping[tuple[str, int], Framework]

_ANSWERS = ("options", "items", "pairs", "model", "points")
_WANTED = {
    "single": {"options"},
    "multiple": {"options"},
    "ordering": {"items"},
    "matching": {"pairs"},
    "short": {"model", "points"},
}


def faults(block: Block, frameworks: Frameworks) -> Iterator[str]:
    """What is wrong with a block."""
    if isinstance(block, Check):
        yield from _check(block)
    elif isinstance(block, Scenario):
        yield from _scenario(block)
    elif isinstance(block, Vignette):
        yield from _vignette(block, frameworks)


def repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once."""
    return [name for name, times in Counter(names).items() if times > 1]


def _check(check: Check) -> Iterator[str]:
    held = {name for name in _ANSWERS if getattr(check, name)}
    wanted = _WANTED[check.kind]
    for name in sorted(wanted - held):
        yield f"a check of kind {check.kind} needs {name}"
    for name in sorted(held - wanted):
        yield f"a check of kind {check.kind} takes no {name}"
    answers: list[Option | Item | Pair] = [*check.options, *check.items, *check.pairs]
    if len(answers) == 1:
        yield "one answer is no choice"
    yield from (f"id {name} is used twice" for name in repeated(a.id for a in answers))
    correct = sum(option.correct for option in check.options)
    if check.kind == "single" and correct != 1:
        yield f"a check of kind single has one correct option, not {correct}"
    if check.kind == "multiple" and not correct:
        yield "a check of kind multiple needs at least one correct option"
    parts = (check.test, check.pair, check.lesson)
    if any(parts) and not all(parts):
        yield "a test has all three of test, pair and lesson"


def _scenario(scenario: Scenario) -> Iterator[str]:
    names = {node.id for node in scenario.nodes}
    yield from (
        f"node {name} is used twice" for name in repeated(n.id for n in scenario.nodes)
    )
    for node in scenario.nodes:
        yield from _node(node, names)
    if scenario.start not in names:
        yield f"starts at {scenario.start}, which is not a node"
        return
    onward = {
        node.id: {choice.to for choice in node.choices} for node in scenario.nodes
    }
    reached = _spread({scenario.start}, onward)
    yield from (f"node {name} cannot be reached" for name in sorted(names - reached))
    back: dict[str, set[str]] = {name: set() for name in names}
    for name, targets in onward.items():
        for target in targets & names:
            back[target].add(name)
    ending = _spread({node.id for node in scenario.nodes if node.ending}, back)
    yield from (f"node {name} never ends" for name in sorted(names - ending))


def _node(node: Node, names: set[str]) -> Iterator[str]:
    if bool(node.choices) == bool(node.ending):
        yield f"node {node.id} needs choices or an ending, and not both"
    if bool(node.ending) != bool(node.teaches):
        yield f"node {node.id} needs both an ending and what it teaches, or neither"
    for choice in node.choices:
        if choice.to not in names:
            yield f"node {node.id} leads to {choice.to}, which is not a node"
    yield from (
        f"node {node.id}: choice {name} is used twice"
        for name in repeated(choice.id for choice in node.choices)
    )


def _spread(start: set[str], onward: Mapping[str, set[str]]) -> set[str]:
    """`start` and all that can be reached from it."""
    reached: set[str] = set()
    waiting = set(start)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= onward.get(name, set()) - reached
    return reached


def _vignette(vignette: Vignette, frameworks: Frameworks) -> Iterator[str]:
    framework = frameworks.get((vignette.framework, vignette.framework_version))
    if framework is None:
        wanted = f"{vignette.framework} {vignette.framework_version}"
        yield f"there is no framework {wanted}"
        return
    keyed = [key.principle for key in vignette.key]
    known = [principle.id for principle in framework.principles]
    yield from (f"the key lacks {name}" for name in known if name not in keyed)
    yield from (
        f"the key has {name}, no principle" for name in keyed if name not in known
    )
    yield from (f"the key has {name} twice" for name in repeated(keyed))
    marks = {step.level for step in framework.scale} | {o.id for o in framework.outside}
    for key in vignette.key:
        yield from _key(key, marks)


def _key(key: Key, marks: set[int | str]) -> Iterator[str]:
    if key.level not in key.accept:
        yield f"key {key.principle} does not accept its own level"
    for mark in {key.level, *key.accept} - marks:
        yield f"key {key.principle} has {mark}, which is no level of the framework"
