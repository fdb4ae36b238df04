"""A log of problems: each played from its events into where it stands, with its history at its own times."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from otui.desk.imports.columns import LevelRule, StepRule
from otui.desk.imports.events import Event, fingerprint
from otui.desk.imports.known import Known, verdict
from otui.desk.imports.names import Names, Who
from otui.desk.imports.replay import IMPORT_KEY
from otui.desk.imports.run import Run
from otui.desk.numbering import next_numbers
from otui.desk.records.kinds import KINDS
from otui.desk.rows import QueueRow
from otui.domain.problem import OPEN_STEPS, Step
from otui.errors import Refused
from otui.store import feed, record_words
from otui.store.database import Reader as Rows
from otui.store.database import Writer
from otui.text.i18n import _

KIND = "problem"
LETTER = KINDS[KIND].letter
VERBS = {
    Step.ASSESS: "assess",
    Step.ANALYSE: "analyse",
    Step.FIX: "fix",
    Step.RESOLVED: "resolve",
    Step.CLOSED: "complete",
}
"""The desk's own verb for coming into a step."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a problem stands after an event."""

    step: str = ""
    resolution: str = ""
    queue: QueueRow | None = None
    owner: Who | None = None
    level: str = ""


@dataclass(slots=True)
class Played:
    """A problem as its events leave it. `history` has a line an event, in the order in which they happened."""

    stand: Stand
    values: dict[str, Any]
    item: str
    history: list[dict[str, Any]] = field(default_factory=list)
    id: int = 0


class ProblemRun(Run):
    """An import of problems. What a ticket has and a problem has not (clocks, articles) is left out."""

    def _write(self, batch: Sequence[list[Event]], writer: Writer) -> None:
        with self.names.writing(writer):
            made, remade = self._play_all(writer, batch)
            for number, one in zip(next_numbers(writer, len(made)), made, strict=True):
                one.values["number"] = LETTER + number
                one.id = writer.insert(KIND, one.values)
            for one in remade:
                writer.update(KIND, one.id, one.values)
            for one in (*made, *remade):
                self._save(writer, one)
        if made or remade:
            feed.append(writer, at=self.desk.now, topic=KIND, verb="import", entered=True)

    def _judge(self, rows: Rows, batch: Sequence[list[Event]]) -> tuple[list[Any], list[Any]]:
        self._play_all(rows, batch)
        return [], []

    def _play_all(self, rows: Rows, batch: Sequence[list[Event]]) -> tuple[list[Played], list[Played]]:
        """Play what is new; return the problems to add and those to bring up to date."""
        known = _known(rows, self.columns.source, [events[0].number for events in batch])
        made: list[Played] = []
        remade: list[Played] = []
        for events in batch:
            former = known.get(events[0].number)
            found = verdict(former, events)
            if former is not None and found != "updated":
                self._leave(former, found, events[0].number)
                continue
            try:
                one = self._play(events)
            except Refused as error:
                self.report.refuse(events[0].line, "word", str(error))
                continue
            if former is None:
                self.report.new += 1
                made.append(one)
            else:
                self.report.updated += 1
                one.id = former.id
                one.history = one.history[int(former.memory["events"]) :]
                remade.append(one)
            self.report.history += len(one.history)
            self._counted(one.stand)
        return made, remade

    # -- one problem -----------------------------------------------------------------------------------------------

    def _play(self, events: Sequence[Event]) -> Played:
        stand = Stand()
        history: list[dict[str, Any]] = []
        seen: set[str] = set()
        for event in events:
            before, stand = stand, self._after(stand, event, seen)
            history.append(_line(self.names, before, stand, event, len(history) + 1))
        return Played(
            stand, self._values(events, stand), events[-1].extra.get(self.columns.item, ""), history
        )

    def _after(self, before: Stand, event: Event, seen: set[str]) -> Stand:
        rule = self._rule(event)
        step = before.step or Step.NEW.value
        resolution = ""
        if rule is not None:
            first = rule.first is not None and seen <= {event.word}
            step = str(rule.first if first else rule.step)
            resolution = rule.resolution if step not in OPEN_STEPS else ""
            seen.add(event.word)
        owner = self.names.agent(event.owner) if event.owner else None
        if rule is not None and rule.free:
            owner = None
        return Stand(
            step,
            resolution,
            self.names.queue(event.queue) if event.queue or before.queue is None else before.queue,
            owner if event.owner or (rule is not None and rule.free) else before.owner,
            event.level or before.level,
        )

    def _rule(self, event: Event) -> StepRule | None:
        if not event.word:
            return None
        rule = self.columns.steps.get(event.word)
        if rule is None:
            raise Refused(
                _("{column}: {word} is not in [{section}] of the map").format(
                    column=self.columns.columns["state"], word=repr(event.word), section="steps"
                )
            )
        return rule

    def _values(self, events: Sequence[Event], stand: Stand) -> dict[str, Any]:
        first, last = events[0], events[-1]
        assert stand.queue is not None
        ended = stand.step in (Step.RESOLVED, Step.CLOSED)
        maker = self.names.known_agent(first.created_by or first.actor)
        extra = {name: value for name, value in last.extra.items() if name != self.columns.item}
        memory = {
            "source": self.columns.source,
            "events": len(events),
            "print": fingerprint(events),
            "version": len(events),
        }
        return {
            "external_number": first.number,
            "subject": last.subject or first.number,
            "description": last.body,
            "step": stand.step,
            "resolution": stand.resolution,
            "queue_id": stand.queue.id,
            "owner_id": stand.owner.id if stand.owner else None,
            "level": stand.level,
            "level_rank": self.columns.levels.get(stand.level, LevelRule(0)).rank,
            "created_at": min(first.created_at, first.at),
            "updated_at": last.at,
            "resolved_at": _since(events, stand, self.columns.steps) if ended else None,
            "closed_at": _since(events, stand, self.columns.steps) if stand.step == Step.CLOSED else None,
            "created_by_id": maker.id if maker else None,
            "extra": {**extra, IMPORT_KEY: memory},
            "version": len(events),
        }

    # -- writing ---------------------------------------------------------------------------------------------------

    def _save(self, writer: Writer, one: Played) -> None:
        for line in one.history:
            writer.insert("record_event", {**line, "record": KIND, "record_id": one.id})
        weights = KINDS[KIND].weights
        texts = {str(one.values.get(column) or ""): weight for column, weight in weights.items()}
        record_words.index(writer, KIND, one.id, texts)
        if one.item:
            self._tie(writer, one, _item(writer, one.item, self.desk.now, self.report.made))

    def _tie(self, writer: Writer, one: Played, item_id: int) -> None:
        keys = {"record": KIND, "record_id": one.id, "kind": "affects", "other": "item", "other_id": item_id}
        known = writer.value(
            "SELECT 1 FROM tie WHERE record = :record AND record_id = :record_id AND kind = :kind"
            " AND other = :other AND other_id = :other_id",
            keys,
        )
        if not known:
            writer.insert("tie", {**keys, "created_at": one.values["created_at"]})

    def _counted(self, stand: Stand) -> None:
        assert stand.queue is not None
        self._stand(stand.step, stand.level, stand.queue.name)

    def _stand(self, state: str, level: str, queue: str) -> None:
        report = self.report
        report.states[state] += 1
        if level:
            report.levels[level] += 1
        if state in OPEN_STEPS:
            report.open += 1
            report.queues[queue] += 1


