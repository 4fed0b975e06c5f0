"""One module, from the test before it to its completion."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from app.accounts.models import Membership, Person
from app.content.blocks import Check, Vignette
from app.content.types import Module
from app.db import db
from app.practice.models import State
from tests import make
from tests.browser.site import Site, shot
from tests.curriculum.lessons import right, scored

Window = Callable[..., Page]
WHO = "Joel"  # whom no other journey needs
SEND = re.compile(r"^(Keep my answer|Answer|Save and compare|Score and compare)$")


def test_from_the_test_before_to_the_end(site: Site, open_as: Window) -> None:
    """Asked before, read, answered, scored, asked after, done out in the world."""
    library = site.app.extensions["library"]
    module: Module = library.modules[-1]
    at = f"/learn/{module.slug}/"
    page = open_as(WHO)
    page.goto(at)
    for check in module.pre:
        answer(page, check)
    for lesson in library.lessons_of(module):
        page.goto(f"{at}{lesson.slug}/")
        for check in lesson.checks:
            answer(page, check)
        for scene in lesson.vignettes:
            score(page, scene)
        page.get_by_role("button", name="Mark this lesson as read").click()
        page.wait_for_url("**/#lesson-read")
    page.goto(at)
    for check in module.post:
        answer(page, check)

    due = page.get_by_role("region", name="What completes this module")
    expect(due).to_contain_text(f"task accepted: 0 of {module.task.entries}")
    expect(due.get_by_text("Still to do")).to_have_count(1)
    do_the_task(site, module)
    page.reload()

    done = page.get_by_role("region", name="You have completed this module")
    expect(done.get_by_text("Still to do")).to_have_count(0)
    table = page.get_by_role("table", name="Before and after, question by question")
    expect(table.get_by_text("Right")).to_have_count(2 * len(module.post))
    shot(page, "module-complete")


def answer(page: Page, check: Check) -> None:
    """Give the right answer, and see that it is kept."""
    box = page.locator(f"#{check.id}")
    for name, value in right(check).items():
        fill(box, name, value)
    send(page, check.id)


def fill(box: Locator, name: str, value: Any) -> None:
    """Choose or type what a form sends under this name."""
    if isinstance(value, list):
        for one in value:
            box.locator(f'[name="{name}"][value="{one}"]').check()
    elif box.locator(f'select[name="{name}"]').count():
        box.locator(f'select[name="{name}"]').select_option(value)
    else:
        box.locator(f'[name="{name}"]').first.fill(value)


def score(page: Page, scene: Vignette) -> None:
    """Open each principle, give it a level, answer the two tests."""
    box = page.locator(f"#{scene.id}")
    for summary in box.locator("details.rate > summary").all():
        summary.click()
    for name, value in scored(scene).items():
        box.locator(f'[name="{name}"][value="{value}"]').check()
    send(page, scene.id)


def send(page: Page, block_id: str) -> None:
    """Send one exercise, and see that its answer has a day."""
    box = page.locator(f"#{block_id}")
    box.get_by_role("button", name=SEND).click()
    expect(box).to_contain_text("Answered on")


def do_the_task(site: Site, module: Module) -> None:
    """As many entries as the module's task asks for, accepted by a supervisor."""
    task = module.task
    with site.app.app_context():
        author = db.session.scalars(select(Person).where(Person.name == WHO)).one()
        belongs = select(Membership).where(Membership.person_id == author.id)
        host = db.session.scalars(belongs).one().organisation
        about = {"task": task.id, "kind": task.entry_kinds[0]}
        for _ in range(task.entries):
            make.entry(author, host, state=State.ACCEPTED, **about)
