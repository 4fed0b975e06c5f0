"""Where two versions of an entry's form differ, answer by answer, in words."""

from dataclasses import dataclass

from app.look import framework
from app.practice import drafting
from app.practice.actions import latest_version
from app.practice.forms import BaseEntryForm, from_typed
from app.practice.models import Entry
from app.practice.written import Typed


@dataclass(frozen=True)
class Difference:
    """One question that was answered in two ways."""

    label: str
    here: str
    there: str


def differences(entry: Entry, other: Typed | None) -> list[Difference]:
    """Each answer in which the entry and the other version differ, in form order."""
    here = entry.pending
    if here is None:
        here = latest_version(entry).content if entry.submitted_at else {}
    scale = framework(entry.framework, entry.framework_version)
    forms = [from_typed(scale, typed) for typed in (here, other or {})]
    for form in forms:
        drafting.offer_choices(form, entry)
    mine, theirs = forms
    found = []
    for field in mine:
        name = field.name
        if name in {"key", "carried", "csrf_token"}:
            continue
        left, right = _said(mine, name), _said(theirs, name)
        if left != right:
            found.append(Difference(_label(mine, name), left, right))
    return found


def _said(form: BaseEntryForm, name: str) -> str:
    """An answer in words; empty where there is none."""
    field = form[name]
    if not field.raw_data or not any(field.raw_data):
        return ""
    typed = str(field.raw_data[0]).replace("\r\n", "\n")
    if field.type == "BooleanField":
        return "Yes"
    choices = {}
    if hasattr(field, "iter_choices"):
        choices = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
    return choices.get(typed, typed)


def _label(form: BaseEntryForm, name: str) -> str:
    """The question; with its principle, where each principle has the same one."""
    part, _, about = name.partition("-")
    label = str(form[name].label.text)
    if part in {"evidence", "second"}:
        return f"{form[f'rate-{about}'].label.text}: {label}"
    return label
