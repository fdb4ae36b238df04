"""Closing a desk while another thread is reading from it."""

from __future__ import annotations

import threading

from otui.errors import DeskUnavailable
from otui.store.database import Database, open_database

SLOW = (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT count(*) FROM n"
)


def test_a_desk_that_closes_under_a_reader_tells_it_and_takes_nothing_down(desk_url: str) -> None:
    for _round in range(30):
        database = open_database(desk_url)
        reading = threading.Event()
        told: list[DeskUnavailable] = []

        def read(
            database: Database = database, reading: threading.Event = reading, told: list = told
        ) -> None:
            try:
                while True:
                    database.read().value(SLOW)
                    reading.set()
            except DeskUnavailable as error:
                told.append(error)

        thread = threading.Thread(target=read)
        thread.start()
        assert reading.wait(20)
        database.close()
        thread.join(20)
        assert not thread.is_alive()
        assert len(told) == 1
