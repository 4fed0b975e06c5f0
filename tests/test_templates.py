"""Templates keep to the house rules, and name only what exists."""

import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

ONE_ENGINE = True  # templates ask no database
ROOT = Path(__file__).resolve().parents[1] / "app"
FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*.*") if path.is_file())
NAMES = [str(path.relative_to(FOLDER)) for path in TEMPLATES]
LONGEST = 80  # lines

OPENING = re.compile(r"\A\{#(.*?)#\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
SPRITE = re.compile(r"icons\.svg'\) *\}\}#([\w-]+)")
SYMBOL = re.compile(r'<symbol id="([\w-]+)"')
STYLE = re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE)
HANDLER = re.compile(r"\son[a-z]+\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
# A script element that no browser runs; `tojson` writes nothing that could end it.
DATA = re.compile(r'<script type="application/ld\+json">\{\{ \w+\|tojson \}\}</script>')
# What Flask and its extensions give to every template.
FLASK = {"request", "session", "g", "config", "url_for", "get_flashed_messages"}
GIVEN = FLASK | {"csrf_token", "current_user"}
HANDED_OVER = {"endpoint", "feature.endpoint"}  # endpoints that a variable holds


def code(path):
    """A template without its comments."""
    return COMMENT.sub("", path.read_text())


@pytest.fixture(scope="module")
def symbols():
    """The icons that there are."""
    return set(SYMBOL.findall((ROOT / "static" / "img" / "icons.svg").read_text()))


def calls(app, path, name, place=0):
    """The arguments in this place of every call of `name`."""
    tree = app.jinja_env.parse(path.read_text())
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == name:
            yield from call.args[place : place + 1]


def words(argument):
    """The texts that an argument can be: one, or one of two chosen between."""
    if isinstance(argument, nodes.Const):
        return {argument.value} - {""}
    if isinstance(argument, nodes.CondExpr):
        return words(argument.expr1) | words(argument.expr2)
    return set()


def test_there_are_templates():
    """So that the rules below hold for something."""
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_it_opens_by_naming_its_inputs(app, path):
    """Each value that it reads and does not make; none needed, no comment."""
    tree = app.jinja_env.parse(path.read_text())
    opening = OPENING.match(path.read_text())
    named = set(re.findall(r"\w+", opening[1])) if opening else set()

    read = meta.find_undeclared_variables(tree)
    inputs = read - made(tree) - app.jinja_env.globals.keys() - GIVEN
    assert inputs <= named, inputs - named


def made(tree):
    """What a template imports, sets or defines; a block reads it as from outside."""
    names = {macro.name for macro in tree.find_all(nodes.Macro)}
    for brought in tree.find_all(nodes.FromImport):
        names |= {n if isinstance(n, str) else n[1] for n in brought.names}
    names |= {brought.target for brought in tree.find_all(nodes.Import)}
    stored = (name for name in tree.find_all(nodes.Name) if name.ctx == "store")
    return names | {name.name for name in stored}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_it_is_short(path):
    """Under 80 lines."""
    assert len(path.read_text().splitlines()) < LONGEST


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_nothing_that_the_security_policy_refuses(path):
    """No style attribute, no handler, no script within the page."""
    text = DATA.sub("", code(path))

    assert not STYLE.search(text)
    assert not HANDLER.search(text)
    assert not [body for body in SCRIPT.findall(text) if body.strip()]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_endpoint_exists(app, path):
    """A misspelt one would break the page only when somebody opens it."""
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    room = str(path.relative_to(FOLDER)).partition("/")[0]
    for name in ("url_for", "item"):
        for argument in calls(app, path, name):
            named = words(argument)
            for endpoint in named:
                full = f"{room}{endpoint}" if endpoint[0] == "." else endpoint
                assert full in known, endpoint
            if not named:
                assert dotted(argument) in HANDED_OVER


def dotted(argument):
    """A variable as it is written."""
    if isinstance(argument, nodes.Getattr):
        return f"{dotted(argument.node)}.{argument.attr}"
    return argument.name


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_icon_exists(app, symbols, path):
    """By name, or as one of two names chosen between."""
    named = set(SPRITE.findall(code(path)))
    for name, place in (("icon", 0), ("badge", 0), ("tag", 2)):
        for argument in calls(app, path, name, place):
            named |= words(argument)

    assert named <= symbols, named - symbols


def test_every_principle_has_its_badge(app, symbols):
    """Badges are drawn by the ids of the framework."""
    scale = app.extensions["library"].default_framework

    assert {principle.id for principle in scale.principles} <= symbols
