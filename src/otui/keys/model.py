"""What an action is: the one declaration that keys, palette, `:` line, help and handbook are made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from otui.text.i18n import N_


class Context(StrEnum):
    """Where a key can arrive. What has focus comes first, then what it stands in, then GLOBAL."""

    LIST = "list"
    SIDE = "side"
    TICKET = "ticket"
    THREAD = "thread"
    PANEL = "panel"
    PAGE = "page"
    FORM = "form"
    COMPOSER = "composer"
    SEARCH = "search"
    PICKER = "picker"
    COMMAND = "command"
    HANDOVER = "handover"
    ADMIN = "admin"
    RULES = "rules"
    RULE_TEXT = "rule-text"
    RULE_EFFECT = "rule-effect"
    RECORD = "record"
    PROBLEM = "problem"
    CHANGE = "change"
    CATALOGUE = "catalogue"
    CALENDAR = "calendar"
    CAB = "cab"
    KNOWLEDGE = "knowledge"
    ITEM = "item"
    CLUSTERS = "clusters"
    CHECKLIST = "checklist"
    RECURRING = "recurring"
    FLOW = "flow"
    TASKS = "tasks"
    TOUCH = "touch"
    GLOBAL = "global"


CONTEXT_TITLES: dict[Context, str] = {
    Context.LIST: N_("In a list of tickets"),
    Context.SIDE: N_("In the queues beside the list"),
    Context.TICKET: N_("On a ticket"),
    Context.THREAD: N_("In the thread of a ticket"),
    Context.PANEL: N_("In the panel beside the thread"),
    Context.PAGE: N_("On a page: help, history, explanation"),
    Context.FORM: N_("In a form"),
    Context.COMPOSER: N_("While writing"),
    Context.SEARCH: N_("While searching"),
    Context.PICKER: N_("In a picker"),
    Context.COMMAND: N_("On the command line"),
    Context.HANDOVER: N_("While handing over"),
    Context.ADMIN: N_("In the list of agents or queues"),
    Context.RULES: N_("In the rules of the desk"),
    Context.RULE_TEXT: N_("In the text of a rule file"),
    Context.RULE_EFFECT: N_("On the effect of other rules"),
    Context.RECORD: N_("On a problem, a change, a knowledge article or a service"),
    Context.PROBLEM: N_("On a problem"),
    Context.CHANGE: N_("On a change"),
    Context.CATALOGUE: N_("In the catalogue of standard changes"),
    Context.CALENDAR: N_("In the change calendar"),
    Context.CAB: N_("On the agenda of the change advisory board"),
    Context.KNOWLEDGE: N_("On a knowledge article"),
    Context.ITEM: N_("On a service or item"),
    Context.CLUSTERS: N_("In the list of recurring incidents"),
    Context.CHECKLIST: N_("In a checklist"),
    Context.RECURRING: N_("In the list of recurring tickets and procedures"),
    Context.FLOW: N_("On a flowchart"),
    Context.TASKS: N_("In a list of tasks"),
    Context.TOUCH: N_("On what an act would touch"),
    Context.GLOBAL: N_("Everywhere"),
}

TEXT_CONTEXTS = frozenset(
    {Context.FORM, Context.COMPOSER, Context.SEARCH, Context.PICKER, Context.COMMAND, Context.RULE_TEXT}
)
"""Where a character is typed, not obeyed: with one of these in force no key that prints is a command."""

STACKS: tuple[tuple[Context, ...], ...] = (
    (Context.LIST, Context.GLOBAL),
    (Context.SIDE, Context.GLOBAL),
    (Context.THREAD, Context.TICKET, Context.GLOBAL),
    (Context.PANEL, Context.TICKET, Context.GLOBAL),
    (Context.PAGE, Context.GLOBAL),
    (Context.HANDOVER, Context.GLOBAL),
    (Context.ADMIN, Context.GLOBAL),
    (Context.RULES, Context.GLOBAL),
    (Context.RULE_TEXT, Context.GLOBAL),
    (Context.RULE_EFFECT, Context.GLOBAL),
    (Context.PROBLEM, Context.RECORD, Context.GLOBAL),
    (Context.CHANGE, Context.RECORD, Context.GLOBAL),
    (Context.CATALOGUE, Context.RECORD, Context.GLOBAL),
    (Context.CALENDAR, Context.GLOBAL),
    (Context.CAB, Context.GLOBAL),
    (Context.KNOWLEDGE, Context.RECORD, Context.GLOBAL),
    (Context.ITEM, Context.RECORD, Context.GLOBAL),
    (Context.CLUSTERS, Context.GLOBAL),
    (Context.CHECKLIST, Context.TASKS, Context.GLOBAL),
    (Context.RECURRING, Context.RECORD, Context.GLOBAL),
    (Context.FLOW, Context.GLOBAL),
    (Context.TASKS, Context.GLOBAL),
    (Context.TOUCH, Context.GLOBAL),
    (Context.FORM, Context.GLOBAL),
    (Context.COMPOSER, Context.GLOBAL),
    (Context.SEARCH, Context.GLOBAL),
    (Context.PICKER,),
    (Context.COMMAND,),
)
"""Every combination that the screens produce, from focus outward. A modal window lets nothing through."""


STANDS_IN: dict[str, str] = {
    "record.new": "ticket.new",
    "cab.new": "ticket.new",
    "calendar.new": "ticket.new",
    "task.new": "ticket.new",
    "record.tasks": "app.theme",
}
"""Actions of an inner place that have the key of one that holds everywhere, which palette and `:` line still reach."""


class Danger(IntEnum):
    """What is at stake: nothing, a change that undo takes back, or something that is asked about first."""

    SAFE = 0
    CHANGES = 1
    ASKS = 2


TYPE_THE_COUNT = "count"
"""`Action.confirm` where the agent types the number of what will be touched."""

GROUPS: dict[str, str] = {
    "own": N_("Own"),
    "talk": N_("Talk"),
    "decide": N_("Decide"),
    "tie": N_("Tie together"),
    "know": N_("Know"),
    "mend": N_("Mend"),
    "views": N_("Views"),
    "find": N_("Find"),
    "mark": N_("Mark"),
    "move": N_("Move about"),
    "go": N_("Go to"),
    "compose": N_("Write"),
    "handover": N_("Hand over"),
    "admin": N_("Agents and queues"),
    "rules": N_("Rules of the desk"),
    "make": N_("Make of it"),
    "problem": N_("Problems"),
    "change": N_("Changes"),
    "schedule": N_("Change calendar and board"),
    "knowledge": N_("Knowledge"),
    "item": N_("Services and items"),
    "recurrence": N_("Recurring and major incidents"),
    "procedure": N_("Checklists and recurring tickets"),
    "flow": N_("Flowcharts"),
    "app": N_("Program"),
}
"""The groups in the order in which help tells them, with their titles."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that an agent can ask for.

    `title` and `help` are English and go through `_` where they are shown. `command` is the form of the
    `:` line ("move QUEUE [REASON...]": words as typed, capitals for arguments, brackets for what may be left
    out, dots for the rest of the line); `aliases` are its words in Dutch. `cli` is the same thing as a
    command of the shell. `on_marks` says that it acts on every marked ticket. `confirm` is the answer that
    an ASKS action waits for: a key, or TYPE_THE_COUNT.
    """

    id: str
    title: str
    help: str
    group: str
    contexts: frozenset[Context]
    command: str | None = None
    aliases: tuple[str, ...] = ()
    cli: str | None = None
    on_marks: bool = False
    danger: Danger = Danger.SAFE
    confirm: str = ""


ON_TICKETS = frozenset({Context.LIST, Context.TICKET})
"""Where there is a ticket under the cursor."""

READING = frozenset(
    {
        Context.LIST,
        Context.SIDE,
        Context.THREAD,
        Context.PANEL,
        Context.PAGE,
        Context.HANDOVER,
        Context.ADMIN,
        Context.RULES,
        Context.RULE_EFFECT,
        Context.RECORD,
        Context.CALENDAR,
        Context.CAB,
        Context.CLUSTERS,
        Context.FLOW,
        Context.TASKS,
        Context.TOUCH,
    }
)
"""Where the cursor walks over lines and nothing is typed."""

CHOOSING = READING | {Context.SEARCH, Context.PICKER}
"""Where the cursor walks over lines, also below a line that is typed in."""

EVERYWHERE = frozenset({Context.GLOBAL})
EVEN_MODAL = frozenset({Context.GLOBAL, Context.PICKER, Context.COMMAND})
WRITING = frozenset({Context.COMPOSER, Context.FORM})
