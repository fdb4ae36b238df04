"""`otui init` and `otui demo`: desks are made here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.progress import Progress
from otui.cli.session import front
from otui.clock import process_clock
from otui.config import DEFAULT
from otui.desk.desk import Desk, system_user
from otui.desk.setup import make_desk
from otui.errors import DeskUnavailable
from otui.store.database import erase, exists, is_server, name_of, open_database, path_of
from otui.text import i18n
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("init", help=N_("Make a desk, without the screen."))
def init(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help=N_(
                "Rule files in place of the shipped ones: sla.toml, calendar.toml, queues.toml, change.toml."
            ),
        ),
    ] = None,
    desk_name: Annotated[
        str, typer.Option("--desk-name", metavar="NAME", help=N_("What the desk is called."))
    ] = "",
    login: Annotated[str, typer.Option("--login", metavar="LOGIN", help=N_("Its admin; else you."))] = "",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("The admin's name."))] = "",
    as_json: Json = False,
) -> None:
    """Make a desk."""
    settings = front().settings
    with make_at(
        settings.desk, data=data, login=login or settings.agent or None, name=name, desk_name=desk_name
    ) as desk:
        path, agent, queues = desk.database.name, desk.agent, len(desk.directory.queues)
    if as_json:
        streams.emit({"desk": path, "admin": agent.login, "queues": queues})
        return
    streams.say(
        _("The desk {path} is made, with {queues} queues. {login} is its admin.").format(
            path=path, queues=queues, login=agent.login
        )
    )


def make_at(
    url: str, *, data: Path | None = None, login: str | None = None, name: str = "", desk_name: str = ""
) -> Desk:
    """Make a desk; its folder is made too where it is otui's own."""
    _own_folder(url)
    return make_desk(url, data=data, login=login, name=name or known_name() or None, desk_name=desk_name)


def _own_folder(url: str) -> None:
    if is_server(url):
        return
    path = path_of(url)
    if front().settings.origin("desk") == DEFAULT or path.parent == _demo_path().parent:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def known_name() -> str:
    """Return this person's name where the machine knows one that is not just the login."""
    try:
        import pwd

        entry = pwd.getpwnam(system_user())
    except (ImportError, KeyError):
        return ""
    name = entry.pw_gecos.split(",")[0].strip()
    return "" if name.casefold() == entry.pw_name.casefold() else name


def _demo_path() -> Path:
    from platformdirs import user_data_path

    return user_data_path("otui", appauthor=False) / "demo.db"


@app.command("demo", help=N_("Make a desk of realistic tickets, and open it."))
def demo(
    tickets: Annotated[int, typer.Option("--tickets", metavar="N", min=1, help=N_("How many."))] = 400,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help=N_("The same number makes the same desk."))
    ] = 1,
    at: Annotated[
        str,
        typer.Option(
            "--desk", metavar="PATH", help=N_("Where; a desk that is there already is opened as it is.")
        ),
    ] = "",
    no_ui: Annotated[bool, typer.Option("--no-ui", help=N_("Only make it."))] = False,
    as_json: Json = False,
) -> None:
    """Make a demo desk and open it."""
    settings = front().settings
    named = at or (settings.desk if settings.origin("desk") != DEFAULT else "")
    url = named or str(_demo_path())
    if not no_ui:
        from otui.cli.screen import require_terminal

        require_terminal()
    if named and exists(url):
        if no_ui:
            raise DeskUnavailable(
                _("There is something at {path} already.").format(path=name_of(url)),
                _("Name another place with --desk."),
            )
    else:
        _make_demo(url, tickets, seed, as_json=as_json)
    if not no_ui:
        raise SystemExit(_open(url))


def _make_demo(url: str, tickets: int, seed: int, *, as_json: bool) -> None:
    from otui.desk.demo.make import make_demo

    if url == str(_demo_path()):
        _demo_path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        erase(url)
    login = (front().settings.agent or system_user()).casefold()
    database = open_database(url, create=True)
    try:
        with Progress(sys.stderr) as progress:
            report = make_demo(
                database,
                now=process_clock()(),
                tickets=tickets,
                seed=seed,
                login=login,
                name=known_name() or login.capitalize(),
                progress=progress,
            )
    except BaseException:
        database.close()
        erase(url)
        raise
    database.close()
    if as_json:
        streams.emit(
            {
                "desk": database.name,
                "tickets": report.tickets,
                "open": report.open,
                "seconds": round(report.seconds, 3),
            }
        )
        return
    streams.say(
        ngettext(
            "{n} ticket ({open} open) in {seconds:.1f} s, at {path}",
            "{n} tickets ({open} open) in {seconds:.1f} s, at {path}",
            report.tickets,
        ).format(n=report.tickets, open=report.open, seconds=report.seconds, path=database.name)
    )


def _open(url: str) -> int:
    from otui.cli.screen import show

    def opened() -> Desk:
        desk = Desk.open(url, login=front().settings.agent or None)
        i18n.use(front().language(desk.agent.lang))
        return desk

    return show(front(), opened)
