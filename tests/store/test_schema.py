from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlmodel import SQLModel

import otui.domain.entities  # noqa: F401  (fills SQLModel.metadata)
from engines import Desks
from otui.store import schema
from otui.store.check import findings
from otui.store.database import Database, open_database

OWN = ("ticket_search", "ticket_parts", "ticket_words")


def test_the_migrated_desk_is_what_the_entities_say(desk_url: str, desks: Desks) -> None:
    def ours(item: Any, name: str | None, kind: str, *_: Any) -> bool:
        return not (kind == "table" and (name or "").startswith(OWN))

    engine = create_engine(desks.engine.sqlalchemy_url(desk_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_partial_indexes_are_on_the_same_rows_as_the_entities_say(desk_url: str, desks: Desks) -> None:
    engine = create_engine(desks.engine.sqlalchemy_url(desk_url))
    dialect = engine.dialect.name

    def plain(condition: Any) -> str:
        """A condition without what a server puts around it."""
        return re.sub(r"::\w+|[()]", "", str(condition))

    made = {
        (table, index["name"]): plain(index["dialect_options"][f"{dialect}_where"])
        for table in SQLModel.metadata.tables
        for index in inspect(engine).get_indexes(table)
        if f"{dialect}_where" in index.get("dialect_options", {})
    }
    wanted = {
        (table.name, index.name): plain(index.dialect_options[dialect]["where"])
        for table in SQLModel.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options[dialect]["where"] is not None
    }
    engine.dispose()
    assert wanted
    assert made == wanted


def test_the_defaults_of_the_tables_are_those_of_the_entities(database: Database, desks: Desks) -> None:
    engine = create_engine(desks.engine.sqlalchemy_url(database.url))
    models = {mapper.local_table.name: mapper.class_ for mapper in SQLModel._sa_registry.mappers}
    for table, model in models.items():
        for column in inspect(engine).get_columns(table):
            name, default = column["name"], column["default"]
            field = model.model_fields[name]
            if name == "id" or column["nullable"] or field.is_required():
                continue
            said = database.read().value(f"SELECT {default}") if default is not None else None
            wanted = field.get_default(call_default_factory=True)
            shown = {"{}": {}, "[]": []}.get(said, said) if isinstance(said, str) else said
            assert shown == wanted, f"{table}.{name}"
    engine.dispose()


def test_the_versions_are_those_that_alembic_would_run() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert [step.revision for step in scripts.walk_revisions()][::-1] == list(schema.VERSIONS)


def test_an_open_desk_imports_neither_alembic_nor_the_entities(desk_url: str) -> None:
    script = (
        "import sys; from otui.store.database import open_database; d = open_database(sys.argv[1]);"
        "d.write(lambda w: w.insert('meta', {'key': 'a', 'value': 'b'})).result(); d.close();"
        "print([m for m in ('alembic', 'sqlalchemy', 'sqlmodel', 'pydantic') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, desk_url], check=True, text=True, capture_output=True
    )
    assert said.stdout.strip() == "[]"


@pytest.mark.sqlite_only("a desk on a server needs its driver")
def test_a_desk_file_is_opened_without_the_driver_of_a_server(desk_path: Path) -> None:
    script = (
        "import sys; from otui.desk.desk import Desk; from otui.store.database import open_database as o;"
        "d = o(sys.argv[1]); d.data_version(); d.read().value('SELECT 1'); d.close();"
        "print([m for m in sys.modules if m.startswith(('psycopg', 'otui.store.postgres'))])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(desk_path)], check=True, text=True, capture_output=True
    )
    assert said.stdout.strip() == "[]"


@pytest.mark.sqlite_only("the copy is kept beside the file")
def test_an_older_desk_is_brought_up_to_date_and_kept_as_it_was(
    desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(desk_path) as old:
        old.execute("UPDATE alembic_version SET version_num = '0000'")
        old.execute("INSERT INTO meta VALUES ('name', 'Old desk')")
    old.close()
    monkeypatch.setattr(schema, "VERSIONS", ("0000", *schema.VERSIONS))
    with pytest.raises(
        Exception, match="0000"
    ):  # alembic knows no such version: the desk must stay as it was
        open_database(str(desk_path))
    kept = [file for file in desk_path.parent.iterdir() if ".schema-0000" in file.name]
    assert len(kept) == 1
    with sqlite3.connect(kept[0]) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000",)
        assert copy.execute("SELECT value FROM meta").fetchone() == ("Old desk",)
    copy.close()


def test_history_is_append_only(database: Database, add_ticket: Callable[..., int], now: Any) -> None:
    database.write(
        lambda w: w.insert("history", {"ticket_id": add_ticket(w, "1000-1"), "at": now, "verb": "new"})
    ).result()
    for sql in ("UPDATE history SET verb = 'note'", "DELETE FROM history"):
        with pytest.raises(Exception, match="append-only"):
            database.write(lambda w, sql=sql: w.execute(sql)).result()
    assert database.read().value("SELECT verb FROM history") == "new"


def test_three_processes_may_make_the_same_desk(desks: Desks) -> None:
    place = desks.place()
    script = (
        "import sys; from otui.store.database import open_database\n"
        "open_database(sys.argv[1], create=True).close()"
    )
    makers = [subprocess.Popen([sys.executable, "-c", script, place]) for _ in range(3)]
    assert [maker.wait() for maker in makers] == [0, 0, 0]
    assert [file.name for file in desks.folder.iterdir()] in (["desk.otui"], [])  # in a file or on a server
    made = open_database(place)
    assert findings(made.read()) == []
    made.close()
