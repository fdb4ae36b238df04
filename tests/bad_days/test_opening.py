"""A desk that cannot be opened: one sentence that says why and what to do, from a command and from the screen alike."""

from __future__ import annotations

import re

import pytest


def refused(office, *expected: str) -> None:
    """A command and the screen both end with exit code 3 and one sentence with `expected` in it."""
    said = office.command("ticket", "list")
    assert said.returncode == 3
    assert said.stdout == ""
    assert len(said.stderr.splitlines()) == 1
    screen = office.screen(ready="")
    assert screen.end() == 3
    assert screen.raw.count(b"\x1b[?1049l") == screen.raw.count(
        b"\x1b[?1049h"
    )  # the shell's own screen is back
    last = screen.text.replace("\n", "").replace(" ", "")
    for words in expected:
        assert words in said.stderr
        assert words.replace(" ", "") in last
    assert office.log == ""


@pytest.mark.sqlite_only("no file")
def test_no_desk_at_that_path(office):
    nowhere = office.folder / "nowhere.otui"
    office.url = str(nowhere)
    refused(office, "There is no desk at", "`otui init` makes one; --desk or OTUI_DESK names another.")
    assert not nowhere.exists()


@pytest.mark.sqlite_only("no folder")
def test_no_folder_at_that_path(office):
    office.url = str(office.folder / "nowhere" / "desk.otui")
    refused(office, "There is no folder", "Make it, or name another with --desk.")


@pytest.mark.sqlite_only("a file that is something else")
@pytest.mark.parametrize(
    "content", [b"", b"Dear colleague,\n" * 900, b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_a_file_that_is_no_desk_stays_as_it_is(office, content):
    letter = office.folder / "letter.txt"
    letter.write_bytes(content)
    office.url = str(letter)
    refused(office, "is no otui desk.", "Name another file with --desk, or make a desk with `otui init`.")
    assert letter.read_bytes() == content


def test_a_newer_desk_is_left_as_it_is(office, desks):
    desks.run(office.url, "UPDATE alembic_version SET version_num = '9999'")
    before = desks.dump(office.url)
    refused(office, "was made by a newer otui", "Upgrade otui on this machine; the desk was not touched.")
    assert desks.dump(office.url) == before


def test_a_rule_file_with_a_mistake_is_told_before_the_screen_stands(office, desks):
    desks.run(office.url, "UPDATE rule_text SET text = 'x = [' WHERE name = 'sla'")
    screen = office.screen(ready="")
    assert screen.end() == 2
    assert "sla.toml:1: This is no TOML" in screen.text
    said = office.command("ticket", "list")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("sla.toml:1: This is no TOML")
    assert office.log == ""


@pytest.mark.sqlite_only("the rights of a file")
def test_a_file_that_may_not_be_written(office, desks):
    office.bound = True
    desks.engine.file(office.url).chmod(0o444)
    refused(office, "cannot be written.", "The file and its folder must be yours to write.")


@pytest.mark.sqlite_only("the rights of a folder")
def test_a_folder_that_may_not_be_written(office, desks):
    office.bound = True
    desks.folder.chmod(0o555)
    refused(office, "cannot be written.", "The file and its folder must be yours to write.")
    desks.folder.chmod(0o755)


def test_an_agent_whom_the_desk_does_not_know(office):
    said = office.command("ticket", "list", login="zoe")
    assert (said.returncode, said.stdout) == (1, "")
    assert "does not know zoe" in said.stderr
    screen = office.screen(login="zoe", ready="")
    assert screen.end() == 1
    assert "say who you are with --as" in " ".join(screen.text.split())


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_place_a_cursor_is_sent_to_the_commands(office, term):
    screen = office.screen(ready="", TERM=term)
    assert screen.end() == 2
    (sentence,) = bytes(screen.raw).decode().splitlines()
    assert "cannot show a screen" in sentence
    assert "`otui ticket list`" in sentence
    number = office.new()
    assert number in office.command("ticket", "list", TERM=term).stdout


def test_no_terminal_at_all_is_sent_to_the_commands(office):
    said = office.command()
    assert (said.returncode, said.stdout) == (2, "")
    assert re.fullmatch(
        r"There is no terminal here to draw a screen on\. .*`otui ticket list`.*\n", said.stderr
    )
