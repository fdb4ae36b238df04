"""What every door's test of the rights shares: the people, tickets in every relation, and what each verb takes.

The grid is written by hand, and says again what the table of the program says: neither is made from the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from otui.desk import changes, people, queues, tickets, undo
from otui.desk import commands as c
from otui.desk.changes.commands import NewChange
from otui.desk.desk import Desk
from otui.desk.items import making
from otui.desk.problems import commands as p
from otui.desk.problems import making as problems
from otui.desk.problems import steps, telling
from otui.desk.records import holding
from otui.desk.records import tasks as record_tasks
from otui.desk.rules import ruling
from otui.desk.rules.rule_files import shipped_rules
from otui.desk.views import ticket as views

GRID = """
                 |        agent              | agent, open desk |      lead, admin
                 | own lock team out  none   | lock  out        | own lock team out  none
see              | y   y    y    y    N      | y     y          | y   y    y    y    N
read             | y   L    y    y    N      | y     y          | y   y    y    y    N
explain          | y   y    y    y    N      | y     y          | y   y    y    y    N
reply            | y   L    y    y    N      | L     Q          | y   y    y    y    N
call             | y   L    y    y    N      | L     Q          | y   y    y    y    N
note             | y   L    y    y    N      | y     y          | y   y    y    y    N
forward          | y   L    y    y    N      | L     Q          | y   y    y    y    N
take             | m   C    y    y    N      | C     Q          | m   C    y    y    N
take-over        | m   C    y    y    N      | C     Q          | m   y    y    y    N
unlock           | y   L    f    f    N      | L     Q          | y   y    f    f    N
assign           | y   L    y    y    N      | L     Q          | y   y    y    y    N
move             | y   L    y    y    N      | L     Q          | y   y    y    y    N
line-up          | y   L    y    y    N      | L     Q          | y   y    y    y    N
wait-contact     | y   L    y    y    N      | L     Q          | y   y    y    y    N
wait-third-party | y   L    y    y    N      | L     Q          | y   y    y    y    N
wait-until       | y   L    y    y    N      | L     Q          | y   y    y    y    N
wait-problem     | y   L    y    y    N      | L     Q          | y   y    y    y    N
wait-change      | y   L    y    y    N      | L     Q          | y   y    y    y    N
wake             | y   L    y    y    N      | y     Q          | y   y    y    y    N
tell-workaround  | y   y    y    y    N      | y     y          | y   y    y    y    N
problem-fixed    | y   y    y    y    N      | y     y          | y   y    y    y    N
problem-ended    | y   y    y    y    N      | y     y          | y   y    y    y    N
problem-moved    | y   y    y    y    N      | y     y          | y   y    y    y    N
resolve          | y   L    y    y    N      | L     Q          | y   y    y    y    N
close            | y   L    y    y    N      | L     Q          | y   y    y    y    N
reopen           | .   .    y    y    N      | .     Q          | .   .    y    y    N
priority         | y   L    y    y    N      | L     Q          | y   y    y    y    N
subject          | y   L    y    y    N      | L     Q          | y   y    y    y    N
kind             | y   L    y    y    N      | L     Q          | y   y    y    y    N
category         | y   L    y    y    N      | L     Q          | y   y    y    y    N
item             | y   L    y    y    N      | L     Q          | y   y    y    y    N
contact          | y   L    y    y    N      | L     Q          | y   y    y    y    N
merge            | y   L    y    y    N      | L     Q          | y   y    y    y    N
absorb           | y   y    y    y    N      | y     Q          | y   y    y    y    N
unmerge          | .   .    y    y    N      | .     Q          | .   .    y    y    N
split            | y   L    y    y    N      | y     Q          | y   y    y    y    N
link             | y   L    y    y    N      | y     Q          | y   y    y    y    N
link-to          | y   y    y    y    N      | y     y          | y   y    y    y    N
task             | y   L    y    y    N      | L     Q          | y   y    y    y    N
undo             | y   y    y    y    N      | y     y          | y   y    y    y    N
"""
"""y done; L "is locked by"; C Conflict "has"; Q "its team alone acts"; N there is no such ticket; m mine already;
f free already; a dot where a ticket in the state that the verb asks for has no lock."""

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine in the morning in Amsterdam, on a working day."""
SOON = MONDAY + timedelta(hours=2)

