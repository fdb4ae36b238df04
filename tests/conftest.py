"""What every test may ask for: a fresh desk on the engine of this run, made once per worker and copied.

`pytest` keeps every desk in a file; `pytest --engine postgres` runs the same tests with every desk on a PostgreSQL
server. A test that is about a file itself is marked `sqlite_only`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

# What the tests of all folders share, imported by its own name.
sys.path.insert(0, str(Path(__file__).parent))

import servers
from engines import Desks, Engine, Sqlite
from otui.store.database import Database, Reader, open_database
from otui.text import i18n


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help=f"where the desks of the tests are; the server is the one that {servers.SERVER} names",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "sqlite_only(reason): about a file itself, which a desk on a server has not"
    )
    starting = not hasattr(config, "workerinput")
    if starting and config.getoption("--engine") == "postgres" and (why := servers.why_no_server()):
        raise pytest.UsageError(f"--engine postgres: {why}")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """On a machine of many cores: no more workers than the server has connections for."""
    if config.getoption("--engine") != "postgres":
        return None
    return min(os.cpu_count() or 1, servers.most_workers())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--engine") != "postgres":
        return
    kept = [item for item in items if item.get_closest_marker("sqlite_only") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def server(worker_id: str) -> Iterator[Engine]:
    """The PostgreSQL server, whatever engine the other tests run on; a test that asks for it is about PostgreSQL.

    Where none answers the test is skipped, but with OTUI_TEST_ALL set it fails.
    """
    if why := servers.why_no_server():
        (pytest.fail if os.environ.get("OTUI_TEST_ALL") else pytest.skip)(why)
    found = servers.Postgres(servers.server(), worker_id)
    yield found
    found.close()


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine of this run."""
    if request.config.getoption("--engine") == "postgres":
        return request.getfixturevalue("server")  # type: ignore[no-any-return]
    return Sqlite()


@pytest.fixture(scope="session")
def templates(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """Makes desks that no test may open: they are there to be copied."""
    found = Desks(engine, tmp_path_factory.mktemp("templates"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def module_desks(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """Makes and copies desks for all tests of a module."""
    found = Desks(engine, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()


@pytest.fixture
def desks(engine: Engine, tmp_path: Path) -> Iterator[Desks]:
    """Makes and copies desks for one test."""
    found = Desks(engine, tmp_path)
    yield found
    found.close()


@pytest.fixture
def server_desks(server: Engine, tmp_path: Path) -> Iterator[Desks]:
    """Makes and copies desks on PostgreSQL for one test, whatever engine the other tests run on."""
    found = Desks(server, tmp_path)
    yield found
    found.close()


@pytest.fixture(scope="session")
def blank_desk(templates: Desks) -> str:
    """A migrated, empty desk that no test may open: it is there to be copied."""
    return templates.blank("blank")


@pytest.fixture
def desk_url(blank_desk: str, desks: Desks) -> str:
    """A fresh, empty desk of this test's own."""
    return desks.copy(blank_desk)


@pytest.fixture
def desk_path(desk_url: str, engine: Engine) -> Path:
    """The same, as the file that it is: only for tests about that."""
    return engine.file(desk_url)


@pytest.fixture
def database(desk_url: str) -> Iterator[Database]:
    """An open, empty desk, closed after the test."""
    opened = open_database(desk_url)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts and leaves in English, whatever it spoke."""
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def no_scan(engine: Engine) -> Callable[..., list[str]]:
    """A function of (reader, sql, params, small=()) that fails where a query reads a whole table.

    Walking an index in its own order is no scan; `small` names the tables or aliases that may be read whole.
    """

    def check(
        reader: Reader, sql: str, params: Mapping[str, Any] | None = None, *, small: Sequence[str] = ()
    ) -> list[str]:
        steps, scanned = engine.plan(reader, sql, params)
        read_whole = [name for name in scanned if name not in small]
        assert not read_whole, f"{read_whole} in {steps} of {sql}"
        return steps

    return check
