"""One import from end to end: read the file, sort the events into tickets, play them, write batches, count."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from otui.desk import rights
from otui.desk.bulk import BulkTicket, BulkWriter
from otui.desk.desk import Desk
from otui.desk.imports.columns import EVENT, PROBLEM, ColumnMap
from otui.desk.imports.events import Event, Reader, RowRefused
from otui.desk.imports.instants import Instants, zone_named
from otui.desk.imports.known import Known, known_tickets, news, verdict
from otui.desk.imports.names import Names
from otui.desk.imports.replay import Replay
from otui.desk.imports.report import ImportReport
from otui.desk.imports.source import Table, open_table
from otui.domain.workflow import OPEN_STATES
from otui.errors import BadFile, OtuiError, Usage
from otui.store.database import Reader as Rows
from otui.store.database import Writer
from otui.text.i18n import _

BATCH = 400
"""Tickets a transaction: other writers wait no longer than that takes, and a broken run has lost no more."""
STEP = 1000
"""Rows between two calls of the progress callback."""
Progress = Callable[[int, int], None]
"""Called with (done, total)."""


def run_import(
    desk: Desk,
    path: str | Path,
    columns: ColumnMap,
    *,
    zone: str = "",
    as_of: datetime | str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring a file in by its column map and return what came of it.

    `zone` is the IANA name for times that name none (it wins over the map's). `as_of` leaves the desk as it stood at
    that instant, a text without a zone being read in `zone`; None takes the log as far as the desk's clock. Raises
    Usage for an unknown or missing zone, BadFile for a file or map that cannot be used at all; a bad row is told
    in the report. Every batch is one transaction: a run that was cut short is taken up by the next.
    """
    rights.require(desk.agent, "import")
    named = zone_named(zone or columns.zone) if zone or columns.zone else None
    moment = _instant(as_of, named) if as_of is not None else desk.now
    _check_levels(desk, columns)
    table = open_table(path, separator=columns.separator, encoding=columns.encoding)
    # Nothing here is ever part of a cycle, and looking for cycles among a million events is a tenth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        report = ImportReport(str(path), columns.source, dry_run, moment, str(named or ""))
        report.encoding, report.separator, report.of = table.encoding, table.separator, columns.of
        return _runner(columns)(desk, columns, table, named, report, progress).whole()
    finally:
        table.close()
        if collecting:
            gc.enable()


def _runner(columns: ColumnMap) -> type[Run]:
    if columns.of == PROBLEM:
        from otui.desk.imports.problems import ProblemRun

        return ProblemRun
    return Run


def _instant(text: datetime | str, zone: ZoneInfo | None) -> datetime:
    if isinstance(text, datetime):
        return text
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        hint = _("Write it as 2016-03-02T09:30, with --timezone, or as 2016-03-02T09:30+01:00.")
        raise Usage(_("{text} is no time.").format(text=repr(text)), hint) from error
    if found.tzinfo is None:
        if zone is None:
            hint = _("Name its zone: --timezone Europe/Amsterdam.")
            raise Usage(_("{text} has no time zone.").format(text=repr(text)), hint)
        found = found.replace(tzinfo=zone)
    return found


def _check_levels(desk: Desk, columns: ColumnMap) -> None:
    table = desk.rules.sla.default
    for word, rule in columns.levels.items():
        if rule.targets and table.level(rule.targets) is None:
            known = ", ".join(level.name for level in table.levels)
            message = _("[levels] gives {word} the targets of {level}; this desk has: {known}.")
            raise BadFile(
                columns.path, 0, message.format(word=repr(word), level=repr(rule.targets), known=known)
            )


