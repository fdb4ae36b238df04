"""What a desk that stays open knows of changes by others, whoever heard of them first."""

from __future__ import annotations

import asyncio
import threading

import pytest

from otui.desk import commands as c
from otui.desk import queues, tickets
from otui.desk.desk import Desk
from otui.desk.live import SIGHT, Change, LiveDesk
from otui.store.database import open_database

from .conftest import Shift


def test_who_loses_a_queue_is_told_so_also_after_a_verb_of_their_own(shift: Shift) -> None:
    shift.desk("ada").call(queues.new_queue, "Vault")
    shift.do(queues.queue_team, queues.QueueTeam(queue="Vault", join=("ada", "bea")), "ada")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Vault", confidential=True), "ada")
    seen: list[Change] = []
    mine = shift.another("bea")

    async def watch() -> None:
        told = asyncio.Event()

        def changed(changes: list[Change]) -> None:
            seen.extend(changes)
            if any(change.topic == SIGHT for change in changes):
                told.set()

        live = LiveDesk(mine, on_changes=changed)
        shift.do(queues.queue_team, queues.QueueTeam(queue="Vault", leave=("bea",)), "ada")
        # The verb is let by what holds in its transaction, and so hears of it before the screens do.
        mine.do(tickets.new, c.NewTicket(subject="Printer", contact="anna@example.org", body="It hums."))
        live.start()
        try:
            async with asyncio.timeout(60):
                await told.wait()
        finally:
            await live.stop()

    asyncio.run(watch())
    assert [change.topic for change in seen if change.topic != "contact"] == ["queue", "ticket", SIGHT]


def test_a_read_in_an_older_state_puts_no_former_queues_back(shift: Shift) -> None:
    desk = Desk(open_database(shift.url), shift.clock)
    with desk:
        with desk.database.snapshot() as old:
            before = old.value("SELECT count(*) FROM queue")
            shift.desk("ada").call(queues.new_queue, "Vault")
            elsewhere = threading.Thread(target=desk.refresh)
            elsewhere.start()
            elsewhere.join()
            assert len(desk.directory.queues) == before + 1
        assert any(queue.name == "Vault" for queue in desk.directory.queues.values())


async def test_a_verb_is_done_though_whoever_asked_for_it_asked_for_it_is_gone(shift: Shift) -> None:
    number = shift.new()
    desk = shift.desk("bea")
    live = LiveDesk(desk, on_changes=lambda _changes: None)
    free = threading.Event()
    desk.database.write(lambda _writer: free.wait(30))  # the writer is busy: what comes now waits its turn
    asked = asyncio.create_task(live.do(tickets.take, c.Take(ticket=number)))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    free.set()
    await live.do(tickets.note, c.Note(ticket=number, body="Behind it."))
    assert shift.row(number)["locked"]
    await live.stop()
