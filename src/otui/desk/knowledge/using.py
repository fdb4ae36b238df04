"""Articles in use: their standard solution in a reply, on one ticket or on many; and whether it helped.

Each use is a row, in the transaction of the reply that it is in: an undo takes both back. What is used and what helped
is counted from these rows (see `counted`), so that no count can be other than they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from otui.desk import templates
from otui.desk.commands import OnTicket, Reply
from otui.desk.desk import View
from otui.desk.knowledge.commands import ApplySolution, Helped
from otui.desk.knowledge.steps import KIND
from otui.desk.records.acts import require_version
from otui.desk.records.finding import Ref, find, find_id
from otui.desk.results import Result
from otui.desk.tickets import talk
from otui.desk.tickets.common import said
from otui.desk.views import ticket as ticket_views
from otui.domain.knowledge import Step
from otui.errors import Refused
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.templates import Rendered
    from otui.desk.unit import Unit
    from otui.store.records import Record


def helped(unit: Unit, command: Helped) -> Result:
    """Say whether what was used on a ticket helped. Unsaid, it did where the ticket is resolved or closed."""
    ticket = unit.ticket_for(OnTicket(ticket=command.ticket, version=command.version), "note")
    uses = [
        use
        for use in unit.load_all("knowledge_use", "ticket_id = :id ORDER BY id", {"id": ticket.id})
        if find_id(unit.writer, KIND, int(use.knowledge_id), unit.hidden) is not None
    ]
    if command.article:
        wanted = find(unit, KIND, command.article).id
        uses = [use for use in uses if use.knowledge_id == wanted]
    if not uses:
        raise Refused(
            _("No knowledge article was used on {number}.").format(number=ticket.number),
            _("Put one in a reply first."),
        )
    answer = "yes" if command.helped else "no"
    for use in uses:
        use.helped = answer
    numbers = [str(number) for (number,) in unit.writer.all(_NUMBERS.format(_ids(uses)))]
    sentence = (
        N_("{articles} helped on {number}.") if command.helped else N_("{articles} did not help on {number}.")
    )
    words = said(sentence, ticket, articles=", ".join(numbers))
    changes = {"knowledge": (None, ", ".join(numbers)), "helped": (None, answer)}
    return unit.done("helped", ticket, words, changes=changes, batch=command.batch)


_NUMBERS = "SELECT number FROM knowledge WHERE id IN ({}) ORDER BY id"


def _ids(uses: Iterable[Record]) -> str:
    return ",".join(str(int(use.knowledge_id)) for use in uses)


def apply(unit: Unit, command: ApplySolution) -> Result:
    """Reply to a ticket with an article's standard solution, filled in for this ticket, and resolve it where asked."""
    article = find(unit, KIND, command.article)
    require_version(unit, article, command.known)
    require_usable(article)
    ticket = unit.ticket_for(OnTicket(ticket=command.ticket, version=command.version), "reply")
    view = View(unit.writer, unit.now, unit.agent, unit.rules, unit.directory)
    rendered = rendered_for(view, ticket.id or 0, str(article.solution))
    reply = Reply(
        ticket=ticket.id or 0,
        version=command.version,
        batch=command.batch,
        body=rendered.text,
        then=command.then,
        used=(int(article.id),),
    )
    return talk.reply(unit, reply)


def require_usable(article: Record) -> None:
    """Refuse to send what is not published, or says nothing to a contact."""
    if article.step != Step.PUBLISHED:
        raise Refused(
            _("{number} is not published: nothing of it goes to a contact.").format(number=article.number),
            _("Have it read and published first."),
        )
    if not article.solution.strip():
        raise Refused(
            _("{number} has no standard solution.").format(number=article.number),
            _("Write one: it is what goes to a contact."),
        )


def rendered_for(view: View, ref: Ref, solution: str = "") -> Rendered:
    """Return a solution as it reads on one ticket."""
    detail = ticket_views.detail(view, ref)
    name = str(view.reader.value("SELECT value FROM meta WHERE key = 'desk_name'") or "")
    return templates.fill(solution, templates.facts_of(detail, view.agent, name, desk_zone(view), view.now))


def desk_zone(view: View) -> tzinfo:
    """Return the zone that the desk's own calendar counts in."""
    return view.rules.calendars[view.rules.settings.calendar].zone
