"""Queues as records: made, changed, moved in their tree, deactivated; the clocks of their tickets come along."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from otui.desk import queue_tree, rights, trail
from otui.desk.commands import Move
from otui.desk.office import rights_staff
from otui.desk.office.staff import LINES, acting, load_agent
from otui.desk.results import Result
from otui.desk.rows import QueueRow
from otui.desk.rules import in_force, ruling
from otui.desk.unit import Unit
from otui.errors import NotFound, Refused, Usage
from otui.store.records import Record
from otui.text import safe
from otui.text.i18n import _, ngettext

LONGEST_LOCK = 365 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQueue:
    """Put a queue right; what is None stays as it is.

    `parent` and `calendar`: empty for none. `place` counts from 1 among the queues below the same parent.
    """

    queue: str | int
    name: str | None = None
    parent: str | int | None = None
    line: int | None = None
    place: int | None = None
    calendar: str | None = None
    lock_minutes: int | None = None
    confidential: bool | None = None
    default: bool = False
    """True makes it the queue that takes tickets which name none."""
    base: int | None = None
    """The version of the rules that its effect was shown against: Conflict, where another was first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeactivateQueue:
    """Take a queue out of use; its open tickets go to `move_to`."""

    queue: str | int
    move_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTeam:
    """Put agents on a queue's team, and take others off."""

    queue: str | int
    join: tuple[str | int, ...] = ()
    leave: tuple[str | int, ...] = ()


def new_queue(unit: Unit, name: str, *, line: int = 1, parent: str = "", calendar: str = "") -> Record:
    """Make a queue. Only an admin may."""
    rights.require(acting(unit), "queue-new")
    made = unit.add(
        "queue",
        {
            "name": _new_name(unit, 0, name),
            "line": _line(line),
            "parent_id": unit.directory.queue(parent).id if parent else None,
            "calendar": _calendar(unit, calendar),
            "position": len(unit.whole.queues),
            "active": True,
        },
    )
    queue_tree.renumber(unit, made, None)
    followed = queue_tree.bring_in_line(unit, made)
    words = _("The queue {name} is made.").format(name=made.name)
    trail.done(unit, "queue-new", f"queue {made.id}", made.name, words, rows=tuple(followed.rows))
    return made


def change_queue(unit: Unit, command: ChangeQueue) -> Result:
    """Put a queue right. Only an admin may; says how many due times moved with it.

    `queue_changes.foresee` tells beforehand. Where its tickets are more than one batch, `ruling.rebuild` goes on.
    """
    if command.base is not None and command.base != in_force.version(unit.writer):
        raise ruling.changed_meanwhile(unit.writer, unit.rules, unit.now)
    queue, former_name, rows = _edit(unit, command)
    followed = queue_tree.bring_in_line(unit, queue, former_name)
    words = _("{queue} is changed.").format(queue=queue.name)
    if followed.rest:
        words += " " + _("The clocks of its tickets are counted anew, one batch after another.")
    elif followed.dues:
        told = ngettext(
            "The due times of {n} ticket moved.", "The due times of {n} tickets moved.", followed.dues
        )
        words += " " + told.format(n=followed.dues)
    return trail.done(
        unit, "queue-change", f"queue {queue.id}", queue.name, words, rows=(*rows, *followed.rows)
    )


def outcome(unit: Unit, command: ChangeQueue) -> queue_tree.Outcome:
    """Return what a change would come to, refused as the change itself; whoever asks takes the transaction back."""
    queue, former_name, _rows = _edit(unit, command)
    return queue_tree.outcome(unit, queue, former_name)


