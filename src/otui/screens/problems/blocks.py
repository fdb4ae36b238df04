"""What a problem says, and whom an act on it touches, as blocks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.problems.telling import Preview
from otui.desk.problems.words import resolution_name
from otui.desk.views.problems import ProblemWhole
from otui.desk.words import record_name, state_name
from otui.domain.problem import Step
from otui.screens.records.blocks import note_blocks, path_pieces, tail_blocks, task_blocks, text_blocks
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph

if TYPE_CHECKING:
    from otui.app import OtuiApp

PATH = tuple(str(step) for step in Step)


def text_of(app: OtuiApp, whole: ProblemWhole) -> list[Block]:
    """Return what a problem says, in the order in which it is found out."""
    row = whole.row
    blocks: list[Block] = []
    if whole.reason:
        blocks += [
            Paragraph((resolution_name(row.resolution) or _("reason")) + f": {whole.reason}", role="warning"),
            Gap(),
        ]
    blocks += text_blocks("workaround", whole.workaround)
    blocks += text_blocks("symptom", whole.symptom)
    looked_for = row.step in (Step.ANALYSE, Step.FIX)
    blocks += text_blocks("root_cause", whole.root_cause, empty=_("not known yet") if looked_for else "")
    blocks += text_blocks("fix", whole.fix, empty=_("not written down yet") if row.step == Step.FIX else "")
    blocks += text_blocks("description", whole.description)
    blocks += task_blocks(app, whole.tasks)
    blocks += note_blocks(app, whole.notes)
    return [*blocks, *tail_blocks(app, whole.history)]


def about(app: OtuiApp, whole: ProblemWhole) -> list[Block]:
    """Return the facts of a problem."""
    row = whole.row

    def moment(at: datetime) -> str:
        return times.moment(at, app.zone, app.now)

    pairs = [
        (_("known error"), _("yes") if row.known_error else ""),
        (_("ended"), resolution_name(row.resolution)),
        (_("same as"), whole.duplicate_of),
        (_("contact"), whole.contact),
        (_("imported as"), whole.external_number),
        (_("made"), moment(row.created_at)),
        (_("resolved"), moment(whole.resolved_at) if whole.resolved_at else ""),
        (_("closed"), moment(whole.closed_at) if whole.closed_at else ""),
    ]
    blocks: list[Block] = []
    waiting = sum(1 for one in whole.touched if one.waits)
    count = ngettext("{n} open incident", "{n} open incidents", len(whole.touched)).format(
        n=len(whole.touched)
    )
    if waiting:
        count += ", " + ngettext("{n} waits for it", "{n} wait for it", waiting).format(n=waiting)
    if whole.touched:
        blocks.append(KeyValue(_("touches"), count, role="strong"))
    blocks += [KeyValue(name, value) for name, value in pairs if value]
    if row.review_at is not None:
        due = row.review_at <= app.now
        blocks.append(KeyValue(_("review"), moment(row.review_at), role="alarm" if due else ""))
    blocks += [
        KeyValue(str(name), str(value))
        for name, value in whole.extra.items()
        if value and isinstance(value, str | int | float)
    ]
    return [*blocks, Gap()] if blocks else []


def preview(app: OtuiApp, whole: ProblemWhole) -> list[Block]:
    """Return a problem as it stands beside the list."""
    row = whole.row
    blocks: list[Block] = [
        Heading(f"{row.number}  {row.subject}", app.level_label(row.level), role="title"),
        path_pieces(PATH, row.step, ascii_only=app.ascii_only),
        Gap(),
    ]
    blocks += [*about(app, whole), *text_of(app, whole)]
    if whole.ties:
        linked = [
            Paragraph(f"{record_name(one.other)} {one.number} {one.subject}", indent=2) for one in whole.ties
        ]
        blocks += [Heading(_("linked")), *linked]
    return blocks


def touched_blocks(app: OtuiApp, found: Preview, verb: str) -> list[Block]:
    """Return whom an act touches, each once, and what they are told."""
    fresh = [one for one in found.tickets if one.id not in found.told]
    told = sum(1 for one in fresh if one.contact)
    n = len(fresh)
    if verb == "tell-workaround":
        head = ngettext("{n} open incident gets the workaround", "{n} open incidents get the workaround", n)
    else:
        head = ngettext(
            "{n} incident waits for it and is resolved", "{n} incidents wait for it and are resolved", n
        )
    people = ngettext("{n} contact is told", "{n} contacts are told", told).format(n=told)
    blocks: list[Block] = [Paragraph(f"{head.format(n=n)}; {people}.", role="strong"), Gap()]
    for one in found.tickets:
        owner = one.owner if one.locked else _("free")
        blocks.append(
            Heading(
                f"{one.number}  {one.subject}",
                f"{state_name(one.state)} · {one.queue} · {owner}",
                role="",
                indent=1,
            )
        )
        who = _("to {name}").format(name=one.contact) if one.contact else _("no contact: a note only")
        if not one.contact and verb != "tell-workaround":
            who = _("no contact: nobody is told")
        if one.id in found.told:
            when = times.moment(found.told[one.id], app.zone, app.now)
            who = _("told the same workaround {when}: not told again").format(when=when)
        blocks.append(Paragraph(who, role="muted", indent=3))
    if not found.tickets:
        blocks.append(Paragraph(_("Nothing else is touched."), role="muted", indent=1))
    for reading in found.reads:
        title = _("what each contact reads")
        if len(found.reads) > 1:
            title = _("what each contact reads ({lang})").format(lang=reading.lang)
        blocks += [
            Gap(),
            Heading(title, _("as {name} reads it").format(name=reading.contact), right_role="muted"),
            Paragraph(reading.text, bar="▌", bar_role="reply"),
        ]
    return blocks
