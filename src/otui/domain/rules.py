"""The desk's rules, read from files that are checked as one: sla.toml, calendar.toml, queues.toml, change.toml.

Every mistake is a BadFile with the file, the line and what was expected; nothing is guessed at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from otui.domain.calendar import BusinessCalendar
from otui.domain.calendar_spec import CalendarError
from otui.domain.clocks import Clock, Span, Timeline
from otui.domain.sla import Settings, Sla, known_name, read_sla
from otui.domain.toml_file import Section, TomlFile
from otui.errors import BadFile
from otui.text.i18n import _

__all__ = ["QueueRule", "Rules", "read_calendars"]

LINES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class QueueRule:
    """One queue as queues.toml has it."""

    name: str
    line: int
    parent: str
    """Name of the queue above it; empty at the top."""
    calendar: str
    """Empty: that of its parent, else of the SLA table."""
    lock_minutes: int
    """Working minutes after which a lock lapses; 0: the desk's."""
    position: int
    """Its place in the file, from 0."""
    default: bool
    """Where a ticket goes that names no queue."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a desk, checked."""

    sla: Sla
    calendars: Mapping[str, BusinessCalendar]
    queues: tuple[QueueRule, ...]
    retired: Mapping[str, BusinessCalendar] = field(default_factory=dict)
    """Calendars of former rules: they count what was counted in them, and nothing may name them any more."""

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> Rules:
        """Read the texts of "sla", "calendar" and "queues"; BadFile at the first mistake.

        "change" is checked where it is given: no clock goes by it, so that it is kept apart, by its own text.
        """
        if "change" in texts:
            from otui.domain.change.rule_file import change_rules  # a desk that is opened does not read it

            change_rules(texts["change"])
        calendars = _calendars(_file("calendar", texts))
        queues = _queues(_file("queues", texts), tuple(calendars))
        sla = read_sla(_file("sla", texts), tuple(calendars), tuple(queue.name for queue in queues))
        return cls(sla, calendars, queues)

    @property
    def settings(self) -> Settings:
        """What [desk] of sla.toml says."""
        return self.sla.settings

    @property
    def default_queue(self) -> str:
        """Name of the queue that takes a ticket which names none."""
        return next(queue.name for queue in self.queues if queue.default)

    def timeline(self, spans: list[Span] | None = None, clocks: list[Clock] | None = None) -> Timeline:
        """Return the timeline of a ticket under these rules, new or as it was stored."""
        return Timeline(self.counting, spans, clocks, self.settings.at_once_grace)

    @property
    def counting(self) -> Mapping[str, BusinessCalendar]:
        """Every calendar that a span may be counted in, those of former rules too."""
        return {**self.retired, **self.calendars} if self.retired else self.calendars

    def remembering(self, retired: Mapping[str, BusinessCalendar]) -> Rules:
        """Return these rules with calendars of former ones, which spans that are over were counted in."""
        return replace(self, retired={**self.retired, **retired}) if retired else self


def read_calendars(text: str) -> dict[str, BusinessCalendar]:
    """Return the calendars of a text of calendar.toml; BadFile at the first mistake."""
    return _calendars(TomlFile("calendar.toml", text))


def _file(name: str, texts: Mapping[str, str]) -> TomlFile:
    if name not in texts:
        raise BadFile(f"{name}.toml", 0, _("The file is missing."))
    return TomlFile(f"{name}.toml", texts[name])


def _calendars(file: TomlFile) -> dict[str, BusinessCalendar]:
    root = file.root
    lists, tables = root.section("holidays"), root.section("calendar")
    root.done()
    if not tables.data:
        raise root.bad(None, _("There is no calendar; expected at least one, such as [calendar.office]."))
    return {name: _calendar(tables, name, lists) for name in tables.data}


def _calendar(tables: Section, name: str, lists: Section) -> BusinessCalendar:
    data: dict[str, Any] = dict(tables.section(name).data)
    place: tuple[str | int, ...] = (*tables.path, name)
    shared = data.get("holidays")
    if isinstance(shared, str):
        known = known_name(
            tables.section(name), "holidays", shared, tuple(lists.data), _("lists of holidays")
        )
        data["holidays"] = lists.data[known]
    try:
        return BusinessCalendar.from_dict(data, name)
    except CalendarError as error:
        if isinstance(shared, str) and error.where[:1] == ("holidays",):
            place, where = (*lists.path, known), error.where[1:]
        else:
            where = error.where
        raise tables.file.bad((*place, *where), error.message, error.hint) from error


def _queues(file: TomlFile, calendars: tuple[str, ...]) -> tuple[QueueRule, ...]:
    sections = file.root.sections("queue")
    file.root.done()
    queues: list[QueueRule] = []
    names = tuple(section.text("name") for section in sections)
    for position, section in enumerate(sections):
        queue = _queue(section, position, names, calendars)
        if any(queue.name.casefold() == other.name.casefold() for other in queues):
            raise section.bad("name", _("There are two queues {name}.").format(name=queue.name))
        queues.append(queue)
    _check_tree(sections, queues)
    chosen = [index for index, queue in enumerate(queues) if queue.default]
    if not chosen:
        raise sections[0].bad(
            None, _("No queue takes new tickets; expected one with {key}.").format(key="default = true")
        )
    if len(chosen) > 1:
        raise sections[chosen[1]].bad(
            "default",
            _("{other} takes new tickets already; expected one queue with {key}.").format(
                other=queues[chosen[0]].name, key="default = true"
            ),
        )
    return tuple(queues)


def _queue(section: Section, position: int, names: tuple[str, ...], calendars: tuple[str, ...]) -> QueueRule:
    parent, calendar = section.text("parent", ""), section.text("calendar", "")
    queue = QueueRule(
        name=section.text("name"),
        line=section.number("line", low=LINES[0], high=LINES[-1]),
        parent=known_name(section, "parent", parent, names, _("queues")) if parent else "",
        calendar=known_name(section, "calendar", calendar, calendars, _("calendars")) if calendar else "",
        lock_minutes=int(section.duration("lock_lapse", "0").total_seconds()) // 60,
        position=position,
        default=section.truth("default"),
    )
    section.done()
    return queue


def _check_tree(sections: list[Section], queues: list[QueueRule]) -> None:
    """Refuse a queue that lies below itself, and a line that is left out between two others."""
    above = {queue.name: queue.parent for queue in queues}
    for section, queue in zip(sections, queues, strict=True):
        seen = {queue.name}
        parent = queue.parent
        while parent:
            if parent in seen:
                raise section.bad("parent", _("{name} lies below itself.").format(name=queue.name))
            seen.add(parent)
            parent = above[parent]
    used = {queue.line for queue in queues}
    for line in range(LINES[0], max(used)):
        if line not in used:
            raise sections[0].bad(
                None,
                _("No queue is of line {line}, so that no ticket reaches line {next}.").format(
                    line=line, next=max(used)
                ),
            )
