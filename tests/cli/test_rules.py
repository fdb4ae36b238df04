"""`otui rules`: seen, checked, foreseen, put in force, told and taken back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from otui.desk.rules.rule_files import shipped_rules


@pytest.fixture
def slower(tmp_path: Path) -> Path:
    """An sla.toml in which HIGH has five hours, in a folder of its own."""
    folder = tmp_path / "rules"
    folder.mkdir()
    path = folder / "sla.toml"
    path.write_text(shipped_rules()["sla"].replace('resolve = "4 h"', 'resolve = "5 h"'), encoding="utf-8")
    return path


def test_rules_are_shown(otui, slower):
    assert otui("rules", "show", "sla").out.strip() == shipped_rules()["sla"].strip()
    assert otui("rules", "show").out.count("# ") >= 3
    assert otui("rules", "show", "prices").code == 2
    assert otui("rules", "load", str(slower), "--yes").code == 0
    made = otui("rules", "log", "--json").json[-1]["version"]
    assert 'resolve = "5 h"' in otui("rules", "show", "sla").out
    assert 'resolve = "5 h"' not in otui("rules", "show", "sla", "--at", str(made)).out
    assert otui("rules", "show", "sla", "--at", "99").code == 1


def test_a_mistake_is_told_with_its_line(otui, slower):
    assert otui("rules", "check", str(slower)).code == 0
    assert otui("rules", "check", str(slower.parent)).code == 0
    slower.write_text(slower.read_text().replace('resolve = "5 h"', 'resolve = "4 parsecs"'))
    for command in ("check", "preview", "load"):
        said = otui("rules", command, str(slower))
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "sla.toml:" in said.err
    other = slower.with_name("prices.toml")
    other.write_text("")
    assert otui("rules", "check", str(other)).code == 2


def test_files_are_checked_without_a_desk(otui, slower, tmp_path):
    assert otui("--desk", str(tmp_path / "none.otui"), "rules", "check", str(slower)).code == 0


def test_a_preview_changes_nothing(otui, ticket, slower):
    number = ticket()
    said = otui("rules", "preview", str(slower))
    assert said.code == 0
    assert "1 of 1 open ticket moves: 1 later." in said.out
    assert number in said.out
    found = otui("rules", "preview", str(slower), "--json").json
    assert (found["moved"], found["later"], found["files"]) == (1, 1, ["sla"])
    assert found["clocks"]["resolution"]["most_working"] == 3600
    before, after = found["tickets"][0]["resolution_due"]
    assert (before[:16], after[:16]) == ("2026-11-23T12:00", "2026-11-23T13:00")
    assert otui("ticket", "show", number, "--json").json["resolution_due"][:16] == "2026-11-23T12:00"


def test_rules_are_loaded_by_an_admin_who_says_so(otui, ticket, slower):
    number = ticket()
    assert otui("--as", "bea", "rules", "load", str(slower), "--yes").code == 1
    refused = otui("rules", "load", str(slower))
    assert refused.code == 1
    assert "--yes" in refused.err
    assert otui("ticket", "show", number, "--json").json["resolution_due"][:16] == "2026-11-23T12:00"
    said = otui("rules", "load", str(slower), "--yes", "--json").json
    assert (said["loaded"], said["rebuilt"], said["effect"]["moved"]) == (["sla"], 1, 1)
    assert otui("ticket", "show", number, "--json").json["resolution_due"][:16] == "2026-11-23T13:00"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 1), (b"\n", 1)])
def test_on_a_terminal_it_asks(otui, slower, answer, code):
    import pty
    import subprocess

    main, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "otui", "rules", "load", str(slower)],
        env={**os.environ, **otui.env},
        stdin=side,
        stdout=side,
        stderr=side,
    )
    os.close(side)
    seen = b""
    while b"[y/N]" not in seen:
        seen += os.read(main, 4096)
    os.write(main, answer)
    assert process.wait(60) == code
    os.close(main)
    assert ('resolve = "5 h"' in otui("rules", "show", "sla").out) == (code == 0)


def test_the_log_says_who_and_back_takes_it_back(otui, slower):
    assert otui("rules", "back", "--yes").code == 1
    otui("rules", "load", str(slower), "--yes")
    newest, made = otui("rules", "log", "--json").json
    assert (newest["agent"], newest["files"], made["agent"]) == ("ada", ["sla"], None)
    assert '+resolve = "5 h"' in otui("rules", "log", str(newest["version"])).out
    assert otui("rules", "back").code == 1
    assert otui("rules", "back", "--yes").code == 0
    assert otui("rules", "show", "sla").out.strip() == shipped_rules()["sla"].strip()
    assert otui("rules", "back", str(newest["version"]), "--yes").code == 0
    assert 'resolve = "5 h"' in otui("rules", "show", "sla").out
    assert len(otui("rules", "log", "--json").json) == 4
