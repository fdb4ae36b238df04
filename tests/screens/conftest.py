"""A small desk in use, copied for each test, and the real app on it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The tests of the screens share one helper, imported by its own name.
sys.path.insert(0, str(Path(__file__).parent))

from desk_app import TUESDAY, HandClock, Office, furnish


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk at work that no test may open: it is there to be copied."""
    path = tmp_path_factory.mktemp("furnished") / "synergie.otui"
    furnish(path)
    return path


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    """A desk of this test's own, on a Tuesday at ten."""
    path = tmp_path / "synergie.otui"
    shutil.copy(furnished, path)
    found = Office(path, HandClock(TUESDAY))
    yield found
    found.close()


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong is written to a folder of the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
