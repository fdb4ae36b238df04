"""What there is to read of problems: the list, one of them whole, what may follow, those that a ticket belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.problems.waiting import Touched, touched
from otui.desk.records import moves
from otui.desk.records.finding import resolve
from otui.desk.records.listing import Cut, Listing
from otui.desk.records.moves import Follow
from otui.desk.records.tables import moves_of, needs_of
from otui.desk.records.ties import TieRow, ties_of
from otui.desk.views import records
from otui.desk.views.records import EventRow, NoteRow, TaskRow
from otui.store.records import from_db, from_micros, to_micros

if TYPE_CHECKING:
    from otui.desk.desk import View


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem as a list shows it."""

    id: int
    version: int
    number: str
    subject: str
    step: str
    level: str
    level_rank: int
    queue_id: int
    queue: str
    owner_id: int | None
    owner: str
    known_error: bool
    resolution: str
    created_at: datetime
    updated_at: datetime
    review_at: datetime | None
    incidents: int
    """How many are linked, whatever may be seen of them."""


@dataclass(frozen=True, slots=True)
class ProblemWhole:
    """Everything that the page of a problem shows."""

    row: ProblemRow
    external_number: str
    description: str
    symptom: str
    root_cause: str
    workaround: str
    fix: str
    reason: str
    impact: int | None
    urgency: int | None
    value: int | None
    contact: str
    duplicate_of: str
    resolved_at: datetime | None
    closed_at: datetime | None
    extra: dict[str, Any]
    ties: tuple[TieRow, ...]
    tasks: tuple[TaskRow, ...]
    notes: tuple[NoteRow, ...]
    history: tuple[EventRow, ...]
    touched: tuple[Touched, ...]
    """Its open incidents."""


def _row(row: tuple[Any, ...]) -> ProblemRow:
    values = list(row)
    values[11] = bool(values[11])
    values[13], values[14] = from_micros(values[13]), from_micros(values[14])
    values[15] = from_db("review_at", values[15])
    return ProblemRow(*values)


LISTING: Listing[ProblemRow] = Listing(
    "problem",
    "r.id, r.version, r.number, r.subject, r.step, r.level, r.level_rank, r.queue_id, q.name, r.owner_id,"
    " coalesce(a.login, ''), r.known_error, r.resolution, r.created_at, r.updated_at, r.review_at,"
    " (SELECT count(*) FROM tie t WHERE t.record = 'problem' AND t.record_id = r.id AND t.kind = 'incident')",
    "JOIN queue q ON q.id = r.queue_id LEFT JOIN agent a ON a.id = r.owner_id",
    _row,
)


def open_ones(view: View) -> Cut:
    """What is somebody's work."""
    return Cut("r.is_open")


def mine(view: View) -> Cut:
    """What whoever asks coordinates."""
    return Cut("r.is_open AND r.owner_id = :me", {"me": view.agent.id})


def known_errors(view: View) -> Cut:
    """Whose cause and workaround are known, and whose fix is not in."""
    return Cut("r.is_open AND r.known_error")


def to_review(view: View) -> Cut:
    """Accepted risks that are due to be looked at again."""
    return Cut("r.review_at <= :now", {"now": to_micros(view.now)})


def resolved(view: View) -> Cut:
    """Whose fix is in, and who are not closed yet."""
    return Cut("r.step = 'resolved'")


def everything(view: View) -> Cut:
    """All of them."""
    return Cut()


VIEWS = {
    "open": open_ones,
    "mine": mine,
    "known": known_errors,
    "review": to_review,
    "resolved": resolved,
    "all": everything,
}
"""Every cut by its name, as `otui problem list --view` and the tabs of the screen have it."""


def whole(view: View, ref: int | str) -> ProblemWhole:
    """Return a problem with all that belongs to it, as whoever asks sees it; NotFound otherwise."""
    problem_id = resolve(view, "problem", ref)
    values = view.reader.one(
        f"SELECT {LISTING.columns}, coalesce(r.external_number, ''), r.description, r.symptom, r.root_cause,"
        " r.workaround, r.fix, r.reason, r.impact, r.urgency, r.value, coalesce(c.name, ''),"
        " coalesce(d.number, ''), r.resolved_at, r.closed_at, r.extra"
        f" FROM problem r {LISTING.joins} LEFT JOIN contact c ON c.id = r.contact_id"
        " LEFT JOIN problem d ON d.id = r.duplicate_of_id WHERE r.id = :id",
        {"id": problem_id},
    )
    assert values is not None
    rest = list(values[17:])
    rest[12], rest[13] = from_db("resolved_at", rest[12]), from_db("closed_at", rest[13])
    rest[14] = from_db("extra", rest[14]) or {}
    rest += [
        ties_of(view, "problem", problem_id),
        records.tasks(view, "problem", problem_id),
        records.notes(view, "problem", problem_id),
        records.history(view, "problem", problem_id),
        touched(view, problem_id),
    ]
    return ProblemWhole(_row(values[:17]), *rest)


def follows(view: View, record_id: int) -> tuple[Follow, ...]:
    """Return what may follow on a problem, whether whoever asks may, and what each move still lacks."""
    record = view.reader.load("problem", resolve(view, "problem", record_id))
    assert record is not None
    table = [row for row in moves_of(record) if row.verb != "known-error" or not record.known_error]
    return moves.follows(view.reader, view.agent, record, table, needs_of(record), view.rules.settings)
