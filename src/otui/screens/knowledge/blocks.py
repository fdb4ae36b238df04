"""How an article, and what is known for a ticket, stand on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.views.knowledge import AUDIENCES, KnowledgeDetail
from otui.desk.views.known import Beside
from otui.desk.views.solutions import Preview
from otui.desk.words import field_name
from otui.screens.knowledge.markdown import blocks_of
from otui.screens.records.blocks import note_blocks, tail_blocks
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph, Rule

if TYPE_CHECKING:
    from otui.app import OtuiApp

PATH = ("draft", "review", "published")


def text_of(app: OtuiApp, whole: KnowledgeDetail) -> list[Block]:
    """Return what an article says, what was written on it, and what happened last."""
    blocks: list[Block] = []
    if whole.reason:
        blocks += [Paragraph(_("Why: {reason}").format(reason=whole.reason), role="warning"), Gap()]
    blocks += blocks_of(whole.body)
    if whole.solution:
        blocks += [*([Gap()] if blocks else []), *solution_blocks(whole.solution)]
    if not whole.body and not whole.solution:
        key = app.keymap.label("record.edit", ascii_only=app.ascii_only)
        blocks.append(Paragraph(_("It says nothing yet. {key} writes it.").format(key=key), role="muted"))
    blocks.append(Gap())
    return [*blocks, *note_blocks(app, whole.notes), *tail_blocks(app, whole.events)]


def solution_blocks(solution: str) -> list[Block]:
    """Return the words that go to a contact, as they are: a mail is no Markdown."""
    return [
        Heading(field_name("solution"), _("goes to a contact"), key="solution"),
        Paragraph(solution, bar="▌", bar_role="good"),
    ]


def about(app: OtuiApp, whole: KnowledgeDetail) -> list[Block]:
    """Return the facts of an article."""
    row = whole.row
    review = ""
    if row.review_at is not None and row.step == "published":
        review = times.day(row.review_at, app.zone, app.now)
    rows = (
        (field_name("audience"), _(AUDIENCES[row.audience])),
        (_("about"), row.item),
        (field_name("keywords"), whole.keywords),
        (_("written by"), whole.writer),
        (_("read by"), whole.reviewer),
        (_("look again"), review),
        (_("used"), _used(row.used, row.helped)),
    )
    shown: list[Block] = [
        KeyValue(name, value, role="alarm" if value and value == review and row.due(app.now) else "")
        for name, value in rows
        if value
    ]
    return [*shown, Gap()]


def _used(used: int, helped: int) -> str:
    if not used:
        return _("not yet")
    words = ngettext("{n} time", "{n} times", used).format(n=used)
    return words + ", " + _("helped {n}").format(n=helped)


def preview(app: OtuiApp, whole: KnowledgeDetail) -> list[Block]:
    """Return an article beside the list."""
    text = [*blocks_of(whole.body), Gap()] if whole.body else []
    solution = solution_blocks(whole.solution) if whole.solution else []
    return [Heading(whole.row.subject, role="title"), *about(app, whole), *text, *solution]


def known_blocks(app: OtuiApp, beside: Beside) -> list[Block]:
    """Return what was used on a ticket and what is known for it, for the panel beside its thread."""
    blocks: list[Block] = []
    for title, action, words, found in (
        (_("used here"), "ticket.helped", _("{key} says whether it helped"), beside.used),
        (_("known"), "ticket.solution", _("{key} uses it"), beside.best),
    ):
        if found:
            key = app.keymap.label(action, ascii_only=app.ascii_only)
            blocks.append(Heading(title, words.format(key=key), key=title))
        for one in found:
            blocks.append(Paragraph(f"{one.number} {one.subject}", indent=1))
            blocks.append(Paragraph(one.why, role="muted", indent=3))
        if found:
            blocks.append(Gap())
    return blocks


def touched_blocks(ahead: Preview, then: str) -> list[Block]:
    """Return whom a standard solution reaches and what each hears; then who is left out, and why."""
    reached = ahead.reached
    does = (
        ngettext(
            "{n} contact is written to, and the ticket is resolved.",
            "{n} contacts are written to, and their tickets are resolved.",
            len(reached),
        )
        if then == "resolve"
        else ngettext("{n} contact is written to.", "{n} contacts are written to.", len(reached))
    )
    blocks: list[Block] = [Paragraph(does.format(n=len(reached)), role="strong"), Gap()]
    left = [one for one in ahead.tickets if one.why_not]
    if left:
        blocks.append(
            Heading(
                ngettext("{n} is left out", "{n} are left out", len(left)).format(n=len(left)), role="warning"
            )
        )
        blocks += [
            KeyValue(one.row.number, f"{one.why_not}  {one.row.subject}", name_width=10, indent=1)
            for one in left
        ]
        blocks.append(Gap())
    for one in reached:
        blocks += [
            Rule(f"{one.row.number}  {one.row.contact}"),
            Paragraph(one.row.subject, role="muted"),
            Paragraph(one.text, bar="▌", bar_role="good"),
            Gap(),
        ]
    return blocks
