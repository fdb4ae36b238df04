"""What there is to read of major incidents: which stand, what hangs on one, and whom a message would reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.majors.ending import person
from otui.desk.majors.standing import may
from otui.desk.rows import LinkRow
from otui.desk.views.ticket import require_there
from otui.domain import process
from otui.domain.major import MOVES, STANDING, Stand
from otui.domain.workflow import OPEN_STATES, State
from otui.errors import NotFound
from otui.store.records import from_db
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.desk import View

_COLUMNS = (
    "m.id, m.state, m.alike, m.members, m.flood, m.proposed_at, m.declared_at, coalesce(a.login, ''), m.over_at,"
    " m.review, m.review_due, m.version, t.id, t.number, t.subject, t.state, t.owner_id, t.queue_id,"
    " coalesce(p.login, '')"
)
_FROM = (
    " FROM major_incident m JOIN ticket t ON t.id = m.ticket_id LEFT JOIN agent a ON a.id = m.declared_by_id"
    " LEFT JOIN agent p ON p.id = m.proposed_by_id"
)
MOST = 200
"""Major incidents that a list shows, the newest first."""


@dataclass(frozen=True, slots=True)
class MajorRow:
    """A major incident, with the ticket that stands for it."""

    id: int
    state: str
    alike: str
    members: tuple[int, ...]
    flood: bool
    proposed_at: datetime
    declared_at: datetime | None
    declared_by: str
    over_at: datetime | None
    review: str
    review_due: datetime | None
    version: int
    ticket_id: int
    number: str
    subject: str
    ticket_state: str
    owner_id: int | None
    queue_id: int
    proposed_by: str
    """Login; empty where otui proposed it."""
    children: int = 0
    open_children: int = 0

    @property
    def others(self) -> tuple[int, ...]:
        """What it was proposed for, beside the parent."""
        return tuple(one for one in self.members if one != self.ticket_id)

    @property
    def lacks_review(self) -> bool:
        """Whether it is over, and nobody wrote down what was learned."""
        return self.state == Stand.OVER and not self.review.strip()


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a message to all goes to: contacts by name, and the tickets on which it is put."""

    contacts: tuple[str, ...]
    known: tuple[int, ...]
    """The tickets, for the act to hold itself to."""

    @property
    def tickets(self) -> int:
        """How many tickets it is put on."""
        return len(self.known)


@dataclass(frozen=True, slots=True)
class Standing:
    """A ticket among major incidents: the parent, its children, and what this agent may do next."""

    row: MajorRow
    children: tuple[LinkRow, ...]
    members: tuple[int, ...]
    """Ids of what follows it, or would: its children, or while it is proposed what it was proposed for."""
    moves: tuple[str, ...]
    """Verbs that the table has for its stand and that this agent may do."""


def all_of(view: View, *, every: bool = False) -> tuple[MajorRow, ...]:
    """Return the major incidents that stand, and those without a review; `every`: the rest, too. The newest first."""
    states = ", ".join(f"'{state}'" for state in STANDING)
    where = (
        "1 = 1"
        if every
        else f"((m.state IN ({states}) AND t.is_open) OR (m.state = 'over' AND m.review = ''))"
    )
    return _rows(view, where, {})


def standing(view: View) -> tuple[MajorRow, ...]:
    """Return what every screen tells of: what is declared and what is proposed, declared ones first."""
    rows = _rows(view, "m.state IN ('proposed', 'declared') AND t.is_open", {})
    return tuple(sorted(rows, key=lambda row: (row.state != Stand.DECLARED, -row.id)))


