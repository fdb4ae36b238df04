"""Queues, agents, customers, contacts, rules; making, keeping and looking at a desk."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_queues(otui, ticket):
    ticket()
    rows = otui("queue", "list", "--json").json
    first = next(row for row in rows if row["name"] == "First line")
    assert (first["line"], first["open"], first["free"], first["parent"]) == (1, 1, 1, None)
    made = otui("queue", "new", "Printers", "--line", "2", "--parent", "Second line", "--json").json
    assert (made["name"], made["parent"], made["line"]) == ("Printers", "Second line", 2)
    assert otui("queue", "list").out.startswith("queue")
    assert otui("--as", "bea", "queue", "new", "Mine").code == 1
    assert otui("queue", "new", "printers").code == 1


def test_agents(otui):
    made = otui(
        "agent", "new", "Eve", "--name", "Eve Evers", "--role", "lead", "-q", "Network", "--json"
    ).json
    assert (made["login"], made["role"], made["queues"]) == ("eve", "lead", ["Network"])
    assert {row["login"] for row in otui("agent", "list", "--json").json} == {"ada", "bea", "cas", "eve"}
    assert otui("--as", "eve", "ticket", "list").code == 0
    for words in (
        ("gus", "--name", "G", "--line", "4"),
        ("gus", "--name", "G", "--speaks", "fr"),
        ("g us", "--name", "G"),
    ):
        assert otui("agent", "new", *words).code == 2


def test_an_agent_is_spoken_to_in_their_own_language_unless_asked_otherwise(otui):
    otui("agent", "new", "nel", "--name", "Nel", "--speaks", "nl")
    from otui.text import i18n

    otui("--as", "nel", "ticket", "list", LANG="")
    assert i18n.language() == "nl"
    otui("--as", "nel", "--lang", "en", "ticket", "list")
    assert i18n.language() == "en"


def test_customers_and_contacts(otui):
    assert otui("customer", "new", "Acme", "--phone", "020", "--json").json["name"] == "Acme"
    made = otui("contact", "new", "Anna", "--email", "anna@example.org", "--customer", "acme", "--json").json
    assert made == {"name": "Anna", "email": "anna@example.org", "phone": "", "customer": "Acme"}
    assert otui("contact", "list", "ann", "acm", "--json").json == [made]
    assert otui("customer", "list", "--json").json[0]["contacts"] == 1
    assert otui("contact", "new", "Other", "--email", "ANNA@example.org").code == 1
    assert otui("contact", "new", "Other", "--email", "anna").code == 2


def test_init_makes_a_desk_with_ones_own_rules(otui, desks, tmp_path):
    place = desks.place("own")
    data = tmp_path / "own"
    data.mkdir()
    (data / "queues.toml").write_text('[[queue]]\nname = "Desk"\nline = 1\ndefault = true\n')
    made = otui(
        "--desk", place, "init", "--data", str(data), "--login", "eve", "--name", "Eve", "--json"
    ).json
    assert made == {"desk": place, "admin": "eve", "queues": 1}
    assert otui("--desk", place, "--as", "eve", "queue", "list", "--json").json[0]["name"] == "Desk"
    assert otui("--desk", place, "init").code == 3


def test_init_makes_the_default_desk_and_its_folder(otui, monkeypatch):
    del otui.env["OTUI_DESK"]
    made = otui("init", "--json").json
    assert Path(made["desk"]).is_file()
    assert Path(made["desk"]).is_relative_to(otui.env["HOME"])
    assert otui("ticket", "list").code == 0


def test_a_demo_desk_is_made_and_one_that_is_there_is_left_alone(otui, desks):
    place = desks.place("demo")
    made = otui("demo", "--no-ui", "--tickets", "50", "--desk", place, "--json").json
    assert (made["desk"], made["tickets"]) == (place, 50)
    before = desks.dump(place)
    assert otui("demo", "--no-ui", "--desk", place).code == 3
    assert desks.dump(place) == before
    assert len(otui("--desk", place, "ticket", "list", "--state", "all", "--json").json) == 50


def test_the_demo_of_ones_own_is_made_anew_each_time(otui):
    del otui.env["OTUI_DESK"]
    first = otui("demo", "--no-ui", "--tickets", "30", "--json").json
    again = otui("demo", "--no-ui", "--tickets", "40", "--json").json
    assert first["desk"] == again["desk"]
    assert len(otui("--desk", again["desk"], "ticket", "list", "--state", "all", "--json").json) == 40


def test_backup_restore_and_check(otui, ticket, tmp_path):
    first = ticket("Before")
    copy = tmp_path / "copy.otui"
    assert otui("backup", str(copy)).code == 0
    assert otui("backup", str(copy)).code == 3
    assert otui("restore", "--check", str(copy)).code == 0
    ticket("After")
    said = otui("restore", str(copy))
    assert said.code == 0
    assert [row["number"] for row in otui("ticket", "list", "--json").json] == [first]
    kept = said.out.splitlines()[1].removeprefix("What it was before is in ").rstrip(".")
    assert len(otui("--desk", kept, "ticket", "list", "--json").json) == 2
    assert otui("check", "--json").json["findings"] == []
    copy.write_bytes(copy.read_bytes()[:9000])
    assert otui("restore", "--check", str(copy)).code == 3


def test_check_tells_what_is_wrong_and_exits_with_3(otui, ticket, desks):
    ticket()
    desks.run(otui.env["OTUI_DESK"], "UPDATE tally SET n = n + 1")
    said = otui("check")
    assert (said.code, said.err.count("\n")) == (3, 1)
    assert "First line" in said.out or "queue" in said.out


def test_doctor_looks_at_everything_and_says_what_to_mend(otui, ticket):
    ticket()
    said = otui("doctor", TMUX="x", OTUI_CLOCK="2026-11-23T18:00:00+01:00")
    for words in (
        "Program",
        "Terminal",
        "Desk",
        "set -g set-clipboard on",
        "you are: ada (admin)",
        "otui worker",
    ):
        assert words in said.out, words
    assert said.code == 0
    said = otui("--desk", "/nowhere/x.otui", "doctor")
    assert said.code == 3
    assert "no folder /nowhere" in said.out


def test_keys_and_config(otui, tmp_path):
    rows = otui("keys", "--json").json
    assert {"ticket.take", "ticket.reply"} <= {row["action"] for row in rows}
    assert len(otui("keys", "--context", "list", "--json").json) < len(rows)
    keymap = tmp_path / "keys.toml"
    keymap.write_text('[keys]\n"ticket.take" = ["T"]\n')
    assert otui("keys", "--check", str(keymap)).code == 0
    assert otui("keys", "check", str(keymap)).code == 0
    keymap.write_text('[keys]\n"ticket.tkae" = ["T"]\n')
    said = otui("keys", "--check", str(keymap))
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert f"{keymap}:2" in said.err
    settings = otui("config", "--json").json["settings"]
    assert settings["desk"] == {"value": otui.env["OTUI_DESK"], "origin": "OTUI_DESK"}
    assert otui("--desk", "/x/y", "config", "--json").json["settings"]["desk"]["origin"] == "command line"


LOG = "number,incident_state,active,reopen_count,caller_id,opened_by,opened_at\n"
"""A log without the columns that an import needs."""


@pytest.mark.parametrize("kind", ["servicenow", "csv"])
def test_an_import_of_a_file_that_does_not_fit_is_one_line(otui, tmp_path, kind):
    file = tmp_path / "log.csv"
    file.write_text(LOG)
    extra = ("--map", "nowhere") if kind == "csv" else ()
    for path in (file, tmp_path / "nowhere.csv"):
        said = otui("import", kind, str(path), *extra, "--timezone", "Europe/Amsterdam")
        assert (said.code, said.err.count("\n")) in {(2, 1), (3, 1)}, said
    said = otui("--as", "bea", "import", "servicenow", str(file), "--timezone", "Europe/Amsterdam")
    assert (said.code, said.err.count("\n")) == (1, 1)
