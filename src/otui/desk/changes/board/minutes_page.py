"""The agenda and the minutes of a meeting as one text, in Markdown or plain, to be mailed or printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from otui.desk.changes.board.agenda import DECIDED
from otui.desk.changes.rounds import SAYS
from otui.desk.process_words import CHANGE_TYPES, RISKS
from otui.domain.change.approval import Say
from otui.text import safe, times
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.changes.board.standing import Standing
    from otui.desk.views.meetings import AgendaRow, Invited, MeetingCard


def page(card: MeetingCard, zone: tzinfo, *, markdown: bool = True) -> str:
    """Return the whole of a meeting as a text; what people wrote is made safe, and in Markdown stays text."""
    lines = [*_head(card, zone)]
    for number, row in enumerate(card.agenda, 1):
        lines += ["", *_item(number, row, zone)]
    if card.minutes:
        lines += ["", "## " + _("Minutes"), "", *card.minutes.splitlines()]
    text = "\n".join(lines) + "\n"
    return safe.clean(text if markdown else _plain(text))


def votes(stands: Standing) -> str:
    """Return what the members say in a line: `bea approves, cas has not said yet (1 of 2)`."""
    said = ", ".join(f"{vote.login} {_(SAYS[Say(vote.state)])}" for vote in stands.votes)
    count = _("{n} of {quorum}").format(n=stands.count("approved"), quorum=stands.quorum)
    return f"{said} ({count})" if said else count


def window(starts_at: datetime | None, ends_at: datetime | None, zone: tzinfo) -> str:
    """Return a planned window in words; the day is said once where it ends on the day it begins."""
    if starts_at is None:
        return _("not planned")
    begin = times.moment(starts_at, zone)
    if ends_at is None:
        return begin
    same = starts_at.astimezone(zone).date() == ends_at.astimezone(zone).date()
    return f"{begin} – {times.clock(ends_at, zone) if same else times.moment(ends_at, zone)}"


def _head(card: MeetingCard, zone: tzinfo) -> Iterator[str]:
    row = card.row
    yield f"# {_escaped(row.name)}"
    yield ""
    yield window(row.starts_at, row.ends_at, zone)
    if card.attendees:
        yield ""
        yield _("Present: {names}").format(names=", ".join(card.attendees))
    absent = [_absent(one) for one in card.invited if not one.present]
    if absent and card.attendees:
        yield _("Absent: {names}").format(names=", ".join(absent))
    elif absent:
        yield ""
        yield _("Invited: {names}").format(names=", ".join(absent))
    yield ""
    yield ngettext("{n} change on the agenda.", "{n} changes on the agenda.", len(card.agenda)).format(
        n=len(card.agenda)
    )


def _absent(one: Invited) -> str:
    if one.substitute:
        return _("{login} (for them: {name})").format(login=one.login, name=one.substitute)
    return f"{one.login} ({one.away})" if one.away else one.login


def _item(number: int, row: AgendaRow, zone: tzinfo) -> Iterator[str]:
    yield f"## {number}. {row.number} {_escaped(row.subject)}"
    yield ""
    facts = [_(CHANGE_TYPES.get(row.type, row.type))]
    if row.risk:
        facts.append(_("risk {risk}").format(risk=_(RISKS.get(row.risk, row.risk))))
    facts.append(window(row.starts_at, row.ends_at, zone))
    if row.outage:
        facts.append(_("with an outage"))
    yield "- " + ", ".join(facts)
    if row.owner:
        yield "- " + _("Owner: {name}").format(name=row.owner)
    for hit in row.collisions:
        yield "- " + _escaped(hit.sentence(zone))
    if row.justification:
        yield "- " + _("Why: {words}").format(words=_escaped(safe.line(row.justification)))
    if row.stands is not None:
        yield "- " + _("Approvals: {votes}").format(votes=votes(row.stands))
        for vote in row.stands.votes:
            if vote.words:
                yield f"  - {vote.login}: {_escaped(safe.line(vote.words))}"
    yield "- " + _("Decision: {decision}").format(decision=_(DECIDED.get(row.decision, row.decision)))
    if row.minutes:
        yield ""
        yield from row.minutes.splitlines()


_MARKS = str.maketrans({mark: "\\" + mark for mark in "\\`*_[]<>#"})


def _escaped(text: str) -> str:
    """Return words of a person as Markdown that shows them as they are."""
    return safe.line(text).translate(_MARKS)


def _plain(text: str) -> str:
    """Return Markdown of this page as plain text: a heading is underlined, and nothing is escaped."""
    lines: list[str] = []
    for line in text.splitlines():
        bare = line
        for mark in _MARKS:
            bare = bare.replace("\\" + chr(mark), chr(mark))
        if line.startswith("# "):
            lines += [bare[2:], "=" * len(bare[2:])]
        elif line.startswith("## "):
            lines += [bare[3:], "-" * len(bare[3:])]
        else:
            lines.append(bare)
    return "\n".join(lines) + "\n"
