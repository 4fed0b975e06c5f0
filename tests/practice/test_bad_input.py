"""What nobody should have sent: a clear message beside it, and the text kept."""

import pytest

from app.db import db
from app.practice.models import Entry, State
from tests import make
from tests.page import Page

LONG = "Wörter 🦊 " * 12_000  # over 100,000 characters
WORD_HTML = (
    "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
    '<p class=MsoNormal style="mso-ansi-language:EN-GB"><b>“Who decides?”</b>'
    "&nbsp;asked\u00a0Tenant\u00a0A – ‘not us’…<o:p></o:p></p>\r\n<script>x()</script>"
)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-11-24", "Choose today or an earlier day"),
        ("9999-12-31", "Choose today or an earlier day"),
        ("1899-12-31", "Choose a day from the year 2000 on"),
        ("0001-01-01", "Choose a day from the year 2000 on"),
        ("24/11/2026", "Enter the day as year-month-day, such as 2026-11-20"),
        ("2026-02-30", "Enter the day as year-month-day, such as 2026-11-20"),
    ],
)
def test_a_day_that_cannot_be(pair, day, message):
    """It says what to choose, and everything else stays as it was typed."""
    entry = pair.entry(state=State.DRAFT)
    form = make.typed(happened_on=day, what="Kept, every word.", do="check")

    page = Page(pair.log.post(f"/practice/{entry.id}/edit/", data=form))

    assert page.status == 422
    assert page.at_field["happened_on"] == message
    assert page.sent["what"] == "Kept, every word."
    kept = Page(pair.log.get(f"/practice/{entry.id}/edit/"))
    assert kept.sent["what"] == "Kept, every word."
    assert pair.log.get("/practice/").status_code == 200


def test_the_day_offered_is_the_servers(pair):
    """Whatever a phone's clock says."""
    assert Page(pair.log.get("/practice/new/")).sent["happened_on"] == "2026-11-23"


@pytest.mark.parametrize("do", ["save", "check", "keep"])
def test_a_reflection_of_a_hundred_thousand_characters(pair, do):
    """Too long is said at its field; the page holds all of it to be shortened."""
    form = make.typed(what=LONG, do=do)

    page = Page(pair.log.post("/practice/new/", data=form))

    assert page.status == 422
    assert page.at_field["what"] == "Use at most 20,000 characters here"
    assert page.sent["what"].strip() == LONG.strip()


def test_pasted_word_html_is_text(pair):
    """Kept as it was pasted, shown as text, to its author and the supervisor."""
    entry = pair.entry(what=WORD_HTML)
    raw = WORD_HTML.replace("\r\n", "\n")

    for page in (
        pair.log.get(f"/practice/{entry.id}/"),
        pair.log.get(f"/practice/{entry.id}/versions/1/"),
        pair.desk.get(f"/supervision/{entry.id}/"),
    ):
        assert page.status_code == 200
        assert "<script>x" not in page.text
        assert "<!--[if" not in page.text
        assert "<o:p>" not in page.text
        assert "asked\u00a0Tenant\u00a0A – ‘not us’…" in page.text
    db.session.expire_all()
    assert db.session.get(Entry, entry.id).what == raw