RELATIONS = ("own", "locked", "team", "outside", "unseen")
ROLES = {"agent": "bea", "lead": "lea", "admin": "adm"}
TEAM_QUEUE, OUTSIDE_QUEUE, SECRET_QUEUE = "First line", "Workplace", "Staff matters"


def expected(role: str, relation: str, *, open_desk: bool = False) -> dict[str, str]:
    """Return {verb: letter} of a column of the grid."""
    wanted = {}
    for line in GRID.strip().splitlines()[2:]:
        verb, *groups = [part.split() for part in line.split("|")]
        agent, opened, leads = groups
        place = RELATIONS.index(relation)
        if open_desk and role == "agent":
            letter = opened[("locked", "outside").index(relation)]
        else:
            letter = (agent if role == "agent" else leads)[place]
        wanted[verb[0]] = letter
    return wanted


def staff(desk: Any) -> None:
    """Add who the grid needs: an admin outside the second line, a queue for its team alone, and one of that team."""
    desk.call(people.new_agent, "adm", "Adm In", role="admin")
    desk.call(people.new_queue, SECRET_QUEUE)
    desk.do(making.new_item, making.NewItem(name="Print service"))
    desk.do(problems.new, p.NewProblem(subject="It keeps humming"))
    desk.do(changes.new, NewChange(subject="Another motor"))
    desk.refresh()
    desk.call(people.new_agent, "hri", "Hri Staff", queues=(TEAM_QUEUE, SECRET_QUEUE))
    desk.do(queues.change_queue, queues.ChangeQueue(queue=SECRET_QUEUE, confidential=True))


def open_the_desk(desk: Any) -> None:
    """Let all read what is locked, and no more than read what is not of their queues."""
    text = shipped_rules()["sla"].replace('locked_tickets = "owner"', 'locked_tickets = "read"')
    ruling.load(desk, {"sla": text.replace('outside = "act"', 'outside = "read"')})


@dataclass(frozen=True)
class Case:
    """How a verb is done, and in what state its ticket must be first."""

    verb: Callable[..., Any]
    command: Callable[[str, str], Any]
    """Makes the command from the ticket's number and that of another that everyone may act on."""
    first: str = ""
    reads: bool = False


def _told(unit: Any, number: str) -> Any:
    """As the owner of a problem of one's own: tell its workaround on this ticket."""
    made = problems.new(unit, p.NewProblem(subject="Hum", incidents=(number,), take=True, queue=TEAM_QUEUE))
    problems.edit(unit.beside(), p.EditProblem(ref=made.record_id, fields={"workaround": "Knock on it."}))
    return telling.tell_workaround(unit.beside(), p.Tell(ref=made.record_id))


def _of_its_problem(*acts: Any) -> Any:
    """Return what does acts, one after another, to the problem that a ticket waits for."""

    def do(unit: Any, number: str) -> Any:
        problem = unit.ticket(number).waits_for_id
        for verb, command in acts:
            result = verb(unit.beside(), replace(command, ref=problem))
        return result

    return do


_TAKE = (holding.take, holding.TakeRecord(kind="problem", ref=0))
_WRITE = (problems.edit, p.EditProblem(ref=0, fields={"root_cause": "A screw.", "fix": "Turned."}))
_STEPS = tuple((steps.step, p.Step(ref=0, verb=verb)) for verb in ("assess", "analyse"))
_FIXED = _of_its_problem(
    _TAKE, *_STEPS, _WRITE, (steps.step, p.Step(ref=0, verb="fix")), (telling.resolve_problem, p.Tell(ref=0))
)
_ENDED = _of_its_problem((steps.cancel, p.WithReason(ref=0, reason="None at all.")))
_MOVED = _of_its_problem((telling.duplicate, p.DuplicateOf(ref=0, original=1)))