class Run:
    """The state of one import."""

    def __init__(
        self,
        desk: Desk,
        columns: ColumnMap,
        table: Table,
        zone: ZoneInfo | None,
        report: ImportReport,
        progress: Progress | None,
    ) -> None:
        self.desk = desk
        self.columns = columns
        self.table = table
        self.report = report
        self.progress = progress
        self.instants = Instants(columns.times, zone)
        self.reader = Reader(columns, table.header, table.name, self.instants)
        self.names = Names(desk.database.read(), desk.now)
        self.replay = Replay(columns, desk.rules, self.names, report.as_of)
        self.phases = 2 if columns.rows == EVENT else 1
        self.done = 0

    def whole(self) -> ImportReport:
        """Do it."""
        began = time.perf_counter()
        report = self.report
        try:
            for batch in _batches(self._tickets(), BATCH):
                if report.dry_run:
                    self._judge(self.desk.database.read(), batch)
                else:
                    # Reading on meanwhile would be slower: the driver gives up the interpreter at every row.
                    self.desk.database.write(partial(self._write, batch)).result()
        finally:
            self.desk.refresh()
        report.made = self.names.made
        report.gaps, report.folds = len(self.instants.gaps), len(self.instants.folds)
        report.seconds = time.perf_counter() - began
        self._tell(max(self.done, self.phases * self.table.lines))
        return report

    # -- reading ---------------------------------------------------------------------------------------------------

    def _tickets(self) -> Iterator[list[Event]]:
        """Yield the events of one ticket after another, in their order, none later than as_of."""
        if self.columns.rows == EVENT:
            yield from self._grouped()
            return
        seen: set[str] = set()
        for events in self._understood():
            if events[0].number in seen:
                why = _("{number} is there a second time").format(number=events[0].number)
                self.report.refuse(events[0].line, "twice", why)
                continue
            seen.add(events[0].number)
            past = self._past(events)
            if past:
                yield past

    def _grouped(self) -> Iterator[list[Event]]:
        """Read the whole log: the events of a ticket may lie anywhere in it."""
        tickets: dict[str, list[Event]] = {}
        for events in self._understood():
            tickets.setdefault(events[0].number, []).extend(events)
        lives = []
        for events in tickets.values():
            events.sort(key=lambda event: (event.at, event.line))
            past = self._past(events)
            if past:
                lives.append(past)
        lives.sort(key=lambda life: (life[0].created_at, life[0].number))
        for life in lives:
            yield life
            self._step(len(life))

    def _past(self, events: list[Event]) -> list[Event]:
        past = [event for event in events if event.at <= self.report.as_of]
        self.report.later += len(events) - len(past)
        return past

    def _understood(self) -> Iterator[list[Event]]:
        report = self.report
        for line, cells in self.table.rows:
            report.rows += 1
            self._step(1)
            if isinstance(cells, str):
                report.refuse(line, "row", cells)
                continue
            try:
                events = self.reader.events(line, cells)
            except RowRefused as error:
                report.refuse(line, error.kind, str(error))
                continue
            report.events += len(events)
            first, last = events[0].at, events[-1].at
            report.first_at = min(report.first_at or first, first)
            report.last_at = max(report.last_at or last, last)
            yield events

    def _step(self, rows: int) -> None:
        before = self.done
        self.done += rows
        if before // STEP != self.done // STEP:
            self._tell(self.done)

    def _tell(self, done: int) -> None:
        if self.progress is not None:
            self.progress(done, max(done, self.phases * self.table.lines))

    # -- writing ---------------------------------------------------------------------------------------------------

    def _write(self, batch: Sequence[list[Event]], writer: Writer) -> None:
        with self.names.writing(writer):
            made, remade = self._judge(writer, batch)
        bulk = BulkWriter(writer, self.report.as_of, self.desk.rules, self.names.directory)
        bulk.write(made)
        bulk.rewrite(remade)

    def _judge(self, rows: Rows, batch: Sequence[list[Event]]) -> tuple[list[BulkTicket], list[BulkTicket]]:
        """Play what is new; return the tickets to add and those to bring up to date."""
        numbers = [events[0].number for events in batch]
        known = known_tickets(rows, self.columns.source, numbers)
        made: list[BulkTicket] = []
        remade: list[BulkTicket] = []
        for events in batch:
            former = known.get(events[0].number)
            found = verdict(former, events)
            if former is not None and found != "updated":
                self._leave(former, found, events[0].number)
                continue
            try:
                ticket = self.replay.play(events)
            except (OtuiError, OverflowError) as error:
                why = _("{number}: {why}").format(number=events[0].number, why=error)
                self.report.refuse(events[0].line, "odd", why)
                continue
            if former is None:
                self.report.new += 1
                made.append(ticket)
            else:
                self.report.updated += 1
                remade.append(news(rows, ticket, former, events))
            self._count(ticket)
        return made, remade

    def _leave(self, former: Known, found: str, number: str) -> None:
        report = self.report
        if found == "unchanged":
            report.unchanged += 1
        else:
            (report.touched if found == "touched" else report.different).append(number)
        self._stand(former.state, former.level, former.queue)

    def _count(self, ticket: BulkTicket) -> None:
        values, report = ticket.values, self.report
        report.history += len(ticket.history)
        report.raised += len(ticket.escalations)
        queue = self.names.directory.queues[values["queue_id"]].name
        self._stand(values["state"], values["level"], queue)

    def _stand(self, state: str, level: str, queue: str) -> None:
        report = self.report
        report.states[state] += 1
        if level:
            report.levels[level] += 1
        if state in OPEN_STATES:
            report.open += 1
            report.queues[queue] += 1


def _batches(tickets: Iterator[list[Event]], size: int) -> Iterator[list[list[Event]]]:
    batch: list[list[Event]] = []
    for events in tickets:
        batch.append(events)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
