"""Two processes at once, kill -9 in the middle, and the speed of a verb beside bare SQL."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from otui.desk import commands as c
from otui.desk import tickets
from otui.domain import numbers
from otui.store.check import findings

WORK = """
import itertools, sys
from otui.desk import commands as c, tickets, undo
from otui.desk.desk import Desk

desk = Desk.open(sys.argv[1], login="lea")
number = sys.argv[2]
print("ready", flush=True)
for turn in itertools.count():
    desk.do(tickets.new, c.NewTicket(subject=f"Made {turn}", body="Words.", contact=f"c{turn}@example.org"))
    desk.do(tickets.move, c.Move(ticket=number, queue="Network" if turn % 2 else "Servers"))
    desk.do(tickets.note, c.Note(ticket=number, body=f"Note {turn}"))
    desk.do(tickets.wait, c.Wait(ticket=number, on="contact"))
    desk.do(tickets.wake, c.Wake(ticket=number))
    print(turn, flush=True)
"""


def test_of_two_who_take_a_ticket_at_the_same_instant_exactly_one_wins(shift):
    for _turn in range(4):
        number = shift.new()
        started = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "otui",
                    "--desk",
                    shift.url,
                    "--as",
                    login,
                    "ticket",
                    "take",
                    number,
                ],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for login in ("bea", "cas")
        ]
        ended = [(*process.communicate(timeout=60), process.returncode) for process in started]
        assert sorted(code for _out, _err, code in ended) == [0, 4], ended
        (loser,) = [err for _out, err, code in ended if code == 4]
        assert loser.count("\n") == 1
        assert number in loser
        assert shift.row(number)["version"] == 2


def test_kill_in_the_middle_leaves_no_half_verb(shift):
    number = shift.new(login="lea")
    shift.close()
    dice = random.Random(3)
    for _round in range(6):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORK, shift.url, number], stdout=subprocess.PIPE, text=True
        )
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0.02, 0.25))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        reader = shift.another("ada").database.read()
        assert findings(reader) == []
        # A verb is a version, an act and an event, or nothing: the three count the same.
        version, events, acts = reader.one(
            "SELECT t.version, (SELECT count(*) FROM history WHERE ticket_id = t.id AND actor <> 'timer'),"
            " (SELECT count(*) FROM act WHERE ticket_id = t.id) FROM ticket t WHERE number = :n",
            {"n": number},
        )
        assert version == events == acts
        assert (
            reader.value(
                "SELECT count(*) FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM history h"
                " WHERE h.ticket_id = t.id)"
            )
            == 0
        )
        made = [row[0] for row in reader.all("SELECT number FROM ticket")]
        assert all(numbers.valid(one) for one in made)
        counter = int(reader.value("SELECT value FROM meta WHERE key = 'next_number'"))
        assert counter == numbers.FIRST_COUNTER + len(made)


def test_what_a_verb_answered_is_there_after_a_kill(shift):
    number = shift.new(login="lea")
    shift.close()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, shift.url, number], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    worker.stdout.readline()
    said = [int(worker.stdout.readline()) for _ in range(3)]
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    reader = shift.another("ada").database.read()
    notes = {row[0] for row in reader.all("SELECT body FROM article WHERE kind = 'note'")}
    assert {f"Note {turn}" for turn in said} <= notes


@pytest.mark.sqlite_only("beside the same statements on bare sqlite3")
def test_a_verb_beside_bare_sql(shift, capsys):
    """Not a gate: prints verbs a second, and what sqlite3 alone makes of the same statements, each durable."""
    number = shift.new(login="lea")
    statements: list[tuple[str, object]] = []
    desk = shift.desk("lea")
    turns = 40

    def watched(writer):
        writer.connection.set_trace_callback(lambda sql: statements.append(sql))

    def verb(turn: int) -> None:
        desk.do(tickets.move, c.Move(ticket=number, queue="Network" if turn % 2 == 0 else "Servers"))

    desk.database.write(watched).result()
    verb(0)
    desk.database.write(lambda writer: writer.connection.set_trace_callback(None)).result()
    began = time.perf_counter()
    for turn in range(1, turns + 1):
        verb(turn)
    ours = time.perf_counter() - began
    writes = [sql for sql in statements if not sql.startswith(("BEGIN", "COMMIT", "--", "PRAGMA"))]
    shift.close()
    bare = sqlite3.connect(shift.url, isolation_level=None)
    bare.execute("PRAGMA synchronous = FULL")
    began = time.perf_counter()
    for _turn in range(turns):
        bare.execute("BEGIN IMMEDIATE")
        for sql in writes:
            if sql.startswith("INSERT INTO escalation") or " meta " in sql:
                continue
            bare.execute(sql)
        bare.execute("COMMIT")
    alone = time.perf_counter() - began
    bare.close()
    with capsys.disabled():
        print(  # noqa: T201 - a figure to read, no gate
            f"\n{turns / ours:.0f} verbs/s; bare sqlite3 {turns / alone:.0f}/s; ratio {ours / alone:.2f}"
        )
    assert len(writes) > 3
