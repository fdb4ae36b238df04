"""What a standard solution would do to tickets, before anything is done: what each contact hears, or why none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import rights, templates
from otui.desk.knowledge.using import rendered_for, require_usable
from otui.desk.records.finding import Ref, not_there, resolve
from otui.desk.views.ticket import require_there
from otui.desk.words import state_name, verb_name
from otui.domain.workflow import State, transition
from otui.errors import Refused
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.rows import TicketRow

ENDED = (State.RESOLVED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Touched:
    """A ticket that a solution was picked for: `text` goes to its contact, or `why_not` says why it is left out."""

    row: TicketRow
    text: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """A solution and what it would do."""

    id: int
    number: str
    subject: str
    version: int
    tickets: tuple[Touched, ...]

    @property
    def reached(self) -> tuple[Touched, ...]:
        """The tickets that it would be sent on."""
        return tuple(one for one in self.tickets if not one.why_not)


def preview(view: View, ref: Ref, ticket_ids: Sequence[int | str], then: str = "resolve") -> Preview:
    """Return what a published article's solution would do to tickets; Refused where the article may not be sent."""
    article_id = resolve(view, "knowledge", ref)
    article = view.reader.load("knowledge", article_id)
    if article is None:
        raise not_there("knowledge", ref)
    require_usable(article)
    rows = [require_there(view, one) for one in dict.fromkeys(ticket_ids)]
    touched = tuple(_touched(view, article.solution, row, then) for row in rows)
    return Preview(article_id, article.number, article.subject, article.version, touched)


def _touched(view: View, solution: str, row: TicketRow, then: str) -> Touched:
    if why_not := _why_not(view, row, then):
        return Touched(row, "", why_not)
    text = rendered_for(view, row.id, solution).text
    leak = templates.check_leak(text)
    return Touched(row, text, _("It still holds {placeholder}.").format(placeholder=leak) if leak else "")


def _why_not(view: View, row: TicketRow, then: str) -> str:
    for verb in ("reply", then) if then else ("reply",):
        if transition(verb, State(row.state)) is None and not (verb == then and row.state in ENDED):
            return _("It is {state}: {verb} is not possible.").format(
                state=state_name(row.state), verb=verb_name(verb)
            )
    stands = rights.relation(view.agent, view.directory, row.queue_id, row.owner_id, row.locked, row.state)
    if not rights.may(view.agent, "reply", stands, row.queue_id in view.agent.queues, view.rules.settings):
        if row.locked:
            return _("{name} has it locked.").format(name=row.owner)
        return _("{queue} alone acts on it.").format(queue=row.queue)
    if then and row.state not in ENDED and (steps := _open_steps(view, row.id)):
        return ngettext(
            "{n} step of its checklist is open.", "{n} steps of its checklist are open.", steps
        ).format(n=steps)
    if not row.contact:
        return _("It has no contact: nobody would hear it.")
    return ""


def _open_steps(view: View, ticket_id: int) -> int:
    return int(
        view.reader.value(
            "SELECT count(*) FROM task WHERE record = 'ticket' AND record_id = :id AND state = 'open' AND required",
            {"id": ticket_id},
        )
    )


def require_some(found: Preview) -> None:
    """Refuse a solution that would reach nobody, and say why of the first."""
    if not found.reached:
        why = found.tickets[0].why_not if found.tickets else _("There is no ticket here to do that to.")
        raise Refused(_("{number} would reach nobody.").format(number=found.number), why)
