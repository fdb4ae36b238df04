"""Words begun are there again after whatever happened: a full disk, a lock, a closed window, a signal, a crash."""

from __future__ import annotations

import resource
import signal
import stat

import pytest

from engines import held

WORDS = "Dear Anna, we look at it."


def writing(office, **environ):
    """A screen with a reply half written on it."""
    number = office.new()
    screen = office.screen(ready=number, **environ)
    screen.press("r")
    screen.see("TO anna@example.org")
    screen.press(WORDS)
    screen.see(WORDS)
    return screen


def there_again(office):
    """Start again, and find the words where they were."""
    assert office.value("SELECT body FROM draft") == WORDS
    screen = office.screen()
    screen.press("r")
    screen.see("TO anna@example.org", WORDS)
    screen.press("ctrl+s")
    screen.gone("TO anna@example.org")
    screen.until(lambda: office.value("SELECT body FROM article WHERE kind = 'reply'") == WORDS)
    screen.until(lambda: office.value("SELECT count(*) FROM draft") == 0)
    assert office.whole()


def test_keys_that_come_all_at_once_are_words_and_no_verbs(office):
    number = office.new()
    screen = office.screen(ready=number)
    screen.quiet()
    screen.press("rPlease move it, a cable was loose.\x13")  # as a slow line delivers them: in one piece
    screen.until(lambda: office.value("SELECT count(*) FROM article WHERE kind = 'reply'") == 1)
    assert (
        office.value("SELECT body FROM article WHERE kind = 'reply'") == "Please move it, a cable was loose."
    )
    assert office.all("SELECT verb FROM history ORDER BY id") == [("new",), ("reply",)]


def test_words_that_are_quicker_than_the_draft_come_behind_it(office):
    screen = writing(office)
    screen.press("esc")
    screen.gone("TO anna@example.org")
    screen.press("r Soon.")
    screen.see(f"{WORDS} Soon.")
    screen.until(lambda: office.value("SELECT body FROM draft") == f"{WORDS} Soon.")


def test_a_closed_window(office):
    screen = writing(office)
    screen.hang_up()
    screen.wait_gone()
    there_again(office)


def test_a_closed_window_that_sends_no_signal(office):
    screen = writing(office, controls=False)
    screen.hang_up()
    screen.wait_gone()
    there_again(office)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_leave(office, number):
    screen = writing(office)
    screen.program.send_signal(number)
    assert screen.end() == 128 + number
    assert bytes(screen.raw).rindex(b"\x1b[?1049l") > bytes(screen.raw).rindex(
        b"\x1b[?1049h"
    )  # the shell's screen
    there_again(office)


def test_a_signal_to_leave_before_the_desk_is_open(office):
    office.new()
    screen = office.screen(ready="Opening")
    assert "Widget" not in screen.text
    screen.program.send_signal(signal.SIGTERM)
    assert screen.end() == 128 + signal.SIGTERM


def test_kill_9_once_typing_rested(office):
    screen = writing(office)
    screen.until(lambda: office.value("SELECT body FROM draft") == WORDS)
    screen.program.kill()
    screen.wait_gone()
    there_again(office)


