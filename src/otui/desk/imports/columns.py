"""The column map of an import: which column means what, and what its words mean. TOML, checked as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from otui.desk.imports.instants import ISO, compile_form
from otui.domain.problem import Resolution, Step
from otui.domain.toml_file import Section, TomlFile
from otui.domain.workflow import Kind, State
from otui.errors import BadFile
from otui.text.i18n import _

EVENT, TICKET = "event", "ticket"
PROBLEM = "problem"
OF = (TICKET, PROBLEM)
MEANINGS = (
    "number", "at", "actor", "created_at", "created_by", "resolved_at", "closed_at", "state", "queue",
    "owner", "contact", "email", "phone", "customer", "kind", "level", "impact", "urgency", "body", "note",
)  # fmt: skip
"""What a column may mean. `subject` besides, which may be made of several columns."""
CONSTANTS = ("queue", "kind", "contact", "customer", "level", "subject")


@dataclass(frozen=True, slots=True)
class StateRule:
    """What a state word of the log means here."""

    state: State | None
    """None: the word says nothing about the state; the event is kept, the state stays."""
    first: State | None = None
    """What it means as long as the ticket has been in nothing else, where that differs."""
    free: bool = False
    """Whoever the row names only did this and does not own the ticket."""
    responded: bool = False
    """Coming into it shows that an agent spoke with the contact: the response clock stops."""


@dataclass(frozen=True, slots=True)
class StepRule:
    """What a state word of a log of problems means here."""

    step: Step
    first: Step | None = None
    """What it means as long as the problem has been in nothing else, where that differs."""
    free: bool = False
    """Whoever the row names only did this and does not coordinate the problem."""
    resolution: str = ""
    """How it ended, for a step that is an end."""


@dataclass(frozen=True, slots=True)
class LevelRule:
    """What a level word of the log means here: its rank, and the level whose targets it gets."""

    rank: int
    targets: str = ""
    """A level of the desk's SLA table; empty: no clocks."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A checked column map."""

    path: str
    source: str
    """Where the numbers come from: with the number it recognises a ticket on a second run."""
    rows: str
    columns: Mapping[str, str]
    subject: tuple[str, ...]
    times: tuple[str, ...]
    zone: str = ""
    missing: frozenset[str] = frozenset({""})
    separator: str = ""
    encoding: str = ""
    extra: tuple[str, ...] | None = None
    """Columns kept by their own names; None: all that have no meaning of their own."""
    extra_times: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()
    """Those of them whose changes the history tells."""
    final: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that hold their last value on every row: true from the time in the first column named that has one."""
    states: Mapping[str, StateRule] = field(default_factory=dict)
    levels: Mapping[str, LevelRule] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    impact: Mapping[str, int] = field(default_factory=dict)
    urgency: Mapping[str, int] = field(default_factory=dict)
    queues: Mapping[str, str] = field(default_factory=dict)
    """The log's groups that have another name here."""
    not_people: frozenset[str] = frozenset()
    """Names in the owner's column that are programs."""
    constants: Mapping[str, str] = field(default_factory=dict)
    of: str = TICKET
    """What the log is of: tickets or problems."""
    steps: Mapping[str, StepRule] = field(default_factory=dict)
    """For problems, what the words of the state mean, in place of `states`."""
    item: str = ""
    """For problems, the column that names the service or item; one that the desk does not know is made."""

    def needed(self) -> tuple[str, ...]:
        """Return every column that the file must have, in the map's order."""
        items = [self.item] if self.item else []
        named = [
            *self.columns.values(),
            *items,
            *self.subject,
            *(self.extra or ()),
            *self.extra_times,
            *self.told,
        ]
        named += [name for key, gates in self.final.items() for name in (key, *gates)]
        return tuple(dict.fromkeys(named))


