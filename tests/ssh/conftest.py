"""A desk behind a real sshd, and agents who come in with their own keys."""

from __future__ import annotations

import compileall
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Helpers of this folder and of the bad days, imported by their own names.
sys.path.insert(0, str(Path(__file__).parents[1] / "bad_days"))
sys.path.insert(0, str(Path(__file__).parent))

from loopback import AGENTS, Door, Sshd, keygen, missing, start_sshd

import otui
from engines import Desks
from otui.desk import people
from otui.desk.office import sshkeys
from otui.desk.setup import make_desk


@pytest.fixture(scope="session")
def ssh_tools() -> None:
    """OpenSSH. Where it is missing the test is skipped, but with OTUI_TEST_ALL set it fails."""
    if why := missing():
        (pytest.fail if os.environ.get("OTUI_TEST_ALL") else pytest.skip)(why)


@pytest.fixture(scope="session")
def sshd(ssh_tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """One sshd for all tests of a worker; each test writes the keys of its own desk.

    A session writes no file, and so no compiled module: what is not compiled yet would be compiled by each of them.
    """
    compileall.compile_dir(Path(otui.__file__).parent, quiet=2)
    found = start_sshd(tmp_path_factory.mktemp("sshd"))
    yield found
    found.process.terminate()
    found.process.wait()


@pytest.fixture(scope="session")
def keys(ssh_tools: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key pair for each agent, named by their login, and one that nobody has."""
    folder = tmp_path_factory.mktemp("keys")
    for login in (*AGENTS, "nobody"):
        keygen(folder / login)
    return folder


@pytest.fixture(scope="session")
def staffed(templates: Desks, keys: Path) -> str:
    """A desk with an admin, and two agents with a key each, that no test may open."""
    url = templates.place("staffed")
    with make_desk(url, login="ada", name="Ada Admin") as desk:
        for login, name in (("bea", "Bea Bakker"), ("cas", "Cas Claes")):
            desk.call(people.new_agent, login, name)
        desk.refresh()
        for login in AGENTS:
            desk.call(sshkeys.add, login, (keys / f"{login}.pub").read_text())
    return url


@pytest.fixture
def door(staffed: str, desks: Desks, keys: Path, sshd: Sshd, tmp_path: Path) -> Iterator[Door]:
    """A desk of this test's own behind sshd."""
    found = Door(desks.copy(staffed), keys, sshd, tmp_path)
    found.let_in()
    yield found
    found.close()
