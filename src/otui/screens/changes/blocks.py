"""What the page of a change says: where it stands, when, how risky, who approves, what is planned, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.changes.assessing import risk_name
from otui.desk.changes.board.minutes_page import window
from otui.desk.changes.needs import PLANS
from otui.desk.changes.outcome import result_name
from otui.desk.changes.rounds import KINDS, OUTCOMES, SAYS
from otui.desk.views.change_rounds import ApprovalRow, RoundRow
from otui.domain.change.approval import Kind, Outcome, Say
from otui.screens.cab.blocks import SAY_ROLES, sign_of
from otui.screens.calendar.collision_blocks import collision_blocks
from otui.screens.changes.words import type_label
from otui.screens.records.blocks import note_blocks, path_pieces, tail_blocks, task_blocks, text_blocks
from otui.text import times, width
from otui.text.i18n import _, language, ngettext
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph, Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otui.app import OtuiApp
    from otui.desk.changes.calendar.collisions import Collision
    from otui.desk.views.changes import ChangeCard
    from otui.screens.changes.reading import Whole

NAMES = 14
OUTCOME_ROLES = {
    Outcome.APPROVED: "good",
    Outcome.REJECTED: "alarm",
    Outcome.DEFERRED: "warning",
    Outcome.PENDING: "muted",
}


def about_blocks(app: OtuiApp, whole: Whole) -> list[Block]:
    """Return what stands beside the text: type, window with what it collides with, risk explained, people, review."""
    card = whole.card
    row, fields = card.row, card.fields
    blocks: list[Block] = [_pair(_("type"), type_label(row.type, app.ascii_only))]
    if row.type == "emergency":
        said = whole.reason.label(language()) if whole.reason is not None else ""
        blocks.append(_pair(_("emergency"), said or _("no reason yet"), "" if said else "warning"))
    blocks.append(_pair(_("window"), window(row.starts_at, row.ends_at, app.zone)))
    blocks += collision_lines(app, whole.collisions)
    if fields["collision_reason"]:
        blocks.append(_pair(_("in spite of"), str(fields["collision_reason"])))
    if row.outage:
        blocks.append(_pair(_("outage"), _("a service is down meanwhile"), "warning"))
    blocks += risk_lines(card)
    for name, value in (
        (_("queue"), row.queue),
        (_("owner"), row.owner or _("nobody's")),
        (_("requester"), card.requester),
        (_("contact"), card.contact),
        (_("implementer"), row.implementer),
        (_("standard"), card.template),
    ):
        if value:
            blocks.append(_pair(name, value))
    blocks += _review_lines(app, card)
    if card.waiting:
        waiting = ngettext("{n} ticket waits for it", "{n} tickets wait for it", card.waiting)
        blocks.append(_pair(_("waiting"), waiting.format(n=card.waiting), "strong"))
    return [*blocks, Gap()]


def collision_lines(app: OtuiApp, collisions: Sequence[Collision]) -> list[Block]:
    """Return what its window collides with, what weighs most first; nothing where it is free."""
    return list(collision_blocks(collisions, app.zone, app.now))


def path_lines(app: OtuiApp, card: ChangeCard, room: int) -> list[Block]:
    """Return the steps of its path, the present one loud, on as many lines as they take."""
    pieces = path_pieces(card.path, card.row.step, ascii_only=app.ascii_only).pieces
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0
    for text, role in pieces:
        if used + width.cells(text) > room and lines[-1]:
            lines.append([])
            used = 0
        lines[-1].append((text, role))
        used += width.cells(text)
    return [Pieces(tuple(line)) for line in lines]


def risk_lines(card: ChangeCard) -> list[Block]:
    """Return the risk and what made it so: the rule, and the answers that weigh."""
    risk, lang = card.risk, language()
    if not card.row.risk:
        left = ngettext("{n} question is open", "{n} questions are open", len(risk.open)).format(
            n=len(risk.open)
        )
        return [_pair(_("risk"), _("not worked out: {left}").format(left=left), "warning")]
    role = "alarm" if card.row.risk == "high" else ""
    blocks: list[Block] = [_pair(_("risk"), risk_name(card.row.risk), role)]
    if card.row.type == "standard":
        return blocks
    blocks.append(Paragraph(_("rule: {name}").format(name=risk.rule.label(lang)), indent=2, role="muted"))
    for question, answer in risk.answered:
        if answer.weight:
            said = f"{question.label(lang)} {answer.label(lang)} (+{answer.weight})"
            blocks.append(Paragraph(said, indent=2, role="muted"))
    return blocks


def _review_lines(app: OtuiApp, card: ChangeCard) -> list[Block]:
    blocks: list[Block] = []
    row = card.row
    if row.result:
        role = "good" if row.result == "successful" else "warning"
        blocks.append(_pair(_("result"), result_name(row.result), role))
    if row.reviewed_at is not None:
        blocks.append(_pair(_("reviewed"), times.moment(row.reviewed_at, app.zone, app.now)))
    elif row.review_due is not None:
        due = times.moment(row.review_due, app.zone, app.now)
        if card.review_breached:
            blocks.append(_pair(_("review"), _("TOO LATE: it was due {when}").format(when=due), "alarm"))
        else:
            blocks.append(_pair(_("review"), _("due {when}").format(when=due)))
    return blocks


def body_blocks(app: OtuiApp, whole: Whole) -> list[Block]:
    """Return what a change says, in the order in which it is read."""
    card = whole.card
    fields = card.fields
    blocks = [block for one in card.rounds for block in round_blocks(app, one)]
    blocks += text_blocks("description", str(fields["description"]))
    needs = _("Not written yet.") if card.row.step == "record" else ""
    blocks += text_blocks("justification", str(fields["justification"]), empty=needs)
    for plan in PLANS:
        empty = _("Not written yet.") if plan in card.plans_missing else ""
        blocks += text_blocks(plan, str(fields[plan]), empty=empty)
    for column in ("test_result", "documentation", "review"):
        blocks += text_blocks(column, str(fields[column]))
    return [
        *blocks,
        *task_blocks(app, card.tasks),
        *note_blocks(app, card.notes),
        *tail_blocks(app, whole.events),
    ]


def round_blocks(app: OtuiApp, one: RoundRow) -> list[Block]:
    """Return one asking: of whom, how it stands or why it fell, and what each said."""
    kind = _(KINDS[Kind(one.kind)])
    yes = sum(row.state == Say.APPROVED for row in one.approvals)
    count = _("{n} of {quorum} that are needed").format(n=yes, quorum=one.quorum)
    if not one.stands:
        why = _("fell: {why}").format(why=one.fallen_why) if one.fallen_why else _("fell")
        return [Heading(_("asked of {board}").format(board=kind), why, role="muted"), Gap()]
    state = _(OUTCOMES[one.outcome])
    blocks: list[Block] = [
        Heading(
            _("asked of {board}: {state}").format(board=kind, state=state),
            count,
            right_role=OUTCOME_ROLES[one.outcome],
            key=f"round-{one.id}",
        )
    ]
    for row in one.approvals:
        blocks += approval_blocks(app, row)
    return [*blocks, Gap()]


def approval_blocks(app: OtuiApp, row: ApprovalRow) -> list[Block]:
    """Return what one approver says, who said it for them, and since when; one's own turn is loud."""
    said = _(SAYS[Say(row.state)])
    by = _("by {name}").format(name=row.decided_by) if row.decided_by else ""
    when = times.moment(row.decided_at, app.zone, app.now) if row.decided_at is not None else ""
    role = SAY_ROLES.get(row.state, "")
    if row.may and row.state == Say.ASKED:
        said, role = _("your turn: {key}").format(key=app.keymap.label("change.say")), "warning"
    left = f"{sign_of(app, row.state)} {row.name}  {said}"
    line = Heading(left, " ".join(part for part in (by, when) if part), role=role, indent=2)
    return [line, Paragraph(row.words, indent=6)] if row.words else [line]


def _pair(name: str, value: str, role: str = "") -> KeyValue:
    return KeyValue(name, value, name_width=NAMES, role=role)
