"""The registry as a whole: nothing without words, nothing out of reach, nothing dangerous by accident."""

from __future__ import annotations

import re

import pytest

from otui.errors import NotFound
from otui.keys.actions import ACTIONS, Action, Context, Danger, action
from otui.keys.forms import KINDS, PLACES, forms
from otui.keys.keymap import PRESETS, Keymap
from otui.keys.model import GROUPS, STACKS, TYPE_THE_COUNT
from otui.keys.names import parse_sequence

EVERY = pytest.mark.parametrize("row", ACTIONS.values(), ids=lambda row: row.id)


@EVERY
def test_says_what_it_is(row: Action) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_0-9]+", row.id)
    assert row.title
    assert row.help.endswith("."), "help is a sentence"
    assert row.group in GROUPS
    assert row.contexts


@EVERY
def test_is_reached_by_key_and_by_the_command_line(row: Action) -> None:
    for preset in PRESETS:
        assert Keymap.load(preset).keys_of(row.id), f"no key in {preset}"
    assert row.command or row.id.startswith(("nav.", "pane.", "preview.", "command.")), (
        "moving needs no words"
    )


@EVERY
def test_is_reached_where_it_is_said_to_work(row: Action) -> None:
    for preset in PRESETS:
        keymap = Keymap.load(preset)
        for context in row.contexts:
            stacks = [stack for stack in STACKS if context in stack]
            assert any(row in keymap.actions_for(stack) for stack in stacks), f"{context} in {preset}"


@EVERY
def test_has_dutch_words_for_its_command(row: Action) -> None:
    assert bool(row.command) == bool(row.aliases)


@EVERY
def test_asks_only_where_it_says_what_it_waits_for(row: Action) -> None:
    assert bool(row.confirm) == (row.danger is Danger.ASKS)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_key_that_confirms_is_not_the_key_that_asks(preset: str) -> None:
    keymap = Keymap.load(preset)
    asking = [row for row in ACTIONS.values() if row.danger is Danger.ASKS]
    assert {row.id for row in asking} >= {"app.quit", "compose.send", "compose.discard"}
    for row in asking:
        assert any(row in keymap.actions_for(stack) for stack in STACKS)
        last_keys = {sequence[-1] for sequence in keymap.keys_of(row.id)}
        assert row.confirm not in last_keys
        assert row.confirm == TYPE_THE_COUNT or len(row.confirm) == 1


def test_what_changes_a_ticket_is_never_on_a_ctrl_key() -> None:
    """ctrl+d and the like scroll in other programs: a slip must not close tickets."""
    for preset in PRESETS:
        keymap = Keymap.load(preset)
        for row in ACTIONS.values():
            if row.danger is Danger.CHANGES and row.id.startswith("ticket."):
                assert not any(key.startswith("ctrl") for keys in keymap.keys_of(row.id) for key in keys)


def test_no_key_needs_altgr_and_brackets_have_twins() -> None:
    for preset in PRESETS:
        keymap = Keymap.load(preset)
        for row in ACTIONS.values():
            sequences = keymap.keys_of(row.id)
            assert not {key for keys in sequences for key in keys} & set("@\\{}|~#^`€")
            for bracket, twin in (("[", "<"), ("]", ">")):
                assert ((bracket,) in sequences) == ((twin,) in sequences)


SKETCH = {
    "j": "nav.down", "down": "nav.down", "k": "nav.up", "up": "nav.up", "g g": "nav.top", "G": "nav.bottom",
    "ctrl+d": "nav.half_down", "ctrl+u": "nav.half_up", "pgdn": "nav.page_down", "pgup": "nav.page_up",
    "h": "pane.left", "l": "pane.right", "J": "preview.down", "K": "preview.up", "enter": "nav.open",
    "esc": "nav.back", "1": "view.queues", "2": "view.status", "3": "view.escalations", "4": "view.mine",
    "5": "view.saved5", "9": "view.saved9", "g q": "view.queues", "g s": "view.status", "g e": "view.escalations",
    "g m": "view.mine", "g u": "go.customers", "g h": "ticket.history", "g t": "go.ticket", "g 2": "go.line2",
    "/": "find.search", "ctrl+p": "find.palette", ":": "find.command", "?": "find.help", "space": "mark.toggle",
    "v": "mark.range", "*": "mark.all", "a": "ticket.take", "d": "ticket.unlock", "A": "ticket.assign",
    "r": "ticket.reply", "R": "ticket.reply_all", "i": "ticket.note", "b": "ticket.call", "f": "ticket.forward",
    "e": "compose.editor", ";": "ticket.template", "p": "ticket.priority", "m": "ticket.move",
    "u": "ticket.line_up", "w": "ticket.wait", "s": "ticket.resolve", "c": "ticket.close", "o": "ticket.reopen",
    "x": "ticket.junk", "M": "ticket.merge", "S": "ticket.split", "L": "ticket.link", "E": "ticket.explain",
    "y i": "copy.number", "y l": "copy.link", "y b": "copy.body", "z": "edit.undo", "Z": "edit.redo",
    ".": "edit.repeat", "n": "ticket.new", "t": "app.triage", "ctrl+r": "app.refresh", "q": "app.quit",
    "+ +": "pane.zoom", "tab": "pane.next", "[": "side.fold", ">": "side.unfold",
}  # fmt: skip


@pytest.mark.parametrize(("written", "action_id"), SKETCH.items())
def test_the_default_keys_are_those_of_the_design(written: str, action_id: str) -> None:
    table = Keymap.load().table((Context.LIST, Context.GLOBAL))
    assert table[parse_sequence(written)].id == action_id


def test_brackets_turn_the_pages_of_an_open_ticket() -> None:
    table = Keymap.load().table((Context.THREAD, Context.TICKET, Context.GLOBAL))
    assert table["]",].id == table[">",].id == "ticket.next"
    assert table["[",].id == table["<",].id == "ticket.previous"


def test_every_argument_of_a_form_is_explained() -> None:
    kinds = {argument.kind for form in forms() for argument in form.arguments}
    assert kinds <= set(KINDS)
    assert kinds <= set(PLACES)


def test_no_two_actions_share_a_command() -> None:
    phrases = [phrase for form in forms() for phrase in form.phrases]
    assert len(phrases) == len(set(phrases))


def test_an_unknown_action_is_told_with_the_nearest() -> None:
    assert action("ticket.take").title == "Take"
    with pytest.raises(NotFound, match=r"ticket\.tke.*Did you mean ticket\.take\?"):
        action("ticket.tke")
