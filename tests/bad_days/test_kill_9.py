"""kill -9 between any two statements of any verb: afterwards nothing of it is left, and the desk is whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engines import Desks

PROGRAM = Path(__file__).with_name("dying_verbs.py")
VERBS = (
    "new", "reply", "reply and resolve", "call", "note", "move", "line up", "forward", "take", "unlock", "assign",
    "wait for contact", "wait until", "wake", "resolve", "close", "reopen", "priority", "subject", "kind", "contact",
    "category", "item", "merge", "unmerge", "split", "link", "undo", "redo", "timer", "draft", "saved view",
    "new agent", "new queue",
)  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_left_of_a_verb_that_died_before_it_was_done(
    shipped_office: str, desks: Desks, verb: str
) -> None:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), desks.copy(shipped_office), verb], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["changed"]
    assert found["statements"] >= 3  # BEGIN, something, COMMIT


def test_every_verb_of_a_ticket_is_among_them() -> None:
    from otui.desk import tickets

    assert {name.replace("_", " ") for name in tickets.__all__} <= {
        *VERBS, "wait",  # it is there twice: for the contact, and until a time
    }  # fmt: skip
