"""`otui doctor`: the program, the terminal, the settings and the desk, with what to mend."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from pathlib import Path

import typer

import otui
from otui import config, restricted, terminal, trouble
from otui.cli import streams
from otui.cli.session import desk_url, front, login
from otui.desk import backups, timer
from otui.desk.desk import Desk
from otui.errors import OtuiError
from otui.keys import sheet
from otui.store.database import Database, name_of
from otui.text import times
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

TMUX = (
    "set -g set-clipboard on",
    "set -s escape-time 10",
    "set -g focus-events on",
    "set -g default-terminal tmux-256color",
)
"""Lines for ~/.tmux.conf: copying to the clipboard, an Esc that comes at once, focus, colours."""
LATE = 60
"""Seconds after which something due and not raised says that no timer runs."""


@app.command(
    "doctor", help=N_("Look at the program, the terminal, the settings and the desk, and say what to mend.")
)
def doctor() -> None:
    """Examine everything; the exit code is that of the worst finding."""
    worst = 0
    for title, examine in (
        (_("Program"), _program),
        (_("Terminal"), _terminal),
        (_("Settings"), _settings),
        (_("Keys"), _keys),
        (_("Desk"), _desk),
    ):
        if restricted.is_on() and examine is not _terminal:
            continue  # over SSH the account, its files and its desk are the admin's to look at
        print(title)
        try:
            examine()
        except OtuiError as error:
            worst = max(worst, error.exit_code)
            streams.block(_("! {problem}").format(problem=error), "  ")
    if worst:
        raise SystemExit(worst)


def _program() -> None:
    _rows(
        ("otui", otui.__version__),
        ("Python", f"{platform.python_version()}, {sys.platform}"),
        ("SQLite", sqlite3.sqlite_version),
        (_("log of errors"), str(trouble.log_path())),
    )


def _terminal() -> None:
    facts = terminal.terminal_facts(os.environ)
    in_tmux = bool(os.environ.get("TMUX"))
    _rows(
        ("TERM", os.environ.get("TERM", "-")),
        ("NO_COLOR", _yes(bool(os.environ.get("NO_COLOR")))),
        ("UTF-8", _yes(facts.utf8)),
        ("SSH", _yes(facts.ssh)),
        ("tmux", _yes(in_tmux)),
    )
    if facts.dumb:
        _mend(_("This terminal cannot show a screen; the commands work here."))
    if not facts.utf8:
        _mend(_("The locale is not UTF-8: otui draws with ASCII. Set LANG to one such as en_GB.UTF-8."))
    if in_tmux:
        _mend(_("For copying and a quick Esc, ~/.tmux.conf should hold:"))
        for one in TMUX:
            print(f"      {one}")
    if restricted.is_on():
        return
    try:
        terminal.editor_command(front().settings.editor, os.environ)
    except OtuiError as error:
        _mend(str(error))


def _settings() -> None:
    path = config.config_path(os.environ)
    _rows(
        (
            _("file"),
            str(path) if path.exists() else _("{path} (not there: all is as shipped)").format(path=path),
        )
    )
    for row in config.rows(front().settings):
        if row.origin != _(config.DEFAULT):
            _rows((row.name, f"{row.value} ({row.origin})"))


def _keys() -> None:
    settings = front().settings
    own = Path(settings.keymap)
    if not own.exists() and settings.origin("keymap") == config.DEFAULT:
        _rows((_("set"), settings.keys))
        return
    warnings = sheet.check_file(own, settings.keys)
    _rows((_("set"), settings.keys), (_("own keys"), str(own)))
    for warned in warnings:
        _mend(f"{own}:{warned.line}: {warned.text}")


def _desk() -> None:
    from otui.store.check import findings

    _rows((_("desk"), name_of(desk_url())))
    with Desk.open(desk_url(), login=login()) as desk:
        upcoming = desk.read(timer.next_instant)
        _rows(
            (_("you are"), f"{desk.agent.login} ({desk.agent.role})"),
            *_held(desk.database),
            (_("next instant"), times.ago(upcoming, desk.now) if upcoming else "-"),
            (_("last backup"), desk.read(backups.last) or _("none is planned; see [backup] in the settings")),
        )
        if upcoming is not None and (desk.now - upcoming).total_seconds() > LATE:
            _mend(_("What fell due is not raised: leave otui or `otui worker` running."))
        if worry := desk.read(backups.worry):
            _mend(worry)
        path = desk.database.path
        if path is not None and path.stat().st_mode & 0o077 and os.name == "posix":
            _mend(_("Others on this machine can reach the file; `chmod 600` ends that."))
        for found in findings(desk.database.read()):
            _mend(found)


def _held(database: Database) -> list[tuple[str, str]]:
    """Return how the desk is held: the size of its file and how that is written, or its server."""
    reader = database.read()
    if database.path is not None:
        size = f"{database.path.stat().st_size / 1e6:,.1f} MB"
        return [(_("size"), size), (_("journal"), str(reader.value("PRAGMA journal_mode")))]
    size = f"{reader.value('SELECT pg_database_size(current_database())') / 1e6:,.1f} MB"
    return [(_("size"), size), ("PostgreSQL", str(reader.value("SHOW server_version")))]


def _rows(*rows: tuple[str, str]) -> None:
    for name, value in rows:
        streams.block(f"{name}: {value}", "  ")


def _mend(text: str) -> None:
    streams.block(_("! {problem}").format(problem=text), "  ")


def _yes(fact: bool) -> str:
    return _("yes") if fact else _("no")
