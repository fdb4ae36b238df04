"""What every test may ask for: a fresh desk file, made once per worker and copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from otui.store.database import Database, Reader, open_database
from otui.text import i18n


@pytest.fixture(scope="session")
def blank_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty desk that no test may open: it is there to be copied."""
    path = tmp_path_factory.mktemp("blank") / "blank.otui"
    open_database(str(path), create=True).close()
    return path


@pytest.fixture
def desk_path(blank_desk: Path, tmp_path: Path) -> Path:
    """A fresh, empty desk file of this test's own."""
    path = tmp_path / "desk.otui"
    shutil.copy(blank_desk, path)
    return path


@pytest.fixture
def database(desk_path: Path) -> Iterator[Database]:
    """An open, empty desk, closed after the test."""
    opened = open_database(str(desk_path))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts and leaves in English, whatever it spoke."""
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def no_scan() -> Callable[..., list[str]]:
    """A function of (reader, sql, params, small=()) that fails where a query reads a whole table.

    Walking an index in its own order is no scan; `small` names the tables or aliases that may be read whole.
    """

    def check(
        reader: Reader, sql: str, params: Mapping[str, Any] | None = None, *, small: Sequence[str] = ()
    ) -> list[str]:
        plan = [str(row[3]) for row in reader.all(f"EXPLAIN QUERY PLAN {sql}", params)]
        read_whole = [
            step
            for step in plan
            if step.startswith("SCAN ") and " USING " not in step and step.split()[1] not in small
        ]
        assert not read_whole, f"{read_whole} in {plan} of {sql}"
        return plan

    return check
