"""`otui change board`: who is on the change advisory board, and on the emergency one."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.changes.board.boards import board_name
from otui.desk.changes.rounds import KINDS
from otui.desk.desk import Desk
from otui.desk.views import change_catalogue
from otui.domain.change.approval import Kind
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Board = Annotated[str, typer.Argument(metavar="BOARD", help=N_("cab or ecab."))]
Logins = Annotated[list[str], typer.Argument(metavar="LOGIN...", help=N_("Agents, by login."))]


@app.command("list", help=N_("List who is on the boards."))
def list_(as_json: Json = False) -> None:
    """List the boards."""
    with open_desk() as desk:
        found = desk.read(change_catalogue.boards)
    if as_json:
        streams.emit([{"board": one.board, "agents": [member[1] for member in one.members]} for one in found])
        return
    streams.table(
        (_("board"), "", _("agents")),
        (
            (one.board, _(KINDS[Kind(one.board)]), ", ".join(member[1] for member in one.members))
            for one in found
        ),
    )


@app.command("set", help=N_("Say who is on a board from now on. For leads."))
def set_(
    board: Board,
    agents: Annotated[
        list[str] | None, typer.Argument(metavar="[LOGIN...]", help=N_("Agents, by login."))
    ] = None,
) -> None:
    """Set a board."""
    with open_desk() as desk:
        _set(desk, board, tuple(agents or ()))


@app.command("add", help=N_("Put agents on a board. For leads."))
def add(board: Board, agents: Logins) -> None:
    """Put agents on a board."""
    with open_desk() as desk:
        _set(desk, board, tuple(dict.fromkeys((*_members(desk, board), *agents))))


@app.command("remove", help=N_("Take agents off a board. For leads."))
def remove(board: Board, agents: Logins) -> None:
    """Take agents off a board."""
    with open_desk() as desk:
        gone = {desk.directory.agent(login).login for login in agents}
        _set(desk, board, tuple(login for login in _members(desk, board) if login not in gone))


def _members(desk: Desk, board: str) -> list[str]:
    name = board_name(board)
    return [
        member[1] for one in desk.read(change_catalogue.boards) if one.board == name for member in one.members
    ]


def _set(desk: Desk, board: str, agents: tuple[str, ...]) -> None:
    streams.say(desk.do(changes.set_board, c.Board(board=board, agents=agents)))
