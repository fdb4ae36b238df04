"""A desk of the first release, opened by the program of today: kept as it was first, then whole and at work."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from engines import Desks
from otui.desk.setup import shipped_rules
from otui.store import backup, check, schema
from otui.store.database import open_database
from otui.store.postgres.tables import MARK
from otui.store.sqlite import APPLICATION_ID

AT = 1_795_424_400_000_000
"""23 November 2026, 9:00 in Amsterdam, in microseconds."""
ROWS = (
    "INSERT INTO agent (id, login, name, role, created_at) VALUES (1, 'ada', 'Ada', 'admin', :at)",
    "INSERT INTO queue (id, name) VALUES (1, 'First line')",
    "INSERT INTO contact (id, name, email, created_at) VALUES (1, 'Anna', 'anna@example.org', :at)",
    "INSERT INTO meta (key, value) VALUES ('desk_id', 'abc')",
    "INSERT INTO meta (key, value) VALUES ('next_number', '12')",
    "INSERT INTO ticket (id, number, subject, queue_id, contact_id, created_at, updated_at, active_at)"
    " VALUES (1, '1000-9', 'Printer', 1, 1, :at, :at, :at)",
    "INSERT INTO article (id, ticket_id, kind, body, created_at) VALUES (1, 1, 'message', 'It hums.', :at)",
    "INSERT INTO act (id, at, agent_id, verb, ticket_id) VALUES (1, :at, 1, 'new', 1)",
    "INSERT INTO history (id, ticket_id, at, act_id, agent_id, verb, version) VALUES (1, 1, :at, 1, 1, 'new', 1)",
)


def _first_release(url: str, *more: str) -> None:
    """Make a desk as the first release did, with one ticket."""
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, schema.VERSIONS[0])
        for statement in (*ROWS, *more):
            connection.execute(text(statement), {"at": AT} if ":at" in statement else {})
        for name, words in shipped_rules().items():
            connection.execute(
                text("INSERT INTO rule_text (name, text, loaded_at) VALUES (:name, :words, :at)"),
                {"name": name, "words": words, "at": AT},
            )
    engine.dispose()


def _at_work(url: str) -> None:
    opened = open_database(url)
    try:
        reader = opened.read()
        assert reader.value("SELECT version_num FROM alembic_version") == schema.VERSIONS[-1]
        assert reader.all("SELECT number, subject FROM ticket") == [("1000-9", "Printer")]
        assert reader.value("SELECT body FROM article") == "It hums."
        assert reader.value("SELECT verb FROM history") == "new"
        assert reader.value("SELECT confidential FROM queue") == 0
        # Full text was not written past otui; everything else is as it must be.
        assert {one.kind for one in check.look(reader)} <= {"text"}
        key = {"agent_id": 1, "kind": "ssh-ed25519", "body": "x", "fingerprint": "y", "added_at": AT}
        assert opened.write(lambda w: w.insert("ssh_key", key)).result() == 1
    finally:
        opened.close()


@pytest.mark.sqlite_only("the first release knew files only")
def test_a_file_of_the_first_release_is_kept_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.otui"
    _first_release(f"sqlite:///{path}", f"PRAGMA application_id = {APPLICATION_ID}")
    _at_work(str(path))
    (kept,) = tmp_path.glob("old.*.schema-0001.otui")
    about = backup.verify(kept)
    assert (about.schema, about.tickets, about.articles) == ("0001", 1, 1)
    open_database(str(path)).close()
    assert len(list(tmp_path.glob("old.*"))) == 2  # opened again, it is not kept again


@pytest.mark.sqlite_only("it names the server itself")
def test_a_server_with_older_tables_is_dumped_first(
    server_desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    url = server_desks.place("old")
    _first_release(
        url.replace("postgresql://", "postgresql+psycopg://"), f"COMMENT ON TABLE alembic_version IS '{MARK}'"
    )
    _at_work(url)
    (kept,) = (tmp_path / "otui" / "backups").iterdir()
    about: Any = backup.verify(kept)
    assert (about.engine, about.schema, about.tickets) == ("postgresql", "0001", 1)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.sqlite_only("a file's own")
def test_a_desk_that_cannot_be_kept_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "old.otui"
    _first_release(f"sqlite:///{path}", f"PRAGMA application_id = {APPLICATION_ID}")
    script = """
        import resource, signal, sys
        from otui.errors import DeskUnavailable
        from otui.store.database import open_database
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            open_database(sys.argv[1])
        except DeskUnavailable as error:
            print(error)
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(path)], check=True, capture_output=True, text=True
    )
    assert told.stdout.count("\n") == 1
    assert [one.name for one in tmp_path.iterdir() if "schema" in one.name or ".new" in one.name] == []
    _at_work(str(path))