def of_ticket(view: View, ref: int | str) -> Standing | None:
    """Return the major incident that a ticket stands for or follows; None where there is none."""
    row = require_there(view, ref)
    found = _rows(
        view,
        "(m.ticket_id = :id OR (m.state IN ('proposed', 'declared') AND m.ticket_id IN"
        " (SELECT l.ticket_id FROM link l WHERE l.other_id = :id AND l.kind = 'parent')))",
        {"id": row.id},
    )
    if not found:
        return None
    major = next((one for one in found if one.ticket_id == row.id), found[0])
    agent, settings = view.agent, view.rules.settings
    following = children(view, major.ticket_id)
    return Standing(
        major,
        following,
        tuple(one.ticket_id for one in following) or major.others,
        tuple(
            move.verb
            for move in process.allowed(MOVES, major.state)
            if may(agent, settings, move, major.owner_id, major.queue_id)
        ),
    )


def require(view: View, ref: int | str) -> Standing:
    """Return the major incident of a ticket; NotFound where there is none."""
    found = of_ticket(view, ref)
    if found is None:
        row = require_there(view, ref)
        raise NotFound(
            _("{number} is no major incident.").format(number=row.number),
            _("`otui major propose {number}` says that it may be one.").format(number=row.number),
        )
    return found


def children(view: View, ticket_id: int) -> tuple[LinkRow, ...]:
    """Return the tickets that follow a parent, as whoever asks may see them; none of a parent that they may not."""
    require_there(view, ticket_id)
    rows = view.reader.all(
        "SELECT t.id, t.number, t.subject, t.state FROM link l JOIN ticket t ON t.id = l.other_id"
        f" WHERE l.ticket_id = :id AND l.kind = 'parent'{view.without_hidden('t.queue_id')} ORDER BY l.id",
        {"id": ticket_id},
    )
    return tuple(LinkRow(row[0], row[1], row[2], row[3], "child") for row in rows)


def reached(view: View, ref: int | str) -> Reached:
    """Return whom a message to all would reach now, each contact once."""
    row = require_there(view, ref)
    waiting = ", ".join(f"'{state}'" for state in (*OPEN_STATES, State.RESOLVED))
    rows = view.reader.all(
        "SELECT t.id, t.contact_id, coalesce(c.email, ''), coalesce(c.name, '') FROM ticket t"
        " LEFT JOIN contact c ON c.id = t.contact_id WHERE t.id = :id"
        " UNION ALL SELECT t.id, t.contact_id, coalesce(c.email, ''), coalesce(c.name, '') FROM link l"
        " JOIN ticket t ON t.id = l.other_id LEFT JOIN contact c ON c.id = t.contact_id"
        f" WHERE l.ticket_id = :id AND l.kind = 'parent' AND t.state IN ({waiting})"
        f"{view.without_hidden('t.queue_id')}",
        {"id": row.id},
    )
    names: dict[tuple[str, object], str] = {}
    for ticket_id, contact_id, email, name in rows:
        if contact_id is not None:
            names.setdefault(person(contact_id, email, ticket_id), name or email)
    return Reached(tuple(names.values()), tuple(row[0] for row in rows))


def _rows(view: View, where: str, params: dict[str, object]) -> tuple[MajorRow, ...]:
    rows = view.reader.all(
        f"SELECT {_COLUMNS}{_FROM} WHERE {where}{view.without_hidden('t.queue_id')} ORDER BY m.id DESC LIMIT {MOST}",
        params,
    )
    found = []
    for row in rows:
        values = list(row)
        values[3] = tuple(from_db("members", row[3]))
        values[4] = bool(row[4])
        for place, name in ((5, "proposed_at"), (6, "declared_at"), (8, "over_at"), (10, "review_due")):
            values[place] = from_db(name, row[place])
        values += _counts(view, row[12])
        found.append(MajorRow(*values))
    return tuple(found)


def _counts(view: View, ticket_id: int) -> tuple[int, int]:
    row = view.reader.one(
        "SELECT count(*), coalesce(sum(CASE WHEN t.is_open THEN 1 ELSE 0 END), 0) FROM link l"
        " JOIN ticket t ON t.id = l.other_id WHERE l.ticket_id = :id AND l.kind = 'parent'"
        f"{view.without_hidden('t.queue_id')}",
        {"id": ticket_id},
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)
