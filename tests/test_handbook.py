"""What the handbook says is so: its commands run, its links lead somewhere, its worked examples are what comes out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from otui.desk.setup import shipped_rules
from otui.domain.rules import Rules
from otui.keys.actions import ACTIONS
from otui.keys.keymap import Keymap

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ZONE = ZoneInfo("Europe/Amsterdam")


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def commands(page: Path) -> list[str]:
    """Return the commands of a page's `console` blocks: the lines behind a `$`."""
    return [
        line[2:] for block in blocks(page, "console") for line in block.splitlines() if line.startswith("$ ")
    ]


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_the_commands_of_a_page_work_one_after_the_other(page: Path, tmp_path: Path) -> None:
    environ = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "EDITOR": "true",
        "OTUI_DESK": str(tmp_path / "desk.db"),
        "OTUI_AGENT": "anna",
    }
    script = commands(page)
    if not any(line.startswith("otui init") for line in script):
        script.insert(0, "otui init --login anna --name Anna >&2")
    told = subprocess.run(
        ["bash", "-e", "-c", "\n".join(script)],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr or told.stdout


def test_there_are_commands_to_run() -> None:
    assert {"admin.md", "desk-files.md"} <= {page.name for page in PAGES if commands(page)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = {one for one in targets if "://" not in one and not (page.parent / one).exists()}
    assert missing == set()


def test_every_picture_is_shown() -> None:
    shown = {
        Path(one).name for page in PAGES for one in re.findall(r"\]\(([^)]+\.svg)\)", page.read_text("utf-8"))
    }
    assert {path.name for path in (ROOT / "docs" / "pictures").glob("*.svg")} == shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_the_handbook_can_be_reached(page: Path) -> None:
    linked = {
        one
        for other in PAGES
        if other != page
        for one in re.findall(r"\(([^)]+\.md)", other.read_text("utf-8"))
    }
    assert page.name == "README.md" or page.name in {Path(one).name for one in linked}


def test_the_first_shift_names_keys_that_do_what_it_says() -> None:
    text = (ROOT / "docs" / "first-shift.md").read_text(encoding="utf-8")
    said = dict(
        re.findall(r"^\| `(\w)` \| (level|move|line up|wait|solve|close|reopen) \|", text, re.MULTILINE)
    )
    ids = {"level": "priority", "line up": "line_up", "solve": "resolve"}
    keymap = Keymap.load("default")
    assert len(said) == 7
    for key, word in said.items():
        action = f"ticket.{ids.get(word, word)}"
        assert action in {one.id for one in ACTIONS.values()}
        assert (key,) in keymap.keys_of(action)


def test_the_readme_has_two_commands_of_one_line_each() -> None:
    first, second = (block.strip() for block in blocks(ROOT / "README.md", "sh"))
    assert "\n" not in first + second
    assert first.endswith("otui demo")
    assert second.endswith("pytest")
    assert all("--constraint constraints.txt" in one for one in (first, second))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in the week of Monday 23 November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_the_worked_examples_of_the_clock_page() -> None:
    rules = Rules.parse(shipped_rules())
    office = rules.calendars["office"]
    assert office.add(at(24, 9), timedelta(hours=8)) == at(24, 17)
    assert office.add(at(24, 9), timedelta(hours=12)) == at(25, 11, 30)
    assert (
        office.add(at(28, 12), timedelta(0)) <= office.add(at(28, 12), timedelta(minutes=1)) == at(30, 8, 1)
    )
    assert office.add(at(24, 9, 30), timedelta(hours=8)) == at(24, 17, 30)
    used = office.between(at(24, 9), at(24, 11))
    assert used == timedelta(hours=2)
    assert office.add(at(24, 15), timedelta(hours=12) - used) == at(25, 15, 30)


def test_the_table_of_the_clock_page_is_the_one_that_is_shipped() -> None:
    table = Rules.parse(shipped_rules()).sla.default
    text = (ROOT / "docs" / "clock.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d, ]+) \| ([A-Z]+) \|", text, re.MULTILINE)
    assert len(rows) == len(table.levels)
    levels = {level.name: {int(value) for value in level.values} for level in table.levels}
    assert {name: {int(value) for value in values.split(",")} for values, name in rows} == levels
