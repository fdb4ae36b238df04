"""Every command by name and the module it is in; how one is found and run. A module is imported when asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from otui.cli import over_ssh, session
from otui.cli.front import Front
from otui.errors import Usage
from otui.text import safe
from otui.text.i18n import N_, _

UsageProblem: type[Exception] = typer.BadParameter.__mro__[1]
"""What the parser raises for words that do not fit; typer gives it no public name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One word after `otui`: a noun with commands of its own, or a command."""

    help: str
    module: str
    noun: bool = False


COMMANDS: dict[str, Entry] = {
    "ticket": Entry(N_("Tickets: new, list, show, and every verb."), "otui.cli.ticket", noun=True),
    "undo": Entry(N_("Take your last act back."), "otui.cli.undo"),
    "redo": Entry(N_("Do again what undo took back."), "otui.cli.undo"),
    "sla": Entry(N_("Clocks: explain a due time, raise what is due."), "otui.cli.sla", noun=True),
    "queue": Entry(N_("Queues: list, show, new, change, team, deactivate."), "otui.cli.queue", noun=True),
    "agent": Entry(
        N_("Agents: list, show, new, change, team, away, back, deactivate."), "otui.cli.agent", noun=True
    ),
    "customer": Entry(N_("Customers: list, new."), "otui.cli.customer", noun=True),
    "contact": Entry(N_("Contacts: list, new."), "otui.cli.contact", noun=True),
    "change": Entry(
        N_("Changes: every verb, the calendar and its windows, the board."), "otui.cli.change", noun=True
    ),
    "handover": Entry(
        N_("The end of a shift: show what you leave, give it, list what others left."),
        "otui.cli.handover",
        noun=True,
    ),
    "service": Entry(
        N_("Services and items: list, show, tree, new, change, depends, used-by, load."),
        "otui.cli.service",
        noun=True,
    ),
    "procedure": Entry(
        N_("Procedures: list, show, new, edit, attach, deactivate."), "otui.cli.procedure", noun=True
    ),
    "recurring": Entry(
        N_("Recurring tickets: list, show, preview, new, edit, pause, resume, run, remove."),
        "otui.cli.recurring",
        noun=True,
    ),
    "recurrence": Entry(
        N_("Incidents that come again: list, show, make a problem of them, dismiss."),
        "otui.cli.recurrence",
        noun=True,
    ),
    "major": Entry(
        N_("Major incidents: propose, declare, children, one message to all, solve, review."),
        "otui.cli.major",
        noun=True,
    ),
    "rules": Entry(
        N_("What the desk lives by, SLA to changes: show, check, preview, load, log, back."),
        "otui.cli.rules",
        noun=True,
    ),
    "flow": Entry(
        N_("Flowcharts: incident, problem, change, and where one record stands."), "otui.cli.flow", noun=True
    ),
    "problem": Entry(
        N_("Problems: list, show, make of incidents, every step, tell the workaround, resolve."),
        "otui.cli.problem",
        noun=True,
    ),
    "knowledge": Entry(
        N_("Knowledge: list, show, find, write, publish, use, apply to many tickets."),
        "otui.cli.knowledge",
        noun=True,
    ),
    "import": Entry(N_("Bring in tickets: servicenow, csv."), "otui.cli.importing", noun=True),
    "worker": Entry(N_("Keep the clocks without a screen, until it is told to stop."), "otui.cli.worker"),
    "init": Entry(N_("Make a desk."), "otui.cli.making"),
    "demo": Entry(N_("Make a desk of realistic tickets, and open it."), "otui.cli.making"),
    "backup": Entry(N_("Copy the desk while it is in use."), "otui.cli.keeping"),
    "restore": Entry(N_("Put a backup in the desk's place."), "otui.cli.keeping"),
    "copy": Entry(N_("Copy a desk to a file or a server."), "otui.cli.copying"),
    "check": Entry(N_("Look whether the desk is whole."), "otui.cli.checking"),
    "doctor": Entry(
        N_("Look at the desk, the terminal and the settings, and say what to mend."), "otui.cli.doctor"
    ),
    "keys": Entry(N_("Show every key, or check a keymap."), "otui.cli.keys"),
    "config": Entry(N_("Show every setting, and where its value comes from."), "otui.cli.config"),
    "ssh": Entry(N_("Coming in over SSH: keys, and what sshd asks for."), "otui.cli.ssh", noun=True),
}


def run_command(front: Front) -> int:
    """Run the command that `front` names; return its exit code."""
    from otui.cli import help_page

    session.begin(front)
    words = front.words[1:] if front.words[:1] == ("help",) else front.words
    path, command, rest = find(words)
    if front.help or words != front.words or _asks_help(rest):
        help_page.show(path, command)
        return 0
    called = " ".join(("otui", *path))
    over_ssh.forbid_others(path)
    hint = _("See `{command} --help`.").format(command=called)
    if isinstance(command, TyperGroup):
        if rest:
            raise _unknown(path, rest[0], command.commands)
        raise Usage(
            _("{command} needs one of: {names}.").format(command=called, names=", ".join(command.commands)),
            hint,
        )
    try:
        with command.make_context(called, rest) as context:
            command.invoke(context)
    except UsageProblem as problem:
        raise Usage(sentence(problem), hint) from None
    except typer.Abort:
        raise KeyboardInterrupt from None
    return 0


def find(words: tuple[str, ...]) -> tuple[tuple[str, ...], Any, list[str]]:
    """Return the words that name a command, the command (None for `otui` itself), and the words after it."""
    if not words or words[0].startswith("-"):
        return (), None, list(words)
    entry = COMMANDS.get(words[0])
    if entry is None:
        raise _unknown((), words[0], COMMANDS)
    found, depth = load(words[0]), 1
    while isinstance(found, TyperGroup) and words[depth : depth + 1] and words[depth] in found.commands:
        found, depth = found.commands[words[depth]], depth + 1
    return words[:depth], found, list(words[depth:])


def load(name: str) -> Any:
    """Return the command or the group of commands that a word names."""
    entry = COMMANDS[name]
    group = get_group(import_module(entry.module).app)
    return group if entry.noun else group.commands[name]


def walk() -> Iterator[tuple[tuple[str, ...], str, TyperCommand]]:
    """Yield every command there is: its words, its help in English, and itself."""
    for name, entry in COMMANDS.items():
        yield from _below((name,), load(name), entry.help)


def _below(path: tuple[str, ...], found: Any, about: str = "") -> Iterator[tuple[tuple[str, ...], str, Any]]:
    if not isinstance(found, TyperGroup):
        yield path, found.help or about, found
        return
    for word, below in found.commands.items():
        yield from _below((*path, word), below)


def _asks_help(rest: list[str]) -> bool:
    until = rest.index("--") if "--" in rest else len(rest)
    return any(word in ("--help", "-h") for word in rest[:until])


def _unknown(path: tuple[str, ...], word: str, known: Any) -> Usage:
    near = difflib.get_close_matches(word, list(known), n=1)
    if near:
        hint = _("Did you mean `{command}`?").format(command=" ".join(("otui", *path, near[0])))
    else:
        hint = _("See `{command} --help`.").format(command=" ".join(("otui", *path)))
    return Usage(_("There is no command {name}.").format(name=safe.line(" ".join((*path, word)))), hint)


def sentence(problem: Exception) -> str:
    """Return in our own words what the parser says is wrong."""
    kind = type(problem).__name__
    name = getattr(problem, "option_name", "")
    parameter: Any = getattr(problem, "param", None)
    shown = (
        ""
        if parameter is None
        else (parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar)
    )
    if kind == "NoSuchOption":
        if name in ("--desk", "--as", "--lang"):
            return _("{option} goes before the command.").format(option=name)
        return _("There is no option {option}.").format(option=safe.line(name))
    if kind == "MissingParameter":
        return _("{name} is missing.").format(name=shown)
    if kind == "BadOptionUsage":
        return _("{option} needs a value.").format(option=safe.line(name))
    if kind == "BadParameter" and shown:
        return _("{name} is not what was expected: {detail}").format(
            name=shown, detail=safe.line(getattr(problem, "message", ""))
        )
    return _("The words do not fit: {detail}").format(detail=safe.line(str(problem)))
