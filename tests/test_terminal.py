"""What the environment says of the terminal and the editor."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from otui.errors import Refused
from otui.terminal import editor_command, terminal_facts


@pytest.mark.parametrize(
    ("environ", "utf8"),
    [
        ({}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "nl_NL.UTF-8"}, True),
        ({"LANG": "nl_NL.utf8"}, True),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "nl_NL.ISO-8859-1"}, False),
        ({"LC_CTYPE": "C.UTF-8"}, False),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, True),
        ({"LC_CTYPE": "UTF-8"}, True),
    ],
)
def test_utf8(environ: dict[str, str], utf8: bool) -> None:
    assert terminal_facts(environ).utf8 is utf8


@pytest.mark.parametrize(
    ("environ", "colors"),
    [
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "screen"}, 16),
        ({"TERM": "linux"}, 16),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 16_777_216),
        ({"TERM": "tmux-256color"}, 256),
    ],
)
def test_colours(environ: dict[str, str], colors: int) -> None:
    assert terminal_facts(environ).colors == colors


@pytest.mark.parametrize(("value", "no_color"), [("1", True), ("", False)])
def test_no_color_counts_when_it_holds_something(value: str, no_color: bool) -> None:
    assert terminal_facts({"NO_COLOR": value}).no_color is no_color


@pytest.mark.parametrize(("term", "dumb"), [("dumb", True), ("", True), ("xterm", False)])
def test_a_dumb_terminal_is_known(term: str, dumb: bool) -> None:
    assert terminal_facts({"TERM": term}).dumb is dumb


@pytest.mark.parametrize(
    ("environ", "ssh"),
    [({}, False), ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, True), ({"SSH_TTY": "/dev/pts/1"}, True)],
)
def test_a_line_to_elsewhere_is_known(environ: dict[str, str], ssh: bool) -> None:
    assert terminal_facts(environ).ssh is ssh


@pytest.fixture
def path(tmp_path: Path) -> str:
    for name in ("ed", "vi", "my editor"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    return str(tmp_path)


def test_the_setting_counts_before_visual_and_that_before_editor(path: str) -> None:
    environ = {"PATH": path, "VISUAL": "vi -n", "EDITOR": "ed"}
    assert editor_command("ed -s", environ) == ["ed", "-s"]
    assert editor_command("", environ) == ["vi", "-n"]
    assert editor_command("", {"PATH": path, "EDITOR": "ed"}) == ["ed"]
    assert editor_command("", {"PATH": path, "EDITOR": "'my editor' -w"}) == ["my editor", "-w"]


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, "No editor is set"),
        ({"EDITOR": "nope"}, "cannot be found: nope"),
        ({"EDITOR": "'vi"}, "quotes in"),
    ],
)
def test_no_editor_is_a_sentence(environ: dict[str, str], told: str, path: str) -> None:
    with pytest.raises(Refused, match=told) as refused:
        editor_command("", {"PATH": path, **environ})
    assert "export EDITOR" in refused.value.hint


def test_a_process_that_is_stuck_ends_with_its_terminal() -> None:
    """Nothing goes round in it any more, no loop and no signal handler; it is gone all the same."""
    script = (
        "import sys, threading; from otui import terminal; terminal._LOOK_EVERY = 0.1;"
        "terminal.end_without(0, 0.1); print('on', flush=True); threading.Event().wait()"
    )
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=theirs, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        os.close(theirs)
        assert process.stdout is not None
        assert process.stdout.readline() == b"on\n"
        os.close(ours)
        assert process.wait(30) == 129
