"""The catalogue of standard changes and the boards, as they are read; and how a team's changes went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.records.finding import Ref, not_there, resolve, without_hidden
from otui.desk.views.change_rounds import RoundRow, rounds
from otui.domain.change import review
from otui.domain.change.approval import BOARDS
from otui.store.records import from_db, to_micros

if TYPE_CHECKING:
    from otui.desk.desk import View

TEMPLATE = "change_template"


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One standard change of the catalogue."""

    id: int
    version: int
    name: str
    state: str
    """draft, proposed, approved or retired."""
    risk: str
    minutes: int
    outage: bool
    queue: str
    requester: str
    approved_at: datetime | None
    updated_at: datetime
    used: int
    """Changes that were made of it."""


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """One of them, whole."""

    row: TemplateRow
    fields: dict[str, Any]
    rounds: tuple[RoundRow, ...]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Who sits on a board."""

    board: str
    members: tuple[tuple[int, str, str], ...]
    """(id, login, name) of each."""


def catalogue(view: View, *, state: str = "", limit: int = 500) -> tuple[TemplateRow, ...]:
    """Return the standard changes by name: those in one state, else all that are not retired."""
    where = "r.state = :state" if state else "r.state <> 'retired'"
    return _templates(view, where, {"state": state, "limit": limit})


def template(view: View, ref: Ref) -> TemplateCard:
    """Return a standard change; NotFound for one that is not theirs to see."""
    template_id = resolve(view, TEMPLATE, ref)
    record = view.reader.load(TEMPLATE, template_id)
    if record is None:
        raise not_there(TEMPLATE, ref)
    (row,) = _templates(view, "r.id = :id", {"id": template_id, "limit": 1})
    return TemplateCard(row, dict(vars(record)), rounds(view, TEMPLATE, template_id))


def _templates(view: View, where: str, params: dict[str, Any]) -> tuple[TemplateRow, ...]:
    hidden = without_hidden(view.reader, TEMPLATE, view.hidden, "r")
    rows = view.reader.all(
        "SELECT r.id, r.version, r.name, r.state, r.risk, r.minutes, r.outage, coalesce(q.name, ''),"
        " coalesce(a.login, ''), r.approved_at, r.updated_at,"
        " (SELECT count(*) FROM change c WHERE c.template_id = r.id)"
        " FROM change_template r LEFT JOIN queue q ON q.id = r.queue_id LEFT JOIN agent a ON a.id = r.requester_id"
        f" WHERE {where}{hidden} ORDER BY lower(r.name), r.id LIMIT :limit",
        params,
    )
    return tuple(_template_row(row) for row in rows)


def _template_row(row: tuple[Any, ...]) -> TemplateRow:
    values = list(row)
    values[6] = bool(row[6])
    values[9], values[10] = from_db("at", row[9]), from_db("at", row[10])
    return TemplateRow(*values)


def boards(view: View) -> tuple[BoardRow, ...]:
    """Return who sits on each board, those who left the desk left out."""
    rows = view.reader.all(
        "SELECT b.board, a.id, a.login, a.name FROM board_member b JOIN agent a ON a.id = b.agent_id"
        " WHERE a.active ORDER BY a.login"
    )
    return tuple(
        BoardRow(board.value, tuple((row[1], row[2], row[3]) for row in rows if row[0] == board))
        for board in BOARDS
    )


@dataclass(frozen=True, slots=True)
class TeamScore:
    """How the changes of a queue's team went."""

    queue: str
    results: dict[str, int]
    """How many by result."""
    caused: int
    """Incidents that they caused."""
    score: int


def scores(view: View, since: datetime) -> tuple[TeamScore, ...]:
    """Return how the changes of each queue went that were carried out since an instant, the best first."""
    hidden = without_hidden(view.reader, "change", view.hidden, "r")
    params = {"since": to_micros(since)}
    results: dict[str, list[str]] = {}
    for queue, result in view.reader.all(
        "SELECT q.name, r.result FROM change r JOIN queue q ON q.id = r.queue_id"
        f" WHERE r.finished_at >= :since AND r.result <> ''{hidden}",
        params,
    ):
        results.setdefault(queue, []).append(result)
    caused: dict[str, list[int]] = {}
    for queue, rank in view.reader.all(
        "SELECT q.name, t.level_rank FROM change r JOIN queue q ON q.id = r.queue_id"
        " JOIN tie e ON e.record = 'change' AND e.record_id = r.id AND e.kind = 'caused' AND e.other = 'ticket'"
        f" JOIN ticket t ON t.id = e.other_id WHERE r.finished_at >= :since{hidden}",
        params,
    ):
        caused.setdefault(queue, []).append(int(rank))
    found = [
        TeamScore(
            queue,
            {result: said.count(result) for result in dict.fromkeys(said)},
            len(caused.get(queue, ())),
            review.score(said, caused.get(queue, ())),
        )
        for queue, said in results.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.queue)))
