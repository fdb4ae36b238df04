"""What a service or item says of itself, as blocks; and what is going on with one, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.items import naming
from otui.desk.views.item_events import ChangeOn
from otui.desk.views.items import ItemPage, ItemRow, Near, OnTicket
from otui.desk.words import state_name, step_name
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph

if TYPE_CHECKING:
    from otui.app import OtuiApp

MOST_NAMED = 4
"""Items that one line names; of more it says how many."""


def going_on(app: OtuiApp, row: ItemRow) -> str:
    """Return how many open tickets and problems an item has, and the next change, in a line."""
    parts = [
        ngettext("{n} open ticket", "{n} open tickets", row.open).format(n=row.open) * bool(row.open),
        ngettext("{n} problem", "{n} problems", row.problems).format(n=row.problems) * bool(row.problems),
    ]
    if row.change_at is not None:
        when = times.moment(row.change_at, app.zone, app.now)
        parts.append(_("change {change}").format(change=f"{row.next_change} {when}"))
    return " · ".join(part for part in parts if part)


def about(app: OtuiApp, page: ItemPage) -> list[Block]:
    """Return the facts of a service or item."""
    row = page.row
    impact = f"{page.impact}: {page.why}" if page.impact is not None else _("nothing says who uses it")
    pairs = [
        (_("impact"), impact),
        (_("used by"), ", ".join(page.customers)),
        (_("location"), row.location),
        (_("serial number"), row.serial),
    ]
    return [*(KeyValue(name, value) for name, value in pairs if value), Gap()]


def body(app: OtuiApp, page: ItemPage, *, named: bool = True) -> list[Block]:
    """Return what it is, what hangs together with it, and what is going on; `named`: each ticket and problem too."""
    row = page.row
    blocks: list[Block] = [Paragraph(row.description), Gap()] if row.description else []
    for title, near in ((_("hangs on it"), page.hanging), (_("it hangs on"), page.on)):
        if near:
            blocks.append(KeyValue(title, _names(near)))
    if page.hanging or page.on:
        blocks.append(Gap())
    blocks += changes(app, page.changes, row.name)
    return blocks + (_named(app, page) if named else [])


def _named(app: OtuiApp, page: ItemPage) -> list[Block]:
    row = page.row
    blocks: list[Block] = []
    if page.problems:
        blocks.append(Heading(_("problems"), str(len(page.problems))))
        for problem in page.problems:
            state = _("known error") if problem.known_error else step_name(problem.step)
            words = problem.subject if problem.item == row.name else f"{problem.subject} ({problem.item})"
            blocks.append(Heading(f"{problem.number}  {words}", state, role="", indent=1))
        blocks.append(Gap())
    blocks.append(Heading(_("open tickets"), str(row.open) if row.open else _("none")))
    for one in page.incidents:
        right = f"{app.level_label(one.level)} · {state_name(one.state)} · {one.queue}"
        blocks.append(Heading(f"{one.number}  {one.subject}", right, role="", indent=1))
    return [*blocks, Gap()]


def changes(app: OtuiApp, planned: tuple[ChangeOn, ...], name: str) -> list[Block]:
    """Return the changes that touch an item called `name`, or what it hangs on, each with its window."""
    if not planned:
        return []
    blocks: list[Block] = [Heading(_("planned changes"), str(len(planned)))]
    for change in planned:
        when = times.moment(change.starts_at, app.zone, app.now)
        words = change.subject if change.item == name else f"{change.subject} ({change.item})"
        role = "warning" if change.outage else ""
        blocks.append(Heading(f"{change.number}  {words}", when, role=role, indent=1))
    return [*blocks, Gap()]


def on_ticket(app: OtuiApp, found: OnTicket) -> list[Block]:
    """Return what stands on a ticket about its item: what hangs on it, what else is open, what is planned."""
    name = found.near.name
    key = app.keymap.label("ticket.item", ascii_only=app.ascii_only)
    blocks: list[Block] = [Heading(name, naming.kind_name(found.near.kind), key="item")]
    if found.hanging:
        blocks.append(Paragraph(_("hangs on it: {names}").format(names=_names(found.hanging)), indent=1))
    if found.others:
        words = ngettext("{n} more open on {name}", "{n} more open on {name}", found.others)
        blocks.append(Paragraph(words.format(n=found.others, name=name), role="warning", indent=1))
    for problem in found.problems:
        words = _("known error {number}") if problem.known_error else _("problem {number}")
        text = f"{words.format(number=problem.number)}: {problem.subject}"
        blocks.append(Paragraph(text, role="good" if problem.known_error else "", indent=1))
    for change in found.changes:
        when = times.moment(change.starts_at, app.zone, app.now)
        touches = _("change {number} {when} touches this")
        if change.item != name:
            touches = _("change {number} {when} touches {item}")
        text = touches.format(number=change.number, when=when, item=change.item)
        blocks.append(Paragraph(text, role="warning", indent=1))
    if not (found.hanging or found.others or found.problems or found.changes):
        quiet = _("nothing else is going on with it; {key} changes it").format(key=key)
        blocks.append(Paragraph(quiet, role="muted", indent=1))
    return [*blocks, Gap()]


def _names(near: tuple[Near, ...]) -> str:
    names = ", ".join(one.name for one in near[:MOST_NAMED])
    more = len(near) - MOST_NAMED
    return f"{names} +{more}" if more > 0 else names
