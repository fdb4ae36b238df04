"""A row of a log, understood: what the map says it means, or why it means nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from otui.desk.imports.columns import EVENT, ColumnMap, StateRule
from otui.desk.imports.instants import Instants
from otui.domain.workflow import State
from otui.errors import BadFile
from otui.text import safe
from otui.text.i18n import _

T = TypeVar("T")

SUBJECT_LIMIT = 500
NAME_LIMIT = 200
"""Characters of a number or a name; what is longer is no name."""
_RESOLVED = StateRule(State.RESOLVED)
_NEW = StateRule(State.NEW)
_SILENT = StateRule(None)


class RowRefused(Exception):
    """A row that cannot be used. `kind` sorts it in the report, the message names the cell."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(slots=True)
class Event:
    """One thing that happened to a ticket of the log."""

    line: int
    at: datetime
    number: str
    created_at: datetime
    actor: str = ""
    created_by: str = ""
    rule: StateRule = _SILENT
    word: str = ""
    """The state as the log says it."""
    queue: str = ""
    owner: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    customer: str = ""
    kind: str = ""
    level: str = ""
    impact: int | None = None
    urgency: int | None = None
    subject: str = ""
    body: str = ""
    note: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def signature(self) -> str:
        """Return what makes this event this event, whatever form of dates or truth the file is written in."""
        said = (
            self.actor,
            self.word,
            self.queue,
            self.owner,
            self.contact,
            self.level,
            self.kind,
            self.subject,
        )
        rest = (self.impact, self.urgency, self.body, self.note)
        return f"{self.at} {rest} " + "\x1f".join(said)


def fingerprint(events: Sequence[Event]) -> str:
    """Return a short name for a run of events: the same events give the same name in every export."""
    digest = hashlib.blake2b(digest_size=12)
    for event in events:
        digest.update(event.signature().encode("utf-8", "replace"))
    return digest.hexdigest()


