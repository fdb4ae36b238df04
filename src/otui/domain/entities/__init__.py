"""The records of a desk, as SQLModel tables: the one place where a column is named.

Times are aware UTC datetimes here and whole microseconds since 1970 in the database, on every engine, so that a
read model's SQL gives the same numbers everywhere. Importing this module costs half a second (SQLAlchemy and
pydantic): migrations and tests import it, a running desk only names it in annotations (see `store.records`).
A column that ends in _at, _until or _due is an instant; a test holds `store.records` to that.
"""

from otui.domain.entities.acts import Act, History
from otui.domain.entities.base import EPOCH, Instant
from otui.domain.entities.changing import (
    Approval,
    ApprovalRound,
    BoardMember,
    CabItem,
    CabMeeting,
    ChangeTemplate,
    ChangeWindow,
)
from otui.domain.entities.clocks import Escalation, Span, TicketClock
from otui.domain.entities.desk import Feed, Meta, RuleText, Tally
from otui.domain.entities.hands import Handover, HandoverItem, Presence, SshKey
from otui.domain.entities.known import (
    Item,
    ItemCustomer,
    ItemDependency,
    Knowledge,
    KnowledgeUse,
    Procedure,
    Recurring,
)
from otui.domain.entities.people import Agent, Contact, Customer, Draft, Queue, QueueMember, SavedView
from otui.domain.entities.processes import Change, MajorIncident, Pattern, Problem
from otui.domain.entities.records import RecordEvent, RecordNote, RecordWord, Task, Tie
from otui.domain.entities.ticket import Article, Link, Ticket

__all__ = [
    "EPOCH",
    "Act",
    "Agent",
    "Approval",
    "ApprovalRound",
    "Article",
    "BoardMember",
    "CabItem",
    "CabMeeting",
    "Change",
    "ChangeTemplate",
    "ChangeWindow",
    "Contact",
    "Customer",
    "Draft",
    "Escalation",
    "Feed",
    "Handover",
    "HandoverItem",
    "History",
    "Instant",
    "Item",
    "ItemCustomer",
    "ItemDependency",
    "Knowledge",
    "KnowledgeUse",
    "Link",
    "MajorIncident",
    "Meta",
    "Pattern",
    "Presence",
    "Problem",
    "Procedure",
    "Queue",
    "QueueMember",
    "RecordEvent",
    "RecordNote",
    "RecordWord",
    "Recurring",
    "RuleText",
    "SavedView",
    "Span",
    "SshKey",
    "Tally",
    "Task",
    "Ticket",
    "TicketClock",
    "Tie",
]
