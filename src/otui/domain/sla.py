"""The desk's promises: SLA tables in order, and the settings that go with them. Source: "Impact/urgentie"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from otui.domain.clock_parts import Targets
from otui.domain.noticing import Noticing, read_noticing
from otui.domain.priority import Factor, Factors, Level, read_factors, read_levels
from otui.domain.toml_file import Section, TomlFile
from otui.domain.workflow import Kind
from otui.text.i18n import _

__all__ = ["Factor", "Factors", "Level", "Settings", "Sla", "SlaTable"]

LOCKED_TICKETS = ("owner", "read")
OUTSIDE = ("act", "read")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the desk decided once, in [desk] of sla.toml."""

    calendar: str
    """Counts where neither queue nor table names one."""
    at_once_grace: timedelta
    """Working time within which a target of zero counts as met."""
    warn_percent: int
    lock_minutes: int
    """Working minutes without activity after which a lock lapses; 0: never."""
    close_after_days: int
    """Days after which a resolved ticket closes; 0: never by itself."""
    reopen_days: int
    """Days within which a closed ticket can be reopened; later, a reply makes a new one."""
    locked_tickets: str
    """Who may read a ticket that is locked: "owner" (source) or "read", all."""
    outside: str
    """What an agent does with a ticket of a queue that is not theirs: "act", or only "read" it and write notes."""
    default_impact: int
    default_urgency: int
    noticing: Noticing
    """What is taken for alike, and for a major incident: [recurrence]."""


@dataclass(frozen=True, slots=True)
class SlaTable:
    """Levels and times for the tickets that it applies to."""

    name: str
    calendar: str
    warn_percent: int
    levels: tuple[Level, ...]
    factors: Factors
    kinds: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()

    @property
    def conditional(self) -> bool:
        """Whether it applies to some tickets only."""
        return bool(self.kinds or self.queues or self.customers)

    def applies(self, kind: str, queue_names: Sequence[str], customer: str) -> bool:
        """Whether every condition holds; names are compared without regard to case."""
        return (
            _among(self.kinds, (kind,))
            and _among(self.queues, queue_names)
            and _among(self.customers, (customer,))
        )

    def level_for(self, impact: int, urgency: int) -> Level:
        """Return the level that impact times urgency gives; Usage where one is no factor of this desk."""
        value = self.factors.value(impact, urgency)
        return next(level for level in self.levels if value in level.values)

    def level(self, name: str) -> Level | None:
        """Return a level by its name in either language; None where there is none."""
        word = name.strip().casefold()
        return next((one for one in self.levels if word in (one.name.casefold(), one.nl.casefold())), None)

    def targets(self, level: Level) -> Targets:
        """Return what a level allows, and the rule's name to explain it by."""
        return Targets(
            level.respond, level.escalate, level.resolve, self.warn_percent, f"{self.name} · {level.name}"
        )


@dataclass(frozen=True, slots=True)
class Sla:
    """sla.toml, checked."""

    factors: Factors
    tables: tuple[SlaTable, ...]
    """In order; the first that applies counts, and the last applies to every ticket."""
    settings: Settings

    @property
    def default(self) -> SlaTable:
        """The table that applies where no other does."""
        return self.tables[-1]

    def match(self, kind: str, queue_names: Sequence[str], customer: str) -> SlaTable:
        """Return the first table that applies to a kind, a queue (with its ancestors) and a customer's name."""
        return next((t for t in self.tables if t.applies(kind, queue_names, customer)), self.default)

    def level_for(self, impact: int, urgency: int) -> Level:
        """Return the level that the default table gives."""
        return self.default.level_for(impact, urgency)

    def level_label(self, name: str, lang: str) -> str:
        """Return how a level is called in "en" or "nl"; one that no table has, such as an imported one, as it came."""
        found = (table.level(name) for table in self.tables)
        return next((level.label(lang) for level in found if level is not None), name)