class Reader:
    """Turns the rows of one file into events, by its column map."""

    def __init__(self, columns: ColumnMap, header: Sequence[str], file: str, instants: Instants) -> None:
        lost = [name for name in columns.needed() if name not in header]
        if lost:
            raise BadFile(
                file,
                1,
                _("these columns are missing: {names}.").format(names=", ".join(lost)),
                _("The map {map} names them; the file has: {header}.").format(
                    map=columns.path, header=", ".join(header)
                ),
            )
        self.columns = columns
        self.instants = instants
        at = {name: place for place, name in enumerate(header)}
        self._at = at
        self._place = {meaning: at[name] for meaning, name in columns.columns.items()}
        self._subject = [at[name] for name in columns.subject]
        used = {*self._place.values(), *self._subject}
        gated = set(columns.final)
        kept = [name for name in header if at[name] not in used] if columns.extra is None else columns.extra
        if columns.item and columns.item not in kept:
            kept = [*kept, columns.item]
        timed = columns.extra_times
        self._extra = [(name, at[name], name in timed) for name in kept if name and name not in gated]
        self._final = [
            (name, at[name], name in timed, [at[gate] for gate in gates])
            for name, gates in columns.final.items()
        ]
        self._clean: dict[str, str] = {}

    def events(self, line: int, cells: Sequence[str]) -> list[Event]:
        """Return what a row says happened: one event of a log, or the life of a ticket of a list.

        Raises RowRefused for a row that cannot be used.
        """
        event = self._event(line, cells)
        if self.columns.rows == EVENT:
            return [event]
        return self._life(event, cells)

    # -- cells -----------------------------------------------------------------------------------------------------

    def _cell(self, cells: Sequence[str], place: int) -> str:
        """Return a cell as one safe line; empty where it says nothing. Logs repeat themselves: each once."""
        raw = cells[place]
        known = self._clean.get(raw)
        if known is None:
            known = safe.line(raw).strip()
            known = "" if known in self.columns.missing else known
            if len(raw) < 200:
                self._clean[raw] = known
        return known

    def _word(self, cells: Sequence[str], meaning: str) -> str:
        place = self._place.get(meaning)
        return "" if place is None else self._cell(cells, place)[:NAME_LIMIT]

    def _text(self, cells: Sequence[str], meaning: str) -> str:
        place = self._place.get(meaning)
        if place is None or cells[place].strip() in self.columns.missing:
            return ""
        return safe.clean(cells[place]).strip()

    def _time(self, cells: Sequence[str], meaning: str) -> datetime | None:
        place = self._place.get(meaning)
        text = "" if place is None else self._cell(cells, place)
        if not text or place is None:
            return None
        try:
            return self.instants.read(text)
        except ValueError as error:
            name = self.columns.columns[meaning]
            raise RowRefused("time", _("{column}: {why}").format(column=name, why=error)) from error

    def _looked_up(
        self, cells: Sequence[str], meaning: str, table: Mapping[str, T], section: str
    ) -> T | None:
        """Return what the map says a word means, None for an empty cell; a word it lacks refuses the row."""
        word = self._word(cells, meaning)
        if not word or not table:
            return None
        if word not in table:
            message = _("{column}: {word} is not in [{section}] of the map")
            column = self.columns.columns[meaning]
            raise RowRefused("word", message.format(column=column, word=repr(word), section=section))
        return table[word]

    # -- rows ------------------------------------------------------------------------------------------------------

    def _event(self, line: int, cells: Sequence[str]) -> Event:
        columns = self.columns
        number = self._word(cells, "number")
        if not number:
            name = columns.columns["number"]
            raise RowRefused("number", _("{column}: a number was expected").format(column=name))
        created = self._time(cells, "created_at")
        at = self._time(cells, "at") or (None if columns.rows == EVENT else created)
        if at is None:
            name = columns.columns["at" if columns.rows == EVENT else "created_at"]
            raise RowRefused("time", _("{column}: a time was expected").format(column=name))
        rule = self._looked_up(cells, "state", columns.states, "states") or _SILENT
        owner, actor = self._word(cells, "owner"), self._word(cells, "actor")
        if rule.free or owner in columns.not_people:
            owner = ""
        queue = self._word(cells, "queue") or columns.constants.get("queue", "")
        constant = columns.constants.get
        event = Event(
            line=line,
            at=at,
            number=number,
            created_at=min(created or at, at),
            actor=actor,
            created_by=self._word(cells, "created_by"),
            rule=rule,
            word=self._word(cells, "state"),
            queue=columns.queues.get(queue, queue),
            owner=owner,
            contact=self._word(cells, "contact") or constant("contact", ""),
            email=self._word(cells, "email"),
            phone=self._word(cells, "phone"),
            customer=self._word(cells, "customer") or constant("customer", ""),
            kind=self._looked_up(cells, "kind", columns.kinds, "kinds") or constant("kind", ""),
            level=self._level(cells),
            impact=self._factor(cells, "impact"),
            urgency=self._factor(cells, "urgency"),
            body=self._text(cells, "body"),
            note=self._text(cells, "note"),
        )
        parts = [part for part in (self._cell(cells, place) for place in self._subject) if part]
        event.subject = (" · ".join(parts) or constant("subject", ""))[:SUBJECT_LIMIT]
        event.extra = self._extras(cells, at)
        return event

    def _level(self, cells: Sequence[str]) -> str:
        self._looked_up(cells, "level", self.columns.levels, "levels")
        return self._word(cells, "level") or self.columns.constants.get("level", "")

    def _factor(self, cells: Sequence[str], meaning: str) -> int | None:
        table = self.columns.impact if meaning == "impact" else self.columns.urgency
        if table:
            return self._looked_up(cells, meaning, table, meaning)
        word = self._word(cells, meaning)
        if word and not word.isdecimal():
            name = self.columns.columns[meaning]
            raise RowRefused("word", _("{column}: {word} is no factor").format(column=name, word=repr(word)))
        return int(word) if word else None

    def _extras(self, cells: Sequence[str], at: datetime) -> dict[str, str]:
        """Return the other columns as they were known at the time of the row."""
        extra: dict[str, str] = {}
        for name, place, timed in self._extra:
            value = self._cell(cells, place)
            if value:
                extra[name] = self._other(value, timed)
        for name, place, timed, gates in self._final:
            value = self._cell(cells, place)
            if value and self._come_true(cells, gates, at):
                extra[name] = self._other(value, timed)
        return extra

    def _come_true(self, cells: Sequence[str], gates: Sequence[int], at: datetime) -> bool:
        for gate in gates:
            text = self._cell(cells, gate)
            if text:
                try:
                    return self.instants.read(text) <= at
                except ValueError:
                    return False
        return False

    def _other(self, value: str, timed: bool) -> str:
        if timed:
            try:
                return self.instants.read(value).isoformat().replace("+00:00", "Z")
            except ValueError:
                return value
        folded = value.casefold()
        return folded if folded in ("true", "false") else value

    def _life(self, event: Event, cells: Sequence[str]) -> list[Event]:
        """Return the life of a ticket that is one row: it came, and got where it is, when the row says."""
        state = event.rule.state
        resolved, closed = self._time(cells, "resolved_at"), self._time(cells, "closed_at")
        came = replace(
            event, at=event.created_at, actor=event.created_by, rule=_NEW, word="", owner="", note=""
        )
        then = replace(event, body="")
        steps: list[Event] = [came]
        if state in (State.RESOLVED, State.CLOSED) and resolved is not None:
            rule = _RESOLVED if state is State.CLOSED else event.rule
            steps.append(replace(then, at=resolved, rule=rule, note=""))
        if state is State.CLOSED:
            steps.append(replace(then, at=closed or event.at))
        elif len(steps) == 1:
            steps.append(then)
        for former, step in pairwise(steps):
            step.at = max(step.at, former.at)
        return steps
