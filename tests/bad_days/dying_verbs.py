"""Run as a program: do one verb again and again, each time in a process that kills itself one statement later.

`dying_verbs.py DESK VERB` prints one JSON object: how many statements the verb has, and what was wrong. DESK is one
with its people, and is not as it was afterwards.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# What the tests of all folders share, imported by its own name.
sys.path.insert(0, str(Path(__file__).parent.parent))

import servers
from engines import Desks, Sqlite, dump_file
from otui.desk import commands as c
from otui.desk import people, saved_views, tickets, timer, undo
from otui.desk.desk import NOBODY, Desk
from otui.desk.items.making import NewItem, new_item
from otui.desk.together import drafts
from otui.store import check
from otui.store.database import open_database

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=30)
"""Tuesday afternoon: everything of Monday morning is due, and what waited until ten is awake."""

Act = Callable[[Desk], Any]


def do(verb: Any, command: Any) -> Act:
    return lambda desk: desk.do(verb, command)


def made(desk: Desk) -> None:
    """Three tickets, the first with a thread."""
    for n in (1, 2, 3):
        desk.do(
            tickets.new,
            c.NewTicket(
                subject=f"Printer {n} is stuck", body="It hums.", impact=4, urgency=4, contact="anna@example.org",
                customer="Acme",
            ),
        )  # fmt: skip
    desk.do(tickets.reply, c.Reply(ticket=1, body="We look at it."))
    desk.do(tickets.note, c.Note(ticket=1, body="Paper jam."))


def after(*acts: Act) -> Act:
    """The tickets, and what was done to them before."""

    def prepare(desk: Desk) -> None:
        made(desk)
        for act in acts:
            act(desk)

    return prepare


TAKEN = after(do(tickets.take, c.Take(ticket=1)))
RESOLVED = after(do(tickets.resolve, c.Resolve(ticket=1, body="Done.")))
WAITING = after(do(tickets.wait, c.Wait(ticket=1, on="until", until=MONDAY + timedelta(hours=1))))
MERGED = after(do(tickets.merge, c.Merge(ticket=1, into=2)))
NEW = c.NewTicket(
    subject="Mail is slow", body="Very.", contact="Bo <bo@example.net>", customer="Beta", take=True
)

VERBS: dict[str, tuple[Act, Act]] = {
    "new": (made, do(tickets.new, NEW)),
    "reply": (made, do(tickets.reply, c.Reply(ticket=1, body="We come.", then="wait-contact"))),
    "reply and resolve": (made, do(tickets.reply, c.Reply(ticket=1, body="Done.", then="resolve"))),
    "call": (made, do(tickets.call, c.Call(ticket=1, body="Spoke to Anna."))),
    "note": (made, do(tickets.note, c.Note(ticket=1, body="Ask Bea."))),
    "move": (made, do(tickets.move, c.Move(ticket=1, queue="Network", reason="A switch."))),
    "line up": (TAKEN, do(tickets.line_up, c.LineUp(ticket=1, reason="Needs a screwdriver."))),
    "forward": (
        made,
        do(tickets.forward, c.Forward(ticket=1, to="help@vendor.example", body="Please look.")),
    ),
    "take": (made, do(tickets.take, c.Take(ticket=1))),
    "unlock": (TAKEN, do(tickets.unlock, c.Unlock(ticket=1))),
    "assign": (made, do(tickets.assign, c.Assign(ticket=1, agent="cas"))),
    "wait for contact": (made, do(tickets.wait, c.Wait(ticket=1, on="contact", reason="Which printer?"))),
    "wait until": (made, do(tickets.wait, c.Wait(ticket=1, on="until", until=MONDAY + timedelta(days=1)))),
    "wake": (WAITING, do(tickets.wake, c.Wake(ticket=1))),
    "resolve": (TAKEN, do(tickets.resolve, c.Resolve(ticket=1, body="Done."))),
    "close": (made, do(tickets.close, c.Close(ticket=1, body="Done."))),
    "reopen": (RESOLVED, do(tickets.reopen, c.Reopen(ticket=1, reason="It hums again."))),
    "priority": (made, do(tickets.priority, c.SetPriority(ticket=1, impact=8, urgency=8))),
    "subject": (made, do(tickets.subject, c.SetSubject(ticket=1, subject="Printer jams"))),
    "kind": (made, do(tickets.kind, c.SetKind(ticket=1, kind="request"))),
    "contact": (made, do(tickets.contact, c.SetContact(ticket=1, contact="Cor <cor@example.com>"))),
    "merge": (made, do(tickets.merge, c.Merge(ticket=1, into=2))),
    "unmerge": (MERGED, do(tickets.unmerge, c.Unmerge(ticket=1))),
    "split": (made, do(tickets.split, c.Split(ticket=1, article=1))),
    "category": (made, do(tickets.category, c.SetCategory(ticket=1, category="printing"))),
    "item": (
        after(lambda desk: desk.do(new_item, NewItem(name="Printing"), agent=NOBODY)),
        do(tickets.item, c.SetItem(ticket=1, item="Printing")),
    ),
    "link": (made, do(tickets.link, c.LinkTickets(ticket=1, other=2, kind="parent"))),
    "undo": (MERGED, do(undo.undo, c.Undo())),
    "redo": (
        after(do(tickets.merge, c.Merge(ticket=1, into=2)), do(undo.undo, c.Undo())),
        do(undo.redo, c.Redo()),
    ),
    "timer": (WAITING, timer.run),
    "draft": (made, lambda desk: desk.call(drafts.save, 1, "reply", "Dear Anna,", {"cc": ""}, 1)),
    "saved view": (made, lambda desk: desk.call(saved_views.save, 5, "Mine", {"view": "queues"})),
    "new agent": (made, lambda desk: desk.call(people.new_agent, "eva", "Eva Evers")),
    "new queue": (made, lambda desk: desk.call(people.new_queue, "Night shift")),
}

FOR_ADMINS = ("new agent", "new queue")


def at(url: str, verb: str, *, acting: bool) -> Desk:
    """Open the desk for the verb: the timer wakes up later than the agents worked."""
    now = LATER if acting and verb == "timer" else MONDAY
    return Desk.open(url, login="ada" if verb in FOR_ADMINS else "bea", clock=lambda: now)


def dump(url: str) -> dict[str, list[Any]]:
    """Every row of every table."""
    return servers.dump_server(url) if "://" in url else dump_file(url)


def checked(url: str) -> dict[str, list[Any]]:
    """Every row of a desk that otui finds nothing wrong with: what equals it needs no second look."""
    database = open_database(url)
    found = check.findings(database.read())
    database.close()
    assert found == [], found
    return dump(url)


def run(url: str, verb: str, die_at: int) -> None:
    """Do the verb; kill this process as its statement number `die_at` begins."""
    seen = 0

    def begins(_sql: object = None) -> None:
        nonlocal seen
        seen += 1
        if seen == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with at(url, verb, acting=True) as desk:
        desk.database.write(lambda writer: watch(writer, begins)).result()
        seen = 0  # the COMMIT of that write
        VERBS[verb][1](desk)


def watch(writer: Any, begins: Callable[..., None]) -> None:
    """Have `begins` called as each statement of the writer does."""
    if writer.engine == "sqlite":
        writer.connection.set_trace_callback(begins)
        return
    import psycopg

    for name in ("execute", "executemany", "copy"):
        setattr(
            psycopg.Cursor,
            name,
            told_first(getattr(psycopg.Cursor, name), begins, threading.current_thread()),
        )


def told_first(method: Callable[..., Any], begins: Callable[..., None], writer: threading.Thread) -> Any:
    """Return the driver's own method, which tells of it first where the writer's thread calls it."""

    def first(*args: Any, **kwargs: Any) -> Any:
        if threading.current_thread() is writer:
            begins()
        return method(*args, **kwargs)

    return first


def in_a_child(url: str, verb: str, die_at: int) -> bool:
    """Return whether a process that does the verb was killed; with 0 it is left alone."""
    child = os.fork()
    if child == 0:
        try:
            run(url, verb, die_at)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def unnumbered(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The same rows without their ids: a server does not give out again what a transaction took that died."""
    return {table: sorted((row[1:] for row in found), key=repr) for table, found in rows.items()}


