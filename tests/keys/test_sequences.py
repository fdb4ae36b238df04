"""From single keys to actions, with the time given by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.keys.actions import ACTIONS, Context
from otui.keys.keymap import PRESETS, Keymap
from otui.keys.model import STACKS
from otui.keys.sequences import KeyMachine, Nothing, Pending, Ran

LIST = (Context.LIST, Context.GLOBAL)
THREAD = (Context.THREAD, Context.TICKET, Context.GLOBAL)
WRITING = (Context.COMPOSER, Context.GLOBAL)

DEAD = "~"
"""A key that prints and that no preset uses."""


@pytest.fixture
def machine() -> KeyMachine:
    return KeyMachine(Keymap.load())


def ran(outcome: object) -> str:
    assert isinstance(outcome, Ran), outcome
    return outcome.action.id


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("stack", STACKS, ids="-".join)
def test_every_documented_sequence_can_be_typed(preset: str, stack: tuple[Context, ...]) -> None:
    keymap = Keymap.load(preset)
    for sequence, row in keymap.table(stack).items():
        machine = KeyMachine(keymap)
        outcomes = [machine.feed(key, stack, index / 10) for index, key in enumerate(sequence)]
        assert all(isinstance(outcome, Pending) for outcome in outcomes[:-1])
        assert ran(outcomes[-1]) == row.id
        assert machine.pending == ()


def test_a_chord_waits_and_tells_what_may_follow(machine: KeyMachine) -> None:
    waiting = machine.feed("y", LIST, 10.0)
    assert isinstance(waiting, Pending)
    assert waiting.prefix == machine.pending == ("y",)
    assert waiting.show_at == 10.4
    assert {(f.key, f.action.id if f.action else "") for f in waiting.followers} == {
        ("i", "copy.number"), ("l", "copy.link"), ("b", "copy.body"), ("s", "copy.subject"),
    }  # fmt: skip
    assert ran(machine.feed("b", LIST, 10.9)) == "copy.body"


def test_a_longer_chord_tells_that_more_follows() -> None:
    machine = KeyMachine(Keymap.load("default", '[keys]\n"app.theme" = ["y t t"]'))
    first = machine.feed("y", LIST, 0.0)
    assert isinstance(first, Pending)
    assert [f.action for f in first.followers if f.key == "t"] == [None]
    assert isinstance(machine.feed("t", LIST, 0.9), Pending)
    assert ran(machine.feed("t", LIST, 1.8)) == "app.theme", "each key gives another second"


def test_after_a_second_a_chord_is_forgotten(machine: KeyMachine) -> None:
    machine.feed("g", LIST, 0.0)
    assert not machine.expire(0.99)
    assert machine.expire(1.0)
    assert not machine.expire(1.1), "told once"
    machine.feed("g", LIST, 2.0)
    assert ran(machine.feed("s", LIST, 3.0)) == "ticket.resolve"


def test_a_chord_whose_followers_are_being_read_waits(machine: KeyMachine) -> None:
    machine.feed("g", LIST, 0.0)
    machine.hold()
    assert not machine.expire(30.0)
    assert ran(machine.feed("s", LIST, 30.0)) == "view.status"
    machine.feed("g", LIST, 31.0)
    assert machine.expire(32.0), "the next chord has its own second again"


def test_esc_breaks_a_chord_off_and_goes_back_without_one(machine: KeyMachine) -> None:
    machine.feed("g", LIST, 0.0)
    assert machine.feed("escape", LIST, 0.1) == Nothing(used=True)
    assert ran(machine.feed("escape", LIST, 0.2)) == "nav.back"


def test_a_key_that_does_not_follow_breaks_a_chord_off(machine: KeyMachine) -> None:
    machine.feed("y", LIST, 0.0)
    assert machine.feed("x", LIST, 0.1) == Nothing(used=True), "x alone would be junk"
    assert ran(machine.feed("j", LIST, 0.2)) == "nav.down"


def test_focus_elsewhere_forgets_a_chord(machine: KeyMachine) -> None:
    machine.feed("g", LIST, 0.0)
    machine.reset()
    assert ran(machine.feed("s", LIST, 0.1)) == "ticket.resolve"


def test_digits_are_views_and_never_counts(machine: KeyMachine) -> None:
    assert ran(machine.feed("4", LIST, 0.0)) == "view.mine"
    assert ran(machine.feed("j", LIST, 0.1)) == "nav.down"


def test_what_has_focus_decides(machine: KeyMachine) -> None:
    assert ran(machine.feed("]", LIST, 0.0)) == "side.unfold"
    assert ran(machine.feed("]", THREAD, 0.1)) == "ticket.next"
    assert machine.feed("a", WRITING, 0.2) == Nothing()


def test_another_keymap_can_be_taken_up(machine: KeyMachine) -> None:
    machine.feed("g", LIST, 0.0)
    machine.use(Keymap.load("vim"))
    assert machine.pending == ()
    assert ran(machine.feed("u", LIST, 0.1)) == "edit.undo"


def test_prose_typed_into_a_list_is_told_once_and_ignored(machine: KeyMachine) -> None:
    quiet = [machine.feed(DEAD, LIST, 0.1 * step) for step in range(3)]
    assert quiet == [Nothing()] * 3
    assert machine.feed(DEAD, LIST, 0.3) == Nothing(burst=True, used=True)
    assert machine.feed("x", LIST, 0.6) == Nothing(used=True), "typing goes on: no junk"
    assert machine.feed(DEAD, LIST, 0.9) == Nothing(used=True), "told once"
    assert ran(machine.feed("escape", LIST, 1.0)) == "nav.back", "keys that do not print still work"
    assert ran(machine.feed("j", LIST, 1.31)) == "nav.down", "quiet for 400 ms"


def test_slow_keys_that_mean_nothing_are_no_prose(machine: KeyMachine) -> None:
    for step in range(20):
        assert machine.feed(DEAD, LIST, 0.15 * step) == Nothing()


def test_keys_that_do_not_print_are_no_prose(machine: KeyMachine) -> None:
    for step in range(10):
        assert machine.feed("f20", LIST, 0.01 * step) == Nothing()


KEYS = st.sampled_from(["g", "y", "j", "x", "Z", "escape", "f1", "ctrl+d", "ctrl+w", DEAD, "é", "space", "1"])


@given(
    st.sampled_from(PRESETS),
    st.lists(st.tuples(KEYS, st.floats(0.001, 3.0), st.sampled_from(STACKS)), max_size=40),
)
def test_whatever_is_typed_only_actions_of_the_place_run(
    preset: str, typed: list[tuple[str, float, tuple[Context, ...]]]
) -> None:
    keymap = Keymap.load(preset)
    machine = KeyMachine(keymap)
    now = 0.0
    for key, pause, stack in typed:
        now += pause
        outcome = machine.feed(key, stack, now)
        if isinstance(outcome, Ran):
            assert outcome.action.contexts.intersection(stack)
            assert ACTIONS[outcome.action.id] is outcome.action
        assert bool(machine.pending) == isinstance(outcome, Pending)
        if isinstance(outcome, Pending):
            assert outcome.followers
