"""Counts, from the tally that triggers keep: none of them looks at a ticket."""

from __future__ import annotations

from otui.desk.desk import View
from otui.desk.office.absence import stood_in_for
from otui.desk.rows import QueueCount, StatusCounts
from otui.desk.views.lists import TicketFilter, where_sql
from otui.domain.workflow import NO_DUE, OPEN_SQL, OPEN_STATES, State
from otui.store.records import from_micros, to_micros

CAP = 10_000
"""A list that the tally cannot count is counted up to here."""
_BY_DUE = "sort_key > 0"
"""Holds for every ticket. It leads the planner to the indexes of open tickets, past those of all an agent ever had."""


def by_queue(view: View) -> dict[int, QueueCount]:
    """Return each queue's own open, free, warned and escalated tickets."""
    rows = view.reader.all(
        "SELECT queue_id, sum(n), sum(CASE WHEN NOT locked THEN n ELSE 0 END),"
        " sum(CASE WHEN flag = 1 THEN n ELSE 0 END), sum(CASE WHEN flag > 1 THEN n ELSE 0 END)"
        f" FROM tally WHERE {OPEN_SQL}{view.without_hidden('queue_id')} GROUP BY queue_id"
    )
    return {row[0]: QueueCount(*(int(n or 0) for n in row[1:])) for row in rows}


def with_children(view: View, own: dict[int, QueueCount]) -> dict[int, QueueCount]:
    """Return each queue's counts with those of the queues below it."""
    return {
        queue_id: sum((own.get(one, QueueCount()) for one in view.directory.subtree(queue_id)), QueueCount())
        for queue_id in view.directory.queues
    }


def by_state(view: View) -> dict[State, int]:
    """Return how many tickets are in each state."""
    but = view.without_hidden("queue_id")
    rows: dict[str, int] = dict(
        view.reader.all(f"SELECT state, sum(n) FROM tally WHERE n > 0{but} GROUP BY state")
    )
    return {state: int(rows.get(state, 0)) for state in State}


def status(view: View) -> StatusCounts:
    """Return what the status line says."""
    but = view.without_hidden("queue_id")
    opened, free, warned, escalated = view.reader.one(
        "SELECT coalesce(sum(n), 0), coalesce(sum(CASE WHEN NOT locked THEN n ELSE 0 END), 0),"
        " coalesce(sum(CASE WHEN flag = 1 THEN n ELSE 0 END), 0),"
        f" coalesce(sum(CASE WHEN flag > 1 THEN n ELSE 0 END), 0) FROM tally WHERE {OPEN_SQL}{but}"
    ) or (0, 0, 0, 0)
    mine = view.reader.value(
        f"SELECT count(*) FROM ticket WHERE owner_id = :me AND is_open AND {_BY_DUE}{but}",
        {"me": view.agent.id},
    )
    upcoming = view.reader.one(
        f"SELECT sort_key, number FROM ticket WHERE is_open AND sort_key > :now AND sort_key < :none{but}"
        " ORDER BY sort_key, id LIMIT 1",
        {"now": to_micros(view.now), "none": NO_DUE},
    )
    return StatusCounts(
        open=int(opened),
        mine=int(mine),
        free=int(free),
        warned=int(warned),
        escalated=int(escalated),
        next_due=from_micros(upcoming[0]) if upcoming else None,
        next_number=upcoming[1] if upcoming else "",
        to_approve=to_approve(view),
    )


_ASKED = (
    "SELECT DISTINCT r.id FROM approval a JOIN approval_round r ON r.id = a.round_id AND r.record = '{record}'"
    " JOIN {record} c ON c.id = r.record_id WHERE a.agent_id IN ({agents}) AND a.state IN ('asked', 'deferred')"
    " AND r.fallen_at IS NULL AND {open}"
)
_OF_CHANGES = (
    "((c.step = 'assess' AND r.kind = 'peer') OR (c.step = 'authorise' AND r.kind <> 'peer'))"
    " AND coalesce(c.implementer_id, 0) <> :me AND coalesce(c.requester_id, c.created_by_id, 0) <> :me"
)
_OF_TEMPLATES = "c.state = 'proposed' AND coalesce(c.requester_id, 0) <> :me"


def to_approve(view: View) -> int:
    """Return how many askings wait for the word of whoever asks, or of somebody they stand in for."""
    me = view.agent.id
    agents = ",".join(
        str(int(one)) for one in (me, *(agent.id for agent in stood_in_for(view.directory, me, view.now)))
    )
    but = view.without_hidden("coalesce(c.queue_id, 0)")
    changes = _ASKED.format(record="change", agents=agents, open=_OF_CHANGES) + but
    templates = _ASKED.format(record="change_template", agents=agents, open=_OF_TEMPLATES) + but
    rows = view.reader.all(f"{changes} UNION {templates}", {"me": me})
    return len(rows)


def total(view: View, only: TicketFilter) -> int:
    """Return how many tickets a filter holds: from the tally where it can, else counted up to CAP."""
    if (only.owner, only.contact, only.customer, only.item, only.ids) == (None,) * 5 and not only.category:
        where = ["1 = 1"]
        states = only.states or tuple(OPEN_STATES)
        where.append("state IN (" + ",".join(f"'{State(state)}'" for state in states) + ")")
        if only.queues:
            where.append(f"queue_id IN ({','.join(str(int(q)) for q in only.queues)})")
        if only.free:
            where.append("NOT locked")
        if only.burning:
            where.append("flag > 0")
        but = view.without_hidden("queue_id")
        sql = f"SELECT coalesce(sum(n), 0) FROM tally WHERE {' AND '.join(where)}{but}"
        return int(view.reader.value(sql))
    conditions, params = where_sql(only, hidden=view.hidden)
    if "t.is_open" in conditions:
        conditions.append("t." + _BY_DUE)
    sql = (
        f"SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE {' AND '.join(conditions)} LIMIT :cap) AS capped"
    )
    return int(view.reader.value(sql, {**params, "cap": CAP}))
