"""What an import did, or would do: counts, and every row that could not be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from otui.desk.words import state_name, step_name
from otui.text.i18n import N_, _, ngettext

KEPT = 1000
"""Refused rows that are named one by one; the rest are counted."""
SHOWN = 20
"""Refused rows that the printed report names; --json has them all."""
KINDS = {
    "row": N_("not a row of the table"),
    "number": N_("no number"),
    "time": N_("no time, or not in the form named"),
    "word": N_("a word that the map does not know"),
    "twice": N_("the same ticket a second time"),
    "odd": N_("something the desk cannot hold"),
}


@dataclass(slots=True)
class ImportReport:
    """The outcome of one import."""

    file: str
    source: str
    dry_run: bool
    as_of: datetime
    zone: str = ""
    of: str = "ticket"
    """What the file is of: tickets or problems."""
    encoding: str = ""
    separator: str = ""
    rows: int = 0
    events: int = 0
    """Rows understood."""
    later: int = 0
    """Events after as_of, left out."""
    new: int = 0
    unchanged: int = 0
    updated: int = 0
    touched: list[str] = field(default_factory=list)
    """Tickets with news in the file that were worked on here since: left as they are."""
    different: list[str] = field(default_factory=list)
    """Tickets whose earlier events in this file are not those that were imported: left as they are."""
    history: int = 0
    raised: int = 0
    made: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    bad_rows: list[tuple[int, str, str]] = field(default_factory=list)
    """(line, kind, why) of the first refused rows."""
    states: Counter[str] = field(default_factory=Counter)
    """Tickets of the file by the state they stand in now."""
    levels: Counter[str] = field(default_factory=Counter)
    queues: Counter[str] = field(default_factory=Counter)
    open: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    gaps: int = 0
    folds: int = 0
    seconds: float = 0.0

    def refuse(self, line: int, kind: str, why: str) -> None:
        """Count a row that cannot be used."""
        self.refused[kind] += 1
        if len(self.bad_rows) < KEPT:
            self.bad_rows.append((line, kind, why))

    @property
    def tickets(self) -> int:
        """Tickets of the file that exist as of then."""
        return self.new + self.unchanged + self.updated + len(self.touched) + len(self.different)

    @property
    def rate(self) -> float:
        """Tickets a second."""
        return self.tickets / self.seconds if self.seconds else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the report for --json."""
        return {
            "file": self.file,
            "source": self.source,
            "of": self.of,
            "dry_run": self.dry_run,
            "as_of": self.as_of.isoformat(),
            "timezone": self.zone,
            "encoding": self.encoding,
            "separator": self.separator,
            "rows": self.rows,
            "events": self.events,
            "events_after_as_of": self.later,
            "tickets": {
                "total": self.tickets,
                "new": self.new,
                "unchanged": self.unchanged,
                "updated": self.updated,
                "worked_on_since": list(self.touched),
                "different": list(self.different),
                "open": self.open,
            },
            "history": self.history,
            "raised": self.raised,
            "made": {f"{what}s": self.made[what] for what in ("queue", "agent", "contact", "customer")},
            "refused": {"total": self.refused.total(), **dict(self.refused)},
            "bad_rows": [{"line": line, "kind": kind, "why": why} for line, kind, why in self.bad_rows],
            "states": dict(self.states.most_common()),
            "levels": dict(sorted(self.levels.items())),
            "queues": dict(self.queues.most_common()),
            "first_at": self.first_at.isoformat() if self.first_at else None,
            "last_at": self.last_at.isoformat() if self.last_at else None,
            "times_skipped_by_clock": self.gaps,
            "times_shown_twice": self.folds,
            "seconds": round(self.seconds, 3),
            "tickets_per_second": round(self.rate),
        }

    def lines(self, tz: tzinfo | None = None) -> list[str]:
        """Return the report for a person, a line each; times in `tz`, or else in the zone of the file."""
        return list(self._lines(tz or (ZoneInfo(self.zone) if self.zone else None)))

    def _lines(self, tz: tzinfo | None) -> Iterator[str]:
        if self.dry_run:
            yield _("Dry run: nothing was written.")
        said = ngettext("{count} ticket", "{count} tickets", self.tickets)
        if self.of != "ticket":
            said = ngettext("{count} problem", "{count} problems", self.tickets)
        said = said.format(count=self.tickets)
        parts = _("{new} new, {updated} updated, {unchanged} unchanged, {open} open")
        yield f"{said}: " + parts.format(
            new=self.new, updated=self.updated, unchanged=self.unchanged, open=self.open
        )
        yield from self._left_alone()
        yield _("{events} events from {rows} rows, {history} lines of history, {raised} raised").format(
            events=self.events, rows=self.rows, history=self.history, raised=self.raised
        )
        if self.later:
            yield _("{count} events are later than {time} and were left out.").format(
                count=self.later, time=_moment(self.as_of, tz)
            )
        if self.first_at and self.last_at:
            yield _("from {first} to {last}, as of {now}").format(
                first=_moment(self.first_at, tz), last=_moment(self.last_at, tz), now=_moment(self.as_of, tz)
            )
        yield _(
            "made: {queues} queues, {agents} agents (who cannot sign in yet), {contacts} contacts"
        ).format(queues=self.made["queue"], agents=self.made["agent"], contacts=self.made["contact"])
        if self.states:
            named = state_name if self.of == "ticket" else step_name
            states = ((named(state), count) for state, count in self.states.most_common())
            yield _("states: {list}").format(list=_counts(states))
        if self.levels:
            yield _("levels: {list}").format(list=_counts(sorted(self.levels.items())))
        yield from self._trouble()
        yield _("read as {encoding}, separated by {separator}; {seconds:.1f} s, {rate:.0f} tickets/s").format(
            encoding=self.encoding, separator=repr(self.separator), seconds=self.seconds, rate=self.rate
        )

    def _left_alone(self) -> Iterator[str]:
        if self.touched:
            yield _(
                "{count} have news, but were worked on here since and are left as they are: {list}"
            ).format(count=len(self.touched), list=_some(self.touched))
        if self.different:
            yield _("{count} have another past in this file and are left as they are: {list}").format(
                count=len(self.different), list=_some(self.different)
            )

    def _trouble(self) -> Iterator[str]:
        if self.gaps:
            yield _("{count} times were skipped by the clock of {zone}; read as if it had not been.").format(
                count=self.gaps, zone=self.zone
            )
        if self.folds:
            yield _("{count} times came twice on the clock of {zone}; read as the first.").format(
                count=self.folds, zone=self.zone
            )
        if not self.refused:
            return
        total = self.refused.total()
        yield ngettext("{count} row was refused:", "{count} rows were refused:", total).format(count=total)
        for kind, count in self.refused.most_common():
            yield f"  {count} × {_(KINDS[kind])}"
        for line, _kind, why in self.bad_rows[:SHOWN]:
            yield _("  line {line}: {why}").format(line=line, why=why)
        if total > SHOWN:
            yield _("  … and {count} more; --json names them.").format(count=total - SHOWN)


def _moment(at: datetime, tz: tzinfo | None) -> str:
    return at.astimezone(tz).strftime("%Y-%m-%d %H:%M")


def _counts(pairs: Any) -> str:
    return ", ".join(f"{name} {count}" for name, count in pairs)


def _some(numbers: list[str]) -> str:
    return ", ".join(numbers[:10]) + (" …" if len(numbers) > 10 else "")