def load_map(path: str | Path) -> ColumnMap:
    """Read a column map. Raises BadFile with file, line and what was expected."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadFile(str(path), 0, _("it cannot be read: {why}.").format(why=why)) from error
    return parse_map(text, str(path))


def parse_map(text: str, name: str) -> ColumnMap:
    """Check the text of a column map; `name` is what mistakes are told under."""
    root = TomlFile(name, text).root
    file, extra, final = root.section("file"), root.section("extra"), root.section("final")
    people, queues, constants = root.section("people"), root.section("queues"), root.section("constants")
    states, levels, kinds = root.section("states"), root.section("levels"), root.section("kinds")
    impact, urgency, named = root.section("impact"), root.section("urgency"), root.section("columns")
    steps = root.section("steps")
    root.done()
    rows = file.choice("rows", (EVENT, TICKET))
    columns, subject = _columns(named, rows)
    of = file.choice("of", OF, TICKET)
    if "state" in columns and not (steps.data if of == PROBLEM else states.data):
        raise named.bad(
            "state",
            _("A column gives the state: expected [{section}], which says what its words mean.").format(
                section="steps" if of == PROBLEM else "states"
            ),
        )
    kept = extra.texts("columns") or ("*",)
    found = ColumnMap(
        path=name,
        source=file.text("source"),
        rows=rows,
        columns=columns,
        subject=subject,
        times=_times(file),
        zone=file.text("zone", ""),
        missing=frozenset({"", *file.texts("missing")}),
        separator=file.text("separator", ""),
        encoding=_encoding(file),
        extra=None if kept == ("*",) else kept,
        extra_times=frozenset(extra.texts("times")),
        told=extra.texts("told"),
        final={key: final.texts(key) for key in final.data},
        states={key: _state(states, key) for key in states.data},
        levels={key: _level(levels.section(key)) for key in levels.data},
        kinds={key: kinds.choice(key, tuple(Kind)) for key in kinds.data},
        impact=_factors(impact),
        urgency=_factors(urgency),
        queues={key: queues.text(key) for key in queues.data},
        not_people=frozenset(people.texts("programs")),
        constants=_constants(constants),
        of=of,
        steps={key: _step(steps, key) for key in steps.data},
        item=extra.text("item", ""),
    )
    for section in (file, extra, people):
        section.done()
    return found


def _columns(section: Section, rows: str) -> tuple[dict[str, str], tuple[str, ...]]:
    needed = ("number", "at" if rows == EVENT else "created_at")
    columns = {key: section.text(key) for key in needed}
    columns.update({key: section.text(key) for key in MEANINGS if key in section})
    subject = section.texts("subject")
    section.done()
    return columns, subject


def _times(file: Section) -> tuple[str, ...]:
    forms = file.texts("times") or (ISO,)
    for form in forms:
        try:
            if form != ISO:
                compile_form(form)
        except (ValueError, re.error) as error:
            message = _('{form} is no form of a time; expected one such as "DD-MM-YYYY HH:mm", or "iso".')
            raise file.bad("times", message.format(form=repr(form))) from error
    return forms


def _encoding(file: Section) -> str:
    name = file.text("encoding", "")
    try:
        "".encode(name or "utf-8")
    except LookupError as error:
        message = _('{name} is no encoding; expected one such as "utf-8" or "cp1252".')
        raise file.bad("encoding", message.format(name=repr(name))) from error
    return name


def _state(states: Section, key: str) -> StateRule:
    """Read `"Word" = "open"` or `"Word" = { state = "open", first = "new", free = true, responded = true }`."""
    names = tuple(state for state in State if state is not State.MERGED)
    if not isinstance(states.data[key], dict):
        word = states.choice(key, ("", *names))
        return StateRule(State(word) if word else None)
    table = states.section(key)
    first = table.choice("first", ("", *names), "")
    rule = StateRule(
        State(table.choice("state", names)),
        State(first) if first else None,
        table.truth("free"),
        table.truth("responded"),
    )
    table.done()
    return rule


def _step(steps: Section, key: str) -> StepRule:
    """Read `"Word" = "analyse"` or `"Word" = { step = "closed", first = "new", free = true, resolution = "..." }`."""
    names = tuple(Step)
    if not isinstance(steps.data[key], dict):
        return StepRule(Step(steps.choice(key, names)))
    table = steps.section(key)
    first = table.choice("first", ("", *names), "")
    rule = StepRule(
        Step(table.choice("step", names)),
        Step(first) if first else None,
        table.truth("free"),
        table.choice("resolution", ("", *Resolution), ""),
    )
    table.done()
    return rule


def _level(table: Section) -> LevelRule:
    """Read `"Word" = { rank = 0, targets = "urgent" }`."""
    rule = LevelRule(table.number("rank", high=99), table.text("targets", ""))
    table.done()
    return rule


def _factors(section: Section) -> dict[str, int]:
    return {key: section.number(key, low=1, high=1000) for key in section.data}


def _constants(section: Section) -> dict[str, str]:
    if "kind" in section:
        section.choice("kind", tuple(Kind))
    constants = {key: section.text(key) for key in CONSTANTS if key in section}
    section.done()
    return constants
