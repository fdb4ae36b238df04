"""A small desk in use, copied for each test, and the real app on it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines import Desks

# The tests of the screens share one helper, imported by its own name.
sys.path.insert(0, str(Path(__file__).parent))

from desk_app import TUESDAY, HandClock, Office, furnish


@pytest.fixture(scope="session")
def furnished(templates: Desks) -> str:
    """A desk at work that no test may open: it is there to be copied."""
    url = templates.place("furnished")
    furnish(url)
    return url


@pytest.fixture
def office(furnished: str, desks: Desks) -> Iterator[Office]:
    """A desk of this test's own, on a Tuesday at ten."""
    found = Office(desks.copy(furnished, "synergie"), HandClock(TUESDAY), desks.folder)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong is written to a folder of the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
