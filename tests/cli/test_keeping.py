"""Back-up, restore, copy, check and the worker's schedule, by command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def settings(otui, tmp_path):
    """The person's own files, where otui looks for them."""
    folder = tmp_path / "config" / "otui"
    (folder / "templates" / "nl").mkdir(parents=True)
    (folder / "config.toml").write_text('theme = "light"\n')
    (folder / "keys.toml").write_text('[keys]\n"ticket.take" = ["T"]\n')
    (folder / "templates" / "nl" / "own.toml").write_text('name = "Eigen"\nkind = "note"\nbody = "x"\n')
    return folder


def name_of(otui, tmp_path) -> Path:
    ends = "otui" if "://" not in otui.env["OTUI_DESK"] else "otui.zip"
    return tmp_path / f"copy.{ends}"


def test_a_backup_says_what_it_holds_so_that_one_believes_it(otui, ticket, tmp_path, settings):
    ticket()
    ticket()
    path = name_of(otui, tmp_path)
    said = otui("backup", str(path))
    assert said.code == 0, said.err
    assert "2 tickets" in said.out
    checked = otui("restore", "--check", str(path), "--json").json
    assert (checked["tickets"], checked["sealed"]) == (2, True)
    assert checked["files"] == ["config.toml", "keys.toml", "templates/nl/own.toml"]
    words = otui("restore", "--check", str(path))
    assert "is whole" in words.out
    assert "2 tickets and 2 articles" in words.out or "2 tickets and 0 articles" in words.out


def test_settings_come_back_only_when_asked_and_what_they_replace_is_kept(otui, ticket, tmp_path, settings):
    first = ticket("Before")
    path = name_of(otui, tmp_path)
    assert otui("backup", str(path)).code == 0
    ticket("After")
    (settings / "config.toml").write_text('theme = "dark"\n')
    (settings / "templates" / "nl" / "own.toml").unlink()
    said = otui("restore", str(path))
    assert said.code == 0, said.err
    assert [row["number"] for row in otui("ticket", "list", "--json").json] == [first]
    assert "config.toml differs from yours." in said.out
    assert "templates/nl/own.toml is not here." in said.out
    assert "keys.toml" not in said.out
    assert "dark" in (settings / "config.toml").read_text()
    said = otui("restore", "--with-settings", str(path))
    assert said.code == 0, said.err
    assert "light" in (settings / "config.toml").read_text()
    assert (settings / "templates" / "nl" / "own.toml").is_file()
    (kept,) = settings.glob("config.toml.*.before-restore")
    assert "dark" in kept.read_text()
    assert str(kept) in said.out


def test_a_number_that_was_given_out_is_not_given_out_again_after_a_restore(otui, ticket, tmp_path):
    ticket()
    path = name_of(otui, tmp_path)
    assert otui("backup", str(path)).code == 0
    told_on_the_phone = ticket()
    assert otui("restore", str(path)).code == 0
    assert ticket() != told_on_the_phone


def test_a_damaged_backup_is_one_line_and_exit_code_3(otui, ticket, tmp_path):
    ticket()
    path = name_of(otui, tmp_path)
    otui("backup", str(path))
    whole = path.read_bytes()
    for harmed in (b"", b"Dear colleague", whole[:5000], whole[:3000] + b"\x55" + whole[3001:]):
        path.write_bytes(harmed)
        for command in (("restore", "--check", str(path)), ("restore", str(path))):
            said = otui(*command)
            assert (said.code, said.err.count("\n"), said.out) == (3, 1, "")
    assert otui("restore", "--check", str(tmp_path / "nowhere")).code == 3


def test_a_desk_is_copied_and_the_copy_works(otui, ticket, tmp_path, desks):
    number = ticket()
    target = desks.place("copied")
    made = otui("copy", otui.env["OTUI_DESK"], target, "--json").json
    assert made["tables"]["ticket"]["rows"] == 1
    there = ("--desk", target)
    assert otui(*there, "ticket", "take", number).code == 0
    assert otui(*there, "undo").code == 0
    assert [row["number"] for row in otui(*there, "ticket", "list", "--search", "print", "--json").json] == [
        number
    ]
    assert otui(*there, "check").code == 0
    assert otui("copy", otui.env["OTUI_DESK"], target).code == 3


def test_check_mends_what_is_derived(otui, ticket, desks):
    number = ticket()
    desks.run(
        otui.env["OTUI_DESK"],
        "UPDATE tally SET n = n + 1",
        "UPDATE ticket SET resolution_due = resolution_due + 60000000, locked = true",
    )
    said = otui("check")
    assert said.code == 3
    assert f"Ticket {number} is due (resolution)" in said.out
    assert f"Ticket {number} is locked, and has no owner." in said.out
    assert "otui check --mend" in said.err
    mended = otui("check", "--mend")
    assert mended.code == 0, mended.out + mended.err
    assert mended.out.count("Mended:") >= 3
    assert otui("check").code == 0
    assert otui("ticket", "take", number).code == 0


@pytest.mark.sqlite_only("a server keeps its own pages")
def test_check_salvages_into_a_new_desk(otui, ticket, tmp_path):
    number = ticket()
    said = otui("check", "--salvage", str(tmp_path / "saved.otui"))
    assert said.code == 0, said.err
    found = otui("--desk", str(tmp_path / "saved.otui"), "ticket", "list", "--json").json
    assert [row["number"] for row in found] == [number]
    assert otui("check", "--mend", "--salvage", "x").code == 2


def test_the_worker_makes_the_backup_that_was_missed_and_doctor_says_when(otui, ticket, tmp_path):
    ticket()
    folder = tmp_path / "backups"
    folder.mkdir()
    environ = {**os.environ, **otui.env, "OTUI_BACKUP_FOLDER": str(folder)}
    with subprocess.Popen(
        [sys.executable, "-m", "otui", "worker"], env=environ, stderr=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stderr is not None
        said = ""
        for line in worker.stderr:
            said += line
            if "backup" in line:
                break
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0, said
    (made,) = folder.iterdir()
    assert str(made) in said
    assert otui("restore", "--check", str(made)).code == 0
    assert "last backup: just now" in otui("doctor").out
    late = otui("doctor", OTUI_CLOCK="2026-11-26T10:00:00+01:00")
    assert "last backup: 3 d ago" in late.out
    assert "! The last backup was made 3 d ago: leave `otui worker` running." in late.out


def test_a_schedule_with_a_mistake_is_told_before_the_worker_runs(otui, tmp_path):
    said = otui("worker", OTUI_BACKUP_FOLDER=str(tmp_path), OTUI_BACKUP_EVERY="often")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "1d, 6h or 30min" in said.err
