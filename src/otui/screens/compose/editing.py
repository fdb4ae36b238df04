"""Writing in an editor of one's own: never silent, never losing a word."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from otui import restricted
from otui.errors import Refused
from otui.terminal import editor_command
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp


async def edit_outside(app: OtuiApp, text: str) -> str | None:
    """Let the agent edit `text` in their editor; None where it failed, and the sentence says why.

    The text is in a file of their own that only they can read; a failing editor leaves the draft as it was.
    """
    restricted.forbid(_("No editor can be started over SSH: write here."))
    command = editor_command(app.start.config.editor, app.start.environ)
    with tempfile.TemporaryDirectory(prefix="otui-") as folder:
        path = _written(Path(folder, "reply.md"), text)
        failure = ""
        try:
            with app.suspend():
                failure = _run([*command, str(path)])
        except SuspendNotSupported as error:
            raise Refused(
                _("This terminal cannot lend itself to an editor."), _("Write here instead.")
            ) from error
        app.refresh()
        if failure:
            raise Refused(failure, _("Your words are kept as they were."))
        return _read(path)


def _written(path: Path, text: str) -> Path:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    return path


def _read(path: Path) -> str:
    try:
        return safe.clean(path.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    except OSError as error:
        raise Refused(
            _("What the editor wrote cannot be read: {why}.").format(why=error.strerror or error),
            _("Your words are kept as they were."),
        ) from error


def _run(command: list[str]) -> str:
    """Run the editor and return what went wrong, or nothing. Nothing may be raised here: the terminal is lent out."""
    try:
        done = subprocess.run(command, check=False, env=dict(os.environ))  # noqa: S603 - the agent's own editor
    except OSError as error:
        return _("The editor {name} did not start: {why}.").format(
            name=command[0], why=error.strerror or error
        )
    if done.returncode != 0:
        return _("The editor {name} ended with an error ({code}).").format(
            name=command[0], code=done.returncode
        )
    return ""