def main(base: str, verb: str, copies: Callable[[], Desks]) -> None:
    with at(base, verb, acting=False) as first:
        VERBS[verb][0](first)
    found = timer_dies(base, copies()) if verb == "timer" else verb_dies(base, verb, copies)
    sys.stdout.write(json.dumps(found))


def verb_dies(base: str, verb: str, copies: Callable[[], Desks]) -> dict[str, Any]:
    """Kill the verb at its first statement, its second, and so on, until it lives."""
    desks = copies() if "://" not in base else None
    desk = base
    before = checked(base)
    wrong = []
    for n in itertools.count(1):
        if desks:  # what a journal keeps is no part of the dump: each death is that of a desk of its own
            desk = desks.copy(base)
        if not in_a_child(desk, verb, n):
            break
        left = dump(desk)
        if left != before:
            wrong.append(f"{n}: {[name for name in left if left[name] != before[name]]}")
    return {"statements": n - 1, "changed": checked(desk) != before, "wrong": wrong}


def timer_dies(base: str, desks: Desks) -> dict[str, Any]:
    """The timer has several short transactions: the next one to run does what is left, and no more."""
    whole = desks.copy(base)
    in_a_child(whole, "timer", 0)
    done = unnumbered(checked(whole))
    wrong = []
    for n in itertools.count(1):
        desk = desks.copy(base)
        if not in_a_child(desk, "timer", n):
            break
        in_a_child(desk, "timer", 0)
        left = unnumbered(dump(desk))
        if left != done:
            wrong.append(f"{n}: {[name for name in left if left[name] != done[name]]}")
        desks.take_away(desk)
    return {"statements": n - 1, "changed": True, "wrong": wrong}


@contextlib.contextmanager
def copying(base: str) -> Iterator[Callable[[], Desks]]:
    """Yield what makes copies of the desk, where that is asked for."""
    # A file that outlives its process need not outlive the machine: memory is quicker than a disk.
    fast = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=fast) as folder, contextlib.ExitStack() as behind:

        def copies() -> Desks:
            engine = servers.Postgres(servers.server(), "dying") if "://" in base else Sqlite()
            behind.callback(engine.close)
            desks = Desks(engine, Path(folder))
            behind.callback(desks.close)
            return desks

        yield copies


if __name__ == "__main__":
    with copying(sys.argv[1]) as makers:
        main(sys.argv[1], sys.argv[2], makers)
