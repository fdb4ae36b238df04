"""Knowledge articles to read: lists by view, and one whole. What is of a hidden queue is not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.knowledge.needs import NEEDS
from otui.desk.records import listing
from otui.desk.records.finding import Ref, not_there, resolve
from otui.desk.records.listing import Cut, Key, Listing
from otui.desk.records.moves import Follow, follows
from otui.desk.records.ties import TieRow, ties_of
from otui.desk.views.records import EventRow, NoteRow, history, notes
from otui.domain.knowledge import MOVES
from otui.errors import Usage
from otui.store.records import from_db, to_micros
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.store.records import Record

KIND = "knowledge"
HELPED = "(u.helped = 'yes' OR (u.helped = '' AND t.state IN ('resolved', 'closed')))"
"""When a use (u, on ticket t) helped: somebody said so, or nobody said no and the ticket was solved with it."""


@dataclass(frozen=True, slots=True)
class KnowledgeRow:
    """An article as a list shows it."""

    id: int
    version: int
    number: str
    subject: str
    step: str
    audience: str
    queue: str
    owner_id: int | None
    owner: str
    item: str
    updated_at: datetime
    review_at: datetime | None
    used: int
    helped: int

    def due(self, now: datetime) -> bool:
        """Whether it is published and to be looked at again."""
        return self.step == "published" and self.review_at is not None and self.review_at <= now


@dataclass(frozen=True, slots=True)
class KnowledgeDetail:
    """An article whole, and what may be done to it by whoever asks."""

    row: KnowledgeRow
    body: str
    solution: str
    keywords: str
    reason: str
    writer: str
    reviewer: str
    created_at: datetime
    published_at: datetime | None
    queue_id: int | None
    item_id: int | None
    ties: tuple[TieRow, ...]
    notes: tuple[NoteRow, ...]
    events: tuple[EventRow, ...]
    follows: tuple[Follow, ...]


_COLUMNS = (
    "r.id, r.version, r.number, r.subject, r.step, r.audience, coalesce(q.name, ''), r.owner_id,"
    " coalesce(a.login, ''), coalesce(i.name, ''), r.updated_at, r.review_at,"
    " (SELECT count(*) FROM knowledge_use u WHERE u.knowledge_id = r.id),"
    " (SELECT count(*) FROM knowledge_use u JOIN ticket t ON t.id = u.ticket_id"
    f" WHERE u.knowledge_id = r.id AND {HELPED})"
)
_JOINS = (
    "LEFT JOIN queue q ON q.id = r.queue_id LEFT JOIN agent a ON a.id = r.owner_id"
    " LEFT JOIN item i ON i.id = r.item_id"
)


def _row(values: tuple[Any, ...]) -> KnowledgeRow:
    updated, review = from_db("updated_at", values[10]), from_db("review_at", values[11])
    return KnowledgeRow(*(*values[:10], updated, review, *values[12:]))


CHANGED: Listing[KnowledgeRow] = Listing(KIND, _COLUMNS, _JOINS, _row)
BY_REVIEW: Listing[KnowledgeRow] = Listing(KIND, _COLUMNS, _JOINS, _row, "review_at", descending=False)

VIEWS: dict[str, str] = {
    "published": N_("published"),
    "drafts": N_("drafts"),
    "review": N_("to review"),
    "due": N_("due for review"),
    "all": N_("all"),
}
"""The views of the list by name, with what they are called."""
AUDIENCES = {"internal": N_("agents only"), "customers": N_("customers as well")}
"""Who may read an article, as people say it."""


def listing_of(name: str) -> Listing[KnowledgeRow]:
    """Return how a view is ordered: what is due by when, all else by its last change."""
    return BY_REVIEW if name == "due" else CHANGED


def cut_of(name: str, now: datetime) -> Cut:
    """Return which articles a view holds."""
    match name:
        case "published":
            return Cut("r.step = 'published'")
        case "drafts":
            return Cut("r.step = 'draft'")
        case "review":
            return Cut("r.step = 'review'")
        case "due":
            return Cut("r.step = 'published' AND r.review_at <= :now", {"now": to_micros(now)})
        case "all":
            return Cut()
    raise Usage(
        _("There is no view {name} of the knowledge.").format(name=name),
        _("It is one of {names}.").format(names=", ".join(VIEWS)),
    )


def page(
    view: View,
    name: str = "published",
    words: str = "",
    *,
    after: Key | None = None,
    before: Key | None = None,
    offset: int = 0,
    limit: int = 100,
    from_end: bool = False,
) -> list[KnowledgeRow]:
    """Return a page of a view, by key; by words the best first."""
    return listing.page(
        view,
        listing_of(name),
        cut_of(name, view.now),
        words=words,
        after=after,
        before=before,
        offset=offset,
        limit=limit,
        from_end=from_end,
    )


def total(view: View, name: str = "published", words: str = "") -> int:
    """Return how many articles a view has."""
    return listing.total(view, listing_of(name), cut_of(name, view.now), words)


def rows_by_id(view: View, ids: Iterable[int]) -> dict[int, KnowledgeRow]:
    """Return articles by id as they are now."""
    return listing.rows_by_id(view, CHANGED, ids)


def detail(view: View, ref: Ref) -> KnowledgeDetail:
    """Return an article whole; NotFound where it is not there for whoever asks."""
    article_id = resolve(view, KIND, ref)
    row = rows_by_id(view, (article_id,)).get(article_id)
    record = view.reader.load(KIND, article_id)
    if row is None or record is None:
        raise not_there(KIND, ref)
    names: dict[int, str] = dict(
        view.reader.all("SELECT id, login FROM agent WHERE id IN (:w, :r)", _people(record))
    )
    reviewer = names.get(record.reviewer_id, "")
    return KnowledgeDetail(
        row=row,
        body=record.body,
        solution=record.solution,
        keywords=record.keywords,
        reason=record.reason,
        writer=names.get(record.writer_id, ""),
        reviewer=reviewer,
        created_at=record.created_at,
        published_at=record.published_at,
        queue_id=record.queue_id,
        item_id=record.item_id,
        ties=ties_of(view, KIND, article_id),
        notes=notes(view, KIND, article_id),
        events=history(view, KIND, article_id),
        follows=_follows(view, record),
    )


def what_follows(view: View, ref: Ref) -> tuple[Follow, ...]:
    """Return what may follow on an article."""
    record = view.reader.load(KIND, resolve(view, KIND, ref))
    return () if record is None else _follows(view, record)


def _follows(view: View, record: Record) -> tuple[Follow, ...]:
    record.reviewer_id = view.agent.id  # whoever asks would be the one who has read it
    return follows(view.reader, view.agent, record, MOVES, NEEDS, view.rules.settings)


def _people(record: Any) -> dict[str, int]:
    return {"w": record.writer_id or 0, "r": record.reviewer_id or 0}


def due_for(view: View) -> int:
    """Return how many published articles of whoever asks are to be looked at again."""
    return int(
        view.reader.value(
            "SELECT count(*) FROM knowledge r WHERE r.step = 'published' AND r.review_at <= :now"
            " AND r.owner_id = :me",
            {"now": to_micros(view.now), "me": view.agent.id},
        )
    )


def row_json(row: KnowledgeRow) -> dict[str, Any]:
    """Return a row for a program to read."""
    values = asdict(row)
    del values["id"], values["owner_id"]
    for name in ("updated_at", "review_at"):
        values[name] = None if values[name] is None else values[name].isoformat()
    return values


def detail_json(found: KnowledgeDetail) -> dict[str, Any]:
    """Return an article for a program to read."""
    return {
        **row_json(found.row),
        "body": found.body,
        "solution": found.solution,
        "keywords": found.keywords,
        "reason": found.reason,
        "writer": found.writer or None,
        "reviewer": found.reviewer or None,
        "created_at": found.created_at.isoformat(),
        "published_at": found.published_at.isoformat() if found.published_at else None,
        "ties": [
            {"kind": tie.kind, "other": tie.other, "number": tie.number, "subject": tie.subject}
            for tie in found.ties
        ],
        "follows": [
            {"verb": follow.move.verb, "may": follow.may, "missing": list(follow.missing)}
            for follow in found.follows
            if follow.move.target
        ],
    }
