"""Checklists, procedures and recurring tickets as blocks to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.views.procedures import Checklist, ProcedureRow
from otui.desk.views.records import TaskRow
from otui.desk.words import kind_name, recurring_state
from otui.text import safe, times
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph
from otui.widgets.glyphs import boxes

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.views.recurring import RecurringRow

MOST = 8
"""Steps that the panel beside a ticket shows; the whole list is one key away."""
NAME = 12


def step_words(task: TaskRow) -> str:
    """Return a step in words: what is to be done, whether it may be left, and why it was."""
    words = safe.line(task.subject)
    if not task.required:
        words = _("{step} (optional)").format(step=words)
    return f"{words} ({safe.line(task.reason)})" if task.reason else words


def step_role(task: TaskRow) -> str:
    """Return how a step is told: one that stops a close stands out."""
    return ("" if task.required else "muted") if task.state == "open" else "muted"


def progress(found: Checklist) -> str:
    """Return how far a checklist is, in words."""
    done = found.progress
    if not found.stopping:
        return done
    stops = ngettext("{n} stops a close", "{n} stop a close", found.stopping).format(n=found.stopping)
    return f"{done} · {stops}"


def checklist_blocks(app: OtuiApp, found: Checklist) -> list[Block]:
    """Return the checklist as it stands beside a ticket: what is next first, the whole where it is short."""
    if not found.steps:
        return []
    key = app.keymap.label("ticket.checklist")
    title = _("checklist ({key})").format(key=key)
    far = f"{found.done}/{len(found.steps)}"
    if found.left_out:
        done = found.done - found.left_out
        far = _("{done} done, {left} left out").format(done=done, left=found.left_out)
    blocks: list[Block] = [Heading(title, far, right_role="" if found.stopping else "good")]
    sign = boxes(app.ascii_only)
    begin = 0
    if len(found.steps) > MOST:
        first = next((place for place, step in enumerate(found.steps) if step.state == "open"), 0)
        begin = min(first, len(found.steps) - MOST)
    blocks += [
        Paragraph(f"{sign[step.state]} {step_words(step)}", role=step_role(step), indent=1)
        for step in found.steps[begin : begin + MOST]
    ]
    left = len(found.steps) - begin - MOST
    if left > 0:
        blocks.append(
            Paragraph(ngettext("{n} more", "{n} more", left).format(n=left), role="muted", indent=1)
        )
    return [*blocks, Gap()]


def procedure_blocks(app: OtuiApp, row: ProcedureRow) -> list[Block]:
    """Return a procedure: what it is for, and its steps."""
    blocks: list[Block] = [
        Heading(row.name, "" if row.active else _("out of use"), role="title"),
        KeyValue(_("for"), row.whom),
        Gap(),
    ]
    sign = boxes(app.ascii_only)["open"]
    for step in row.steps:
        words = step.subject if step.required else _("{step} (optional)").format(step=step.subject)
        blocks.append(Paragraph(f"{sign} {words}", indent=1))
    return [*blocks, Gap(), Paragraph(_("An edit is for tickets still to come."), role="muted")]


def recurring_blocks(app: OtuiApp, row: RecurringRow, upcoming: Sequence[datetime]) -> list[Block]:
    """Return a recurring ticket: its rule, when it comes next, and what it makes."""

    def moment(at: datetime) -> str:
        return times.moment(at, app.zone, app.now)

    fields = row.fields
    blocks: list[Block] = [
        Heading(row.name, recurring_state(row.state), role="title"),
        Paragraph(row.rule, indent=1),
    ]
    if row.trouble:
        blocks.append(Paragraph(row.trouble, role="warning", indent=1))
    blocks.append(Gap())
    pairs = (
        *((_("next") if not place else "", moment(at)) for place, at in enumerate(upcoming)),
        (_("subject"), fields.get("subject")),
        (_("queue"), row.queue),
        (_("kind"), kind_name(str(fields.get("kind", "")))),
        (_("category"), fields.get("category")),
        (_("service or item"), fields.get("item")),
        (_("contact"), fields.get("contact")),
        (_("made"), row.made_count),
        (_("last"), moment(row.last_at) if row.last_at else ""),
    )
    blocks += [KeyValue(name, str(value), NAME) for name, value in pairs if value]
    if fields.get("body"):
        blocks += [Gap(), Paragraph(str(fields["body"]), indent=1)]
    return blocks