def read_sla(file: TomlFile, calendars: Sequence[str], queues: Sequence[str]) -> Sla:
    """Check sla.toml as a whole, against the calendars and queues that there are; BadFile at the first mistake."""
    root = file.root
    factors = read_factors(root)
    settings = _settings(root, factors, calendars)
    sections = root.sections("table")
    root.done()
    tables = [_table(section, factors, settings, calendars, queues) for section in sections]
    for index, (section, table) in enumerate(zip(sections, tables, strict=True)):
        last = index == len(tables) - 1
        if not last and not table.conditional:
            raise section.bad(
                None,
                _("{table} has no condition, so that no table after it can apply; expected it last.").format(
                    table=table.name
                ),
            )
        if last and table.conditional:
            raise section.bad(
                None,
                _("{table} applies to some tickets only; expected a last table without a condition.").format(
                    table=table.name
                ),
            )
        if any(table.name.casefold() == other.name.casefold() for other in tables[:index]):
            raise section.bad("name", _("There are two tables {name}.").format(name=table.name))
    return Sla(factors, tuple(tables), settings)


def known_name(section: Section, key: str, name: str, known: Sequence[str], what: str) -> str:
    """Return `name` as it is written in `known`; BadFile where it is not there."""
    for one in known:
        if one.casefold() == name.casefold():
            return one
    raise section.bad(
        key,
        _("{key} names {name}; expected one of the {what}: {known}.").format(
            key=repr(key), name=repr(name), what=what, known=", ".join(known)
        ),
    )


def _settings(root: Section, factors: Factors, calendars: Sequence[str]) -> Settings:
    desk = root.section("desk")
    settings = Settings(
        calendar=known_name(desk, "calendar", desk.text("calendar"), calendars, _("calendars")),
        at_once_grace=desk.duration("at_once_grace", "5 min"),
        warn_percent=desk.number("warn_percent", 75, high=99),
        lock_minutes=int(desk.duration("lock_lapse", "8 h").total_seconds()) // 60,
        close_after_days=desk.number("close_after_days", 5, high=3650),
        reopen_days=desk.number("reopen_days", 14, high=3650),
        locked_tickets=desk.choice("locked_tickets", LOCKED_TICKETS, "owner"),
        outside=desk.choice("outside", OUTSIDE, "act"),
        default_impact=desk.number("default_impact", factors.impact[0].factor),
        default_urgency=desk.number("default_urgency", factors.urgency[0].factor),
        noticing=read_noticing(root.section("recurrence")),
    )
    desk.done()
    for key, value, rows in (
        ("default_impact", settings.default_impact, factors.impact),
        ("default_urgency", settings.default_urgency, factors.urgency),
    ):
        if all(value != row.factor for row in rows):
            choices = ", ".join(str(row.factor) for row in rows)
            raise desk.bad(
                key,
                _("{key} is {value}; expected one of the factors {choices}.").format(
                    key=repr(key), value=value, choices=choices
                ),
            )
    return settings


def _table(
    section: Section, factors: Factors, settings: Settings, calendars: Sequence[str], queues: Sequence[str]
) -> SlaTable:
    kinds = tuple(known_name(section, "kind", k, tuple(Kind), _("kinds")) for k in section.texts("kind"))
    places = tuple(known_name(section, "queue", q, queues, _("queues")) for q in section.texts("queue"))
    calendar = section.text("calendar", settings.calendar)
    table = SlaTable(
        name=section.text("name"),
        calendar=known_name(section, "calendar", calendar, calendars, _("calendars")),
        warn_percent=section.number("warn_percent", settings.warn_percent, high=99),
        levels=read_levels(section, factors),
        factors=factors,
        kinds=kinds,
        queues=places,
        customers=section.texts("customer"),
    )
    section.done()
    return table


def _among(condition: tuple[str, ...], names: Sequence[str]) -> bool:
    return not condition or any(one.casefold() == name.casefold() for one in condition for name in names)
