"""Which commands go over SSH: none that takes a path, but those that ask before they open it."""

from __future__ import annotations

import pytest

from otui import restricted
from otui.cli.commands import COMMANDS, walk
from otui.cli.over_ssh import ALLOWED, EVERY, forbid_others

ASKING = {("keys",), ("ssh", "key", "add"), ("change", "calendar")}
"""Commands that take a file on the machine itself, and refuse it over SSH; test_breaking_out tries them."""


def allowed(path: tuple[str, ...]) -> bool:
    return bool(ALLOWED.get(path[0], frozenset()) & {*path[1:2], *EVERY})


def test_no_command_that_goes_over_ssh_takes_a_path() -> None:
    taking = {
        path
        for path, _text, command in walk()
        if any(word in str(one.metavar) for one in command.params for word in ("FILE", "DIR", "PATH"))
        or any("Path" in str(one.type_descriptor) for one in command.params)
    }
    assert ("backup",) in taking
    assert {path for path in taking if allowed(path)} == ASKING


def test_the_list_names_commands_that_there_are() -> None:
    paths = {path[:2] for path, _text, _command in walk()}
    for word, below in ALLOWED.items():
        assert word in COMMANDS
        assert all((word, one) in paths for one in below - EVERY)


def test_a_command_that_is_not_on_the_list_is_refused_and_a_new_one_is_not_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(restricted, "_person", "bea")
    for path in (("ticket", "take"), ("undo",), ("rules", "show"), ("ssh", "key", "list"), ()):
        forbid_others(path)
    for path in (("rules", "load"), ("rules",), ("backup",), ("ssh", "authorized-keys"), ("later",), ("*",)):
        with pytest.raises(restricted.Forbidden, match="does not work over SSH"):
            forbid_others(path)
