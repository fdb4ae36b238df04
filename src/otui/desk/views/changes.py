"""Changes as they are read: in a list, whole, and what of them waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.changes.assessing import assessed
from otui.desk.changes.needs import needs_of, plans_missing
from otui.desk.changes.waiting import waiting_ids
from otui.desk.records.finding import Ref, not_there, resolve
from otui.desk.records.listing import Cut, Key, Listing, key_of, page
from otui.desk.records.moves import Follow, follows
from otui.desk.records.tables import moves_of
from otui.desk.records.ties import TieRow, ties_of
from otui.desk.views.change_rounds import RoundRow, rounds
from otui.desk.views.records import NoteRow, TaskRow, notes, tasks
from otui.domain.change import review, steps
from otui.domain.change.risk import Assessed
from otui.domain.change.steps import Step, Type
from otui.errors import Usage
from otui.store.records import from_db, to_micros
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.store.records import Record

KIND = "change"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of a list."""

    id: int
    version: int
    number: str
    subject: str
    type: str
    step: str
    level: str
    level_rank: int
    risk: str
    queue: str
    owner: str
    implementer: str
    outage: bool
    starts_at: datetime | None
    ends_at: datetime | None
    result: str
    review_due: datetime | None
    reviewed_at: datetime | None
    created_at: datetime
    updated_at: datetime

    def breached(self, now: datetime) -> bool:
        """Whether its review came too late, or is past due."""
        return review.breached(self.review_due, self.reviewed_at, now)


_COLUMNS = (
    "r.id, r.version, r.number, r.subject, r.type, r.step, r.level, r.level_rank, r.risk, q.name,"
    " coalesce(o.login, ''), coalesce(i.login, ''), r.outage, r.starts_at, r.ends_at, r.result, r.review_due,"
    " r.reviewed_at, r.created_at, r.updated_at"
)
_JOINS = (
    "JOIN queue q ON q.id = r.queue_id LEFT JOIN agent o ON o.id = r.owner_id"
    " LEFT JOIN agent i ON i.id = r.implementer_id"
)


def _row(row: tuple[Any, ...]) -> ChangeRow:
    values = list(row)
    values[12] = bool(row[12])
    for place in (13, 14, 16, 17, 18, 19):
        values[place] = from_db("at", row[place])
    return ChangeRow(*values)


LISTING: Listing[ChangeRow] = Listing(KIND, _COLUMNS, _JOINS, _row)
"""The one that changed last first."""
CALENDAR: Listing[ChangeRow] = Listing(KIND, _COLUMNS, _JOINS, _row, order="starts_at", descending=False)
"""By the beginning of their window; changes without one are not in it (`scheduled`)."""


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes a list holds. Empty fields do not narrow it; without a step, only the open ones."""

    mine: bool = False
    """Owned, or to be carried out, by whoever asks."""
    to_approve: bool = False
    """Waiting for the word of whoever asks, or of somebody they stand in for."""
    scheduled: bool = False
    """With a window that is not over."""
    breached: bool = False
    """Whose review is past due."""
    step: str = ""
    type: str = ""
    queue: int | None = None
    every: bool = False
    """Those that are closed or canceled, too."""


def cut(view: View, only: ChangeFilter) -> Cut:
    """Return the condition of a filter, for `page`, `total` and `rows_by_id` of the listing."""
    where: list[str] = []
    params: dict[str, Any] = {}
    if only.step:
        where.append("r.step = :step")
        params["step"] = _known(only.step, tuple(Step), _("step"))
    elif only.breached:
        where.append("r.review_due < :now AND r.reviewed_at IS NULL AND r.step <> 'canceled'")
        params["now"] = to_micros(view.now)
    elif not only.every:
        where.append("r.is_open = TRUE")
    if only.mine:
        where.append("(r.owner_id = :me OR r.implementer_id = :me)")
        params["me"] = view.agent.id
    if only.to_approve:
        from otui.desk.views.change_rounds import waiting_for

        ids = ",".join(str(one.change_id) for one in waiting_for(view) if one.change_id)
        where.append(f"r.id IN ({ids or 'NULL'})")
    if only.scheduled:
        where.append("r.starts_at IS NOT NULL AND r.ends_at > :now")
        params["now"] = to_micros(view.now)
    if only.type:
        where.append("r.type = :type")
        params["type"] = _known(only.type, tuple(Type), _("type"))
    if only.queue is not None:
        where.append("r.queue_id = :queue")
        params["queue"] = only.queue
    return Cut(" AND ".join(where) or "1 = 1", params)


def changes(
    view: View, /, only: ChangeFilter = ChangeFilter(), *, words: str = "", **paging: Any
) -> list[ChangeRow]:
    """Return a page of a list, by beginning of window where only what is scheduled is asked for."""
    return page(view, CALENDAR if only.scheduled else LISTING, cut(view, only), words=words, **paging)


def key(row: ChangeRow, *, scheduled: bool = False) -> Key:
    """Return a row's place in a list, to page on from."""
    return key_of(row, CALENDAR if scheduled else LISTING)


