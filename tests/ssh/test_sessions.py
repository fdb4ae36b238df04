"""Agents at work over a real line: each as who their key says, on one desk, and nothing lost where the line drops."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from loopback import Door, Sshd, find, keygen, processes, start_sshd, wait_for

from engines import Desks
from otui.desk import people
from otui.desk.office import leaving, sshkeys
from otui.desk.setup import make_desk


def test_two_agents_work_side_by_side(door: Door) -> None:
    number = door.new("Printer is stuck")
    bea, cas = door.screen("bea"), door.screen("cas")
    bea.see("bea", number, "Printer is stuck")
    cas.see("cas", number)
    bea.press("a")
    wait_for(lambda: door.value("SELECT a.login FROM ticket t JOIN agent a ON a.id = t.owner_id") == "bea")
    cas.see(number, "bea")
    assert door.value("SELECT count(DISTINCT agent_id) FROM ssh_key WHERE used_at IS NOT NULL") == 2
    for terminal in (bea, cas):
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.unexpected() == []


def test_a_command_speaks_to_the_desk_as_its_agent(door: Door) -> None:
    number = door.new()
    said = door.run("cas", f"ticket note {number} --body - --json", data="Its paper is wet; $(id) `id`\n")
    assert (said.returncode, json.loads(said.stdout)["number"]) == (0, number)
    assert door.value("SELECT author FROM article WHERE kind = 'note'") == "Cas Claes"
    assert door.value("SELECT body FROM article WHERE kind = 'note'").startswith(
        "Its paper is wet; $(id) `id`"
    )
    taken = door.run("bea", f"otui --lang nl ticket take {number}")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert json.loads(door.run("cas", "ticket list --json").stdout)[0]["owner"] == "bea"
    assert door.run("cas", "--version").stdout.startswith("otui ")
    assert "ticket" in door.run("cas", "--help").stdout


def test_a_command_that_needs_a_terminal_says_so(door: Door) -> None:
    said = door.run("bea", "otui")
    assert said.returncode == 2
    assert "no terminal" in said.stderr


def test_an_agent_brings_a_key_of_their_own_and_takes_one_away(door: Door, tmp_path: Path) -> None:
    keygen(tmp_path / "laptop", "-t", "ecdsa", "-b", "384")
    public = (tmp_path / "laptop.pub").read_text()
    assert door.run("bea", "ssh key add bea -", data=public).returncode == 0
    door.let_in()
    listed = door.call([*door.client(str(tmp_path / "laptop")), door.host, "ssh key list --json"])
    assert [row["comment"] for row in json.loads(listed.stdout)] == ["bea", "laptop"]
    old = door.fingerprint("bea")
    assert door.run("cas", f"ssh key remove {old}").returncode == 1
    assert door.run("bea", f"ssh key remove {old}").returncode == 0
    refused = door.run("bea", "ticket list")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "does not open the desk any more" in refused.stderr


@pytest.mark.parametrize("how", ["the key is taken away", "the agent leaves"])
def test_a_session_ends_where_its_key_opens_nothing_any_more(door: Door, how: str) -> None:
    number = door.new()
    bea, cas = door.screen("bea"), door.screen("cas")
    bea.see(number)
    bea.press("i")
    bea.see("INTERNAL")
    bea.press("Half a sentence")
    bea.see("Half a sentence")
    with door.desk() as desk:
        if how == "the agent leaves":
            desk.do(leaving.deactivate, leaving.Deactivate(agent="bea"))
        else:
            desk.call(sshkeys.remove, door.fingerprint("bea"))
    assert bea.end() == 1
    told = {"the agent leaves": "no longer active", "the key is taken away": "Your key was taken away"}
    assert told[how] in bea.text
    assert "Half a sentence" in str(door.value("SELECT body FROM draft"))
    assert door.run("bea", "ticket list").returncode == 1
    cas.see(number)
    cas.press("q")
    assert cas.end() == 0


def test_words_half_written_outlive_a_line_that_drops(door: Door) -> None:
    number = door.new()
    terminal = door.screen("bea")
    terminal.see(number)
    terminal.press("i")
    terminal.see("INTERNAL")
    terminal.press("The drum is worn out")
    terminal.see("worn out")
    session = door.session_of("bea")
    terminal.program.send_signal(signal.SIGKILL)
    terminal.wait_gone()
    wait_for(lambda: session not in processes(), "the end of the session")
    assert "The drum is worn out" in str(door.value("SELECT body FROM draft WHERE kind = 'note'"))


@pytest.mark.skipif(
    os.getuid() != 0, reason="sshd runs a command for keys only where root owns it and all above it"
)
def test_sshd_asks_the_desk_itself_for_the_key(door: Door, tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="otui-test-", dir="/run"))
    folder.chmod(0o755)
    asked = folder / "keys"
    asked.write_text(
        f'#!/bin/sh\nexec {sys.executable} -I -m otui --desk "{door.url}" ssh authorized-keys "$@"\n'
    )
    asked.chmod(0o755)
    more = f"AuthorizedKeysCommand {asked} --user %u --fingerprint %f\nAuthorizedKeysCommandUser root"
    shutil.copy(door.sshd.folder / "host", tmp_path / "host")
    (tmp_path / "host").chmod(0o600)
    asking = start_sshd(tmp_path, more)
    try:
        direct = Door(door.url, door.keys, asking, tmp_path)
        assert direct.run("bea", "ticket list").returncode == 0
        assert direct.run("nobody", "ticket list").returncode == 255
        with direct.desk() as desk:
            desk.call(sshkeys.add, "bea", (door.keys / "nobody.pub").read_text())
        assert direct.run("nobody", "ticket list").returncode == 0
        with direct.desk() as desk:
            desk.call(sshkeys.remove, direct.fingerprint("bea"))
        assert direct.run("bea", "ticket list").returncode == 255
    finally:
        asking.process.terminate()
        asking.process.wait()
        shutil.rmtree(folder)


def test_nobody_comes_in_with_a_key_that_the_desk_does_not_know(door: Door) -> None:
    assert door.run("nobody", "ticket list").returncode == 255


def test_paths_that_every_reader_of_the_line_takes_apart_arrive_whole(door: Door, tmp_path: Path) -> None:
    if not door.url.startswith("/"):
        pytest.skip("a desk on a server has no path")
    odd = tmp_path / """it's a "100%" \\ $HOME `id` %u ; & desk"""
    odd.mkdir()
    door.url = str(shutil.copy(door.url, odd / "desk.otui"))
    door.let_in()
    said = door.run("bea", "agent list --json")
    assert {row["login"] for row in json.loads(said.stdout)} == {"ada", "bea", "cas"}
    listed = subprocess.run(
        [find("ssh-keygen") or "", "-lf", str(door.sshd.folder / "authorized_keys")],
        capture_output=True,
        text=True,
    )
    assert door.fingerprint("bea") in listed.stdout


def test_a_desk_on_a_server_that_has_a_name(
    server_desks: Desks, keys: Path, sshd: Sshd, tmp_path: Path
) -> None:
    """Its driver asks for the address by itself, whenever it connects."""
    url = server_desks.place("named")
    with make_desk(url, login="ada", name="Ada Admin") as desk:
        desk.call(people.new_agent, "bea", "Bea Bakker")
        desk.refresh()
        desk.call(sshkeys.add, "bea", (keys / "bea.pub").read_text())
    named = Door(re.sub("127[.]0[.]0[.]1|::1", "localhost", url), keys, sshd, tmp_path)
    assert "@localhost" in named.url
    named.let_in()
    said = named.run("bea", "agent list --json")
    assert (said.returncode, said.stderr) == (0, "")
    assert {row["login"] for row in json.loads(said.stdout)} == {"ada", "bea"}
