"""The flowchart of what an agent looks at: where it stands, what may follow, who may, and what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.flow import tables
from otui.desk.flow.chart import Chart, Way
from otui.desk.records import moves
from otui.desk.records import tables as process_tables
from otui.desk.records.finding import find_id, not_there, resolve
from otui.desk.records.kinds import split_number
from otui.desk.records.moves import DUTIES
from otui.desk.records.ties import TICKET
from otui.desk.views.ticket import require_there
from otui.desk.words import state_name, step_name, verb_name
from otui.domain.change.steps import Type
from otui.domain.workflow import TRANSITIONS, State
from otui.errors import NotFound
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.store.records import Record

WITH_CHARTS = ("problem", "change")
"""The kinds of record that have a process of their own."""


def of(view: View, ref: str) -> Chart:
    """Return the chart of whatever a number names: a ticket, a problem or a change."""
    kind, record_id = what(view, ref)
    return of_ticket(view, record_id) if kind == TICKET else of_record(view, kind, record_id)


def what(view: View, ref: str) -> tuple[str, int]:
    """Return what a number names, a ticket before a record of the same digits: its kind and its id; NotFound."""
    kind, _rest = split_number(ref)
    if kind:
        return kind, resolve(view, kind, ref)
    try:
        return TICKET, require_there(view, ref).id
    except NotFound:
        for one in WITH_CHARTS:
            found = find_id(view.reader, one, ref, view.hidden)
            if found is not None:
                return one, found
        raise


def of_ticket(view: View, ref: int | str) -> Chart:
    """Return the handling of a ticket in its line, with where it stands."""
    row = require_there(view, ref)
    stands = rights.relation(view.agent, view.directory, row.queue_id, row.owner_id, row.locked, row.state)
    in_team = row.queue_id in view.agent.queues
    ways: list[Way] = []
    line = row.line if row.line in tables.LINES else 1
    for one in TRANSITIONS:
        target = state_name(one.target) if one.target else tables.line_after(line, one.verb)
        if row.state not in one.sources or one.target == row.state or not target:
            continue
        may = rights.may(view.agent, one.verb, stands, in_team, view.rules.settings)
        ways.append(Way(verb_name(one.verb), target, tables.who_of_ticket(one.verb), may))
    return tables.incident(line).standing(State(row.state), row.number, ways)


def of_record(view: View, kind: str, ref: int | str) -> Chart:
    """Return the process of a problem or a change, with where it stands."""
    if kind not in WITH_CHARTS:
        raise not_there(kind, ref)
    record = view.reader.load(kind, resolve(view, kind, ref))
    assert record is not None
    table = process_tables.moves_of(record)
    needs = process_tables.needs_of(record, view.now)
    found = moves.follows(view.reader, view.agent, record, table, needs, view.rules.settings)
    ways = [
        Way(
            verb_name(one.move.verb),
            step_name(one.move.target or ""),
            _(DUTIES[one.move.duty]),
            one.may,
            one.missing,
        )
        for one in found
        if one.move.target is not None
    ]
    return _chart(record).standing(record.step, record.number, ways)


def _chart(record: Record) -> Chart:
    return tables.a_problem() if record.table == "problem" else tables.a_change(Type(record.type))