@pytest.mark.sqlite_only("the disk is that of the program")
def test_a_disk_that_is_full_while_one_writes(office):
    screen = writing(office)
    screen.until(lambda: office.value("SELECT body FROM draft") == WORDS)
    room = resource.prlimit(screen.program.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    screen.press(" Soon.")
    screen.see("Nothing was changed")  # and what to do: see the disk
    screen.press("esc")  # the words are safe nowhere else: the composer stays
    screen.see("Nothing was changed", f"{WORDS} Soon.")
    assert screen.program.poll() is None
    resource.prlimit(screen.program.pid, resource.RLIMIT_FSIZE, room)
    screen.see("Your words are saved again.")
    assert office.value("SELECT body FROM draft") == f"{WORDS} Soon."
    screen.press("ctrl+s")
    screen.until(lambda: office.value("SELECT body FROM article WHERE kind = 'reply'") == f"{WORDS} Soon.")
    screen.gone("TO anna@example.org")
    assert office.whole()


@pytest.mark.sqlite_only("the disk is that of the program")
def test_a_reply_that_the_disk_refuses_is_still_there(office):
    screen = writing(office)
    room = resource.prlimit(screen.program.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    screen.press("ctrl+s")
    screen.see("Nothing was changed", WORDS)
    resource.prlimit(screen.program.pid, resource.RLIMIT_FSIZE, room)
    screen.quiet()
    screen.press("ctrl+s")
    screen.gone("TO anna@example.org")
    screen.until(lambda: office.all("SELECT body FROM article WHERE kind = 'reply'") == [(WORDS,)])


@pytest.mark.sqlite_only("the disk is that of the program")
def test_a_full_disk_of_a_command(office):
    number = office.new()
    tell = f"ulimit -f 0; exec {office.shell('ticket', 'reply', number, '--body', WORDS)}"
    said = office.run(["sh", "-c", tell])
    assert said.returncode == 3
    assert "Nothing was changed" in said.stderr
    assert len(said.stderr.splitlines()) == 1
    assert office.value("SELECT count(*) FROM article WHERE kind = 'reply'") == 0
    assert office.whole()


def test_a_lock_while_the_screen_stands(office):
    number = office.new()
    screen = office.screen(ready=number)
    with held(office.url):
        screen.press("a")
        screen.press("2")  # the screen goes on meanwhile: reading needs no lock
        screen.see("all open")
        screen.see("holds the desk", "locked")
        screen.press("1")
        screen.see("my queues")
    assert office.value("SELECT locked FROM ticket") == 0
    screen.quiet()
    screen.press("a")
    screen.see("is yours")
    assert office.value("SELECT locked FROM ticket") == 1
    assert office.log == ""


def test_a_lock_that_outlasts_the_patience_of_a_command(office):
    number = office.new()
    with held(office.url):
        said = office.command("ticket", "take", number)
    assert said.returncode == 3
    assert "locked" in said.stderr
    assert "Nothing was changed: try again in a moment." in said.stderr


def test_a_template_nobody_foresaw_leaves_the_screen_standing(office):
    folder = office.folder / "config" / "otui" / "templates"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_bytes(b'name = "\xff\xfe\n[[[')
    (folder / "folder.toml").mkdir()
    screen = writing(office)
    screen.press("ctrl+t")
    screen.see("Template", "broken.toml")
    screen.press("esc")
    screen.see(WORDS)


def test_a_row_nobody_foresaw_is_told_with_an_id_and_the_screen_stands_on(office, desks):
    number = office.new()
    other = office.new("Second")
    # An instant in the year 292,000, as no clock of otui writes one.
    desks.run(office.url, "UPDATE article SET created_at = 9223372036854775807 WHERE ticket_id = 1")
    screen = office.screen(ready=number)
    screen.press("enter")
    screen.see("Something went wrong (id")
    known = screen.text.split("(id ", 1)[1].split(")")[0]
    assert f"{known} " in office.log
    assert "Traceback" in office.log
    log = next(office.folder.rglob("trouble.log"))
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    screen.press("esc")
    screen.see(other, "Second")
    screen.press("j", "enter")
    screen.see("It hums.")


@pytest.mark.sqlite_only("bytes in place of a text, which PostgreSQL refuses")
def test_a_part_of_the_screen_that_dies_of_an_error_loses_no_words(office, desks):
    screen = writing(office)
    desks.run(
        office.url,
        "UPDATE ticket SET subject = x'00ff', version = version + 1",  # the list cannot draw them
        "INSERT INTO feed (at, topic, ticket_id, verb, entered) VALUES (0, 'ticket', 1, 'subject', 0)",
    )
    screen.press("esc")
    code = screen.end()
    assert code == 70
    assert "Something went wrong (id" in screen.text
    assert "Traceback" not in screen.text
    assert "Traceback" in office.log
    assert office.value("SELECT body FROM draft") == WORDS
