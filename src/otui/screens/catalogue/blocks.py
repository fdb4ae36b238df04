"""What is said of a standard change of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.changes.needs import PLANS
from otui.desk.process_words import RISKS
from otui.desk.views.change_catalogue import TemplateCard
from otui.desk.words import step_name
from otui.screens.changes.blocks import round_blocks
from otui.screens.records.blocks import text_blocks
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Gap, Heading, KeyValue

if TYPE_CHECKING:
    from otui.app import OtuiApp

STATE_ROLES = {"approved": "good", "proposed": "warning", "draft": "muted", "retired": "muted"}
NAMES = 14


def template_blocks(app: OtuiApp, card: TemplateCard) -> list[Block]:
    """Return a standard change: its state, what it takes, its plans, who approved it."""
    row = card.row
    used = ngettext("{n} change was made of it", "{n} changes were made of it", row.used).format(n=row.used)
    blocks: list[Block] = [
        Heading(row.name, step_name(row.state), right_role=STATE_ROLES.get(row.state, "")),
        KeyValue(_("takes"), _("{n} minutes").format(n=row.minutes), name_width=NAMES),
        KeyValue(_("risk"), _(RISKS.get(row.risk, row.risk)), name_width=NAMES),
    ]
    if row.outage:
        blocks.append(
            KeyValue(_("outage"), _("a service is down meanwhile"), name_width=NAMES, role="warning")
        )
    if row.queue:
        blocks.append(KeyValue(_("queue"), row.queue, name_width=NAMES))
    if row.requester:
        blocks.append(KeyValue(_("proposed by"), row.requester, name_width=NAMES))
    if row.approved_at is not None and row.state == "approved":
        when = times.moment(row.approved_at, app.zone, app.now)
        blocks.append(KeyValue(_("approved"), when, name_width=NAMES, role="good"))
    blocks += [KeyValue(_("used"), used, name_width=NAMES), Gap()]
    for column in ("description", "justification", *PLANS):
        blocks += text_blocks(column, str(card.fields[column]))
    blocks += [block for one in card.rounds for block in round_blocks(app, one)]
    return blocks
