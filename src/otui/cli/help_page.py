"""Help, in the language spoken: on the terminal, and as a page of the handbook."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from typer.core import TyperArgument, TyperGroup

from otui.cli.commands import COMMANDS, walk
from otui.text import i18n, width
from otui.text.i18n import N_, _

GLOBALS = (
    ("--desk PATH|URL", N_("The desk; else OTUI_DESK, else the one in your data folder.")),
    ("--as LOGIN", N_("Who you are; else OTUI_AGENT, else your login on this machine.")),
    ("--lang en|nl", N_("The language; else OTUI_LANG, else the agent's, else the locale's.")),
    ("--version", N_("Say which otui this is.")),
)
CODES = (
    ("0", N_("done")),
    ("1", N_("refused by a rule of the desk")),
    ("2", N_("wrong usage")),
    ("3", N_("the desk cannot be opened")),
    ("4", N_("someone else was first")),
)
WIDEST = 100


def show(path: tuple[str, ...], command: Any) -> None:
    """Print the help of a command, of a noun, or of otui."""
    room = min(shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST, WIDEST)
    for one in lines(path, command, room):
        print(one)


def lines(path: tuple[str, ...], command: Any, room: int) -> list[str]:
    """Return the lines of a help page, at most `room` cells wide."""
    if command is None:
        head = [_("A service desk in the terminal. `otui` alone opens the screen.")]
        rows = [(name, _(entry.help)) for name, entry in COMMANDS.items()]
        body = [
            *_section(_("Commands"), rows, room),
            *_section(_("Before the command"), [(name, _(text)) for name, text in GLOBALS], room),
            *_section(_("Exit codes"), [(name, _(text)) for name, text in CODES], room),
        ]
        return [_usage("otui", _("[OPTIONS] COMMAND")), "", *head, *body]
    words = " ".join(("otui", *path))
    if isinstance(command, TyperGroup):
        rows = [(name, _(one.help or "")) for name, one in command.commands.items()]
        return [
            _usage(words, _("COMMAND")),
            "",
            _(COMMANDS[path[0]].help),
            *_section(_("Commands"), rows, room),
        ]
    return [
        _usage(words, pieces(command)),
        "",
        *width.wrap(_(command.help or ""), room),
        *_section(_("Arguments"), arguments(command), room),
        *_section(_("Options"), options(command), room),
    ]


def pieces(command: Any) -> str:
    """Return what follows the words of a command: its options and arguments."""
    shown = []
    for one in command.params:
        if isinstance(one, TyperArgument):
            name = one.metavar or one.name.upper()
            shown.append(name if one.required else f"[{name}]")
        elif one.required:
            shown.insert(0, _option(one))
    free = any(not isinstance(one, TyperArgument) and not one.required for one in command.params)
    return " ".join([*([_("[OPTIONS]")] if free else []), *shown])


def arguments(command: Any) -> list[tuple[str, str]]:
    """Return the arguments of a command with their help."""
    return [
        (one.metavar or one.name.upper(), _(one.help or ""))
        for one in command.params
        if isinstance(one, TyperArgument)
    ]


def options(command: Any) -> list[tuple[str, str]]:
    """Return the options of a command with their help; those that must be given say so."""
    rows = []
    for one in command.params:
        if not isinstance(one, TyperArgument):
            text = _(one.help or "")
            rows.append((_option(one), text + " " + _("Must be given.") if one.required else text))
    return rows


def _option(one: Any) -> str:
    name = max(one.opts, key=len)
    return name if one.is_flag else f"{name} {one.metavar or one.name.upper()}"


def _usage(words: str, rest: str) -> str:
    return _("Usage: {command}").format(command=f"{words} {rest}".rstrip())


def _section(title: str, rows: Iterable[tuple[str, str]], room: int) -> list[str]:
    rows = list(rows)
    if not rows:
        return []
    left = min(max(width.cells(name) for name, _text in rows), 30)
    out = ["", f"{title}:"]
    for name, text in rows:
        wrapped = width.wrap(text, max(room - left - 4, 20)) or [""]
        if width.cells(name) > left:
            out.append(f"  {name}")
        else:
            out.append(f"  {name}{' ' * (left - width.cells(name))}  {wrapped.pop(0)}".rstrip())
        out.extend(f"  {' ' * left}  {more}" for more in wrapped)
    return out


def handbook() -> str:
    """Return docs/commands.md: every command, in English."""
    spoken = i18n.language()
    i18n.use("en")
    try:
        return "\n".join(_handbook()) + "\n"
    finally:
        i18n.use(spoken)


def _handbook() -> list[str]:
    out = [
        "# Commands",
        "",
        "Everything that a key does on the screen, a command does in a shell. This page is made from the program by",
        "`python -m otui.cli.help_page docs/commands.md`.",
        "",
        "```",
        "otui [--desk PATH|URL] [--as LOGIN] [--lang en|nl] COMMAND",
        "```",
        "",
        "`NR` is a ticket's number, with or without its dash. `--json` prints one object or a list, times in UTC. What",
        "goes wrong is one line on stderr.",
        "",
        "| exit code | means |",
        "|---|---|",
        *(f"| {code} | {text} |" for code, text in CODES),
    ]
    noun = ""
    for path, text, command in walk():
        if path[0] != noun:
            noun = path[0]
            out += ["", f"## {noun}"]
            if COMMANDS[noun].noun:
                out += ["", COMMANDS[noun].help]
        if len(path) > 1:
            out += ["", f"### {' '.join(path)}"]
        out += ["", text, "", "```", f"otui {' '.join(path)} {pieces(command)}".rstrip(), "```"]
        rows = [*arguments(command), *options(command)]
        if rows:
            out += ["", "| | |", "|---|---|"]
            out += [f"| `{name.replace('|', chr(92) + '|')}` | {about} |" for name, about in rows]
    return out


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(handbook(), encoding="utf-8")
