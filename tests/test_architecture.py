"""The house rules that a reader cannot see at a glance: who loads what at run time, and how long files may get."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "otui"
CODE = [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "benchmarks").glob("*.py"))]
LONGEST_FILE = 330
LONGEST_FUNCTION = 60

_LOADED = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
tops = {name.partition(".")[0] for name in sys.modules}
print(json.dumps(sorted(tops | {name for name in sys.modules if name.startswith("otui")})))
"""


def loaded_by(*modules: str) -> set[str]:
    """Return what a fresh interpreter has loaded after importing `modules`: top names, and otui's own in full."""
    told = subprocess.run(
        [sys.executable, "-c", _LOADED, json.dumps(modules)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(told.stdout))


def modules_of(*folders: str) -> list[str]:
    """Return the dotted names of every module in folders of the package."""
    files = [path for folder in folders for path in sorted((PACKAGE / folder).rglob("*.py"))]
    names = (".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in files)
    return [name.removesuffix(".__init__") for name in names if "migrations" not in name]


@pytest.mark.parametrize("room", ["domain", "desk", "store", "text"])
def test_the_core_loads_no_user_interface(room: str) -> None:
    assert loaded_by(*modules_of(room)).isdisjoint({"textual", "rich", "typer"})


def test_the_first_screen_loads_nothing_that_is_slow_and_not_needed() -> None:
    loaded = loaded_by("otui.__main__", "otui.cli.front", "otui.cli.screen", "otui.app")
    assert loaded.isdisjoint({"sqlmodel", "sqlalchemy", "pydantic", "alembic", "typer", "holidays", "babel"})


def test_a_verb_needs_no_entity_classes() -> None:
    loaded = loaded_by("otui.desk.desk", "otui.desk.tickets", "otui.desk.views.lists", "otui.desk.timer")
    assert loaded.isdisjoint({"sqlmodel", "sqlalchemy", "pydantic", "alembic"})


def test_the_package_is_where_these_tests_look() -> None:
    assert "otui.desk.tickets.talk" in modules_of("desk")
    assert {"sqlmodel", "otui.domain.entities"} <= loaded_by("otui.domain.entities")


@pytest.mark.parametrize("room", ["screens", "widgets", "keys"])
def test_no_screen_reaches_for_the_store(room: str) -> None:
    assert {
        str(path.relative_to(PACKAGE)) for path in sorted((PACKAGE / room).rglob("*.py")) if stores(path)
    } == set()


def stores(path: Path) -> set[str]:
    """Return the modules of the store, and the database libraries, that a file imports at run time."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body.clear()
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return {name for name in found if name.startswith(("otui.store", "sqlite3", "sqlalchemy", "sqlmodel"))}


def test_a_module_is_about_one_thing() -> None:
    long = {
        path.name: n
        for path in CODE
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}, f"more than {LONGEST_FILE} lines"


def test_a_function_fits_on_a_screen() -> None:
    long = {}
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > LONGEST_FUNCTION and "migrations" not in path.parts:
                    long[f"{path.name}: {node.name}"] = size
    assert long == {}, f"more than {LONGEST_FUNCTION} lines"
