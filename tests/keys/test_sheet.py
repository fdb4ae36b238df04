"""Keys to be read are the keys that work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from otui.keys.actions import ACTIONS, Context
from otui.keys.document import document
from otui.keys.keymap import Keymap
from otui.keys.model import STACKS
from otui.keys.names import from_event, parse_sequence, prints
from otui.keys.sheet import footer, help_for, listing

ROOT = Path(__file__).resolve().parents[2]
THREAD = (Context.THREAD, Context.TICKET, Context.GLOBAL)


def test_help_tells_what_has_focus_first_and_each_action_once() -> None:
    groups = help_for(THREAD, Keymap.load())
    places = [group.context for group in groups]
    assert places == sorted(places, key=THREAD.index)
    told = [row.action for group in groups for row in group.rows]
    assert len(told) == len(set(told))
    assert set(told) == {row.id for row in Keymap.load().actions_for(THREAD)}
    assert (groups[0].place, groups[0].title) == ("In the thread of a ticket", "Move about")


def test_help_tells_the_agents_own_keys() -> None:
    keymap = Keymap.load("default", '[keys]\n"ticket.take" = ["T", "g a"]')
    rows = {row.action: row for group in help_for(THREAD, keymap) for row in group.rows}
    assert (rows["ticket.take"].keys, rows["ticket.take"].command) == (("T", "g a"), ":take")
    assert "app.theme" not in rows, "T was its only key"


def test_every_key_in_help_works_where_it_is_told() -> None:
    for preset in ("default", "vim"):
        keymap = Keymap.load(preset)
        for stack in STACKS:
            table = keymap.table(stack)
            for group in help_for(stack, keymap):
                for row in group.rows:
                    for shown in row.keys:
                        written = {"↓": "down", "↑": "up", "←": "left", "→": "right"}.get(shown, shown)
                        assert table[parse_sequence(written)].id == row.action


def test_help_leaves_out_keys_that_would_be_typed() -> None:
    for group in help_for((Context.COMPOSER, Context.GLOBAL), Keymap.load()):
        assert not [row for row in group.rows if any(prints(key) for key in row.keys)]


def test_the_listing_has_every_action_also_without_keys() -> None:
    keymap = Keymap.load("default", '[keys]\n"ticket.junk" = "none"')
    rows = {row.action: row for row in listing(keymap)}
    assert list(rows) == list(ACTIONS)
    assert rows["ticket.junk"].keys == ()
    assert rows["ticket.move"].command == ":move QUEUE [REASON]"
    assert "compose.send" not in {row.action for row in listing(keymap, THREAD)}


def test_the_footer_has_what_is_wanted_and_works() -> None:
    wanted = ("ticket.reply", "compose.send", "find.help")
    assert footer(THREAD, Keymap.load(), wanted) == (("r", "Reply"), ("?", "Keys"))
    writing = (Context.COMPOSER, Context.GLOBAL)
    assert footer(writing, Keymap.load(), wanted) == (("ctrl+s", "Send"), ("f1", "Keys"))


def test_the_page_of_the_handbook_is_that_of_the_registry() -> None:
    page = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m otui.keys.document > docs/keys.md"


def test_the_page_tells_every_action_once_with_its_keys() -> None:
    rows = [line for line in document().splitlines() if line.startswith("| `")]
    assert sorted(line.split("`")[-2] for line in rows) == sorted(ACTIONS)


def test_key_events_get_the_names_of_the_keymap() -> None:
    assert from_event("question_mark", "?") == "?"
    assert from_event("upper_g", "G") == "G"
    assert from_event("space", " ") == "space"
    assert from_event("escape", "\x1b") == "escape"
    assert from_event("ctrl+j", "\n") == "ctrl+j"
    assert from_event("ctrl+s", "s") == "ctrl+s"
    assert from_event("alt+x", "x") == "alt+x"
    assert from_event("pagedown", None) == parse_sequence("PgDn")[0]


def test_the_registry_needs_no_screen_and_no_database() -> None:
    """The shell prints and checks keys too, and the first screen waits for this import."""
    script = (
        "import sys, otui.keys.sheet, otui.keys.completion, otui.keys.sequences\n"
        "print([m for m in ('textual', 'rich', 'sqlmodel', 'sqlalchemy', 'pydantic', 'typer') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
