"""`otui agent` and `otui queue`: what they print, what they refuse, and their exit codes."""

from __future__ import annotations

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
