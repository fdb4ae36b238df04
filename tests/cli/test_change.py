"""`otui change`: a change from its recording to its end, on the command line."""

from __future__ import annotations

import pytest

PLANS = (
    "--justification", "It hangs.", "--plan", "Flash it.",
    "--test-plan", "Ping it.", "--backout-plan", "Flash it back.",
)  # fmt: skip
CALM = ("experience=1", "backout=1", "test=1")


@pytest.fixture
def change(otui) -> str:
    """A normal change that bea owns and cas carries out, with all its plans."""
    assert otui("change", "board", "set", "cab", "ada", "bea").code == 0
    assert otui("change", "board", "set", "ecab", "ada").code == 0
    said = otui("change", "new", "--subject", "Firmware", "--json", OTUI_AGENT="bea")
    assert said.code == 0, said.err
    number = said.json["number"]
    for words in (
        ("take", number),
        ("edit", number, *PLANS, "--implementer", "cas"),
        ("schedule", number, "--from", "2026-11-24 20:00", "--to", "2h"),
        ("risk", number, *CALM),
        ("assess", number),
    ):
        done = otui("change", *words, OTUI_AGENT="bea")
        assert done.code == 0, (words, done.err)
    return str(number)


def test_a_change_goes_from_beginning_to_end(otui, change):
    steps = (
        ("bea", "ask", change, "ada"),
        ("ada", "approve", change, "--words", "Sound."),
        ("bea", "next", change),
        ("bea", "ask", change),
        ("ada", "approve", change),
        ("ada", "prioritise", change),
        ("bea", "priority", change, "--impact", "2", "--urgency", "2"),
        ("bea", "plan", change),
        ("bea", "test", change),
        ("bea", "test-result", change, "--body", "It pings."),
        ("bea", "implement", change, "--reason", "It is quiet now."),
        ("bea", "result", change, "successful"),
        ("bea", "document", change),
        ("bea", "document", change, "--body", "Firmware 7.2."),
        ("bea", "review", change),
        ("bea", "review", change, "--body", "As planned.", "--goal-met", "--lessons", "None."),
        ("ada", "close", change),
    )
    for login, *words in steps:
        said = otui("change", *words, OTUI_AGENT=login)
        assert said.code == 0, (words, said.err)
    shown = otui("change", "show", change, "--json").json
    assert (shown["step"], shown["result"], shown["goal_met"], shown["risk"]) == (
        "closed",
        "successful",
        "yes",
        "low",
    )
    assert [one["outcome"] for one in shown["rounds"]] == ["approved", "approved"]
    verbs = [one["verb"] for one in otui("change", "history", change, "--json").json]
    assert verbs[:3] == ["new", "take", "edit"]
    assert verbs[-1] == "close"
    plain = otui("change", "show", change).out
    for words in ("[closed]", "ada approves: Sound.", "Met", "Firmware 7.2."):
        assert words in plain or words == "Met"
    assert otui("change", "list").out.count(change) == 0
    assert change in otui("change", "list", "--all").out


def test_what_is_missing_is_on_stderr_with_what_to_do(otui, change):
    said = otui("change", "next", change, OTUI_AGENT="bea")
    assert said.code == 1
    assert "is not approved by peers" in said.err
    assert f"otui change ask {change} LOGIN" in said.err
    shown = otui("change", "show", change).out
    assert f"Next: authorise: {change} is not approved by peers." in shown
    assert otui("change", "show", "C9999-99").code == 1


def test_what_waits_for_my_word(otui, change):
    otui("change", "ask", change, "ada", OTUI_AGENT="bea")
    (row,) = otui("change", "waiting", "--json").json
    assert (row["number"], row["kind"], row["state"]) == (change, "peer", "asked")
    assert [one["number"] for one in otui("change", "list", "--to-approve", "--json").json] == [change]
    assert otui("change", "list", "--to-approve", "--json", OTUI_AGENT="cas").json == []
    refused = otui("change", "approve", change, OTUI_AGENT="cas")
    assert (refused.code, "cas carries it out" in refused.err) == (1, True)
    said = otui("change", "reject", change, "--words", "Too soon.")
    assert "As it stands: rejected." in said.out


def test_a_plan_that_changes_lets_approvals_fall(otui, change):
    otui("change", "ask", change, "ada", OTUI_AGENT="bea")
    otui("change", "approve", change)
    said = otui("change", "edit", change, "--plan", "-", stdin="Flash\nboth.", OTUI_AGENT="bea")
    assert "Its approvals fell" in said.out
    shown = otui("change", "show", change).out
    assert "(counts no more: implementation plan)" in shown
    assert "Flash" in shown


def test_an_old_version_is_a_conflict(otui, change):
    assert otui("change", "edit", change, "--subject", "Other", "--if-version", "1").code == 4


