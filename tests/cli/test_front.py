"""What stands before a command, exit codes, one line of error, and terminals and pipes that are not kind."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import otui as package
from otui.cli import front, help_page
from otui.cli.commands import COMMANDS, walk
from otui.errors import Usage

ROOT = Path(__file__).resolve().parents[2]


def test_the_options_before_the_command_are_read_either_way():
    read = front.parse(["--desk=a b", "--as", "bea", "--lang", "nl", "ticket", "list", "--json"])
    assert (read.desk, read.login, read.lang, read.words) == (
        "a b",
        "bea",
        "nl",
        ("ticket", "list", "--json"),
    )
    assert front.parse([]).wants_screen
    for words in (["--desk"], ["--nope", "x"]):
        with pytest.raises(Usage):
            front.parse(words)


def test_version_and_help(otui):
    assert otui("--version").out == f"otui {package.__version__}\n"
    for words in (("--help",), ("help",), ("-h",)):
        said = otui(*words)
        assert said.code == 0
        assert all(name in said.out for name in COMMANDS)
    assert "NR... QUEUE" in otui("ticket", "move", "--help").out


def test_every_command_has_help_in_both_languages(otui):
    for path, text, command in walk():
        assert text.endswith("."), path
        assert all(parameter.help for parameter in command.params), path
        for lang in ("en", "nl"):
            said = otui("--lang", lang, *path, "--help")
            assert (said.code, said.err) == (0, ""), path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("tickt",), 2),
        (("ticket",), 2),
        (("ticket", "tke"), 2),
        (("ticket", "take"), 2),
        (("ticket", "take", "1000-09", "--hard"), 2),
        (("ticket", "list", "--desk", "x"), 2),
        (("ticket", "new"), 2),
        (("ticket", "new", "--subject"), 2),
        (("ticket", "new", "--subject", "x", "--impact", "many"), 2),
        (("ticket", "split", "1000-09", "first"), 2),
        (("ticket", "show", "1000-09"), 1),
        (("--as", "eve", "ticket", "list"), 1),
        (("--desk", "/nowhere/desk.otui", "ticket", "list"), 3),
        (("--desk", "postgresql://host/desk", "ticket", "list"), 3),
        (("--desk", "ftp://host/desk", "ticket", "list"), 3),
        (("--lang", "fr", "ticket", "list"), 2),
        (("rules", "show", "nothing"), 2),
        (("rules", "load", "/nowhere"), 2),
        (("restore", "--check", "/nowhere.otui"), 3),
        (("keys", "--context", "moon"), 2),
        (("keys", "--check", "/nowhere.toml"), 2),
        (("demo", "--tickets", "0"), 2),
        (("",), 2),
    ],
)
def test_what_goes_wrong_is_one_line_on_stderr_and_an_exit_code(otui, words, code):
    said = otui(*words)
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1), said
    assert "Traceback" not in said.err


def test_a_slip_is_answered_with_what_was_probably_meant(otui):
    assert "Did you mean `otui ticket take`?" in otui("ticket", "tke").err
    assert "--desk goes before the command" in otui("ticket", "list", "--desk", "x").err


def test_a_file_that_is_no_desk(otui, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("Not a desk. " * 100)
    empty = tmp_path / "empty"
    empty.touch()
    for path in (text, empty, tmp_path):
        said = otui("--desk", str(path), "ticket", "list")
        assert (said.code, said.err.count("\n")) == (3, 1)


def test_a_desk_that_is_newer(otui, desks):
    desks.run(otui.env["OTUI_DESK"], "UPDATE alembic_version SET version_num = '9999'")
    said = otui("ticket", "list")
    assert (said.code, said.err.count("\n")) == (3, 1)
    assert "newer" in said.err


def test_without_a_terminal_the_screen_points_to_the_commands(otui):
    said = otui.process()
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "otui ticket list" in said.err
    assert otui.process("demo").code == 2


def test_a_dumb_terminal_is_sent_to_the_commands(otui):
    master, slave = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "otui"],
        env={**os.environ, **otui.env, "TERM": "dumb"},
        stdin=slave,
        stdout=slave,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    os.close(slave)
    os.close(master)
    assert done.returncode == 2
    assert b"TERM=dumb" in done.stderr


def test_without_utf_8_everything_prints_in_ascii_twins(otui, ticket):
    number = ticket("Café – “printer” … 漢", "--body", "Ünïcode €")
    for words in (("list",), ("show", number), ("show", number, "--json"), ("history", number)):
        said = otui.process("ticket", *words, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert said.code == 0, said.err
        assert said.out.isascii()
    said = otui.process("ticket", "show", number, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert 'Cafe - "printer" ... ?' in said.out
    assert "Unicode EUR" in said.out


def test_a_pipe_that_closes_ends_quietly(otui, ticket):
    number = ticket("Long", "--body", "A line of words.\n" * 20_000)  # far more than a pipe holds
    environ = {**os.environ, **otui.env}
    with subprocess.Popen(
        [sys.executable, "-m", "otui", "ticket", "show", number],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == front.PIPE_CLOSED


def test_the_worker_raises_what_falls_due_and_ends_on_sigterm(otui, ticket):
    number = ticket()
    environ = {**os.environ, **otui.env, "OTUI_CLOCK": "2026-11-23T10:29:58+01:00"}
    with subprocess.Popen(
        [sys.executable, "-m", "otui", "worker", "--json"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            line = process.stdout.readline()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
        assert f'"number": "{number}"' in line
        assert '"what": "warning"' in line


def test_an_error_nobody_foresaw_is_logged_with_an_id_the_person_is_told(otui, monkeypatch):
    import otui.cli.commands as commands

    def broken(_front):
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(commands, "run_command", broken)
    said = otui("ticket", "list")
    assert (said.code, said.err.count("\n")) == (front.UNFORESEEN, 1)
    assert "secret words" not in said.err
    (log,) = Path(otui.env["HOME"]).rglob("trouble.log")
    assert "secret words" in log.read_text()


def test_a_mistake_in_the_settings_is_told_and_help_still_works(otui, tmp_path):
    settings = tmp_path / "config.toml"
    settings.write_text('langg = "nl"\n')
    said = otui("ticket", "list", OTUI_CONFIG=str(settings))
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert f"{settings}:1" in said.err
    assert otui("--help", OTUI_CONFIG=str(settings)).code == 0


def test_version_and_the_way_to_the_screen_load_nothing_heavy(otui):
    heavy = "sqlmodel sqlalchemy pydantic alembic typer textual rich sqlite3"
    script = (
        "import sys; from otui.cli import front\n"
        "front.run(['--version']); front.run([])\n"
        f"found = [name for name in {heavy!r}.split() if name in sys.modules]\n"
        "print(found, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **otui.env},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_a_command_loads_neither_the_orm_nor_the_screen(otui, ticket):
    ticket()
    script = (
        "import sys; from otui.cli import front\n"
        "assert front.run(['ticket', 'list']) == 0\n"
        "print([n for n in ('sqlmodel', 'sqlalchemy', 'alembic', 'textual', 'rich') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **otui.env}, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_handbook_page_of_the_commands_is_current():
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == help_page.handbook(), "make it anew: python -m otui.cli.help_page docs/commands.md"
