"""`otui backup` and `restore`: that a desk is kept, and comes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from otui.cli import own_files, streams
from otui.cli.params import Json
from otui.cli.progress import Progress
from otui.cli.session import desk_url
from otui.clock import process_clock
from otui.desk.fulltext import every_text
from otui.store import backup as copies
from otui.store.backup import About
from otui.store.database import name_of, open_database
from otui.text import times
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    "backup",
    help=N_("Copy the desk to a new file while people work; the copy is looked at before it counts."),
)
def backup(
    path: Annotated[Path, typer.Argument(metavar="PATH", help=N_("A file that is not there yet."))],
    as_json: Json = False,
) -> None:
    """Back up."""
    url = desk_url()
    open_database(url).close()
    with Progress(sys.stderr) as progress:
        about, notes = copies.backup_desk(
            url, path.expanduser().absolute(), files=own_files.collect(), progress=progress
        )
    for note in notes:
        streams.complain(note)
    if as_json:
        streams.emit({"path": str(path), **_facts(about), "notes": notes})
        return
    streams.say(_("The desk is copied to {path}.").format(path=path))
    streams.say(_contents(about))


@app.command("restore", help=N_("Put a backup in the desk's place; the former desk is kept beside it."))
def restore(
    path: Annotated[Path, typer.Argument(metavar="PATH", help=N_("The backup."))],
    check: Annotated[
        bool,
        typer.Option("--check", help=N_("Only look whether the backup is whole, and say what is in it.")),
    ] = False,
    with_settings: Annotated[
        bool,
        typer.Option(
            "--with-settings",
            help=N_("Put the settings, keys and templates back too; yours are kept beside them."),
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Restore."""
    source = path.expanduser().absolute()
    if check:
        about = copies.verify(source)
        if as_json:
            streams.emit({"path": str(path), **_facts(about)})
            return
        streams.say(_("{path} is whole (schema {version}).").format(path=path, version=about.schema))
        streams.say(_contents(about))
        _tell_files(about)
        return
    url, now = desk_url(), process_clock()()
    with Progress(sys.stderr) as progress:
        about, kept = copies.restore_desk(source, url, now, every_text, progress)
    back = own_files.compare(about.files)
    replaced = own_files.put_back(back, now) if with_settings else []
    if as_json:
        streams.emit({"desk": name_of(url), "kept": str(kept) if kept else None, **_facts(about)})
        return
    streams.say(_("{desk} is as it was in {path}.").format(desk=name_of(url), path=path))
    if kept is not None:
        streams.say(_("What it was before is in {path}.").format(path=kept))
    for former in replaced:
        streams.say(_("Your own file is kept as {path}.").format(path=former))
    if not with_settings:
        for one in back:
            if not one.same:
                said = _("{name} differs from yours.") if one.there else _("{name} is not here.")
                streams.say(said.format(name=one.name))
        if any(not one.same for one in back):
            streams.say(_("--with-settings puts these back as well."))


def _contents(about: About) -> str:
    """Return what is in a backup, so that a person believes it."""
    tickets = ngettext("{n} ticket", "{n} tickets", about.tickets).format(n=f"{about.tickets:,}")
    articles = ngettext("{n} article", "{n} articles", about.articles).format(n=f"{about.articles:,}")
    if about.newest_at is None:
        return _("It holds {tickets} and {articles}.").format(tickets=tickets, articles=articles)
    local = about.newest_at.astimezone().tzinfo
    assert local is not None, "an aware time has a zone"
    return _("It holds {tickets} and {articles}; the newest change is of {when}.").format(
        tickets=tickets, articles=articles, when=times.moment(about.newest_at, local, process_clock()())
    )


def _tell_files(about: About) -> None:
    if about.files:
        streams.say(_("Also in it: {names}.").format(names=", ".join(sorted(about.files))))
    if not about.sealed:
        streams.say(_("It is a plain desk file, without a seal: small changes in it would not be noticed."))


def _facts(about: About) -> dict[str, Any]:
    return {
        "engine": about.engine,
        "schema": about.schema,
        "desk_name": about.desk_name,
        "made_at": about.made_at if about.sealed else None,
        "sealed": about.sealed,
        "tickets": about.tickets,
        "articles": about.articles,
        "newest_at": about.newest_at,
        "counts": dict(about.counts),
        "files": sorted(about.files),
    }
