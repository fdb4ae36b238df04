from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from otui.store import bulk, feed, tally
from otui.store.database import Database, Writer

Add = Callable[..., int]


def test_the_tally_follows_every_change_of_a_ticket(database: Database, add_ticket: Add) -> None:
    def work(writer: Writer) -> None:
        ids = [add_ticket(writer, str(n)) for n in range(6)]
        writer.update("ticket", ids[0], {"state": "open", "locked": True})
        writer.update("ticket", ids[1], {"flag": 3})
        writer.update("ticket", ids[2], {"subject": "Scanner"})
        writer.delete("ticket", ids[3])

    database.write(work).result()
    reader = database.read()
    assert sorted(row[1:] for row in tally.counts(reader)) == [
        ("new", 0, 0, 3),
        ("new", 0, 3, 1),
        ("open", 1, 0, 1),
    ]
    assert tally.differences(reader) == []
    database.write(lambda w: w.execute("UPDATE tally SET n = 7")).result()
    assert tally.differences(reader)
    database.write(tally.recount).result()
    assert tally.differences(reader) == []


def test_the_feed_is_read_from_where_one_was_and_swept(database: Database, now: datetime) -> None:
    def work(writer: Writer) -> None:
        for ticket in range(1, 31):
            feed.append(writer, at=now, topic="ticket", ticket_id=ticket, verb="new", entered=True)

    database.write(work).result()
    reader = database.read()
    assert feed.last_id(reader) == 30
    assert feed.since(reader, 28) == [
        (29, "ticket", 29, "new", None, 1, None),
        (30, "ticket", 30, "new", None, 1, None),
    ]
    assert [row[0] for row in feed.since(reader, 0, limit=2)] == [1, 2]
    assert database.write(lambda w: feed.sweep(w, keep=10)).result() == 20
    assert (feed.first_id(reader), feed.last_id(reader)) == (21, 30)


@pytest.mark.sqlite_only("it looks at the indexes of a file")
def test_the_indexes_are_there_again_after_loading_without_them(database: Database, add_ticket: Add) -> None:
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    before = database.read().all(sql)

    def work(writer: Writer) -> None:
        with bulk.indexes_set_aside(writer):
            assert len(writer.all(sql)) < len(before)
            add_ticket(writer, "1000-1")

    database.write(work).result()
    assert database.read().all(sql) == before
