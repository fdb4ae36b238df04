"""A desk with a confidential queue, made so that every word in it can be told from every other word.

Nobody outside its team may come upon one of them, whatever they ask, by whatever door.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from otui.desk import changes, people, queues, saved_views, tickets
from otui.desk import commands as c
from otui.desk.changes import commands as changes_commands
from otui.desk.desk import Desk
from otui.desk.items import making as making_items
from otui.desk.knowledge import commands as k
from otui.desk.knowledge import writing
from otui.desk.problems import commands as p
from otui.desk.problems import linking, making
from otui.desk.setup import make_desk
from otui.desk.together import drafts, handover
from rights_cases import MONDAY

QUEUE = "Quillhaven"
BELOW = "Underquill"
SUBJECT = "Brambleshank quarrels"
OTHER_SUBJECT = "Foxglove allowance"
BODY = "Thornapple was said at noon."
NOTE = "Wolfsbane, for us alone."
REASON = "Nightjar reasons."
DRAFT = "Mandrake begins here."
NAME, MAIL, PHONE, FIRM = "Zebulon Quirk", "zebulon@hollowmere.example", "0612340987", "Hollowmere Partners"
HANDED = "Saltmarsh for the next shift."
WORDS = (
    "Brambleshank", "Foxglove", "Thornapple", "Wolfsbane", "Nightjar", "Mandrake", "Zebulon", "Quirk",
    "hollowmere", "0612340987", "Saltmarsh", "Ravelin", "Coldharbour", "Larkspur", "Tamarack",
)  # fmt: skip
NAMES = (QUEUE, BELOW)
"""Names of the queues: admins may know them."""
OUTSIDERS = ("bea", "lea", "adm")


@dataclass(frozen=True)
class Secrets:
    """Where the desk is, and what may not be found on it."""

    url: str
    numbers: tuple[str, ...]
    """Of the tickets that are not there for others."""
    ids: tuple[int, ...]
    shown: tuple[str, ...]
    """Of tickets that all may see: one linked to a secret one, one merged into it, one of the same contact."""
    records: tuple[str, ...] = ()
    """Numbers of a problem, a change and an article that are not there for others."""

    def found_in(self, text: str, login: str, *, but: str = "") -> list[str]:
        """Return what `text` gives away to a person; `but` is what they said themselves."""
        taboo = (*WORDS, *self.numbers, *self.records, *(() if login == "adm" else NAMES))
        text = text.casefold()
        if but:
            text = text.replace(but.casefold(), "")
        return [word for word in taboo if word.casefold() in text]


class Room:
    """One desk while it is made."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.now = MONDAY
        self._desks: dict[str, Desk] = {}

    def desk(self, login: str) -> Desk:
        if login not in self._desks:
            self._desks[login] = Desk.open(self.url, login=login, clock=lambda: self.now)
        return self._desks[login]

    def do(self, login: str, verb: Any, command: Any) -> Any:
        result = self.desk(login).do(verb, command)
        self.now += timedelta(seconds=1)
        return result

    def new(self, login: str, queue: str, **values: Any) -> str:
        return str(self.do(login, tickets.new, c.NewTicket(queue=queue, **values)).number)

    def fresh(self) -> None:
        for desk in self._desks.values():
            desk.refresh()


def furnish_secrets(url: str) -> Secrets:
    """Make the desk: bea was on the team and left things behind, lea never was, adm manages it."""
    with make_desk(url, login="ada", name="Ada Admin", clock=lambda: MONDAY) as desk:
        for login, name, values in (
            ("lea", "Lea Lead", {"role": "lead"}),
            ("bea", "Bea Bakker", {}),
            ("cas", "Cas Claes", {}),
            ("adm", "Adm In", {"role": "admin"}),
        ):
            desk.call(people.new_agent, login, name, **values)
        desk.call(people.new_queue, QUEUE)
        desk.refresh()
        desk.call(people.new_queue, BELOW, parent=QUEUE)
        desk.refresh()
        desk.call(people.new_agent, "hri", "Hri Staff", queues=("First line", QUEUE, BELOW))
        desk.do(queues.queue_team, queues.QueueTeam(queue=QUEUE, join=("bea",)))
        desk.do(queues.change_queue, queues.ChangeQueue(queue=QUEUE, confidential=True))
        return _tickets(Room(url))