def _case(verb: Any, make: Any, first: str = "", *, reads: bool = False) -> Case:
    return Case(verb, make, first, reads)


CASES: dict[str, Case] = {
    "see": _case(views.detail, lambda n, o: n, reads=True),
    "read": _case(views.thread, lambda n, o: n, reads=True),
    "explain": _case(views.explanations, lambda n, o: n, reads=True),
    "reply": _case(tickets.reply, lambda n, o: c.Reply(ticket=n, body="We look.")),
    "call": _case(tickets.call, lambda n, o: c.Call(ticket=n, body="They called.")),
    "note": _case(tickets.note, lambda n, o: c.Note(ticket=n, body="For us.")),
    "forward": _case(tickets.forward, lambda n, o: c.Forward(ticket=n, to="s@example.net")),
    "take": _case(tickets.take, lambda n, o: c.Take(ticket=n)),
    "take-over": _case(tickets.take, lambda n, o: c.Take(ticket=n, over=True)),
    "unlock": _case(tickets.unlock, lambda n, o: c.Unlock(ticket=n)),
    "assign": _case(tickets.assign, lambda n, o: c.Assign(ticket=n, agent="ada")),
    "move": _case(tickets.move, lambda n, o: c.Move(ticket=n, queue="Accounts")),
    "line-up": _case(tickets.line_up, lambda n, o: c.LineUp(ticket=n, reason="Too hard.")),
    "wait-contact": _case(tickets.wait, lambda n, o: c.Wait(ticket=n, on="contact")),
    "wait-third-party": _case(tickets.wait, lambda n, o: c.Wait(ticket=n, on="third-party")),
    "wait-until": _case(tickets.wait, lambda n, o: c.Wait(ticket=n, on="until", until=SOON)),
    "wait-problem": _case(tickets.wait, lambda n, o: c.Wait(ticket=n, on="problem", ref=1)),
    "wait-change": _case(tickets.wait, lambda n, o: c.Wait(ticket=n, on="change", ref=1)),
    "tell-workaround": _case(_told, lambda n, o: n),
    "problem-fixed": _case(_FIXED, lambda n, o: n, "waits for a problem"),
    "problem-ended": _case(_ENDED, lambda n, o: n, "waits for a problem"),
    "problem-moved": _case(_MOVED, lambda n, o: n, "waits for a problem"),
    "task": _case(
        record_tasks.new_task, lambda n, o: record_tasks.NewTask(record="ticket", ref=n, subject="Look")
    ),
    "wake": _case(tickets.wake, lambda n, o: c.Wake(ticket=n), "waits"),
    "resolve": _case(tickets.resolve, lambda n, o: c.Resolve(ticket=n)),
    "close": _case(tickets.close, lambda n, o: c.Close(ticket=n)),
    "reopen": _case(tickets.reopen, lambda n, o: c.Reopen(ticket=n), "resolved"),
    "priority": _case(tickets.priority, lambda n, o: c.SetPriority(ticket=n, impact=1, urgency=1)),
    "subject": _case(tickets.subject, lambda n, o: c.SetSubject(ticket=n, subject="Better words")),
    "kind": _case(tickets.kind, lambda n, o: c.SetKind(ticket=n, kind="request")),
    "category": _case(tickets.category, lambda n, o: c.SetCategory(ticket=n, category="printer")),
    "item": _case(tickets.item, lambda n, o: c.SetItem(ticket=n, item="Print service")),
    "contact": _case(tickets.contact, lambda n, o: c.SetContact(ticket=n, contact="piet@example.org")),
    "merge": _case(tickets.merge, lambda n, o: c.Merge(ticket=n, into=o)),
    "absorb": _case(tickets.merge, lambda n, o: c.Merge(ticket=o, into=n)),
    "unmerge": _case(tickets.unmerge, lambda n, o: c.Unmerge(ticket=n), "merged"),
    "split": _case(tickets.split, lambda n, o: c.Split(ticket=n, article=1)),
    "link": _case(tickets.link, lambda n, o: c.LinkTickets(ticket=n, other=o)),
    "link-to": _case(tickets.link, lambda n, o: c.LinkTickets(ticket=o, other=n)),
    "undo": _case(undo.undo, lambda n, o: c.Undo(ticket=n), "touched"),
}


