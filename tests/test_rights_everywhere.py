"""No verb without a row in the table, no row without a verb: found in the program itself, not listed here."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import otui
import otui.desk
from otui.desk.rights import page as document
from otui.desk.rights.matrix import DESK_VERBS, TICKET_VERBS
from otui.domain.workflow import TRANSITIONS

ROOT = Path(otui.__file__).parent
FRONTS = ("app.py", "cli", "screens", "widgets", "keys")


def fronts() -> Iterator[Path]:
    for name in FRONTS:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def named_in(path: Path) -> Iterator[object]:
    """Yield what a module of a front end names of the desk."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("otui.desk"):
            source = importlib.import_module(node.module or "")
            for alias in node.names:
                found = getattr(source, alias.name, None)
                if found is None:
                    found = importlib.import_module(f"{node.module}.{alias.name}")
                if isinstance(found, ModuleType):
                    modules[alias.asname or alias.name] = found
                else:
                    yield found
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield getattr(modules[node.value.id], node.attr, None)


def is_verb(found: object) -> bool:
    """Whether it changes the desk: its first argument is a unit of work, or a desk that it writes to by itself."""
    if not inspect.isfunction(found) or not found.__module__.startswith("otui.desk."):
        return False
    first = next(iter(inspect.signature(found).parameters.values()), None)
    return first is not None and str(first.annotation).strip("'\"").split(".")[-1] == "Unit"


def place(function: object) -> str:
    return f"{function.__module__}:{function.__name__}"  # type: ignore[attr-defined]


def named_by_rows() -> dict[str, str]:
    """Return {place of the function a row names: verb}."""
    found = {}
    for row in (*TICKET_VERBS, *DESK_VERBS):
        assert row.functions, row.verb
        for words in row.functions:
            module, _colon, name = words.partition(":")
            function = getattr(importlib.import_module(module), name, None)
            assert inspect.isfunction(function), f"{row.verb} names {words}, which is no function"
            found[place(function)] = row.verb
    return found


def test_every_verb_that_a_front_end_can_do_is_in_the_table():
    done = {place(one) for path in fronts() for one in named_in(path) if is_verb(one)}
    assert len(done) > 30
    assert done - set(named_by_rows()) == set()


def test_every_verb_of_tickets_is_in_the_table():
    package = importlib.import_module("otui.desk.tickets")
    verbs = {place(getattr(package, name)) for name in package.__all__}
    assert verbs - set(named_by_rows()) == set()


def test_the_table_and_the_workflow_name_the_same_verbs():
    rows = {row.verb for row in TICKET_VERBS}
    assert {row.verb for row in TRANSITIONS} - rows == set()


def test_every_verb_asks_the_table_by_its_own_name():
    """What a verb hands to `ticket_for`, `require` or `require_on` is the name of a row."""
    rows = {row.verb for row in (*TICKET_VERBS, *DESK_VERBS)}
    asked: set[str] = set()
    for module in pkgutil.walk_packages(otui.desk.__path__, "otui.desk."):
        spec = importlib.util.find_spec(module.name)  # type: ignore[attr-defined]
        tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("ticket_for", "require_on", "require"):
                asked |= {
                    one.value
                    for argument in node.args
                    for one in ast.walk(argument)
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    assert asked - rows == set()


def test_the_page_of_the_handbook_is_the_table():
    page = (Path(__file__).resolve().parents[1] / "docs" / "rights.md").read_text(encoding="utf-8")
    assert page == document.page(), "run: python -m otui.desk.rights.page > docs/rights.md"
    for row in (*TICKET_VERBS, *DESK_VERBS):
        assert f"| {document._words(row.verb)} |" in page, row.verb
