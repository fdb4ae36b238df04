"""Which tickets `otui ticket list` means, and how it prints them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.desk import categories
from otui.desk.desk import Desk, View
from otui.desk.records.finding import resolve
from otui.desk.rows import TicketRow
from otui.desk.views import lists, searching
from otui.desk.views.lists import Order, TicketFilter
from otui.desk.words import clock_name, state_name
from otui.domain.workflow import State
from otui.errors import Usage
from otui.text import times
from otui.text.i18n import _, language

FREE = ("none", "-", "free", "geen")
ME = ("me", "ik")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of the list, as they were typed."""

    queue: str
    state: str
    owner: str
    escalated: bool
    search: str
    order: str
    reverse: bool
    limit: int
    item: str = ""
    category: str = ""


def list_rows(desk: Desk, wanted: Wanted) -> list[TicketRow]:
    """Return the tickets that are wanted, in order."""
    only = _filter(desk, wanted)
    order = Order(wanted.order, wanted.reverse)
    if wanted.escalated and wanted.order != "due":
        raise Usage(_("--escalated lists by due time: leave --order out."))
    if wanted.search:
        return desk.read(_searched, wanted, only)
    if wanted.escalated:
        return desk.read(_escalated, wanted, only)
    return list(desk.read(lists.ticket_page, only, order, limit=wanted.limit).rows)


def _filter(desk: Desk, wanted: Wanted) -> TicketFilter:
    directory = desk.directory
    owner = wanted.owner.strip().casefold()
    free = owner in FREE
    owner_id = None
    if owner and not free:
        owner_id = desk.agent.id if owner in ME else directory.agent(owner).id
    return TicketFilter(
        queues=directory.subtree(directory.queue(wanted.queue).id) if wanted.queue else (),
        states=_states(wanted.state),
        owner=owner_id,
        free=free,
        item=desk.read(resolve, "item", wanted.item) if wanted.item else None,
        category=desk.read(categories.named, wanted.category) if wanted.category else "",
    )


def _states(words: str) -> tuple[str, ...]:
    if words.strip().casefold() in ("all", "alle"):
        return tuple(State)
    names = {state_name(state).casefold(): state for state in State} | {state.value: state for state in State}
    found = []
    for word in (part.strip().casefold() for part in words.split(",")):
        if word and word not in names:
            raise Usage(
                _("There is no state {name}.").format(name=word),
                _("It is one of {names}.").format(names=", ".join(State)),
            )
        if word:
            found.append(names[word].value)
    return tuple(found)


def _escalated(view: View, wanted: Wanted, only: TicketFilter) -> list[TicketRow]:
    """Read the list by due time as far as the due times are past: no flag that a timer must have set first."""
    rows = lists.ticket_page(view, only, Order("due"), limit=wanted.limit).rows
    late = [row for row in rows if is_late(row, view)]
    return late[::-1] if wanted.reverse else late


def is_late(row: TicketRow, view: View) -> bool:
    """Whether a clock that runs is past its due time."""
    return row.due is not None and row.due[1] <= view.now


def _searched(view: View, wanted: Wanted, only: TicketFilter) -> list[TicketRow]:
    """Search all tickets, then keep what the other options hold; nothing but the words narrows by itself."""
    hits = searching.find(view, wanted.search, limit=max(wanted.limit, searching.PAGE))
    narrow = replace(only, states=only.states or tuple(State))
    held = lists.matching(view, [hit.id for hit in hits], narrow)
    rows = [hit.row for hit in hits if hit.id in held and (not wanted.escalated or is_late(hit.row, view))]
    return (rows[::-1] if wanted.reverse else rows)[: wanted.limit]


def print_rows(desk: Desk, rows: list[TicketRow]) -> None:
    """Print a list: number, level, state, due, queue, owner, contact, subject."""
    if not rows:
        streams.say(_("No tickets."))
        return
    titles = (
        _("number"),
        _("level"),
        _("state"),
        _("due"),
        _("queue"),
        _("owner"),
        _("contact"),
        _("subject"),
    )
    streams.table(
        titles,
        (
            (
                row.number,
                desk.rules.sla.level_label(row.level, language()),
                state_name(row.state),
                due_words(desk, row),
                row.queue,
                (row.owner or "-") if row.locked or row.owner else "-",
                row.contact or "-",
                row.subject,
            )
            for row in rows
        ),
    )


def due_words(desk: Desk, row: TicketRow) -> str:
    """Return in words when a ticket falls due next, by which clock."""
    if row.due is None:
        if row.wait_until is not None:
            return _("until {time}").format(time=times.moment(row.wait_until, zone(desk), desk.now))
        return "-"
    name, due = row.due
    return f"{clock_name(name)} {times.countdown(due - desk.now)}"
