"""What an agent asks of a knowledge article: one frozen command a verb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from otui.desk.commands import OnTicket, TicketRef
from otui.desk.records.finding import Ref
from otui.desk.records.moves import OnRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """Begin an article. `queue` is the team that keeps it, `item` the service or item that it is about."""

    subject: str
    body: str = ""
    solution: str = ""
    keywords: str = ""
    audience: str = "internal"
    queue: str | int = ""
    item: Ref = ""
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FromTicket:
    """Begin an article of what was said on a ticket."""

    ticket: TicketRef
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FromProblem:
    """Begin an article of what is known of a problem."""

    problem: Ref
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditArticle(OnRecord):
    """Change what an article says, or whom it is for; None leaves a field as it is, an empty text takes it out."""

    subject: str | None = None
    body: str | None = None
    solution: str | None = None
    keywords: str | None = None
    audience: str | None = None
    queue: str | int | None = None
    item: Ref | None = None
    review_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveArticle(OnRecord):
    """Take an article a step further or back, with a `reason` where the table asks for one."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renew(OnRecord):
    """Publish an article, or say that it still holds: until `review_at`, a year from now where that is left out."""

    review_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TieArticle(OnRecord):
    """Link an article to a ticket, a problem, a change, an item or another article, or take that link away."""

    other: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped(OnTicket):
    """Say whether the articles that were used on a ticket helped; `article` names one of them."""

    helped: bool
    article: Ref = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplySolution(OnTicket):
    """Reply to a ticket with an article's standard solution. `then` is as with a reply: resolve, or nothing.

    `known` is the version of the article that was read: another one is not sent unseen.
    """

    article: Ref
    then: str = "resolve"
    known: int | None = None