class Floor:
    """A desk with all of them at it, and tickets in every relation to whoever is asked about."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._desks: dict[str, Desk] = {}

    def desk(self, login: str) -> Desk:
        """The desk as one person has it open."""
        if login not in self._desks:
            self._desks[login] = Desk.open(self.url, login=login, clock=lambda: MONDAY)
        return self._desks[login]

    def do(self, login: str, verb: Any, command: Any) -> Any:
        return self.desk(login).do(verb, command)

    def new(self, login: str, queue: str, **values: Any) -> str:
        command = c.NewTicket(
            **{"subject": "It hums", "queue": queue, "body": "Since nine.", "contact": "Anna", **values}
        )
        return str(self.do(login, tickets.new, command).number)

    def ticket(self, actor: str, relation: str, first: str = "") -> str:
        """Make a ticket to which `actor` stands like that, in the state that `first` says; return its number."""
        queue = {"outside": OUTSIDE_QUEUE, "unseen": SECRET_QUEUE}.get(relation, TEAM_QUEUE)
        maker = "hri" if relation == "unseen" else "ada"
        touched = first == "touched"
        number = self.new(maker, TEAM_QUEUE if touched else queue)
        if touched:
            self.do(actor, tickets.note, c.Note(ticket=number, body="I was here."))
            if queue != TEAM_QUEUE:
                self.do(maker, tickets.move, c.Move(ticket=number, queue=queue))
        elif first == "waits":
            self.do(maker, tickets.wait, c.Wait(ticket=number, on="contact"))
        elif first == "waits for a problem":
            made = self.do(maker, problems.new, p.NewProblem(subject="Hum", queue=TEAM_QUEUE))
            self.do(maker, tickets.wait, c.Wait(ticket=number, on="problem", ref=made.record_id))
        elif first == "resolved":
            self.do(maker, tickets.resolve, c.Resolve(ticket=number))
        elif first == "merged":
            self.do(maker, tickets.merge, c.Merge(ticket=number, into=self.new(maker, queue)))
        if relation in ("own", "locked"):
            self.do(actor if relation == "own" else "cas", tickets.take, c.Take(ticket=number))
        return number

    def command(self, case: Case, number: str, other: str) -> Any:
        """Return the command, on the first article of the ticket where it is about one."""
        command = case.command(number, other)
        if isinstance(command, c.Split):
            reader = self.desk("ada").database.read()
            article = reader.value(
                "SELECT min(r.id) FROM article r JOIN ticket t ON t.id = r.ticket_id WHERE t.number = :n",
                {"n": number},
            )
            return replace(command, article=article)
        return command

    def state(self) -> dict[str, Any]:
        """Return all that a refusal must leave as it is."""
        reader = self.desk("ada").database.read()
        tables = ("ticket", "article", "history", "act", "link", "draft", "contact", "feed", "span")
        return {
            **{table: reader.value(f"SELECT max(id) FROM {table}") for table in tables},
            "versions": reader.all(
                "SELECT number, version, queue_id, owner_id, locked FROM ticket ORDER BY id"
            ),
        }

    def close(self) -> None:
        for desk in self._desks.values():
            desk.close()
