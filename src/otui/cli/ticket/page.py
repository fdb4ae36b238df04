"""A ticket and its history, printed for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from otui.cli import streams
from otui.cli.clocktext import clock_words, zone
from otui.desk.desk import Desk
from otui.desk.majors import views as majors
from otui.desk.majors import words as major_words
from otui.desk.rows import ArticleRow, HistoryRow, TicketDetail
from otui.desk.views import ticket as one
from otui.desk.views.records import EventRow
from otui.desk.words import clock_name, field_name, kind_name, link_name, record_name, state_name, verb_name
from otui.text import times
from otui.text.i18n import N_, _, language

KINDS = {
    "message": N_("message"),
    "reply": N_("reply"),
    "note": N_("note"),
    "call": N_("call"),
    "forward": N_("forwarded"),
    "auto": N_("automatic mail"),
}
WORDS = {
    "state": state_name,
    "kind": kind_name,
    "clock": clock_name,
    "undone": verb_name,
    "redone": verb_name,
}
TIMES = ("wait_until", "due")


def print_ticket(desk: Desk, number: str) -> None:
    """Print what a ticket says of itself, its clocks in words, and its thread."""
    detail = desk.read(one.detail, number)
    articles = desk.read(one.thread, detail.row.id)
    clocks = desk.read(one.clocks, detail.row.id)
    streams.say(f"{detail.row.number}  {detail.row.subject}")
    rows = [(clock_name(clock.name), clock_words(desk, clock)) for clock in clocks]
    streams.pairs([*_header(desk, detail), *rows])
    for article in articles:
        _print_article(desk, article)


def _header(desk: Desk, detail: TicketDetail) -> list[tuple[str, str]]:
    row, contact = detail.row, detail.contact
    place, now = zone(desk), desk.now

    def moment(instant: Any) -> str:
        return times.moment(instant, place, now) if instant else ""

    level = desk.rules.sla.level_label(row.level, language())
    if detail.value is not None and not row.level_imported:
        level = _("{level} (impact {impact} × urgency {urgency} = {value})").format(
            level=level, impact=detail.impact, urgency=detail.urgency, value=detail.value
        )
    elif row.level_imported:
        level = _("{level} (imported)").format(level=level)
    who = ", ".join(part for part in (contact.name, contact.email, contact.phone) if part) if contact else ""
    return [
        (
            _("state"),
            state_name(row.state)
            + (f" {detail.waits_for}" if detail.waits_for else "")
            + (", " + _("until {time}").format(time=moment(row.wait_until)) if row.wait_until else ""),
        ),
        (_("kind"), kind_name(row.kind)),
        (_("category"), detail.category),
        (_("service or item"), detail.item),
        (_("level"), level),
        (_("queue"), _("{queue}, line {line}").format(queue=row.queue, line=row.line)),
        (
            _("owner"),
            (_("{name} (locked)") if row.locked else _("{name} (not locked)")).format(name=row.owner)
            if row.owner
            else _("nobody"),
        ),
        (_("contact"), who),
        (_("customer"), row.customer),
        (_("former number"), detail.external_number or ""),
        (_("created"), moment(row.created_at)),
        (_("changed"), moment(row.updated_at)),
        (_("resolved"), moment(detail.resolved_at)),
        (_("closed"), moment(detail.closed_at)),
        (_("merged into"), detail.merged_into),
        (_("linked"), ", ".join(f"{link_name(link.kind)} {link.number}" for link in detail.links)),
        (_("major incident"), _major(desk, row.id)),
        (_("belongs to"), ", ".join(f"{record_name(tie.other)} {tie.number}" for tie in detail.ties)),
        (_("version"), str(row.version)),
    ]


def _major(desk: Desk, ticket_id: int) -> str:
    """Return what a ticket is to a major incident, or nothing."""
    found = desk.read(majors.of_ticket, ticket_id)
    if found is None:
        return ""
    words = major_words.stand_words(found.row)
    return words if found.row.ticket_id == ticket_id else f"{found.row.number} · {words}"


def _print_article(desk: Desk, article: ArticleRow) -> None:
    print()
    words = [f"#{article.id}", _(KINDS.get(article.kind, article.kind)), article.author]
    if article.recipients:
        words.append(f"→ {article.recipients}")
    if article.kind == "note" and article.queue:
        words.append(_("only for {queue}").format(queue=article.queue))
    if article.origin:
        words.append(_("from {number}").format(number=article.origin))
    words.append(times.moment(article.created_at, zone(desk), desk.now))
    streams.say(" · ".join(word for word in words if word))
    streams.block(article.body, "  ")


def print_history(desk: Desk, events: Sequence[HistoryRow | EventRow]) -> None:
    """Print events, one a line: when, who, what, what it changed."""
    streams.table(
        (_("when"), _("who"), _("what"), _("change")),
        (
            (
                times.moment(event.at, zone(desk), desk.now),
                event.actor,
                verb_name(event.verb),
                "; ".join([*_changes(desk, event), *([event.text] if event.text else [])]),
            )
            for event in events
        ),
    )


def _changes(desk: Desk, event: HistoryRow | EventRow) -> list[str]:
    def words(name: str, value: Any) -> str:
        if value is None:
            return "–"
        if name in TIMES:
            return times.moment(datetime.fromisoformat(value), zone(desk), desk.now)
        if name == "level":
            return desk.rules.sla.level_label(str(value), language())
        return WORDS.get(name, str)(str(value))

    shown = []
    for name, (before, after) in event.changes.items():
        old, new = words(name, before), words(name, after)
        shown.append(f"{field_name(name)}: {new}" if before is None else f"{field_name(name)}: {old} → {new}")
    return shown
