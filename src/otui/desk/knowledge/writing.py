"""Articles are begun, from nothing, from a ticket or from a problem, and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from otui.desk import rights, templates
from otui.desk.knowledge import names
from otui.desk.knowledge.commands import EditArticle, FromProblem, FromTicket, NewArticle
from otui.desk.knowledge.steps import KIND, written
from otui.desk.records import ties
from otui.desk.records.acts import Changes, done, numbered
from otui.desk.records.finding import find
from otui.desk.records.moves import record_for
from otui.desk.records.tables import moves_of
from otui.desk.results import Result
from otui.desk.tickets.common import first_words
from otui.domain.knowledge import TEXT_FIELDS, Audience, Step, after_edit
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _, said_in

if TYPE_CHECKING:
    from otui.desk.records.finding import Ref
    from otui.desk.unit import Unit
    from otui.domain.entities import Article, Ticket
    from otui.store.records import Record


def new(unit: Unit, command: NewArticle) -> Result:
    """Begin an article: a draft, which only agents see."""
    article = _add(
        unit,
        subject=command.subject,
        body=command.body,
        solution=command.solution,
        keywords=command.keywords,
        audience=_audience(command.audience),
        queue_id=_queue_id(unit, command.queue),
        item_id=_item_id(unit, command.item),
    )
    return _begun(unit, article, command.batch)


def from_ticket(unit: Unit, command: FromTicket) -> Result:
    """Begin an article of a ticket, for its team: what was asked, and the last reply as what solves it.

    Who the contact and the agents are stays behind: a placeholder stands for them in what goes to others.
    """
    ticket = unit.ticket(command.ticket)
    rights.require_on(unit, ticket, "read")
    asked = _said(unit, ticket, "kind <> 'note' AND kind <> 'forward' ORDER BY id LIMIT 1")
    answer = _said(unit, ticket, "kind = 'reply' ORDER BY id DESC LIMIT 1")
    contact = unit.load("contact", ticket.contact_id) if ticket.contact_id else None
    people = (
        names.of_agent(unit.agent.name)
        | names.of_agent(answer.author if answer else "")
        | names.of_contact(contact)
    )
    question = said_in(contact.lang if contact else "", N_("Question"))
    body = _sections((question, names.left_out(asked.body if asked else "", people)))
    article = _add(
        unit,
        subject=names.left_out(ticket.subject, people),
        body=body,
        solution=names.replaced(_unquoted(answer.body), people) if answer else "",
        queue_id=ticket.queue_id,
        item_id=ticket.item_id,
    )
    ties.tie(unit, article, "source", ties.TICKET, cast("int", ticket.id))
    return _begun(unit, article, command.batch)


def from_problem(unit: Unit, command: FromProblem) -> Result:
    """Begin an article of a problem: symptom, cause, workaround and fix. The workaround is what a contact is told."""
    problem = find(unit, "problem", command.problem)
    body = _sections(
        (_("Symptom"), problem.symptom or problem.description),
        (_("Root cause"), problem.root_cause),
        (_("Workaround"), problem.workaround),
        (_("Fix"), problem.fix),
    )
    article = _add(
        unit, subject=problem.subject, body=body, solution=problem.workaround, queue_id=problem.queue_id
    )
    ties.tie(unit, article, "source", "problem", problem.id)
    return _begun(unit, article, command.batch)


def edit(unit: Unit, command: EditArticle) -> Result:
    """Change an article; where customers read it and its words change, it is read by another again."""
    article, _row = record_for(unit, KIND, command, "edit", moves_of)
    changes: Changes = {}
    for name in ("subject", "body", "solution", "keywords"):
        value = getattr(command, name)
        if value is not None:
            _put(article, name, _clean(name, value), changes)
    widened = False
    if command.audience is not None:
        audience = _audience(command.audience)
        widened = audience == Audience.CUSTOMERS and audience != article.audience
        _put(article, "audience", audience, changes)
    _place(unit, article, command, changes)
    if not changes:
        raise Refused(_("{number} says that already.").format(number=article.number))
    text = any(name in changes for name in TEXT_FIELDS)
    if text:
        article.writer_id = unit.agent.id or None
        article.reviewer_id = None
    step = after_edit(article.step, article.audience, text=text, widened=widened)
    said = _("{number} is changed.").format(number=article.number)
    if step != article.step:
        said = _("{number} is changed; a colleague reads it before customers do.").format(
            number=article.number
        )
        changes["step"] = (article.step, step.value)
        article.step = step.value
    return done(unit, "edit", article, said, changes=changes, batch=command.batch)


def _place(unit: Unit, article: Record, command: EditArticle, changes: Changes) -> None:
    """Change to whom an article belongs, what it is about, and when it is looked at again."""
    if command.queue is not None:
        former = article.queue_id
        article.queue_id = _queue_id(unit, command.queue)
        if former != article.queue_id:
            changes["queue"] = (_name(unit, "queue", former), _name(unit, "queue", article.queue_id))
    if command.item is not None:
        former = article.item_id
        article.item_id = _item_id(unit, command.item)
        if former != article.item_id:
            changes["item"] = (_name(unit, "item", former), _name(unit, "item", article.item_id))
    if command.review_at is not None and command.review_at != article.review_at:
        changes["review_at"] = (written(article.review_at), written(command.review_at))
        article.review_at = command.review_at


def _add(unit: Unit, **values: Any) -> Record:
    rights.require_active(unit.agent)
    values = {
        name: _clean(name, value) if isinstance(value, str) else value for name, value in values.items()
    }
    me = unit.agent.id or None
    return unit.add(
        KIND,
        {
            "number": numbered(unit, KIND),
            "step": Step.DRAFT.value,
            "owner_id": me,
            "writer_id": me,
            "created_by_id": me,
            "created_at": unit.now,
            "updated_at": unit.now,
            "version": 0,
            **values,
        },
    )


def _begun(unit: Unit, article: Record, batch: str) -> Result:
    said = _("{number} is made: a draft.").format(number=article.number)
    return done(unit, "new", article, said, text=first_words(article.subject), batch=batch)


def _clean(name: str, text: str) -> str:
    """Return a field made safe. A subject is never empty, and a solution names only what a reply can fill in."""
    if name == "subject":
        if not (words := safe.line(text)):
            raise Usage(_("An article needs a subject."), _("A few words that say what it is about."))
        return words
    if name == "keywords":
        return safe.line(text)
    words = safe.clean(text).strip("\n")
    if name == "solution":
        templates.require_known(words)
    return words


def _put(article: Record, name: str, value: str, changes: Changes) -> None:
    before = getattr(article, name)
    if before != value:
        setattr(article, name, value)
        changes[name] = (first_words(before) or None, first_words(value) or None)


def _audience(name: str) -> str:
    if name not in tuple(Audience):
        raise Usage(
            _("{name} is no audience.").format(name=name),
            _("It is one of {names}.").format(names=", ".join(Audience)),
        )
    return name


def _queue_id(unit: Unit, ref: str | int) -> int | None:
    return unit.directory.queue(ref).id if ref not in ("", "-") else None


def _item_id(unit: Unit, ref: Ref) -> int | None:
    return cast("int", find(unit, "item", ref).id) if ref not in ("", "-") else None


def _name(unit: Unit, table: str, row_id: int | None) -> str | None:
    row = unit.load(table, row_id) if row_id is not None else None
    return None if row is None else str(row.name)


def _said(unit: Unit, ticket: Ticket, which: str) -> Article | None:
    found = unit.load_all("article", f"ticket_id = :id AND NOT withdrawn AND {which}", {"id": ticket.id})
    return cast("Article", found[0]) if found else None


def _unquoted(text: str) -> str:
    """Return a reply without what it quotes."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">")).strip("\n")


def _sections(*parts: tuple[str, str]) -> str:
    """Return Markdown: a heading over each text that is there."""
    return "\n\n".join(f"## {title}\n\n{text.strip()}" for title, text in parts if text.strip())
