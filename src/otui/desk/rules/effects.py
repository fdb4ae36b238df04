"""What other rules would do to the tickets that are open, worked out without changing anything.

A change is walked through ticket by ticket, in batches, on a reader in one snapshot: the desk's writer is never held.
The clocks are counted by the same function as the rebuild that follows, so that what is shown is what happens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from otui.desk import rights
from otui.desk.desk import View
from otui.desk.directory import Directory
from otui.desk.rows import QueueRow
from otui.desk.rules import in_force
from otui.desk.rules.effect import Effect, Move, Sum
from otui.desk.rules.effect_tickets import Promises, read_tickets
from otui.desk.rules.queue_rules import changed_of
from otui.desk.words import field_name
from otui.domain.rule_change import RuleChange
from otui.domain.rules import Rules
from otui.domain.workflow import OPEN_SQL, OPEN_STATES
from otui.errors import Refused
from otui.store.database import Reader
from otui.text.i18n import _

BATCH = 500
"""Tickets read at a time; between two batches it can be stopped, and other threads get their turn."""

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class QueuesAfter:
    """What the queues and the rules would be after a change of the tree that is not made yet."""

    directory: Directory
    rules: Rules
    names: tuple[str, ...]
    """The rule files that it changes."""
    queues: tuple[int, ...]
    """Ids of the queues whose tickets would count otherwise."""
    base: int
    """The version of the rules that it was worked out against."""


class Stopped(Refused):
    """Whoever asked for the effect does not wait for it any more."""


def of_texts(
    view: View, texts: Mapping[str, str], *, progress: Progress | None = None, stop: Stop | None = None
) -> Effect:
    """Return what putting these rule texts in force now would do; texts that are left out stay as they are.

    BadFile, with the line, where they are wrong; Refused, where an open ticket has factors that they lack; Stopped,
    once `stop` says so.
    """
    current = in_force.texts(view.reader)
    former = in_force.load_rules(view.reader)
    rules = Rules.parse({**current, **texts}).remembering(former.counting)
    require_fitting(view.reader, rules, view.hidden)
    change = RuleChange.between(former, rules, view.now)
    names = tuple(name for name in current if texts.get(name, current[name]) != current[name])
    if set(names) <= {in_force.CHANGE}:
        return Sum(view.now).effect(names, in_force.version(view.reader), open_count(view))
    directory = _queues_after(view, former, rules) if "queues" in names else view.directory
    return _sum(view, change, directory, names, progress, stop)


def of_queues(
    view: View, change: QueuesAfter, *, progress: Progress | None = None, stop: Stop | None = None
) -> Effect:
    """Return what a change of the tree of queues would do now to the open tickets of those that count otherwise."""
    former = in_force.load_rules(view.reader)
    rules = change.rules.remembering(former.counting)
    total = Sum(view.now)
    if change.queues:
        rule_change = RuleChange.between(former, rules, view.now)
        for move in moves(
            view, rule_change, change.directory, queues=change.queues, progress=progress, stop=stop
        ):
            total.add(move, rules.counting[move.calendar])
    return total.effect(change.names, change.base, open_count(view, change.queues) if change.queues else 0)


def require_fitting(reader: Reader, rules: Rules, hidden: Sequence[int] = ()) -> None:
    """Refuse rules that lack a factor which an open ticket has: nobody could say how urgent that ticket is.

    It is named by its number, unless it is in one of the `hidden` queues.
    """
    told = f"CASE WHEN 1 = 1{rights.without(hidden, 'queue_id')} THEN number END"
    for column, rows in (("impact", rules.sla.factors.impact), ("urgency", rules.sla.factors.urgency)):
        known = ", ".join(str(row.factor) for row in rows)
        row = reader.one(
            f"SELECT count(*), min({told}), min({column}) FROM ticket"
            f" WHERE is_open AND {column} IS NOT NULL AND {column} NOT IN ({known})"
        )
        if row and row[0]:
            raise Refused(
                _(
                    "{number} has {field} {value}, which these rules lack; so have {n} open tickets in all."
                ).format(
                    number=row[1] or _("A confidential ticket"),
                    field=field_name(column),
                    value=row[2],
                    n=row[0],
                ),
                _("Give those tickets another first, or leave the factor in sla.toml."),
            )


def open_count(view: View, queues: Sequence[int] = ()) -> int:
    """Return how many tickets are open, in some queues or in all, without looking at them."""
    there = view.without_hidden("queue_id") + _within(queues)
    return int(view.reader.value(f"SELECT coalesce(sum(n), 0) FROM tally WHERE {OPEN_SQL}{there}"))


def _within(queues: Sequence[int]) -> str:
    """Return the condition, to come after others, that leaves out all but these queues; empty for all."""
    return f" AND queue_id IN ({','.join(str(int(one)) for one in queues)})" if queues else ""


def open_in(queues: Iterable[int]) -> str:
    """Return the condition for the open tickets in some queues.

    That all were made at some time leads to the index of open ones by queue and time; else a planner without figures
    takes that of all tickets of the queue, and looks at every closed one.
    """
    return f"is_open AND created_at >= 0 AND queue_id IN ({','.join(str(int(one)) for one in queues)})"


def next_ids(reader: Reader, after: int, limit: int, rules: Rules, queues: Sequence[int] = ()) -> list[int]:
    """Return the next tickets, by id, that a change of rules concerns: the open ones, and those that time moves.

    Where resolved tickets close by themselves, those are concerned too: the days may be others now. Where the change is
    one of `queues`, and not of the rules, it is the open tickets in them.
    """
    if queues:
        rows = reader.all(
            f"SELECT id FROM ticket WHERE {open_in(queues)} AND id > :after ORDER BY id LIMIT :limit",
            {"after": after, "limit": limit},
        )
        return [row[0] for row in rows]
    resolved = " OR state = 'resolved'" if rules.settings.close_after_days else ""
    rows = reader.all(
        "SELECT id FROM ticket WHERE id > :after"
        f" AND (is_open OR next_at IS NOT NULL OR wake_at IS NOT NULL{resolved}) ORDER BY id LIMIT :limit",
        {"after": after, "limit": limit},
    )
    return [row[0] for row in rows]


def moves(
    view: View,
    change: RuleChange,
    directory: Directory,
    *,
    queues: Sequence[int] = (),
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Iterator[Move]:
    """Yield every ticket whose level, due times or time left would be others, in order of id; of some queues or all."""
    total, done, after = open_count(view, queues), 0, 0
    promises = Promises(view, change.current, directory)
    while ids := _next_live(view, after, queues):
        if stop is not None and stop():
            raise Stopped(_("Stopped; nothing was changed."))
        for ticket in read_tickets(view.reader, ids):
            done += ticket.state in OPEN_STATES
            found = ticket.move(change, promises)
            if found is not None:
                yield found
        after = ids[-1]
        if progress is not None:
            progress(min(done, total), total)
        time.sleep(0)  # the screen's own thread has its turn


def _next_live(view: View, after: int, queues: Sequence[int]) -> list[int]:
    """Return the next tickets that a change may move, of those that are there for whoever asks."""
    live = open_in(queues) if queues else "(is_open OR next_at IS NOT NULL)"
    rows = view.reader.all(
        f"SELECT id FROM ticket WHERE id > :after AND {live}"
        f"{view.without_hidden('queue_id')} ORDER BY id LIMIT :limit",
        {"after": after, "limit": BATCH},
    )
    return [row[0] for row in rows]


def _sum(
    view: View,
    change: RuleChange,
    directory: Directory,
    names: tuple[str, ...],
    progress: Progress | None,
    stop: Stop | None,
) -> Effect:
    total = Sum(change.at)
    for move in moves(view, change, directory, progress=progress, stop=stop):
        total.add(move, change.current.counting[move.calendar])
    return total.effect(names, in_force.version(view.reader), open_count(view))


def _queues_after(view: View, former: Rules, rules: Rules) -> Directory:
    """Return the directory as it will be once the queues that exist follow their new rules."""
    before = {rule.name: rule for rule in former.queues}
    queues = dict(view.directory.queues)
    ids = {queue.name: queue.id for queue in queues.values()}
    for rule in rules.queues:
        if rule.name not in ids:
            continue
        values = changed_of(rule, before.get(rule.name))
        if "parent" in values:
            values["parent_id"] = ids.get(values.pop("parent"))
        queues[ids[rule.name]] = replace(queues[ids[rule.name]], **values)
    for queue in queues.values():
        queues[queue.id] = replace(queue, path=_path(queues, queue.id))
    return replace(view.directory, queues=queues)


def _path(queues: Mapping[int, QueueRow], queue_id: int) -> tuple[str, ...]:
    path: list[str] = []
    one = queues.get(queue_id)
    while one is not None and one.name not in path:
        path.append(one.name)
        one = queues.get(one.parent_id or 0)
    return tuple(path)
