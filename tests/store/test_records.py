from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean
from sqlmodel import SQLModel

from otui.domain import entities
from otui.store import records
from otui.store.database import Database, Writer
from otui.store.records import Layout, Record

COLUMNS = [column for table in SQLModel.metadata.tables.values() for column in table.columns]


def test_the_rules_agree_with_the_entities() -> None:
    for column in COLUMNS:
        said = (
            records.is_instant(column.name),
            column.name in records.BOOLEANS,
            column.name in records.JSON_COLUMNS,
        )
        true = (
            isinstance(column.type, entities.Instant),
            isinstance(column.type, Boolean),
            isinstance(column.type, JSON),
        )
        assert said == true, f"{column.table.name}.{column.name}"


def test_the_rules_name_no_column_that_is_gone() -> None:
    assert {column.name for column in COLUMNS} >= records.BOOLEANS | records.JSON_COLUMNS


instants = st.datetimes(timezones=st.just(UTC))
documents = st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.text()))


@settings(max_examples=60)
@given(created=instants, wait=st.none() | instants, locked=st.booleans(), extra=documents, subject=st.text())
def test_what_is_written_is_what_is_read(
    created: datetime, wait: datetime | None, locked: bool, extra: dict[str, Any], subject: str
) -> None:
    columns = ("created_at", "wait_until", "locked", "extra", "subject")
    values = (created, wait, locked, extra, subject)
    row = tuple(records.to_db(column, value) for column, value in zip(columns, values, strict=True))
    record = Record(Layout("ticket", columns), row)
    assert tuple(getattr(record, column) for column in columns) == values
    assert tuple(records.from_db(c, v) for c, v in zip(columns, row, strict=True)) == values
    assert record.changed() == {}


def test_a_record_knows_what_was_changed_and_saves_only_that(
    database: Database, add_ticket: Any, now: datetime
) -> None:
    def work(writer: Writer) -> dict[str, Any]:
        ticket = writer.load("ticket", add_ticket(writer, "1000-1"))
        assert ticket is not None
        ticket.subject = "Printer"
        ticket.locked = True
        ticket.wait_until = now + timedelta(hours=1)
        ticket.extra["site"] = "Zwolle"
        changed = writer.save(ticket)
        assert writer.save(ticket) == {}
        return changed

    changed = database.write(work).result()
    until = records.to_micros(now) + 3600 * 1_000_000
    assert changed == {
        "locked": (0, 1),
        "wait_until": (None, until),
        "extra": ("{}", '{"site":"Zwolle"}'),
    }
    assert database.read().one("SELECT locked, wait_until, extra FROM ticket") == (
        1,
        until,
        '{"site":"Zwolle"}',
    )


def test_an_added_row_comes_back_with_the_defaults_of_its_table(database: Database, now: datetime) -> None:
    queue = database.write(lambda w: w.add("queue", {"name": "First line"})).result()
    assert (queue.table, queue.name, queue.line, queue.active, queue.parent_id) == (
        "queue", "First line", 1, True, None,
    )  # fmt: skip


def test_a_name_that_is_no_column_is_a_mistake(database: Database) -> None:
    queue = database.write(lambda w: w.add("queue", {"name": "First line"})).result()
    with pytest.raises(AttributeError, match="queue has no column colour"):
        queue.colour = "red"
    with pytest.raises(AttributeError, match="queue has no column colour"):
        _ = queue.colour


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        records.to_db("created_at", datetime(2026, 11, 23, 9, 0))


def test_a_document_in_another_spelling_is_no_change() -> None:
    record = Record(Layout("ticket", ("extra",)), ('{ "a" : [1, 2] }',))
    assert record.changed() == {}
    record.extra["a"].append(3)
    assert json.loads(record.changed()["extra"][1]) == {"a": [1, 2, 3]}


def test_what_lists_are_sorted_by_is_no_longer_than_any_index_holds(
    database: Database, add_ticket: Any
) -> None:
    wide = "".join(chr(0x1F600 + n % 60) + chr(0x4E00 + n * 7 % 9000) for n in range(3000))

    def work(writer: Writer) -> tuple[str, str]:
        ticket = writer.load("ticket", add_ticket(writer, "1000-1", subject=wide))
        assert ticket is not None
        made = str(ticket.subject)
        ticket.subject = "x" + wide
        writer.save(ticket)
        assert ticket.changed() == {}
        return made, str(writer.value("SELECT subject FROM ticket"))

    assert database.write(work).result() == (wide[:600], "x" + wide[:599])