def _tickets(room: Room) -> Secrets:
    urgent = {"impact": 8, "urgency": 8}
    who = {"contact": f"{NAME} <{MAIL}>", "contact_phone": PHONE, "customer": FIRM}
    main = room.new("hri", QUEUE, subject=SUBJECT, body=BODY, **who, **urgent)
    below = room.new("hri", BELOW, subject="Ravelin plans", body="Coldharbour", contact="Anna Mol")
    anna = room.new("hri", QUEUE, subject=OTHER_SUBJECT, body=BODY, contact="Anna Mol")
    eaten = room.new("hri", QUEUE, subject="Ravelin again", body=BODY, contact="Anna Mol")
    linked = room.new("cas", "First line", subject="Printer hums", body="It hums.", contact="Anna Mol")
    merged = room.new("cas", "First line", subject="Screen dark", body="It is dark.", contact="Anna Mol")
    went = room.new("cas", "First line", subject="Foxglove bought", body="Wolfsbane", contact="Anna Mol")
    # What bea left behind while she was on the team.
    main_id = room.do("bea", tickets.take, c.Take(ticket=main)).ticket_id
    room.desk("bea").call(drafts.save, main_id, "reply", DRAFT, {}, 2)
    room.do("bea", tickets.note, c.Note(ticket=main, body=NOTE))
    only = {"queues": [room.desk("bea").directory.queue(QUEUE).id]}
    room.desk("bea").call(saved_views.save, 5, "Fifth", {"only": only, "columns": ["due", "subject"]})
    room.do("bea", tickets.note, c.Note(ticket=went, body="Before it went."))
    for number in (main, anna):
        room.do("hri", tickets.link, c.LinkTickets(ticket=linked, other=number))
    room.do("hri", tickets.link, c.LinkTickets(ticket=below, other=linked))
    room.do("hri", tickets.merge, c.Merge(ticket=merged, into=main))
    room.do("hri", tickets.merge, c.Merge(ticket=eaten, into=main))
    room.do("hri", tickets.move, c.Move(ticket=went, queue=QUEUE, reason=REASON))
    room.do(
        "bea",
        handover.give,
        handover.HandOver(leave=(handover.Leave(ticket=main, to="hri", words=HANDED),)),
    )
    room.desk("bea").call(drafts.save, main_id, "note", DRAFT, {}, 2)
    records = _records(room, main, linked)
    room.do("ada", queues.queue_team, queues.QueueTeam(queue=QUEUE, leave=("bea",)))
    room.fresh()
    secret = (main, below, anna, eaten, went)
    reader = room.desk("ada").database.read()
    ids = tuple(reader.value("SELECT id FROM ticket WHERE number = :n", {"n": one}) for one in secret)
    for desk in room._desks.values():
        desk.close()
    return Secrets(room.url, secret, ids, (linked, merged), records)


def _records(room: Room, main: str, linked: str) -> tuple[str, ...]:
    """Make a problem, a change, an article and an item of the queue, and open ones that are tied to them."""
    made: list[str] = []
    room.do("ada", making_items.new_item, making_items.NewItem(name="Printing", queue="First line"))
    room.do("hri", making_items.new_item, making_items.NewItem(name="Tamarack vault", queue=QUEUE))
    secret = room.do(
        "hri", making.new, p.NewProblem(subject="Larkspur spreads", queue=QUEUE, incidents=(main,))
    )
    known = room.do(
        "cas", making.new, p.NewProblem(subject="Printers hum", queue="First line", incidents=(linked,))
    )
    room.do("hri", linking.link, p.TieProblem(ref=known.record_id, other=main))
    room.do("hri", linking.link, p.TieProblem(ref=known.record_id, other="Tamarack vault"))
    room.do("hri", linking.link, p.TieProblem(ref=secret.record_id, other=linked))
    for queue, subject, problem in (
        (QUEUE, "Larkspur removed", secret),
        ("First line", "Printers silenced", known),
    ):
        change = room.do(
            "hri",
            changes.new,
            changes_commands.NewChange(
                subject=subject,
                queue=queue,
                problem=problem.record_id,
                items=("Printing",),
                starts=MONDAY + timedelta(days=1),
                ends=MONDAY + timedelta(days=1, hours=2),
                owner="hri",
                implementer="hri",
            ),
        )
        made.append(change.number)
    article = room.do(
        "hri",
        writing.new,
        k.NewArticle(subject="Larkspur and you", body="Tamarack", queue=QUEUE, item="Printing"),
    )
    return secret.number, made[0], article.number
