"""Who sits on the change advisory board, and on the emergency one. Source: the ITIL change process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.changes.rounds import KINDS
from otui.domain.change.approval import BOARDS, Kind
from otui.errors import Usage
from otui.store import feed
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.changes.commands import Board
    from otui.desk.unit import Unit


def set_board(unit: Unit, command: Board) -> str:
    """Say who sits on a board from now on; who was asked already stays asked. Returns the sentence that tells it."""
    rights.require(unit.agent, "change-board")
    board = board_name(command.board)
    wanted = {agent.id: agent for agent in map(unit.directory.agent, command.agents)}
    rows = unit.load_all("board_member", "board = :board ORDER BY id", {"board": board})
    for row in rows:
        if row.agent_id not in wanted:
            unit.remove(row)
    for agent_id in wanted.keys() - {row.agent_id for row in rows}:
        unit.add("board_member", {"board": board, "agent_id": agent_id})
    unit.flush()
    feed.append(unit.writer, at=unit.now, topic="board", agent_id=unit.agent.id or None)
    if not wanted:
        return _("Nobody is on {board} now.").format(board=_(KINDS[board]))
    names = ", ".join(sorted(agent.login for agent in wanted.values()))
    return _("On {board} now: {names}.").format(board=_(KINDS[board]), names=names)


def board_name(name: str) -> Kind:
    """Return the board that a person names; Usage for anything else."""
    if name.strip().casefold() not in BOARDS:
        raise Usage(
            _("{name} is no board.").format(name=name),
            _("It is one of {names}.").format(names=", ".join(BOARDS)),
        )
    return Kind(name.strip().casefold())
