"""Keymaps: the presets hold together, and an agent's file is obeyed or answered with its line."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from textual.keys import KEY_ALIASES

from otui.errors import BadFile, Usage
from otui.keys.actions import ACTIONS, Context
from otui.keys.keymap import PRESETS, Keymap
from otui.keys.model import STACKS, STANDS_IN, TEXT_CONTEXTS
from otui.keys.names import prints
from otui.keys.sheet import check_file, load_file

LIST = (Context.LIST, Context.GLOBAL)
THREAD = (Context.THREAD, Context.TICKET, Context.GLOBAL)
WRITING = (Context.COMPOSER, Context.GLOBAL)


def load(*lines: str, preset: str = "default") -> Keymap:
    return Keymap.load(preset, "\n".join(["[keys]", *lines]), "mine.toml")


def complaint(*lines: str) -> str:
    with pytest.raises(BadFile) as caught:
        load(*lines)
    return str(caught.value)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("stack", STACKS, ids="-".join)
def test_presets_have_no_clash_in_any_combination_of_places(preset: str, stack: tuple[Context, ...]) -> None:
    keymap = Keymap.load(preset)
    typing = bool(TEXT_CONTEXTS.intersection(stack))
    held = [
        (sequence, row.id)
        for row in ACTIONS.values()
        if row.contexts.intersection(stack)
        for sequence in keymap.keys_of(row.id)
        if not (typing and prints(sequence[0]))
    ]
    hidden = {STANDS_IN[name] for _sequence, name in held if name in STANDS_IN}
    held = [(sequence, name) for sequence, name in held if name not in hidden]
    for (one, first), (other, second) in itertools.combinations(held, 2):
        shorter = min(len(one), len(other))
        assert one[:shorter] != other[:shorter], f"{first} and {second}"
    assert {name for _sequence, name in held} <= {row.id for row in keymap.table(stack).values()}
    assert len(keymap.table(stack)) >= len(held)


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_bind_no_key_that_terminals_send_for_another(preset: str) -> None:
    aliases = {alias for names in KEY_ALIASES.values() for alias in names} | {"ctrl+h", "ctrl+i", "ctrl+m"}
    keymap = Keymap.load(preset)
    for row in ACTIONS.values():
        sequences = keymap.keys_of(row.id)
        assert not {key for sequence in sequences for key in sequence} & aliases
        assert sequences != (("ctrl+j",),)


def test_an_unknown_preset_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Usage, match=r"emcas.*default, vim"):
        Keymap.load("emcas")


def test_the_agents_file_adds_replaces_and_unbinds() -> None:
    keymap = load('"ticket.take" = ["T", "g a"]', 'ticket.junk = "none"', 'app.theme = "f5"')
    table = keymap.table(LIST)
    assert table["T",] is table["g", "a"] is ACTIONS["ticket.take"]
    assert ("a",) not in table
    assert ACTIONS["ticket.junk"] not in table.values()
    assert table["f5",].id == "app.theme"
    assert [(w.line, w.text) for w in keymap.warnings] == [(3, "ticket.junk has no key any more.")]


def test_a_key_given_away_is_taken_from_the_preset_and_told() -> None:
    keymap = load('"ticket.take" = ["m"]')
    assert keymap.table(LIST)["m",].id == "ticket.take"
    assert [(w.line, w.text) for w in keymap.warnings] == [
        (2, "ticket.move has no key left: ticket.take took it.")
    ]


def test_a_key_that_begins_chords_takes_them_all() -> None:
    keymap = load('"app.theme" = ["y"]')
    assert keymap.table(LIST)["y",].id == "app.theme"
    assert not keymap.keys_of("copy.link")
    assert {w.text.split()[0] for w in keymap.warnings} == {
        "copy.number", "copy.link", "copy.body", "copy.subject", "flow.mermaid", "cab.copy",
    }  # fmt: skip


def test_a_chord_takes_the_key_that_it_begins_with() -> None:
    keymap = load('"app.theme" = ["a t"]')
    assert keymap.table(LIST)["a", "t"].id == "app.theme"
    assert ("a",) not in keymap.table(LIST)


def test_the_place_that_has_focus_goes_first_and_leaves_the_rest_alone() -> None:
    keymap = load('"thread.quotes" = ["q"]')
    assert keymap.table(THREAD)["q",].id == "thread.quotes"
    assert keymap.table(LIST)["q",].id == "app.quit"
    assert keymap.warnings == ()


def test_a_chord_behind_a_nearer_key_is_not_told_there() -> None:
    keymap = load('"thread.quotes" = ["g"]')
    assert [sequence for sequence in keymap.table(THREAD) if sequence[0] == "g"] == [("g",)]
    assert keymap.table(LIST)["g", "q"].id == "view.queues"


def test_a_key_for_everywhere_works_everywhere() -> None:
    keymap = load('"app.theme" = ["Q"]')
    assert keymap.table(THREAD)["Q",].id == keymap.table(LIST)["Q",].id == "app.theme"
    assert [w.text for w in keymap.warnings] == ["thread.quotes has no key left: app.theme took it."]


def test_two_lines_on_one_key_are_a_mistake_that_names_both() -> None:
    said = complaint('"ticket.take" = ["Q"]', '"ticket.move" = ["m", "Q"]')
    assert said.startswith("mine.toml:3: Q is given to ticket.take (line 2) and to ticket.move.")


def test_one_key_in_two_places_that_never_meet_is_fine() -> None:
    keymap = load('"ticket.next" = ["ctrl+n"]', '"list.columns" = ["ctrl+n"]')
    assert keymap.table(LIST)["ctrl+n",].id == "list.columns"
    assert keymap.table(THREAD)["ctrl+n",].id == "ticket.next"


@pytest.mark.parametrize("lines", [("Q", "Q x"), ("Q x", "Q")])
def test_a_chord_shadowed_by_its_own_beginning_is_a_mistake(lines: tuple[str, str]) -> None:
    said = complaint(f'"ticket.take" = ["{lines[0]}"]', f'"ticket.move" = ["{lines[1]}"]')
    assert said.startswith("mine.toml:3: Q x (ticket.")
    assert "can never be typed: Q alone is ticket." in said


def test_a_chord_shadowed_within_one_line_is_a_mistake() -> None:
    assert "mine.toml:2: Q x (app.theme) can never be typed" in complaint('"app.theme" = ["Q x", "Q"]')


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"ticket.tak" = ["a"]', "mine.toml:2: There is no action ticket.tak. Did you mean ticket.take?"),
        ('"xyzzy" = ["a"]', "mine.toml:2: There is no action xyzzy. See `otui keys`"),
        ('"ticket.take" = ["pgdwn"]', "mine.toml:2: ticket.take: pgdwn is not the name of a key."),
        ('"ticket.take" = ["alt+a"]', "mine.toml:2: ticket.take: alt+a: terminals do not tell alt from Esc"),
        ('"ticket.take" = ["ctrl+m"]', "ctrl+m is enter on most terminals"),
        ('"ticket.take" = ["ctrl+h"]', "ctrl+h is backspace on most terminals"),
        ('"ticket.take" = ["shift+a"]', "shift+a: write the character that it gives."),
        ('"ticket.take" = ["ctrl+;"]', "ctrl+;: terminals cannot send this."),
        ('"ticket.take" = ["ctrl+j"]', "ctrl+j is Enter on some terminals."),
        ('"ticket.take" = [""]', "A key cannot be empty"),
        ('"ticket.take" = 3', 'mine.toml:2: ticket.take needs a list of keys. Write ["a", "g a"]'),
        ('"compose.send" = ["a"]', "mine.toml:2: compose.send: a would be typed into the text."),
        ('"app.quit" = ["g y"]', "mine.toml:2: app.quit: y is also the answer that confirms it."),
        ('"ticket.take" = [', "mine.toml:2: This is not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, said: str) -> None:
    assert said in complaint(line)


def test_lines_are_found_in_tables_and_after_comments() -> None:
    text = '# mine\n\n[keys.ticket]\n  # the first\n  "take" = ["a"]\n  mooove = ["m"]\n'
    with pytest.raises(BadFile, match=r"^mine\.toml:6: .*ticket\.mooove.*ticket\.move"):
        Keymap.load("default", text, "mine.toml")


def test_anything_beside_the_table_of_keys_is_refused() -> None:
    with pytest.raises(BadFile, match=r"^mine\.toml:1: colour does not belong here"):
        Keymap.load("default", 'colour = "red"\n[keys]\n', "mine.toml")


def test_characters_of_any_language_are_keys() -> None:
    table = load('"ticket.take" = ["é", "ф"]').table(LIST)
    assert table["é",] is table["ф",] is ACTIONS["ticket.take"]


def test_where_text_is_typed_keys_that_print_are_text() -> None:
    table = Keymap.load().table(WRITING)
    assert table["ctrl+s",].id == "compose.send"
    assert table["f1",].id == "find.help"
    assert not [sequence for sequence in table if prints(sequence[0])]


def test_a_modal_window_lets_nothing_through() -> None:
    assert {row.id for row in Keymap.load().actions_for((Context.PICKER,))} == {
        "nav.down", "nav.up", "nav.page_down", "nav.page_up", "nav.open", "nav.back", "find.help",
    }  # fmt: skip


def test_labels_are_short_and_true_for_the_place() -> None:
    keymap = Keymap.load()
    assert keymap.label("app.refresh") == "ctrl+r"
    assert keymap.label("nav.top") == "g g"
    assert keymap.label("mark.toggle") == "space"
    assert keymap.label("nav.page_down") == "pgdn"
    assert keymap.label("find.help") == "?"
    assert keymap.label("find.help", Context.COMPOSER) == "f1"
    assert keymap.label("nav.down", Context.PICKER) == "↓"
    assert keymap.label("nav.down", Context.PICKER, ascii_only=True) == "down"
    assert load('"ticket.junk" = "none"').label("ticket.junk") == ""


def test_a_file_is_checked_over_the_preset_that_is_in_use(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[keys]\n"app.theme" = ["g v"]\n', encoding="utf-8")
    assert check_file(file) == ()
    assert [w.text for w in check_file(file, "vim")] == ["view.save has no key left: app.theme took it."]
    assert load_file(file).label("app.theme") == "g v"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"nowhere\.toml: It cannot be read: No such file"):
        check_file(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes(b'[keys]\n"app.theme" = ["\xe9"]\n')
    with pytest.raises(BadFile, match=r"latin\.toml: It is not text in UTF-8"):
        check_file(tmp_path / "latin.toml")
