"""A lesson's page and a module's, put together for whoever reads them."""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import TypeVar

from flask import abort, current_app, redirect, render_template, request
from flask_login import current_user
from markupsafe import Markup

from app import policy, security
from app.accounts.models import Person
from app.content import contradicting
from app.content.blocks import Margin
from app.content.page import Page, Part, Prose
from app.content.types import Lesson, Module
from app.curriculum import (
    checklist,
    exercises,
    gain,
    history,
    naming,
    progress,
    rail,
    reflections,
)
from app.curriculum.answers import Reading
from app.curriculum.exercises import Reader, Shown
from app.curriculum.progress import Kept
from app.look import library

P = TypeVar("P", Lesson, Module)
Sent = Mapping[str, Reading]  # what was sent and is not kept, by block


def reader() -> Person | None:
    """The signed-in person; none without an account."""
    return current_user if current_user.is_authenticated else None


def find_module(slug: str) -> Module:
    """The written module; 404 if there is none, and an old address leads on."""
    module = library().module(library().redirects.get(("module", slug), slug))
    if module is None:
        abort(404)
    if module.slug != slug and request.method != "POST":
        _lead_on(naming.module_url(module))
    return module


def find_lesson(module_slug: str, slug: str) -> Lesson:
    """The written lesson; 404 if there is none, and an old address leads on."""
    lesson = library().lesson(library().redirects.get(("lesson", slug), slug))
    if lesson is None or library().resolve("module", module_slug) is None:
        abort(404)
    is_old = (lesson.module, lesson.slug) != (module_slug, slug)
    if is_old and request.method != "POST":
        _lead_on(naming.lesson_url(lesson))
    return lesson


def _lead_on(url: str) -> None:
    abort(redirect(url, 301))


def lesson_page(lesson: Lesson, sent: Sent) -> str:
    """A lesson, with its exercises as this reader left them."""
    return render_template(
        "learn/lesson.html",
        lesson=lesson,
        body=_drawn(lesson, sent, _lesson_body),
        is_kept=reader() is not None,
        is_wrong=_is_wrong(sent),
    )


def module_page(module: Module, sent: Sent) -> str:
    """A module, with its task and its two tests as this reader left them."""
    return render_template(
        "learn/module.html",
        module=module,
        body=_drawn(module, sent, _module_body),
        is_wrong=_is_wrong(sent),
    )


def _drawn(page: P, sent: Sent, draw: Callable[[P, Sent], str]) -> Markup:
    """The page between masthead and foot; without an account the same for everybody."""
    if reader() or sent:
        return Markup(draw(page, sent))  # noqa: S704 (drawn by a template)
    return drawn_once(page.file, lambda: draw(page, sent))


def drawn_once(name: str, draw: Callable[[], str]) -> Markup:
    """What is the same for everybody, kept until the server starts again.

    A lesson takes 6 ms to draw, and the page around it 1 ms.
    """
    kept: dict[str, Markup] = current_app.extensions.setdefault("learn", {})
    if name not in kept:
        kept[name] = Markup(draw())  # noqa: S704 (drawn by a template)
    return kept[name]


def _is_wrong(sent: Sent) -> bool:
    return any(reading.problem for reading in sent.values())


def _lesson_body(lesson: Lesson, sent: Sent) -> str:
    person, module = reader(), find_module(lesson.module)
    kept, who = progress.NOTHING, Reader(sent=sent)
    if person:
        here = security.current_organisation()
        written = reflections.of_lesson(person, here, lesson)
        kept, who = _reader(person, module, sent, written)
    shown = exercises.of_page(lesson, who)
    place = kept.places.get(lesson.slug)
    read = place.read if place else []
    return render_template(
        "learn/lesson_body.html",
        lesson=lesson,
        module=module,
        is_kept=person is not None,
        runs=_runs(lesson),
        shown=shown,
        steps=rail.of(module, kept, lesson, {*read, *_done(shown)}),
        counted=progress.count_done(module, kept),
        finished_at=place.finished_at if place else None,
        stopped=progress.stopped_at(lesson, kept),
        before=library().previous(lesson),
        after=_next(lesson, module),
        cases=[case for slug in lesson.cases if (case := library().case(slug))],
        contents=_contents(lesson),
        against=contradicting.against(library(), lesson),
        changed=history.last_change(lesson),
    )


def _module_body(module: Module, sent: Sent) -> str:
    person = reader()
    kept, who = progress.NOTHING, Reader(sent=sent)
    if person:
        kept, who = _reader(person, module, sent, reflections.NOTHING)
    shown = exercises.paired(module, exercises.of_page(module, who))
    following = [m for m in library().modules if m.number > module.number]
    gained = gain.of(module, gain.firsts_in(who.kept))
    return render_template(
        "learn/module_body.html",
        module=module,
        lessons=library().lessons_of(module),
        is_kept=person is not None,
        runs=_runs(module),
        shown=shown,
        steps=rail.of(module, kept, None, ()),
        counted=progress.count_done(module, kept),
        checklist=checklist.dues(module, kept),
        gain=gained if gained.is_begun else None,
        best_after=_best_after(module, kept),
        after=following[0] if following else None,
    )


def _reader(
    person: Person, module: Module, sent: Sent, written: reflections.Written
) -> tuple[Kept, Reader]:
    """What a person has done in a module, and what its exercises show of it."""
    lessons = library().lessons_of(module)
    earlier = [
        page
        for each in progress.before(module)
        for page in (each, *library().lessons_of(each))
    ]
    held = exercises.kept_answers(person, [module, *lessons, *earlier])
    kept = progress.of_module(person, module, held)
    here = security.current_organisation()
    can_record = policy.can_practise(person, here)
    return kept, Reader(person, held, written, kept.logs, can_record, sent)


def _best_after(module: Module, kept: Kept) -> list[tuple[str, str | None, bool]]:
    """Modules that are best done before: title, address if written, whether done."""
    done = {
        each.slug for each in progress.before(module)
        if progress.is_complete(each, kept)
    }  # fmt: skip
    renamed = library().redirects
    links = [
        (library().resolve("module", slug), renamed.get(("module", slug), slug))
        for slug in module.prerequisites
    ]
    return [(link.title, link.url, slug in done) for link, slug in links if link]


def _runs(page: Page) -> list[tuple[bool, list[Part]]]:
    """The page's parts: prose with its margins together, each exercise in a run."""

    def is_prose(part: Part) -> bool:
        return isinstance(part, Prose | Margin)

    return [(prose, list(parts)) for prose, parts in groupby(page.parts, is_prose)]


def _done(shown: Mapping[str, Shown]) -> list[str]:
    """The exercises that have been answered, written or done."""
    return [name for name, exercise in shown.items() if exercise.is_done]


def _next(lesson: Lesson, module: Module) -> tuple[str, str]:
    """Title and address of what follows: the next lesson, or the module task."""
    following = library().next(lesson)
    if following and following.module == module.slug:
        return following.title, naming.lesson_url(following)
    return f"Module task: {module.task.title}", f"{naming.module_url(module)}#task"


_CONTENTS = (
    ("checks", "check", "checks"),
    ("scenarios", "story to decide", "stories to decide"),
    ("vignettes", "scene to score", "scenes to score"),
    ("reflections", "reflection", "reflections"),
    ("tasks", "practice task", "practice tasks"),
)


def _contents(lesson: Lesson) -> list[tuple[int, str, str]]:
    """How many exercises of each kind there are, with their names."""
    counted = [(len(getattr(lesson, name)), *names) for name, *names in _CONTENTS]
    return [(number, one, many) for number, one, many in counted if number]
