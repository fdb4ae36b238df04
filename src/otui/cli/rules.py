"""`otui rules`: the files that say what the desk promises, when it is open, and which queues it has."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.asking import Yes, ask, print_effect
from otui.cli.clocktext import zone
from otui.cli.params import Json
from otui.cli.progress import Progress
from otui.cli.session import open_desk, when
from otui.desk import rights
from otui.desk.desk import Desk
from otui.desk.rules import effects, rule_files, rule_history, ruling
from otui.desk.rules.effect import Effect
from otui.domain.rules import Rules
from otui.errors import DeskUnavailable, Usage
from otui.text import times
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help=N_("sla.toml, calendar.toml, queues.toml, change.toml, or a folder of them.")
    ),
]


@app.command("show", help=N_("Print a rule file as it is in force, or was: sla, calendar, queues or change."))
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=N_("sla, calendar, queues or change; else all."))
    ] = "",
    at: Annotated[
        str, typer.Option("--at", metavar="VERSION|TIME", help=N_("As it was at a version, or at a time."))
    ] = "",
) -> None:
    """Print rule files."""
    wanted = [name.removesuffix(".toml")] if name else list(rule_files.NAMES)
    if wanted[0] not in rule_files.NAMES:
        raise Usage(
            _("There is no rule file {name}.").format(name=name), _("It is sla, calendar, queues or change.")
        )
    with open_desk() as desk:
        texts = _texts_at(desk, at) if at else desk.read(ruling.in_force_now)[1]
    for one in wanted:
        if len(wanted) > 1:
            print(f"# {one}.toml")
        streams.block(texts[one].rstrip("\n"))


def _texts_at(desk: Desk, at: str) -> dict[str, str]:
    if at.isdecimal():
        return desk.read(rule_history.texts_at, int(at))
    version = desk.read(rule_history.version_at, when(desk, at))
    return desk.read(rule_history.texts_at, version)


@app.command("check", help=N_("Check rule files as a whole, without changing anything."))
def check(files: Files) -> None:
    """Check rule files: together with those that the desk has, or without a desk with the shipped ones."""
    texts = rule_files.read_named(files)
    try:
        with open_desk() as desk:
            current = desk.read(ruling.in_force_now)[1]
    except DeskUnavailable:
        current = rule_files.shipped_rules()
    rules = Rules.parse({**current, **texts})
    streams.say(
        _("{files} is right: {tables} SLA tables, {calendars} calendars, {queues} queues.").format(
            files=", ".join(f"{name}.toml" for name in texts),
            tables=len(rules.sla.tables),
            calendars=len(rules.calendars),
            queues=len(rules.queues),
        )
    )


@app.command("preview", help=N_("Show what rule files would do to the open tickets. Changes nothing."))
def preview(files: Files, as_json: Json = False) -> None:
    """Show an effect."""
    texts = rule_files.read_named(files)
    with open_desk() as desk:
        rights.require_admin(desk.agent, _("Only an admin changes the rules."))
        effect = _effect(desk, texts)
        if as_json:
            streams.emit(effect.to_dict())
        else:
            print_effect(desk, effect)


@app.command(
    "load",
    help=N_("Show what rule files do to the open tickets; then put them in force. Only an admin may."),
)
def load(files: Files, yes: Yes = False, as_json: Json = False) -> None:
    """Load rule files."""
    texts = rule_files.read_named(files)
    with open_desk() as desk:
        _put_in_force(desk, texts, yes=yes, as_json=as_json)


@app.command("back", help=N_("Put the rules in force that held before, as a change of its own."))
def back(
    version: Annotated[
        int, typer.Argument(metavar="VERSION", help=N_("As at this version; else as before the last change."))
    ] = 0,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Go back to former rules."""
    with open_desk() as desk:
        texts = desk.read(rule_history.way_back, version or None)
        _put_in_force(desk, texts, yes=yes, as_json=as_json)


@app.command("log", help=N_("Who put which rules in force and when; of one change, what it changed."))
def log(
    version: Annotated[
        int, typer.Argument(metavar="VERSION", help=N_("Show how this change made the text another."))
    ] = 0,
    as_json: Json = False,
) -> None:
    """Print the history of the rules."""
    with open_desk() as desk:
        if version:
            lines = desk.read(rule_history.diff, version)
            if as_json:
                streams.emit({"version": version, "diff": lines})
            else:
                streams.block("\n".join(lines))
            return
        found = desk.read(rule_history.loads)
        if as_json:
            streams.emit(
                [
                    {
                        "version": one.version,
                        "at": one.at,
                        "agent": one.agent or None,
                        "files": list(one.names),
                    }
                    for one in found
                ]
            )
            return
        streams.table(
            (_("version"), _("time"), _("by"), _("files")),
            [
                (
                    str(one.version),
                    times.moment(one.at, zone(desk), desk.now),
                    one.agent or "–",
                    ", ".join(one.names),
                )
                for one in found
            ],
        )


def _put_in_force(desk: Desk, texts: Mapping[str, str], *, yes: bool, as_json: bool) -> None:
    """Show the effect, ask, and do it: what was shown is what happens, or it is a Conflict."""
    rights.require_admin(desk.agent, _("Only an admin changes the rules."))
    effect = _effect(desk, texts)
    if not as_json:
        print_effect(desk, effect)
    if not yes:
        ask(
            _("Put them in force? [y/N] "),
            _("Say --yes where a script puts rules in force; `otui rules preview` shows what they do."),
        )
    with Progress(sys.stderr) as progress:
        count = ruling.load(desk, texts, progress, base=effect.base)
    if as_json:
        streams.emit({"loaded": sorted(effect.names), "rebuilt": count, "effect": effect.to_dict()})
        return
    streams.say(
        ngettext(
            "The rules are in force; the clocks of {n} open ticket were counted anew.",
            "The rules are in force; the clocks of {n} open tickets were counted anew.",
            count,
        ).format(n=count)
    )


def _effect(desk: Desk, texts: Mapping[str, str]) -> Effect:
    with Progress(sys.stderr) as progress:
        return desk.read(effects.of_texts, texts, progress=progress)
