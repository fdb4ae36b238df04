"""Terminals of every size and kind: an agent gets all that matters, and nothing is sent that cannot be shown."""

from __future__ import annotations

import re

import pytest

SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108), 58}


def colours(raw: bytes) -> set[int]:
    """The codes in `raw` that choose a colour; 39 and 49 give the terminal its own back."""
    codes = {
        int(code)
        for one in SGR.findall(raw)
        for code in re.split(rb"[;:]", one[0] if isinstance(one, tuple) else one)
        if code
    }
    return codes & COLOURS


def round_trip(office, screen, number):
    """Visit the overviews, a ticket, a composer, help and search; come back."""
    for key in ("2", "3", "4", "1"):
        screen.press(key)
        screen.quiet(0.1)
    screen.see(number)
    screen.press("enter")
    screen.see("It hums.")
    screen.press("r")
    screen.see("anna@example.org", "send")
    screen.press("We come.")
    screen.see("We come.")
    screen.press("esc")
    screen.gone("We come.")
    screen.press("esc", "?")
    screen.see("keys")
    screen.quiet(0.1)
    screen.press("esc", "/", "print")
    screen.see("Printer is stuck")
    screen.press("esc")
    screen.see(number, "open 1")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)])
def test_the_whole_round_at_every_size(office, size):
    number = office.new()
    screen = office.screen(size=size, ready=number)
    round_trip(office, screen, number)
    columns = screen.screen.columns
    assert all(len(line) == columns for line in screen.screen.display)
    assert "queue" in screen.text
    assert "1:59" in screen.text  # the response clock of a ticket of nine o'clock
    screen.press("q")
    screen.see("1 draft")  # what was written on the way round
    screen.press("y")
    assert screen.end() == 0
    assert office.log == ""


def test_a_terminal_that_shrinks_to_nothing_and_grows_again(office):
    number = office.new()
    screen = office.screen(ready=number)
    for size in ((1, 1), (20, 3), (300, 100), (60, 20)):
        screen.resize(*size)
        screen.quiet(0.15)
    screen.press("enter")
    screen.see("It hums.")
    assert office.log == ""


def test_term_screen_gets_sixteen_colours_at_most(office):
    number = office.new()
    screen = office.screen(ready=number, TERM="screen")
    round_trip(office, screen, number)
    sent = colours(bytes(screen.raw))
    assert sent
    assert not sent & {38, 48, 58}  # those begin a colour of the 256, or one of 16 million


def test_no_color_sends_no_colour(office):
    number = office.new(impact=8, urgency=8)
    screen = office.screen(ready=number, NO_COLOR="1")
    round_trip(office, screen, number)
    assert colours(bytes(screen.raw)) == set()
    assert b"\x1b[7" in screen.raw or b";7" in screen.raw  # the cursor is told by reverse video


def test_a_locale_without_utf_8_gets_ascii(office):
    number = office.new("Tekst met één café, 会議 and 🖨")
    screen = office.screen(ready=number, LC_ALL="C", LANG="")
    round_trip_ascii = bytes(screen.raw)
    screen.press("enter")
    screen.see("It hums.")
    screen.press("esc", "?")
    screen.see("keys")
    screen.press("esc", "3", "1")
    screen.quiet()
    assert not [byte for byte in bytes(screen.raw) if byte >= 0x80]
    assert round_trip_ascii
    assert "UnicodeEncodeError" not in office.log
    assert office.log == ""


def test_commands_in_a_locale_without_utf_8(office):
    number = office.new("Tekst met één café, 会議 and 🖨")
    said = office.command(
        "ticket", "show", number, LC_ALL="C", LANG="", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert said.returncode == 0
    assert "Tekst met een cafe, ?? and ?" in said.stdout
    assert said.stdout.isascii()


@pytest.mark.parametrize("editor", ["", "no-such-editor", "false", "sh -c 'exit 7' x", "vi 'unbalanced"])
def test_no_editor_and_editors_that_fail_leave_the_words_as_they_were(office, editor):
    number = office.new()
    screen = office.screen(ready=number, EDITOR=editor, VISUAL="")
    screen.press("r")
    screen.see("anna@example.org")
    screen.press("Dear Anna,")
    screen.see("Dear Anna,")
    screen.press("ctrl+e")
    said = {
        "": "No editor is set",
        "no-such-editor": "cannot be found",
        "false": "ended with an error (1)",
        "sh -c 'exit 7' x": "ended with an error (7)",
        "vi 'unbalanced": "quotes",
    }[editor]
    screen.see(said, "Dear Anna,")
    screen.press(" we come.")
    screen.see("Dear Anna, we come.")
    screen.press("ctrl+s")
    screen.gone("send")
    assert office.value("SELECT body FROM article WHERE author_kind = 'agent'") == "Dear Anna, we come."
    assert office.log == ""


def test_an_editor_that_works_brings_its_words_back(office):
    number = office.new()
    writer = office.folder / "editor"
    writer.write_text('#!/bin/sh\nprintf "and \\033]0;more\\007\\n" >> "$1"\n')
    writer.chmod(0o700)
    screen = office.screen(ready=number, EDITOR=str(writer), VISUAL="")
    screen.press("r")
    screen.see("anna@example.org")
    screen.press("Dear Anna,")
    screen.see("Dear Anna,")
    screen.press("ctrl+e")
    screen.see("and ␛]0;more␇")
