"""How what was said on a ticket becomes blocks to read: who, when, to whom; quotes folded; notes apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from otui.desk.rows import ArticleRow
from otui.desk.views.ticket import ClockRow
from otui.desk.words import clock_name
from otui.domain.clocks import Status
from otui.text import times
from otui.text.i18n import N_, _
from otui.widgets.blocks import Block, Gap, Heading, Paragraph, Pieces, Quote
from otui.widgets.glyphs import ROLES, ClockState, glyphs

if TYPE_CHECKING:
    from otui.app import OtuiApp

KINDS = {
    "message": N_("message"),
    "reply": N_("reply"),
    "note": N_("note"),
    "call": N_("call"),
    "forward": N_("forwarded"),
    "auto": N_("automatic"),
}
STATES = {
    Status.RUNNING: ClockState.RUNNING,
    Status.WARNED: ClockState.WARNED,
    Status.PASSED: ClockState.MISSED,
    Status.PAUSED: ClockState.PAUSED,
    Status.MET: ClockState.MET,
    Status.MISSED: ClockState.MISSED,
    Status.STOPPED: ClockState.PAUSED,
}
_QUOTED = re.compile(r"\s*>")


def article_blocks(app: OtuiApp, article: ArticleRow) -> list[Block]:
    """Return one article as blocks."""
    when = times.moment(article.created_at, app.zone, app.now)
    note = article.kind == "note"
    bar, role = {
        "note": ("┆", "note"),
        "reply": ("┃", "reply"),
        "call": ("┃", "reply"),
        "forward": ("┃", "muted"),
    }.get(article.kind, ("", ""))
    left = f"{when}  {article.author}"
    if article.recipients:
        left += f" → {article.recipients}"
    if article.cc:
        left += f" +{article.cc}"
    right = _(KINDS.get(article.kind, article.kind))
    if note and article.queue:
        right = _("note · {queue} only").format(queue=article.queue)
    if article.origin:
        right += _(" · from {number}").format(number=article.origin)
    blocks: list[Block] = [
        Heading(left, right, right_role=role or "muted", key=f"a{article.id}", bar=bar, bar_role=role)
    ]
    for quoted, text in _parts(article.body):
        make = Quote if quoted else Paragraph
        blocks.append(make(text, bar=bar, bar_role=role, indent=0 if bar else 2))
    blocks.append(Gap())
    return blocks


def _parts(body: str) -> Iterator[tuple[bool, str]]:
    """Yield (quoted, text) stretches of a body; a quotation of one line is left where it stands."""
    lines = body.rstrip().split("\n")
    stretch: list[str] = []
    quoted = False
    for line in lines:
        is_quote = bool(_QUOTED.match(line))
        if stretch and is_quote != quoted:
            yield quoted and len(stretch) > 1, "\n".join(stretch)
            stretch = []
        quoted = is_quote
        stretch.append(line)
    if stretch:
        yield quoted and len(stretch) > 1, "\n".join(stretch)


def clock_state_of(row: ClockRow) -> ClockState:
    """Return the sign of a clock: escalation past its due is escalated, the others are missed."""
    state = STATES[row.face.status]
    if state is ClockState.MISSED and row.name == "escalation":
        return ClockState.ESCALATED
    return state


def clock_words(app: OtuiApp, row: ClockRow) -> str:
    """Return one clock in words: its name, sign, and what it says now."""
    state = clock_state_of(row)
    sign = glyphs(app.ascii_only).of(state)
    face = row.face
    if face.status in (Status.MET, Status.MISSED):
        said = state.word
    elif face.status is Status.PAUSED:
        said = _("paused, {left} left").format(left=times.countdown(face.left))
    elif face.due is not None:
        said = times.countdown(face.due - app.now)
        if state in (ClockState.MISSED, ClockState.ESCALATED, ClockState.WARNED):
            said = f"{state.word} {said}"
    else:
        said = state.word
    cycle = f" ({row.cycle})" if row.cycle > 1 else ""
    return f"{clock_name(row.name)}{cycle} {sign} {said}"


def clock_line(app: OtuiApp, clocks: tuple[ClockRow, ...]) -> Block:
    """Return the clocks of the newest cycle of each name on one line; loud where one burns."""
    newest: dict[str, ClockRow] = {}
    for row in clocks:
        newest.setdefault(row.name, row)
    order = [newest[name] for name in ("response", "escalation", "resolution") if name in newest]
    if not order:
        return Paragraph(_("No clock runs: the level was imported without one."), role="muted")
    pieces: list[tuple[str, str]] = []
    for row in order:
        pieces += [("   ", "")] if pieces else []
        done = row.done_at is not None
        pieces.append((clock_words(app, row), "muted" if done else ROLES[clock_state_of(row)]))
    return Pieces(tuple(pieces))