def _edit(unit: Unit, command: ChangeQueue) -> tuple[Record, str, list[trail.Row]]:
    """Change the record; return it with its former name and what changed that has no id."""
    rights.require(acting(unit), "queue-change")
    queue = load_queue(unit, command.queue)
    if not queue.active:
        raise Refused(_("{queue} is not active.").format(queue=queue.name), _("Activate it first."))
    former = dict(vars(queue))
    if command.name is not None:
        queue.name = _new_name(unit, queue.id, command.name)
    if command.line is not None:
        queue.line = _line(command.line)
    if command.calendar is not None:
        queue.calendar = _calendar(unit, command.calendar)
    if command.lock_minutes is not None:
        if not 0 <= command.lock_minutes <= LONGEST_LOCK:
            raise Usage(_("A lock lapses after 0 minutes (the desk's time) to a year."))
        queue.lock_minutes = command.lock_minutes
    if command.confidential is not None:
        queue.confidential = command.confidential
        if command.confidential and not former["confidential"]:
            _require_team(unit, queue)
    if command.parent is not None:
        queue.parent_id = _parent(unit, queue, command.parent)
    moved = queue.parent_id != former["parent_id"]
    if command.place is not None or moved or queue.line != former["line"]:
        queue_tree.renumber(unit, queue, command.place)
    made_default = command.default and unit.whole.default_queue_id != queue.id
    if dict(vars(queue)) == former and not made_default:
        raise Refused(_("{queue} is like that already.").format(queue=queue.name))
    rows = [trail.keep(unit, queue_tree.DEFAULT, str(queue.id))] if made_default else []
    return queue, str(former["name"]), rows


def deactivate_queue(unit: Unit, command: DeactivateQueue) -> Result:
    """Take a queue out of use. Refused for the default one, over others, and with open tickets that go nowhere."""
    rights.require(acting(unit), "queue-off")
    queue = load_queue(unit, command.queue)
    if not queue.active:
        raise Refused(_("{queue} is not active already.").format(queue=queue.name))
    if queue.id == unit.whole.default_queue_id:
        raise Refused(
            _("{queue} takes the tickets that name no queue.").format(queue=queue.name),
            _("Let another queue do that first."),
        )
    below = [one.name for one in unit.whole.queues.values() if one.parent_id == queue.id]
    if below:
        raise Refused(
            _("{names} lie below {queue}.").format(names=", ".join(below), queue=queue.name),
            _("Move them first."),
        )
    opened = queue_tree.open_tickets(unit, (queue.id,))
    if opened and queue.id in unit.hidden:
        raise Refused(
            _("{queue} is confidential, and not empty.").format(queue=queue.name),
            _("Somebody of its team moves its tickets first."),
        )
    target = unit.directory.queue(command.move_to) if command.move_to else None
    if opened and target is None:
        raise Refused(
            ngettext("{queue} has {n} open ticket.", "{queue} has {n} open tickets.", len(opened)).format(
                queue=queue.name, n=len(opened)
            ),
            _("Say which queue they go to (--move-to QUEUE)."),
        )
    words = _("{queue} is no longer active.").format(queue=queue.name)
    if target is not None and opened:
        _move_all(unit, queue, target, opened)
        told = ngettext("{n} ticket went to {name}.", "{n} tickets went to {name}.", len(opened))
        words += " " + told.format(n=len(opened), name=target.name)
    queue.active = False
    followed = queue_tree.bring_in_line(unit, queue)
    return trail.done(unit, "queue-off", f"queue {queue.id}", queue.name, words, rows=tuple(followed.rows))


def activate_queue(unit: Unit, ref: str | int) -> Result:
    """Take a queue into use again, with the team it had."""
    rights.require(acting(unit), "queue-off")
    queue = load_queue(unit, ref)
    if queue.active:
        raise Refused(_("{queue} is active already.").format(queue=queue.name))
    queue.active = True
    if queue.parent_id not in unit.whole.queues:
        queue.parent_id = None
    queue_tree.renumber(unit, queue, None)
    followed = queue_tree.bring_in_line(unit, queue)
    words = _("{queue} is active again.").format(queue=queue.name)
    return trail.done(unit, "queue-on", f"queue {queue.id}", queue.name, words, rows=tuple(followed.rows))


def queue_team(unit: Unit, command: QueueTeam) -> Result:
    """Change who is on a queue's team. Only a lead or an admin may."""
    me = acting(unit)
    queue = unit.directory.queue(command.queue)
    rights_staff.require_team(me, queue)
    rows: list[trail.Row] = []
    for refs, joined in ((command.join, True), (command.leave, False)):
        for ref in dict.fromkeys(refs):
            row = trail.member(unit, queue.id, load_agent(unit, ref).id, joined=joined)
            rows += [row] if row else []
    if not rows:
        raise Refused(_("The team of {queue} is like that already.").format(queue=queue.name))
    if queue.confidential:
        _require_team(unit, queue)
    words = ngettext(
        "The team of {queue} is changed: {n} agent.", "The team of {queue} is changed: {n} agents.", len(rows)
    ).format(queue=queue.name, n=len(rows))
    return trail.done(unit, "team", f"queue {queue.id}", queue.name, words, rows=tuple(rows))