def _known(word: str, known: tuple[str, ...], what: str) -> str:
    if word not in known:
        raise Usage(
            _("There is no {what} {name}.").format(what=what, name=word),
            _("It is one of {names}.").format(names=", ".join(known)),
        )
    return word


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """One change, whole."""

    row: ChangeRow
    fields: dict[str, Any]
    """Every column of the change as it is kept."""
    path: tuple[str, ...]
    """The steps of its path in their order; its own step may be beside them."""
    requester: str
    """Login of the agent who asks for it; empty where none does."""
    contact: str
    template: str
    closed_at: datetime | None
    rounds: tuple[RoundRow, ...]
    risk: Assessed
    """As the rules of now see it; a standard change goes by `row.risk`."""
    ties: tuple[TieRow, ...]
    notes: tuple[NoteRow, ...]
    tasks: tuple[TaskRow, ...]
    plans_missing: tuple[str, ...]
    """Columns of the plans that are still to be written."""
    waiting: int
    """Tickets that wait for it."""
    review_breached: bool


def change(view: View, ref: Ref) -> ChangeCard:
    """Return one change; NotFound for one that is not theirs to see."""
    record = load(view, ref)
    (row,) = (one for one in _rows(view, record.id))
    fields = dict(vars(record))
    return ChangeCard(
        row=row,
        fields=fields,
        path=tuple(str(step) for step in steps.PATHS[Type(record.type)]),
        requester=_value(view, "SELECT login FROM agent WHERE id = :id", record.requester_id),
        contact=_value(view, "SELECT name FROM contact WHERE id = :id", record.contact_id),
        template=_value(view, "SELECT name FROM change_template WHERE id = :id", record.template_id),
        closed_at=record.closed_at,
        rounds=rounds(view, KIND, record.id),
        risk=assessed(view.reader, record),
        ties=ties_of(view, KIND, record.id),
        notes=notes(view, KIND, record.id),
        tasks=tasks(view, KIND, record.id),
        plans_missing=plans_missing(record),
        waiting=len(waiting_ids(view.reader, record.id, view.hidden)),
        review_breached=review.breached(record.review_due, record.reviewed_at, view.now),
    )


def load(view: View, ref: Ref) -> Record:
    """Return the row of a change as it is kept; NotFound for one that is not theirs to see."""
    record = view.reader.load(KIND, resolve(view, KIND, ref))
    if record is None:
        raise not_there(KIND, ref)
    return record


def next_moves(view: View, ref: Ref) -> tuple[Follow, ...]:
    """Return what may follow on a change, whether whoever asks may, and what each move still lacks."""
    record = load(view, ref)
    needs = needs_of(record, view.now)
    return follows(view.reader, view.agent, record, moves_of(record), needs, view.rules.settings)


def only_time_lacks(view: View, ref: Ref) -> bool:
    """Whether nothing but the time stands between a change and its being carried out: a reason then answers."""
    record = load(view, ref)
    needs = needs_of(record, view.now)
    rows = [row for row in moves_of(record) if row.verb == Step.IMPLEMENT and record.step in row.sources]
    return [name for row in rows for name in row.needs if not needs[name].holds(view.reader, record)] == [
        "in_window"
    ]


def _rows(view: View, change_id: int) -> list[ChangeRow]:
    return page(view, LISTING, Cut("r.id = :id", {"id": change_id}), limit=1)


def _value(view: View, sql: str, row_id: int | None) -> str:
    return str(view.reader.value(sql, {"id": row_id}) or "") if row_id is not None else ""
