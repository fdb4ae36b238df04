"""What may not be done is not done by the command either, and it prints no word of what is not theirs to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engines import Desks
from otui.cli.commands import walk
from otui.desk import people
from otui.desk.setup import make_desk
from rights_cases import CASES, MONDAY, ROLES, Floor, expected, staff
from secret_cases import BELOW, NAMES, OUTSIDERS, QUEUE, WORDS, Secrets, furnish_secrets

NINE = "2026-11-23T09:00:00+01:00"
LATER = "2026-11-23T10:30:00+01:00"

COMMANDS = {
    "see": "ticket list --search {n} --state all",
    "read": "ticket show {n}",
    "explain": "sla explain {n}",
    "reply": "ticket reply {n} --body Hello",
    "call": "ticket call {n} --body Hello",
    "note": "ticket note {n} --body Hello",
    "forward": "ticket forward {n} s@example.net",
    "take": "ticket take {n}",
    "take-over": "ticket take {n} --over",
    "unlock": "ticket unlock {n}",
    "assign": "ticket assign {n} ada",
    "move": "ticket move {n} Accounts",
    "line-up": "ticket line-up {n} --reason Hard",
    "wait-contact": "ticket wait {n} contact",
    "wait-third-party": "ticket wait {n} third-party",
    "wait-until": "ticket wait {n} 2h",
    "wait-problem": "ticket wait {n} {problem}",
    "wait-change": "ticket wait {n} {change}",
    "wake": "ticket wake {n}",
    "resolve": "ticket resolve {n}",
    "close": "ticket close {n}",
    "reopen": "ticket reopen {n}",
    "priority": "ticket priority {n} --impact 1 --urgency 1",
    "subject": "ticket subject {n} Better",
    "kind": "ticket kind {n} request",
    "category": "ticket category {n} printer",
    "item": "ticket item {n} Print",
    "contact": "ticket contact {n} piet@example.org",
    "merge": "ticket merge {n} {o}",
    "absorb": "ticket merge {o} {n}",
    "unmerge": "ticket unmerge {n}",
    "split": "ticket split {n} {article}",
    "link": "ticket link {n} {o}",
    "link-to": "ticket link {o} {n}",
    "undo": "undo {n}",
}
NOT_BY_NUMBER = {"tell-workaround", "problem-fixed", "problem-ended", "problem-moved", "task"}
"""What a problem's own commands do to all the tickets that it touches; and a step of a ticket's own checklist."""
TOLD = {
    "y": (0, ""),
    "L": (1, "is locked by cas"),
    "C": (4, "cas has"),
    "N": (1, "There is no ticket"),
    "m": (1, "You have"),
    "f": (1, "is free already"),
}


@pytest.fixture(scope="session")
def floor_made(templates: Desks) -> str:
    url = templates.place("cli-floor")
    with make_desk(url, login="ada", name="Ada Admin", clock=lambda: MONDAY) as desk:
        for login, name, values in (
            ("lea", "Lea Lead", {"role": "lead"}),
            ("bea", "Bea Bakker", {}),
            ("cas", "Cas Claes", {}),
        ):
            desk.call(people.new_agent, login, name, **values)
        staff(desk)
    return url


@pytest.fixture
def floor(floor_made: str, desks: Desks) -> Iterator[Floor]:
    found = Floor(desks.copy(floor_made))
    yield found
    found.close()


@pytest.mark.parametrize(
    ("role", "relation"),
    [("agent", "own"), ("agent", "locked"), ("agent", "unseen"), ("lead", "unseen"), ("admin", "unseen")],
)
def test_every_verb_as_a_command(otui, floor, role, relation):
    assert set(COMMANDS) == set(CASES) - NOT_BY_NUMBER
    records = {
        kind: floor.desk("ada").database.read().value(f"SELECT number FROM {kind} WHERE id = 1")
        for kind in ("problem", "change")
    }
    for verb, letter in expected(role, relation).items():
        if letter == "." or verb in NOT_BY_NUMBER:
            continue
        number = floor.ticket(ROLES[role], relation, CASES[verb].first)
        other = floor.new("ada", "First line")
        article = getattr(floor.command(CASES["split"], number, other), "article", 0)
        words = COMMANDS[verb].format(n=number, o=other, article=article, **records).split()
        before = floor.state()
        said = otui("--desk", floor.url, "--as", ROLES[role], *words, OTUI_CLOCK=NINE)
        code, sentence = TOLD[letter]
        if verb == "see" and letter == "N":
            code, sentence = 0, ""  # a list is empty, and no error
            assert "No tickets" in said.out
        assert (said.code, sentence in said.err) == (code, True), (verb, said)
        assert (floor.state() != before) == (letter == "y" and not CASES[verb].reads), verb


@pytest.fixture(scope="session")
def secrets_made(templates: Desks) -> Secrets:
    return furnish_secrets(templates.place("cli-secrets"))


def questions(secrets: Secrets) -> list[list[str]]:
    """Every command that asks something, with all that could lead it to what is secret."""
    numbers = (*secrets.numbers, *secrets.shown)
    asked = [
        [*path, *more]
        for path, _help, _command in walk()
        if path[-1] in ("list", "show", "check", "doctor", "config", "log", "run") and path[0] != "ssh"
        for more in ([], ["--json"])
        if not (more and path[0] in ("check", "doctor", "config")) and path[:2] != ("rules", "check")
    ]
    for number in numbers:
        for words in ("ticket show", "ticket history", "ticket explain", "sla explain"):
            asked += [[*words.split(), number], [*words.split(), number, "--json"]]
        asked.append(["undo", number])
    for word in (*WORDS, *numbers, "a", "e"):
        asked += [["ticket", "list", "--state", "all", "--search", word, "--json"]]
        asked += [["contact", "list", word], ["customer", "list", word]]
    for name in NAMES:
        asked += [["ticket", "list", "--queue", name], ["queue", "show", name]]
    for login in ("hri", "bea", "ada"):
        asked += [["ticket", "list", "--owner", login, "--state", "all", "--json"], ["agent", "show", login]]
    asked += [["ticket", "list", "--state", "all", "--order", by] for by in ("due", "number", "subject")]
    asked += [["ticket", "list", "--escalated"], ["rules", "show", "queues"], ["rules", "log", "4"]]
    asked += [["ticket", "new", "--subject", "It hums", "--queue", QUEUE[:6]], ["undo"], ["redo"]]
    asked += [["ticket", "move", secrets.shown[0], BELOW[:7]]]
    return asked


@pytest.mark.parametrize("login", OUTSIDERS)
def test_no_command_prints_a_word_of_it(otui, secrets_made, desks, login):
    secrets = replace(secrets_made, url=desks.copy(secrets_made.url))
    for words in questions(secrets):
        if login == "adm" and words[0] in ("ticket", "undo", "redo") and words[1:2] in (["new"], ["move"]):
            continue  # who manages a queue may put a ticket in it
        said = otui("--desk", secrets.url, "--as", login, *words, OTUI_CLOCK=LATER)
        printed = said.out + said.err
        for word in words:
            if len(word) > 3:
                printed = printed.replace(word, "…")
        found = secrets.found_in(printed, login)
        assert not found, f"otui {' '.join(words)} says {found}:\n{said.out}{said.err}"
        assert "Traceback" not in printed, words


def test_json_of_what_went_out_of_sight_is_its_number_alone(otui, floor):
    number = floor.new("ada", "First line")
    words = ("ticket", "move", number, "Staff matters", "--json")
    moved = otui("--desk", floor.url, "--as", "adm", *words, OTUI_CLOCK=NINE)
    assert (moved.code, moved.json) == (0, {"number": number})