def settle(unit: Unit, queue: Record) -> list[trail.Row]:
    """Bring in line what hangs on a queue that an undo set back; refuse where it may not be as it is now."""
    me = acting(unit)
    if me.role != "admin":
        rights_staff.require_team(me, unit.directory.queue(int(queue.id)))
        return []
    if not queue.active:
        opened = queue_tree.open_tickets(unit, (queue.id,))
        if opened or queue.id == unit.whole.default_queue_id:
            raise Refused(
                ngettext("{queue} has {n} open ticket.", "{queue} has {n} open tickets.", len(opened)).format(
                    queue=queue.name, n=len(opened)
                ),
                _("Deactivate it, and say where they go."),
            )
    former = unit.whole.queues.get(int(queue.id))
    return queue_tree.bring_in_line(unit, queue, former_name=former.name if former else "").rows


def load_queue(unit: Unit, ref: str | int) -> Record:
    """Return a queue's record by name, the start of its name, or id; one that is not active by its whole name."""
    if isinstance(ref, str):
        rows = unit.load_all("queue", "lower(name) = lower(:name)", {"name": ref.strip()})
        if rows:
            return rows[0]
        ref = unit.directory.queue(ref).id
    found = unit.load("queue", ref)
    if found is None:
        raise NotFound(
            _("There is no queue {name}.").format(name=ref), _("`otui queue list` shows which there are.")
        )
    return found


def _new_name(unit: Unit, queue_id: int, words: str) -> str:
    name = safe.line(words)
    if not name:
        raise Refused(_("A queue needs a name."))
    taken = unit.writer.one("SELECT id, active FROM queue WHERE lower(name) = lower(:name)", {"name": name})
    if taken is not None and taken[0] != queue_id:
        raise Refused(
            _("There is a queue {name} already.").format(name=name),
            "" if taken[1] else _("It is not active; activate it, or choose another name."),
        )
    return name


def _line(line: int) -> int:
    if line not in LINES:
        raise Usage(_("A queue is in line 1, 2 or 3."))
    return line


def _calendar(unit: Unit, name: str) -> str:
    if name and name not in unit.rules.calendars:
        raise Usage(
            _("There is no calendar {name}.").format(name=safe.line(name)),
            _("This desk has {names}.").format(names=", ".join(unit.rules.calendars)),
        )
    return name


def _parent(unit: Unit, queue: Record, ref: str | int) -> int | None:
    if ref == "":
        return None
    parent = unit.directory.queue(ref)
    if parent.id in unit.whole.subtree(int(queue.id)):
        raise Refused(
            _("{parent} is {queue} or lies below it.").format(parent=parent.name, queue=queue.name),
            _("Choose a queue outside it."),
        )
    return parent.id


def _require_team(unit: Unit, queue: Record | QueueRow) -> None:
    """Refuse a confidential queue that nobody would know of."""
    if not unit.writer.value(
        "SELECT 1 FROM queue_member m JOIN agent a ON a.id = m.agent_id WHERE a.active AND m.queue_id = :id LIMIT 1",
        {"id": queue.id},
    ):
        raise Refused(
            _("{queue} has no team: nobody would see its tickets.").format(queue=queue.name),
            _("Put somebody on its team first."),
        )


def _move_all(unit: Unit, queue: Record, target: QueueRow, ticket_ids: list[int]) -> None:
    from otui.desk import tickets

    if target.id == queue.id:
        raise Refused(_("Say which other queue they go to."))
    batch = secrets.token_hex(8)
    reason = _("{queue} was deactivated.").format(queue=queue.name)
    for ticket_id in ticket_ids:
        tickets.move(unit.beside(), Move(ticket=ticket_id, queue=target.name, reason=reason, batch=batch))