def _line(names: Names, before: Stand, after: Stand, event: Event, version: int) -> dict[str, Any]:
    """Return an event as a line of history: what it changed, by whom, in the words of the log."""
    changes: dict[str, list[Any]] = {}
    if before.step != after.step:
        changes["step"] = [before.step or None, after.step]
    if before.queue is not after.queue and after.queue is not None:
        changes["queue"] = [before.queue.name if before.queue else None, after.queue.name]
    if before.owner != after.owner:
        changes["owner"] = [one.login if one else "–" for one in (before.owner, after.owner)]
    if before.level != after.level:
        changes["level"] = [before.level or None, after.level]
    actor = names.known_agent(event.actor)
    return {
        "at": event.at,
        "agent_id": actor.id if actor else None,
        "actor": actor.login if actor else event.actor,
        "verb": _verb(before, after, changes),
        "changes": changes,
        "text": event.word,
        "version": version,
    }


def _verb(before: Stand, after: Stand, changes: Mapping[str, Any]) -> str:
    """Return the desk's own verb for what an event did; `import` for what has none."""
    if not before.step:
        return "new"
    if "step" in changes:
        if before.step == Step.CLOSED:
            return "re-analyse"
        return VERBS.get(Step(after.step), "import")
    if "queue" in changes:
        return "move"
    return "assign" if "owner" in changes else "import"


def _since(events: Sequence[Event], stand: Stand, steps: Mapping[str, StepRule]) -> datetime:
    """Return since when a problem stands where it does: its last run of events that say so."""
    since = events[-1].at
    for event in reversed(events):
        rule = steps.get(event.word)
        if rule is not None and rule.step != stand.step:
            break
        since = event.at
    return since


def _item(writer: Writer, name: str, now: datetime, made: Counter[str]) -> int:
    """Return the id of a service or item by its name, made if it is new."""
    found = writer.value("SELECT id FROM item WHERE lower(name) = :name", {"name": name.lower()})
    if found is not None:
        return int(found)
    made["item"] += 1
    values = {"name": name, "kind": "service", "created_at": now, "updated_at": now}
    item_id = writer.insert("item", values)
    record_words.index(writer, "item", item_id, {name: KINDS["item"].weights["name"]})
    return item_id


def _known(rows: Rows, source: str, numbers: Sequence[str]) -> dict[str, Known]:
    """Return the problems that came from `source` under these numbers, by number."""
    params = {f"n{place}": number for place, number in enumerate(numbers)}
    names = ", ".join(f":{name}" for name in params)
    known = {}
    for external, problem_id, number, version, step, level, queue, extra in rows.all(
        "SELECT r.external_number, r.id, r.number, r.version, r.step, r.level, q.name, r.extra FROM problem r"
        f" JOIN queue q ON q.id = r.queue_id WHERE r.external_number IN ({names})",
        params,
    ):
        memory = json.loads(extra).get(IMPORT_KEY) or {}
        if memory.get("source") == source:
            known[external] = Known(problem_id, number, version, step, level, queue, memory)
    return known
