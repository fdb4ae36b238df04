"""`otui keys`: every key and what it does; a keymap checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from otui import config, restricted
from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import front
from otui.errors import Usage
from otui.keys import sheet
from otui.keys.keymap import Keymap
from otui.keys.model import STACKS, Context
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("keys", help=N_("Show every key and what it does, your own included; or check a keymap."))
def keys(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="check FILE", help=N_("The same as --check FILE."))
    ] = None,
    check: Annotated[
        Path | None, typer.Option("--check", metavar="FILE", help=N_("Look whether a keymap is right."))
    ] = None,
    context: Annotated[
        str,
        typer.Option(
            "--context", metavar="CONTEXT", help=N_("Only what works there: list, ticket, composer ...")
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Show keys."""
    if words:
        if check is not None or len(words) != 2 or words[0] != "check":
            raise Usage(
                _("The words do not fit: {detail}").format(detail=" ".join(words)), "`otui keys check FILE`"
            )
        check = Path(words[1])
    settings = front().settings
    if check is not None:
        restricted.forbid(_("No file is read over SSH: check a keymap on the machine where it is."))
        _check(check, settings.keys)
        return
    own = Path(settings.keymap)
    wanted = not restricted.is_on() and (settings.origin("keymap") != config.DEFAULT or own.exists())
    keymap = sheet.load_file(own, settings.keys) if wanted else Keymap.load(settings.keys)
    rows = sheet.listing(keymap, _stack(context) if context else None)
    if as_json:
        streams.emit(
            [
                {"action": row.action, "keys": row.keys, "title": row.title, "command": row.command}
                for row in rows
            ]
        )
        return
    streams.table(
        (_("keys"), _("action"), _("command line"), _("what it does")),
        ((", ".join(row.keys) or "-", row.action, row.command or "-", row.title) for row in rows),
    )


def _check(file: Path, preset: str) -> None:
    for warned in sheet.check_file(file, preset):
        streams.say(f"{file}:{warned.line}: {warned.text}")
    streams.say(_("{file} is right.").format(file=file))


def _stack(name: str) -> tuple[Context, ...]:
    for stack in STACKS:
        if stack[0].value == name.strip().casefold():
            return stack
    names = ", ".join(stack[0].value for stack in STACKS)
    raise Usage(
        _("There is no context {name}.").format(name=name), _("It is one of {names}.").format(names=names)
    )
