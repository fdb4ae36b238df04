"""The first start, in a terminal: whoever starts otui is its admin, and whoever comes next has to be made known."""

from __future__ import annotations

import json
import sys

import pytest
from pseudo_terminal import Terminal


def at_home(office, login: str) -> dict[str, str]:
    """The environment of somebody at a machine that has no desk but otui's own."""
    environ = {
        name: value
        for name, value in office.environ.items()
        if not name.startswith("OTUI_") or name == "OTUI_CLOCK"
    }
    return {**environ, "XDG_DATA_HOME": str(office.folder / "data"), "LOGNAME": login}


@pytest.mark.sqlite_only("otui's own desk is a file")
def test_whoever_starts_first_is_admin_and_the_next_one_is_told_whom_to_ask(office):
    first = Terminal([sys.executable, "-m", "otui"], at_home(office, "yan"), (80, 24), office.folder)
    try:
        first.see("This is the first start", "Your name")
        first.press(*"Yan Yilmaz", "enter")
        first.see("open 0", "yan")
        first.press("q")
        assert first.end() == 0
    finally:
        first.close()
    listed = office.run([sys.executable, "-m", "otui", "agent", "list", "--json"], **at_home(office, "yan"))
    (agent,) = json.loads(listed.stdout)
    assert (agent["login"], agent["name"], agent["role"]) == ("yan", "Yan Yilmaz", "admin")
    second = Terminal([sys.executable, "-m", "otui"], at_home(office, "zoe"), (80, 24), office.folder)
    try:
        assert second.end() == 1
        told = " ".join(second.text.split())
        assert "This desk does not know zoe." in told
        assert "Ask yan for `otui agent new zoe`" in told
    finally:
        second.close()
