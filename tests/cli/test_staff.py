"""`otui agent` and `otui queue`: what they print, what they refuse, and their exit codes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def test_an_agent_from_making_to_leaving(otui):
    made = otui("agent", "new", "eve", "--name", "Eve Eikema", "--json").json
    assert (made["login"], made["name"], made["role"], made["active"]) == ("eve", "Eve Eikema", "agent", True)
    changed = otui("agent", "change", "eve", "--role", "lead", "--line", "2", "--speaks", "nl", "--json").json
    assert (changed["role"], changed["line"], changed["lang"]) == ("lead", 2, "nl")
    joined = otui("agent", "team", "eve", "--join", "Network", "--leave", "Accounts", "--json").json
    assert "Network" in joined["queues"]
    assert "Accounts" not in joined["queues"]
    number = otui("ticket", "new", "--subject", "S", "--json").json["number"]
    assert otui("--as", "eve", "ticket", "take", number).code == 0
    said = otui("agent", "deactivate", "eve")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "eve has 1 locked ticket" in said.err
    assert "--hand-to" in said.err
    assert otui("agent", "deactivate", "eve", "--hand-to", "bea").out == (
        "eve is no longer active. 1 ticket went to bea.\n"
    )
    assert otui("ticket", "show", number, "--json").json["owner"] == "bea"
    assert "eve" not in otui("agent", "list").out
    assert "not active" in otui("agent", "list", "--all").out
    shut = otui("--as", "eve", "ticket", "list")
    assert (shut.code, shut.err) == (1, "eve is no longer active at this desk. Ask ada.\n")
    assert otui("agent", "activate", "eve").code == 0
    assert otui("undo").out == "activate on eve is undone.\n"
    assert otui("undo", "--json").json["said"] == "deactivate on eve is undone."
    assert otui("agent", "show", "eve", "--json").json["active"] is True


def test_being_away_and_back(otui):
    told = otui("--as", "bea", "agent", "away", "--until", "fri 14:00", "--substitute", "cas")
    assert told.out == "bea is away until Fri 27 Nov 14:00. cas stands in.\n"
    row = otui("agent", "show", "bea", "--json").json
    assert (row["back_at"], row["substitute"]) == ("2026-11-27T13:00:00+00:00", "cas")
    assert "away until Fri 27 Nov 14:00" in otui("agent", "list").out
    assert "stands in for: bea" in otui("agent", "show", "cas").out
    number = otui("ticket", "new", "--subject", "S", "--json").json["number"]
    refused = otui("ticket", "assign", number, "bea")
    assert refused.code == 1
    assert "cas stands in for them; --anyway" in refused.err
    assert otui("ticket", "assign", number, "bea", "--anyway").code == 0
    assert otui("--as", "bea", "agent", "back").out == "bea is back.\n"
    assert otui("--as", "bea", "agent", "back").code == 1


def test_a_queue_from_making_to_leaving(otui):
    assert otui("queue", "new", "Printers", "--line", "2", "--parent", "Second line").code == 0
    changed = otui(
        "queue", "change", "Printers", "--name", "Prints", "--place", "1", "--lock-minutes", "30", "--json"
    ).json
    assert (changed["name"], changed["parent"], changed["lock_minutes"]) == ("Prints", "Second line", 30)
    names = [row["name"] for row in otui("queue", "list", "--json").json]
    assert names.index("Prints") == names.index("Second line") + 1
    assert otui("queue", "team", "Prints", "--join", "bea", "--json").json["team"] == ["bea"]
    hidden = otui("queue", "change", "Prints", "--confidential", "--json").json
    assert hidden["confidential"] is True
    assert "open" not in hidden
    assert "Prints" not in otui("--as", "cas", "queue", "list").out
    assert "team: " in otui("queue", "show", "prints").out
    otui("queue", "change", "Prints", "--open")
    number = otui("ticket", "new", "--subject", "S", "--queue", "Prints", "--json").json["number"]
    refused = otui("queue", "deactivate", "Prints")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "Prints has 1 open ticket" in refused.err
    assert otui("queue", "deactivate", "Prints", "--move-to", "Network").code == 0
    assert otui("ticket", "show", number, "--json").json["queue"] == "Network"
    assert otui("queue", "activate", "Prints").code == 0
    assert 'name = "Prints"' in otui("rules", "show", "queues").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("agent", "change", "cas"), 2),
        (("agent", "change", "nobody", "--name", "N"), 1),
        (("agent", "change", "cas", "--role", "king"), 2),
        (("agent", "change", "cas", "--line", "many"), 2),
        (("agent", "team", "cas"), 2),
        (("agent", "away", "--until", "someday"), 2),
        (("agent", "away", "--until", "fri", "--substitute", "ada"), 1),
        (("agent", "deactivate", "ada"), 1),
        (("agent", "deactivate", "cas", "--hand-to", "bea", "--release"), 2),
        (("agent", "show", "nobody"), 1),
        (("--as", "bea", "agent", "change", "cas", "--name", "N"), 1),
        (("queue", "change", "Network"), 2),
        (("queue", "change", "Network", "--line", "2"), 1),
        (("queue", "change", "Network", "--place", "0"), 2),
        (("queue", "change", "Nowhere", "--line", "2"), 1),
        (("queue", "show", "S"), 1),
        (("queue", "team", "Network"), 2),
        (("queue", "deactivate", "First line"), 1),
        (("--as", "bea", "queue", "deactivate", "Network"), 1),
    ],
)
def test_what_cannot_be_is_one_sentence_and_its_code(otui, words, code):
    said = otui(*words)
    assert (said.code, said.out) == (code, "")
    assert said.err.count("\n") == 1


def test_whoever_is_unknown_is_told_whom_to_ask(otui):
    """The first person at a desk is its admin; the next one has to be made known."""
    otui("agent", "change", "bea", "--role", "admin")
    said = otui("ticket", "list", OTUI_AGENT="", LOGNAME="zoe")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "does not know zoe" in said.err
    assert "ada or bea" in said.err
    assert "otui agent new zoe" in said.err


def test_whoever_makes_the_desk_is_its_admin_and_the_next_one_is_not(otui, tmp_path):
    desk = str(tmp_path / "fresh.otui")
    made = otui("--desk", desk, "init", "--json", OTUI_AGENT="", LOGNAME="yan").json
    assert made["admin"] == "yan"
    assert (
        otui("--desk", desk, "agent", "list", "--json", OTUI_AGENT="", LOGNAME="yan").json[0]["role"]
        == "admin"
    )
    said = otui("--desk", desk, "agent", "list", OTUI_AGENT="", LOGNAME="zoe")
    assert said.code == 1
    assert "Ask yan" in said.err


def resolution(otui, number):
    return otui("ticket", "show", number, "--json").json["resolution_due"][:16]


def test_a_change_of_a_queue_that_moves_clocks_is_shown_and_wants_a_yes(otui, ticket):
    """LOW has 24 hours: from Monday nine Wednesday 14:00 in the office, Tuesday nine round the clock."""
    number = ticket("Wish", "--queue", "Network", "--impact", "1", "--urgency", "1")
    hours = ("queue", "change", "Network", "--calendar", "always")
    refused = otui(*hours)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "1 of 1 open ticket moves: 1 sooner." in refused.out
    assert "--yes" in refused.err
    assert "--preview" in refused.err
    assert otui(*hours, "--json").out == ""
    seen = otui(*hours, "--preview")
    assert (seen.code, number in seen.out) == (0, True)
    found = otui(*hours, "--preview", "--json").json
    assert (found["files"], found["moved"], found["unseen"]) == (["queues"], 1, [])
    assert [one[:16] for one in found["tickets"][0]["resolution_due"]] == [
        "2026-11-25T13:00",
        "2026-11-24T08:00",
    ]
    assert resolution(otui, number) == "2026-11-25T13:00"
    done = otui(*hours, "--yes", "--json").json
    assert (done["calendar"], done["effect"]["moved"]) == ("always", 1)
    assert resolution(otui, number) == "2026-11-24T08:00"
    assert otui("rules", "log", "--json").json[0]["agent"] == "ada"
    assert otui("undo").code == 0
    assert resolution(otui, number) == "2026-11-25T13:00"
    assert otui("--as", "bea", *hours, "--preview").code == 1


def test_a_change_of_a_queue_that_moves_nothing_does_not_ask(otui, ticket):
    ticket("Wish", "--queue", "Network")
    assert otui("queue", "change", "Network", "--name", "Nets").out == "Nets is changed.\n"
    assert otui("queue", "change", "Nets", "--lock-minutes", "30").out == "Nets is changed.\n"
    assert otui("queue", "change", "Workplace", "--calendar", "always").out == "Workplace is changed.\n"
    none = otui("queue", "change", "Nets", "--place", "1", "--preview")
    assert none.out.startswith("Nothing moves")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"\n", 1)])
def test_on_a_terminal_a_change_of_a_queue_asks(otui, ticket, answer, code):
    import pty

    ticket("Wish", "--queue", "Network", "--impact", "1", "--urgency", "1")
    main, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "otui", "queue", "change", "Network", "--parent", "Standby", "--line", "1"],
        env={**os.environ, **otui.env},
        stdin=side,
        stdout=side,
        stderr=side,
    )
    os.close(side)
    seen = b""
    while b"[y/N]" not in seen:
        seen += os.read(main, 4096)
    assert b"1 of 1 open ticket moves" in seen
    os.write(main, answer)
    assert process.wait(60) == code
    os.close(main)
    parent = otui("queue", "show", "Network", "--json").json["parent"]
    assert parent == ("Standby" if code == 0 else "Second line")
