"""The links of a volume: inside it where it can be, and else to the site in full."""

import re
from collections.abc import Callable, Sequence

from flask import current_app, url_for
from markupsafe import Markup

from app.content.blocks import (
    Check,
    Choice,
    Item,
    Mark,
    Node,
    Pair,
    Scenario,
    Vignette,
)
from app.content.page import Page
from app.content.questions import CONTROL
from app.content.render import Renderer
from app.content.types import Framework, Lesson, Module
from app.curriculum import answers, naming
from app.curriculum.volume import Volume

INSIDE = "inside:"  # a link to a part of the volume, until it is bound
_PLACED = re.compile(r' (id|href)="(#|inside:)?([^"]*)"')

Place = Callable[[str, str], str]  # the part, and what of it or nothing, to an address


class Binding:
    """Draws the content's Markdown for one volume, in one form.

    `place` says where a part is (`lesson-slug`, `module-slug`, `after-slug`,
    `glossary`, `scales`), or something on it: in a book's files, or on one long page.
    Anchors of a page carry its name in front, so that many pages can stand on one.
    """

    def __init__(self, volume: Volume, place: Place, *, is_print: bool) -> None:
        self.volume = volume
        self.place = place
        self.is_print = is_print
        self.base: str = current_app.config["BASE_URL"]
        self._renderer = Renderer(self._url)

    def block(self, text: str, page: Page | None = None) -> Markup:
        """HTML in paragraphs, lists and tables; `page` is the one that it stands on."""
        return self._bound(self._renderer.block(text), page)

    def inline(self, text: str, page: Page | None = None) -> Markup:
        """HTML for the inside of one element."""
        return self._bound(self._renderer.inline(text), page)

    def link(self, kind: str, slug: str) -> str | None:
        """Where a link of the content leads; none if nothing is written there."""
        found = self._url(kind, slug)
        if found is None or not found.startswith(INSIDE):
            return found
        return self._inside(found.removeprefix(INSIDE))

    @property
    def home(self) -> str:
        """The address on the site of what the volume holds."""
        whole = self.base + url_for("learn.index")
        held = self.volume
        return whole if held.is_whole else self.on_site(held.modules[0])

    def on_site(self, page: Lesson | Module) -> str:
        """Where the page is on the site, in full."""
        if isinstance(page, Lesson):
            return self.base + naming.lesson_url(page)
        return self.base + naming.module_url(page)

    def answer(self, block: Check | Scenario | Vignette) -> str:
        """Where an exercise's answer is."""
        page, _ = self.volume.shelf.blocks[block.id]
        part = name(page).replace("module-", "after-", 1)
        return self.place(part, f"answer-{block.id}")

    def question(self, block: Check | Scenario | Vignette) -> str:
        """Where an exercise is put."""
        page, _ = self.volume.shelf.blocks[block.id]
        is_after = isinstance(page, Module) and block in page.post
        part = name(page).replace("module-", "after-", 1) if is_after else name(page)
        return self.place(part, block.id)

    def step(self, story: Scenario, node: Node, choice: Choice) -> str:
        """Where a story goes on after a choice."""
        page, _ = self.volume.shelf.blocks[story.id]
        return self.place(name(page), step_id(story, node, choice))

    def scale(self, scale: Framework) -> str:
        """Where the words for each level are."""
        return self.place("scales", f"scale-{scale.id}-{scale.version}")

    def mixed(self, check: Check) -> list[Item]:
        """What is to be put in order, as the site shows it."""
        return answers.shuffled(check, check.items)

    def rights(self, check: Check) -> Sequence[Pair]:
        """What is to be matched, as the site shows it."""
        return answers.rights(check)

    def moments(self, story: Scenario) -> dict[str, int]:
        """A number for every node that can be reached: moments, then endings apart."""
        told = [node for node in story.nodes if node.id in _reached(story)]
        numbers: dict[str, int] = {}
        for kind in (False, True):
            ids = [node.id for node in told if bool(node.ending) is kind]
            numbers |= {node_id: n for n, node_id in enumerate(ids, start=1)}
        return numbers

    def mark(self, scale: Framework, mark: Mark) -> str:
        """A level or a mark outside the scale, in words."""
        outside = {found.id: found.name for found in scale.outside}
        levels = {step.level: f"{step.level}, {step.name}" for step in scale.scale}
        return levels[mark] if isinstance(mark, int) else outside[mark]

    def control(self, scene: Vignette) -> int:
        """What the key's five answers make together, of 10."""
        return sum(getattr(scene.control, question.id) for question in CONTROL)

    def _url(self, kind: str, slug: str) -> str | None:
        slug = self.volume.shelf.redirects.get((kind, slug), slug)
        if self.volume.has(kind, slug):
            return f"{INSIDE}{kind}-{slug}"
        link = self.volume.shelf.resolve(kind, slug)
        return self.base + link.url if link and link.url else None

    def _inside(self, part: str) -> str:
        is_term = part.startswith("term-")
        return self.place("glossary", part) if is_term else self.place(part, "")

    def _bound(self, html: str, page: Page | None) -> Markup:
        key = f"{name(page)}-" if page else ""

        def bind(match: re.Match[str]) -> str:
            attribute, mark, rest = match.groups()
            if mark == INSIDE:
                return f' href="{self._inside(rest)}"'
            if attribute == "href" and not mark:
                return match[0]
            return f' {attribute}="{mark or ""}{key}{rest}"'

        html = html.replace(' role="region"', ' role="group"')  # no landmark twice
        return Markup(_PLACED.sub(bind, html))  # noqa: S704 (our own files, reviewed)


def name(page: Page) -> str:
    """What a lesson's or a module's part of a volume is called."""
    return f"{'lesson' if isinstance(page, Lesson) else 'module'}-{page.slug}"


def _reached(story: Scenario) -> set[str]:
    """The ids of the nodes to which some path leads."""
    found, waiting = set(), [story.start]
    while waiting:
        node = story.node(waiting.pop())
        if node and node.id not in found:
            found.add(node.id)
            waiting += [choice.to for choice in node.choices]
    return found


def step_id(story: Scenario, node: Node, choice: Choice) -> str:
    """What the place is called where a story goes on."""
    return f"{story.id}-{node.id}-{choice.id}"
