"""What the screen of the board says: a change as the board has to judge it, and the meeting itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.changes.board.agenda import DECIDED
from otui.desk.changes.board.minutes_page import window
from otui.desk.changes.rounds import SAYS
from otui.desk.process_words import CHANGE_TYPES, RISKS
from otui.desk.views.meetings import AgendaRow, Invited, MeetingCard
from otui.desk.words import step_name
from otui.domain.change.approval import Say
from otui.screens.calendar.collision_blocks import collision_blocks
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph, Rule
from otui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.changes.board.standing import Vote

SAY_ROLES = {"approved": "good", "rejected": "alarm", "deferred": "warning", "asked": "muted"}
NAMES = 12


def item_blocks(app: OtuiApp, row: AgendaRow) -> list[Block]:
    """Return one change of the agenda: what, when, how risky, why, who says what, and what was decided."""
    risk = _(RISKS.get(row.risk, row.risk)) if row.risk else _("not worked out")
    blocks: list[Block] = [
        Heading(f"{row.number}  {row.subject}", _(CHANGE_TYPES.get(row.type, row.type))),
        KeyValue(_("window"), window(row.starts_at, row.ends_at, app.zone), name_width=NAMES),
        *collision_blocks(row.collisions, app.zone, app.now),
        KeyValue(_("risk"), risk, name_width=NAMES, role="alarm" if row.risk == "high" else ""),
        KeyValue(_("step"), step_name(row.step), name_width=NAMES),
    ]
    if row.outage:
        blocks.append(
            KeyValue(_("outage"), _("a service is down meanwhile"), name_width=NAMES, role="warning")
        )
    people = ", ".join(
        text
        for text in (
            _("owner {name}").format(name=row.owner) if row.owner else "",
            _("asked for by {name}").format(name=row.requester) if row.requester else "",
        )
        if text
    )
    if people:
        blocks.append(KeyValue(_("people"), people, name_width=NAMES))
    blocks += [Gap(), *_stand_blocks(app, row), Gap()]
    if row.justification:
        blocks += [Paragraph(row.justification), Gap()]
    decided = _(DECIDED.get(row.decision, row.decision))
    blocks.append(Heading(_("decision of the meeting"), decided, role="strong", right_role="title"))
    if row.minutes:
        blocks.append(Paragraph(row.minutes, indent=2))
    return blocks


def _stand_blocks(app: OtuiApp, row: AgendaRow) -> list[Block]:
    stands = row.stands
    if stands is None:
        return [Paragraph(_("The board was not asked about this change."), role="muted")]
    count = _("{n} of {quorum} that are needed").format(n=stands.count("approved"), quorum=stands.quorum)
    role = "alarm" if stands.rejected else "good" if stands.met else "muted"
    blocks: list[Block] = [Heading(_("approvals"), count, right_role=role)]
    for vote in stands.votes:
        blocks += vote_blocks(app, vote)
    return blocks


def vote_blocks(app: OtuiApp, vote: Vote) -> list[Block]:
    """Return what one approver says, since when, and their words."""
    said = _(SAYS[Say(vote.state)])
    when = times.moment(vote.decided_at, app.zone, app.now) if vote.decided_at is not None else ""
    sign = sign_of(app, vote.state)
    line = Heading(f"{sign} {vote.name}  {said}", when, role=SAY_ROLES.get(vote.state, ""), indent=2)
    return [line, Paragraph(vote.words, indent=6)] if vote.words else [line]


def sign_of(app: OtuiApp, state: str) -> str:
    """Return a sign beside the word for what an approver says."""
    if app.ascii_only:
        return {"approved": "+", "rejected": "x", "deferred": "~"}.get(state, "-")
    return {"approved": "✓", "rejected": "✗", "deferred": "~"}.get(state, glyphs(app.ascii_only).dash)


def meeting_blocks(app: OtuiApp, card: MeetingCard) -> list[Block]:
    """Return the meeting: when, who is expected, who is there, its minutes."""
    row = card.row
    blocks: list[Block] = [Rule(row.name), KeyValue(_("when"), window(row.starts_at, row.ends_at, app.zone))]
    if card.waiting:
        waiting = ngettext(
            "{n} change waits for the board and is on no agenda. {key} puts it here.",
            "{n} changes wait for the board and are on no agenda. {key} puts them here.",
            card.waiting,
        ).format(n=card.waiting, key=app.keymap.label("cab.fill"))
        blocks.append(Paragraph(waiting, role="warning"))
    blocks += [_invited(app, one) for one in card.invited]
    others = [name for name in card.attendees if name not in {one.login for one in card.invited}]
    if others:
        blocks.append(KeyValue(_("also there"), ", ".join(others)))
    if card.minutes:
        blocks += [Gap(), Heading(_("minutes")), Paragraph(card.minutes, indent=2)]
    return blocks


def _invited(app: OtuiApp, one: Invited) -> Block:
    sign = ("x" if app.ascii_only else "✓") if one.present else " "
    boards = ", ".join(board.upper() for board in one.member_of) or _("asked for a change")
    parts = [boards]
    if one.away:
        parts.append(one.away)
    if one.substitute:
        parts.append(_("{name} stands in").format(name=one.substitute))
    return Heading(f"[{sign}] {one.name}", " · ".join(parts), role="good" if one.present else "", indent=2)
