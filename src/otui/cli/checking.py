"""`otui check`: that a desk is whole; what is wrong with it is told, mended, or saved into a new desk."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.progress import Progress
from otui.cli.session import desk_url
from otui.clock import process_clock
from otui.desk import checking
from otui.desk.fulltext import every_text
from otui.errors import DeskUnavailable, Usage
from otui.store.check import Finding, lost_sentence
from otui.store.database import open_database, path_of
from otui.store.keeping.salvage import Saved, salvage
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    "check", help=N_("Look at all of the desk; every finding is a line, and exit code 3 says there is one.")
)
def check(
    mend: Annotated[
        bool,
        typer.Option("--mend", help=N_("Make anew what is derived: indexes, counts, full text, due times.")),
    ] = False,
    into: Annotated[
        str, typer.Option("--salvage", metavar="NEW", help=N_("Save what can be read into a new desk file."))
    ] = "",
    every: Annotated[bool, typer.Option("--all", help=N_("Count the clocks of closed tickets too."))] = False,
    as_json: Json = False,
) -> None:
    """Check."""
    if mend and into:
        raise Usage(_("Either --mend or --salvage."))
    if into:
        _salvage(Path(into).expanduser().absolute(), as_json)
        return
    # Nobody sits down at it: a desk whose agents cannot be read is looked at all the same.
    clock = process_clock()
    database = open_database(desk_url())
    with closing(database), Progress(sys.stderr) as progress:
        found = checking.look(database, clock, every=every, progress=progress)
        if mend and any(one.mends for one in found):
            checking.mend(database, clock, every=every, progress=progress)
            before, found = found, checking.look(database, clock, every=every, progress=progress)
            left = {one.sentence for one in found}
            for one in before:
                if one.sentence not in left and not as_json:
                    streams.say(_("Mended: {finding}").format(finding=one.sentence))
    _tell(database.name, found, as_json)


def _tell(name: str, found: list[Finding], as_json: bool) -> None:
    if as_json:
        streams.emit(
            {
                "desk": name,
                "findings": [one.sentence for one in found],
                "kinds": [one.kind for one in found],
                "mends": [one.mends for one in found],
            }
        )
    elif not found:
        streams.say(_("{path} is whole.").format(path=name))
    else:
        for one in found:
            streams.say(one.sentence)
    if not found:
        return
    n = len(found)
    said = ngettext("{n} finding.", "{n} findings.", n).format(n=n)
    if all(one.mends for one in found):
        raise DeskUnavailable(said, _("Nothing is lost; `otui check --mend` puts it right."))
    if any(one.kind in ("file", "lost") for one in found):
        raise DeskUnavailable(
            said,
            _(
                "Keep the file. `otui check --salvage NEW` saves what can be read; `otui restore` puts a backup back."
            ),
        )
    raise DeskUnavailable(said, _("Keep the file, and put back a backup with `otui restore`."))


def _salvage(target: Path, as_json: bool) -> None:
    with Progress(sys.stderr) as progress:
        saved = salvage(path_of(desk_url()), target, every_text, progress)
    lost = [lost_sentence(one) for one in saved.lost]
    if as_json:
        streams.emit(
            {
                "path": str(target),
                "rows": saved.rows,
                "lost": lost,
                "refused": saved.refused,
                "stand_ins": saved.stand_ins,
                "let_go": saved.let_go,
            }
        )
    else:
        _tell_saved(target, saved, lost)
    if lost or saved.refused or saved.let_go:
        raise DeskUnavailable(_("Not everything could be saved."), _("Compare it with a backup."))


def _tell_saved(target: Path, saved: Saved, lost: list[str]) -> None:
    rows = sum(saved.rows.values())
    streams.say(
        ngettext("{n} row is saved into {path}.", "{n} rows are saved into {path}.", rows).format(
            n=f"{rows:,}", path=target
        )
    )
    for one in lost:
        streams.say(one)
    for table, n in saved.refused.items():
        said = ngettext("{n} row of {table} was no row.", "{n} rows of {table} were no rows.", n)
        streams.say(said.format(n=n, table=table))
    for table, n in saved.let_go.items():
        said = ngettext(
            "{n} row of {table} named what is lost, and was let go.",
            "{n} rows of {table} named what is lost, and were let go.",
            n,
        )
        streams.say(said.format(n=n, table=table))
    for one in saved.stand_ins:
        streams.say(_("An empty {what} stands in for one that was lost.").format(what=one))