def test_a_standard_change_from_its_catalogue(otui, change):
    made = otui(
        "change", "catalogue", "new", "Reboot a switch", "--description", "At night.", "--from", change,
        "--minutes", "30", "--json", OTUI_AGENT="bea",
    )  # fmt: skip
    assert made.json["implementation_plan"] == "Flash it."
    early = otui("change", "new", "--standard", "Reboot", OTUI_AGENT="bea")
    assert (early.code, "is not approved" in early.err) == (1, True)
    assert otui("change", "catalogue", "propose", "Reboot", OTUI_AGENT="bea").code == 0
    assert otui("change", "approve", "Reboot", "--standard").code == 0
    assert otui("change", "catalogue", "show", "Reboot", "--json").json["state"] == "approved"
    said = otui(
        "change", "new", "--standard", "Reboot", "--from", "2026-11-25 21:00", "--implementer", "cas",
        "--owner", "bea", "--json", OTUI_AGENT="bea",
    )  # fmt: skip
    number = said.json["number"]
    assert (said.json["type"], said.json["ends_at"]) == ("standard", "2026-11-25T20:30:00+00:00")
    refused = otui("change", "edit", number, "--plan", "Otherwise.", OTUI_AGENT="bea")
    assert (refused.code, f"otui change retype {number} normal" in refused.err) == (1, True)
    assert otui("change", "plan", number, OTUI_AGENT="bea").code == 0
    early = otui("change", "implement", number, OTUI_AGENT="bea")
    assert (early.code, "not the time that is planned" in early.err, "--reason" in early.err) == (
        1,
        True,
        True,
    )
    assert otui("change", "implement", number, "--reason", "Quiet.", OTUI_AGENT="bea").code == 0
    assert "Reboot" in otui("change", "catalogue", "list").out


def test_a_request_for_change_of_an_incident(otui, ticket):
    incident = ticket("The core switch hangs")
    made = otui("change", "rfc", incident, "--json").json
    assert made["subject"] == "The core switch hangs"
    assert [(tie["kind"], tie["number"]) for tie in made["ties"]] == [("origin", incident)]
    waits = otui("ticket", "wait", incident, "change", made["number"])
    assert waits.code in (0, 2)


def test_an_emergency_needs_its_reason(otui):
    said = otui("change", "new", "--subject", "Close the hole", "--type", "emergency")
    assert said.code == 1
    assert "security" in said.err
    assert "security" in otui("change", "reasons").out
    said = otui(
        "change", "new", "--subject", "Close it", "--type", "emergency", "--emergency-reason", "security"
    )
    assert said.code == 0


def test_tasks_notes_and_ties(otui, change):
    assert otui("change", "task", change, "Order the firmware", "--kind", "implementation").code == 0
    (task,) = otui("change", "show", change, "--json").json["tasks"]
    assert otui("change", "task", change, str(task["id"]), "--done").code == 0
    assert otui("change", "note", change, "--body", "Vendor called.").code == 0
    assert otui("service", "new", "Core switch", "--kind", "network").code == 0
    assert otui("change", "link", change, "affects", "Core switch").code == 0
    shown = otui("change", "show", change)
    for words in ("[done]", "Vendor called.", "affects Core switch", "network or server"):
        assert words in shown.out
    assert otui("change", "unlink", change, "affects", "Core switch").code == 0
    assert otui("change", "link", change, "eats", "Core switch").code == 2


def test_only_a_lead_says_who_is_on_a_board(otui):
    said = otui("change", "board", "add", "cab", "bea", OTUI_AGENT="bea")
    assert said.code == 1
    assert otui("change", "board", "add", "cab", "bea", "cas").code == 0
    assert otui("change", "board", "remove", "cab", "cas").out == "On the CAB now: bea.\n"
    assert otui("change", "board", "list", "--json").json[0] == {"board": "cab", "agents": ["bea"]}


def test_in_dutch(otui, change):
    shown = otui("--lang", "nl", "change", "show", change).out
    assert "Risico" in shown
    assert "beoordelen" in shown or "beoordeling" in shown


def test_the_rule_file_of_changes_is_one_of_the_desks(otui, tmp_path):
    text = otui("rules", "show", "change").out
    assert "[approval]" in text
    file = tmp_path / "change.toml"
    file.write_text(text.replace("ecab = 1", "ecab = 2"), encoding="utf-8")
    assert otui("rules", "check", str(file)).code == 0
    said = otui("rules", "load", str(file), "--yes", "--json")
    assert (said.code, said.json["rebuilt"], said.json["loaded"]) == (0, 0, ["change"])
    newest = otui("rules", "log", "--json").json[0]
    assert "+ecab = 2" in otui("rules", "log", str(newest["version"])).out
    assert otui("rules", "back", "--yes").code == 0
    assert "ecab = 1" in otui("rules", "show", "change").out
    file.write_text(text.replace("peer = 1", "peer = 0"), encoding="utf-8")
    wrong = otui("rules", "check", str(file))
    assert wrong.code != 0
    assert "change.toml:5: 'peer'" in wrong.err
