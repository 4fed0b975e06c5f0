"""When a page last changed."""

from datetime import date

from app.content.page import Page
from app.content.types import Case, Lesson


def changed_on(page: Page) -> date:
    """The day on which a page was last changed, or read through and left as it was."""
    changes = page.changes if isinstance(page, Case | Lesson) else ()
    return max([page.reviewed, *(change.on for change in changes)])
